"""Who may bind the organisation: a representative, or an administrator as far as a recorded mandate goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.provider_terms import Authority, NotRegulated, Rule, Who
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, wrong_order


class Act(StrEnum):
    """What binds the organisation."""

    CONCLUDE = "conclude"
    SIGN_PROCESSING = "sign processing agreement"
    GIVE_NOTICE = "give notice"
    ACCEPT_PRICES = "accept prices"
    OBJECT = "object"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Act.CONCLUDE: Text("conclude an agreement"),
    Act.SIGN_PROCESSING: Text("sign a processing agreement"),
    Act.GIVE_NOTICE: Text("end an agreement"),
    Act.ACCEPT_PRICES: Text("accept new prices"),
    Act.OBJECT: Text("object to a change"),
}


@dataclass(frozen=True, slots=True)
class Mandate:
    """Given by a representative for these acts; `until_on` is the first day no longer, None while it stands."""

    given_by: str
    acts: frozenset[Act]
    from_on: date
    until_on: date | None = None

    def covers(self, act: Act, day: date) -> bool:
        return act in self.acts and self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who acted for the organisation, in which role, and by what mandate."""

    name: str
    role: Who
    mandate: Mandate | None = None


def wrong_signatory(
    rule: Rule[Authority], who: Signatory, act: Act, day: date, field: str,
) -> WrongField | None:
    """Why this person could not do this on that day, at `field`; None where he or she could."""
    if not who.name.strip():
        return missing(field)
    if isinstance(rule, NotRegulated) or who.role in rule.value.roles:
        return None
    if who.role not in rule.value.with_mandate:
        return WrongField(field, Text(
            "Only who may sign for {the_organisation} can {act}. Nothing was recorded. Ask that person.",
            act=act.label))
    if who.mandate is None:
        return WrongField(field, Text(
            "{name} needs a recorded mandate to {act}. Nothing was recorded. Record the mandate first.",
            name=who.name, act=act.label))
    return None if who.mandate.covers(act, day) else WrongField(field, Text(
        "The mandate of {name} does not cover this on {day}: to {act}. Nothing was recorded.",
        name=who.name, day=day, act=act.label))


def check_mandate(mandate: Mandate) -> tuple[WrongField, ...]:
    """What is wrong with a mandate that is to be recorded."""
    return only_wrong((
        None if mandate.given_by.strip() else missing("given_by"),
        None if mandate.acts else missing("acts"),
        wrong_order("until_on", mandate.from_on, mandate.until_on),
    ))
