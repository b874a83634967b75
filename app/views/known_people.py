"""Matching people: by key, then by ECK iD, and by name only to say that somebody is probably there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.fields import COACH_COLUMNS, OPTIONAL_COLUMNS, in_words
from app.domain.ids import read_id
from app.domain.names import PersonName, fold
from app.domain.plan import CHANGED, DOUBTFUL, GONE, NEW, UNCHANGED
from app.domain.roster import Origin, RosterPerson
from app.domain.text import Text
from app.views.draft import Draft, changed_fields
from app.views.known import Link, Row


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of person is matched and stored."""

    name: str
    table: str
    subject: str
    columns: Mapping[str, str]
    group_table: str
    person_column: str


_NOTHING = {"year_group": ""}
PARTICIPANT = Kind("participants", "participants", "participant", OPTIONAL_COLUMNS, "memberships", "participant_id")
COACH = Kind("coaches", "coaches", "coach", COACH_COLUMNS, "coach_assignments", "coach_id")


def match_people(draft: Draft) -> None:
    """Plan all participants and coaches of the roster, then say who is gone."""
    for kind, people in ((PARTICIPANT, draft.roster.participants), (COACH, draft.roster.coaches)):
        matcher = _Matcher(draft, kind)
        matcher.plan(people)
        if draft.roster.complete and people:
            matcher.tell_gone()


