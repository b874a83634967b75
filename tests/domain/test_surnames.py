"""What is left of a row, and of a text, for who sees no last names."""

from __future__ import annotations

import pytest
from sqlalchemy import String

from app.domain.kinds import KINDS
from app.domain.names import PersonName
from app.domain.permissions import Role
from app.domain.surnames import HIDDEN, TEXTS, by_first_word, hidden_row, without_surnames
from app.store.tables import Personal, metadata

PEOPLE = (PersonName("Amira", "van der", "Bakker"), PersonName("Işıl", "", "Yıldız"), PersonName("", "", "de Wit-Oud"))
TELLS_NOBODY = {
    "participants": {"given", "state", "year_group", "postcode", "eckid", "gender", "younger_than_16_until",
                     "birth_year", "mother_tongue"},
    "registrations": {"given", "state"},
    "certificates": {"serial", "programme_printed", "organisation_printed", "place", "issued_on", "completed_on",
                     "language", "design", "revoked_reason", "valid_until", "signer_name", "signer_role"},
    "acceptances": {"title", "edition", "checksum", "way", "accepted_on"},
    "conversations": {"state"}, "messages": set[str](), "placements": {"from_on", "until_on", "year_group"},
    "reviews": {"sort", "action", "kind", "field", "reason", "choice"},
    "notes": {"category", "about_on"}, "goals": {"set_on", "due_on", "state", "settled_on"},
    "talks": {"planned_on", "begins_at", "held_on", "cancelled_on"}, "observations": {"observed_on"},
    "test_results": {"taken_on", "level", "absent"}, "answers": {"expected"},
}


@pytest.mark.parametrize(("text", "left"), [
    ("Groetjes, Amira van der Bakker", "Groetjes, Amira B."),
    ("amira bakker is er", "amira B. is er"),
    ("amira van der bakker is er", "amira B. is er"),
    ("Naar de bakker, zei mevrouw Bakker.", "Naar de bakker, zei mevrouw B.."),
    ("Bakker-Jansen en BAKKER", "B.-Jansen en B."),
    ("Işıl Yildiz en ışıl yıldız", "Işıl Y. en ışıl Y."),
    ("De familie De Wit-Oud", "De familie D."),
    ("Niemand", "Niemand"), ("", ""),
])
def test_a_text_keeps_one_letter_of_each_last_name(text: str, left: str) -> None:
    assert without_surnames(text, by_first_word(PEOPLE)) == left


def test_a_person_is_sorted_and_found_by_what_is_shown() -> None:
    row = {"given": "Amira", "prefix": "van der", "family": "Bakker", "sort_key": "bakker", "search": "bakker",
           "username": "abakker", "eckid": "x"}
    assert hidden_row("participants", row, str) == {
        "given": "Amira", "prefix": "", "family": "B.", "sort_key": "amira b.\x1famira b.\x1f",
        "search": "amira b.\namira b.", "username": "", "eckid": "x"}


@pytest.mark.parametrize("kind", sorted(TELLS_NOBODY.keys() & KINDS.keys()))
def test_of_every_text_about_people_it_was_decided_whether_it_tells(kind: str) -> None:
    """Who adds a column says here, or there, what a coach without last names sees of it."""
    columns = {column.name for column in metadata.tables[kind].c if isinstance(column.type, String)}
    told = HIDDEN.get(kind, frozenset()) | TEXTS.get(kind, frozenset())
    assert told <= columns and columns <= told | TELLS_NOBODY[kind]


def test_every_kind_about_people_that_a_coach_has_is_among_them() -> None:
    about_people = {
        kind for kind in KINDS if Role.COACH in KINDS[kind].roles
        and isinstance(personal := metadata.tables[kind].info["personal"], Personal)
        and personal.subject == "participant"}
    without_text = {"memberships", "route_assignments"}
    assert about_people <= set(TELLS_NOBODY) | without_text
