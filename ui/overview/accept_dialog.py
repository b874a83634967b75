"""Whoever coaches here accepts the user terms at the first use: asked once, and again only where the terms say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.groups.terms_dialogs import TickDialog
from ui.panel import Shell
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.acceptance import UserTerms


def ask_coach(parent: QWidget, shell: Shell) -> None:
    """Open the dialog, once it is read what there is to accept; nothing happens where there is nothing any more."""
    from app.views.acceptances import coach_to_ask

    def show(terms: UserTerms | None) -> None:
        if terms is not None:
            _dialog(parent, shell, terms).open()

    shell.read(coach_to_ask, then=show)


def _dialog(parent: QWidget, shell: Shell, terms: UserTerms) -> TickDialog:
    def accepted() -> None:
        from app.actions.acceptances import accept_as_coach

        shell.act(accept_as_coach, ticked=True, then=lambda _changes: shell.say(
            Text("You accepted the user terms."), undoable=True))

    return TickDialog(
        parent, tr("User terms"), "", terms, (
            tr("Every {coach} accepts the user terms once. Read them first. Press Cancel to read them later: you are "
               "asked again.") if terms.body else
            tr("Every {coach} accepts the user terms once. Read them first; your {administrator} has them. "
               "Press Cancel to read them later: you are asked again."),
            tr("I have &read the user terms and I accept them.")), accepted)
