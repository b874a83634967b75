"""Every dialog of the licences panel by keyboard alone, in both languages."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.actions.agreements import record_notice
from app.actions.desk import Desk
from tests.dumps import rows_of
from tests.invoices import concluded
from tests.ui.keyboard import clashes, ring, stops, twice
from tests.ui.licences.opening import each_dialog, furnished, panel_on
from tests.ui.seen_text import nameless
from ui.licences.panel import LicencesPanel
from ui.parts.dialog_page import DialogPage
from ui.parts.form_dialog import FormDialog
from ui.words import tr, use_language

PAGES = ("agreement", "holders", "without", "seats", "orders", "invoices", "course", "permissions", "infringements",
         "audits")
KEPT = ("agreements", "notices", "mandates", "invoices", "bookings", "reminders", "figures", "seats", "orders",
        "order_parts", "seat_numbers")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_tab_reaches_every_field_and_comes_round(
    qtbot: QtBot, desk: Desk, language: str, subtests: pytest.Subtests,
) -> None:
    furnished(desk)
    use_language(language)
    for name, form in each_dialog(panel_on(qtbot, desk)):
        with subtests.test(dialog=name):
            there = ring(qtbot, form)
            missed = [one.accessibleName() or repr(one) for one in stops(form) - set(there)]
            assert not missed
            assert set(ring(qtbot, form, back=True)) == set(there)
            assert nameless(form) == []
            assert twice([one.accessibleName() for one in there]) == []
            assert clashes(form) == {}


def _of_window() -> tuple[str, ...]:
    """The menus, which hold in every panel."""
    return tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_every_page_of_the_panel_tab_reaches_all_and_a_letter_reaches_one(
    qtbot: QtBot, desk: Desk, language: str, subtests: pytest.Subtests,
) -> None:
    furnished(desk)
    use_language(language)
    panel = panel_on(qtbot, desk)
    for page in PAGES:
        panel.detail.tabs.bring_forward(getattr(panel.detail, page))
        with subtests.test(page=page):
            _must_be_reached(qtbot, panel)


def _must_be_reached(qtbot: QtBot, panel: LicencesPanel) -> None:
    panel.activateWindow()
    panel.table.setFocus()
    QApplication.processEvents()
    there = ring(qtbot, panel)
    missed = [one.accessibleName() or repr(one) for one in stops(panel) - set(there)]
    assert not missed
    assert set(ring(qtbot, panel, back=True)) == set(there)
    assert nameless(panel) == []
    assert clashes(panel, _of_window()) == {}
    assert [row.tabText(at) for row in panel.detail.findChildren(QTabBar) if row.isVisible()
            for at in range(row.count()) if QKeySequence.mnemonic(row.tabText(at)).isEmpty()] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_yet_and_notice_given_have_letters_of_their_own(qtbot: QtBot, desk: Desk, language: str) -> None:
    use_language(language)
    assert clashes(panel_on(qtbot, desk), _of_window()) == {}
    agreement = concluded(desk)
    desk.do(record_notice, agreement_id=agreement, party="licensor", received_on="2026-11-20", form="letter",
            proof="brief")
    panel = panel_on(qtbot, desk)
    assert panel.detail.agreement.withdraw_button.isVisible() and clashes(panel, _of_window()) == {}


def test_escape_leaves_and_changes_nothing(qtbot: QtBot, desk: Desk, subtests: pytest.Subtests) -> None:
    furnished(desk)
    for name, form in each_dialog(panel_on(qtbot, desk)):
        with subtests.test(dialog=name):
            before = {kind: rows_of(desk, kind) for kind in KEPT}
            qtbot.keyClick(form, Qt.Key.Key_Escape)
            assert not form.isVisible()
            assert before == {kind: rows_of(desk, kind) for kind in KEPT}


def test_on_a_low_screen_every_field_scrolls_into_view(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests,
) -> None:
    room = QSize(800, 464)
    monkeypatch.setattr(FormDialog, "room", lambda _dialog: room)
    furnished(desk)
    for name, form in each_dialog(panel_on(qtbot, desk)):
        with subtests.test(dialog=name):
            assert form.size().boundedTo(room) == form.size()
            assert form.findChild(DialogPage).horizontalScrollBar().maximum() == 0
            hidden: list[str] = []
            ring(qtbot, form, seen=partial(_note_hidden, hidden))
            assert hidden == []


def _note_hidden(hidden: list[str], at: QWidget) -> None:
    if at.visibleRegion().isEmpty():
        hidden.append(at.accessibleName())
