"""What happened to the agreement of NORTH, for tests of its tab: rows as they are kept, standing as the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.billing.indexation import PriceRound
from app.domain.billing.liability import FeePaid
from app.domain.contract.agreement import Agreement
from app.domain.contract.change_course import LABELS, change_course
from app.domain.contract.claim_course import claim_course
from app.domain.contract.ending import Ground, duty_to_tell
from app.domain.contract.tasks import end_tasks
from app.domain.contract.use import ending_of, use_on
from app.domain.text import Text
from app.store.resources import load_profile
from app.views.agreement_terms import AgreementTerms
from app.views.contacts import Contact, OwnCard
from app.views.course import AgreementCourse, ChangeItem, ClaimItem, MeasureItem, NewFee, Part, how_it_ends

TODAY = date(2026, 11, 23)
PART, CHANGE, CLAIM, MEASURE = (bytes([number]) * 16 for number in range(1, 5))
CARD = OwnCard("Bibliotheek Noord", "Noordwijk", Contact("J. Smit", "coördinator", "j@noord.example", "", TODAY), None)
_EMPTY = {
    "received_on": None, "proof": "", "applies_from": None, "title": "", "edition": "", "checksum": "",
    "objection_on": None, "objection_form": "", "objection_reason": "", "objection_proof": "", "objection_name": "",
    "objection_role": "", "objection_mandate_id": None, "outcome": "", "chosen_on": None, "ends_on": None,
}
PRICES: dict[str, Any] = _EMPTY | {
    "id": CHANGE, "kind": "prices", "form": "email", "announced_on": "2026-11-16", "received_on": "2026-11-16",
    "proof": "mail",
}  # fmt: skip
OBJECTED = PRICES | {
    "objection_on": "2026-11-20", "objection_form": "letter", "objection_reason": "te duur", "objection_proof": "RR 3",
    "objection_name": "S. Vermeer", "objection_role": "representative",
}  # fmt: skip
TERMS = _EMPTY | {
    "id": CHANGE, "kind": "terms", "form": "letter", "announced_on": "2026-11-09", "received_on": "2026-11-10",
    "proof": "brief", "title": "Gebruiksvoorwaarden", "edition": "1.9",
}  # fmt: skip
THIRD = {
    "id": CLAIM, "sort": "third_party", "about": "Foto in een oefening", "claimant": "Beeldbureau",
    "known_on": "2026-11-16", "could_be_known_on": None, "sent_on": None, "received_on": None, "form": "", "proof": "",
    "amount_cents": 0, "handling_left": 0, "outcome": "", "outcome_on": None, "settled_on": None, "settlement": "",
}  # fmt: skip
OWN = THIRD | {"sort": "own", "about": "Uitval op 2 november", "claimant": "", "known_on": "2026-11-02"}
SUSPENDED = {
    "id": MEASURE, "ground": "insolvency", "measure": "suspend", "told_on": "2026-11-20", "last_on": "2026-11-20",
    "immediate": 1, "form": "letter", "reason": "surseance", "proof": "brief", "administrator_until": None,
    "claim_id": None, "change_id": None, "lifted_on": None, "lifted_proof": "",
}  # fmt: skip


def course(
    agreement_id: bytes, provider: str = "oefenen", changes: Sequence[dict[str, Any]] = (),
    claims: Sequence[dict[str, Any]] = (), measures: Sequence[dict[str, Any]] = (),
    insolvencies: Sequence[dict[str, Any]] = (), ended_on: date | None = None,
) -> AgreementCourse:
    """Of an agreement from 15 January 2026 for twelve months, with forty seats of € 35.00."""
    profile = load_profile(provider)
    agreement = Agreement(date(2026, 1, 15), 12, concluded_on=date(2026, 1, 12), ended_on=ended_on)
    ending = how_it_ends(profile, agreement, measures, TODAY)
    made = AgreementCourse(
        agreement_id, "2026-0114", "Compleet", AgreementTerms(profile, agreement, TODAY), 18, (),
        tuple(ChangeItem(
            row["id"], row, LABELS[row["kind"]], change_course(profile, agreement, row, TODAY),
            (NewFee(Text("One of {n} seats", n=40), 3_500, 3_700, None),) if row["kind"] == "prices" else ())
            for row in changes),
        tuple(ClaimItem(row["id"], row, claim_course(profile, agreement, row, TODAY)) for row in claims),
        tuple(MeasureItem(row["id"], row, ending_of(row), None) for row in measures),
        tuple(insolvencies), use_on(profile, agreement, measures, TODAY), ending, (),
        (Part(PART, Text("One of {n} seats", n=40), (PriceRound(date(2026, 1, 15), 3_500, "agreed"),), 140_000, None),),
        (FeePaid(date(2026, 8, 20), 140_000, 169_400, "F-1"),), duty_to_tell(profile, Ground.INSOLVENCY))
    if ending is None:
        return made
    return replace(made, tasks=end_tasks(made.what_ends(ending), {}))
