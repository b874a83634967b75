"""A provider profile is read strictly: what is wrong is named with its path, everything at once."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, Regulated, parse_profile
from app.domain.provider_privacy import FIELDS
from app.store.resources import profile_codes, resource_path

Data = dict[str, Any]
WHOLE_NUMBER = "a whole number of 0 or more"
CLOCK_TIME = 'a time between quotes, such as "08:00"'
AN_ASSUMPTION = {"assumption": True, "note": {"nl": "Zomaar.", "en": "Just so."}}


@pytest.fixture(params=profile_codes())
def data(request: pytest.FixtureRequest) -> Data:
    text = resource_path("providers", f"{request.param}.toml").read_text(encoding="utf-8")
    return copy.deepcopy(tomllib.loads(text))


@pytest.fixture
def reasons(data: Data) -> Callable[[], list[str]]:
    def parse() -> list[str]:
        with pytest.raises(Refusal) as refusal:
            parse_profile(data)
        return [str(reason) for reason in refusal.value.reasons]

    return parse


def test_unknown_and_missing_keys_are_named_all_at_once(data: Data, reasons: Callable[[], list[str]]) -> None:
    del data["licensor"]
    del data["help_desk"]["hours"]["opens"]
    del data["words"]["nl"]["coach"]["plural"]
    data["colour"] = "blue"
    data["licence"]["parts"]["price"] = 5
    assert sorted(reasons()) == [
        "colour is not a key of a provider profile.",
        "help_desk.hours.opens is missing.",
        "licence.parts.price is not a key of a provider profile.",
        "licensor is missing.",
        "words.nl.coach.plural is missing.",
    ]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("name", 5, "name must be a text."),
        ("own_formats", "table", "own_formats must be a list."),
        ("own_formats", ["fax"], "own_formats[1] must be one of: edexml, oneroster, school_data_sync, table."),
        ("period.kind", "week", "period.kind must be one of: school_year, calendar_year, none."),
        ("system_check.stated", 1, "system_check.stated must be true or false."),
        ("administrator.minimum.accounts", True, f"administrator.minimum.accounts must be {WHOLE_NUMBER}."),
        ("administrator.minimum.accounts", -1, f"administrator.minimum.accounts must be {WHOLE_NUMBER}."),
        ("help_desk.hours.opens", "8:00", f"help_desk.hours.opens must be {CLOCK_TIME}."),
        ("help_desk.hours.opens", "24:00", f"help_desk.hours.opens must be {CLOCK_TIME}."),
        ("help_desk.hours.opens", "17:00", "help_desk.hours.closes must be later than opens."),
        ("maintenance.avoid_until", "07:30", "maintenance.avoid_until must be later than avoid_from."),
        ("help_desk", [], "help_desk must be a table."),
        ("words.nl.group.article", "der", "words.nl.group.article must be one of: de, het."),
        ("words.en.group.plural", "", "words.en.group.plural is missing."),
        ("transfer", {"not_regulated": False}, "transfer.not_regulated must be true, or left out."),
        (
            "terms_change.objection", {"not_regulated": True, "days": 14},
            "terms_change.objection.days cannot stand beside not_regulated.",
        ),
        (
            "payment.collection", {"percent": "15", "minimum": "five", "reminders": 1, **AN_ASSUMPTION},
            'payment.collection.minimum must be an amount between quotes, such as "500.00".',
        ),
        ("period.note", {"nl": "alleen Nederlands"}, "period.note.en is missing."),
        ("period.assumption", "yes", "period.assumption must be true or false."),
    ],
)
def test_wrong_values_are_named(
    data: Data, reasons: Callable[[], list[str]], path: str, value: object, expected: str,
) -> None:
    *tables, key = path.split(".")
    table = data
    for name in tables:
        table = table[name]
    table[key] = value
    assert reasons() == [expected]


def test_a_value_says_where_it_comes_from(data: Data, reasons: Callable[[], list[str]]) -> None:
    for key in ("clause", "assumption", "note"):
        data["period"].pop(key, None)
    expected = "period does not say where it comes from: a clause, a law, a standard or an assumption."
    assert reasons() == [expected]


def test_an_assumption_says_why(data: Data, reasons: Callable[[], list[str]]) -> None:
    del data["licence"]["seat_reuse"]["note"]
    assert reasons() == ["licence.seat_reuse is an assumption and needs a note that says why."]


@pytest.mark.parametrize("clause", ["8.2", "Z-8.2", "annex 1", "article 8", "{0}-8.2,{0}-8.3"])
def test_a_clause_is_one_of_these_terms(data: Data, reasons: Callable[[], list[str]], clause: str) -> None:
    prefix = data["terms"]["prefix"]
    data["panels"]["clause"] = clause.format(prefix)
    example = f'"{prefix}-1.8" or "{prefix}-annex 3: 6.2"'
    assert reasons() == [f"panels.clause must be a clause of these terms, such as {example}."]


def test_fields_and_purposes_are_known_and_listed_once(data: Data, reasons: Callable[[], list[str]]) -> None:
    entry = data["data"]["coach"][0]
    data["data"]["coach"] += [entry, {**entry, "field": "shoe_size", "purpose": "fashion"}]
    assert reasons() == [
        f"data.coach: {entry['field']} is there more than once.",
        "data.coach: shoe_size is not a kind of personal data that this program knows.",
        "purposes.fashion is missing.",
    ]


def test_a_rule_is_regulated_with_its_basis_or_not_regulated(data: Data) -> None:
    data["payment"]["collection"] = {
        "percent": "12.5", "minimum": "40", "reminders": 2, "clause": f"{data['terms']['prefix']}-8.2",
    }
    data["payment"]["term"] = {"not_regulated": True, "note": {"nl": "Niets.", "en": "Nothing."}}
    payment = parse_profile(data).payment
    assert isinstance(payment.collection, Regulated)
    assert payment.collection.value.percent == Decimal("12.5")
    assert payment.collection.basis.cited.endswith("-8.2")
    assert isinstance(payment.term, NotRegulated)
    assert payment.term.note is not None
    assert payment.term.note.en == "Nothing."


def test_times_are_read_as_times(data: Data) -> None:
    data["help_desk"]["hours"] |= {"opens": "07:45", "closes": "12:00"}
    hours = parse_profile(data).help_desk.hours
    assert isinstance(hours, Regulated)
    assert (hours.value.opens, hours.value.closes) == (time(7, 45), time(12))


def test_a_field_the_profile_does_not_list_is_not_kept(data: Data) -> None:
    profile = parse_profile(data)
    assert not profile.keeps("participant", "shoe_size")
    assert not profile.keeps("parent", "name")


def test_what_is_kept_follows_from_the_category(data: Data) -> None:
    profile = parse_profile(data)
    for subject in FIELDS:
        for datum in profile.personal_data(subject):
            assert datum.kept is (datum.category in {"named", "technical"})
            assert datum.kept is profile.keeps(subject, datum.field)
        assert all(not datum.kept for datum in profile.switchable(subject))
