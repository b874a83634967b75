"""The first page: look around, begin, or put a backup back; and which organisation, where there are several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.parts.card import Card
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.theme.icons import drawn, icon
from ui.theme.tokens import tokens
from ui.words import tr


class WelcomePage(QScrollArea):
    """`organisations` maps the codes that are here to their names."""

    def __init__(
        self, organisations: Mapping[str, str], open_one: Callable[[str], None], demo: Callable[[], None],
        begin: Callable[[], None], join: Callable[[], None], restore: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(label(tr("Welcome to Leerspoor"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(_quiet(tr("Everything you enter is kept on this computer, encrypted.")))
        if organisations:
            column.addWidget(_there(organisations, open_one), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(_choices(demo, begin, join, restore), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setWidget(page)


def _quiet(text: str) -> QLabel:
    line = label(text, "muted", wrap=True)
    line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return line


def _there(organisations: Mapping[str, str], open_one: Callable[[str], None]) -> QWidget:
    card = Card(tr("On this computer"))
    card.setMinimumWidth(560)
    for code, name in organisations.items():
        button = button_of(name.replace("&", "&&"), partial(open_one, code))
        button.setIcon(icon("building"))
        card.fill(button)
    return card


def _choices(
    demo: Callable[[], None], begin: Callable[[], None], join: Callable[[], None], restore: Callable[[], None],
) -> QWidget:
    holder = QWidget()
    row = QGridLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    choices = (
        ("eye", tr("Look around first"),
         tr("Two made-up {organisations} with people, licences and results, and a licensor with a dozen of them. "
            "Nothing in it is real."),
         tr("&Open the demo"), demo, False),
        ("building", tr("Begin"),
         tr("Make your own {organisation} on this computer. Afterwards you bring in your {participants} from a file. "
            "You can connect with a server later."),
         tr("&New {organisation}…"), begin, True),
        ("server", tr("Work together"),
         tr("Your {organisation} has a server, and you have an account there. Your data come to this computer, and "
            "you also work without a network."),
         tr("&Log in at your server…"), join, False),
        ("archive", tr("Go on elsewhere"),
         tr("Put a backup of Leerspoor back on this computer. You need its passphrase or recovery key."),
         tr("&Restore a backup…"), restore, False),
    )
    for number, choice in enumerate(choices):
        row.addWidget(_choice(*choice), number // 2, number % 2)
    return holder


def _choice(
    picture: str, heading: str, words: str, button: str, pressed: Callable[[], None], primary: bool,
) -> QWidget:
    card = Card()
    card.setFixedWidth(370)
    card.setAccessibleName(heading)
    head = QHBoxLayout()
    mark = QLabel()
    mark.setPixmap(drawn(picture, tokens().accent, 22, card.devicePixelRatioF()))
    mark.setFixedSize(QSize(24, 24))
    head.addWidget(mark)
    head.addWidget(label(heading, "heading"), 1)
    card.body.addLayout(head)
    text = label(words, "muted", wrap=True)
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    card.fill(text, 1)
    card.fill(button_of(button, pressed, primary))
    return card
