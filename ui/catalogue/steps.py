"""What is done with a catalogue; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from app.domain.contract.published_terms import USERS, PublishedTerms
from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.views.catalogue import RoundRow
    from app.views.round_reach import Reached, ReachedAgreement


def publish(shell: Shell, given: dict[str, Any]) -> None:
    """An edition of the terms."""
    from app.actions.publishing import publish_terms

    said = Text("{title}, edition {edition}, was recorded.", title=given["title"], edition=given["edition"])
    _act(shell, publish_terms, said, **given)


def announce(shell: Shell, terms: PublishedTerms, reached: Sequence[Reached], given: dict[str, Any]) -> None:
    """An edition of the terms, in the tenant of each of these organisations, with every agreement it concerns."""
    paper = {"title": terms.title, "edition": terms.edition, "checksum": terms.checksum}
    _tell(shell, kind_of_terms(terms), terms.applies_from, reached, lambda _one: paper | given)


def announce_prices(
    shell: Shell, priced: RoundRow, reached: Sequence[Reached], given: dict[str, Any],
) -> None:
    """A round of prices, in the tenant of each of these organisations, with the new fee of every part."""
    def with_fees(one: ReachedAgreement) -> dict[str, Any]:
        return given | {"fees": [
            {"licence_id": fee.licence_id} | ({} if fee.after_cents is None else {"fee_cents": fee.after_cents})
            for fee in one.fees]}

    _tell(shell, kind_of_round(priced), priced.applies_from, reached, with_fees)


def kind_of_terms(terms: PublishedTerms) -> str:
    return "user_terms" if terms.sort == USERS else "terms"


def kind_of_round(priced: RoundRow) -> str:
    """Nobody objects to an indexation; to new prices, however they were made, one can where the terms say so."""
    return "indexation" if priced.way == "indexed" else "prices"


def _tell(
    shell: Shell, kind: str, applies_from: date, reached: Sequence[Reached],
    given: Callable[[ReachedAgreement], dict[str, Any]],
) -> None:
    """One after the other; what is refused for one agreement is said, and the others go on."""
    from app.actions.changes import announce_change

    recorded: list[bytes] = []

    def done(organisation: bytes, _changes: object) -> None:
        recorded.append(organisation)
        shell.say(Text("Recorded with {n} agreement.", "Recorded with {n} agreements.", n=len(recorded)))

    for one in reached:
        for agreement in one.agreements:
            shell.act(
                announce_change, within=one.id, agreement_id=agreement.agreement_id, kind=kind,
                applies_from=applies_from.isoformat(), **given(agreement), then=partial(done, one.id))


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


def announce_maintenance(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.maintenance import announce_maintenance

    _act(shell, announce_maintenance, Text("The maintenance was announced."), **given)


def withdraw_maintenance(shell: Shell, maintenance_id: bytes) -> None:
    from app.actions.maintenance import withdraw_maintenance

    _act(shell, withdraw_maintenance, Text("The maintenance was withdrawn."), maintenance_id=maintenance_id)


def close_help_desk(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.closed_days import say_closed_days

    _act(shell, say_closed_days, Text("The days off of the help desk were recorded."), **given)


def open_help_desk(shell: Shell, day_ids: Sequence[bytes]) -> None:
    """After all."""
    from app.actions.closed_days import withdraw_closed_days

    said = Text("{n} day off was withdrawn.", "{n} days off were withdrawn.", n=len(day_ids))
    _act(shell, withdraw_closed_days, said, day_ids=list(day_ids))


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))