class _Matcher:
    def __init__(self, draft: Draft, kind: Kind) -> None:
        self.draft, self.kind = draft, kind
        self.rows = draft.there.rows[kind.table]
        self.by_name: dict[str, list[bytes]] = {}
        for row_id, row in self.rows.items():
            self.by_name.setdefault(row["search"], []).append(row_id)
        self.by_eckid = {
            row["eckid"]: row_id for row_id, row in self.rows.items() if kind is PARTICIPANT and row["eckid"]
        }
        self.linked = {link.row_id for (name, _), link in draft.there.links.items() if name == kind.subject}
        refused = set(draft.roster.refused_keys)  # their lines were left out, but they are in the file
        self.left_out = {link.row_id for (_, key), link in draft.there.links.items() if key in refused}
        self.met: dict[bytes, Origin] = {}
        self.keys_met: dict[str, Origin] = {}
        self.names_met: dict[str, Origin] = {}

    def plan(self, people: Sequence[RosterPerson]) -> None:
        """Each is somebody who is there, somebody new, or a doubt that a human must settle.

        Keys go first and names last, so that a name is compared with how things stand after this very file: else the
        same file could say another thing the second time.
        """
        first_line, waiting = len(self.draft.lines), [person for person in people if not self._is_second(person)]
        for step in (self._plan_by_key, self._plan_by_eckid, self._plan_by_name):
            waiting = [person for person in waiting if not step(person)]
        self.draft.lines[first_line:] = sorted(self.draft.lines[first_line:], key=lambda line: (line.file, line.line))

    def _is_second(self, person: RosterPerson) -> bool:
        """True, and told, for a line with the key (or, without one, the name) of a line before."""
        self._count_left_out(person)
        if _key_of(person) in self.keys_met:
            return self._doubt(person, _twice(person, self.keys_met[_key_of(person)]))
        self.keys_met[_key_of(person)] = person.origin
        return False

    def _plan_by_key(self, person: RosterPerson) -> bool:
        link = self.draft.there.link(self.kind.subject, _key_of(person))
        if link is not None and link.row_id in self.rows:
            self._known(person, link.row_id, link)
            return True
        own = self.draft.own(self.kind.table, person.key)
        if own is not None:
            self._own(person, own)
        return own is not None

    def _plan_by_eckid(self, person: RosterPerson) -> bool:
        eckid = person.fields.get("eckid", "") if self._keeps("eckid") else ""
        if eckid not in self.by_eckid:
            return False
        self._known(person, self.by_eckid[eckid], None)
        return True

    def _plan_by_name(self, person: RosterPerson) -> bool:
        now = self._now(person)
        if not self._doubted(person):
            self._new(person, now)
        return True

    def tell_gone(self) -> None:
        """Whoever this source once brought, who is still active, and whom the file does not name any more."""
        missing = [row_id for row_id in self.linked - self.met.keys() - self.left_out if row_id in self.rows]
        for row_id in sorted(missing, key=lambda one: str(self.rows[one]["sort_key"])):
            row = self.rows[row_id]
            if row.get("state", "active") != "active" or row.get("until_on"):
                continue
            if self.kind is PARTICIPANT:
                self.draft.gone.append(row_id)
            self._tell(
                Origin("", 0),
                GONE,
                _name_of(row).full,
                Text("Was in an earlier import, is not in this file. Nothing happens to this person by itself."),
            )

    def _now(self, person: RosterPerson) -> dict[str, Any]:
        """The columns as the file fills them, with the fields the profile keeps."""
        name, columns = person.name, self.kind.columns
        kept = {columns[field]: value for field, value in person.fields.items() if self._keeps(field)}
        return {"given": name.given, "prefix": name.prefix, "family": name.family} | kept

    def _count_left_out(self, person: RosterPerson) -> None:
        filled = (field for field, value in person.fields.items() if value)
        self.draft.not_taken_over.update(field for field in filled if not self._keeps(field))

    def _keeps(self, field: str) -> bool:
        return field in self.kind.columns and self.draft.sight.keeps(self.kind.subject, field)

    def _doubted(self, person: RosterPerson) -> bool:
        """True, and told, where a human must look: a namesake from elsewhere, a name twice, or an erased id."""
        ids = {self.draft.derive(self.kind.subject, _key_of(person)), read_id(person.key or "")}
        if not self.draft.there.erased.isdisjoint(ids - {None}):
            return self._doubt(
                person, Text("This person was erased here. Left out; add the person by hand if that is meant.")
            )
        # Two keys of one source are two people; a line without a key may be anybody of that name.
        namesakes = self.by_name.get(person.name.search, ())
        if any(person.key is None or row_id not in self.linked for row_id in namesakes):
            return self._doubt(
                person,
                Text("Somebody of this name is already here from elsewhere. Left out; it is probably the same person."),
            )
        first = self.names_met.get(person.name.search) if person.key is None else None
        return first is not None and self._doubt(person, _name_twice(first))

    def _met_before(self, person: RosterPerson, row_id: bytes) -> bool:
        """True, and told, for a second line about one person."""
        if row_id in self.met:
            return self._doubt(person, _twice(person, self.met[row_id]))
        self.met[row_id] = person.origin
        self.names_met.setdefault(person.name.search, person.origin)
        return False

    def _doubt(self, person: RosterPerson, reason: Text) -> bool:
        self._tell(person.origin, DOUBTFUL, person.name.full, reason)
        return True

    def _own(self, person: RosterPerson, row_id: bytes) -> None:
        """Somebody from an export of this organisation itself. An old export does not bring back who left since."""
        stands = self.rows[row_id]
        if stands.get("state", "active") == "active" and not stands.get("until_on"):
            self._known(person, row_id, None)
        elif not self._met_before(person, row_id):
            self.draft.count(self.kind.name, UNCHANGED)

    def _known(self, person: RosterPerson, row_id: bytes, link: Link | None) -> None:
        now = self._now(person)
        if self._met_before(person, row_id):
            return
        stands = self.rows[row_id]
        is_own = link is None and row_id == self.draft.own(self.kind.table, person.key)
        if is_own and person.name.full == _name_of(stands).full:  # not every format has a place for the prefix
            now |= {part: stands[part] for part in ("given", "prefix", "family")}
        before = link.taken if link else self._first_seen(person, now, stands)
        taken = self._taken(person, now, before)
        if is_own:
            before |= self._own_place(row_id, taken)
        to_set, left = changed_fields(before, {**now, **self._state(person, stands)}, stands)
        if person.key is None and to_set:
            self._doubt(
                person, Text("Somebody of this name is here, with other data, and the line has no key. Left out.")
            )
            return
        if {"given", "prefix", "family"} & set(to_set):
            to_set |= _name_columns({**stands, **to_set})
        self.draft.change(self.kind.table, row_id, **to_set)
        self._stands_now(row_id, stands, {**stands, **to_set})
        moved = self._regroup(person, row_id, before, taken["groups"])
        moved |= self._replace(person, row_id, before, taken)
        self._tell_known(person, sorted(set(to_set) - {"sort_key", "search"}), left, moved)
        if not is_own or to_set or moved:
            self.draft.remember(self.kind.subject, _key_of(person), row_id, taken, link)

    def _stands_now(self, row_id: bytes, before: Row, after: Row) -> None:
        """Keep the ways to find a row as they will be."""
        self.linked.add(row_id)
        if before["search"] != after["search"]:
            self.by_name[before["search"]].remove(row_id)
            self.by_name.setdefault(after["search"], []).append(row_id)
        if self.kind is PARTICIPANT and before["eckid"] != after["eckid"]:
            self.by_eckid.pop(before["eckid"], None)
            self.by_eckid |= {after["eckid"]: row_id} if after["eckid"] else {}

    def _own_place(self, row_id: bytes, taken: Row) -> dict[str, Any]:
        """Where somebody is now; an export says no more about the year than which it was made in."""
        place = self.draft.there.placement_of.get(row_id)
        return {"location_id": place["location_id"] if place else None, "school_year": taken["school_year"]}

    def _first_seen(self, person: RosterPerson, now: Row, stands: Row) -> dict[str, Any]:
        """Known from elsewhere: the file may fill in and correct, but that somebody left there is no news here."""
        state = "left" if person.left else stands.get("state", "active")
        return {name: stands.get(name) for name in now} | {"state": state}

    def _tell_known(self, person: RosterPerson, fields: list[str], left: list[str], moved: bool) -> None:
        who = person.name.full
        names = fields + (["group"] if moved else [])
        self.draft.count(self.kind.name, CHANGED if names else UNCHANGED)
        if names:
            self._say(person, CHANGED, who, Text("Changed: {fields}", fields=in_words(names)))
        if left:
            self._say(person, "note", who, Text("Kept as changed by hand: {fields}", fields=in_words(sorted(left))))

    def _new(self, person: RosterPerson, now: dict[str, Any]) -> None:
        row_id = self.draft.derive(self.kind.subject, _key_of(person))
        if self._met_before(person, row_id):
            return
        columns: dict[str, Any] = dict.fromkeys(self.kind.columns.values(), "") | now | _name_columns(now)
        if self.kind is PARTICIPANT:
            columns |= {"state": "left" if person.left else "active"}
        else:
            columns |= {"kind": "", "from_on": self.draft.day, "until_on": None}
        self.draft.insert(self.kind.table, id=row_id, **columns)
        taken = self._taken(person, now, {})
        self._regroup(person, row_id, {}, taken["groups"])
        self._replace(person, row_id, {}, taken)
        self._tell(person.origin, NEW, person.name.full, Text("New, as having left") if person.left else Text("New"))
        self.draft.remember(self.kind.subject, _key_of(person), row_id, taken, None)

    def _taken(self, person: RosterPerson, now: dict[str, Any], before: Row) -> dict[str, Any]:
        known = [self.draft.group_ids[key] for key in person.group_keys if key in self.draft.group_ids]
        location = self.draft.location_ids.get(person.location_key or "")
        said = {"groups": known, "location_id": location, "school_year": self.draft.roster.school_year}
        if self.draft.roster.only_changes:
            said = self._with_before(person, said, before)
        groups = [] if person.left else said["groups"]  # who comes back joins them anew
        return now | said | {"groups": groups, "state": "left" if person.left else "active"}

    def _with_before(self, person: RosterPerson, said: dict[str, Any], before: Row) -> dict[str, Any]:
        """What a file of changes means: all that it does not name is as it was."""
        named = self._groups_before(person.group_keys)
        groups = dict.fromkeys((*(before.get("groups") or ()), *named))
        for group in self._groups_before(person.left_group_keys):
            groups.pop(group, None)
        place = {name: said[name] or before.get(name) for name in ("location_id", "school_year")}
        return {"groups": list(groups), **place}

    def _groups_before(self, keys: Sequence[str]) -> list[bytes]:
        """Groups of this source, in this file or in one before."""
        found = (self.draft.group_ids.get(key) or self.draft.there.newest_group(key) for key in keys)
        return [group for group in found if group is not None]

    def _state(self, person: RosterPerson, stands: Row) -> dict[str, str]:
        """Only the file's own news: gone now, or back after it said gone."""
        return (
            {"state": "left" if person.left else "active"}
            if self.kind is PARTICIPANT and stands["state"] in ("left", "active")
            else {}
        )

    def _regroup(self, person: RosterPerson, row_id: bytes, before: Row, now: Sequence[bytes]) -> bool:
        """Join the groups the file newly names and leave those it no longer names; moves by hand stay."""
        open_rows = (self.draft.there.groups_of if self.kind is PARTICIPANT else self.draft.there.coaching).get(
            row_id, {}
        )
        named = before.get("groups") or ()
        just_left = person.left and before.get("state") != "left"
        joining = [group for group in now if group not in named and group not in open_rows and self._is_open(group)]
        rolled = self._rolled_over(now) if joining else frozenset()
        leaving = [
            open_rows[group] for group in open_rows
            if just_left or ((group in named or group in rolled) and group not in now)]
        for group in joining:
            extra = {} if self.kind is PARTICIPANT else {"proposed_role": ", ".join(person.proposed_roles)}
            self.draft.insert(
                self.kind.group_table,
                id=self.draft.derive(f"{self.kind.group_table}:{self.draft.day}", (row_id + group).hex()),
                **{self.kind.person_column: row_id},
                group_id=group,
                from_on=self.draft.day,
                until_on=None,
                **extra,
            )
        for membership in leaving:
            self.draft.change(self.kind.group_table, membership, until_on=self.draft.day)
        return bool(joining or leaving)

    def _rolled_over(self, now: Sequence[bytes]) -> frozenset[bytes]:
        """Base groups into which rolling over put somebody whom the file puts into another one of the same year."""
        if self.kind is not PARTICIPANT or not self.draft.there.rolled_over:
            return frozenset()
        rows = {**self.draft.there.rows["groups"], **{row["id"]: row for row in self.draft.inserts.get("groups", ())}}
        years = {rows[group]["school_year"] for group in now if group in rows and rows[group]["kind"] == "base"}
        return frozenset(group for group in self.draft.there.rolled_over if rows[group]["school_year"] in years)

    def _is_open(self, group: bytes) -> bool:
        """False for a group that was closed here, whatever the file still puts in it."""
        stands = self.draft.there.rows["groups"].get(group)
        return stands is None or stands["until_on"] is None

    def _replace(self, person: RosterPerson, row_id: bytes, before: Row, taken: Row) -> bool:
        """The place of a participant (location, year group, school year): closed and opened anew when it changes."""
        place = {name: taken.get(name) for name in ("location_id", "year_group", "school_year")}
        if (
            self.kind is not PARTICIPANT
            or person.left
            or all(before.get(name) == value for name, value in place.items())
        ):
            return False
        stands = self.draft.there.placement_of.get(row_id)
        if stands is not None and all(stands[name] == (value or _NOTHING.get(name)) for name, value in place.items()):
            return False  # rolling over put this person there already
        if stands is not None:
            self.draft.change("placements", stands["id"], until_on=self.draft.day)
        self.draft.insert(
            "placements",
            id=self.draft.derive(f"placement:{self.draft.day}", row_id.hex() + repr(place)),
            participant_id=row_id,
            from_on=self.draft.day,
            until_on=None,
            **(place | {"year_group": place["year_group"] or ""}),
        )
        return stands is not None and stands["location_id"] != place["location_id"]

    def _say(self, person: RosterPerson, severity: str, who: str, reason: Text) -> None:
        self.draft.say(person.origin, severity, self.kind.name, who, reason)

    def _tell(self, origin: Origin, outcome: str, who: str, reason: Text) -> None:
        self.draft.count(self.kind.name, outcome)
        self.draft.say(origin, outcome, self.kind.name, who, reason)


def _key_of(person: RosterPerson) -> str:
    """Without a key of the source the name stands in, marked so that it never equals a real key."""
    return person.key if person.key is not None else f"#name:{fold(person.name.full)}"


def _twice(person: RosterPerson, first: Origin) -> Text:
    if person.key is None:
        return _name_twice(first)
    return Text("This key stands twice in the file. Only the first line counts.")


def _name_twice(first: Origin) -> Text:
    return Text("This name also stands in line {line}, and here is no key. Left out.", line=first.line)


def _name_of(row: Row) -> PersonName:
    return PersonName(row["given"], row["prefix"], row["family"])


def _name_columns(row: Row) -> dict[str, str]:
    name = _name_of(row)
    return {"sort_key": name.sort_key, "search": name.search}
