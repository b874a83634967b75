"""Matching people: by key, then by ECK iD, and by name only to say that somebody is probably there already."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from app.domain.fields import in_words
from app.domain.ids import read_id
from app.domain.names import PersonName, fold
from app.domain.plan import CHANGED, DOUBTFUL, GONE, NEW, UNCHANGED, Asked, Choice
from app.domain.roster import Origin, RosterPerson
from app.domain.text import Text
from app.store.aside import ALONE, FOLLOWED, OUT
from app.views.draft import Draft, changed_fields
from app.views.import_answers import free_id, keeps, kept_fields, said_of, tell_apart
from app.views.import_places import COACH, PARTICIPANT, Kind, regroup, replace
from app.views.known import Link, Row

_LEFT_OUT = Text("Left out, as was decided. It is not asked again.")
_LEFT_ALONE = Text("Left alone, as was decided: nothing of this line is taken over.")


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
        if kind is PARTICIPANT:
            self._find_merged()
        self.linked = {
            link.row_id for (name, _), link in draft.there.links.items() if name == kind.subject and link.aside != OUT
        }
        refused = set(draft.roster.refused_keys)  # their lines were left out, but they are in the file
        self.left_out = {link.row_id for (_, key), link in draft.there.links.items() if key in refused}
        self.met: dict[bytes, Origin] = {}
        self.keys_met: dict[str, Origin] = {}
        self.names_met: dict[str, Origin] = {}

    def _find_merged(self) -> None:
        """Who was put together with somebody else is that person, under the old name too."""
        for row in self.draft.there.merged_rows:
            same = self.by_name.setdefault(row["search"], [])
            if row["merged_into"] not in same:
                same.append(row["merged_into"])
            if row["eckid"]:
                self.by_eckid.setdefault(row["eckid"], row["merged_into"])

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
        link = self._link(person)
        if link is not None and link.aside == OUT and link.row_id in self.rows:
            return self._ask(person, _LEFT_OUT, [link.row_id])
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
        there = self.linked - self.met.keys() - self.left_out - self.draft.there.aside.keys()
        missing = [row_id for row_id in there if row_id in self.rows]
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
        kept = {columns[field]: value for field, value in kept_fields(self.draft, self.kind, person).items()}
        return {"given": name.given, "prefix": name.prefix, "family": name.family} | kept

    def _count_left_out(self, person: RosterPerson) -> None:
        filled = (field for field, value in person.fields.items() if value)
        self.draft.not_taken_over.update(field for field in filled if not self._keeps(field))

    def _keeps(self, field: str) -> bool:
        return keeps(self.draft, self.kind, field)

    def _doubted(self, person: RosterPerson) -> bool:
        """True, and told, where a human must look: a namesake from elsewhere, a name twice, or an erased id."""
        ids = {self.draft.derive(self.kind.subject, _key_of(person)), read_id(person.key or "")}
        if not self.draft.there.erased.isdisjoint(ids - {None}):
            return self._ask(
                person, Text("This person was erased here. Left out; add the person by hand if that is meant.")
            )
        # Two keys of one source are two people; a line without a key may be anybody of that name.
        namesakes = self.by_name.get(person.name.search, ())
        if any(person.key is None or row_id not in self.linked for row_id in namesakes):
            return self._ask(
                person,
                Text("Somebody of this name is already here from elsewhere. Left out; it is probably the same person."),
                namesakes,
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

    def _doubt(self, person: RosterPerson, reason: Text, asked: Asked | None = None) -> bool:
        self._tell(person.origin, DOUBTFUL, person.name.full, reason, asked)
        return True

    def _asked(self, person: RosterPerson, candidates: Sequence[bytes], choices: tuple[Choice, ...]) -> Asked:
        ref = "|".join((self.draft.roster.source, self.kind.subject, _key_of(person)))
        asked = Asked(ref, choices, said_of(self.draft, self.kind, person), tuple(candidates))
        return dataclasses.replace(asked, decided=self.draft.decided(asked))

    def _ask(self, person: RosterPerson, reason: Text, candidates: Sequence[bytes] = ()) -> bool:
        """Do what was decided about a doubtful line. Undecided it is left out; a "no" is remembered (always True)."""
        link = self._link(person)
        choices = (Choice.SAME, Choice.SOMEBODY_NEW, Choice.LEAVE_OUT) if candidates else (Choice.SOMEBODY_NEW,)
        asked = self._asked(person, candidates, choices)
        decision = asked.decided
        if decision is None and link is not None and link.aside == OUT:
            return self._leave_out(person, asked, link)
        if decision is None:
            return self._doubt(person, reason, asked)
        if decision.choice is Choice.LEAVE_OUT:
            return self._leave_out(person, asked, link)
        if decision.choice is Choice.SAME and decision.row_id is not None:
            self._known(person, decision.row_id, link, asked)
        else:
            self._new(person, self._now(person), asked)
        return True

    def _leave_out(self, person: RosterPerson, asked: Asked, link: Link | None) -> bool:
        """The answer is kept with the person it is not, so that it goes when that person goes."""
        self.draft.count(self.kind.name, UNCHANGED)
        self._say(person, "note", person.name.full, _LEFT_OUT, asked)
        row_id = link.row_id if link is not None else asked.candidates[0]
        taken = link.taken if link is not None else {}
        self.draft.remember(self.kind.subject, _key_of(person), row_id, taken, link, OUT)
        return True

    def _stays_aside(self, person: RosterPerson, row_id: bytes, link: Link | None) -> bool:
        """True, and told, for who is left alone, by a decision of before or of now."""
        links = self.draft.there.aside.get(row_id, ())
        asked = self._asked(person, (row_id,), (Choice.FOLLOW if links else Choice.LEAVE_ALONE,))
        for one in links if asked.decided is not None else ():
            self.draft.change("import_links", one, aside=FOLLOWED)
        if bool(links) == (asked.decided is not None):
            return False
        self.draft.count(self.kind.name, UNCHANGED)
        self._say(person, "note", person.name.full, _LEFT_ALONE, asked)
        if not links:
            self.draft.remember(
                self.kind.subject, _key_of(person), row_id, link.taken if link else {}, link, ALONE)
        return True

    def _link(self, person: RosterPerson) -> Link | None:
        return self.draft.there.link(self.kind.subject, _key_of(person))

    def _own(self, person: RosterPerson, row_id: bytes) -> None:
        """Somebody from an export of this organisation itself. An old export does not bring back who left since."""
        stands = self.rows[row_id]
        if read_id(person.key or "") in self.draft.there.merged:  # an export from before both were put together
            self.draft.count(self.kind.name, UNCHANGED)
        elif stands.get("state", "active") == "active" and not stands.get("until_on"):
            self._known(person, row_id, None)
        elif not self._met_before(person, row_id):
            self.draft.count(self.kind.name, UNCHANGED)

    def _known(self, person: RosterPerson, row_id: bytes, link: Link | None, asked: Asked | None = None) -> None:
        now = self._now(person)
        if row_id in self.met and (link is not None or asked is not None):
            self._tell_again(person, row_id, link, asked)
            return
        if self._met_before(person, row_id) or (asked is None and self._stays_aside(person, row_id, link)):
            return
        stands = self.rows[row_id]
        is_own = link is None and row_id == self.draft.own(self.kind.table, person.key)
        if is_own and person.name.full == _name_of(stands).full:  # not every format has a place for the prefix
            now |= {part: stands[part] for part in ("given", "prefix", "family")}
        before = link.taken if link and link.aside != OUT else self._first_seen(person, now, stands)
        taken = self._taken(person, now, before)
        if is_own:
            before |= self._own_place(row_id, taken)
        to_set, left = changed_fields(before, {**now, **self._state(person, stands)}, stands)
        if person.key is None and to_set and asked is None:
            asked = self._asked(person, (row_id,), (Choice.SAME,))
            if asked.decided is None:
                self._doubt(
                    person, Text("Somebody of this name is here, with other data, and the line has no key. Left out."),
                    asked)
                return
        if {"given", "prefix", "family"} & set(to_set):
            to_set |= _name_columns({**stands, **to_set})
        self.draft.change(self.kind.table, row_id, **to_set)
        self._stands_now(row_id, stands, {**stands, **to_set})
        moved = regroup(self.draft, self.kind, person, row_id, before, taken["groups"])
        moved |= replace(self.draft, self.kind, person, row_id, before, taken)
        self._tell_known(person, row_id, sorted(set(to_set) - {"sort_key", "search"}), left, moved)
        self._tell_decided(person, asked, _name_of(stands))
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

    def _tell_known(
        self, person: RosterPerson, row_id: bytes, fields: list[str], left: list[str], moved: bool
    ) -> None:
        who = person.name.full
        names = fields + (["group"] if moved else [])
        self.draft.count(self.kind.name, CHANGED if names else UNCHANGED)
        if names:
            alone = self._asked(person, (row_id,), (Choice.LEAVE_ALONE,))
            self._say(person, CHANGED, who, Text("Changed: {fields}", fields=in_words(names)), alone)
        if left:
            self._say(person, "note", who, Text("Kept as changed by hand: {fields}", fields=in_words(sorted(left))))

    def _tell_again(self, person: RosterPerson, row_id: bytes, link: Link | None, asked: Asked | None) -> None:
        """Another line about who turned out to be one person: the first one counts."""
        self.draft.count(self.kind.name, UNCHANGED)
        first = Text("The same person as in line {line}: that line counts.", line=self.met[row_id].line)
        self._say(person, "note", person.name.full, first, asked)
        if asked is not None:
            self.draft.remember(self.kind.subject, _key_of(person), row_id, link.taken if link else {}, link)

    def _tell_decided(self, person: RosterPerson, asked: Asked | None, same: PersonName | None) -> None:
        if asked is None:
            return
        said = Text("Decided: the same person as {name}", name=same.full) if same else Text("Decided: somebody new")
        self._say(person, "note", person.name.full, said, asked)

    def _new(self, person: RosterPerson, now: dict[str, Any], asked: Asked | None = None) -> None:
        row_id = free_id(self.draft, self.kind, _key_of(person))
        if self._met_before(person, row_id):
            return
        link = self._link(person) if asked is not None else None
        columns: dict[str, Any] = dict.fromkeys(self.kind.columns.values(), "") | now | _name_columns(now)
        if self.kind is PARTICIPANT:
            columns |= {"state": "left" if person.left else "active"}
        else:
            columns |= {"kind": "", "from_on": self.draft.day, "until_on": None}
        self.draft.insert(self.kind.table, id=row_id, **columns)
        taken = self._taken(person, now, {})
        regroup(self.draft, self.kind, person, row_id, {}, taken["groups"])
        replace(self.draft, self.kind, person, row_id, {}, taken)
        self._tell(person.origin, NEW, person.name.full, Text("New, as having left") if person.left else Text("New"))
        self._tell_decided(person, asked, None)
        tell_apart(self.draft, self.kind, row_id, asked)
        self.draft.remember(self.kind.subject, _key_of(person), row_id, taken, link)

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

    def _say(
        self, person: RosterPerson, severity: str, who: str, reason: Text, asked: Asked | None = None
    ) -> None:
        self.draft.say(person.origin, severity, self.kind.name, who, reason, asked)

    def _tell(self, origin: Origin, outcome: str, who: str, reason: Text, asked: Asked | None = None) -> None:
        self.draft.count(self.kind.name, outcome)
        self.draft.say(origin, outcome, self.kind.name, who, reason, asked)


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
