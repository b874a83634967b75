"""The words of the toolkit itself: its file dialogs and the menus of its fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_NAME = "qt_words"


def speak_in(language: str) -> None:
    """Put the toolkit's own translation in force; its English is built in, so that needs none."""
    application = QCoreApplication.instance()
    if application is None:
        return
    spoken = application.findChild(QTranslator, _NAME)
    if spoken is not None and spoken.language() == language:
        return
    if spoken is not None:
        application.removeTranslator(spoken)
        spoken.setParent(None)
    if language == "en":
        return
    wanted = QTranslator(application)
    wanted.setObjectName(_NAME)
    if wanted.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(wanted)
