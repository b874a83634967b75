"""Single values as files spell them, in the spelling that a roster keeps. None: not a value of that kind."""

from __future__ import annotations

import re
from datetime import date, datetime

from app.domain.figures.describing import birth_year_of, gender_of, kind_of, tongue_of, type_of
from app.domain.names import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "feb", "february"),
            ("maart", "mrt", "march", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("augustus", "aug", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*|Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: \d{1,2}:\d{2}.*)?", re.ASCII)
_IN_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})", re.ASCII)
_MAIL = re.compile(r"[^@\s,;<>()\[\]\\\"]+@[^@\s,;<>()\[\]\\\"]+\.[^@\s,;<>()\[\]\\\".]{2,}")
_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})", re.ASCII)
_EARLIEST, _LATEST = 1880, 2200

_YES = {"ja", "j", "yes", "y", "true", "waar", "1", "x", "v"}
_NO = {"nee", "n", "no", "false", "onwaar", "0", "-"}


def dutch_date(raw: str) -> date | None:
    """A day as the Dutch and the ISO standard write it: 3-9-2026, 03/09/2026, 3 september 2026, 2026-09-03."""
    text = " ".join(raw.split())
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _DUTCH.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if (found := _IN_WORDS.fullmatch(fold(text))) and found[2] in _MONTHS:
        return _day(found[3], _MONTHS[found[2]], found[1])
    return None


def american_date(raw: str) -> date | None:
    """A day as School Data Sync writes it: month first (4/22/2000), or ISO."""
    if found := _DUTCH.fullmatch(" ".join(raw.split())):
        return _day(found[3], found[1], found[2])
    return dutch_date(raw)


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _EARLIEST <= found.year <= _LATEST else None


def xml_date(raw: str) -> date | None:
    """An xs:date or the day of an xs:dateTime."""
    found = _ISO.fullmatch(raw.strip())
    return _day(found[1], found[2], found[3]) if found else None


def cell_date(value: date | datetime) -> str:
    """A date cell of a workbook as text; a time at midnight is no time."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat()


def gender(raw: str) -> str | None:
    """'m', 'f', 'x' (neither, or not specified) or 'unknown'; codes by ISO 5218."""
    return gender_of(raw)


def birth_year(raw: str) -> str | None:
    """A year of four figures, or that of a whole date of birth."""
    day = dutch_date(raw)
    year = birth_year_of(raw, _LATEST) if day is None else day.year
    return None if year is None else str(year)


def mother_tongue(raw: str) -> str | None:
    """'nt1' where Dutch is the mother tongue, else 'nt2'."""
    return tongue_of(raw)


def course_kind(raw: str) -> str | None:
    """As in `app.domain.figures.describing.CourseKind`."""
    return kind_of(raw)


def course_type(raw: str) -> str | None:
    """As in `app.domain.figures.describing.CourseType`."""
    return type_of(raw)


def mail_address(raw: str) -> str | None:
    """An address in its simple form, without a name beside it."""
    address = raw.removeprefix("mailto:")
    return address if _MAIL.fullmatch(address) and len(address) <= 254 else None


def dutch_postcode(raw: str) -> str | None:
    """1234AB, without the space."""
    found = _POSTCODE.fullmatch(raw)
    return found[1] + found[2].upper() if found else None


def yes_or_no(raw: str) -> str | None:
    """'yes' or 'no'."""
    word = raw.casefold().rstrip(".")
    return "yes" if word in _YES else "no" if word in _NO else None


def is_citizen_number(raw: str) -> bool:
    """Nine digits that pass the test of the Dutch citizen service number (BSN, eleven-test)."""
    digits = raw.replace(".", "").replace(" ", "")
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", re.ASCII)


def is_bank_account(raw: str) -> bool:
    """An IBAN whose check digits are right."""
    compact = raw.replace(" ", "").upper()
    if not _IBAN.fullmatch(compact):
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1
