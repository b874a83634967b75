"""The tour takes a picture of every panel of both demo organisations and of the main dialogs, and sample PDFs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader

from ui.tour.take import take_tour

WORDS = (
    "overzicht", "licenties", "groepen", "voortgang", "certificaten", "privacy", "zoeken", "importeren",
    "certificaten-afdrukken", "ontgrendelen", "welkom", "presentatie", "samen-kijken", "instellingen", "fout",
    "te-controleren-verschil", "te-controleren-geweigerd", "te-controleren-presentatie", "sync-geen-verbinding",
    "verbinden", "samenwerken", "uitloggen", "eerste-keer", "vergrendeld",
    "voortgang-eerdere-jaren", "eerste-keer-overzicht", "nieuwe-groepen-school-in-juni-stap-5",
)


@pytest.fixture(scope="module")
def taken(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One tour for all tests here; it runs in a process of its own, because the scale counts from the start."""
    return take_tour(tmp_path_factory.mktemp("tour"), "en", "dark", "1.5")


def test_everything_is_in_it(taken: list[Path]) -> None:
    names = " ".join(path.name for path in taken)
    assert [word for word in WORDS if word not in names] == []
    for code in ("bibliotheek", "school"):
        assert {f"{panel}-{code}-donker-en-150.png" for panel in WORDS[:6]} <= {_without_number(path) for path in taken}


def _without_number(path: Path) -> str:
    return path.name.partition("-")[2]


def test_every_picture_is_a_whole_window_at_the_scale_asked_for_and_not_empty(
    taken: list[Path], tmp_path: Path,
) -> None:
    """To look into each would take ten seconds: a picture with a line of text is far larger than a bare one."""
    bare = QImage(2049, 1152, QImage.Format.Format_RGB32)
    bare.fill(0)
    assert bare.save(str(tmp_path / "bare.png"))
    blank = 3 * (tmp_path / "bare.png").stat().st_size
    for path in taken:
        if path.suffix == ".png":
            assert QImageReader(str(path)).size().toTuple() == (2049, 1152), path.name
            assert path.stat().st_size > blank, path.name


def test_the_sample_papers_are_pdfs(taken: list[Path]) -> None:
    pdfs = [path for path in taken if path.suffix == ".pdf"]
    assert len(pdfs) == 8 + 10
    assert all(path.read_bytes().startswith(b"%PDF-") for path in pdfs)
