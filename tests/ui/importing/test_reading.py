"""From real files to a preview and into a real database: what the dialog asks of the program."""

from __future__ import annotations

from pathlib import Path

from app.actions.desk import Desk
from app.actions.undo import undo_last
from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.views.groups import all_participants
from tests.desks import clock, data_home, desk, founded
from ui.importing.reading import Access, Preview, apply_preview, preview_at, read_preview

__all__ = ["clock", "data_home", "desk", "founded"]

DUTCH_EXCEL = "Roepnaam;Achternaam;Groep;BSN\r\nYıldız;Demir;Dinsdag;111222333\r\nZoë;de Jong;Dinsdag;123456782\r\n"


def dutch_list(tmp_path: Path, text: str = DUTCH_EXCEL) -> str:
    """As Dutch Excel writes it."""
    file = tmp_path / "cursisten.csv"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return str(file)


def access_to(desk: Desk) -> Access:
    return Access(desk.database.path, desk.database.key, desk.sight.actor.account_id)


def applied(desk: Desk, preview: Preview, cancelled: bool = False) -> ChangeSet | Refusal | None:
    return apply_preview(
        desk, preview, "keep", progress=lambda done, total: None, cancelled=lambda: cancelled)


def test_a_list_from_dutch_excel_simply_works_and_is_undone_in_one_step(tmp_path: Path, desk: Desk) -> None:
    preview = read_preview(access_to(desk), (dutch_list(tmp_path),))
    assert preview.counted("new") == {"participants": 2, "groups": 1} and preview.does_something
    assert [(column.heading, column.field) for column in preview.columns][:2] == [
        ("Roepnaam", "given_name"), ("Achternaam", "family_name")]
    assert preview.columns[3].forbidden and preview.columns[3].sample
    assert isinstance(applied(desk, preview), ChangeSet)
    assert {row.full for row in desk.read(all_participants)} == {"Yıldız Demir", "Zoë de Jong"}
    desk.do(undo_last)
    assert desk.read(all_participants) == ()


def test_a_list_without_names_asks_for_its_columns(tmp_path: Path, desk: Desk) -> None:
    preview = preview_at(desk, (dutch_list(tmp_path, "A;B\r\nYıldız;Demir\r\n"),))
    assert preview.needs_columns and [column.sample for column in preview.columns] == [("Yıldız",), ("Demir",)]
    chosen = preview_at(desk, preview.paths, {"given_name": "A", "family_name": "B"})
    assert not chosen.needs_columns and chosen.total("new") == 1
    assert chosen.columns[0].certainty == "chosen"


def test_a_file_that_is_none_is_told_as_a_value(tmp_path: Path, desk: Desk) -> None:
    file = tmp_path / "leeg.csv"
    file.touch()
    preview = read_preview(access_to(desk), (str(file),))
    assert preview.reasons and not preview.plans and not preview.needs_columns


def test_a_second_import_of_the_same_file_changes_nothing(tmp_path: Path, desk: Desk) -> None:
    path = dutch_list(tmp_path)
    applied(desk, preview_at(desk, (path,)))
    again = preview_at(desk, (path,))
    assert not again.does_something and again.counted("unchanged")["participants"] == 2


def test_data_that_changed_meanwhile_comes_back_as_a_refusal(tmp_path: Path, desk: Desk) -> None:
    preview = preview_at(desk, (dutch_list(tmp_path),))
    applied(desk, preview)
    assert isinstance(applied(desk, preview), Refusal)
