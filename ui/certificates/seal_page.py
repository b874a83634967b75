"""With whose certificate this computer signs PDF files: chosen, looked at, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.seals import LARGEST_FILE, SealStanding
from app.domain.text import Text
from ui.first_run.asking import secret_field
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_date, tr

if TYPE_CHECKING:
    from app.domain.seals import Seal, SealFacts

_FILES = "PKCS#12 (*.p12 *.pfx)"


class SealPage(QWidget):
    """For who may set it up. The private key and its passphrase are nowhere on the screen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.badge = Badge("")
        self.facts = Facts()
        self._about = label(_where_it_stays(), "muted", wrap=True)
        self._empty = EmptyState(
            tr("No certificate to sign with yet"), _what_it_is(), tr("&Choose a certificate…"), self.choose, "shield")
        self._full = QWidget()
        self._arrange()
        self._full.hide()

    def refresh(self) -> None:
        from app.views.seals import seal_facts

        self._shell.read(seal_facts, then=self._show)

    def choose(self) -> None:
        """Another certificate, from a file."""
        path = next(iter(self._shell.pick_files(Text("Certificate with private key"), _FILES)), "")
        if path:
            SealDialog(self, Path(path).name, lambda passphrase: self._read(path, passphrase)).open()

    def remove(self) -> None:
        RemoveSealDialog(self, self._remove).open()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column)
        column.addWidget(self._empty, 1)
        column.addWidget(self._full, 1)
        inner = QVBoxLayout(self._full)
        bare(inner, 12)
        inner.setContentsMargins(0, 14, 0, 0)
        inner.addWidget(self.badge)
        inner.addWidget(self.facts)
        inner.addWidget(self._about)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(button_of(tr("&Another certificate…"), self.choose))
        flow.addWidget(button_of(tr("&Remove…"), self.remove))
        inner.addWidget(buttons)
        inner.addStretch(1)

    def _show(self, facts: SealFacts | None) -> None:
        self._empty.setVisible(facts is None)
        self._full.setVisible(facts is not None)
        if facts is not None:
            standing = facts.standing(self._shell.sight.today)
            self.badge.show_state(_standing_words(standing), _TONES[standing])
            self.facts.show_lines((
                FactLine(tr("In the name of"), facts.subject),
                FactLine(tr("Given out by"), tr("itself") if facts.is_self_signed else facts.issuer),
                FactLine(tr("Valid from"), show_date(facts.from_on)),
                FactLine(tr("Valid up to and including"), show_date(facts.until_on))))

    def _read(self, path: str, passphrase: str) -> None:
        self._shell.work(read_seal_file, path, passphrase, title=Text("Reading the certificate"), then=self._keep,
                         steps=False)

    def _keep(self, seal: Seal) -> None:
        from app.actions.seals import keep_seal

        self._shell.act(keep_seal, seal=seal, then=self._kept)

    def _kept(self, _changes: Any) -> None:
        self._shell.say(Text("From now on certificates can be signed with it."))
        self.refresh()

    def _remove(self) -> None:
        from app.actions.seals import remove_seal

        self._shell.act(remove_seal, then=self._removed)

    def _removed(self, _changes: Any) -> None:
        self._shell.say(Text("The certificate to sign with was removed from this computer."))
        self.refresh()


class SealDialog(FormDialog):
    """`read` gets the passphrase; it is kept nowhere."""

    def __init__(self, parent: QWidget, file: str, read: Callable[[str], None]) -> None:
        super().__init__(parent, tr("Certificate to sign with"), tr("&Use this certificate"))
        self._read = read
        self.say(tr("Type the password that belongs to {file}. It is used once and kept nowhere.", file=file), "")
        self.passphrase, shown = secret_field()
        self.add_field(tr("&Password"), self.passphrase)
        self.form.addRow("", shown)
        self.say_below(_where_it_stays())
        self.setMinimumWidth(480)

    def accept(self) -> None:
        passphrase = self.passphrase.text()
        super().accept()
        self._read(passphrase)


class RemoveSealDialog(FormDialog):
    """Asks first: the file may not be at hand any more."""

    def __init__(self, parent: QWidget, remove: Callable[[], None]) -> None:
        super().__init__(parent, tr("Remove the certificate to sign with"), tr("Remove"), remove)
        self.say(tr("Certificates that were signed stay as they are. To sign again you need the file and its "
                    "password."), "")
        self.say_below(tr("This cannot be undone."))
        self.setMinimumWidth(420)


def read_seal_file(path: str, passphrase: str) -> Seal:
    """Nothing here knows Qt: it may run in the worker process. Raises Refusal."""
    from app.documents.sealing import read_seal
    from app.domain.errors import Refusal

    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise Refusal(Text("{file} cannot be read. Nothing was changed. Choose another file.",
                           file=Path(path).name)) from problem
    return read_seal(data, passphrase)


_TONES = {SealStanding.GOOD: "good", SealStanding.ENDS_SOON: "warning", SealStanding.ENDED: "danger",
          SealStanding.EARLY: "neutral"}


def _standing_words(standing: SealStanding) -> str:
    match standing:
        case SealStanding.GOOD:
            return tr("Signs")
        case SealStanding.ENDS_SOON:
            return tr("Ends soon: ask for a new one now")
        case SealStanding.ENDED:
            return tr("Has ended: nothing is signed any more")
        case SealStanding.EARLY:
            return tr("Not valid yet")


def _what_it_is() -> str:
    return tr("Has {the_organisation} an electronic certificate of its own (a file with .p12 or .pfx)? Then "
              "certificates can be signed when they are kept as files, so that everybody sees that they are unchanged.")


def _where_it_stays() -> str:
    return tr("It stays on this computer, encrypted with the other data, and comes back only with a backup of this "
              "computer. It is not sent to the server or to other computers. A signature states the time of this "
              "computer: no time-stamp service is asked, for that needs a network.")
