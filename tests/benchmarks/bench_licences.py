"""Ten years of licences: what the panels read, what the window needs to show it, and a long list that scrolls.

The floor of a reading is the bare rows behind it by plain SQL on the same encrypted connection; that of the list is a
QTableView as Qt brings it, with the same cells as plain text.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.actions.desk import Desk
from app.store.texts import Translator
from app.views import invoices, licences, overview, statements
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import milliseconds
from tests.benchmarks.ten_years import INVOICES, ten_years
from tests.ui.fake_shell import FakeShell
from ui.licences.panel import LicencesPanel
from ui.overview.panel import OverviewPanel
from ui.theme.dress import dress, wear
from ui.theme.fonts import use_fonts
from ui.window.panels import load_panels
from ui.words import use_words

FLOOR = "its bare rows"
MODEL, SCREEN, ALL = "at most 10 ms", "at most 100 ms", "at most 250 ms"
STEPS = 200
_NO_INDEX = QModelIndex()


class DeskShell(FakeShell):
    """Reads a real desk, at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(sight=desk.sight)
        use_words(desk.sight.profile.words)
        self.desk = desk

    def read(self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None]) -> None:
        then(self.desk.read(view, *arguments))


def measure() -> Iterable[Figure]:
    application = QApplication.instance() or QApplication([])
    use_fonts(application)
    dress(application, "light")
    load_panels()  # as the program does behind its first paint
    with tempfile.TemporaryDirectory() as folder:
        desk = ten_years(Path(folder))
        try:
            yield from _readings(desk)
            yield from _screens(desk)
            yield from _papers(desk)
        finally:
            desk.close()


def _readings(desk: Desk) -> Iterator[Figure]:
    listed = desk.read(licences.licence_list)
    licence = next(row for row in listed if row.kind == "participant")
    agreement = desk.read(licences.licence_detail, licence.id).agreement_id
    invoice = desk.read(invoices.invoices_of, agreement)[0].id
    of_agreement, of_invoice = f"= x'{agreement.hex()}'", f"= x'{invoice.hex()}'"
    views: tuple[tuple[str, Callable[[], object], tuple[str, ...], str], ...] = (
        ("overview", lambda: desk.read(overview.overview), ("agreements", "licences", "seats", "participants"), MODEL),
        ("list of licences", lambda: desk.read(licences.licence_list), ("agreements", "licences", "seats"), MODEL),
        ("an agreement", lambda: desk.read(licences.licence_detail, licence.id),
         (f"agreements WHERE id {of_agreement}", "participants", "seats"), ""),
        ("its invoices", lambda: desk.read(invoices.invoicing, agreement), (
            f"invoices WHERE agreement_id {of_agreement}", *(
                f"{kind} WHERE invoice_id IN (SELECT id FROM invoices WHERE agreement_id {of_agreement})"
                for kind in ("invoice_lines", "bookings", "reminders"))), MODEL),
        ("an invoice", lambda: desk.read(invoices.invoice_page, invoice), (
            f"invoices WHERE id {of_invoice}",
            *(f"{kind} WHERE invoice_id {of_invoice}" for kind in ("invoice_lines", "bookings", "reminders"))), MODEL),
        ("all invoices", lambda: desk.read(invoices.invoicing, agreement, True),
         ("invoices", "invoice_lines", "bookings", "reminders"), ALL),
    )
    for name, read, rows, target in views:
        ours, floor = milliseconds(read), milliseconds(lambda rows=rows: _bare(desk, rows))  # type: ignore[misc]
        yield Figure(f"ten years: {name}", ours, "ms", ours / floor, FLOOR, target)


def _bare(desk: Desk, selections: tuple[str, ...]) -> None:
    with desk.database.reading() as connection:
        for selection in selections:
            connection.exec_driver_sql(f"SELECT * FROM {selection}").fetchall()


