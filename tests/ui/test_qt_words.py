"""The toolkit's own words are in the language of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ui.qt_words import speak_in


@pytest.mark.parametrize(("language", "cancel"), [("nl", "Annuleren"), ("en", "Cancel"), ("nl", "Annuleren")])
def test_a_button_of_the_toolkit_speaks_the_language(qapp: QApplication, language: str, cancel: str) -> None:
    speak_in(language)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == cancel
