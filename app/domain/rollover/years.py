"""Year groups as the pupil administration codes them (EDEXML: 0..8, 11..16, S, C, N), and the names of groups."""

from __future__ import annotations

import re
from datetime import date

from app.domain.calendar import SchoolYear
from app.domain.names import fold

LAST = "8"
"""After this year group somebody leaves."""
SEVERAL = "C"
CODES = frozenset({"", *"BD012345678SVCNH", *(str(year) for year in range(11, 17))})
EXTENDED = frozenset({"1", "2"})
"""The year groups in which a longer time is an extension, not a repetition."""
PREPARED_FROM_MONTH = 5
_NUMBERS = re.compile(r"(?<!\d)[0-8](?:\s*[-/+&]\s*[0-8])*(?!\d)")
_WORD = re.compile(r"\b(?:stam)?groep\b|\bgroup\b|\bgr\b")


def next_year_group(code: str) -> str | None:
    """The year group after this one, None after the last; a code that is no number stays."""
    if code == LAST or code == "16":
        return None
    return str(int(code) + 1) if code.isdigit() else code


def is_year(code: str) -> bool:
    """True for a single year group."""
    return code.isdigit()


def years_in(name: str, year_group: str) -> frozenset[str]:
    """The year groups that a group holds by its code, or else by its name: "7/8 B" has two."""
    named = _years_named(name)
    if len(named) > 1 and (year_group == SEVERAL or year_group in named or not year_group):
        return named
    if is_year(year_group):
        return frozenset({year_group})
    return named if not year_group or year_group == SEVERAL else frozenset()


def next_name(name: str, year_group: str) -> str:
    """The name a year later: "5a" is "6a", "Groep 3" is "Groep 4"; "Groep 1/2" and "De Dolfijnen" stay."""
    found = _NUMBERS.findall(name)
    after = next_year_group(found[0]) if len(found) == 1 and found[0].isdigit() else None
    if after is None or (is_year(year_group) and year_group != found[0]):
        return name
    return _NUMBERS.sub(after, name, count=1)


def stem(name: str) -> str:
    """What a group keeps while the years go by: the "a" of "Groep 5a"."""
    return " ".join(re.sub(r"[^\w]+", " ", _WORD.sub(" ", _NUMBERS.sub(" ", fold(name)))).split())


def same_name(name: str) -> str:
    """Two groups with the same of this are one and the same to whoever reads them: "5a" and "Groep 5A"."""
    return " ".join(_WORD.sub(" ", fold(name)).split()) or fold(name)


def year_to_prepare(today: date, years_of_groups: frozenset[int]) -> SchoolYear | None:
    """The school year for which groups are to be made: this one while there are groups of one before it, else the
    next from May on; None before that.
    """
    current = SchoolYear.of(today)
    if any(year < current.first for year in years_of_groups):
        return current
    return current.next if today >= preparing_from(today) else None


def preparing_from(today: date) -> date:
    """The day in this school year from which the next can be prepared."""
    return date(SchoolYear.of(today).first + 1, PREPARED_FROM_MONTH, 1)


def _years_named(name: str) -> frozenset[str]:
    found = _NUMBERS.findall(name)
    return frozenset(re.findall(r"\d", found[0])) if len(found) == 1 else frozenset()
