"""Every button of the licences panel, for everybody who sees it: it shows for who may, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from app.actions.action import REGISTRY
from app.actions.agreements import record_notice
from app.actions.desk import Desk
from app.actions.measures import record_insolvency
from app.domain.permissions import Actor, Permission, Role, TenantKind, allowed
from app.store import tables
from tests.course import DIRECTOR, announced, claimed, measured, objected
from tests.invoices import concluded, recorded
from tests.orders import accepted, prepared, sent
from tests.rights import asked, given, reported
from tests.ui.desk_shell import DeskShell
from tests.ui.organisations.test_organisations_panel import opened as opened_organisations
from tests.ui.rooms import buttons, shown
from tests.ui.seen_text import seen_text
from ui.licences.panel import LicencesPanel
from ui.words import use_language

LIES = Actor(b"l" * 16, Role.LICENSOR, "Lies")
ONLY_READS = {"Offer…", "Show computation…", "Save as…", "More…", "Save the audit dossier…", "Confirmation (PDF)…",
              "Save the register…", "Save as rows (CSV)…", "State of the agreement (PDF)…"}
AMOUNT = re.compile("€ .*|not computed")
"""A button of which the computation opens."""
DOES: dict[str, str | Permission] = {
    "Export at the end…": Permission.EXPORT, "Done: data destroyed…": "end.task_done",
    "Done: sub-processors told…": "end.task_done",
    "Record agreement…": "agreement.conclude", "Place an order…": "order.prepare", "Assign seats…": "seats.assign",
    "Free these seats": "seats.free", "Seats not used…": "seats.free", "Fewer seats…": "seats.lower",
    "Give notice…": "notice.record", "Withdraw the notice…": "notice.withdraw",
    "Day of delivery…": "agreement.deliver", "Record as sent…": "order.send", "Change…": "order.change",
    "Accepted…": "order.accept", "Declined…": "order.decline", "Accept…": "order.accept", "Decline…": "order.decline",
    "Withdraw…": "order.withdraw", "Record the agreement…": "agreement.extend",
    "Add these seats to the agreement": "agreement.extend", "Record invoice…": "invoice.record",
    "Correct…": "invoice.correct", "Record payment…": "invoice.book", "Remind…": "invoice.remind",
    "Letter received…": "invoice.letter_received", "Enter a rate…": "figure.enter",
    "Record a change…": "change.announce", "Record a claim…": "claim.log", "Suspension or end…": "measure.record",
    "Insolvency…": "insolvency.record", "Damage…": "claim.log", "Contact person…": "contact.record",
    "Object…": "change.object", "Choice of the licensor…": "change.choose", "Lifted…": "measure.lift",
    "Outcome…": "claim.outcome", "Settled…": "claim.settle", "Licensor told…": "claim.tell",
    "Ask for permission…": "permission.ask", "Record the answer…": "permission.give",
    "Withdraw the permission…": "permission.withdraw", "Report an infringement…": "infringement.report",
    "Give access…": "audit.open", "End the access…": "audit.end",
}


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Everything on which somebody could do something."""
    agreement = concluded(desk)
    objected(desk, announced(desk, agreement, title="Eerste"))
    announced(desk, agreement, title="Tweede")
    measured(desk, agreement, "suspected abuse", "suspend")
    claimed(desk, agreement, "third_party")
    claimed(desk, agreement)
    desk.do(record_insolvency, agreement_id=agreement, sort="bankruptcy", began_on="2026-11-20")
    asked(desk, agreement)
    given(desk, agreement)
    reported(desk)
    recorded(desk, agreement)
    for number, make in enumerate((prepared, sent, accepted)):
        make(desk, 2, number=f"B-{number}", supplements_id=agreement, starts_on="2026-11-21")
    desk.do(record_notice, agreement_id=agreement, party="organisation", received_on="2026-11-20", form="letter",
            proof="brief", signatory=DIRECTOR)
    return desk


def _administrator(desk: Desk) -> Actor:
    return desk.sight.actor


