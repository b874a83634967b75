"""Language, theme and names; for who may change it also the card of the organisation that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.preferences import Preferences
from ui.words import tr


class OwnCard(NamedTuple):
    """What the organisation is called, where it is, and the own name of the administrator."""

    name: str
    place: str
    administrator: str


class SettingsDialog(FormDialog):
    """`use(preferences)` is called with the new ones; `change(card)` only where the card was changed.

    `passphrase` asks for another passphrase.
    """

    def __init__(
        self, parent: QWidget, preferences: Preferences, use: Callable[[Preferences], None],
        card: OwnCard | None = None, change: Callable[[OwnCard], None] | None = None,
        passphrase: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, tr("Settings"), tr("&Save"), self._save)
        self.setMinimumWidth(440)
        self._preferences, self._use = preferences, use
        self._card, self._change = card, change
        if card is not None:
            self._add_card(card)
        self.language = self.add_choice(
            tr("&Language"), (("nl", "Nederlands"), ("en", "English")), preferences.language)
        self.theme = self.add_choice(
            tr("&Theme"), (("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))),
            preferences.theme)
        self.names = self.add_choice(
            tr("&Names in lists"),
            ((True, tr("As in a register: Vries, Emre de")), (False, tr("As spoken: Emre de Vries"))),
            preferences.names_as_listed)
        self.say_below(tr("Lists are sorted and printed as they are shown."))
        if card is not None and passphrase is not None:
            row = QHBoxLayout()
            row.addWidget(button_of(tr("&Change the passphrase…"), passphrase))
            row.addStretch(1)
            self.below.addLayout(row)

    def _add_card(self, card: OwnCard) -> None:
        self.name = self.add_line(tr("Name &of {the_organisation}"), card.name, required=True)
        self.place = self.add_line(tr("&Place"), card.place)
        self.administrator = self.add_line(tr("&Your name"), card.administrator)

    def _typed_card(self) -> OwnCard:
        return OwnCard(self.name.text().strip(), self.place.text().strip(), self.administrator.text().strip())

    def _save(self) -> None:
        if self._card is not None and self._change is not None and self._typed_card() != self._card:
            self._change(self._typed_card())
        self._use(replace(
            self._preferences, language=self.language.currentData(), theme=self.theme.currentData(),
            names_as_listed=self.names.currentData()))
