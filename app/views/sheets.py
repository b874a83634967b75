"""A table as it stands on a screen, on paper and in a file alike: one value of each figure, shown in three ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from app.domain.text import Text

Cell: TypeAlias = str | int | date | Text | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`code` names it in files; `note` says what must be known about its figures."""

    code: str
    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None

    def is_number(self, column: int) -> bool:
        """Whether everything in this column is a number."""
        return bool(self.rows) and all(isinstance(row[column], int) for row in self.rows)
