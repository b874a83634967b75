"""Preparing the new year: its groups, everybody's place and the coaches, as rows that every administrator shares.

Nothing about the groups as they are changes; that is `app.actions.rolling_over`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import proper_group_name
from app.actions.work import Row, Work
from app.domain.calendar import SchoolYear, is_day
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.rollover.coaching import early_readers, staying_coaches
from app.domain.rollover.kept import Choice, Fate, NewGroup, State
from app.domain.rollover.places import longer, own_year
from app.domain.rollover.proposal import MakeId, propose_groups
from app.domain.rollover.years import CODES, preparing_from
from app.domain.text import Text
from app.store.rollover import (
    KeptRollOver,
    coaching_now,
    id_maker,
    kept_roll_over,
    open_members,
    people_in,
    prepared_row,
    present_groups,
    year_due,
)
from app.store.tables import (
    coach_assignments,
    roll_over_choices,
    roll_over_coaches,
    roll_over_groups,
    roll_overs,
)

GROUPS = {"roll_over_groups": set(ANY_FIELD), "coach_assignments": set(ANY_FIELD)}
EARLY = "early sight"


@action("roll_over.prepare", Permission.EDIT_GROUPS, {
    "roll_overs": set(ANY_FIELD), "roll_over_groups": set(ANY_FIELD), "roll_over_coaches": set(ANY_FIELD),
    "roll_over_choices": {"choice", "to_id"},
})
def prepare_roll_over(work: Work, effective_on: str = "") -> bytes:
    """Propose the groups of the new year; gives the id. The same year prepared at two desks is one and the same.

    `effective_on` is asked for only where there are no school years.
    """
    if prepared_row(work.connection) is not None:
        raise Refusal(Text("The new {groups} are being prepared already. Go on with those, or drop them first."))
    year = _year(work) if work.sight.profile.period_kind == "school_year" else None
    begins = year.begins.isoformat() if year is not None else _proper_day(effective_on)
    make_id = id_maker(work.connection)
    roll_over_id = make_id("year", str(year.first) if year is not None else begins)
    put(work, roll_overs, [{
        "id": roll_over_id, "school_year": year.first if year is not None else None, "state": State.PREPARED,
        "effective_on": begins, "hand_over_on": "", "early_sight": 0, "prepared_us": work.now_us,
        "prepared_by": work.sight.actor.account_id, "done_us": None}])
    _forget_choices(work, roll_over_id)
    _propose(work, roll_over_id, year)
    return roll_over_id


@action("roll_over.set", Permission.EDIT_GROUPS, {
    "roll_overs": {"effective_on", "hand_over_on", "early_sight"}, "coach_assignments": set(ANY_FIELD)})
def set_roll_over(
    work: Work, roll_over_id: bytes, effective_on: str, hand_over_on: str = "", early_sight: bool = False,
) -> None:
    """The day it takes effect, until when the coaches of now read on ('' not at all), and early sight for the next."""
    row = _prepared(work, roll_over_id)
    begins = _proper_day(effective_on)
    year = SchoolYear(row["school_year"]) if row["school_year"] else None
    if year is not None and not year.begins <= date.fromisoformat(begins) <= year.ends:
        raise Refusal(Text(
            "This day is not in the school year {year}. Nothing was changed. Choose a day from {first} to {last}.",
            year=year.label, first=year.begins, last=year.ends))
    if hand_over_on and _proper_day(hand_over_on) <= begins:
        raise Refusal(Text(
            "Handing over ends after the new {groups} begin. Nothing was changed. Choose a later day."))
    work.change(
        roll_overs, roll_over_id, effective_on=begins, hand_over_on=hand_over_on, early_sight=int(early_sight))
    refresh_early_sight(work, roll_over_id)


@action("roll_over.add_group", Permission.EDIT_GROUPS, GROUPS)
def add_new_group(
    work: Work, roll_over_id: bytes, name: str, year_group: str = "", location_id: bytes | None = None,
) -> bytes:
    """One more group of the new year, that no present one goes on as; gives its id."""
    _prepared(work, roll_over_id)
    return work.add(
        roll_over_groups, roll_over_id=roll_over_id, group_id=None, name=proper_group_name(name), kind="base",
        year_group=_proper_year(year_group), location_id=location_id, dropped=int(Fate.GOES_ON))


@action("roll_over.change_group", Permission.EDIT_GROUPS, {"roll_over_groups": {"name", "year_group"}})
def change_new_group(work: Work, new_group_id: bytes, name: str, year_group: str) -> None:
    _must_be_preparing(work, [new_group_id])
    work.change(roll_over_groups, new_group_id, name=proper_group_name(name), year_group=_proper_year(year_group))


@action("roll_over.settle_groups", Permission.EDIT_GROUPS, {
    "roll_over_groups": {"dropped"}, "coach_assignments": set(ANY_FIELD)})
def settle_groups(work: Work, new_group_ids: Sequence[bytes], fate: int) -> None:
    """Let groups go on, end, or stay as they are, without a part in this."""
    roll_over_id = _must_be_preparing(work, new_group_ids)
    work.change_all(roll_over_groups, new_group_ids, dropped=int(Fate(fate)))
    refresh_early_sight(work, roll_over_id)


@action("roll_over.take_in", Permission.EDIT_GROUPS, {
    "roll_over_groups": set(ANY_FIELD), "roll_over_coaches": set(ANY_FIELD)})
def take_in(work: Work, roll_over_id: bytes, group_ids: Sequence[bytes], ends: bool = False) -> None:
    """Let groups that would have stayed as they are go on as new ones, or end."""
    row = _prepared(work, roll_over_id)
    members = open_members(work.connection)
    wanted = [one for one, _ in present_groups(work.connection, members) if one.id in set(group_ids)]
    if len(wanted) != len(set(group_ids)):
        raise Refusal(Text("{This_group} does not exist any more. Nothing was changed. Choose another {group}."))
    with_years = bool(row["school_year"])
    make_id = _of_this(work, roll_over_id)
    new = propose_groups(wanted, (), make_id, with_years)
    _put_groups(work, roll_over_id, [replace(one, fate=Fate.ENDS) if ends else one for one in new], with_years)


@action("roll_over.choose", Permission.EDIT_GROUPS, {
    "roll_over_choices": set(ANY_FIELD), "coach_assignments": set(ANY_FIELD)})
def choose_places(
    work: Work, roll_over_id: bytes, participant_ids: Sequence[bytes], choice: str, to_id: bytes | None = None,
) -> int:
    """What becomes of these people, '' for what was proposed; gives of how many that is another choice than before.

    Staying in the year group is an extension in the first two of them. `to_id` is a group of the new year.
    """
    kept = kept_roll_over(work.connection, _prepared(work, roll_over_id))
    if to_id is not None and not any(one.id == to_id and one.fate is Fate.GOES_ON for one in kept.new):
        raise Refusal(Text("{This_group} will not be there. Nothing was changed. Choose another {group}."))
    make_id, wanted = id_maker(work.connection), Choice(choice)
    people = people_in(work.connection, participant_ids)
    if len(people) != len(set(participant_ids)):
        raise Refusal(Text("One of these people is not here any more. Nothing was changed. Choose again."))
    known = {one.id: one for one in kept.people}
    years = {one.id: own_year(known.get(one.id, one), kept.present) for one in people}
    changed = put(work, roll_over_choices, [
        {"id": make_id("choice", (roll_over_id + person).hex()), "roll_over_id": roll_over_id,
         "participant_id": person, "to_id": to_id, "year_group": "",
         "choice": longer(years[person]) if wanted in (Choice.REPEAT, Choice.EXTEND) else wanted}
        for person in dict.fromkeys(participant_ids)])
    refresh_early_sight(work, roll_over_id)
    return changed


@action("roll_over.coaches", Permission.EDIT_GROUPS, {
    "roll_over_coaches": set(ANY_FIELD), "coach_assignments": set(ANY_FIELD)})
def set_coaches(work: Work, wanted: Sequence[tuple[bytes, Sequence[bytes]]]) -> None:
    """(new group, its coaches): who will have each group."""
    roll_over_id = _must_be_preparing(work, [group for group, _ in wanted])
    _put_coaches(work, dict(wanted))
    refresh_early_sight(work, roll_over_id)


@action("roll_over.drop", Permission.EDIT_GROUPS, {"roll_overs": {"state"}, "coach_assignments": {"until_on"}})
def drop_roll_over(work: Work, roll_over_id: bytes) -> None:
    """Prepare no more; the groups are as they are. Preparing can begin anew."""
    _prepared(work, roll_over_id)
    work.change(roll_overs, roll_over_id, state=State.DROPPED)
    refresh_early_sight(work, roll_over_id)


def put(work: Work, table: Table, rows: Sequence[Row]) -> int:
    """Make rows as they are to be, whether they are there already or not; gives how many are other than before."""
    there = work.rows_still_there(table, [row["id"] for row in rows])
    changed = work.change_each(table, {
        row["id"]: {name: value for name, value in row.items() if name != "id"} for row in rows if row["id"] in there})
    return changed + len(work.insert(table, [row for row in rows if row["id"] not in there]))


def refresh_early_sight(work: Work, roll_over_id: bytes) -> None:
    """Who will have a group reads it before, where that was allowed, until it begins; and nobody else does."""
    row = work.rows_by_id(roll_overs, [roll_over_id])[roll_over_id]
    kept = kept_roll_over(work.connection, row)
    is_on = bool(row["early_sight"]) and row["state"] == State.PREPARED and work.day < row["effective_on"]
    wanted = _early(work, kept) if is_on else {}
    make_id = id_maker(work.connection)
    query = select(coach_assignments).where(
        coach_assignments.c.reads_only == 1, coach_assignments.c.until_on > work.day)
    here = {
        one.id for one in work.connection.execute(query)
        if one.id == make_id(EARLY, (one.coach_id + one.group_id).hex())}
    work.change_all(coach_assignments, sorted(here - wanted.keys()), until_on=work.day)
    put(work, coach_assignments, list(wanted.values()))


def _early(work: Work, kept: KeptRollOver) -> dict[bytes, Row]:
    make_id = id_maker(work.connection)
    now = coaching_now(work.connection, kept.present)
    pairs = early_readers(kept.people, kept.places(), kept.coaches, now)
    made = {make_id(EARLY, (coach + group).hex()): (coach, group) for coach, group in pairs}
    there = work.rows_still_there(coach_assignments, made)
    return {
        row_id: {"id": row_id, "coach_id": coach, "group_id": group, "proposed_role": "", "reads_only": 1,
                 "from_on": there[row_id]["from_on"] if row_id in there else work.day,
                 "until_on": kept.row["effective_on"]}
        for row_id, (coach, group) in made.items()}


def _propose(work: Work, roll_over_id: bytes, year: SchoolYear | None) -> None:
    """Groups of the year before go on; where there are no years nothing does until it is taken in."""
    members = open_members(work.connection)
    present = [
        one for one, of in present_groups(work.connection, members)
        if year is not None and of is not None and of < year.first]
    inside = {one.id: members.get(one.id, {}) for one in present}
    people = people_in(work.connection, {person for found in inside.values() for person in found}, inside)
    groups = propose_groups(present, people, _of_this(work, roll_over_id), year is not None)
    _put_groups(work, roll_over_id, groups, year is not None)


def _put_groups(work: Work, roll_over_id: bytes, new: Sequence[NewGroup], with_years: bool) -> None:
    put(work, roll_over_groups, [
        {"id": one.id, "roll_over_id": roll_over_id, "group_id": one.from_id, "name": one.name, "kind": one.kind,
         "year_group": one.year_group, "location_id": one.location_id, "dropped": int(one.fate)} for one in new])
    kept = kept_roll_over(work.connection, work.rows_by_id(roll_overs, [roll_over_id])[roll_over_id])
    now = coaching_now(work.connection, kept.present)
    made = {one.id for one in new}
    _put_coaches(work, {
        one.id: staying_coaches(one, kept.present, now, with_years) for one in kept.new if one.id in made})


def _put_coaches(work: Work, wanted: Mapping[bytes, Sequence[bytes]]) -> None:
    make_id, table = id_maker(work.connection), roll_over_coaches
    query = select(table.c.id, table.c.roll_over_group_id, table.c.coach_id).where(
        table.c.roll_over_group_id.in_(wanted), table.c.dropped == 0)
    work.change_all(table, [
        row.id for row in work.connection.execute(query).all() if row.coach_id not in wanted[row.roll_over_group_id]
    ], dropped=1)
    put(work, table, [
        {"id": make_id("coach", (group + coach).hex()), "roll_over_group_id": group, "coach_id": coach, "dropped": 0}
        for group, people in wanted.items() for coach in dict.fromkeys(people)])


def _of_this(work: Work, roll_over_id: bytes) -> MakeId:
    make_id = id_maker(work.connection)
    return lambda what, group: make_id(what, (roll_over_id + group).hex())


def _forget_choices(work: Work, roll_over_id: bytes) -> None:
    """What was chosen in a preparation that was dropped counts no more."""
    query = select(roll_over_choices.c.id).where(roll_over_choices.c.roll_over_id == roll_over_id)
    work.change_all(
        roll_over_choices, work.connection.execute(query).scalars().all(), choice=Choice.PROPOSED, to_id=None)


def _year(work: Work) -> SchoolYear:
    due = year_due(work.connection, work.today)
    if due is None:
        raise Refusal(Text(
            "The {groups} are those of this school year. From {day} on the next one can be prepared.",
            day=preparing_from(work.today)))
    return due


def _prepared(work: Work, roll_over_id: bytes) -> Row:
    row = work.rows_still_there(roll_overs, [roll_over_id]).get(roll_over_id)
    if row is None or row["state"] != State.PREPARED:
        raise Refusal(Text(
            "The new {groups} are not being prepared any more. Nothing was changed. A colleague made or dropped them."))
    return row


def _must_be_preparing(work: Work, new_group_ids: Sequence[bytes]) -> bytes:
    """Gives the roll-over of these groups."""
    rows = work.rows_by_id(roll_over_groups, new_group_ids)
    (roll_over_id,) = {row["roll_over_id"] for row in rows.values()}
    _prepared(work, roll_over_id)
    return bytes(roll_over_id)


def _proper_day(day: str) -> str:
    if not is_day(day):
        raise Refusal(Text("{value} is not a day. The change was not taken over.", value=day[:20]))
    return day


def _proper_year(code: str) -> str:
    if code not in CODES:
        raise Refusal(Text("{value} is not a year group. Nothing was changed.", value=code[:20]))
    return code
