"""How figures are counted: periods, own numbers, parts that add up, and what two tables tell together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import Refusal
from app.domain.figures.breakdown import MOST_AREAS, Breakdown, break_down
from app.domain.figures.cbs import Numbering, cbs_table, numbering_of, own_number
from app.domain.figures.people import CountedPerson, CourseFollowed
from app.domain.figures.periods import FigurePeriod, PeriodKind, calendar_year, offered_periods
from app.domain.figures.published import Publication, publication_of, told_apart

YEAR = calendar_year(2026)
KEPT = frozenset({"course_kind", "course_type", "birth_year", "mother_tongue", "gender"})
COURSE = CourseFollowed(b"g", "Dinsdag", "formal", "language")
SOMEBODY = CountedPerson(b"p", 1984, "nt2", "f", "1234AB", "Centrum", (COURSE,), date(2026, 3, 1), None)
TABLE = Publication("places by location", date(2026, 1, 1), date(2026, 12, 31), ("Centrum", ""),
                    {"all": (40, 90), "kind formal": (12, None)})


def many(number: int, place: str = "Centrum", **more: object) -> list[CountedPerson]:
    return [replace(SOMEBODY, id=f"{place}{at}".encode(), place=place, **more) for at in range(number)]  # type: ignore[arg-type]


def broken(people: list[CountedPerson], threshold: int = 10) -> Breakdown:
    return break_down(people, lambda person: person.place, YEAR, KEPT, threshold)


def test_every_part_adds_up_to_everybody() -> None:
    other = replace(COURSE, group_id=b"h", kind="volunteer", type="digital")
    made = broken([*many(30), *many(25, "Zuid", courses=(COURSE, other)),
                   *many(20, "Oost", courses=(), birth_year=None)],
                  threshold=5)
    assert (made.columns, made.people, made.total, made.together) == (("Centrum", "Oost", "Zuid"), (30, 20, 25), 75, 0)
    for part in made.parts:
        for at, number in enumerate(made.people):
            assert sum(cells[at] or 0 for _, _, cells, _, _ in part.rows) == number, part.code
        assert sum(total or 0 for _, _, _, total, _ in part.rows) == 75
    (kind,) = (part for part in made.parts if part.code == "kind")
    assert {row[0]: row[3] for row in kind.rows}["several"] == 25


def test_small_places_stand_together_with_enough_people() -> None:
    made = broken([*many(30), *many(12, "Zuid"), *many(3, "Oost"), *many(2, "")])
    assert (made.columns, made.people, made.together) == (("Centrum",), (30, 17), 3)
    assert broken(many(9)).too_few and not broken([]).too_few
    crowded = broken([one for at in range(MOST_AREAS + 3) for one in many(20 + at, f"P{at}")])
    assert len(crowded.columns) == MOST_AREAS and crowded.together == 3


def test_a_number_is_made_from_key_year_and_person_and_from_all_of_them() -> None:
    numbers = {own_number(key, person, year) for key in (b"a" * 32, b"b" * 32) for person in (b"p", b"q")
               for year in (2025, 2026, None)}
    assert len(numbers) == 12
    assert own_number(b"a" * 32, b"p", 2026) == own_number(b"a" * 32, b"p", 2026)
    assert numbering_of("") is numbering_of("nonsense") is Numbering.PER_YEAR


def test_a_person_with_two_courses_has_two_lines_and_one_number() -> None:
    other = replace(COURSE, group_id=b"h", kind="volunteer")
    made = cbs_table([replace(SOMEBODY, courses=(COURSE, replace(COURSE, group_id=b"i"), other))], KEPT, b"k", 2026)
    assert [line.cells[4] for line in made.lines] == ["Formeel", "Non-formeel vrijwilliger"] and made.people == 1
    assert len({line.cells[-1] for line in made.lines}) == 1
    assert [line.cells[3] for line in made.lines] == ["", ""], "the postcode is not kept here"


@pytest.mark.parametrize(("begins", "ends", "months"), [
    (date(2026, 1, 1), date(2026, 12, 31), 12), (date(2026, 1, 15), date(2026, 2, 14), 2),
    (date(2028, 2, 29), date(2028, 2, 29), 1),
])
def test_a_period_has_the_months_it_touches(begins: date, ends: date, months: int) -> None:
    found = FigurePeriod(begins, ends).months()
    assert (len(found), found[0][0], found[-1][1]) == (months, begins, ends)


def test_a_period_that_is_none_is_refused() -> None:
    for begins, ends in ((date(2026, 2, 1), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))):
        with pytest.raises(Refusal):
            FigurePeriod(begins, ends)


def test_years_that_have_begun_are_offered() -> None:
    offered = offered_periods(date(2026, 11, 21), date(2025, 9, 1), [
        (date(2026, 2, 1), date(2027, 1, 31)), (date(2027, 2, 1), date(2028, 1, 31))])
    assert [(one.kind, one.begins.year) for one in offered] == [
        (PeriodKind.CALENDAR, 2026), (PeriodKind.CALENDAR, 2025), (PeriodKind.SCHOOL, 2026), (PeriodKind.SCHOOL, 2025),
        (PeriodKind.LICENCE, 2026)]


@pytest.mark.parametrize(("more", "told"), [
    ({}, 0), ({"rows": {"all": (40, 93), "kind formal": (12, None)}}, 1),
    ({"rows": {"all": (40, 90), "kind formal": (None, 31)}}, 2),
    ({"rows": {"all": (80, 190), "kind formal": (None, 31)}}, 0),
    ({"begins": date(2025, 1, 1), "ends": date(2025, 12, 31), "rows": {"all": (41, 91), "kind formal": (13, None)}}, 0),
    ({"table": "places by none", "columns": ("",), "rows": {"all": (90,), "kind formal": (31,)}}, 1),
])
def test_two_tables_together_are_held_against_each_other(more: dict[str, object], told: int) -> None:
    assert told_apart(TABLE, replace(TABLE, **more), 10) == told  # type: ignore[arg-type]


def test_what_was_written_down_is_read_and_what_is_broken_passed_by() -> None:
    assert publication_of(json.dumps(TABLE.kept())) == TABLE
    assert publication_of("{}") is publication_of("x") is publication_of("[1]") is None
    for wrong in ({"all": (12,)}, {"all": ("12", 30)}):
        assert publication_of(json.dumps(TABLE.kept() | {"rows": wrong})) is None, "or no table could be made any more"
