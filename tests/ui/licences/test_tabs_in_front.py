"""What lies behind the tabs of a licence is counted in their titles, and read when it comes in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.actions.claims import log_claim
from app.actions.desk import Desk
from app.actions.invoices import book
from app.actions.undo import undo_last
from app.store import tables
from tests.dumps import rows_of
from tests.invoices import concluded, recorded
from tests.rights import asked
from tests.ui.desk_shell import DeskShell
from tests.ui.licences.opening import furnished
from tests.ui.rooms import column, shown
from tests.ui.seen_text import painted_text
from ui.licences.panel import LicencesPanel

OF_TABS = {"order_list", "invoicing", "invoice_page", "agreement_course", "permission_register",
           "infringement_reports", "audits_here", "seat_picture", "people_without_seat", "seat_holders"}


class Counting(DeskShell):
    """Notes what is read; with `late` every answer waits until it is let through."""

    late = False

    def read(self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], **more: Any) -> None:
        self.reads.append((view.__name__, arguments))
        if self.late:
            self.waiting.append(lambda: then(self.desk.read(view, *arguments)))
        else:
            super().read(view, *arguments, then=then, **more)


def panel_on(qtbot: QtBot, desk: Desk) -> tuple[LicencesPanel, Counting]:
    shell = Counting(desk)
    shell.waiting = []
    panel = LicencesPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel), shell


def titles(panel: LicencesPanel) -> list[str]:
    return [row.tabText(at).replace("&", "") for row in panel.detail.findChildren(QTabBar)
            for at in range(row.count()) if "(" in row.tabText(at)]


def read_of_tabs(shell: Counting) -> list[str]:
    found = [name for name, _ in shell.reads if name in OF_TABS]
    shell.reads.clear()
    return found


def test_opening_counts_everything_and_reads_nothing_that_is_not_in_front(qtbot: QtBot, desk: Desk) -> None:
    agreement = furnished(desk)
    asked(desk, agreement)
    panel, shell = panel_on(qtbot, desk)
    assert [name for name, _ in shell.reads] == ["licence_list", "licence_detail", "licence_counts"]
    assert read_of_tabs(shell) == []
    assert {"Bestellingen (3)", "Facturen (2)", "Toestemmingen en controle (1)", "Toestemmingen (1)",
            "Wijzigingen en einde (0)"} <= set(titles(panel))
    panel.detail.tabs.bring_forward(panel.detail.invoices)
    assert read_of_tabs(shell) == ["invoicing", "invoice_page"]
    panel.detail.tabs.setCurrentIndex(0)
    panel.detail.tabs.bring_forward(panel.detail.invoices)
    assert read_of_tabs(shell) == []


def test_after_a_change_the_titles_follow_and_each_tab_shows_it_when_it_comes_in_front(
    qtbot: QtBot, desk: Desk,
) -> None:
    agreement = concluded(desk)
    invoice = recorded(desk, agreement)
    panel, shell = panel_on(qtbot, desk)
    detail = panel.detail
    for page in (detail.invoices, detail.course, detail.permissions, detail.orders):
        detail.tabs.bring_forward(page)  # read once, and no longer in front when something changes
    assert column(detail.invoices.table, "Open") == ["€ 1.694,00"] and "Facturen (1)" in titles(panel)
    recorded(desk, agreement, "2026-018")
    shell.act(book, invoice_id=invoice, kind="payment", booked_on="2026-11-01", amount_cents=69_400)
    shell.act(log_claim, agreement_id=agreement, sort="own", about="uitval", known_on="2026-10-31", claimant="")
    assert {"Facturen (2)", "Wijzigingen en einde (1)"} <= set(titles(panel))
    assert column(detail.invoices.table, "Open") == ["€ 1.694,00"]  # behind: read when it comes in front
    detail.tabs.bring_forward(detail.invoices)
    assert column(detail.invoices.table, "Open") == ["€ 1.694,00", "€ 1.000,00"]
    assert "1-11-2026: € 694,00" in painted_text(detail.invoices)  # beside it what was booked on the chosen one
    detail.tabs.bring_forward(detail.course)
    QApplication.processEvents()
    assert "uitval" in painted_text(detail.course)
    shell.act(undo_last)  # in front: shown at once
    QApplication.processEvents()
    assert "uitval" not in painted_text(detail.course)
    assert "Wijzigingen en einde (0)" in titles(panel)


@pytest.mark.parametrize("page", ["permissions", "invoices"])
def test_what_a_sync_brings_is_counted_at_once(qtbot: QtBot, desk: Desk, page: str) -> None:
    agreement = concluded(desk)
    panel, _ = panel_on(qtbot, desk)
    front = getattr(panel.detail, page)
    panel.detail.tabs.bring_forward(front)
    asked(desk, agreement)  # written by another than this window
    recorded(desk, agreement)
    panel.refresh()
    assert {"Facturen (1)", "Toestemmingen (1)", "Toestemmingen en controle (1)"} <= set(titles(panel))
    assert len(front.table.rows()) == 1


def test_another_licence_shows_its_own_invoices_when_they_come_in_front(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    other = _another(desk)
    panel, shell = panel_on(qtbot, desk)
    invoices = panel.detail.invoices
    panel.detail.tabs.bring_forward(invoices)
    assert column(invoices.table, "Factuur") == ["2026-017"]
    panel.detail.tabs.setCurrentIndex(0)
    panel.table.choose(other)
    assert "Facturen (0)" in titles(panel)
    panel.detail.tabs.bring_forward(invoices)
    assert column(invoices.table, "Factuur") == []
    shell.late = True
    panel.table.choose(next(row.id for row in panel.table.rows() if row.id != other))
    panel.table.choose(other)
    shell.late = False
    for answer in shell.waiting:  # of both, the last of which counts
        answer()
    assert column(invoices.table, "Factuur") == [] and "Facturen (0)" in titles(panel)


def test_the_keyboard_brings_a_tab_in_front_and_it_is_read(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    panel, _ = panel_on(qtbot, desk)
    bar = panel.detail.tabs.tabBar()
    bar.setFocus()
    for _ in range(3):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    QApplication.processEvents()
    assert panel.detail.invoices.isVisible() and column(panel.detail.invoices.table, "Factuur") == ["2026-017"]


def test_two_readings_at_once_leave_no_window_behind(qtbot: QtBot, desk: Desk) -> None:
    """What is taken from a page before it was shown must not come up by itself."""
    furnished(desk)
    panel, _ = panel_on(qtbot, desk)
    panel.detail.tabs.bring_forward(panel.detail.invoices)
    QApplication.processEvents()
    there = _windows()
    for _ in range(2):
        panel.refresh()
    for row in panel.detail.invoices.table.rows():
        panel.detail.invoices.table.choose(row.id)
    for _ in range(3):
        QApplication.processEvents()
    assert panel in there and _windows() <= there


def _windows() -> set[QWidget]:
    return {one for one in QApplication.topLevelWidgets() if one.isVisible()}


def _another(desk: Desk) -> bytes:
    """A licence under another agreement, which ended before the first began; the id of the licence."""
    (agreement,), (licence,) = rows_of(desk, "agreements"), rows_of(desk, "licences")
    with desk.database.writing() as connection:
        connection.execute(tables.agreements.insert().values(
            agreement | {"id": b"2" * 16, "number": "2025-3", "starts_on": "2025-01-01", "ended_on": "2025-12-31"}))
        connection.execute(tables.licences.insert().values(
            licence | {"id": b"3" * 16, "agreement_id": b"2" * 16, "from_on": "2025-01-01"}))
    return b"3" * 16
