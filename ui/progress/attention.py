"""Why a look at somebody is asked for: a sign each, that differs in shape and not in colour, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.parts.matrix_tiles import BEHIND, CALLS, LATE, UNSEEN
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.progress import MatrixRow

ANY, STUCK, FAR_BEHIND, NOT_SEEN = "", "stuck", "behind", "unseen"
"""What can be asked for of who needs help."""


def asks(row: MatrixRow, reason: str) -> bool:
    """Whether help is needed for this reason, or, with ANY, for whatever reason."""
    if reason == STUCK:
        return row.stuck
    if reason == FAR_BEHIND:
        return row.behind is not None
    return row.inactive if reason == NOT_SEEN else row.needs_help


def reason_words(reason: str) -> str:
    return {STUCK: tr("Stuck"), FAR_BEHIND: tr("Far behind"), NOT_SEEN: tr("Not seen")}.get(reason, tr("Any reason"))


def signs(row: MatrixRow) -> str:
    """One letter per sign, in the order of the reasons."""
    found = ((CALLS, row.stuck), (BEHIND, row.behind is not None), (UNSEEN, row.inactive), (LATE, row.late > 0))
    return "".join(letter for letter, holds in found if holds)


def reasons(row: MatrixRow) -> str:
    """Everything that asks for a look, in words; '' where nothing does."""
    from app.views.progress_words import attention_words

    return ", ".join(map(show, attention_words(row)))


def order(row: MatrixRow) -> tuple[bool, ...]:
    """Who is stuck first, then who is far behind, then who was not seen."""
    return not row.needs_help, not row.stuck, row.behind is None, not row.inactive
