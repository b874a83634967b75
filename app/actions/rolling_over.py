"""Rolling over: the new groups are made and everybody goes where it was prepared, in one step and one undo (A-1.13).

All ids follow from the preparation and all days from the day it takes effect, so that two desks make the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, or_, select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import FOLLOWING
from app.actions.participants import leave
from app.actions.rollover import put
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.permissions import Permission
from app.domain.rollover.coaching import late_readers
from app.domain.rollover.kept import Choice, Fate, Place, State, not_now
from app.domain.rollover.places import needs_place
from app.domain.text import Text
from app.store.rollover import KeptRollOver, coaching_now, group_made, id_maker, kept_roll_over
from app.store.tables import (
    coach_assignments,
    groups,
    memberships,
    participants,
    placements,
    roll_overs,
)

WRITES = {
    "roll_overs": {"state", "done_us"}, "groups": set(ANY_FIELD), "memberships": set(ANY_FIELD),
    "placements": set(ANY_FIELD), "coach_assignments": set(ANY_FIELD), "participants": {"state", "year_group"},
    "seats": {"until_on"}, **{str(table.name): {"until_on"} for table in FOLLOWING if table is not coach_assignments},
}


@action("roll_over.do", Permission.EDIT_GROUPS, WRITES, version=2)
def roll_over(work: Work, roll_over_id: bytes) -> Mapping[str, int]:
    """Make the new groups; gives how many 'groups', 'placed' and 'left'.

    Raises Refusal before its day, where it was done or dropped, and while somebody has no place yet.
    """
    row = work.rows_by_id(roll_overs, [roll_over_id])[roll_over_id]
    if row["state"] == State.DROPPED:
        raise Refusal(Text("This was dropped in the meantime. Nothing was changed. Prepare the new {groups} again."))
    _refuse(not_now(row, row | {"state": State.DONE}, work.today))
    kept = kept_roll_over(work.connection, row)
    places = kept.places()
    _refuse(_still_open(kept, places))
    work.change(roll_overs, roll_over_id, state=State.DONE, done_us=work.now_us)  # first: a second one stops at it
    turn = _Turn(work, kept, places)
    turn.bring_in()
    turn.take_out()
    turn.hand_over()
    turn.close_groups()
    return {"groups": len(turn.groups), "placed": turn.placed, "left": turn.let_leave()}


def _still_open(kept: KeptRollOver, places: Mapping[bytes, Place]) -> Text | None:
    number = sum(1 for one in kept.people if needs_place(one, places[one.id]))
    return Text(
        "{n} {participant} has no place in the new {groups} yet. Nothing was changed. Choose one, or choose none.",
        "{n} {participants} have no place in the new {groups} yet. Nothing was changed. Choose one, or choose none.",
        n=number) if number else None


class _Turn:
    """One roll-over at work. `groups` is by new group of the preparation the group that it became; `members` and
    `coaching` are who is in a group and who has one as it begins.
    """

    def __init__(self, work: Work, kept: KeptRollOver, places: Mapping[bytes, Place]) -> None:
        self.work, self.kept, self.places = work, kept, places
        self.make_id = id_maker(work.connection)
        self.begins: str = kept.row["effective_on"]
        self.year: int | None = kept.row["school_year"]
        self.made = [one for one in kept.new if one.fate is Fate.GOES_ON]
        self.groups = {one.id: kept.same.get(one.id) or group_made(self.make_id, one.id) for one in self.made}
        self.now = coaching_now(work.connection, kept.present)
        self.members, self.coaching = self._open(memberships), self._open(coach_assignments)
        self.placed = 0

    def bring_in(self) -> None:
        """Everybody into the new groups, before anybody is out of a group of now.

        What is large goes to the server in parts. Into the groups that are here already first, with one of each group
        in front: where a colleague closed one of those meanwhile, the part that says that this is done is refused.
        """
        coming = ((coach_assignments, self._new_coaches()), (memberships, _one_of_each_first(self._joining())))
        there = frozenset(self.kept.same.values())
        for table, rows in coming:
            put(self.work, table, [row for row in rows if row["group_id"] in there])
        self._make_groups()
        for table, rows in coming:
            put(self.work, table, [row for row in rows if row["group_id"] not in there])

    def take_out(self) -> None:
        """Out of the groups of now; with years also the year group and the place of that year."""
        moved = self._put_elsewhere()
        self._close(memberships, [
            row for row in self.members
            if row["group_id"] in self.kept.present or (row["participant_id"], row["group_id"]) in moved])
        if self.year is not None:
            self._place_in_year()

    def let_leave(self) -> int:
        """Out after the last year group, or as chosen: as whoever leaves, with the seat free for somebody else."""
        leaving = [one.id for one in self.kept.people if self.places[one.id].choice is Choice.LEAVE]
        return leave.function(self.work, leaving) if leaving else 0

    def hand_over(self) -> None:
        """Who has the groups of now stops; and who had the people reads on."""
        self._close(coach_assignments, [row for row in self.coaching if row["group_id"] in self.kept.present])
        until = self.kept.row["hand_over_on"]
        if until and until > max(self.work.day, self.begins):
            late = late_readers(self.kept.people, self.places, self.kept.coaches, self.now)
            put(self.work, coach_assignments, [
                self._assignment("hand-over", coach, group, until) for coach, group in sorted(late)
                if not self._has(coach, group)])

    def close_groups(self) -> None:
        """With what belonged to them: nobody puts themselves down any more, and what was set out for them is over."""
        for table in FOLLOWING:
            self._close(table, [row for row in self._open(table) if row["group_id"] in self.kept.present])
        self.work.change_all(groups, self.kept.present, until_on=self.begins)

    def _make_groups(self) -> None:
        """What an import or somebody made already is that group; what goes on as a new one stays the same course."""
        before = self.work.rows_still_there(groups, [one.from_id for one in self.made if one.from_id is not None])
        put(self.work, groups, [
            {"id": self.groups[one.id], "name": one.name, "kind": one.kind, "year_group": one.year_group,
             "location_id": one.location_id, "school_year": self.year, "from_on": self.begins, "until_on": None,
             **{field: before.get(one.from_id or b"", {}).get(field, "") for field in GROUP_COLUMNS}}
            for one in self.made if one.id not in self.kept.same])

    def _joining(self) -> list[Row]:
        inside = {(row["participant_id"], row["group_id"]) for row in self.members}
        joining = [
            (one.id, to) for one in self.kept.people for to in self.places[one.id].to
            if (one.id, self.groups[to]) not in inside]
        self.placed = len({person for person, _ in joining})
        return [
            {"id": self.make_id("membership", (to + person).hex()), "participant_id": person,
             "group_id": self.groups[to], "from_on": self.begins, "until_on": None} for person, to in joining]

    def _new_coaches(self) -> list[Row]:
        """Who will have the new groups."""
        return [
            self._assignment("coach", coach, group, None)
            for group in self.groups for coach in self.kept.coaches.get(group, ()) if not self._has(coach, group)]

    def _has(self, coach: bytes, new_group: bytes) -> bool:
        """Whether a coach had the group already that this new one is."""
        return any(
            (row["coach_id"], row["group_id"]) == (coach, self.groups[new_group]) and not row["reads_only"]
            for row in self.coaching)

    def _put_elsewhere(self) -> set[tuple[bytes, bytes]]:
        """(person, group of the new year): where an import put somebody for whom another group was chosen here."""
        return {
            (one.id, group) for one in self.kept.people for group in one.already
            if self.places[one.id].was_chosen and group not in {self.groups[to] for to in self.places[one.id].to}}

    def _place_in_year(self) -> None:
        work, going = self.work, {
            one.id: place for one in self.kept.people
            if (place := self.places[one.id]).choice is not Choice.LEAVE and (not one.already or place.was_chosen)}
        stand = {row["participant_id"]: row for row in self._open(placements)}
        at = {one.id: one.location_id for one in self.made}
        rows = []
        for person, place in going.items():
            before = stand.get(person)
            where = next((at[to] for to in place.to if at[to]), before["location_id"] if before else None)
            whole = {"location_id": where, "school_year": self.year, "year_group": place.year_group}
            if before is None or any(before[name] != value for name, value in whole.items()):
                rows.append(whole | {
                    "id": self.make_id("placement", (self.kept.row["id"] + person).hex()), "participant_id": person,
                    "from_on": self.begins, "until_on": None})
        fresh = {row["id"] for row in rows}
        self._close(placements, [
            stand[row["participant_id"]] for row in rows
            if row["participant_id"] in stand and stand[row["participant_id"]]["id"] not in fresh])
        put(work, placements, rows)
        if work.sight.keeps("participant", "year_group"):
            work.change_each(participants, {
                person: {"year_group": place.year_group} for person, place in going.items() if place.year_group})

    def _assignment(self, kind: str, coach: bytes, group: bytes, until: str | None) -> Row:
        return {
            "id": self.make_id(kind, (group + coach).hex() + self.kept.row["id"].hex()), "coach_id": coach,
            "group_id": self.groups[group], "proposed_role": "", "from_on": self.begins, "until_on": until,
            "reads_only": int(until is not None)}

    def _open(self, table: Table) -> list[Row]:
        query = select(table).where(or_(table.c.until_on.is_(None), table.c.until_on > self.begins))
        return [dict(row) for row in self.work.connection.execute(query).mappings()]

    def _close(self, table: Table, rows: list[Row]) -> None:
        """On the day it takes effect; what began later, on its own first day."""
        ends: dict[bytes, dict[str, Any]] = {
            row["id"]: {"until_on": max(row["from_on"], self.begins)} for row in rows}
        self.work.change_each(table, ends)


def _one_of_each_first(rows: list[Row]) -> list[Row]:
    """One row of each group in front of all others."""
    first = set({row["group_id"]: row["id"] for row in rows}.values())
    return sorted(rows, key=lambda row: row["id"] not in first)


def _refuse(wrong: Text | None) -> None:
    if wrong is not None:
        raise Refusal(wrong)
