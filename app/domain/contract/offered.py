"""What a licensor offers: packages with their fees, and the programmes in them; what cannot be right, at its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from app.domain.contract.order import LARGEST_FEE_CENTS, LONGEST_MONTHS
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, out_of_range, too_long, wrong_day, wrong_words

LONGEST_NAME = 200
LARGEST_NUMBER = 9_999
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class OfferedPackage:
    """A package as it is filled in. Fees are in cents without VAT, for the licence of the organisation and per seat.

    It can be ordered from `from_on`; `until_on` is the first day no longer, None while it stands.
    """

    code: str
    title: str
    title_en: str
    school_fee_cents: int
    seat_fee_cents: int
    months: int
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferedProgramme:
    """A programme as it is offered: in one package, or with `package_id` None in all. `number` is its version.

    `until_on` is the day from which it is withdrawn.
    """

    package_id: bytes | None
    iri: str
    code: str
    title: str
    title_en: str
    number: int
    from_on: date
    until_on: date | None = None


def check_package(package: OfferedPackage, others: Iterable[OfferedPackage]) -> tuple[WrongField, ...]:
    """What is wrong with a package that is to be recorded, each at its field; `others` are those there are."""
    return tuple(_wrong_in_package(package, tuple(others)))


def _wrong_in_package(package: OfferedPackage, others: tuple[OfferedPackage, ...]) -> Iterator[WrongField]:
    yield from _wrong_code(package.code)
    yield from _wrong_titles(package.title, package.title_en)
    wrong = (
        out_of_range("months", package.months, 1, LONGEST_MONTHS),
        *(_wrong_fee(field, getattr(package, field)) for field in ("school_fee_cents", "seat_fee_cents")),
    )
    yield from (one for one in wrong if one is not None)
    days = tuple(_wrong_days(package.from_on, package.until_on))
    yield from days
    same = [other for other in others if other.code.casefold() == package.code.strip().casefold()]
    if not days and any(_share_a_day(package, other) for other in same):
        yield WrongField("from_on", Text(
            "Package {code} is offered on some of these days already. Nothing was recorded. End that one first, or "
            "begin later.", code=package.code.strip()))


def check_programme(programme: OfferedProgramme, others: Iterable[OfferedProgramme]) -> tuple[WrongField, ...]:
    """What is wrong with a programme that is to be offered, each at its field; `others` are those there are."""
    return tuple(_wrong_in_programme(programme, tuple(others)))


def _wrong_in_programme(programme: OfferedProgramme, others: tuple[OfferedProgramme, ...]) -> Iterator[WrongField]:
    yield from _wrong_code(programme.code)
    yield from _wrong_titles(programme.title, programme.title_en)
    if not _is_iri(programme.iri):
        yield WrongField("iri", Text(
            "This is no address of a programme. It looks like https://example.org/programme. Nothing was recorded."))
    number = out_of_range("number", programme.number, 1, LARGEST_NUMBER)
    if number is not None:
        yield number
    days = tuple(_wrong_days(programme.from_on, programme.until_on))
    yield from days
    beside = [
        other for other in others
        if other.iri == programme.iri.strip() and _share_a_package(other, programme) and _share_a_day(other, programme)]
    if not days and beside:
        yield WrongField("from_on", Text(
            "This programme is offered here on some of these days already. Nothing was recorded. Withdraw that "
            "version first, or begin later."))


def _wrong_code(code: str) -> Iterator[WrongField]:
    if not code.strip():
        yield missing("code")
    elif not _CODE.fullmatch(code.strip()):
        yield WrongField("code", Text(
            "A code has letters, digits, dots and dashes, 40 at most. Nothing was recorded. Correct the code."))


def _wrong_titles(title: str, title_en: str) -> Iterator[WrongField]:
    """Where the English title is empty, the Dutch one is shown."""
    for field, value in (("title", title), ("title_en", title_en)):
        check = wrong_words if field == "title" else too_long
        if wrong := check(field, value, LONGEST_NAME):
            yield wrong


def _wrong_fee(field: str, cents: int) -> WrongField | None:
    if 0 <= cents <= LARGEST_FEE_CENTS:
        return None
    return WrongField(field, Text(
        "This is no fee: write an amount of 0 or more, such as 32,50. Nothing was recorded."))


def _wrong_days(from_on: date, until_on: date | None) -> Iterator[WrongField]:
    begins = wrong_day("from_on", from_on)
    ends = wrong_day("until_on", until_on) if until_on is not None else None
    yield from (one for one in (begins, ends) if one is not None)
    if begins is None and ends is None and until_on is not None and until_on <= from_on:
        yield WrongField("until_on", Text(
            "{end} does not lie after {begin}: an end comes after its beginning. Nothing was recorded.",
            end=until_on, begin=from_on))


def _share_a_day(one: OfferedPackage | OfferedProgramme, other: OfferedPackage | OfferedProgramme) -> bool:
    return (other.until_on is None or one.from_on < other.until_on) and (
        one.until_on is None or other.from_on < one.until_on)


def _share_a_package(one: OfferedProgramme, other: OfferedProgramme) -> bool:
    return one.package_id is None or other.package_id is None or one.package_id == other.package_id


def _is_iri(typed: str) -> bool:
    parts = urlsplit(typed.strip())
    return parts.scheme in ("http", "https", "urn") and bool(parts.netloc or parts.path) and " " not in typed.strip()
