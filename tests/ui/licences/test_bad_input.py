"""What cannot be right is refused at its field with the reason, in each dialog of the licences panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from tests.dumps import rows_of
from tests.ui.licences.opening import close_dialogs, furnished, opened, panel_on
from tests.ui.rooms import named

KEPT = ("agreements", "licences", "notices", "mandates", "invoices", "bookings", "reminders", "figures")
NO_DAY, NO_YEAR, NOT_YET = "geen dag die bestaat", "kan niet de bedoeling zijn", "nog niet geweest"
Typed = Mapping[str, str | int | bool]

RIGHT: dict[str, Typed] = {
    "record": {
        "Nummer van de overeenkomst": "2026-9", "Pakket": "Alles", "Plaatsen": 5, "Gesloten door": "A. Bos",
        "Gesloten door iemand die voor de bibliotheek mag tekenen": True},
    "mandate": {"Wie krijgt die": "M. de Boer", "Gegeven door": "S. Vermeer", "een overeenkomst sluiten": True},
    "notice": {"Bewijs van ontvangst": "RR 12", "Getekend door": "S. Vermeer"},
    "withdraw": {"Wat bewijst dat": "mail"},
    "invoice": {
        "Factuurnummer": "2026-099", "Regel 1: omschrijving": "Plaatsen", "Regel 1: prijs per stuk": "35,00"},
    "figure": {"Cijfer (een rente in procenten)": "10,15", "Bron": "Stcrt."},
}
"""With these the rest of the dialog is right."""

BAD: list[tuple[str, str, str | int | bool, str]] = [
    ("record", "Gesloten op", "31-2-2026", NO_DAY),
    ("record", "Gesloten op", "1-12-2026", NOT_YET),
    ("record", "Gesloten op", "1-1-0026", NO_YEAR),
    ("record", "Begint op", "30-2-2027", NO_DAY),
    ("record", "Begint op", "1-1-2926", NO_YEAR),
    ("record", "Plaatsen", 0, "minstens één plaats"),
    ("record", "Vergoeding per plaats, zonder btw (€)", "-35", "geen bedrag"),
    ("record", "Vergoeding per plaats, zonder btw (€)", "99999999", "geen bedrag"),
    ("record", "Vergoeding per plaats, zonder btw (€)", "$ 35", "geen bedrag"),
    ("record", "Nummer van de overeenkomst", "  ", "moet ingevuld"),
    ("record", "Pakket", " ", "moet ingevuld"),
    ("record", "Gesloten door", " ", "moet ingevuld"),
    ("mandate", "Vanaf", "31-4-2026", NO_DAY),
    ("mandate", "Tot (die dag niet meer)", "1-1-2026", "ligt voor"),
    ("mandate", "Gegeven door", " ", "moet ingevuld"),
    ("mandate", "Wie krijgt die", " ", "moet ingevuld"),
    ("notice", "Ontvangen op", "31-9-2026", NO_DAY),
    ("notice", "Ontvangen op", "1-12-2026", NOT_YET),
    ("notice", "Ontvangen op", "1-1-2026", "gesloten"),
    ("notice", "Bewijs van ontvangst", " ", "moet ingevuld"),
    ("notice", "Getekend door", " ", "moet ingevuld"),
    ("notice", "Vorm", "mondeling", "schriftelijk"),
    ("withdraw", "Wat bewijst dat", " ", "moet ingevuld"),
    ("delivery", "Opgeleverd op", "29-2-2026", NO_DAY),
    ("delivery", "Opgeleverd op", "1-12-2026", NOT_YET),
    ("delivery", "Opgeleverd op", "1-1-2026", "ligt voor"),
    ("invoice", "Factuurdatum", "31-6-2026", NO_DAY),
    ("invoice", "Factuurdatum", "1-6-1926", NO_YEAR),
    ("invoice", "Factuurnummer", "2026-017", "al vastgelegd"),
    ("invoice", "Andere uiterste betaaldag afgesproken", "1-1-2026", "voor de dag van de factuur"),
    ("invoice", "Regel 1: aantal", "-4", "meer dan 0"),
    ("invoice", "Regel 1: prijs per stuk", "-1", "prijs"),
    ("invoice", "Regel 1: prijs per stuk", "USD 10", "prijs"),
    ("invoice", "Regel 1: prijs per stuk", "£ 10", "prijs"),
    ("invoice", "Regel 1: prijs per stuk", "99999999999", "prijs"),
    ("invoice", "Regel 1: btw-tarief", "210", "Btw"),
    ("invoice", "OIN van de klant", "12", "twintig cijfers"),
    ("booking", "Dag", "31-11-2026", NO_DAY),
    ("booking", "Dag", "1-1-2030", "kan niet kloppen"),
    ("booking", "Dag", "22-11-2026", "nog niet"),
    ("booking", "Dag", "1-7-2026", "niet ouder"),
    ("booking", "Bedrag met btw (€)", "1694,01", "€ 1.694,00"),
    ("booking", "Bedrag met btw (€)", "-5", "geen bedrag"),
    ("booking", "Bedrag met btw (€)", "0", "meer dan"),
    ("booking", "Bedrag met btw (€)", "$ 5", "geen bedrag"),
    ("reminder", "Verstuurd op", "31-9-2026", NO_DAY),
    ("reminder", "Verstuurd op", "31-8-2026", "31 augustus 2026"),
    ("reminder", "Verstuurd op", "1-12-2026", "nog niet"),
    ("reminder", "Ontvangen op", "1-9-2026", "voor de dag van verzending"),
    ("reminder", "Uiterlijk betalen, volgens de tekst", "1-9-2026", "voor de dag van verzending"),
    ("receipt", "Ontvangen op", "1-11-2026", "voor de dag van verzending"),
    ("receipt", "Ontvangen op", "1-12-2026", "nog niet"),
    ("receipt", "Ontvangen op", "30-2-2026", NO_DAY),
    ("figure", "Vanaf", "31-6-2026", NO_DAY),
    ("figure", "Vanaf", "1-8-2026", "1 januari of 1 juli"),
    ("figure", "Cijfer (een rente in procenten)", "-3", "tussen 0 en 100"),
    ("figure", "Cijfer (een rente in procenten)", "1000", "tussen 0 en 100"),
    ("figure", "Bron", " ", "bron"),
    ("figure", "Gelezen op", "22-11-2026", "nog niet"),
    ("figure", "Gelezen op", "1-12-2030", "kan niet kloppen"),
]


@pytest.mark.parametrize("name", sorted({name for name, *_ in BAD}))
def test_it_is_refused_at_its_field_with_the_reason(
    qtbot: QtBot, desk: Desk, name: str, subtests: pytest.Subtests,
) -> None:
    furnished(desk)
    panel = panel_on(qtbot, desk)
    for field, typed, why in (case[1:] for case in BAD if case[0] == name):
        with subtests.test(field=field, typed=typed):
            _must_be_refused(qtbot, desk, opened(panel, name), name, field, typed, why)
        close_dialogs()


def _must_be_refused(
    qtbot: QtBot, desk: Desk, form: Any, name: str, field: str, typed: str | int | bool, why: str,
) -> None:
    before = {kind: rows_of(desk, kind) for kind in KEPT}
    form.activateWindow()
    for title, value in RIGHT.get(name, {}).items():
        give(qtbot, form, title, value)
    given = give(qtbot, form, field, typed)
    form.verb.setFocus()
    QApplication.processEvents()
    assert why in given.accessibleDescription(), (given.accessibleDescription(), given.accessibleName())
    assert not form.verb.isEnabled()
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and before == {kind: rows_of(desk, kind) for kind in KEPT}


def give(qtbot: QtBot, form: QWidget, title: str, value: str | int | bool) -> QWidget:
    """As somebody does who fills it in; a day that may be left out is switched on."""
    for tick in form.findChildren(QCheckBox):
        if tick.accessibleName() == title:
            tick.setChecked(True)
    found = [one for kind in (QLineEdit, QDateEdit, QSpinBox, QComboBox) for one in form.findChildren(kind)
             if one.accessibleName() == title]
    if not found:
        return named(form, QCheckBox, title)
    (widget,) = found
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findText(str(value)))
        return widget
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    widget.selectAll()
    qtbot.keyClicks(widget, str(value))
    return widget
