"""What is to be checked, in words: sorts, moments, choices and what they did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.text import Text
from ui.panel import Veil
from ui.words import show, show_day_time, tr

if TYPE_CHECKING:
    from app.views.reviews import ReviewRow

SETTLED_TEXTS = {
    "keep": Text("It stays as it is."), "restore": Text("The other value stands again."),
    "drop": Text("It stays refused."), "again": Text("It is sent again."),
    "take": Text("The values were taken over under your name."), "apply": Text("The removals go through."),
}


def what_words(text: Text) -> str:
    """With a capital, as the beginning of a line."""
    shown = show(text)
    return shown[:1].upper() + shown[1:]


def about_words(row: ReviewRow, veil: Veil) -> str:
    """Whom or what it is about; names are hidden while presenting."""
    about = what_words(row.about)
    return about if row.sort == "removals" else veil.name(about, row.person)


def sort_word(sort: str) -> str:
    words = {"conflict": tr("Difference"), "refused": tr("Refused"), "removals": tr("Waits")}
    return words.get(sort, sort)


def sort_tone(sort: str) -> str:
    return "danger" if sort == "refused" else "warning"


def moment(at_us: int, today: date) -> str:
    return show_day_time(at_us, today) if at_us else ""


def choice_words(choice: str, sort: str) -> str:
    """What the button says."""
    words = {
        "keep": tr("&Keep as it is"), "restore": tr("&Put back the other value"), "drop": tr("&Leave it refused"),
        "again": tr("&Send again"), "take": tr("&Take over"), "apply": tr("&Let them go"),
    }
    return tr("&Keep everything") if (choice, sort) == ("keep", "removals") else words[choice]


def choice_meaning(choice: str, sort: str) -> str:
    """What will happen, said before it does."""
    words = {
        "keep": tr("Nothing changes; it is no longer shown here."),
        "restore": tr("Everybody gets the other value again."),
        "drop": tr("Nothing changes; it is no longer shown here."),
        "again": tr("The server judges it once more, for instance after somebody gave you the right."),
        "take": tr("You set these values yourself, as {administrator}."),
        "apply": tr("They are removed here too, as they were on the server."),
    }
    return tr("They stay on this computer.") if (choice, sort) == ("keep", "removals") else words[choice]
