"""Our names for the personal data of a participant, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.text import Text

NAME_COLUMNS = {"given_name": "given", "prefix": "prefix", "family_name": "family"}
OPTIONAL_COLUMNS = {
    "year_group": "year_group", "username": "username", "email": "email", "postcode": "postcode", "eckid": "eckid",
    "birth_date": "birth_date", "gender": "gender", "younger_than_16": "younger_than_16_until",
}
PARTICIPANT_COLUMNS = NAME_COLUMNS | OPTIONAL_COLUMNS
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
    "younger_than_16_until": Text("younger than 16 until"),
    "state": Text("taking part or left"),
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
    "revoked_us": Text("day it was revoked"),
    "revoked_reason": Text("reason"),
}


def in_words(names: Iterable[str]) -> tuple[Text, ...]:
    """Columns or our own field names as people call them, for a sentence; an unknown one stands as it is."""
    columns = (PARTICIPANT_COLUMNS.get(name, name) for name in names)
    return tuple(_WORDS.get(column, Text("{field}", field=column)) for column in columns)
COACH_COLUMNS = {"username": "username", "email": "email"}
