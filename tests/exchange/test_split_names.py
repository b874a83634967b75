"""A prefix that somebody typed in the column of the family name."""

from __future__ import annotations

import pytest

from app.exchange.split_names import split_family


@pytest.mark.parametrize(("typed", "prefix", "family"), [
    ("de Jong", "de", "Jong"), ("van 't Hoff", "van 't", "Hoff"), ("van den Berg-Kok", "van den", "Berg-Kok"),
    ("Jong", "", "Jong"), ("De Clercq", "", "De Clercq"), ("el Amrani", "", "el Amrani"),
    ("de", "", "de"), ("", "", ""),
])  # fmt: skip
def test_a_prefix_typed_before_the_family_name_is_taken_apart(typed: str, prefix: str, family: str) -> None:
    assert split_family(typed) == (prefix, family)
