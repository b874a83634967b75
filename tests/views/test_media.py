"""Links, materials and the overview of all there is to learn with."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.actions.media import add_link, add_material, change_link, record_check, withdraw_link
from app.actions.routes import add_route
from app.documents.materials_paper import materials_pdf
from app.domain.errors import Refusal
from app.exchange.material_files import take_in
from app.exchange.material_overview import overview_rows, write_paper, write_rows
from app.store.texts import Translator
from app.views.media import learning_material, link_list, material_list
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.files import pdf, written


def _furnish(stage: Stage, folder: Path) -> None:
    desk = stage.desk
    desk.do(add_link, title="Uitleg koken", address="https://uitleg.example/koken", programme_id=stage.programme)
    desk.do(add_link, title="=Woordenboek", address="https://bücher.example/")
    taken = take_in(desk, written(folder, "recept.pdf", pdf()))
    desk.do(add_material, title="Recept", programme_id=stage.programme, **taken.arguments())


def test_a_link_is_shown_as_it_is_read_and_as_it_is_really_written(stage: Stage, tmp_path: Path) -> None:
    _furnish(stage, tmp_path)
    dictionary, cooking = stage.desk.read(link_list)
    assert (dictionary.host, dictionary.written) == ("bücher.example", "xn--bcher-kva.example")
    assert (cooking.host, cooking.written, cooking.programme, cooking.steps) == (
        "uitleg.example", "", "Programma koken", 0)
    stage.desk.do(add_route, name="Koken", steps=[{"media_link_id": cooking.id}])
    assert stage.desk.read(link_list)[1].steps == 1


def test_what_came_of_looking_holds_for_the_address_alone(stage: Stage, tmp_path: Path) -> None:
    _furnish(stage, tmp_path)
    desk, link = stage.desk, stage.desk.read(link_list)[1]
    desk.do(record_check, media_link_id=link.id, address=link.address, state="there")
    assert (desk.read(link_list)[1].state, desk.read(link_list)[1].checked_us is None) == ("there", False)
    desk.do(change_link, media_link_id=link.id, title=link.title, address="https://uitleg.example/ander")
    assert (desk.read(link_list)[1].state, desk.read(link_list)[1].checked_us) == ("", None)
    with pytest.raises(Refusal, match="changed in the meantime"):
        desk.do(record_check, media_link_id=link.id, address=link.address, state="there")
    desk.do(withdraw_link, media_link_id=link.id)
    assert len(desk.read(link_list)) == 1 and len(desk.read(link_list, True)) == 2


@pytest.mark.clause("O-annex 1")
def test_the_overview_is_the_same_on_screen_in_the_file_and_on_paper(stage: Stage, tmp_path: Path) -> None:
    from tests.documents.sheets import standards_broken, text_of

    _furnish(stage, tmp_path)
    desk, say = stage.desk, Translator("nl", stage.desk.sight.profile.words)
    sheets = desk.read(learning_material)
    rows = overview_rows(sheets, say)
    assert [row[2] for row in rows[1:]] == ["Oefening 1", "Oefening 2", "Uitleg koken", "Recept", "=Woordenboek"]
    with write_rows(desk, tmp_path / "overzicht.csv", "nl").open(encoding="utf-8-sig", newline="") as file:
        written_rows = list(csv.reader(file, delimiter=";"))
    assert written_rows[-1][2] == "'=Woordenboek"  # a spreadsheet must not take it for a formula
    paper = write_paper(desk, materials_pdf, tmp_path / "overzicht.pdf", "nl")
    read = " ".join(text_of(paper))
    assert standards_broken(paper) == []
    for row in rows[1:]:
        assert row[2] in read
    assert "https://uitleg.example/koken" in read and "recept.pdf" in read


def test_a_material_says_whether_its_content_is_here(stage: Stage, tmp_path: Path) -> None:
    from app.store import contents

    _furnish(stage, tmp_path)
    (row,) = stage.desk.read(material_list)
    assert row.is_here and row.file_name == "recept.pdf"
    with stage.desk.database.writing() as connection:
        contents.forget(connection, [row.checksum])
    assert not stage.desk.read(material_list)[0].is_here
