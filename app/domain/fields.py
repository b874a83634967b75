"""Our names for the personal data of a participant, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.text import Text

NAME_COLUMNS = {"given_name": "given", "prefix": "prefix", "family_name": "family"}
OPTIONAL_COLUMNS = {
    "year_group": "year_group", "username": "username", "email": "email", "postcode": "postcode", "eckid": "eckid",
    "birth_date": "birth_date", "gender": "gender", "younger_than_16": "younger_than_16_until",
    "birth_year": "birth_year", "mother_tongue": "mother_tongue",
}
PARTICIPANT_COLUMNS = NAME_COLUMNS | OPTIONAL_COLUMNS
EMPTIED = frozenset({("participant", field) for field in (*OPTIONAL_COLUMNS, *GROUP_COLUMNS)})
"""Fields that are emptied for everybody when they are switched off. What was written, answered or seen stays with whom
it is about, until it is taken out or erased: nothing is added to it.
"""
_WORDS = {
    "given": Text("first name"),
    "prefix": Text("prefix of the name"),
    "family": Text("last name"),
    "year_group": Text("year group"),
    "username": Text("user name"),
    "email": Text("e-mail address"),
    "postcode": Text("postcode"),
    "eckid": Text("ECK iD"),
    "birth_date": Text("date of birth"),
    "gender": Text("gender"),
    "birth_year": Text("year of birth"), "mother_tongue": Text("mother tongue"),
    "course_kind": Text("kind of course"), "course_type": Text("type of course"),
    "younger_than_16_until": Text("younger than 16 until"),
    "state": Text("taking part or left"),
    "merged_into": Text("the same person as"),
    "name": Text("name"),
    "kind": Text("kind"),
    "group": Text("{group}"),
    "location_id": Text("{location}"),
    "group_id": Text("{group}"),
    "participant_id": Text("{participant}"),
    "programme_id": Text("{programme}"),
    "coach_id": Text("{coach}"),
    "title": Text("title"),
    "number": Text("number"),
    "place": Text("place"),
    "school_year": Text("year"),
    "position": Text("position"),
    "seats": Text("seats"),
    "months": Text("months"),
    "from_on": Text("first day"),
    "until_on": Text("day it ended"),
    "starts_on": Text("first day"),
    "ended_on": Text("day it ended"),
    "description": Text("description"), "quantity": Text("quantity"), "unit_cents": Text("unit price"),
    "vat_percent": Text("VAT rate"), "withdrawn_us": Text("day it was withdrawn"), "invoice_id": Text("invoice"),
    "agreement_id": Text("agreement"), "invoiced_on": Text("day of the invoice"),
    "received_on": Text("day of receipt"), "pay_by_on": Text("last day to pay"), "currency": Text("currency"),
    "consumer": Text("consumer"), "purchase_order": Text("purchase order"), "cost_centre": Text("cost centre"),
    "oin": Text("OIN"), "customer_street": Text("street of the customer"),
    "customer_postcode": Text("postcode of the customer"), "customer_place": Text("place of the customer"),
    "seller_street": Text("street of the seller"), "seller_postcode": Text("postcode of the seller"),
    "seller_place": Text("place of the seller"), "seller_kvk": Text("Chamber of Commerce number of the seller"),
    "seller_vat": Text("VAT number of the seller"), "seller_iban": Text("IBAN of the seller"),
    "booked_on": Text("day"), "amount_cents": Text("amount"), "reference": Text("reference"), "form": Text("form"),
    "sent_on": Text("day it was sent"), "series": Text("series"), "begins_on": Text("first day"),
    "value": Text("figure"), "source": Text("source"), "read_on": Text("day it was read"),
    "confirmed": Text("confirmed"), "delivered_on": Text("day of delivery"), "signed_on": Text("day of signing"),
    "ends_on": Text("last day"), "withdrawn_on": Text("day it was withdrawn"),
    "withdrawn_proof": Text("proof of the withdrawal"), "proof": Text("proof"), "party": Text("party"),
    "holder": Text("holder"), "given_by": Text("given by"), "acts": Text("acts"), "role": Text("role"),
    "mandate_id": Text("mandate"), "signature_id": Text("signature"), "edition": Text("version"),
    "checksum": Text("checksum"),
    "vat_reason": Text("reason of the exemption from VAT"), "vat_category": Text("kind of VAT"),
    "withdrawn_reason": Text("reason of the withdrawal"), "setting": Text("setting"),
    "decided_us": Text("day it was chosen"),
    "what": Text("what"), "third_party": Text("third party"), "asked_on": Text("day it was asked"),
    "asked_by": Text("asked by"), "answered_by": Text("answered by"), "given_on": Text("day it was given"),
    "conditions": Text("conditions"), "refused_on": Text("day it was refused"), "refused_reason": Text("reason"),
    "reported_by": Text("reported by"),
    "reported_on": Text("day it was reported"), "seen_at": Text("where it was seen"),
    "seen_on": Text("day it was seen"), "answer": Text("answer"), "answered_on": Text("day of the answer"),
    "auditor": Text("auditor"), "purpose": Text("purpose"), "scope": Text("scope"), "granted_by": Text("given by"),
    "package": Text("package"), "participants": Text("{participants}"),
    "fee_cents": Text("fee"), "supplements_id": Text("agreement it adds to"), "prepared_on": Text("day of preparing"),
    "prepared_by": Text("prepared by"), "ordered_on": Text("day of ordering"),
    "answer_proof": Text("proof of the answer"), "reason": Text("reason"),
    "raw": Text("score"), "absent": Text("why there is no score"), "remark": Text("remark"),
    "moment": Text("moment"), "taken_on": Text("day it was taken"), "norm_id": Text("norm"), "test_id": Text("test"),
    "item_scores": Text("scores per item"), "subject": Text("subject"),
    "instrument_id": Text("instrument"), "point_id": Text("point"), "step_id": Text("step"),
    "observed_on": Text("day it was seen"), "recorded_us": Text("day it was recorded"),
    "account_id": Text("recorded by"), "area": Text("area"), "year_groups": Text("year groups"),
    "order_id": Text("order"), "licence_id": Text("licence"),
    "revoked_us": Text("day it was revoked"),
    "revoked_reason": Text("reason"),
}


def in_words(names: Iterable[str]) -> tuple[Text, ...]:
    """Columns or our own field names as people call them, for a sentence; an unknown one stands as it is."""
    columns = (PARTICIPANT_COLUMNS.get(name, name) for name in names)
    return tuple(_WORDS.get(column, Text("{field}", field=column)) for column in columns)
COACH_COLUMNS = {"username": "username", "email": "email"}
