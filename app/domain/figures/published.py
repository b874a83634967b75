"""What of a table without names left the organisation, so that two of them are not subtracted: counts only."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.small_cells import Shown, small_differences

PUBLISHED = "figures_published"
"""Its name among the settings of learning: every row of it is one publication."""
ALL, EVERYBODY = "all", ""
"""The row that counts everybody, and the column."""


@dataclass(frozen=True, slots=True)
class Publication:
    """`table` says which table it was; `rows` hold what was shown in each of `columns`, None where it was hidden."""

    table: str
    begins: date
    ends: date
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Shown, ...]]

    def kept(self) -> dict[str, Any]:
        return {"table": self.table, "begins": self.begins.isoformat(), "ends": self.ends.isoformat(),
                "columns": self.columns, "rows": self.rows}

    def numbers(self, columns: Collection[str]) -> dict[str, int]:
        """What was shown in these columns, by where it stood."""
        return {_place(row, column): number for row, numbers in self.rows.items()
                for column, number in zip(self.columns, numbers, strict=True)
                if number is not None and column in columns}

    def overlaps(self, other: Publication) -> bool:
        return self.begins <= other.ends and other.begins <= self.ends


def publication_of(value: str) -> Publication | None:
    """What was written down; None where it cannot be read."""
    try:
        row = json.loads(value)
        columns, rows = tuple(row["columns"]), {name: tuple(numbers) for name, numbers in row["rows"].items()}
        if any(len(numbers) != len(columns) or not all(one is None or type(one) is int for one in numbers)
               for numbers in rows.values()):
            return None
        return Publication(
            row["table"], date.fromisoformat(row["begins"]), date.fromisoformat(row["ends"]), columns, rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def told_apart(before: Publication, now: Publication, threshold: int) -> int:
    """How many numbers of two tables tell together what neither tells alone; of tables that go over other days none do.

    Either both are shown and differ by so few people that subtracting tells about them; or one table shows what the
    other hides, in a column of nearly the same people. Tables with other columns have that of everybody in common.
    """
    if not before.overlaps(now):
        return 0
    common = set(before.columns) & set(now.columns) if before.table == now.table else {EVERYBODY}
    earlier, later = before.numbers(common), now.numbers(common)
    both = before.rows.keys() & now.rows.keys()
    alike = [column for column in common if abs(
        earlier.get(_place(ALL, column), 0) - later.get(_place(ALL, column), 0)) < threshold]
    return len(small_differences(earlier, later, threshold)) + sum(
        (_place(row, column) in earlier) != (_place(row, column) in later) for column in alike for row in both)


def _place(row: str, column: str) -> str:
    return f"{row}\x1f{column}"
