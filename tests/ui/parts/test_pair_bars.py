"""Two numbers of each thing as bars: told by more than colour, and every number painted and spoken."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.rooms import shown
from tests.ui.seen_text import accessible_text, painted_text
from ui.parts.columns import Column
from ui.parts.pair_bars import Pair, PairBars
from ui.parts.table import RowTable
from ui.parts.timeline import tone_colour

NAMES = "november", "oktober"


def test_every_number_is_painted_and_spoken_and_what_is_missing_is_a_dash(qtbot: QtBot) -> None:
    bars = PairBars()
    bars.show_pairs("Vergeleken", NAMES, [Pair("Groep 3", 1_200, 30), Pair("Groep 4", 0, None)])
    shown(qtbot, bars, 500, bars.minimumHeight())
    assert painted_text(bars) == {*NAMES, "Groep 3", "Groep 4", "1.200", "30", "0", "–"}
    (told,) = (one for one in accessible_text(bars) if "\n" in one)
    assert told.split("\n") == ["Groep 3: 1.200 (november)", "Groep 3: 30 (oktober)", "Groep 4: 0 (november)"]


def test_the_second_bar_is_hatched_so_that_no_colour_is_needed(qtbot: QtBot) -> None:
    """Of a full bar every point has its colour, of a hatched one not."""
    bars = PairBars()
    bars.show_pairs("Vergeleken", NAMES, [Pair("Groep 3", 100, 100)])
    shown(qtbot, bars, 500, bars.minimumHeight())
    picture = bars.grab().toImage()
    lines = [{picture.pixel(x, y) for x in range(200, 300)} for y in range(picture.height())]
    full, hatched = tone_colour("info").rgb(), tone_colour("neutral").rgb()
    assert {full} in lines
    assert not any(full in line and len(line) > 1 for line in lines)
    assert any(hatched in line and len(line) > 1 for line in lines)


def test_a_narrow_table_keeps_what_a_name_needs(qtbot: QtBot) -> None:
    def widths(least: int) -> int:
        table = RowTable((
            Column("Naam", str, width=30, stretch=True, least=least),
            *(Column("Een getal", str, align="right", width=12) for _ in range(5))), "Tabel")
        return shown(qtbot, table, 300, 200).columnWidth(0)

    assert widths(0) < widths(20)
