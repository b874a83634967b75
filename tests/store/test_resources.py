"""Where the resource files are found, and what is said when a profile among them is missing or wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import Fault, Refusal
from app.store.resources import (
    load_profile,
    load_words,
    neutral_words,
    profile_codes,
    resource_folder,
    resource_path,
)

CACHED = (resource_folder, profile_codes, load_profile, load_words, neutral_words)
CHECKOUT = Path(__file__).parents[2]


def forget() -> None:
    for function in CACHED:
        function.cache_clear()


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A frozen program's folder with its own copy of the profiles."""
    shutil.copytree(CHECKOUT / "resources" / "providers", tmp_path / "resources" / "providers")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    forget()
    yield tmp_path
    forget()


def reasons_of(code: str) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        load_profile(code)
    return [str(reason) for reason in refusal.value.reasons]


def test_in_a_checkout_they_lie_beside_the_code() -> None:
    assert resource_folder() == CHECKOUT / "resources"
    assert resource_path("texts", "nl").is_dir()


def test_in_a_frozen_program_they_lie_in_its_bundle(bundle: Path) -> None:
    assert resource_folder() == bundle / "resources"
    assert profile_codes() == ("leerling-in-beeld", "oefenen")


def test_without_resources_the_program_is_broken(bundle: Path) -> None:
    shutil.rmtree(bundle / "resources")
    with pytest.raises(Fault):
        resource_folder()


def test_the_quick_reading_of_words_is_the_full_one() -> None:
    for code in profile_codes():
        assert load_words(code) == load_profile(code).words


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    assert reasons_of("../secret") == [
        "There is no provider profile ../secret. Choose one of these: leerling-in-beeld, oefenen."
    ]


def test_a_profile_that_is_wrong_is_refused_with_every_reason(bundle: Path) -> None:
    path = bundle / "resources" / "providers" / "oefenen.toml"
    text = path.read_text(encoding="utf-8").replace("\nlicensor = ", "\nlicenser = ")
    path.write_text(text.replace('"09:00"', '"9:00"'), encoding="utf-8")
    first, *others = reasons_of("oefenen")
    assert "oefenen.toml" in first
    assert "untouched" in first
    assert others == [
        "licenser is not a key of a provider profile.",
        "licensor is missing.",
        'help_desk.hours.opens must be a time between quotes, such as "08:00".',
        'maintenance.avoid_from must be a time between quotes, such as "08:00".',
    ]


def test_a_file_that_is_no_toml_is_refused_with_its_line(bundle: Path) -> None:
    (bundle / "resources" / "providers" / "oefenen.toml").write_text('code = "oefenen\n', encoding="utf-8")
    assert "line 1" in reasons_of("oefenen")[1]


def test_a_profile_under_another_name_is_refused(bundle: Path) -> None:
    folder = bundle / "resources" / "providers"
    shutil.copy(folder / "oefenen.toml", folder / "copy.toml")
    assert reasons_of("copy")[1] == 'code must be "copy".'


def test_a_profile_without_words_is_refused(bundle: Path) -> None:
    path = bundle / "resources" / "providers" / "oefenen.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[words.en]", "[words.fr]"), encoding="utf-8")
    with pytest.raises(Refusal):
        load_words("oefenen")


def test_texts_and_words_need_nothing_heavy() -> None:
    """They are used before the first window is painted."""
    script = (
        "import sys, app.store.texts as texts, app.store.resources as resources;"
        "texts.Translator('nl', resources.load_words(resources.profile_codes()[0]));"
        "heavy = {'tomllib', 'sqlalchemy', 'msgspec', 'app.domain.provider'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


