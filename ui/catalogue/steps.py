"""What is done with a catalogue; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.domain.contract.published_terms import USERS, PublishedTerms
from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.views.organisations import OrganisationRow


def publish(shell: Shell, given: dict[str, Any]) -> None:
    """An edition of the terms."""
    from app.actions.publishing import publish_terms

    said = Text("{title}, edition {edition}, was recorded.", title=given["title"], edition=given["edition"])
    _act(shell, publish_terms, said, **given)


def announce(
    shell: Shell, terms: PublishedTerms, organisations: Sequence[OrganisationRow], given: dict[str, Any],
) -> None:
    """An edition of the terms, in the tenant of each of these organisations."""
    from app.actions.changes import announce_change

    kind = "user_terms" if terms.sort == USERS else "terms"
    said = Text("Recorded for {n} organisation.", "Recorded for {n} organisations.", n=len(organisations))
    told = {
        "kind": kind, "applies_from": terms.applies_from.isoformat(), "title": terms.title, "edition": terms.edition,
        "checksum": terms.checksum, **given}
    for number, row in enumerate(organisations, 1):
        last = number == len(organisations)
        shell.act(
            announce_change, within=row.id, agreement_id=row.agreement_id, **told,
            then=(lambda _changes: shell.say(said)) if last else None)


def price(shell: Shell, given: dict[str, Any]) -> None:
    """A round of prices."""
    from app.actions.publishing import record_price_round

    _act(shell, record_price_round, Text("The round of prices was recorded."), **given)


def offer_package(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.offering import add_package

    _act(shell, add_package, Text("Package {title} was recorded.", title=given["title"]), **given)


def change_package(shell: Shell, package_id: bytes, given: dict[str, Any]) -> None:
    from app.actions.offering import change_package

    _act(shell, change_package, Text("Package {title} was changed.", title=given["title"]),
         package_id=package_id, **given)


def offer_programme(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.offering import offer_programme

    _act(shell, offer_programme, Text("{title} was added to the offer.", title=given["title"]), **given)


def withdraw(shell: Shell, offered_id: bytes, title: str, until_on: str) -> None:
    """A programme."""
    from app.actions.offering import withdraw_programme

    _act(shell, withdraw_programme, Text("{title} is withdrawn.", title=title), offered_id=offered_id,
         until_on=until_on)


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))
