"""Courses and people as the table of CBS asks about them, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.describing import describe_groups
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.privacy import switch_field
from app.domain.roster import RosterPerson
from app.views.groups import all_participants, group_list
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of

CBS_FIELDS = ("gender", "birth_year", "mother_tongue", "course_kind", "course_type")


def keeping(desk: Any, fields: tuple[str, ...] = CBS_FIELDS) -> None:
    """With a written addition these fields are kept."""
    for field in fields:
        desk.do(switch_field, subject="participant", field=field, is_on=True, purpose="Tabel van het CBS", ground="e",
                retention="twee jaar na vertrek", addition_on="2026-11-01")


def described(desk: Any, sizes: Mapping[str, int], silent: int = 0) -> None:
    """Groups of these sizes, the first formal and of language; of the last `silent` people nothing is known."""
    people = [(group, number) for group, size in sizes.items() for number in range(size)]
    told = [_told(group, number, at < len(people) - silent) for at, (group, number) in enumerate(people)]
    bring_in(desk, roster(*told, groups=tuple(sizes)))
    for at, row in enumerate(sorted(desk.read(group_list), key=lambda row: row.name)):
        desk.do(describe_groups, group_ids=[row.id], fields={
            "course_kind": "formal" if at == 0 else "volunteer",
            "course_type": "language" if at == 0 else "language digital"})


def later(desk: Any, number: int) -> None:
    """So many come in a group of their own, of which nobody knows where it meets."""
    bring_in(desk, roster(*(person(f"later{n}", f"Later{n}", "Later", groups=("Later",)) for n in range(number)),
                          groups=("Later",), complete=False))


def seated(desk: Any, number: int, seats: int = 9) -> None:
    """A licence of these seats from February on, so many of them given out."""
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="Taal", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": seats}])
    people = [row.id for row in desk.read(all_participants)]
    desk.do(assign_seats, licence_id=rows_of(desk, "licences")[0]["id"], participant_ids=people[:number])


def _told(group: str, number: int, is_known: bool) -> RosterPerson:
    known = {"gender": "f" if number % 2 else "m", "birth_year": str(1960 + number * 2),
             "mother_tongue": "nt2" if number % 3 else "nt1", "postcode": f"123{number % 2 + 4}AB"} if is_known else {}
    return person(f"{group}{number}", f"{group}{number}", f"Naam{number}", groups=(group,), **known)
