"""The designs of resources/designs: whole, legible, and without a word too many."""

from __future__ import annotations

import re

import msgspec
import pytest

from app.documents.design import CodeBox, Design, TextBox, designs, load_design
from app.store.resources import resource_path

SMALLEST_TYPE = 8
NARROWEST_MODULE = 0.35
"""Millimetres: below this, a code of ordinary length is hard to read from a copy."""


@pytest.fixture(params=designs())
def design(request: pytest.FixtureRequest) -> Design:
    return load_design(request.param)


def test_there_is_a_classic_and_a_plain_one() -> None:
    assert designs() == ("classic", "plain")


def test_both_languages_say_everything(design: Design) -> None:
    assert set(design.name) == set(design.words) == {"nl", "en"}
    words = [getattr(each, field) for each in design.words.values() for field in each.__struct_fields__]
    assert all(words)


def test_the_words_say_just_that_every_exercise_was_made(design: Design) -> None:
    assert design.words["nl"].sentence == "heeft alle oefeningen gemaakt van"
    assert design.words["en"].sentence == "has done all the exercises of"
    said = msgspec.json.encode(design.words).decode()
    assert not re.search(r"behaald|geslaagd|diploma|passed|achieved|taal|lezen|rekenen", said, re.IGNORECASE)


def test_one_heading_one_code_and_everything_that_must_be_on_it(design: Design) -> None:
    texts = [box for box in design.boxes if isinstance(box, TextBox)]
    assert [box.shows for box in texts if box.tag == "H1"] == ["{title}"]
    assert {box.shows for box in texts} == {
        "{organisation}", "{title}", "{name}", "{sentence}", "{programme}", "{place_and_date}", "{signature}",
        "{serial}", "{check}", "{valid}",
    }
    assert sum(isinstance(box, CodeBox) for box in design.boxes) == 1


def test_type_and_code_are_large_enough(design: Design) -> None:
    assert min(box.size for box in design.boxes if isinstance(box, TextBox)) >= SMALLEST_TYPE
    code = next(box for box in design.boxes if isinstance(box, CodeBox))
    assert code.side / 61 >= NARROWEST_MODULE


def luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_what_lies_behind_it(design: Design) -> None:
    """WCAG 1.4.3: at least 4.5 to 1, against the rosette too."""
    behind = luminance(design.border.rosette_ink or "#ffffff")
    for box in design.boxes:
        if isinstance(box, TextBox):
            assert (behind + 0.05) / (luminance(box.ink) + 0.05) >= 4.5


def test_a_field_that_the_program_does_not_know_is_an_error() -> None:
    text = resource_path("designs", "plain.toml").read_text(encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.toml.decode(text.replace('line_ink = "#1f5f78"', 'line_ink = "#1f5f78"\ncolour = "red"'), type=Design)
