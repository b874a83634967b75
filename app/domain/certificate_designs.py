"""How an organisation lays out its certificates: a design that ships, who signs, and how long they are valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.calendar import add_months
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, out_of_range, too_long, wrong_words

LONGEST_NAME, LONGEST_SIGNER, LONGEST_ROLE = 80, 60, 40
"""Signs; what stands under the line must fit there."""
MOST_MONTHS = 600
LARGEST_PICTURE = 200_000
"""Bytes: every certificate keeps the signature that it was issued with."""


@dataclass(frozen=True, slots=True)
class DesignGiven:
    """What an administrator fills in. `valid_months` None: for ever. `signature` is PNG or JPEG bytes, or empty."""

    name: str
    design: str
    programme_id: bytes | None = None
    valid_months: int | None = None
    signer_name: str = ""
    signer_role: str = ""
    signature: bytes = b""


def check_design(given: DesignGiven) -> tuple[WrongField, ...]:
    """What is wrong with it, each at its field."""
    months = given.valid_months
    return only_wrong((
        wrong_words("name", given.name, LONGEST_NAME),
        out_of_range("valid_months", months, 1, MOST_MONTHS) if months is not None else None,
        too_long("signer_name", given.signer_name, LONGEST_SIGNER),
        too_long("signer_role", given.signer_role, LONGEST_ROLE),
        missing("signer_name") if not given.signer_name.strip() and (given.signature or given.signer_role) else None,
        _large(given.signature)))


def broken_design(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a design, whoever sends it (S1)."""
    wrong = check_design(DesignGiven(
        row["name"], row["design"], row["programme_id"], row["valid_months"], row["signer_name"], row["signer_role"],
        row["signature"] or b""))
    return wrong[0].reason if wrong else None


def last_valid_day(issued_on: date, months: int | None) -> date | None:
    """The last day on which a certificate of this day is valid, None where it is for ever."""
    return add_months(issued_on, months) - timedelta(days=1) if months is not None else None




def _large(picture: bytes) -> WrongField | None:
    if len(picture) <= LARGEST_PICTURE:
        return None
    return WrongField("signature", Text(
        "This picture is too large: at most {n} kB. Nothing was recorded. Choose a smaller one.",
        n=LARGEST_PICTURE // 1_000))
