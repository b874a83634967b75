"""Where a date or a consequence comes from: a clause, a law, the agreement itself, a setting, our assumption."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.domain.provider_terms import Basis
from app.domain.text import Text


class Origin(StrEnum):
    CLAUSE = "clause"
    LAW = "law"
    STANDARD = "standard"
    AGREEMENT = "agreement"
    SETTING = "setting"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Source:
    """`cited` is the reference as it is recorded ("O-11.1", "BW 3:37"); empty where there is none to cite."""

    origin: Origin
    cited: str
    text: Text


AGREEMENT = Source(Origin.AGREEMENT, "", Text("the agreement itself"))
SETTING = Source(Origin.SETTING, "", Text("your own setting"))
ASSUMPTION = Source(Origin.ASSUMPTION, "", Text("our assumption"))


@cache
def source_of(basis: Basis) -> Source:
    """The source of a value of the profile."""
    return Source(_origin(basis), basis.cited, basis.text)


def _origin(basis: Basis) -> Origin:
    if basis.assumption:
        return Origin.ASSUMPTION
    if basis.clause:
        return Origin.CLAUSE
    return Origin.LAW if basis.law else Origin.STANDARD
