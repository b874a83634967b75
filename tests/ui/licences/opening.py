"""Every dialog of the licences panel, opened over a real desk on which each has something to work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget
from pytestqt.qtbot import QtBot

from app.actions.agreements import record_mandate, record_notice
from app.actions.desk import Desk
from app.actions.invoices import enter_figure, remind
from app.actions.licences import assign_seats
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of
from tests.invoices import concluded, recorded
from tests.orders import accepted, prepared, sent
from tests.ui.licences.test_invoices_tab import DeskShell
from tests.ui.rooms import shown
from ui.licences.invoices_tab import InvoicesTab
from ui.licences.panel import LicencesPanel

Opener = Callable[[LicencesPanel], None]


def furnished(desk: Desk) -> bytes:
    """An agreement with seats, people, a mandate, a late invoice, and one of a consumer with its letter under way."""
    bring_in(desk, roster(*(person(str(one), f"Naam{one}", f"Achter{one}") for one in range(1, 6)), complete=False))
    agreement = concluded(desk)
    people = [row["id"] for row in rows_of(desk, "participants")]
    desk.do(assign_seats, licence_id=rows_of(desk, "licences")[0]["id"], participant_ids=people[:3])
    desk.do(record_mandate, holder="M. de Boer", given_by="S. Vermeer", acts=["conclude", "give notice"],
            from_on="2026-01-01")
    consumer = recorded(desk, agreement, "2026-016", "2026-07-01", consumer=True)
    desk.do(remind, invoice_id=consumer, kind="letter", form="letter", sent_on="2026-11-02")
    recorded(desk, agreement)
    desk.do(enter_figure, kind="commercial", begins_on="2026-07-01", value="10.15", source="Stcrt. 2026, 1",
            read_on="2026-07-02", confirmed=True)
    sent(desk, 2, number="B-2", supplements_id=agreement, starts_on="2026-11-21")
    prepared(desk, 3, number="B-1", supplements_id=agreement, starts_on="2026-11-21")
    accepted(desk, 4, number="B-3", supplements_id=agreement, starts_on="2026-11-21")
    return agreement


def panel_on(qtbot: QtBot, desk: Desk) -> LicencesPanel:
    shell = DeskShell(desk)
    panel = LicencesPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    return panel


def _mandate(panel: LicencesPanel) -> None:
    panel.record_agreement()
    form = newest()
    form.signer.role.setCurrentIndex(1)
    form.signer.more.click()


def _by_mandate(act: Opener) -> Opener:
    """With the role for which a mandate is asked."""
    def opened(panel: LicencesPanel) -> None:
        act(panel)
        newest().signer.role.setCurrentIndex(1)

    return opened


def _with_mandate(act: Callable[[], None]) -> None:
    act()
    newest().signer.role.setCurrentIndex(1)


def _document_more(panel: LicencesPanel) -> None:
    panel.record_agreement()
    newest().documents.more.click()


def _invoices(panel: LicencesPanel) -> InvoicesTab:
    """In front, as they are when something is done with them: what lies behind other tabs is not read."""
    panel.detail.tabs.bring_forward(panel.detail.invoices)
    return panel.detail.invoices


def _line_more(panel: LicencesPanel) -> None:
    _invoices(panel).record_invoice()
    newest().lines.add.click()


def _parties(panel: LicencesPanel) -> None:
    _invoices(panel).record_invoice()
    newest().findChild(QTabWidget).setCurrentIndex(1)


def _withdraw(panel: LicencesPanel) -> None:
    shell: Any = panel.shell
    shell.act(record_notice, agreement_id=rows_of(shell.desk, "agreements")[0]["id"], party="licensor",
              received_on="2026-11-20", form="letter", proof="brief")
    panel.detail.agreement.withdraw_notice()


def _receipt(panel: LicencesPanel) -> None:
    tab = _invoices(panel)
    tab.table.choose(_numbered(tab, "2026-016"))
    tab.record_receipt()


def _on_late(act: Callable[[Any], None]) -> Opener:
    def opened(panel: LicencesPanel) -> None:
        tab = _invoices(panel)
        tab.table.choose(_numbered(tab, "2026-017"))
        act(tab)

    return opened


def _on_order(number: str, act: Callable[[Any], None]) -> Opener:
    def opened(panel: LicencesPanel) -> None:
        page: Any = panel.detail.orders
        panel.detail.tabs.bring_forward(page)
        page.table.choose(next(row.id for row in page.table.rows() if row.number == number))
        act(page)

    return opened


def _numbered(tab: InvoicesTab, number: str) -> bytes:
    return next(bytes(row.id) for row in tab.table.rows() if row.number == number)


DIALOGS: dict[str, Opener] = {
    "record": lambda panel: panel.record_agreement(),
    "record by mandate": _by_mandate(lambda panel: panel.record_agreement()),
    "record more documents": _document_more,
    "mandate": _mandate,
    "notice": lambda panel: panel.detail.agreement.give_notice(),
    "notice by mandate": _by_mandate(lambda panel: panel.detail.agreement.give_notice()),
    "withdraw": _withdraw,
    "delivery": lambda panel: panel.detail.agreement.record_delivery(),
    "order": lambda panel: panel.order(),
    "order more": lambda panel: panel.order_more(),
    "change an order": _on_order("B-1", lambda page: page.change_order()),
    "send an order": _on_order("B-1", lambda page: page.send_order()),
    "send an order by mandate": _on_order("B-1", lambda page: _with_mandate(page.send_order)),
    "accept an order": _on_order("B-2", lambda page: page.answer(True)),
    "decline an order": _on_order("B-2", lambda page: page.answer(False)),
    "withdraw an order": _on_order("B-2", lambda page: page.withdraw_order()),
    "fewer seats": lambda panel: panel.fewer_seats(),
    "assign": lambda panel: panel.assign_seats(),
    "free": lambda panel: panel.free_unused(),
    "invoice": lambda panel: _invoices(panel).record_invoice(),
    "invoice of two lines": _line_more,
    "invoice, its parties": _parties,
    "correct": _on_late(lambda tab: tab.correct_invoice()),
    "booking": _on_late(lambda tab: tab.record_booking()),
    "reminder": _on_late(lambda tab: tab.record_reminder()),
    "receipt": _receipt,
    "figure": lambda panel: _invoices(panel).enter_figure(),
    "computation": _on_late(lambda tab: tab.show_computation(2)),
}


def opened(panel: LicencesPanel, name: str) -> Any:
    """The dialog of this name, shown and laid out."""
    DIALOGS[name](panel)
    for _ in range(3):
        QApplication.processEvents()
    return newest()


def each_dialog(panel: LicencesPanel) -> Iterator[tuple[str, Any]]:
    """Every dialog in turn over one panel, which is slow to build; the one that changes something comes last."""
    for name in sorted(DIALOGS, key=lambda name: name == "withdraw"):
        form = opened(panel, name)
        form.activateWindow()
        QApplication.processEvents()
        yield name, form
        close_dialogs()


def close_dialogs() -> None:
    """Those in front first, until none is left."""
    while any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets()):
        newest().close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def newest() -> Any:
    """The dialog in front."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert found
    front = [one for one in found if not any(other.parentWidget() is one or _lies_over(other, one) for other in found)]
    return front[-1]


def _lies_over(one: QDialog, other: QDialog) -> bool:
    parent = one.parentWidget()
    return parent is not None and parent.window() is other and one is not other
