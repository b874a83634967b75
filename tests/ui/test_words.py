"""Numbers, dates, names and searching as the language and the user want them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.store.resources import load_words
from ui import words

DAY = date(2026, 11, 23)
NOON_US = int(datetime(2026, 11, 23, 11, 0, tzinfo=UTC).timestamp()) * 1_000_000
HOUR, A_DAY = 3_600_000_000, 86_400_000_000


def test_dutch_numbers_and_dates() -> None:
    assert words.show_number(1932) == "1.932"
    assert words.show_money(129880) == "€ 1.298,80"
    assert words.show_date(DAY) == "23 november 2026"
    assert words.show_short_date(date(2026, 3, 1)) == "1-3-2026"
    assert words.show_weekday_date(DAY) == "maandag 23 november 2026"
    assert words.show_month(date(2026, 3, 1)) == "mrt"


def test_english_numbers_and_dates() -> None:
    words.use_language("en")
    assert words.show_number(1932.5, 1) == "1,932.5"
    assert words.show_date(DAY) == "23 November 2026"
    assert words.show_short_date(date(2026, 3, 1)) == "1 Mar 2026"


def test_an_instant_is_shown_in_the_organisations_zone() -> None:
    assert words.show_time(NOON_US) == "12:00"
    assert words.show_day_time(NOON_US, DAY) == "12:00"
    assert words.show_day_time(NOON_US - A_DAY, DAY) == "22 nov 12:00"
    assert words.show_day_time(NOON_US) == "23 nov 2026 12:00"


@pytest.mark.parametrize(("days", "shown"), [
    (0, "vandaag"), (1, "gisteren"), (3, "3 dagen geleden"), (30, "24-10-2026"), (None, "–"),
])
def test_how_long_ago_somebody_was_seen(days: int | None, shown: str) -> None:
    assert words.show_last_seen(None if days is None else NOON_US - days * A_DAY, DAY) == shown


def test_the_words_of_the_provider_are_used() -> None:
    assert words.tr("Active {participants}") == "Actieve deelnemers"
    words.use_words(load_words("leerling-in-beeld"))
    assert words.tr("Active {participants}") == "Actieve leerlingen"
    words.use_language("en")
    assert words.tr("Active {participants}") == "Active pupils"


def test_a_counted_text_takes_the_form_for_one_or_for_many() -> None:
    assert words.tr_count("{n} {location}", "{n} {locations}", 1) == "1 locatie"
    assert words.tr_count("{n} {location}", "{n} {locations}", 2000) == "2.000 locaties"


def test_names_in_lists_are_as_the_user_chose_and_sort_that_way() -> None:
    names = [("Emre de Vries", "Vries, Emre de"), ("Zoë Aydın", "Aydın, Zoë")]
    assert sorted(words.list_name(*name) for name in names) == ["Aydın, Zoë", "Vries, Emre de"]
    assert min(names, key=lambda name: words.list_name_key(*name))[0] == "Zoë Aydın"
    words.use_listed_names(False)
    assert [words.list_name(*name) for name in names] == ["Emre de Vries", "Zoë Aydın"]
    assert min(names, key=lambda name: words.list_name_key(*name))[0] == "Emre de Vries"


@pytest.mark.parametrize(("typed", "found"), [
    ("yildiz", True), ("emre v", True), ("vries emre", True), ("YIL", True), ("mre", False), ("emre x", False),
    ("", True),
])
def test_searching_takes_beginnings_of_words_in_any_order(typed: str, found: bool) -> None:
    assert words.search_matcher(typed)("Yıldız Vries, Emre de") is found
