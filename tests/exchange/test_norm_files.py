"""Tests and norms from files: a list of the organisation's own, and the tests of UWLR."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.assessment.norm_checks import check_norm
from app.domain.assessment.norming import NormRow, RowSort
from app.domain.errors import Refusal
from app.exchange.norm_files import NormFile, read_norm_file
from app.exchange.roster_table import roster_xlsx

LIST = """\
Toetscode;Toetsversie;Toetsnaam;Vakgebied;Hoogste score;Aantal opgaven;Normversie;Moment;Schaal;Geldig vanaf;Van;\
Tot en met;Vaardigheidsscore;Interval laag;Interval hoog;Niveau;Functioneringsniveau
LEZ-M4;1;Lezen M4;Lezen;2;2;2025;M4;Leesschaal;2025-08-01;0;;100,5;95;106;;
;;;;;;2025;M4;;;1;;110;;;;
;;;;;;2025;M4;;;2;;120.25;;;;
;;;;;;2025;M4;;;0;109,9;;;;E;
;;;;;;2025;M4;;;110;300;;;;A;
;;;;;;2025;M4;;;0;300;;;;;M4
"""
UWLR = """<?xml version="1.0" encoding="UTF-8"?>
<Toetsdefinities xmlns="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"
  xmlns:lr="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"><lr:toetsen><lr:toets>
  <lr:toetscode>BLOK1</lr:toetscode><lr:versie>2</lr:versie><lr:toetsnaam>Blok 1</lr:toetsnaam>
  <lr:leerjaar>5</lr:leerjaar><lr:vakgebied>Rekenen</lr:vakgebied>
  <lr:toetsnormering><lr:toetscategorie>methode</lr:toetscategorie>
    <lr:norm><lr:term>onvoldoende</lr:term><lr:beginnormwaarde>0</lr:beginnormwaarde>
      <lr:eindnormwaarde>11</lr:eindnormwaarde></lr:norm>
    <lr:norm><lr:term>voldoende</lr:term><lr:omschrijving>goed zo</lr:omschrijving>
      <lr:beginnormwaarde>12</lr:beginnormwaarde><lr:eindnormwaarde>20</lr:eindnormwaarde></lr:norm>
  </lr:toetsnormering>
  <lr:toetsonderdelen>
    <lr:toetsonderdeel><lr:toetsonderdeelvolgnummer>2</lr:toetsonderdeelvolgnummer>
      <lr:toetsonderdeelcode>B</lr:toetsonderdeelcode></lr:toetsonderdeel>
    <lr:toetsonderdeel><lr:toetsonderdeelvolgnummer>1</lr:toetsonderdeelvolgnummer>
      <lr:toetsonderdeelcode>A</lr:toetsonderdeelcode><lr:toetsonderdeelnaam>Sommen</lr:toetsonderdeelnaam>
    </lr:toetsonderdeel>
  </lr:toetsonderdelen></lr:toets></lr:toetsen></Toetsdefinities>
"""


def read(tmp_path: Path, content: str | bytes, name: str = "normen.csv") -> NormFile:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_norm_file(path, "2026")


@pytest.mark.clause("A-1.14")
def test_a_list_holds_tests_with_their_norms(tmp_path: Path) -> None:
    file = read(tmp_path, LIST)
    (test,) = file.tests
    assert file.notes == () and len(file.checksum) == 64
    assert (test.code, test.edition, test.title, test.subject, test.highest, test.items) == (
        "LEZ-M4", "1", "Lezen M4", "Lezen", 2, 2)
    (norm,) = test.norms
    assert (norm.edition, norm.moment, norm.scale, norm.from_on) == ("2025", "M4", "Leesschaal", "2025-08-01")
    assert norm.of(RowSort.SCALE) == (
        NormRow(RowSort.SCALE, 0, 0, 100_500, 95_000, 106_000), NormRow(RowSort.SCALE, 1, 1, 110_000),
        NormRow(RowSort.SCALE, 2, 2, 120_250))
    assert [(row.begins, row.ends, row.term) for row in norm.of(RowSort.LEVEL)] == [
        (0, 109_900, "E"), (110_000, 300_000, "A")]
    assert [row.term for row in norm.of(RowSort.FUNCTIONING)] == ["M4"]
    assert check_norm(norm, 2) == ()


def test_a_workbook_holds_the_same(tmp_path: Path) -> None:
    rows = [line.split(";") for line in LIST.splitlines()]
    assert read(tmp_path, roster_xlsx(rows), "normen.xlsx").tests == read(tmp_path, LIST).tests


def test_levels_without_a_scale_are_of_the_raw_score(tmp_path: Path) -> None:
    (test,) = read(tmp_path, "toetscode;van;tot;niveau\nX;0;9;D\nX;10;20;A\n").tests
    assert [(row.sort, row.begins, row.ends) for row in test.norms[0].rows] == [
        (RowSort.RAW_LEVEL, 0, 9), (RowSort.RAW_LEVEL, 10, 20)]
    assert test.norms[0].edition == "2026", "what the file itself does not say"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X;0;x;100;", "geen getal|no number"), ("X;0;1;100;A", "one of them"), ("X;0;1;;", "one of them"),
        ("X;0;1;1e9;", "no number"), ("X;0,5;1;100;", "no number"), ("X;0;1;NaN;", "no number"),
    ],
)
def test_a_wrong_line_is_named_and_its_norm_left_out(tmp_path: Path, line: str, said: str) -> None:
    import re

    file = read(tmp_path, f"toetscode;van;tot;vaardigheidsscore;niveau\nX;2;2;110;\n{line}\n")
    assert file.tests[0].norms == ()
    assert {note.line for note in file.notes} == {3}
    assert re.search(said, str(file.notes[0].reason)) and "left out" in str(file.notes[1].reason)


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no column with codes"):
        read(tmp_path, "Voornaam;Achternaam\nAmira;Bakker\n")
    with pytest.raises(Refusal):
        read(tmp_path, b"%PDF-1.7 x", "x.pdf")


@pytest.mark.clause("A-1.14")
def test_the_tests_of_uwlr_are_read_with_their_parts_in_order(tmp_path: Path) -> None:
    (test,) = read(tmp_path, UWLR, "toetsen.xml").tests
    assert (test.code, test.edition, test.title, test.year_groups, test.subject, test.category, test.highest) == (
        "BLOK1", "2", "Blok 1", "5", "Rekenen", "methode", 20)
    assert [(part.code, part.title) for part in test.parts] == [("A", "Sommen"), ("B", "")]
    (norm,) = test.norms
    assert [(row.begins, row.ends, row.term, row.description) for row in norm.rows] == [
        (0, 11, "onvoldoende", ""), (12, 20, "voldoende", "goed zo")]
    assert norm.edition == "2026" and check_norm(norm, 20) == ()


@pytest.mark.parametrize(
    "content",
    [
        "<EDEX/>", "<toetsen/>", "<toetsen>",
        '<!DOCTYPE x [<!ENTITY a "b">]><toetsen><toets><toetscode>&a;</toetscode></toets></toetsen>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><toetsen><toets/></toetsen>',
    ],
)
def test_other_xml_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, content, "x.xml")


def test_a_boundary_that_is_no_whole_number_leaves_the_norm_out(tmp_path: Path) -> None:
    file = read(tmp_path, UWLR.replace(">12<", ">12,5<"), "toetsen.xml")
    assert file.tests[0].norms == () and len(file.notes) == 1
