"""Colours that can be read, icons that follow the theme, and every icon that is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.store.resources import resource_path
from ui.theme.dress import dress
from ui.theme.icons import drawn, icon
from ui.theme.sheet import sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens, contrast, tokens

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
AA_TEXT, AA_SHAPE = 4.5, 3.0


@BOTH
@pytest.mark.parametrize("ground", ["surface", "background", "rail", "hover", "selected", "field"])
def test_text_reaches_aa_on_every_ground(colours: Tokens, ground: str) -> None:
    for ink in (colours.text, colours.muted, colours.accent):
        assert contrast(ink, getattr(colours, ground)) >= AA_TEXT


@BOTH
@pytest.mark.parametrize("tone", ["good", "warning", "danger", "info", "neutral"])
def test_every_tone_reaches_aa_on_its_own_ground_and_on_a_card(colours: Tokens, tone: str) -> None:
    ink, ground = colours.tone(tone)
    assert contrast(ink, ground) >= AA_TEXT
    assert contrast(ink, colours.surface) >= AA_TEXT


@BOTH
def test_buttons_fields_and_the_toast_reach_aa(colours: Tokens) -> None:
    assert contrast(colours.on_accent, colours.accent) >= AA_TEXT
    assert contrast(colours.on_accent, colours.info) >= AA_TEXT
    assert contrast(colours.field_line, colours.surface) >= AA_SHAPE
    assert contrast(colours.background, colours.text) >= AA_TEXT


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("native", [True, False])
def test_the_stylesheet_leaves_no_name_unfilled(colours: Tokens, native: bool) -> None:
    assert "$" not in sheet_of(colours, native)


def test_dressing_puts_the_colours_in_force(qapp: QApplication) -> None:
    assert dress(qapp, "dark") is DARK is tokens()
    assert dress(qapp, "light") is LIGHT is tokens()


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication) -> None:
    image = drawn("home", QColor("#ff0000"), 24, 2.0).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 250}
    assert seen == {"#ff0000"}
    assert not icon("home", checked=QColor("#00ff00")).isNull()


def test_every_icon_that_the_window_names_is_there() -> None:
    there = {path.stem for path in resource_path("icons").glob("*.svg")}
    named = set()
    for path in (Path(__file__).parents[3] / "ui").rglob("*.py"):
        named |= set(re.findall(r'(?:icon|drawn)\("([a-z-]+)"', path.read_text("utf-8")))
    assert named <= there
