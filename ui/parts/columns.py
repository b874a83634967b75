"""What a column of a table shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

_ALIGN = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignCenter),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`text(value)` is what a cell shows; numbers go `align="right"`.

    `width` is in signs; columns that `stretch` share the room that is left; where there is none, `least` signs stay.
    `sort_key(value)` orders (by default the folded text). `tone(value)` makes the cell a badge in that tone, '' leaves
    it plain. `under(value)` is a second, quieter line. `picture(value)` names an icon before the text. `muted` draws
    the text quietly, `bold` strongly; `struck(value)` strikes it through.
    """

    title: str
    text: Callable[[Any], str]
    align: str = "left"
    width: int = 12
    stretch: bool = False
    sort_key: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str] | None = None
    under: Callable[[Any], str] | None = None
    picture: Callable[[Any], str] | None = None
    bold: bool = False
    muted: bool = False
    struck: Callable[[Any], bool] | None = None
    least: int = 0

    @property
    def flags(self) -> int:
        return _ALIGN[self.align]

    def order(self, value: Any) -> Any:
        """What this column sorts by."""
        from app.domain.names import fold

        return self.sort_key(value) if self.sort_key is not None else fold(self.text(value))

    def spoken(self, value: Any) -> str:
        """The cell for a screen reader: both lines."""
        below = self.under(value) if self.under is not None else ""
        return f"{self.text(value)}, {below}" if below else self.text(value)
