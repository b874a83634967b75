"""Labels along a line never overlap; a chart says its numbers to who cannot see it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.ui.seen_text import painted_text
from ui.parts.chart import Chart, Series, round_above
from ui.parts.spread import fits, spread
from ui.parts.timeline import Timeline, TimelineMark

TODAY = date(2026, 11, 23)
lengths = st.floats(1, 200)
places = st.lists(st.tuples(st.floats(0, 1000), lengths), min_size=1, max_size=12)


@given(places, st.floats(0, 30))
def test_labels_never_overlap_and_stay_in_order(labels: list[tuple[float, float]], gap: float) -> None:
    wanted, widths = sorted(place for place, _ in labels), [width for _, width in labels]
    centres = spread(wanted, widths, 1000, gap)
    edges = [(centre - width / 2, centre + width / 2) for centre, width in zip(centres, widths, strict=True)]
    assert all(right[0] - left[1] >= gap - 1e-6 for left, right in pairwise(edges))
    if fits(widths, 1000, gap):
        assert edges[0][0] >= -1e-6 and edges[-1][1] <= 1000 + 1e-6


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_labels_that_have_room_stay_where_they_belong(widths: list[int]) -> None:
    wanted = [50.0 + 100 * number for number in range(len(widths))]
    assert spread(wanted, [float(width) for width in widths], 1000) == wanted


def test_a_cluster_stays_centred_over_its_points() -> None:
    assert spread([500, 500, 500], [100, 100, 100], 1000) == [400, 500, 600]
    assert spread([], [], 1000) == []


def timeline(qtbot: QtBot, marks: list[TimelineMark], width: int = 900) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.show_marks(marks, TODAY)
    made.resize(width, made.heightForWidth(width))
    made.show()
    return made


MARKS = [
    TimelineMark(date(2026, 1, 15), "Begin"), TimelineMark(date(2026, 3, 14), "Factuur voldaan", "good"),
    TimelineMark(date(2026, 12, 14), "Laatste dag opzeggen", "danger", "O-11.2"),
    TimelineMark(date(2027, 1, 15), "Verlengt 12 maanden", "warning"),
]


@pytest.mark.parametrize("width", [360, 700, 1100])
def test_no_two_labels_of_the_timeline_touch_at_any_width(qtbot: QtBot, width: int) -> None:
    placed = timeline(qtbot, MARKS, width).placed()
    for above in (True, False):
        side = [one for one in placed if one.above is above]
        assert all(
            left.centre + left.width / 2 < right.centre - right.width / 2 for left, right in pairwise(side))
        assert all(one.centre - one.width / 2 >= -1 and one.centre + one.width / 2 <= width + 1 for one in side)


def test_the_timeline_shows_today_among_its_marks_and_tells_them_in_order(qtbot: QtBot) -> None:
    made = timeline(qtbot, MARKS)
    assert made.accessibleDescription().splitlines() == [
        "15 januari 2026: Begin", "14 maart 2026: Factuur voldaan", "23 november 2026: Vandaag",
        "14 december 2026: Laatste dag opzeggen", "15 januari 2027: Verlengt 12 maanden"]
    assert {"Vandaag", "14 dec 2026", "Laatste dag opzeggen"} <= painted_text(made)


def test_a_mark_of_today_is_not_doubled(qtbot: QtBot) -> None:
    made = timeline(qtbot, [TimelineMark(TODAY, "Verlengt")])
    assert made.lines() == ["23 november 2026: Verlengt"]


def test_hovering_a_mark_names_its_clause(qtbot: QtBot) -> None:
    made = timeline(qtbot, MARKS)
    dot = next(one for one in made.placed() if one.mark.source).dot
    assert made._tip_at(dot) == "14 december 2026: Laatste dag opzeggen (O-11.2)"


def test_many_marks_close_together_take_both_sides(qtbot: QtBot) -> None:
    marks = [TimelineMark(TODAY + timedelta(days=number), f"Herinnering nummer {number}") for number in range(8)]
    made = timeline(qtbot, marks, 800)
    assert {one.above for one in made.placed()} == {True, False}
    assert timeline(qtbot, [], 300).placed() != []


def chart(qtbot: QtBot, *series: Series) -> Chart:
    made = Chart()
    qtbot.addWidget(made)
    made.show_series("Licenties per maand", ("aug", "sep", "okt"), series)
    made.resize(420, 220)
    made.show()
    return made


def test_a_chart_says_every_number(qtbot: QtBot) -> None:
    made = chart(
        qtbot, Series("in gebruik", (96, 101, None)), Series("gekocht", (1100, 1100, 1100), "danger", dashed=True))
    assert made.accessibleDescription().splitlines()[:3] == [
        "aug: 96 in gebruik", "sep: 101 in gebruik", "aug: 1.100 gekocht"]
    assert {"aug", "sep", "okt", "101 in gebruik", "1.100 gekocht", "1.200"} <= painted_text(made)


def test_bars_have_their_number_above_them(qtbot: QtBot) -> None:
    made = chart(qtbot, Series("af", (3, 8, 0), bars=True))
    assert {"3", "8", "0", "4"} <= painted_text(made)


def test_an_empty_chart_paints_nothing(qtbot: QtBot) -> None:
    made = Chart()
    qtbot.addWidget(made)
    made.show()
    assert painted_text(made) == set() and made.top_value() == 2


@given(st.floats(0, 1e7))
def test_the_top_of_a_scale_is_a_round_number_not_below_the_highest(value: float) -> None:
    top = round_above(value)
    assert top >= value and (top / 2) == int(top / 2) and top <= max(2.5 * value, 2)