def _screens(desk: Desk) -> Iterator[Figure]:
    panel = LicencesPanel(DeskShell(desk))  # type: ignore[arg-type]
    wear(panel)
    panel.resize(1176, 690)
    panel.show()
    QApplication.processEvents()
    yield Figure("ten years: the licences panel on the screen", _until_painted(panel, panel.refresh), "ms",
                 target=SCREEN)
    keys = [row.id for row in panel.table.rows()]
    yield Figure("ten years: another agreement on the screen", _each(panel, panel.table.choose, keys), "ms",
                 target=SCREEN)
    tab = panel.detail.invoices
    panel.detail.tabs.setCurrentWidget(tab)
    yield Figure("ten years: its invoices on the screen", _each(panel, panel.table.choose, keys), "ms", target=SCREEN)
    yield Figure("ten years: another invoice on the screen",
                 _each(panel, tab.table.choose, [row.id for row in tab.table.rows()]), "ms", target=SCREEN)
    yield from _long_list(panel, tab)
    panel.close()
    first = OverviewPanel(DeskShell(desk))  # type: ignore[arg-type]
    wear(first)
    first.resize(1176, 690)
    first.show()
    QApplication.processEvents()
    yield Figure("ten years: the overview on the screen", _until_painted(first, first.refresh), "ms", target=SCREEN)
    first.close()


def _long_list(panel: LicencesPanel, tab: Any) -> Iterator[Figure]:
    all_at = tab.finding.scope.findData(True)
    opened = _until_painted(panel, lambda: tab.finding.scope.setCurrentIndex(all_at))
    yield Figure(f"all {INVOICES:,} invoices on the screen", opened, "ms", target="at most 500 ms")
    plain = QTableView()
    plain.setModel(_Texts(tab.table.shown_text(header=False)))
    plain.resize(tab.table.size())
    plain.show()
    ours, floor = _longest_step(tab.table), _longest_step(plain)
    yield Figure("one row further in it, the longest", ours, "ms", ours / floor, "a QTableView", "at most 16 ms")
    yield Figure("a letter more in its filter", _each(panel, tab.finding.typed.setText, ["F", "F-", "F-0", "F-01"]),
                 "ms", target="at most 40 ms")


class _Texts(QAbstractTableModel):
    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Any = _NO_INDEX) -> int:
        return len(self._rows)

    def columnCount(self, parent: Any = _NO_INDEX) -> int:
        return len(self._rows[0])

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def _longest_step(table: QTableView) -> float:
    """Of the steps down the list the slowest one but the three slowest, which other work on the machine may take."""
    bar, taken = table.verticalScrollBar(), []
    step = table.verticalHeader().defaultSectionSize()
    bar.setValue(0)
    QApplication.processEvents()
    for number in range(1, STEPS):
        began = time.perf_counter()
        bar.setValue(number * step)
        QApplication.processEvents()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[-4]


def _until_painted(widget: QWidget, act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    QApplication.processEvents()
    widget.grab()
    return (time.perf_counter() - began) * 1000


def _each(widget: QWidget, act: Callable[[Any], object], values: list[Any]) -> float:
    """The middle one of doing it with each of some values."""
    taken = sorted(_until_painted(widget, lambda value=value: act(value)) for value in values[:15])  # type: ignore[misc]
    return taken[len(taken) // 2]


def _papers(desk: Desk) -> Iterator[Figure]:
    from app.documents.statement_paper import statement_pdf

    read = milliseconds(lambda: desk.read(statements.statement, None), rounds=2)
    yield Figure("ten years: statement over all agreements, read", read, "ms", target="at most 500 ms")
    told = desk.read(statements.statement, None)
    began = time.perf_counter()
    made = statement_pdf(told, Translator("nl", desk.sight.profile.words))
    yield Figure("the same as PDF", time.perf_counter() - began, "s", target="at most 30 s")
    yield Figure("its size", len(made) / 1_000_000, "MB")
