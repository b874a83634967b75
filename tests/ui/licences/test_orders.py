"""Orders on a real desk: prepared, sent, answered and taken up, each step where it can be taken."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.domain.permissions import Actor, Role
from app.store import tables
from tests.actions.test_orders import place
from tests.dumps import rows_of
from tests.invoices import concluded
from tests.orders import accepted, prepared, sent
from tests.ui.licences.test_invoices_tab import DeskShell
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.licences.orders_page import OrdersPage
from ui.licences.panel import LicencesPanel
from ui.words import use_language

ORDER, SEND, CONCLUDE = "Bestellen…", "Vastleggen als verstuurd…", "Overeenkomst vastleggen…"
MORE = "Deze plaatsen toevoegen aan de overeenkomst"


def licences(qtbot: QtBot, desk: Desk, **more: Any) -> LicencesPanel:
    shell = DeskShell(desk, **more)
    shell.panel = panel = LicencesPanel(shell)
    return shown(qtbot, panel)


def orders(qtbot: QtBot, desk: Desk, **more: Any) -> OrdersPage:
    """The page with the orders, in front."""
    panel = licences(qtbot, desk, **more)
    if panel.orders.isVisible():
        return panel.orders
    panel.detail.tabs.bring_forward(panel.detail.orders)
    QApplication.processEvents()
    return panel.detail.orders


def settle() -> None:
    for _ in range(2):
        QApplication.processEvents()


@pytest.mark.clause("A-1.2")
def test_an_empty_organisation_orders_and_sees_what_it_ordered(qtbot: QtBot, desk: Desk) -> None:
    panel = licences(qtbot, desk)
    press(qtbot, panel, ORDER)
    form: QWidget = dialog("Bestelling")
    assert nameless(form) == []
    assert not button(form, "Voorbereiden").isEnabled()
    named(form, QLineEdit, "Pakket").setText("Compleet")
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("35,50")
    named(form, QLineEdit, "Inkoopordernummer").setText("PO-1")
    named(form, QSpinBox, "Deelnemers voor De Proef").setValue(12)
    settle()
    assert "€ 426,00" in painted_text(form)
    press(qtbot, form, "Voorbereiden")
    assert no_dialog()
    (row,) = rows_of(desk, "orders")
    assert (row["state"], row["participants"], row["fee_cents"], row["purchase_order"]) == (
        "prepared", 12, 3_550, "PO-1")
    assert panel.orders.isVisible() and column(panel.orders.table, "Stand") == ["voorbereid"]


@pytest.mark.clause("A-1.2", "A-1.3")
def test_each_step_is_offered_where_it_can_be_taken(qtbot: QtBot, desk: Desk) -> None:
    prepared(desk)
    page = orders(qtbot, desk)
    assert {SEND, "Wijzigen…", "Intrekken…", "Bevestiging (PDF)…"} == buttons(page)
    press(qtbot, page, SEND)
    form: QWidget = dialog("Bestelling B-1 versturen")
    assert not button(form, "Vastleggen als verstuurd").isEnabled()
    named(form, QLineEdit, "Besteld door").setText("S. Vermeer, directeur")
    settle()
    press(qtbot, form, "Vastleggen als verstuurd")
    assert {"Aanvaard…", "Afgewezen…", "Intrekken…", "Bevestiging (PDF)…"} == buttons(page)
    press(qtbot, page, "Aanvaard…")
    form = dialog("Bestelling B-1 is aanvaard")
    assert not button(form, "Aanvaarden").isEnabled()
    named(form, QLineEdit, "Beantwoord door").setText("Verkoop")
    named(form, QLineEdit, "Bewijs").setText("e-mail van 21 november")
    press(qtbot, form, "Aanvaarden")
    assert {CONCLUDE, "Bevestiging (PDF)…"} == buttons(page)
    assert rows_of(desk, "orders")[0]["answer_proof"] == "e-mail van 21 november"


@pytest.mark.clause("O-2.2")
def test_the_administrator_sends_only_with_a_mandate(qtbot: QtBot, desk: Desk) -> None:
    prepared(desk)
    page = orders(qtbot, desk)
    press(qtbot, page, SEND)
    form: QWidget = dialog("Bestelling B-1 versturen")
    named(form, QLineEdit, "Besteld door").setText("Anna")
    named(form, QComboBox, "Rol").setCurrentIndex(1)
    settle()
    assert any("volmacht nodig" in text for text in painted_text(form))
    assert not button(form, "Vastleggen als verstuurd").isEnabled()


def test_a_declined_order_says_why(qtbot: QtBot, desk: Desk) -> None:
    sent(desk)
    page = orders(qtbot, desk)
    press(qtbot, page, "Afgewezen…")
    form: QWidget = dialog("Bestelling B-1 is afgewezen")
    named(form, QLineEdit, "Beantwoord door").setText("Verkoop")
    named(form, QLineEdit, "Bewijs").setText("brief")
    assert not button(form, "Afwijzen").isEnabled()
    named(form, QLineEdit, "Reden").setText("niet leverbaar")
    named(form, QDateEdit, "Beantwoord op").setDate(QDate(2026, 11, 19))
    settle()
    assert any("ligt voor" in text for text in painted_text(form)) and not button(form, "Afwijzen").isEnabled()
    named(form, QDateEdit, "Beantwoord op").setDate(QDate(2026, 11, 21))
    press(qtbot, form, "Afwijzen")
    assert column(page.table, "Stand") == ["afgewezen"] and "niet leverbaar" in seen_text(page)


@pytest.mark.clause("A-1.2", "A-1.8")
def test_more_seats_are_added_to_the_agreement_that_runs(qtbot: QtBot, desk: Desk) -> None:
    accepted(desk, 5, supplements_id=concluded(desk), starts_on="2026-11-21")
    page = orders(qtbot, desk)
    assert any("De voorwaarden regelen dit niet" in text for text in seen_text(page))
    press(qtbot, page, MORE)
    assert column(page.table, "Stand") == ["overeenkomst gesloten"]
    assert [row["seats"] for row in rows_of(desk, "seat_numbers")] == [45]


def test_what_cannot_be_ordered_is_said_at_its_field(qtbot: QtBot, desk: Desk) -> None:
    prepared(desk)
    concluded(desk)
    panel = licences(qtbot, desk)
    press(qtbot, panel, ORDER)
    form: QWidget = dialog("Bestelling")
    target = named(form, QComboBox, "Voor")
    assert target.currentText() == "meer plaatsen van overeenkomst 2026-7"
    named(form, QLineEdit, "Nummer van de bestelling").setText("B-1")
    named(form, QSpinBox, "Deelnemers voor De Proef").setValue(5)
    named(form, QDateEdit, "Begint op").setDate(QDate(2026, 1, 31))
    settle()
    told = seen_text(form)
    assert any("loopt niet op 31 januari 2026" in text for text in told)
    assert "Dit nummer is al vastgelegd." in told
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("veel")
    target.setCurrentIndex(0)
    settle()
    told = seen_text(form)
    assert any("wordt vanzelf verlengd" in text for text in told) and any("geen bedrag" in text for text in told)
    assert not button(form, "Voorbereiden").isEnabled()


@pytest.mark.clause("A-1.2")
def test_where_the_terms_ask_groups_each_group_is_there(qtbot: QtBot, school_desk: Desk) -> None:
    noord = place(school_desk)
    for name in ("3A", "4A"):
        school_desk.do(create_group, name=name, location_id=noord)
    panel = licences(qtbot, school_desk)
    press(qtbot, panel, ORDER)
    form: QWidget = dialog("Bestelling")
    named(form, QLineEdit, "Pakket").setText("Compleet")
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("10")
    named(form, QSpinBox, "Leerlingen voor 4A").setValue(20)
    settle()
    press(qtbot, form, "Voorbereiden")
    (part,) = rows_of(school_desk, "order_parts")
    assert (part["participants"], part["location_id"]) == (20, noord) and part["group_id"]


@pytest.mark.clause("O-2.1")
def test_an_agreement_is_recorded_from_an_accepted_order(qtbot: QtBot, desk: Desk) -> None:
    accepted(desk, 6)
    page = orders(qtbot, desk)
    press(qtbot, page, CONCLUDE)
    form: Any = dialog("Overeenkomst vastleggen")
    given = form.arguments()
    assert (given["package"], given["starts_on"], given["order_id"]) == (
        "Compleet", "2030-03-01", rows_of(desk, "orders")[0]["id"])
    assert given["parts"] == [{"kind": "participant", "seats": 6, "fee_cents": 3_500, "location_id": None}]
    assert not named(form, QSpinBox, "Plaatsen").isEnabled()


def test_an_agreement_beside_another_is_meant(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    panel = licences(qtbot, desk)
    press(qtbot, panel, CONCLUDE)
    form: Any = dialog("Overeenkomst vastleggen")
    assert any("wordt vanzelf verlengd" in text for text in seen_text(form))
    named(form, QComboBox, "Naast").setCurrentIndex(1)
    settle()
    assert not any("wordt vanzelf verlengd" in text for text in seen_text(form))
    assert form.arguments()["supplements_id"] == rows_of(desk, "agreements")[0]["id"]


def test_where_a_licensor_works_the_administrator_waits_for_the_answer(qtbot: QtBot, desk: Desk) -> None:
    sent(desk)
    with desk.database.writing() as connection:
        connection.execute(insert(tables.accounts).values(
            id=bytes(16), role="licensor", name="Lies", from_on="2026-01-01"))
    desk.look_again()
    assert not {"Aanvaard…", "Afgewezen…"} & buttons(orders(qtbot, desk))


def test_the_licensor_answers_and_prepares_nothing(qtbot: QtBot, desk: Desk) -> None:
    from dataclasses import replace

    sent(desk)
    shell = DeskShell(desk)
    shell.sight = replace(desk.sight, actor=Actor(bytes(16), Role.LICENSOR, "Lies"))
    shell.read = lambda view, *given, then: then(_as(desk, shell.sight, view, *given))  # type: ignore[method-assign]
    shell.panel = panel = LicencesPanel(shell)
    shown(qtbot, panel)
    assert {"Aanvaarden…", "Afwijzen…", "Bevestiging (PDF)…"} == buttons(panel.orders)
    assert ORDER not in buttons(panel)
    press(qtbot, panel.orders, "Aanvaarden…")
    form: QWidget = dialog("Bestelling B-1 is aanvaard")
    assert button(form, "Aanvaarden").isEnabled()
    assert not [one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Bewijs" and one.isVisible()]


def _as(desk: Desk, sight: Any, view: Any, *given: Any) -> Any:
    with desk.database.reading() as connection:
        return view(connection, sight, *given)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_has_a_name_in_both_languages(qtbot: QtBot, desk: Desk, language: str) -> None:
    use_language(language)
    sent(desk)
    page = orders(qtbot, desk)
    assert nameless(page) == []
    page.withdraw_order()
    page.answer(accepts=False)
    page.send_order()
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one.windowTitle():
            assert nameless(one) == [] and one.height() <= 740
