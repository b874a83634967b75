"""Own views of a panel: what may be kept of one names nobody."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.invariants import broken
from app.domain.named_views import CHOICES, check_name, choices_of, written

ID = "0123456789abcdef" * 2
WHOLE: dict[str, dict[str, Any]] = {
    "progress": {"group": ID, "programme": "", "column": ID, "downward": True, "help": "stuck", "late": False},
    "difficult": {"group": "", "programme": ID, "column": 4, "downward": False, "stuck": True},
    "groups": {"place": "everybody", "left": True, "column": 2, "downward": True},
}


def row(panel: str, choices: str, name: str = "Dinsdag") -> dict[str, Any]:
    return {"panel": panel, "name": name, "choices": choices, "account_id": b"a" * 16, "saved_us": 1}


@pytest.mark.parametrize("panel", sorted(CHOICES))
def test_what_is_kept_is_what_was_chosen(panel: str) -> None:
    kept = written(WHOLE[panel])
    assert set(WHOLE[panel]) == set(CHOICES[panel])
    assert choices_of(panel, kept) == WHOLE[panel] and broken("named_views", row(panel, kept)) is None


@pytest.mark.parametrize("choices", [
    {"typed": "Amira"}, {"group": "Amira"}, {"help": "Amira"}, {"group": ID + "0"}, {"group": ID + "\n"},
    {"column": -1}, {"column": True}, {"downward": "yes"}, {"late": 1}, {"group": {"name": "Amira"}},
])
def test_there_is_no_place_for_a_name(choices: dict[str, Any]) -> None:
    kept = written(choices)
    assert broken("named_views", row("progress", kept)) is not None and choices_of("progress", kept) == {}


@pytest.mark.parametrize("given", [
    row("progress", "[]"), row("progress", "{"), row("progress", "[" * 3_900), row("audit", "{}"),
    row("progress", "{}", "n" * 61),
])
def test_what_is_no_view_is_refused(given: dict[str, Any]) -> None:
    assert broken("named_views", given) is not None


def test_what_was_removed_is_empty_and_can_come_back_in_halves() -> None:
    assert broken("named_views", row("groups", "", "")) is None
    assert broken("named_views", row("groups", "", "Terug")) is None and choices_of("groups", "") == {}


@pytest.mark.parametrize(("name", "others", "does"), [
    ("Dinsdag", [], True), (" ", [], False), ("n" * 61, [], False), ("  dinsdag ", ["Dinsdag"], False),
    ("Dinsdag 2", ["Dinsdag"], True), (" ".join(["n" * 29, "n" * 30]), [], True),
])
def test_a_name_is_there_short_and_not_another_views(name: str, others: list[str], does: bool) -> None:
    assert (check_name(name, others) is None) is does
