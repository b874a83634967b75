"""Which period and which sort the page shows; each with the key by which a drop-down knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.moments import SORT_WORDS, WRITTEN, Sort
from ui.words import show, tr

if TYPE_CHECKING:
    from app.domain.calendar import SchoolYear
    from app.views.person_page import Span

FOUR_WEEKS, HALF_YEAR = b"28", b"182"


def periods(years: Sequence[SchoolYear]) -> list[tuple[str, bytes]]:
    """The last weeks, and each year in which there is something."""
    latest = [(tr("Last four weeks"), FOUR_WEEKS), (tr("Last half year"), HALF_YEAR)]
    return latest + [(year.label, f"year {year.first}".encode()) for year in years]


def span_of(key: bytes | None, today: date) -> Span:
    """The days of what was chosen; without a choice everything."""
    from app.domain.calendar import SchoolYear
    from app.views.person_page import Span

    if key is None:
        return Span()
    if key.startswith(b"year "):
        year = SchoolYear(int(key.split()[1]))
        return Span(year.begins, year.ends)
    return Span(today - timedelta(days=int(key) - 1), today)


def sorts(with_written: bool) -> list[tuple[str, bytes]]:
    return [(show(SORT_WORDS[sort]), sort.encode()) for sort in Sort if with_written or sort not in WRITTEN]
