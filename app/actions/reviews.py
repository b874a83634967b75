"""Settling what is under "Te controleren": a value that lost, an operation that was refused, removals that wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.assessing import normed_anew
from app.actions.certificates import groups_that_hold
from app.actions.outbox import parked_with, release
from app.actions.work import Row, Work
from app.domain import reviews as rules
from app.domain.errors import Refusal
from app.domain.kinds import KINDS
from app.domain.names import PersonName
from app.domain.operation import Patch, decode_patches
from app.domain.permissions import ORGANISATION, Permission, Role, Scope, allowed, own_scope, require
from app.domain.text import Text
from app.store.routes import scope_of_route
from app.store.tables import metadata, reviews

_SETTLED = {"settled_us", "settled_by", "choice"}


def _own_groups(work: Work, review_id: bytes, **_given: Any) -> Scope:
    """A coach settles what concerns the own groups, the own account, or this desk as a whole."""
    actor = work.sight.actor
    if actor.role is not Role.COACH:
        return ORGANISATION
    row = work.rows_still_there(reviews, [review_id]).get(review_id)
    if row is None or row["sort"] == rules.REMOVALS or row["unit"] == actor.account_id:
        return own_scope(actor)
    if row["kind"] in rules.LIES_WITH_ITS_ROUTE:
        return scope_of_route(work.connection, work.day, actor, row["kind"], row["row_id"])
    return Scope(groups_that_hold(work, {row["unit"]}))


@action(
    "review.settle", Permission.SET_RIGHT,
    {kind: set(fields) for kind, fields in rules.WRITABLE.items()}
    | {"reviews": _SETTLED, "held_removals": {"kind"}},
    scope=_own_groups, belongs=lambda work, review_id, **_given: _of_tenant(work, review_id),
)
def settle_review(work: Work, review_id: bytes, choice: str) -> None:
    """Do what was chosen (see `app.domain.reviews`) and mark it as settled.

    Raises Refusal where a colleague settled it already, where the choice is none here, and where a value that is to
    be put back was changed again since.
    """
    review = _still_open(work, review_id)
    if choice not in _choices(work, review):
        raise Refusal(Text(
            "This cannot be chosen here. Nothing was changed. Choose one of the buttons that are shown."))
    if choice == rules.RESTORE:
        _put_back(work, review)
    elif choice == rules.TAKE:
        _take_over(work, _values(review))
    if review["sort"] == rules.REFUSED:
        release(work.connection, review["operation_id"], again=choice == rules.AGAIN)
    if review["sort"] == rules.REMOVALS:
        _settle_here(work, review_id, choice)
        return
    work.change(reviews, review_id, settled_us=work.now_us, settled_by=work.sight.actor.account_id, choice=choice)


@action("review.keep", Permission.EDIT_ORGANISATION, {"reviews": set(ANY_FIELD)}, undoable=False,
        recorded=lambda _given: {})
def keep_refused(work: Work, refused: Sequence[Row]) -> None:
    """Put what could not be sent before people: its stream is no longer this desk's, so no server does it (S8)."""
    there = work.rows_still_there(reviews, [row["id"] for row in refused])
    work.insert(reviews, [row for row in refused if row["id"] not in there])
    work.change_all(reviews, there, settled_us=None, settled_by=None, choice="")


def _of_tenant(work: Work, review_id: bytes) -> bytes | None:
    return work.connection.execute(select(reviews.c.tenant).where(reviews.c.id == review_id)).scalar()


def _settle_here(work: Work, review_id: bytes, choice: str) -> None:
    """What only this desk knows of: the next sync does what was chosen, and no server hears of the item itself."""
    here = reviews.update().where(reviews.c.id == review_id)
    work.connection.execute(here.values(
        settled_us=work.now_us, settled_by=work.sight.actor.account_id, choice=choice))
    work.patches.append(Patch("held_removals", review_id, "kind", 0, None, choice))


def _still_open(work: Work, review_id: bytes) -> Row:
    row = work.rows_still_there(reviews, [review_id]).get(review_id)
    if row is None or row["settled_us"] is not None:
        raise Refusal(Text("This was settled already, here or by a colleague. Nothing was changed."))
    return row


def _choices(work: Work, review: Row) -> list[str]:
    sort, kind = review["sort"], review["kind"]
    actor, scope = work.sight.actor, _own_groups(work, review["id"])
    writes = actor.sees_all if sort == rules.REFUSED else allowed(actor, rules.needed_to_write(kind), scope)
    return rules.choices(
        sort, kind, review["field"], parked_here=bool(parked_with(work.connection, review["operation_id"])),
        may_write=writes,
        has_values=sort == rules.REFUSED and review["row_id"] is None and bool(_values(review)))


def _values(review: Row) -> list[Patch]:
    """What of a refused operation can be taken over by somebody else."""
    return [patch for patch in decode_patches(review["lost"] or b"") if rules.may_be_set(patch.kind, patch.field)]


def _put_back(work: Work, review: Row) -> None:
    """The value that lost stands again, if nobody changed it since."""
    table, field = metadata.tables[review["kind"]], review["field"]
    row = work.rows_still_there(table, [review["row_id"]]).get(review["row_id"])
    if row is None:
        raise Refusal(Text("What this is about is not there any more. Nothing was changed."))
    if row[field] != _decoded(review["kept"]):
        raise Refusal(Text(
            "This value was changed again in the meantime. Nothing was changed. Look at it and change it there."))
    lost = {field: _decoded(review["lost"])}
    work.change(table, review["row_id"], **lost, **_derived(work, review["kind"], row | lost))


def _derived(work: Work, kind: str, row: Row) -> Row:
    """The columns that follow from a name, or from a score."""
    if not KINDS[kind].derived:
        return {}
    if kind == "test_results":
        return normed_anew(work, row)
    name = PersonName(row["given"], row["prefix"], row["family"])
    return {"sort_key": name.sort_key, "search": name.search}


def _take_over(work: Work, patches: Sequence[Patch]) -> None:
    """The values of a refused operation, set by who settles it: what still can be, or nothing at all."""
    before = len(work.patches)
    for kind in dict.fromkeys(patch.kind for patch in patches):
        require(work.sight.actor, rules.needed_to_write(kind))
        _take_kind(work, kind, [patch for patch in patches if patch.kind == kind])
    if len(work.patches) == before:
        raise Refusal(Text("There is nothing left to take over: it is so already, or it is not there any more. "
                           "Nothing was changed."))


def _take_kind(work: Work, kind: str, patches: Sequence[Patch]) -> None:
    table = metadata.tables[kind]
    there = work.rows_still_there(table, [patch.id for patch in patches])
    for patch in patches:
        if patch.inserts and patch.id not in there:
            work.insert(table, [{**patch.new, "id": patch.id, "version": 0}])
        elif patch.deletes and patch.id in there:
            work.remove_all(table, [patch.id])
    fields: dict[bytes, Row] = {}
    for patch in patches:
        if patch.field is not None and patch.id in there:
            fields.setdefault(patch.id, {})[patch.field] = patch.new
    for row_id, values in fields.items():
        values |= _derived(work, kind, there[row_id] | values)
    work.change_each(table, fields)


def _decoded(value: bytes | None) -> Any:
    return msgspec.msgpack.decode(value) if value else None
