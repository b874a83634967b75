"""Says in the place of the matrix why there is nothing to see, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.progress.matrix_card import MatrixCard
from ui.words import tr

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix


def show_emptiness(
    card: MatrixCard, matrix: GroupMatrix, any_shown: bool, to_group: Callable[[], None], show_all: Callable[[], None],
) -> None:
    """The matrix where there is anything in it that passes what was asked for (`any_shown`)."""
    if not matrix.rows and matrix.group_id is None:
        card.show_empty(
            tr("No {participants} yet"),
            tr("Read in a list of {participants}, or add them to {a_group}."),
            tr("Open {groups}"), to_group,
        )
    elif not matrix.rows:
        card.show_empty(
            tr("Nobody is in {this_group} yet"), tr("Add {participants} to see how far they are."),
            tr("Open {this_group}"), to_group,
        )
    elif not matrix.columns:
        card.show_empty(
            tr("No {programmes} yet"),
            tr("As soon as somebody practises, or results are read in, progress stands here."),
        )
    elif not any_shown:
        card.show_empty(
            tr("Nobody found"), tr("Nobody here fits what is asked for."), tr("Show everybody"), show_all)
    else:
        card.show_matrix()
