"""The tables of figures that ship: each is read, has its sources, and is in the order people read it."""

from __future__ import annotations

from app.store.money import load_collection_scale, load_interest_rates, load_price_indexes
from app.store.resources import load_profile, resource_path


def test_every_table_that_ships_is_read() -> None:
    assert {path.stem for path in resource_path("money").iterdir()} == {
        "collection_scale", "interest_rates", "price_indexes"}
    assert len(load_interest_rates().rates["commercial"]) == len(load_interest_rates().rates["ordinary"]) == 20
    assert load_collection_scale().basis.law


def test_rows_stand_in_order_of_time() -> None:
    for rates in load_interest_rates().rates.values():
        assert list(rates) == sorted(rates)
    for series in load_price_indexes():
        months = [value.month for value in series.values]
        assert months == sorted(set(months))


def test_the_index_that_the_terms_name_is_there() -> None:
    rule = load_profile("oefenen").price.indexation
    assert any(series.name == rule.value.series for series in load_price_indexes())  # type: ignore[union-attr]


def test_the_brackets_of_the_scale_rise() -> None:
    tops = [bracket.up_to for bracket in load_collection_scale().value.brackets]
    assert tops == sorted(set(tops))
