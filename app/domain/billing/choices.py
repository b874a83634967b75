"""What an organisation chooses itself where the terms leave it open: which rate, over what, and for whom (O-8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.domain.billing.collection import CollectionSettings
from app.domain.billing.interest import InterestSettings
from app.domain.provider_terms import RateDay
from app.domain.text import Text

Setting: TypeAlias = Literal["rate_day", "on_interest", "costs_base", "costs_vat", "customer"]
BY_THE_TERMS = ""
"""The value of a setting that is left to the provider's profile, and for the customer to the agreement."""
OPTIONS: Mapping[Setting, tuple[str, ...]] = {
    "rate_day": ("default", "period"),
    "on_interest": ("added", "not_added"),
    "costs_base": ("with_vat", "without_vat"),
    "costs_vat": ("added", "not_added"),
    "customer": ("business", "consumer"),
}
"""Every setting with what can be chosen beside BY_THE_TERMS."""


@dataclass(frozen=True, slots=True)
class BillingSettings:
    """`consumer` is what a new invoice starts with; None: as the agreement says."""

    interest: InterestSettings = field(default_factory=InterestSettings)
    collection: CollectionSettings = field(default_factory=CollectionSettings)
    consumer: bool | None = None


def settings_of(chosen: Mapping[str, str]) -> BillingSettings:
    """From the value of each setting; what was never chosen or is not known is left to the terms."""
    days: Mapping[str, RateDay] = {"default": "default", "period": "period"}
    return BillingSettings(
        InterestSettings(days.get(chosen.get("rate_day", "")), _either(chosen, "on_interest")),
        CollectionSettings(_either(chosen, "costs_base"), _either(chosen, "costs_vat")),
        None if (business := _either(chosen, "customer")) is None else not business)


def setting_fault(setting: str, value: str) -> Text | None:
    """What is wrong with a choice, None where nothing is."""
    known: Mapping[str, tuple[str, ...]] = {str(name): values for name, values in OPTIONS.items()}
    if setting in known and value in (BY_THE_TERMS, *known[setting]):
        return None
    return Text("This choice is not known. Nothing was recorded.")


def _either(chosen: Mapping[str, str], setting: Setting) -> bool | None:
    """True for the first of its options, False for the second."""
    first, second = OPTIONS[setting]
    return {first: True, second: False}.get(chosen.get(setting, ""))
