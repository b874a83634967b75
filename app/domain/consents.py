"""Consent, where it is the ground on which something is kept: whose, and whether it still stands (O-annex 3: 1.2).

Of who is younger than sixteen the legal representative gives it; from sixteen on the participant. For any other ground
nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, too_long, wrong_day, wrong_future, wrong_order

CONSENT = "a"
"""The letter of GDPR article 6(1)."""
Giver: TypeAlias = Literal["representative", "participant"]
REPRESENTATIVE: Giver = "representative"
PARTICIPANT: Giver = "participant"
RELATIONS: Mapping[str, Text] = {
    "parent": Text("parent"), "guardian": Text("guardian"), "other": Text("other legal representative"),
    "self": Text("the {participant} in person"),
}
FORMS: Mapping[str, Text] = {
    "paper": Text("on paper"), "email": Text("by e-mail"), "spoken": Text("spoken, and written down"),
}
LONGEST = 200
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


class ConsentState(StrEnum):
    """`OWN_NEEDED`: the consent that stands is of a representative, and the participant is sixteen by now."""

    NOT_ASKED = "not asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    OWN_NEEDED = "own needed"


STATES: Mapping[ConsentState, Text] = {
    ConsentState.NOT_ASKED: Text("Not asked yet"), ConsentState.GIVEN: Text("Given"),
    ConsentState.WITHDRAWN: Text("Withdrawn"),
    ConsentState.OWN_NEEDED: Text("Sixteen by now: ask the {participant}"),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """`relation` is one of RELATIONS; `withdrawn_on` None while it stands."""

    purpose: str
    given_by: str
    relation: str
    form: str
    given_on: date
    proof: str
    withdrawn_on: date | None = None

    @property
    def is_own(self) -> bool:
        return self.relation == "self"


def giver(younger_until: date | None, today: date) -> Giver:
    """Who is asked today. `younger_until` is the sixteenth birthday: the first day on which somebody is no longer
    younger; without that mark somebody counts as grown up.
    """
    return REPRESENTATIVE if younger_until is not None and today < younger_until else PARTICIPANT


def state_of(consents: Iterable[Consent], younger_until: date | None, today: date) -> ConsentState:
    """Of one person for one purpose. Whoever withdrew has the last word until somebody consents again."""
    rows = sorted(consents, key=lambda one: (one.given_on, one.withdrawn_on or date.max))
    if not rows:
        return ConsentState.NOT_ASKED
    standing = [one for one in rows if one.withdrawn_on is None]
    if not standing:
        return ConsentState.WITHDRAWN
    own = giver(younger_until, today) == PARTICIPANT
    if own and not any(one.is_own for one in standing):
        return ConsentState.OWN_NEEDED
    return ConsentState.GIVEN


def check_consent(consent: Consent, younger_until: date | None, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a consent that is to be recorded, each at its field."""
    who = giver(younger_until, today)
    return only_wrong((
        None if consent.given_by.strip() or consent.is_own else missing("given_by"),
        too_long("given_by", consent.given_by, LONGEST), too_long("proof", consent.proof, LONGEST),
        _wrong_giver(consent, who),
        None if consent.form in FORMS else missing("form"),
        None if consent.proof.strip() else missing("proof"),
        wrong_day("given_on", consent.given_on) or wrong_future("given_on", consent.given_on, today),
    ))


def check_withdrawal(consent: Consent, withdrawn_on: date, today: date) -> tuple[WrongField, ...]:
    return only_wrong((
        wrong_day("withdrawn_on", withdrawn_on) or wrong_future("withdrawn_on", withdrawn_on, today)
        or wrong_order("withdrawn_on", consent.given_on, withdrawn_on),))


def consent_of(row: Mapping[str, Any]) -> Consent:
    """A row of `consents` as the rules take it."""
    withdrawn = row["withdrawn_on"]
    return Consent(
        row["purpose"], row["given_by"], row["relation"], row["form"], date.fromisoformat(row["given_on"]),
        row["proof"], date.fromisoformat(withdrawn) if withdrawn else None)


def broken_consent(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of `consents` whoever wrote it (S1)."""
    proper = (
        row["purpose"] and row["relation"] in RELATIONS and row["form"] in FORMS and row["given_on"]
        and (row["given_by"] or row["relation"] == "self") and row["proof"]
        and (not row["withdrawn_on"] or row["withdrawn_on"] >= row["given_on"]))
    return None if proper else _SHAPE


def _wrong_giver(consent: Consent, who: Giver) -> WrongField | None:
    if consent.relation not in RELATIONS:
        return missing("relation")
    if consent.is_own == (who == PARTICIPANT):
        return None
    if who == PARTICIPANT:
        return WrongField("relation", Text(
            "Nobody consents for somebody of sixteen or older: ask the {participant}. Nothing was recorded."))
    return WrongField("relation", Text(
        "Who is younger than sixteen cannot consent alone: ask a parent or guardian. Nothing was recorded."))


