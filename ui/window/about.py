"""About Leerspoor."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app import __version__
from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.words import tr


class AboutDialog(FormDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("About Leerspoor"), tr("Close"))
        self.close_only()
        self.setMinimumWidth(420)
        self.above.addWidget(label("Leerspoor", "brand"))
        self.say(tr("Version {version}", version=__version__), "")
        self.say(tr("Licences, {groups}, progress, certificates and privacy, on your own computer and encrypted."), "")
        self.say(tr("Free software under the European Union Public Licence 1.2."))
