"""The columns of routes, steps, links and materials, and the words for how they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.media import ENDINGS, LinkState
from ui.panel import Shell
from ui.parts.columns import Column
from ui.routes.steps import STATES
from ui.words import list_name, list_name_key, show, show_day_time, show_number, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.media import LinkRow, MaterialRow
    from app.views.routes import Holder, RouteRow, StepLine
    from ui.routes.draft import Draft

_KILO, _MEGA = 1024, 1024 * 1024
_TONES = {LinkState.THERE: "good", LinkState.MOVED: "warning", LinkState.GONE: "danger", LinkState.CLOSED: "warning",
          LinkState.UNREACHABLE: "warning"}


def route_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda row: row.name, width=17, stretch=True, bold=True, under=_for_whom),
        Column(tr("Steps"), lambda row: show_number(row.steps), align="right", width=5,
               sort_key=lambda row: row.steps),
        Column(tr("Next day"), lambda row: show_short_date(row.next_due) if row.next_due else "–", width=11,
               sort_key=lambda row: row.next_due or date.max),
        Column(tr("State"), state_words, width=11, tone=_state_tone),
    )


def state_words(row: RouteRow) -> str:
    from app.views import routes

    if row.notice and row.state == routes.IN_USE:
        return tr("look at it")
    return {
        routes.TEMPLATE: tr("template"), routes.IN_USE: tr("in use"), routes.FOR_NOBODY: tr("for nobody yet"),
        routes.WITHDRAWN: tr("withdrawn")}[row.state]


def step_columns(shell: Shell | None = None) -> tuple[Column, ...]:
    """Of a route as it stands."""
    return (
        Column(tr("Step"), lambda step: step.title or tr("not here any more"), width=24, stretch=True,
               under=lambda step: show(step.notice) if step.notice is not None else _below(step),
               picture=_picture),
        Column(tr("Begins"), lambda step: day_words(step.starts_on), width=10, sort_key=lambda step: step.starts_on),
        Column(tr("Done by"), lambda step: day_words(step.due_on), width=10, sort_key=lambda step: step.due_on),
    )


def holder_columns(shell: Shell) -> tuple[Column, ...]:
    """Names of people behind the veil."""
    def name(row: Holder) -> str:
        if row.group_id is not None:
            return row.name
        return shell.veil.name(list_name(row.name, row.listed), row.participant_id)

    return (
        Column(tr("Name"), name, width=22, stretch=True,
               sort_key=lambda row: (row.group_id is None, list_name_key(row.name, row.listed)),
               picture=lambda row: "people" if row.group_id is not None else ""),
        Column(tr("Since"), lambda row: show_short_date(row.since), width=11, sort_key=lambda row: row.since),
    )


def link_columns(today: date) -> tuple[Column, ...]:
    return (
        Column(tr("Title"), lambda row: row.title, width=22, stretch=True, bold=True, under=host_words,
               struck=lambda row: row.until is not None),
        _belongs_to(),
        Column(tr("In steps"), lambda row: show_number(row.steps), align="right", width=6,
               sort_key=lambda row: row.steps),
        Column(tr("Checked"), lambda row: show_day_time(row.checked_us, today) if row.checked_us else "–", width=12,
               sort_key=lambda row: row.checked_us or 0),
        Column(tr("State"), link_state, width=20, tone=lambda row: _TONES.get(LinkState(row.state), "")),
    )


def material_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Title"), lambda row: row.title, width=22, stretch=True, bold=True,
               under=lambda row: row.file_name, struck=lambda row: row.until is not None),
        _belongs_to(),
        Column(tr("Kind"), lambda row: ENDINGS.get(row.media_type, "").upper(), width=7),
        Column(tr("Size"), lambda row: size_words(row.size), align="right", width=9, sort_key=lambda row: row.size),
        Column(tr("In steps"), lambda row: show_number(row.steps), align="right", width=6,
               sort_key=lambda row: row.steps),
        Column(tr("Content"), lambda row: tr("on this computer") if row.is_here else tr("comes with the next sync"),
               width=20, tone=lambda row: "" if row.is_here else "warning"),
    )


def _belongs_to() -> Column:
    """A group, or else a programme."""
    return Column(tr("Belongs to"), lambda row: row.group or row.programme or "–", width=18, muted=True)


def host_words(row: LinkRow) -> str:
    """The name of the site as it is read, and as it is really written where that differs."""
    if row.written:
        return tr("{site}, really {written}", site=row.host, written=row.written)
    return row.host


def link_state(row: LinkRow) -> str:
    return tr("withdrawn") if row.until is not None else show(STATES[LinkState(row.state)])


def size_words(size: int) -> str:
    if size >= _MEGA:
        return tr("{n} MB", n=show_number(size / _MEGA, 1))
    return tr("{n} kB", n=show_number(max(1, round(size / _KILO))))


def day_words(day: str) -> str:
    return show_short_date(date.fromisoformat(day)) if day else "–"


def row_id(row: RouteRow | LinkRow | MaterialRow) -> bytes:
    return row.id


def _for_whom(row: RouteRow) -> str:
    parts = [*row.groups[:3], *(["…"] if len(row.groups) > 3 else [])]
    people = tr_count("{n} {participant} alone", "{n} {participants} alone", row.people) if row.people else ""
    return ", ".join([*parts, *([people] if people else [])])


def _below(step: StepLine | Draft) -> str:
    return step.below


def _picture(step: StepLine | Draft) -> str:
    return {"link": "link", "material": "document"}.get(step.kind, "")


def _state_tone(row: RouteRow) -> str:
    from app.views import routes

    if row.notice and row.state == routes.IN_USE:
        return "warning"
    return {routes.TEMPLATE: "neutral", routes.IN_USE: "good", routes.WITHDRAWN: "neutral"}.get(row.state, "warning")
