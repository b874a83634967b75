"""Our names for the personal data of a participant, and the columns they stand in."""

from __future__ import annotations

NAME_COLUMNS = {"given_name": "given", "prefix": "prefix", "family_name": "family"}
OPTIONAL_COLUMNS = {
    "year_group": "year_group", "username": "username", "email": "email", "postcode": "postcode", "eckid": "eckid",
    "birth_date": "birth_date", "gender": "gender", "younger_than_16": "younger_than_16_until",
}
PARTICIPANT_COLUMNS = NAME_COLUMNS | OPTIONAL_COLUMNS
COACH_COLUMNS = {"username": "username", "email": "email"}
