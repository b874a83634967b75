"""What the user chose is kept as plain JSON, readable before any database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.preferences import PREFERENCES_FILE, Preferences, load_preferences, save_preferences


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    chosen = Preferences(language="en", theme="dark", names_as_listed=False).opened("noord", "Noord", "oefenen")
    save_preferences(tmp_path / "home", chosen)
    assert load_preferences(tmp_path / "home") == chosen


def test_nothing_kept_gives_the_plain_ones(tmp_path: Path) -> None:
    assert load_preferences(tmp_path) == Preferences()


@pytest.mark.parametrize("kept", ["", "no json", "[]", '{"language": 3, "unknown": true}', '{"organisations": []}'])
def test_a_damaged_or_later_file_gives_what_it_can(tmp_path: Path, kept: str) -> None:
    (tmp_path / PREFERENCES_FILE).write_text(kept, "utf-8")
    assert load_preferences(tmp_path) == Preferences()


def test_one_good_value_among_bad_ones_is_kept(tmp_path: Path) -> None:
    (tmp_path / PREFERENCES_FILE).write_text(json.dumps({"language": "en", "theme": None}), "utf-8")
    assert load_preferences(tmp_path) == Preferences(language="en")


def test_nothing_half_written_is_left_beside_it(tmp_path: Path) -> None:
    save_preferences(tmp_path, Preferences())
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [PREFERENCES_FILE]


def test_two_organisations_of_one_name_are_told_apart() -> None:
    kept = Preferences(organisations={"school": "De Vlieger", "school-2": "De Vlieger", "noord": "Noord"})
    assert kept.names(["school", "school-2", "noord", "new"]) == {
        "school": "De Vlieger (school)", "school-2": "De Vlieger (school-2)", "noord": "Noord", "new": "new"}
