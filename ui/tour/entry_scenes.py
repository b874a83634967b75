"""Pictures of how people come in: cards, the page for which the keyboard is handed over, registrations, consent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.consents import REPRESENTATIVE, ConsentState
from app.domain.own_accounts import may_link
from app.views.consents import ConsentLine
from app.views.own_accounts import OwnerHere
from app.views.people import ParticipantRow
from ui.groups.cards_flow import CardsFlow
from ui.groups.own_accounts import LettersDialog, LinkDialog
from ui.groups.registrations_dialog import RegistrationsDialog
from ui.groups.terms_dialogs import PaperTermsDialog, ReadTermsDialog, hand_over, terms_title
from ui.privacy.consent_dialogs import ConsentDialog
from ui.tour.stage import Stage
from ui.words import show_short_date


def entry(stage: Stage, code: str) -> None:
    """With the group that is open in front."""
    panel: Any = stage.window.deck.current()
    view, shell = panel.group, panel.shell
    people = [row.id for row in view.table.rows()]
    _over(stage, lambda: CardsFlow(panel, shell, view.shelf.title).begin(people), f"kaartjes-{code}")
    _over(stage, lambda: RegistrationsDialog(panel, shell).open(), f"aanmeldingen-{code}")
    if shell.sight.profile.must_accept_user_terms("participant"):
        from app.views.acceptances import terms_now

        terms, today = shell.desk.read(terms_now), shell.sight.today
        _over(stage, lambda: hand_over(panel, "Fatima El Amrani", terms, _nothing).open(), "toetsenbord-geven")
        _over(stage, lambda: PaperTermsDialog(panel, terms, 6, today, _nothing).open(), "voorwaarden-papier")
        _over(stage, lambda: ReadTermsDialog(
            panel, terms_title(terms), show_short_date(today), terms.body).open(), "voorwaarden-nalezen")
    if may_link(shell.sight.profile):
        row = view.table.rows()[0]
        _over(stage, lambda: _link(panel, row), "eigen-account-koppelen")
        _over(stage, lambda: LettersDialog(panel, 3, _nothing).open(), "eigen-account-brieven")
    _over(stage, lambda: ConsentDialog(panel, "Jip de Wit", [_child(shell.sight.today)], shell.sight.today,
                                       _nothing).open(), f"toestemming-{code}")


def _link(panel: Any, row: ParticipantRow) -> None:
    """Somebody of this name takes part already."""
    code = "7K3TM 9QX2B"
    dialog = LinkDialog(panel, panel.shell, panel.group.shelf.title, _nothing, _nothing)
    dialog.code.setText(code)
    dialog.show_owner(code, row.full, OwnerHere(None, (row,)))
    dialog.open()


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
