"""Pictures of how people come in: cards, the page for which the keyboard is handed over, registrations, consent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.consents import REPRESENTATIVE, ConsentState
from app.views.consents import ConsentLine
from ui.groups.cards_flow import CardsFlow
from ui.groups.registrations_dialog import RegistrationsDialog
from ui.groups.terms_dialogs import PaperTermsDialog, hand_over
from ui.privacy.consent_dialogs import ConsentDialog
from ui.tour.stage import Stage


def entry(stage: Stage, code: str) -> None:
    """With the group that is open in front."""
    panel: Any = stage.window.deck.current()
    view, shell = panel.group, panel.shell
    people = [row.id for row in view.table.rows()]
    _over(stage, lambda: CardsFlow(panel, shell, view.shelf.title).begin(people), f"kaartjes-{code}")
    _over(stage, lambda: RegistrationsDialog(panel, shell).open(), f"aanmeldingen-{code}")
    if shell.sight.profile.must_accept_user_terms("participant"):
        from app.domain.acceptance import user_terms

        terms, today = user_terms(shell.sight.profile, (), shell.sight.today), shell.sight.today
        _over(stage, lambda: hand_over(panel, "Fatima El Amrani", terms, _nothing).open(), "toetsenbord-geven")
        _over(stage, lambda: PaperTermsDialog(panel, terms, 6, today, _nothing).open(), "voorwaarden-papier")
    _over(stage, lambda: ConsentDialog(panel, "Jip de Wit", [_child(shell.sight.today)], shell.sight.today,
                                       _nothing).open(), f"toestemming-{code}")


def _child(today: date) -> ConsentLine:
    return ConsentLine(
        bytes(16), "Jip", "Jip", "notes", ConsentState.NOT_ASKED, REPRESENTATIVE, today + timedelta(days=400), None,
        None)


def _over(stage: Stage, act: Any, what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()


def _nothing(*_given: Any) -> None:
    """Pictures change nothing."""
