"""The designs of the organisation's own over a real desk: made, looked at, changed, ended, and printed with."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.views.designs import design_list, own_logo
from tests.actions.conftest import set_stage
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.ui.desk_shell import DeskShell
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.certificates.design_dialog import DesignDialog
from ui.certificates.panel import CertificatesPanel
from ui.certificates.preview import CertificatePreview


@pytest.fixture
def signature(tmp_path: Path) -> Path:
    target = tmp_path / "krabbel.png"
    image = io.BytesIO()
    Image.new("RGBA", (300, 80), (0, 0, 80, 200)).save(image, "PNG")
    target.write_bytes(image.getvalue())
    return target


def opened(qtbot: QtBot, desk: Desk) -> tuple[CertificatesPanel, DeskShell]:
    shell = DeskShell(desk)
    panel = CertificatesPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    if panel.designs is not None:
        panel.tabs.setCurrentWidget(panel.designs)
    return panel, shell


def drawn(qtbot: QtBot, form: DesignDialog) -> bool:
    """Whether the example was drawn, once the pause after typing is over."""
    form._pause.stop()
    form._draw()
    QApplication.processEvents()
    return not form.findChild(CertificatePreview).pixmap().isNull()


@pytest.mark.clause("O-annex 1")
def test_a_design_is_made_with_an_example_and_a_signature(qtbot: QtBot, desk: Desk, signature: Path) -> None:
    set_stage(desk)
    panel, shell = opened(qtbot, desk)
    assert any("wie een certificaat ondertekent" in text for text in seen_text(panel))
    press(qtbot, panel, "Nieuw ontwerp…")
    form = dialog("Nieuw ontwerp")
    assert not nameless(form) and not button(form, "Opslaan").isEnabled()
    named(form, QLineEdit, "Naam").setText("Diploma")
    named(form, QComboBox, "Opmaak").setCurrentText("Eenvoudig")
    named(form, QSpinBox, "Geldig").setValue(36)
    named(form, QLineEdit, "Functie").setText("directeur")
    assert not button(form, "Opslaan").isEnabled(), "a role without a name"
    named(form, QLineEdit, "Ondertekend door").setText("M. de Wit")
    shell.files = [str(signature)]
    press(qtbot, form, "Afbeelding…")
    assert drawn(qtbot, form) and clashes(form) == {}
    press(qtbot, form, "Opslaan")
    assert no_dialog() and shell.undoable == [True]
    (row,) = desk.read(design_list)
    assert (row.design, row.valid_months, row.signer_name) == ("plain", 36, "M. de Wit")
    assert row.signature == signature.read_bytes()
    assert column(table(panel, "Ontwerpen"), "Geldig") == ["36 maanden"]
    assert not nameless(panel)


def test_what_is_no_picture_is_refused_at_the_field(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    set_stage(desk)
    panel, shell = opened(qtbot, desk)
    press(qtbot, panel, "Nieuw ontwerp…")
    form = dialog("Nieuw ontwerp")
    for name, content, why in (
        ("woorden.png", b"geen plaatje", "geen afbeelding"), ("groot.png", b"x" * 200_001, "te groot"),
    ):
        (tmp_path / name).write_bytes(content)
        shell.files = [str(tmp_path / name)]
        press(qtbot, form, "Afbeelding…")
        assert any(why in text for text in seen_text(form))
    shell.files = [str(tmp_path / "woorden.png")]
    press(qtbot, form, "Annuleren")
    press(qtbot, panel, "Logo…")
    assert any("geen afbeelding" in text for text in seen_text(panel)) and not shell.undoable


def test_printing_offers_the_own_design_first_and_shows_it(qtbot: QtBot, desk: Desk, signature: Path) -> None:
    set_stage(desk)
    panel, shell = opened(qtbot, desk)
    shell.files = [str(signature)]
    press(qtbot, panel, "Logo…")
    assert desk.read(own_logo) == signature.read_bytes()
    press(qtbot, panel, "Nieuw ontwerp…")
    form = dialog("Nieuw ontwerp")
    named(form, QLineEdit, "Naam").setText("Diploma")
    named(form, QSpinBox, "Geldig").setValue(12)
    press(qtbot, form, "Opslaan")
    panel.tabs.setCurrentIndex(0)
    press(qtbot, panel, "Alles aanvinken")
    panel.print_due()
    printing = dialog("Certificaten afdrukken")
    choice = named(printing, QComboBox, "Ontwerp")
    assert choice.itemText(0) == "Diploma"
    choice.setCurrentIndex(0)
    QApplication.processEvents()
    assert not printing.findChild(CertificatePreview).pixmap().isNull()
    shell.target, shell.outcomes["print_single"] = "alles.pdf", 1
    printing.accept()
    new = [row for row in rows_of(desk, "certificates") if row["valid_until"]]
    assert len(new) == 1 and new[0]["logo"] == signature.read_bytes()
    (sheets, _), = [arguments for name, arguments in shell.works if name == "print_single"]
    assert [one.valid_until.isoformat() for one in sheets] == [new[0]["valid_until"]]
    press(qtbot, dialog("Afgedrukt"), "Sluiten")


def test_ended_it_is_not_offered_and_a_coach_has_no_designs(qtbot: QtBot, desk: Desk) -> None:
    set_stage(desk)
    panel, shell = opened(qtbot, desk)
    press(qtbot, panel, "Nieuw ontwerp…")
    form = dialog("Nieuw ontwerp")
    named(form, QLineEdit, "Naam").setText("Diploma")
    press(qtbot, form, "Opslaan")
    table(panel, "Ontwerpen").choose(desk.read(design_list)[0].id)
    press(qtbot, panel, "Niet meer gebruiken")
    assert desk.read(design_list) == () and shell.undoable == [True, True]
    group = rows_of(desk, "groups")[0]["id"]
    coach, _ = opened(qtbot, coach_of(desk, group))
    assert coach.designs is None and coach.tabs.count() == 2
