"""Months of the year, and two periods side by side: by who was there on those days."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.desk import Desk
from app.actions.groups import add_participants, move_participants, remove_participants
from app.domain.errors import Refusal
from app.domain.periods import Period
from app.store.settings import SINCE_YEAR, set_settings
from app.store.tables import earlier_progress
from app.views.comparison import compared_groups, compared_people
from app.views.wide_progress import wide_progress
from app.views.year_months import MonthFigures, year_months
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.views.test_wide_progress import groups_of, people_of, since

NOVEMBER, OCTOBER = Period(date(2026, 11, 1), date(2026, 11, 30)), Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def school(school_desk: Desk) -> Desk:
    """Amira and Bram in A, Chi in B, since the first of September; each made something in October and November."""
    add_programme(school_desk, "koken", 3)
    bring_in(school_desk, roster(*(person(str(at), name, "Proef", groups=(group,)) for at, (name, group) in enumerate(
        (("Amira", "a"), ("Bram", "a"), ("Chi", "b")), 1)), groups=("a", "b"), year=2026))
    since(school_desk, "2026-09-01")
    bring_results(school_desk, [
        statement(key, exercise_iri("koken", number), at_us(day))
        for key, number, day in (("1", 1, -20), ("1", 2, 1), ("1", 3, 2), ("2", 1, -25), ("3", 1, 3), ("3", 2, -400))])
    return school_desk


@pytest.mark.clause("O-annex 1")
def test_months_of_this_school_year_beside_those_of_the_years_before(school: Desk) -> None:
    """What is still to come, and what was before anything, has no number; without days nobody counts in a group."""
    found = school.read(year_months)
    assert [year.label for year in found.years] == ["2026-2027", "2025-2026"]
    assert found.first_months[0] == date(2026, 8, 1)
    this, last = (year.months for year in found.years)
    assert this[2:4] == (MonthFigures(2, 2, 2, 2, 120), MonthFigures(2, 3, 3, 3, 180)) and this[4:] == (None,) * 8
    assert last[:1] == (None,) and last[1] == MonthFigures(1, 1, 1, 1, 60) and last[2] == MonthFigures()
    assert this[3] is not None and this[3].minutes == 3
    a = school.read(year_months, groups_of(school)["Groep a"])
    assert a.years[0].months[2:4] == (MonthFigures(2, 2, 2, 2, 120), MonthFigures(1, 2, 2, 2, 120))
    assert a.years[1].months[1] == MonthFigures()


def test_months_add_up_to_the_figures_of_the_year(school: Desk) -> None:
    months = [one for one in school.read(year_months).years[0].months if one is not None]
    whole = school.read(wide_progress, date(2026, 8, 1), date(2026, 11, 30)).whole
    for name in ("visits", "attempts", "made", "seconds"):
        assert sum(getattr(one, name) for one in months) == getattr(whole, name) > 0


def test_a_month_whose_results_are_not_all_here_has_no_number(school: Desk) -> None:
    """S9."""
    with school.database.writing() as connection:
        set_settings(connection, {SINCE_YEAR: "2026"})
        connection.execute(earlier_progress.insert().values(
            participant=rows_of(school, "participants")[0]["local"],
            exercise=rows_of(school, "exercises")[0]["local"], attempts=1, failed=0, last_us=1, seconds=1))
    found = school.read(year_months)
    assert found.local_since == date(2026, 8, 1)
    assert found.years[0].months[3] is not None and found.years[1].months == (None,) * 12


def test_groups_side_by_side(school: Desk) -> None:
    found = school.read(compared_groups, NOVEMBER, OCTOBER)
    told = [(row.full, row.later and row.later.made, row.earlier and row.earlier.made) for row in found.rows]
    assert told == [("Groep a", 2, 2), ("Groep b", 1, 0)]
    assert found.whole.later is not None and found.whole.later.made == 3
    before_there_were_any = school.read(compared_groups, NOVEMBER, Period(date(2026, 8, 1), date(2026, 8, 31)))
    assert [row.earlier for row in before_there_were_any.rows] == [None, None]


def test_people_side_by_side_by_who_was_in_the_group_then(school: Desk, clock: Clock) -> None:
    """Bram left the group, Chi came: each has a number in the period in which they were there (D5)."""
    groups, people = groups_of(school), people_of(school)
    a, b = groups["Groep a"], groups["Groep b"]
    with school.database.writing() as connection:
        connection.exec_driver_sql("UPDATE memberships SET until_on = '2026-11-01' WHERE participant_id = ?", (
            people["Bram"],))
    school.do(move_participants, from_group_id=b, to_group_id=a, participant_ids=[people["Chi"]])
    found = school.read(compared_people, NOVEMBER, OCTOBER, a)
    told = {row.full: (row.later and row.later.made, row.earlier and row.earlier.made) for row in found.rows}
    assert told == {"Amira Proef": (2, 1), "Bram Proef": (None, 1), "Chi Proef": (0, None)}
    assert (found.whole.later.participants, found.whole.earlier.participants) == (2, 2)  # type: ignore[union-attr]
    assert found.not_shown == 0
    school.do(add_participants, group_id=b, participant_ids=[people["Bram"]])
    coach = coach_of(school, a)
    theirs = coach.read(compared_people, NOVEMBER, OCTOBER, a)
    assert {row.full for row in theirs.rows} == {"Amira Proef", "Chi Proef"} and theirs.not_shown == 1
    with pytest.raises(Refusal, match="not yours"):
        coach.read(compared_people, NOVEMBER, OCTOBER, b)
    school.do(remove_participants, group_id=a, participant_ids=[people["Amira"]])
    assert "Amira Proef" in {row.full for row in school.read(compared_people, NOVEMBER, OCTOBER, a).rows}
