"""`leerspoor roster`: groups and people as a file, in every form, and read again by `leerspoor import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.arguments import ROSTER_FORMS
from app.exchange.roster_writing import ENDINGS, FORMS
from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import tables_of
from tests.exchange import oneroster_files as own


def test_the_forms_are_those_that_can_be_written() -> None:
    assert tuple(FORMS) == ROSTER_FORMS and ENDINGS.keys() == FORMS.keys()


@pytest.fixture
def filled(leerspoor: Leerspoor, library: Home, given: Path) -> Home:
    folder = given / "oneroster"
    folder.mkdir()
    for name, text in own.FILES.items():
        (folder / name).write_text(text, "utf-8")
    leerspoor.run("import", folder)
    return library


@pytest.mark.parametrize("form", ROSTER_FORMS)
def test_what_is_written_imports_again_unchanged(leerspoor: Leerspoor, filled: Home, given: Path, form: str) -> None:
    file = given / f"lijst.{ENDINGS[form]}"
    answer = leerspoor.answer("roster", "--format", form, "--out", file)
    assert answer == {"file": str(file), "participants": 2, "coaches": 1, "groups": 3}
    before = tables_of(filled)
    answer = leerspoor.answer("import", file)
    for kind, number in (("participants", 2), ("coaches", 1), ("groups", 3)):
        assert {outcome: n for outcome, n in answer[kind].items() if n} == {"unchanged": number}
    assert tables_of(filled) == before


def test_nobody_to_write_is_told_in_words(leerspoor: Leerspoor, library: Home, given: Path) -> None:
    ran = leerspoor.run("roster", "--format", "csv", "--out", given / "lijst.csv", code=2)
    assert "niemand om weg te schrijven" in ran.err and not (given / "lijst.csv").exists()
