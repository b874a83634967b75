"""The colours by what they mean, light and dark. Every text reaches WCAG AA (4.5) on the grounds it is used on."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor

GOOD, WARNING, DANGER, INFO, NEUTRAL = "good", "warning", "danger", "info", "neutral"


@dataclass(frozen=True, slots=True)
class Tokens:
    """`surface` is a card, `background` what cards lie on; a `_soft` colour is the ground of a badge in that tone."""

    is_dark: bool
    text: QColor
    muted: QColor
    line: QColor
    surface: QColor
    background: QColor
    rail: QColor
    field: QColor
    field_line: QColor
    track: QColor
    hover: QColor
    selected: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    good: QColor
    good_soft: QColor
    warning: QColor
    warning_soft: QColor
    danger: QColor
    danger_soft: QColor
    info: QColor
    info_soft: QColor
    neutral: QColor
    neutral_soft: QColor

    def tone(self, name: str) -> tuple[QColor, QColor]:
        """Text and ground of a tone: good, warning, danger, info or neutral."""
        return getattr(self, name), getattr(self, f"{name}_soft")


def _tokens(is_dark: bool, **colours: str) -> Tokens:
    return Tokens(is_dark, **{name: QColor(code) for name, code in colours.items()})


LIGHT = _tokens(
    False,
    text="#1b2430", muted="#566170", line="#e2e6ec", surface="#ffffff", background="#f6f7f9", rail="#eef1f5",
    field="#ffffff", field_line="#87919f", track="#e2e6ec", hover="#f0f3f7", selected="#e3f1f5",
    accent="#1f6f8b", on_accent="#ffffff", accent_soft="#e3f1f5",
    good="#23704f", good_soft="#dff2e8", warning="#8a5300", warning_soft="#fdf0d9",
    danger="#b3261e", danger_soft="#fbe4e2", info="#1b657f", info_soft="#e3f1f5",
    neutral="#4d5866", neutral_soft="#e9ecf1",
)

DARK = _tokens(
    True,
    text="#e8edf3", muted="#a3aebb", line="#303a45", surface="#1f262e", background="#171c22", rail="#12171c",
    field="#171c22", field_line="#74818f", track="#303a45", hover="#28313a", selected="#1d3a45",
    accent="#6fc3dd", on_accent="#10222a", accent_soft="#1d3a45",
    good="#7ccfa6", good_soft="#1d3a2e", warning="#f0b860", warning_soft="#43331a",
    danger="#f2a099", danger_soft="#4a2523", info="#6fc3dd", info_soft="#1d3a45",
    neutral="#b9c3ce", neutral_soft="#303a45",
)

_current = LIGHT


def tokens() -> Tokens:
    """The colours in force."""
    return _current


def use_tokens(chosen: Tokens) -> None:
    """Put other colours in force; widgets made from now on take them."""
    global _current
    _current = chosen


def token_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Tokens) if field.name != "is_dark")


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG contrast ratio of two opaque colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
