"""The words of the window: every text in the language in force, with the words of the provider in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.domain.certificates import written_date
from app.domain.names import fold, list_key
from app.domain.text import Text
from app.domain.words import Words
from app.store.resources import neutral_words
from app.store.texts import Translator

LANGUAGES = ("nl", "en")

_SHORT_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class _InForce:
    """One per process: a window speaks one language at a time."""

    def __init__(self) -> None:
        self.language = "nl"
        self.words: Words | None = None
        self.zone = "Europe/Amsterdam"
        self.names_as_listed = True
        self._translator: Translator | None = None

    @property
    def translator(self) -> Translator:
        if self._translator is None:
            self._translator = Translator(self.language, self.words or neutral_words())
        return self._translator

    def forget(self) -> None:
        self._translator = None


_words = _InForce()


def use_language(language: str) -> None:
    """'nl' or 'en'; widgets made from now on speak it."""
    _words.language = "en" if language == "en" else "nl"
    _words.forget()


def use_words(words: Words | None, zone: str = "Europe/Amsterdam") -> None:
    """The provider's words that fill {participant}, {coach} and the rest; None before an organisation is open."""
    _words.words, _words.zone = words, zone
    _words.forget()


def use_listed_names(as_listed: bool) -> None:
    """True: lists show 'Vries, Emre de'; false: 'Emre de Vries'."""
    _words.names_as_listed = as_listed


def language() -> str:
    return _words.language


def tr(template: str, **arguments: object) -> str:
    """This English template in the language in force."""
    return show(Text(template, **arguments))


def tr_count(one: str, many: str, n: int, **arguments: object) -> str:
    """The template for one, or for every other number; `n` fills {n}."""
    return show(Text(one, many, n=n, **arguments))


def show(text: Text) -> str:
    return _words.translator.render(text)


def show_number(value: float | Decimal, decimals: int = 0) -> str:
    """1.932 in Dutch, 1,932 in English."""
    shown = f"{value:,.{decimals}f}"
    return shown.translate(str.maketrans(",.", ".,")) if _words.language == "nl" else shown


def show_money(cents: int) -> str:
    """€ 1.298,80 in Dutch, € 1,298.80 in English."""
    return f"€ {show_number(Decimal(cents) / 100, 2)}"


def show_date(day: date) -> str:
    """23 november 2026."""
    return written_date(day, _words.language)


def show_weekday_date(day: date) -> str:
    """maandag 23 november 2026."""
    return f"{_DAYS[_words.language][day.weekday()]} {show_date(day)}"


def show_short_date(day: date) -> str:
    """23-11-2026 in Dutch, 23 Nov 2026 in English (where 3-11 would be read two ways)."""
    if _words.language == "nl":
        return f"{day.day}-{day.month}-{day.year}"
    return f"{day.day} {_SHORT_MONTHS['en'][day.month - 1]} {day.year}"


def show_month(day: date) -> str:
    """nov."""
    return _SHORT_MONTHS[_words.language][day.month - 1]


def show_time(at_us: int) -> str:
    """14:32, in the organisation's zone."""
    return f"{_moment(at_us):%H:%M}"


def show_day_time(at_us: int, today: date | None = None) -> str:
    """23 nov 14:32; the year where it is not this year; only the time where it is `today`."""
    moment = _moment(at_us)
    if today is not None and moment.date() == today:
        return f"{moment:%H:%M}"
    year = "" if today is not None and moment.year == today.year else f" {moment.year}"
    return f"{moment.day} {_SHORT_MONTHS[_words.language][moment.month - 1]}{year} {moment:%H:%M}"


def show_last_seen(at_us: int | None, today: date) -> str:
    """today, yesterday, 3 days ago, or the date; a dash for never."""
    if at_us is None:
        return "–"
    days = (today - _moment(at_us).date()).days
    if days <= 0:
        return tr("today")
    return tr_count("yesterday", "{n} days ago", days) if days < 7 else show_short_date(today - timedelta(days))


def list_name(full: str, listed: str) -> str:
    """A person's name as the user wants it in lists."""
    return listed if _words.names_as_listed else full


def list_name_key(full: str, listed: str) -> str:
    """What a list of people sorts by, as the user wants names in lists."""
    return list_key(full, listed, _words.names_as_listed)


def search_matcher(typed: str) -> Callable[[str], bool]:
    """True for a text in which every typed word begins some word, without accents or case."""
    wanted = fold(typed).split()

    def matches(text: str) -> bool:
        words = fold(text).replace(",", " ").split()
        return all(any(word.startswith(part) for word in words) for part in wanted)

    return matches


def _moment(at_us: int) -> datetime:
    from zoneinfo import ZoneInfo  # late: the first paint needs no zone

    return datetime.fromtimestamp(at_us / 1_000_000, ZoneInfo(_words.zone))
