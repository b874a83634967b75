"""Own accounts: kept by a person for oneself, whatever organisation one takes part in (O-11.5, O-annex 1).

An organisation makes one for somebody who goes on alone, and links one where its owner gives a code for that. Of one
organisation nothing is told to the account, nor to another organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.domain.names import PersonName
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Regulated
from app.domain.text import Text

LINK_DAYS, ACTIVATION_DAYS = 7, 60
"""Our own choice, no clause: how long a code to link with is good, and how long the one of the letter."""
_TOGETHER = 5
NO_LINKING = Text(
    "Own accounts are not linked here: the terms know no such way of logging in. Nothing was changed.")
NO_OWN_ACCOUNTS = Text("The terms give no own accounts to {participants} who leave. Nothing was made.")
NOT_GIVEN = Text(
    "This own account was not given to {the_organisation}, or not for this {participant}. Nothing was changed. "
    "Ask for a new code.")
OTHER_ACCOUNT = Text(
    "This {participant} has an own account already. Nothing was changed. Unlink that one first.")


@dataclass(frozen=True, slots=True)
class OwnAccountLetter:
    """What stands in the letter to who goes on alone: shown once, kept nowhere. `until` is the last day of `code`."""

    person: PersonName
    username: str
    code: str = field(repr=False)
    until: date
    organisation: str
    server: str

    @property
    def shown_code(self) -> str:
        return in_parts(self.code)


def may_link(profile: ProviderProfile) -> bool:
    """Whether the terms know an own account as a way of logging in."""
    ways = profile.access.sign_on
    return isinstance(ways, Regulated) and "own_account" in ways.value.ways


def may_go_on(profile: ProviderProfile) -> bool:
    """Whether who leaves may ask for an own account."""
    rule = profile.end.own_account
    return isinstance(rule, Regulated) and rule.value.may_apply


def not_linked_here(profile: ProviderProfile) -> tuple[Text, str]:
    """Why own accounts are not linked, with the clause that names the ways of logging in."""
    ways = profile.access.sign_on
    return (Text("Own accounts are not linked here: the terms know no such way of logging in."),
            ways.basis.cited if isinstance(ways, Regulated) else "")


def in_parts(code: str) -> str:
    """A code in groups, easier to type over."""
    return " ".join(code[at : at + _TOGETHER] for at in range(0, len(code), _TOGETHER))


def last_day(today: date, days: int) -> date:
    """The last day on which a code that is made today is good."""
    return today + timedelta(days=days)


def is_newcomer_with_account(row: Mapping[str, Any]) -> bool:
    """Whether a row of `participants` says no more than the own account tells of its owner."""
    said = {name for name, value in row.items() if value not in ("", None)}
    return row["state"] == "active" and said <= {
        "id", "state", "sort_key", "search", "created_us", "given", "prefix", "family", "own_account_id"}
