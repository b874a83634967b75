"""An amount as it is shown: with its computation, or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.billing.computation import Computation
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that can be opened, or why there is none: `not_regulated`, or something that is missing.

    `remedy` names what would mend it: 'rates' where a rate of interest is missing.
    """

    label: Text
    computation: Computation | None
    why: Text | None = None
    not_regulated: bool = False
    remedy: str = ""

    @property
    def cents(self) -> int | None:
        return None if self.computation is None else self.computation.cents


def tried(label: Text, compute: Callable[[], Computation | NotRegulated]) -> Amount:
    """The amount; what must come before it, or what the terms are silent about, in words."""
    try:
        found = compute()
    except Refusal as refusal:
        return Amount(label, None, refusal.reasons[0], remedy=refusal.remedy or "")
    if isinstance(found, NotRegulated):
        return Amount(label, None, found.text, True)
    return Amount(label, found)


def known(computation: Computation) -> Amount:
    return Amount(computation.label, computation)
