"""What the demo library tells of its courses and people for the tables without names: on a written addition."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import Connection, select

from app.actions.describing import describe_groups, describe_people
from app.actions.desk import Desk
from app.actions.privacy import switch_field
from app.demo import files
from app.demo.billing import GoTo
from app.demo.organisation import DemoOrganisation
from app.demo.people import Names
from app.domain.figures.describing import GROUP_COLUMNS, PERSON_FIELDS, Gender, Tongue
from app.domain.sight import Sight
from app.store.tables import groups, participants

_ADDITION = timedelta(days=80)
_SILENT = 14
"""One in so many said nothing yet."""
_Person = tuple[bytes, str]


def tell_for_figures(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day. Nothing where no group of it is a course."""
    courses = [one for one in told.groups if one.course_kind or one.course_type]
    if not courses:
        return
    go_to(today - _ADDITION)
    for field in (*GROUP_COLUMNS, *PERSON_FIELDS):
        desk.do(switch_field, subject="participant", field=field, is_on=True, purpose="Tabel voor het CBS", ground="e",
                retention="twee jaar na vertrek", addition_on=desk.sight.today.isoformat())
    there = desk.read(_groups)
    for course in courses:
        described = [one for one, name in there if name == course.name or name.startswith(f"{course.name} ")]
        desk.do(describe_groups, group_ids=described, fields={
            "course_kind": course.course_kind, "course_type": course.course_type})
    desk.do(describe_people, people=_described(desk.read(_people), files.demo_names(), today.year))


def _described(people: list[_Person], names: Names, year: int) -> list[dict[str, object]]:
    """The given names tell gender and background, as they were drawn; the rest is of the dice."""
    dice = random.Random("figures")
    women = {given for one in names.backgrounds for given in one.women.values}
    dutch = {*names.backgrounds[0].women.values, *names.backgrounds[0].men.values}
    found: list[dict[str, object]] = []
    for at, (person, given) in enumerate(people):
        age = round(dice.triangular(19, 78, 41))
        if at % _SILENT == _SILENT - 1:
            continue
        found.append({
            "participant_id": person, "birth_year": str(year - age),
            "mother_tongue": str(Tongue.NT1 if given in dutch else Tongue.NT2),
            "gender": str(Gender.WOMAN if given in women else Gender.MAN)})
    return found


def _people(connection: Connection, sight: Sight) -> list[_Person]:
    query = select(participants.c.id, participants.c.given).where(participants.c.merged_into.is_(None))
    return [(bytes(row.id), row.given) for row in connection.execute(query.order_by(participants.c.sort_key))]


def _groups(connection: Connection, sight: Sight) -> list[tuple[bytes, str]]:
    return [(bytes(row.id), row.name) for row in connection.execute(select(groups).order_by(groups.c.name))]
