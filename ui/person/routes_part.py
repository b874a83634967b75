"""The learning routes that count now, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.routes import StepState
from ui.parts.table import Column
from ui.person.part import Part
from ui.progress.route_lines import state_words
from ui.words import show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.progress_values import RouteStanding, StepStanding

_TONES = {StepState.DONE: "good", StepState.LATE: "danger", StepState.SOON: "warning"}


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step with the name of its route."""

    route: str
    step: StepStanding


class RoutesPart(Part):
    def __init__(self) -> None:
        super().__init__((
            Column(tr("Learning route"), lambda row: row.route, width=24, stretch=True, muted=True),
            Column(tr("Step"), _title, width=30, stretch=True),
            Column(tr("Further"), lambda row: row.step.below, width=20, stretch=True, muted=True),
            Column(tr("Done"), _done, "right", width=10, sort_key=lambda row: row.step.done),
            Column(tr("From day"), lambda row: _day(row.step.starts_on), width=10,
                   sort_key=lambda row: row.step.starts_on),
            Column(tr("Done by"), lambda row: _day(row.step.due_on), width=10, sort_key=lambda row: row.step.due_on),
            Column(tr("State"), lambda row: state_words(row.step.state), width=9, tone=_tone),
        ), tr("Learning routes"))

    def show_routes(self, routes: Sequence[RouteStanding]) -> None:
        steps = [RouteStep(route.name, step) for route in routes for step in route.steps]
        self.put(steps, False, tr("There is no learning route now."))


def _title(row: RouteStep) -> str:
    return row.step.title or tr("not here any more")


def _done(row: RouteStep) -> str:
    if not row.step.total:
        return ""
    return tr("{done} of {total}", done=show_number(row.step.done), total=show_number(row.step.total))


def _day(day: str) -> str:
    return show_short_date(date.fromisoformat(day)) if day else ""


def _tone(row: RouteStep) -> str:
    return _TONES.get(row.step.state, "neutral") if state_words(row.step.state) else ""
