"""A plan in the making, and the rule by which a field of a known row is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.errors import Refusal
from app.domain.ids import derived_id, read_id
from app.domain.plan import Asked, Choice, Decision, PlanLine, no_counts
from app.domain.roster import Origin, Roster
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.aside import FOLLOWED
from app.views.known import Known, Link, Row


class Draft:
    """A plan in the making: rows to insert, fields to change, lines to show, counts to add up."""

    def __init__(
        self, sight: Sight, roster: Roster, there: Known, decisions: Mapping[str, Decision] | None = None
    ) -> None:
        self.sight, self.roster, self.there = sight, roster, there
        self.counts = no_counts()
        self.lines: list[PlanLine] = []
        self.inserts: dict[str, list[dict[str, Any]]] = {}
        self.changes: dict[str, dict[bytes, dict[str, Any]]] = {}
        self.gone: list[bytes] = []
        self.not_taken_over: Counter[str] = Counter(roster.not_taken_over)
        self.group_ids: dict[str, bytes] = {}
        self.location_ids: dict[str, bytes] = {}
        self.day = sight.today.isoformat()
        self.decisions = dict(decisions or {})
        self.taken: set[str] = set()

    def derive(self, kind: str, key: str) -> bytes:
        return derived_id(self.there.secret, self.roster.source, kind, key)

    def own(self, table: str, key: str | None) -> bytes | None:
        """The row whose own id the key is: what this organisation exported comes back as what it is."""
        row_id = read_id(key or "")
        row_id = self.there.merged.get(row_id, row_id) if row_id is not None else None
        return row_id if row_id in self.there.rows[table] else None

    def insert(self, table: str, **values: Any) -> bytes:
        self.inserts.setdefault(table, []).append(values)
        return bytes(values["id"])

    def change(self, table: str, row_id: bytes, /, **values: Any) -> None:
        if values:
            self.changes.setdefault(table, {}).setdefault(row_id, {}).update(values)

    def count(self, kind: str, outcome: str) -> None:
        if kind in self.counts:
            self.counts[kind][outcome] += 1

    def say(
        self, origin: Origin, severity: str, kind: str, who: str, reason: Text, asked: Asked | None = None
    ) -> None:
        self.lines.append(PlanLine(origin.file, origin.line, severity, kind, who, reason, asked))

    def remember(
        self, kind: str, key: str, row_id: bytes, taken: dict[str, Any], link: Link | None, aside: int = FOLLOWED
    ) -> None:
        """Keep what the file says now, and what was decided about it, for the next time."""
        body = msgspec.msgpack.encode(taken)
        if link is None:
            self.insert("import_links", id=self.derive(f"link:{kind}", key), source=self.roster.source, kind=kind,
                        key=key, row_id=row_id, taken=body, aside=aside)
            return
        if link.taken != taken:
            self.change("import_links", link.id, taken=body)
        if link.aside != aside or link.row_id != row_id:
            self.change("import_links", link.id, aside=aside, row_id=row_id)

    def decided(self, asked: Asked) -> Decision | None:
        """What was decided about a line, None where nothing was."""
        decision = self.decisions.get(asked.ref)
        if decision is None or decision.choice not in asked.choices:
            return None
        if decision.choice is Choice.SAME and decision.row_id not in asked.candidates:
            return None
        self.taken.add(asked.ref)
        return decision

    def refuse_unknown_decisions(self) -> None:
        """Raise Refusal for a decision that fits no line: it must never become another one by itself."""
        if self.decisions.keys() - self.taken:
            raise Refusal(Text(
                "Something that was decided does not fit the file any more: the file or the data changed meanwhile. "
                "Nothing was imported. Look at the preview again."))


def changed_fields(taken: Row, now: Row, stands: Row) -> tuple[dict[str, Any], list[str]]:
    """(what to set, what was left because somebody changed it by hand) for one row.

    What the source never gave before counts as empty: a field that was just switched on is filled where it is empty.
    """
    differing = {name: value for name, value in now.items() if taken.get(name, "") != value}
    to_set = {name: value for name, value in differing.items() if stands[name] in (taken.get(name, ""), value)}
    left = [name for name in differing if name not in to_set]
    return {name: value for name, value in to_set.items() if stands[name] != value}, left
