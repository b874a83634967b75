"""Another passphrase for the organisation that is open; the old one is asked, and nothing is encrypted anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from ui.background import Background, Reply
from ui.first_run.asking import AskingDialog, secret_field
from ui.first_run.protection_fields import SHORTEST_PASSPHRASE
from ui.words import show, tr


class PassphraseDialog(AskingDialog):
    """`folder` holds the keys file; `changed` is called once it was written, `trouble` with our own faults."""

    def __init__(
        self, parent: QWidget, folder: Path, background: Background, changed: Callable[[], None],
        trouble: Callable[[BaseException], None],
    ) -> None:
        super().__init__(
            parent, tr("Change the passphrase"),
            tr("The recovery key stays as it is. Backups that were made before open with the old passphrase."),
            tr("&Change"), self._answer)
        self._folder, self._background = folder, background
        self._changed, self._trouble = changed, trouble
        self.old, shown = secret_field()
        self.new, self.again = secret_field()[0], secret_field()[0]
        self.ask(tr("&Old passphrase"), self.old)
        self.ask(tr("&New passphrase"), self.new)
        self.ask(tr("New passphrase a&gain"), self.again)
        for field in (self.new, self.again):
            shown.toggled.connect(lambda on, field=field: field.setEchoMode(self.old.echoMode()))
        self.form.addRow("", shown)

    def _answer(self) -> None:
        wrong = self._wrong()
        if wrong:
            self.complain(wrong)
            return
        self.wait(True)
        change = partial(_change, self._folder, self.old.text(), self.new.text())
        self._background.write(change, Reply(self._done, self._failed, self))

    def _wrong(self) -> str:
        if not self.old.text().strip():
            return tr("Type the old passphrase first.")
        if self.new.text() != self.again.text():
            return tr("The two passphrases are not the same. Type them again.")
        if len(self.new.text().strip()) < SHORTEST_PASSPHRASE:
            return tr("Choose a passphrase of at least {n} signs, for instance four words.", n=SHORTEST_PASSPHRASE)
        return ""

    def _done(self, _nothing: Any) -> None:
        self.accept()
        self._changed()

    def _failed(self, problem: BaseException) -> None:
        if isinstance(problem, Refusal):
            self.complain(" ".join(show(reason) for reason in problem.reasons))
        else:
            self.wait(False)
            self._trouble(problem)


def _change(folder: Path, old: str, new: str) -> None:
    from app.store.protection import change_passphrase

    change_passphrase(folder, old, new)
