"""The fields of a person as they stand on the page: which can be typed in, and how a day is written."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.figures.describing import proper_value
from app.domain.text import Text
from ui.words import language, show_short_date

DESCRIBED = ("birth_year", "mother_tongue")
NEW_PERSON_FIELDS = ("given_name", "prefix", "family_name", "username", "email", "postcode")
TYPED = (*NEW_PERSON_FIELDS, "year_group", "gender", "birth_date", "younger_than_16", *DESCRIBED)
DAYS = frozenset({"birth_date", "younger_than_16"})
_FAR = date(2200, 1, 1)
"""Whether a year lies ahead is said where it is recorded."""
CHECKED = DAYS | set(DESCRIBED)
_WAYS = {"nl": ("%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"), "en": ("%d %b %Y", "%d-%m-%Y", "%Y-%m-%d")}


def shown_value(name: str, kept: str) -> str:
    """A kept value as people read it: a day is written out, the mother tongue is NT1 or NT2, the rest stands as it is.
    """
    if name == "mother_tongue":
        return kept.upper()
    if name not in DAYS or not kept:
        return kept
    try:
        return show_short_date(date.fromisoformat(kept))
    except ValueError:
        return kept


def kept_value(name: str, typed: str) -> str:
    """What is typed, as it is kept: a day as YYYY-MM-DD. Raises ValueError for a day, year or tongue that is none."""
    tidy = " ".join(typed.split())
    if name in DESCRIBED:
        proper = proper_value(name, tidy, _FAR)
        if proper is None:
            raise ValueError(tidy)
        return proper
    if name not in DAYS or not tidy:
        return tidy
    for way in _WAYS[language()]:
        try:
            return datetime.strptime(tidy, way).date().isoformat()
        except ValueError:
            continue
    raise ValueError(tidy)


def why_wrong(name: str) -> Text:
    """What is asked at a field where something else was typed."""
    if name == "birth_year":
        return Text("Write a year of birth in four figures, such as 1984.")
    return Text("The mother tongue is NT1 (Dutch) or NT2.") if name == "mother_tongue" else example()


def example() -> Text:
    return Text("Write a day like {example}.", example=show_short_date(date(2014, 3, 9)))
