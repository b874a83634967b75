"""Everything people typed, and what must have become of it in the end: nothing a user typed is lost silently (S10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from app.actions.outbox import PARKED
from app.domain.operation import Patch, decode_patches
from app.store.tables import operations, outbox
from tests.sync.computers import Computer

TYPED = {
    "groups": ("name",), "participants": ("given", "family", "gender"), "routes": ("name",), "agreements": ("number",),
    "mandates": ("holder", "given_by"), "signatures": ("name",), "documents": ("title",),
    "notices": ("proof", "name", "withdrawn_proof"),
}
Place = tuple[str, bytes, str]
Shown = dict[tuple[str, bytes], dict[str, Any]]


def shown(computer: Computer) -> Shown:
    """What somebody at this computer sees of what can be typed."""
    return {
        (kind, row["id"]): {name: row[name] for name in names}
        for kind, names in TYPED.items()
        for row in computer.rows(f"SELECT id, {', '.join(names)} FROM {kind}")}


@dataclass
class Typed:
    """Per field every value that somebody set, with the accounts that did; and those that somebody saw and replaced.

    `removed` are rows that somebody took back, `erased` people, with every value ever typed about them.
    """

    values: dict[Place, dict[str, set[bytes]]] = field(default_factory=dict)
    replaced: dict[Place, set[str]] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)
    count: int = 100

    def word(self) -> str:
        """A word that nobody typed before, and that is part of no other."""
        self.count += 1
        return f"v{self.count:05}"

    def note(self, before: Shown, after: Shown, account_id: bytes, erasing: bool = False) -> None:
        """One action of somebody turned the one into the other."""
        for (kind, row_id), row in after.items():
            was = before.get((kind, row_id), {})
            for name, value in row.items():
                if was.get(name) != value:
                    self._set((kind, row_id, name), was.get(name), value, account_id)
        gone = {row_id for _, row_id in before.keys() - after.keys()}
        if erasing:
            self.erased |= gone
        self.removed |= gone

    def words_of(self, person: bytes) -> set[str]:
        return {value for (_, row_id, _), values in self.values.items() if row_id == person
                for value in values if value}

    def lost(self, server: Mapping[str, Mapping[bytes, Any]], computers: Iterable[Computer]) -> list[tuple[Place, str]]:
        """Values that are neither current, nor kept for people to look at, nor replaced or removed by somebody."""
        kept = _kept(server["reviews"].values(), computers)
        return [
            (place, value)
            for place, values in self.values.items() if place[1] not in self.removed
            for value in values.keys() - self.replaced.get(place, set())
            if value and value != server[place[0]].get(place[1], {}).get(place[2]) and value not in kept.get(place, {})]

    def wrongly_named(self, server: Mapping[str, Mapping[bytes, Any]]) -> list[tuple[Place, str]]:
        """Values that are kept as lost by somebody who never typed them."""
        found = []
        for review in server["reviews"].values():
            place = review["kind"], review["row_id"], review["field"]
            value = msgspec.msgpack.decode(review["lost"]) if review["lost"] and review["sort"] == "conflict" else None
            who = self.values.get(place, {}).get(value) if isinstance(value, str) else None
            if who is not None and value and review["lost_by"] not in who:
                found.append((place, value))
        return found

    def _set(self, place: Place, was: Any, value: Any, account_id: bytes) -> None:
        if was:
            self.replaced.setdefault(place, set()).add(was)
        if isinstance(value, str):
            self.values.setdefault(place, {}).setdefault(value, set()).add(account_id)


def _kept(reviews: Iterable[Mapping[str, Any]], computers: Iterable[Computer]) -> dict[Place, set[Any]]:
    kept: dict[Place, set[Any]] = {}
    for review in reviews:
        if review["sort"] == "conflict":
            place = review["kind"], review["row_id"], review["field"]
            kept.setdefault(place, set()).update(
                msgspec.msgpack.decode(review[name]) for name in ("kept", "lost") if review[name])
        elif review["lost"]:
            _add(kept, decode_patches(review["lost"]))
    for one in computers:
        for patches in parked(one):
            _add(kept, patches)
    return kept


def parked(computer: Computer) -> list[list[Patch]]:
    """What waits with a refusal on this computer."""
    query = select(operations.c.patches).join(outbox, outbox.c.operation_id == operations.c.id)
    with computer.desk.database.reading() as connection:
        return [decode_patches(row) for row in connection.execute(query.where(outbox.c.state == PARKED)).scalars()]


def _add(kept: dict[Place, set[Any]], patches: Iterable[Patch]) -> None:
    for patch in patches:
        values = patch.new if isinstance(patch.new, dict) else {str(patch.field): patch.new}
        for name, value in values.items():
            kept.setdefault((patch.kind, patch.id, name), set()).add(value)
