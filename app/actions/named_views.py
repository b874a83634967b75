"""Views that somebody keeps of a panel: of one's own account, at every desk of it, and seen by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.errors import Fault, Refusal
from app.domain.messages import SOMEBODY_ELSES
from app.domain.named_views import MOST, check_name, choices_of, written
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import RefusedFields
from app.store.named_views import views_of
from app.store.tables import named_views


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody calls a view stands in the row, and nowhere else."""
    return {name: value for name, value in given.items() if name in ("view_id", "panel")}


@action("view.save", Permission.KEEP_OWN, {"named_views": set(ANY_FIELD)}, recorded=_ids)
def save_view(work: Work, panel: str, name: str, choices: Mapping[str, Any]) -> bytes:
    """Keep a panel as it is filtered and sorted now; gives the id. Raises RefusedFields where the name does not do."""
    there = views_of(work.connection, work.sight.actor.account_id, panel)
    if len(there) >= MOST:
        raise Refusal(Text("There are {n} views of this already. Nothing was kept. Remove one first.", n=MOST))
    return work.add(
        named_views, account_id=work.sight.actor.account_id, panel=panel, name=_name(name, there),
        choices=_choices(panel, choices), saved_us=work.now_us)


@action("view.rename", Permission.KEEP_OWN, {"named_views": {"name"}}, recorded=_ids)
def rename_view(work: Work, view_id: bytes, name: str) -> None:
    row = _own(work, view_id)
    there = views_of(work.connection, work.sight.actor.account_id, row["panel"])
    others = [one for one in there if one["id"] != view_id]
    work.change(named_views, view_id, name=_name(name, others))


@action("view.change", Permission.KEEP_OWN, {"named_views": {"choices", "saved_us"}}, recorded=_ids)
def change_view(work: Work, view_id: bytes, choices: Mapping[str, Any]) -> None:
    """Another way of looking under the same name."""
    row = _own(work, view_id)
    work.change(named_views, view_id, choices=_choices(row["panel"], choices), saved_us=work.now_us)


@action("view.remove", Permission.KEEP_OWN, {"named_views": {"name", "choices"}}, recorded=_ids)
def remove_view(work: Work, view_id: bytes) -> None:
    """What it was called and what it held goes; the empty row stays, so that it can be taken back."""
    _own(work, view_id)
    work.change(named_views, view_id, name="", choices="")


def _own(work: Work, view_id: bytes) -> Row:
    row = work.rows_by_id(named_views, [view_id])[view_id]
    if row["account_id"] != work.sight.actor.account_id:
        raise Refusal(SOMEBODY_ELSES)
    if not row["name"]:
        raise Refusal(Text("This view was removed already. Nothing was changed."))
    return row


def _name(name: str, others: list[Row]) -> str:
    wrong = check_name(name, [one["name"] for one in others])
    if wrong is not None:
        raise RefusedFields([wrong])
    return " ".join(name.split())


def _choices(panel: str, choices: Mapping[str, Any]) -> str:
    kept = written(choices)
    if choices_of(panel, kept) != dict(choices):
        raise Fault(f"choices that do not fit the panel {panel}: {sorted(choices)}")
    return kept