def _beside_a_licensor(desk: Desk) -> Actor:
    with desk.database.writing() as connection:
        connection.execute(insert(tables.accounts).values(
            id=LIES.account_id, role="licensor", name=LIES.name, from_on="2026-01-01"))
    desk.look_again()
    return desk.sight.actor


def _licensor(_desk: Desk) -> Actor:
    return LIES


ROLES: dict[str, Callable[[Desk], Actor]] = {
    "administrator": _administrator, "beside a licensor": _beside_a_licensor, "licensor": _licensor}


def panel_of(qtbot: QtBot, desk: Desk, actor: Actor) -> LicencesPanel:
    shell = DeskShell(desk)
    shell.sight = replace(desk.sight, actor=actor)

    def read(view: Any, *arguments: Any, then: Any, within: bytes | None = None) -> None:
        with desk.database.reading() as connection:
            then(view(connection, shell.sight, *arguments))

    shell.read = read  # type: ignore[method-assign]
    shell.panel = panel = LicencesPanel(shell)
    return shown(qtbot, panel)


def every_button(panel: LicencesPanel) -> set[str]:
    """Those of every tab, and of every row in it that can be chosen."""
    found: set[str] = set()

    def look(where: QWidget) -> None:
        QApplication.processEvents()
        found.update(buttons(panel))
        own = [where] if isinstance(where, QTabWidget) else []
        for tabs in [one for one in (*own, *where.findChildren(QTabWidget)) if one.isVisibleTo(panel)]:
            for at in range(tabs.count()):
                if tabs.isTabVisible(at) and tabs.currentIndex() != at:
                    tabs.setCurrentIndex(at)
                    look(tabs.widget(at))

    look(panel)
    panel.detail.tabs.bring_forward(panel.detail.orders)
    for row in panel.detail.orders.table.rows():
        panel.detail.orders.table.choose(row.id)
        look(panel.detail.orders)
    return found - {""}


@pytest.mark.parametrize("role", ROLES)
def test_a_button_shows_for_who_may_and_else_it_says_why(qtbot: QtBot, busy: Desk, role: str) -> None:
    actor = ROLES[role](busy)
    panel = panel_of(qtbot, busy, actor)
    found = {words for words in every_button(panel) - ONLY_READS if not AMOUNT.fullmatch(words)}
    assert found - DOES.keys() == set(), "a button of which nobody said what it does"
    may = {words for words, does in DOES.items() if allowed(
        actor, does if isinstance(does, Permission) else REGISTRY.actions[does].permission)}
    assert found - may == set(), "a button that the server would refuse"
    of_a_licensor = {"Accept…", "Decline…"}
    expected = {
        "Lifted…", "Choice of the licensor…", "Object…", "Withdraw the permission…", "Record the answer…",
        "Ask for permission…", "Report an infringement…", "Contact person…", "Record as sent…", "Record a claim…",
        *(of_a_licensor if actor.role is Role.LICENSOR else {"Accepted…", "Declined…"})}
    assert (expected & may) - found == set(), "a button that is missed"
    told = " ".join(seen_text(panel))
    for tab in (panel.detail.course, panel.detail.permissions, panel.detail.infringements, panel.detail.orders):
        told += " ".join(seen_text(tab))
    itself = "does this itself" in told and "works here itself" in told
    assert itself is (role == "beside a licensor")
    assert ("itself does this." in told) is (role == "licensor")
    assert ("Withdraw the notice…" in found) is (role != "licensor"), "the organisation gave it"


def test_in_its_window_a_licensor_is_who_it_is_in_the_organisation(qtbot: QtBot, licensor: Desk) -> None:
    """So no button of a tab asks what it may do at home."""
    panel, _ = opened_organisations(qtbot, licensor)
    actor = panel.detail._within.sight.actor
    assert (actor.role, actor.at) == (Role.LICENSOR, TenantKind.ORGANISATION)
    assert not allowed(actor, Permission.EXPORT) and not allowed(actor, Permission.EDIT_ORGANISATION)
