"""How changes of several desks come together (S3, S10): pure functions over the fields of one row.

Different fields merge. The same field: what arrives later stands and the other value is kept for somebody to look at,
but privacy takes the stricter value, a revocation stays, and what was set once stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.domain.kinds import KINDS
from app.domain.names import PersonName
from app.domain.operation import Patch

Fields = dict[str, Any]
BORN = ""
"""The key under which a row's history holds who made it."""
REVOCATION = frozenset({"revoked_us", "revoked_reason", "replaced_by"})
LATER_IS_STRICTER = frozenset({("participants", "younger_than_16_until")})
LATER_STANDS = frozenset({("read_marks", "read_us")})
"""How far somebody has read: whichever is further, and nobody needs to hear of it."""
KEPT_FOR_ONESELF = frozenset({"named_views"})
"""Of one's own at another desk the later one stands, and nobody hears of the other."""
# What two desks that import the same file, or prepare the same year, fill in by themselves: nobody typed it, so
# nobody needs to hear of it.
NOT_TYPED = frozenset({
    "from_on", "created_us", "taken", "recorded_us", "recorded_by", "made_us", "position", "prepared_us", "prepared_by",
    "loaded_us", "loaded_by",
})


class Author(NamedTuple):
    """Who set a field last, and with which number of the stream."""

    number: int
    device_id: bytes
    account_id: bytes
    at_us: int


History = dict[str, Author]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who sends a change. With `trusts_numbers` false its versions are of another life of the server (S13)."""

    author: Author
    trusts_numbers: bool = True


@dataclass(frozen=True, slots=True)
class Loss:
    """A value that does not stand. `arrived` is true where it is the one that came in; field '' is the whole row."""

    field: str
    kept: Any
    lost: Any
    other: Author
    arrived: bool


@dataclass(slots=True)
class Merged:
    """What becomes of a row: `fields` None where it is removed; `losses` for people to look at."""

    fields: Fields | None
    history: History
    changed: bool = False
    losses: list[Loss] = field(default_factory=list)


def projected(confirmed: Fields | None, patches: Iterable[Patch]) -> Fields | None:
    """The row as it is shown (S3): the confirmed one with waiting patches laid over it, in order."""
    fields = dict(confirmed) if confirmed is not None else None
    for patch in patches:
        if patch.inserts:
            fields = dict(patch.new) if fields is None else fields
        elif patch.deletes:
            fields = None
        elif fields is not None:
            fields[str(patch.field)] = patch.new
    return fields


def before(now: Fields | None, patches: Iterable[Patch]) -> Fields | None:
    """The row as it was before these patches, which were applied in this order."""
    fields = dict(now) if now is not None else None
    for patch in reversed(list(patches)):
        if patch.inserts:
            fields = None
        elif patch.deletes:
            fields = dict(patch.old)
        elif fields is not None:
            fields[str(patch.field)] = patch.old
    return fields


def merge(kind: str, fields: Fields | None, history: History, patch: Patch, arrival: Arrival) -> Merged:
    """Lay one arriving patch on the server's row. A field of a row that is not there is the caller's to refuse."""
    if patch.inserts:
        return _inserted(kind, fields, history, patch, arrival)
    if patch.deletes:
        return _removed(fields, history, patch, arrival)
    assert fields is not None
    return _set(kind, fields, history, patch, arrival)


def with_derived(kind: str, fields: Fields) -> Fields:
    """The columns that follow from others, made anew from what the merge gave."""
    if "sort_key" not in KINDS[kind].derived:
        return fields
    name = PersonName(fields.get("given", ""), fields.get("prefix", ""), fields.get("family", ""))
    return fields | {"sort_key": name.sort_key, "search": name.search}


def _inserted(kind: str, fields: Fields | None, history: History, patch: Patch, arrival: Arrival) -> Merged:
    if fields is None:
        return Merged(dict(patch.new), {BORN: arrival.author}, changed=True)
    further = {name for of, name in LATER_STANDS if of == kind}
    silent = KINDS[kind].derived | KINDS[kind].kept | NOT_TYPED | further
    new = {name: value for name, value in patch.new.items()
           if name not in fields or (name in further and value > fields[name])}
    losses = [
        Loss(name, fields[name], value, _author(history, name), arrived=True)
        for name, value in patch.new.items()
        if name not in silent and name in fields and value not in (fields[name], "", None)
        and _author(history, name).device_id != arrival.author.device_id
    ]
    return Merged(fields | new, history, bool(new), losses)


def _removed(fields: Fields | None, history: History, patch: Patch, arrival: Arrival) -> Merged:
    if fields is None:
        return Merged(None, history)
    others = [author for author in history.values() if _is_news(author, patch, arrival)]
    same = arrival.trusts_numbers or all(fields.get(name) == value for name, value in patch.old.items())
    if same and not others:
        return Merged(None, history, changed=True)
    other = max(others, default=_author(history, BORN))
    return Merged(fields, history, losses=[Loss("", None, None, other, arrived=True)])


def _set(kind: str, fields: Fields, history: History, patch: Patch, arrival: Arrival) -> Merged:
    name = str(patch.field)
    now, author = fields.get(name), _author(history, name)
    if now == patch.new:
        return Merged(fields, history)
    if (kind, name) in LATER_STANDS:
        further = {name: max(now, patch.new)}
        return Merged(fields | further, history | {name: arrival.author}, changed=further[name] != now)
    if _stays(kind, name, now) or _is_counted_elsewhere(kind, name, fields):
        return _kept(fields, history, name, patch.new, author)
    set_now = Merged(fields | {name: patch.new}, history | {name: arrival.author}, changed=True)
    if kind in KEPT_FOR_ONESELF or now == patch.old or name in KINDS[kind].derived | NOT_TYPED or _was_seen(
            author, patch, arrival):
        return set_now
    if (kind, name) in LATER_IS_STRICTER and str(now) > str(patch.new):
        return _kept(fields, history, name, patch.new, author)
    set_now.losses.append(Loss(name, patch.new, now, author, arrived=False))
    return set_now


def _kept(fields: Fields, history: History, name: str, lost: Any, author: Author) -> Merged:
    return Merged(fields, history, losses=[Loss(name, fields.get(name), lost, author, arrived=True)])


def _stays(kind: str, name: str, now: Any) -> bool:
    """True where the value that stands is the one to keep, whoever comes later."""
    if kind == "certificates":
        return name not in REVOCATION or now not in (None, "")
    return name in KINDS[kind].kept


def _is_counted_elsewhere(kind: str, name: str, fields: Fields) -> bool:
    """Who turned out to be somebody else has no state of their own; what a desk says that did not know is kept."""
    return (kind, name) == ("participants", "state") and bool(fields.get("merged_into"))


def _was_seen(author: Author, patch: Patch, arrival: Arrival) -> bool:
    return arrival.trusts_numbers and not _is_news(author, patch, arrival)


def _is_news(author: Author, patch: Patch, arrival: Arrival) -> bool:
    """True where somebody else set it after the desk had last read the row."""
    if author.device_id == arrival.author.device_id:
        return False
    return not arrival.trusts_numbers or author.number > patch.base


def _author(history: Mapping[str, Author], name: str) -> Author:
    return history.get(name) or history.get(BORN) or Author(0, b"", b"", 0)
