"""Instruments from lists: read, refused by the line, and written again as they were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import Refusal
from app.domain.observing import check_instrument
from app.exchange.instrument_files import (
    MOST_INSTRUMENTS,
    InstrumentFile,
    example_file,
    list_rows,
    read_instrument_file,
)
from app.exchange.shown_table import write_shown_table
from app.exchange.shown_workbook import write_shown_workbook
from tests.observing import POINTS, STEPS, instrument

LIST = """Instrument;Editie;Leerjaar;Bron;Schaal;Gebied;Punt
Kleuters;1;1, 2;eigen;nog niet / soms / meestal;Spelen;speelt samen
;;;;;Spelen;verzint een spel
;;;;;;
;;;;;Taal;vertelt uit zichzelf
Groep 3;;3;;ja / nee;;loopt
"""


def read(tmp_path: Path, text: str) -> InstrumentFile:
    path = tmp_path / "lijst.csv"
    path.write_text(text, encoding="utf-8")
    return read_instrument_file(path)


@pytest.mark.clause("A-1.14")
def test_a_list_describes_instruments_in_its_own_words(tmp_path: Path) -> None:
    found = read(tmp_path, LIST)
    first, second = found.instruments
    assert (first.title, first.edition, first.year_groups, first.source) == ("Kleuters", "1", "1, 2", "eigen")
    assert (first.steps, first.points, first.line) == (STEPS, POINTS, 2)
    assert (second.title, second.steps, second.line) == ("Groep 3", ("ja", "nee"), 6)
    assert found.notes == ()


def test_what_is_wrong_is_said_by_the_line(tmp_path: Path) -> None:
    found = read(tmp_path, "lijst;punt;schaal\n;zwerft;\nL;;ja / nee\nL;loopt;\n")
    assert [note.line for note in found.notes] == [2, 3]
    (one,) = found.instruments
    assert [point.title for point in one.points] == ["loopt"]
    assert {wrong.field for wrong in check_instrument(one)} == {"steps"}, "the scale stood on a line without a point"
    many = "lijst;punt\n" + "".join(f"L{number};x\n" for number in range(MOST_INSTRUMENTS + 2))
    assert [note.line for note in read(tmp_path, many).notes] == [MOST_INSTRUMENTS + 2, MOST_INSTRUMENTS + 3]


@pytest.mark.parametrize("text", ["naam;score\nJan;3\n", "\x00\x01\x02", "punt\nloopt\n"])
def test_another_file_is_refused_with_the_headings_that_are_asked(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, text)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_written_is_read_again(tmp_path: Path, form: str, language: str) -> None:
    path = tmp_path / f"lijst.{form}"
    write = write_shown_table if form == "csv" else write_shown_workbook
    write(path, list_rows(instrument(source="=1+1"), language))
    (again,) = read_instrument_file(path).instruments
    assert again == instrument(source="=1+1", line=2)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_that_comes_along_is_right(language: str) -> None:
    found = read_instrument_file(example_file(language))
    (example,) = found.instruments
    assert check_instrument(example) == () and found.notes == ()
    assert len({point.area for point in example.points}) == 5 and len(example.points) == 20
