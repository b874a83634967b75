"""The fields of a person as they stand on the page: which can be typed in, and how a day is written."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.text import Text
from ui.words import language, show_short_date

NEW_PERSON_FIELDS = ("given_name", "prefix", "family_name", "username", "email", "postcode")
TYPED = (*NEW_PERSON_FIELDS, "year_group", "gender", "birth_date", "younger_than_16")
DAYS = frozenset({"birth_date", "younger_than_16"})
_WAYS = {"nl": ("%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"), "en": ("%d %b %Y", "%d-%m-%Y", "%Y-%m-%d")}


def shown_value(name: str, kept: str) -> str:
    """A kept value as people read it: a day is written out, the rest stands as it is."""
    if name not in DAYS or not kept:
        return kept
    try:
        return show_short_date(date.fromisoformat(kept))
    except ValueError:
        return kept


def kept_value(name: str, typed: str) -> str:
    """What is typed, as it is kept: a day as YYYY-MM-DD. Raises ValueError for a day that is none."""
    tidy = " ".join(typed.split())
    if name not in DAYS or not tidy:
        return tidy
    for way in _WAYS[language()]:
        try:
            return datetime.strptime(tidy, way).date().isoformat()
        except ValueError:
            continue
    raise ValueError(tidy)


def example() -> Text:
    return Text("Write a day like {example}.", example=show_short_date(date(2014, 3, 9)))
