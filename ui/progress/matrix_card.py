"""The card with the matrix and its legend, or with the reason why there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.matrix import Matrix
from ui.parts.matrix_paint import MatrixSource
from ui.progress.legend import Legend
from ui.progress.sources import legend_kinds


class MatrixCard(Card):
    """`matrix` is given its rows by the panel; this decides only what stands in the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.setContentsMargins(8, 8, 8, 12)
        self.matrix, self.legend = Matrix(), Legend()
        self._contents = QStackedWidget()
        self._contents.addWidget(self.matrix)
        self.fill(self._contents, 1)
        self.fill(self.legend)
        self.legend.hide()
        self._said: tuple[str, ...] = ()

    def show_source(self, source: MatrixSource, rule: str, signs: Sequence[tuple[str, str]] = ()) -> None:
        """Other content; its rows are still to be given. See the legend for `rule` and `signs`."""
        self.legend.show_kinds(legend_kinds(source.kinds), rule, signs)
        self.matrix.show_source(source)

    def show_matrix(self) -> None:
        self._contents.setCurrentWidget(self.matrix)
        self.legend.show()

    def show_empty(
        self, heading: str, advice: str, button: str = "", pressed: Callable[[], object] | None = None,
    ) -> None:
        """Show this instead of the matrix."""
        if self._said != (heading, advice, button):
            self._said = (heading, advice, button)
            for old in self._contents.findChildren(EmptyState):
                self._contents.removeWidget(old)
                old.deleteLater()
            self._contents.addWidget(EmptyState(heading, advice, button, pressed, picture="chart"))
        self._contents.setCurrentIndex(1)
        self.legend.hide()

    def empty_text(self) -> str:
        """The heading of what is shown instead, '' while the matrix is there."""
        return self._said[0] if self._contents.currentIndex() == 1 else ""
