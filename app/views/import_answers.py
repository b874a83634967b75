"""What follows from an answer about a doubtful line: who somebody new is, and from whom that person is told apart."""

from __future__ import annotations

from app.domain.plan import Asked
from app.domain.roster import RosterPerson
from app.views.draft import Draft
from app.views.import_places import PARTICIPANT, Kind


def keeps(draft: Draft, kind: Kind, field: str) -> bool:
    """True if this field of such a person is kept here."""
    return field in kind.columns and draft.sight.keeps(kind.subject, field)


def kept_fields(draft: Draft, kind: Kind, person: RosterPerson) -> dict[str, str]:
    """What of the line is kept, under our own field names; of a date of birth that is not, the year where that is."""
    kept = {field: value for field, value in person.fields.items() if keeps(draft, kind, field)}
    born = person.fields.get("birth_date", "")
    if born and "birth_date" not in kept and keeps(draft, kind, "birth_year"):
        kept.setdefault("birth_year", born[:4])
    return kept


def said_of(draft: Draft, kind: Kind, person: RosterPerson) -> tuple[tuple[str, str], ...]:
    """What the line says, under our own field names, as far as it is kept."""
    name = {"given_name": person.name.given, "prefix": person.name.prefix, "family_name": person.name.family}
    return tuple((field, value) for field, value in (name | kept_fields(draft, kind, person)).items() if value)


def free_id(draft: Draft, kind: Kind, key: str) -> bytes:
    """Derived from the key; who comes back after an erasure is given another id than the one that was erased."""
    row_id, again = draft.derive(kind.subject, key), 0
    while row_id in draft.there.erased:
        again += 1
        row_id = draft.derive(kind.subject, f"{key}#again{again}")
    return row_id


def tell_apart(draft: Draft, kind: Kind, row_id: bytes, asked: Asked | None) -> None:
    """Somebody new is not one of those who looked like it, and nobody is asked that again."""
    for candidate in asked.candidates if asked is not None and kind is PARTICIPANT else ():
        draft.insert(
            "distinctions", id=draft.derive("apart", (row_id + candidate).hex()), participant_id=row_id,
            other_id=candidate, decided_on=draft.day, decided_by=draft.sight.actor.account_id)
