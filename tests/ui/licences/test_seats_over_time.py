"""Seats over time and a lower number, on a real desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.participants import add_participant
from app.views.licences import licence_list
from tests.actions.test_orders import place
from tests.dumps import rows_of
from tests.ui.licences.test_orders import licences, settle
from tests.ui.rooms import button, dialog, named, press, table
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.licences.assign_dialog import AssignDialog
from ui.parts.step_chart import StepChart


@pytest.fixture
def two_places(desk: Desk) -> dict[str, bytes]:
    """Three seats in Noord, two in Zuid; An and Ben have one in Noord, Cas is of Zuid."""
    noord, zuid = place(desk, "Noord"), place(desk, "Zuid")
    groups = {name: desk.do(create_group, name=name, location_id=where).outcome
              for name, where in (("N", noord), ("Z", zuid))}
    people = {
        name: desk.do(
            add_participant, fields={"given_name": name, "family_name": "Bos"}, group_id=groups[group]).outcome
        for name, group in (("An", "N"), ("Ben", "N"), ("Cas", "Z"))}
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[
            {"kind": "participant", "seats": seats, "location_id": where} for seats, where in ((3, noord), (2, zuid))])
    licence = next(row.id for row in desk.read(licence_list) if row.location == "Noord")
    desk.do(assign_seats, licence_id=licence, participant_ids=[people["An"], people["Ben"]])
    return people | {"licence": licence}


@pytest.mark.clause("A-1.8")
def test_use_is_shown_per_location_and_together(qtbot: QtBot, desk: Desk, two_places: dict[str, bytes]) -> None:
    panel = licences(qtbot, desk)
    panel.show_target(two_places["licence"])
    panel.detail.tabs.bring_forward(panel.detail.seats)
    settle()
    told = seen_text(panel.detail.seats)
    assert {"Noord", "Zuid", "Samen", "2 / 3", "0 / 2", "2 / 5"} <= told
    assert any("onze aanname" in text for text in told)
    (chart,) = panel.detail.seats.findChildren(StepChart)
    assert "21-11-2026: 2 in gebruik, 5 gekocht" in chart.lines()
    named(panel.detail.seats, QComboBox, "Locatie").setCurrentIndex(2)
    assert chart.lines()[0] == "1-2-2026: 0 in gebruik, 2 gekocht"
    assert nameless(panel.detail.seats) == []


def test_the_same_figures_come_as_rows(
    qtbot: QtBot, desk: Desk, two_places: dict[str, bytes], tmp_path: Path,
) -> None:
    panel = licences(qtbot, desk)
    panel.shell.folder = str(tmp_path)  # type: ignore[attr-defined]
    press(qtbot, _seats(panel), "Bewaren als rijen (CSV)…")
    file = tmp_path / "plaatsen.csv"
    rows = file.read_text("utf-8-sig").splitlines()
    assert rows[0] == "Datum;Locatie;Gekocht;In gebruik;Vrij"
    assert rows[1] == "2026-02-01;Samen;5;0;5"
    assert {"2026-11-21;Samen;5;2;3", "2026-11-21;Noord;3;2;1", "2026-11-21;Zuid;2;0;2"} <= set(rows)
    assert not any("Bos" in row for row in rows)


def _seats(panel: Any) -> QWidget:
    panel.detail.tabs.bring_forward(panel.detail.seats)
    settle()
    found: QWidget = panel.detail.seats
    return found


@pytest.mark.clause("A-1.8")
def test_who_gives_up_a_seat_is_chosen(qtbot: QtBot, desk: Desk, two_places: dict[str, bytes]) -> None:
    panel = licences(qtbot, desk)
    panel.show_target(two_places["licence"])
    panel.detail.tabs.setCurrentIndex(1)
    settle()
    press(qtbot, panel, "Minder plaatsen…")
    form: Any = dialog("Minder plaatsen: P")
    assert nameless(form) == [] and form.height() <= 740
    named(form, QSpinBox, "Aantal plaatsen").setValue(1)
    named(form, QLineEdit, "Afgesproken in").setText("brief van 20 november")
    settle()
    assert any("Kies nog 1" in text for text in painted_text(form))
    assert not button(form, "Vastleggen").isEnabled()
    table(form, "Wie een plaats afstaat").pick([two_places["Ben"]])  # type: ignore[attr-defined]
    settle()
    assert any("1 plaats eindigt op die dag" in text for text in painted_text(form))
    named(form, QDateEdit, "Vanaf (bij de verlenging of een andere dag)").setDate(QDate(2026, 11, 20))
    settle()
    assert any("al geweest" in text for text in painted_text(form)) and not button(form, "Vastleggen").isEnabled()
    named(form, QDateEdit, "Vanaf (bij de verlenging of een andere dag)").setDate(QDate(2027, 2, 1))
    settle()
    press(qtbot, form, "Vastleggen")
    assert [row["until_on"] for row in rows_of(desk, "seats") if row["participant_id"] == two_places["Ben"]] == [
        "2027-02-01"]
    assert any("tot 1-2-2027" in text for text in seen_text(panel))
    assert [row.later for row in desk.read(licence_list) if row.later] == [((date(2027, 2, 1), 1),)]


@pytest.mark.clause("O-1")
def test_who_belongs_elsewhere_is_named_and_gets_no_seat(
    qtbot: QtBot, desk: Desk, two_places: dict[str, bytes],
) -> None:
    panel = licences(qtbot, desk)
    panel.show_target(two_places["licence"])
    settle()
    panel.assign_seats()
    (form,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, AssignDialog) and one.isVisible()]
    form.table.pick([two_places["Cas"]])
    settle()
    assert any("andere locatie dan die van: Cas Bos" in text for text in painted_text(form))
    assert form.fitting() == [] and not form.verb.isEnabled()
