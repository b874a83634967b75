"""Why there is nothing to see in the matrix, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.progress.matrix_card import MatrixCard
from ui.words import tr

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix


def show_what_is_there(
    card: MatrixCard, matrix: GroupMatrix, to_group: Callable[[], None], show_everybody: Callable[[], None],
) -> None:
    """The matrix, or instead of it why it is empty."""
    if not matrix.rows and matrix.group_id is None:
        card.show_empty(
            tr("No {participants} yet"), tr("Read in a list of {participants}, or add them to {a_group}."),
            tr("Open {groups}"), to_group)
    elif not matrix.rows:
        card.show_empty(
            tr("Nobody is in {this_group} yet"), tr("Add {participants} to see how far they are."),
            tr("Open {this_group}"), to_group)
    elif not matrix.columns:
        card.show_empty(
            tr("No {programmes} yet"),
            tr("As soon as somebody practises, or results are read in, progress stands here."))
    elif not card.matrix.order:
        card.show_empty(
            tr("Nobody found"), tr("Nobody here fits what is asked for."), tr("Show everybody"), show_everybody)
    else:
        card.show_matrix()
