"""Tests and norms for tests: all figures are invented."""

from __future__ import annotations

from typing import Any

from app.domain.assessment.norm_checks import DefinedTest
from app.domain.assessment.norming import NormRow, NormTable, RowSort

HIGHEST = 20
LETTERS = (("E", 0, 105), ("D", 106, 119), ("C", 120, 134), ("B", 135, 149), ("A", 150, 999))
ROMAN = (("V", 0, 109), ("IV", 110, 121), ("III", 122, 133), ("II", 134, 145), ("I", 146, 999))
MOMENTS = (("M3", 0, 119), ("E3", 120, 139), ("M4", 140, 999))


def norm(edition: str = "2025", shift: int = 0, moment: str = "M4", from_on: str = "2025-08-01",
         highest: int = HIGHEST, **more: Any) -> NormTable:
    """Every point is worth three on the scale, from 100 (and `shift`); the interval is five to either side."""
    scale = tuple(
        NormRow(RowSort.SCALE, raw, raw, *(1_000 * (100 + shift + 3 * raw + off) for off in (0, -5, 5)))
        for raw in range(highest + 1))
    levels = tuple(NormRow(RowSort.LEVEL, 1_000 * low, 1_000 * high, term=term)
                   for term, low, high in (*LETTERS, *ROMAN))
    usual = tuple(NormRow(RowSort.FUNCTIONING, 1_000 * low, 1_000 * high, term=term) for term, low, high in MOMENTS)
    return NormTable(edition, (*scale, *levels, *usual), moment=moment, scale="Schaal LEZEN", from_on=from_on, **more)


def reading_test(code: str = "LEZ-M4", norms: tuple[NormTable, ...] = (), **more: Any) -> DefinedTest:
    given: dict[str, Any] = {"title": "Lezen M4", "subject": "Lezen", "year_groups": "4", "highest": HIGHEST} | more
    return DefinedTest(code, norms=norms, **given)
