"""Qt's own palette from our tokens, so that plain widgets fit in."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens

_Role = QPalette.ColorRole


def palette_of(tokens: Tokens) -> QPalette:
    """The whole palette, with a disabled group that is still readable."""
    palette = QPalette()
    for role, colour in _roles(tokens).items():
        palette.setColor(role, colour)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, _between(tokens.muted, tokens.surface))
    return palette


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, QColor]:
    return {
        _Role.Window: tokens.background, _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface, _Role.AlternateBase: tokens.hover, _Role.Text: tokens.text,
        _Role.Button: tokens.surface, _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.danger, _Role.PlaceholderText: tokens.muted,
        _Role.ToolTipBase: tokens.surface, _Role.ToolTipText: tokens.text,
        _Role.Highlight: tokens.accent, _Role.HighlightedText: tokens.on_accent, _Role.Accent: tokens.accent,
        _Role.Link: tokens.accent, _Role.LinkVisited: tokens.accent,
        _Role.Light: tokens.surface, _Role.Midlight: tokens.hover, _Role.Mid: tokens.line,
        _Role.Dark: tokens.field_line, _Role.Shadow: tokens.line,
    }


def _between(one: QColor, other: QColor) -> QColor:
    return QColor((one.red() + other.red()) // 2, (one.green() + other.green()) // 2, (one.blue() + other.blue()) // 2)
