"""A day that is typed."""

from __future__ import annotations

from datetime import date

import pytest

from ui.parts.day_line import read_day


@pytest.mark.parametrize("typed", ["1-9-2026", "01/09/2026", " 1.9.2026 ", "1 9 2026", "2026-09-01"])
def test_a_day_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 9, 1)


@pytest.mark.parametrize("typed", ["", "1-9", "1-9-26", "31-2-2026", "2026-13-01", "gisteren"])
def test_what_is_no_day(typed: str) -> None:
    assert read_day(typed) is None
