"""Language, theme and names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from ui.parts.form_dialog import FormDialog
from ui.preferences import Preferences
from ui.words import tr


class SettingsDialog(FormDialog):
    """`use(preferences)` is called with the new ones."""

    def __init__(self, parent: QWidget, preferences: Preferences, use: Callable[[Preferences], None]) -> None:
        super().__init__(parent, tr("Settings"), tr("&Save"), self._save)
        self.setMinimumWidth(440)
        self._preferences, self._use = preferences, use
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

    def _save(self) -> None:
        self._use(replace(
            self._preferences, language=self.language.currentData(), theme=self.theme.currentData(),
            names_as_listed=self.names.currentData()))
