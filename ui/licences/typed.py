"""Amounts and numbers as people type them, in Dutch and in English."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ui.words import show_number


def typed_number(typed: str) -> Decimal | None:
    """'2,5', '1.250' or '1.250,00'; None for what is no number of 0 or more."""
    plain = typed.replace("€", "").replace("%", "").replace(" ", "").strip()
    whole, mark, part = plain.rpartition(max((",", "."), key=plain.rfind))
    if mark and len(part) == 3:  # '1.250' counts thousands
        whole, part = whole + part, ""
    digits = (whole if mark else part).replace(".", "").replace(",", "")
    decimals = part if mark else ""
    try:
        number = Decimal(f"{digits or '0'}.{decimals or '0'}") if plain else Decimal("NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def typed_cents(typed: str) -> int | None:
    """An amount in cents; None for what is no amount in whole cents."""
    euros = typed_number(typed)
    if euros is None or euros * 100 != int(euros * 100):
        return None
    return int(euros * 100)


def money_words(cents: int) -> str:
    """An amount as it would be typed; nothing for none."""
    return show_number(Decimal(cents) / 100, 2) if cents else ""
