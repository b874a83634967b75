"""How privacy is arranged: the processing agreement, the clocks, who decides; each with its clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.facts import FactLine, Facts
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.privacy_rules import PrivacySetting


class SettingsPage(QWidget):
    """Facts only: they come from the provider's terms."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = Facts()
        page = QWidget()
        inside = QVBoxLayout(page)
        bare(inside, 8)
        inside.setContentsMargins(0, 12, 8, 0)
        inside.addWidget(label(tr("These rules come from the terms of your provider."), "muted", wrap=True))
        inside.addWidget(self.facts)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        bare(column)
        column.addWidget(scrolled(page, tr("How privacy is arranged")))

    def show_settings(self, settings: Sequence[PrivacySetting]) -> None:
        self.facts.show_lines([_line(setting) for setting in settings])


def _line(setting: PrivacySetting) -> FactLine:
    value = show(setting.value)
    if setting.as_of is not None:
        value = tr("{value} (since {day})", value=value, day=show_date(setting.as_of))
    return FactLine(show(setting.label), value, setting.clause)
