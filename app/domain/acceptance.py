"""Who accepted the user terms: each in person, by a tick of their own or on paper with its date (O-6.2, O-annex 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias, get_args

from app.domain.calendar import is_day
from app.domain.contract.published_terms import USERS, PublishedTerms, in_force
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Regulated
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_day, wrong_future

Way: TypeAlias = Literal["tick", "paper"]
TICK, PAPER = get_args(Way)
WAYS: Mapping[str, Text] = {TICK: Text("ticked in person"), PAPER: Text("signed on paper")}
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


class Standing(StrEnum):
    """`NOT_ASKED` is a state and no error: whoever was not asked yet has refused nothing."""

    NOT_NEEDED = "not needed"
    NOT_ASKED = "not asked"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class UserTerms:
    """The user terms that somebody is asked to accept. `checksum` is empty where no edition of them was published, and
    `body` where their text was not.
    """

    title: str
    edition: str = ""
    checksum: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    edition: str
    way: str
    accepted_on: date


def user_terms(profile: ProviderProfile, published: Iterable[PublishedTerms], today: date) -> UserTerms:
    """The newest edition in force today; without a published one the terms that the profile was made from."""
    editions = [one for one in in_force(published, today) if one.sort == USERS]
    if not editions:
        return UserTerms(profile.terms.title, profile.terms.version)
    newest = max(editions, key=lambda one: one.applies_from)
    return UserTerms(newest.title, newest.edition, newest.checksum, newest.body)


def standing(
    profile: ProviderProfile, who: Literal["participant", "coach"], accepted: Iterable[Acceptance], terms: UserTerms,
) -> Standing:
    """Whether this person still has to be asked.

    Where going on with the product is acceptance of changed terms (O-annex 2), any earlier edition will do.
    """
    if not profile.must_accept_user_terms(who):
        return Standing.NOT_NEEDED
    goes_on = profile.users.continued_use
    any_edition = isinstance(goes_on, Regulated) and goes_on.value.is_acceptance
    done = any(any_edition or one.edition == terms.edition for one in accepted)
    return Standing.ACCEPTED if done else Standing.NOT_ASKED


def check_paper(signed_on: date, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the date on a signed paper."""
    return only_wrong((wrong_day("accepted_on", signed_on) or wrong_future("accepted_on", signed_on, today),))


def broken_acceptance(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of `acceptances` or `coach_acceptances`, whoever wrote it (S1)."""
    return None if row["way"] in WAYS and row["title"].strip() and is_day(row["accepted_on"]) else _SHAPE
