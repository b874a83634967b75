"""Privacy settings that are recorded: which further fields an organisation keeps, and that data was handed out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.journal import append_event
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.fields import OPTIONAL_COLUMNS, in_words
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.permissions import Permission
from app.domain.provider_terms import Regulated
from app.domain.text import Text
from app.store import tables


@action(
    "field.switch",
    Permission.EDIT_PRIVACY,
    {
        "field_switches": set(ANY_FIELD),
        "participants": set(OPTIONAL_COLUMNS.values()),
        "placements": {"year_group"},
        "groups": set(GROUP_COLUMNS),
        "import_links": {"taken"},
    },
)
def switch_field(
    work: Work,
    subject: str,
    field: str,
    is_on: bool,
    purpose: str = "",
    ground: str = "",
    retention: str = "",
    addition_on: str = "",
) -> None:
    """Switch a field on, with purpose, ground, retention and the day of the written addition; or off again (D6).

    Raises Refusal for a field the profile does not offer, one without a purpose and ground, and one without the day
    of a written addition where the terms ask for that (O-annex 3: 10.2). Switching off empties a field that is a
    column (`EMPTIED`) for everybody, which undo can bring back for thirty days.
    """
    offered = {datum.field: datum for datum in work.sight.profile.switchable(subject)}  # type: ignore[arg-type]
    if field not in offered:
        raise Refusal(
            Text(
                "The field {field} is not one that can be switched on here. Nothing was changed.",
                field=in_words([field])[0],
            )
        )
    if is_on and not (purpose.strip() and ground.strip()):
        raise Refusal(Text("A field is only kept for a purpose and on a ground. Nothing was changed. Fill in both."))
    if is_on and _needs_addition(work) and not _is_past_day(addition_on, work.today):
        raise Refusal(
            Text(
                "This field is only kept with a written addition to the processing agreement. Nothing was changed. "
                "Give the day of the addition."
            )
        )
    work.add(
        tables.field_switches,
        subject=subject,
        field=field,
        is_on=int(is_on),
        purpose=purpose.strip(),
        ground=ground.strip(),
        retention=retention.strip(),
        addition_on=addition_on,
        recorded_us=work.now_us,
        recorded_by=work.sight.actor.account_id,
    )
    if not is_on and subject == "participant" and field in OPTIONAL_COLUMNS:
        _empty(work, OPTIONAL_COLUMNS[field])
    if not is_on and subject == "participant" and field in GROUP_COLUMNS:
        _empty_column(work, tables.groups, field)
        _forget_taken(work, "group", field)


@action("data.exported", Permission.EXPORT, {}, recorded=lambda given: {"kind": given["kind"]}, undoable=False)
def note_export(
    work: Work, kind: str, participant_id: bytes | None = None, rows: Mapping[str, int] | None = None
) -> None:
    """Write down that data left the program; nothing else changes."""
    payload: dict[str, Any] = {
        "rows": dict(rows or {}),
        "fields": [],
        "ids": [participant_id] if participant_id else [],
    }
    append_event(work, f"data.exported.{kind}", payload)


def _needs_addition(work: Work) -> bool:
    rule = work.sight.profile.privacy.addition
    return isinstance(rule, Regulated) and rule.value.written


def _is_past_day(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) <= today
    except ValueError:
        return False


def _empty(work: Work, name: str) -> None:
    """Everywhere: in the row itself, in the year placements, and in what imports remember of their files."""
    _empty_column(work, tables.participants, name)
    if name in tables.placements.c:
        _empty_column(work, tables.placements, name)
    _forget_taken(work, "participant", name)


def _forget_taken(work: Work, kind: str, name: str) -> None:
    links = tables.import_links
    query = select(links.c.id, links.c.taken).where(links.c.kind == kind)
    taken = {row.id: msgspec.msgpack.decode(row.taken) for row in work.connection.execute(query)}
    without = {link: _without(said, name) for link, said in taken.items() if name in said}
    work.change_each(links, {link: {"taken": msgspec.msgpack.encode(said)} for link, said in without.items()})


def _empty_column(work: Work, table: Table, name: str) -> None:
    filled = work.connection.execute(select(table.c.id).where(table.c[name] != "")).scalars()
    work.change_all(table, list(filled), **{name: ""})


def _without(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in said.items() if field != name}
