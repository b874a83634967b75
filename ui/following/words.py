"""What a note, a goal and a talk are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.following import CATEGORY_WORDS, GOAL_WORDS, Category, GoalState
from ui.words import show, show_date, show_short_date, tr

if TYPE_CHECKING:
    from app.views.following import GoalRow, NoteRow, TalkRow

GOAL_TONES = {GoalState.OPEN: "info", GoalState.REACHED: "good", GoalState.DROPPED: "neutral"}


def category_words(category: str) -> str:
    return show(CATEGORY_WORDS[Category(category)])


def written_by(row: NoteRow) -> str:
    """Day and writer, as far as this desk knows the name."""
    day = show_date(row.about_on)
    return f"{day} · {row.who}" if row.who else day


def goal_state(row: GoalRow) -> tuple[str, str]:
    """(word, tone); an open goal whose day is past says so."""
    if row.late:
        return tr("late"), "warning"
    return show(GOAL_WORDS[GoalState(row.state)]), GOAL_TONES[GoalState(row.state)]


def goal_days(row: GoalRow) -> str:
    parts = [tr("since {day}", day=show_short_date(row.set_on))]
    if row.due_on is not None:
        parts.append(tr("by {day}", day=show_short_date(row.due_on)))
    if row.settled_on is not None:
        parts.append(f"{show(GOAL_WORDS[GoalState(row.state)])} {show_short_date(row.settled_on)}")
    return " · ".join(parts)


def talk_state(row: TalkRow) -> tuple[str, str]:
    if row.held_on is not None:
        return tr("held"), "good"
    if row.cancelled_on is not None:
        return tr("cancelled"), "neutral"
    return (tr("no report yet"), "warning") if row.past else (tr("planned"), "info")


def talk_when(row: TalkRow) -> str:
    parts = [show_date(row.held_on or row.planned_on)]
    if row.begins_at and row.held_on is None:
        parts.append(row.begins_at)
    if row.with_whom:
        parts.append(tr("with {name}", name=row.with_whom))
    return " · ".join(parts)
