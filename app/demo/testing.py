"""Tests of the demo over two school years. Every norm is invented, and its name says so: those of real tests are of who
made them.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from app.actions.assessing import add_sitting, record_result
from app.actions.desk import Desk
from app.actions.norming import load_tests
from app.domain.assessment.norm_checks import DefinedTest
from app.domain.assessment.norming import POINT, NormRow, NormTable, RowSort
from app.domain.calendar import SchoolYear
from app.views.groups import GroupRow, group_detail, group_list
from app.views.tests import all_tests

YEAR_GROUP = "5"
HIGHEST = 20
SCALE = "Rekenen (verzonnen schaal)"
SOURCE = "verzonnen-normen.csv"
INTERVAL = 7
# Code, title, year group, moment, edition of the norm and what nought points are worth.
TESTS = (
    ("RK-M4", "Rekenen M4", "4", "M4", "2025 (verzonnen)", 120),
    ("RK-E4", "Rekenen E4", "4", "E4", "2025 (verzonnen)", 138),
    ("RK-B5", "Rekenen B5", "5", "B5", "2026 (verzonnen)", 150),
)
LETTERS = (("E", 0), ("D", 145), ("C", 158), ("B", 172), ("A", 186))
ROMAN = (("V", 0), ("IV", 148), ("III", 160), ("II", 171), ("I", 183))
MOMENTS = (("E3", 0), ("M4", 150), ("E4", 166), ("M5", 180))
TOP = 400
LATE = timedelta(days=12)
NOT_YET = 3
"""The last so many of the group have no score for the newest test: one was away, the others are still to be typed."""


def take_tests(desk: Desk, last_on: date) -> None:
    """Two tests of the school year before, one of this one; all typed today. None after the last day of the licence."""
    group = next((row for row in desk.read(group_list) if row.year_group == YEAR_GROUP and row.kind == "base"), None)
    if desk.sight.profile.lacks_panel("tests") or group is None:
        return
    today = desk.sight.today
    this_year = SchoolYear.of(today)
    days = (date(this_year.first, 1, 20), date(this_year.first, 6, 9), max(this_year.begins, today - LATE))
    defined = [_test(one, days[number]) for number, one in enumerate(TESTS)]
    desk.do(load_tests, defined=defined, source=SOURCE, checksum="0" * 64)
    _give(desk, group, days, last_on)


def _test(one: tuple[str, str, str, str, str, int], taken_on: date) -> DefinedTest:
    code, title, years, moment, edition, begin = one
    return DefinedTest(
        code, "1", title, "Rekenen", years, "papier", HIGHEST, HIGHEST,
        norms=(_norm(edition, moment, begin, SchoolYear.of(taken_on).begins),))


def _norm(edition: str, moment: str, begin: int, from_on: date) -> NormTable:
    scale = [_point(raw, begin + 3 * raw) for raw in range(HIGHEST + 1)]
    levels = [*_steps(RowSort.LEVEL, LETTERS), *_steps(RowSort.LEVEL, ROMAN), *_steps(RowSort.FUNCTIONING, MOMENTS)]
    return NormTable(edition, (*scale, *levels), moment=moment, scale=SCALE, from_on=from_on.isoformat())


def _point(raw: int, value: int) -> NormRow:
    return NormRow(RowSort.SCALE, raw, raw, POINT * value, POINT * (value - INTERVAL), POINT * (value + INTERVAL))


def _steps(sort: RowSort, steps: tuple[tuple[str, int], ...]) -> list[NormRow]:
    ends = [*(POINT * begins - 1 for _, begins in steps[1:]), POINT * TOP]
    return [NormRow(sort, POINT * begins, end, term=term) for (term, begins), end in zip(steps, ends, strict=True)]


def _give(desk: Desk, group: GroupRow, days: tuple[date, date, date], last_on: date) -> None:
    people = desk.read(group_detail, group.id).members
    ability = {row.id: random.Random(f"{row.full}").gauss(0, 1) for row in people}
    tests = {row.code: row.id for row in desk.read(all_tests)}
    for (code, _, _, moment, _, _), day in zip(TESTS, days, strict=True):
        if day > last_on:
            return
        newest = day == days[-1]
        whom: dict[str, Any] = {"group_id": group.id} if newest else {"participant_ids": [row.id for row in people]}
        sitting = desk.do(add_sitting, test_id=tests[code], moment=moment, taken_on=day.isoformat(), **whom).outcome
        for number, row in enumerate(people):
            left = len(people) - number
            if newest and left <= NOT_YET:
                if left == NOT_YET:
                    _record(desk, sitting, row.id, {"absent": "away"})
                continue
            items = _items(random.Random(f"{row.full} {code}"), ability[row.id])
            _record(desk, sitting, row.id, {"item_scores": items})


def _record(desk: Desk, sitting: bytes, person: bytes, score: dict[str, Any]) -> None:
    desk.do(record_result, sitting_id=sitting, participant_id=person, scores=[{"part_id": None, **score}])


def _items(dice: random.Random, ability: float) -> bytes:
    """The later an item, the harder; the seventh is a bad one."""
    return bytes(
        int(dice.random() < 0.5) if number == 6 else int(ability + dice.gauss(0, 0.9) > (number - 11) / 7)
        for number in range(HIGHEST))
