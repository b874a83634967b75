"""Whose act it is, in the words that stand where its button would be."""

from __future__ import annotations

from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.facts import FactLine
from ui.words import tr


def why_no_answer(shell: Shell, permission: Permission) -> str:
    """Why somebody who sees this records no answer of the licensor; '' for who does."""
    if allowed(shell.sight.actor, permission):
        return ""
    return tr("{licensor} works here itself: the answer stands here as soon as it is given.",
              licensor=shell.sight.profile.licensor)


def why_no_decision(shell: Shell) -> str:
    """The same of what the licensor decides: to lift, or to end and go on after an objection."""
    if allowed(shell.sight.actor, Permission.DECIDE):
        return ""
    return tr("{licensor} does this itself: it stands here as soon as it is done.",
              licensor=shell.sight.profile.licensor)


def why_no_act(shell: Shell, permission: Permission) -> str:
    """Why the licensor does not do what only the organisation does; '' for who does."""
    return "" if allowed(shell.sight.actor, permission) else tr("Only {the_organisation} itself does this.")


def why_not(act: str, why: str) -> list[FactLine]:
    """As a line among the facts; none where there is nothing to say."""
    return [FactLine(act, why)] if why else []
