"""Check a certificate that somebody shows: its file, a photograph of it, or the code itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.certificate_standing import CheckedCertificate
from app.domain.text import Text
from ui.certificates.checking import Checked, check_code, check_file
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, show_date, tr, tr_count

_FILES = "PDF, PNG, JPEG, TIFF (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"
_MOST_SHOWN = 12


class CheckDialog(FormDialog):
    """It stays until it is closed, so that one after the other can be checked."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, tr("Check a certificate"), tr("C&heck"))
        self._shell, self._path, self._asked = shell, "", 0
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.say(tr("Choose the file, a scan or a photograph, or paste the code that a QR reader gave."), "")
        self.code = self.add_line(tr("C&ode"))
        self.code.textEdited.connect(self._typed)
        self.name = self.add_line(tr("&Name on the paper"))
        self.name.setPlaceholderText(tr("to see whether it was altered"))
        self.name.textEdited.connect(lambda _text: self._clear())
        self._add_file()
        self._found = QWidget()
        self._lines = QVBoxLayout(self._found)
        bare(self._lines, 8)
        self.fill(self._found)
        self.below.addStretch(1)
        self.resize(640, 520)  # with room for what is found
        self.check()

    def is_complete(self) -> bool:
        return bool(self._path or self.code.text().strip())

    def accept(self) -> None:
        """Check, and stay."""
        if not self.is_complete():
            return
        self.verb.setEnabled(False)
        name = self.name.text().strip()
        function, what = (check_file, self._path) if self._path else (check_code, self.code.text())
        self._clear()
        asked = self._asked

        def take(checked: Checked) -> None:
            if asked == self._asked:
                self._show(checked)

        self._shell.work(function, self._shell.desk, what, name, title=Text("Checking certificates"),
                         then=while_alive(self, take), steps=False)
        self.check()  # whatever comes of it, another one may follow

    def choose_file(self) -> None:
        path = next(iter(self._shell.pick_files(Text("File or photograph of a certificate"), _FILES)), "")
        if path:
            self._path = path
            self._clear()
            self.code.setText("")
            self.file.setText(Path(path).name)
            self.check()

    def _add_file(self) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        bare(row, 8)
        row.addWidget(button_of(tr("&File…"), self.choose_file))
        self.file = label("", "muted", wrap=True)
        row.addWidget(self.file, 1)
        self.form.insertRow(0, tr("Certificate"), box)

    def _typed(self, _text: str) -> None:
        """What is typed counts, not the file of before."""
        self._path = ""
        self._clear()
        self.file.setText("")
        self.check()

    def _clear(self) -> None:
        """Nothing was found yet of what is asked now, whatever still comes of what was asked before."""
        self._asked += 1
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)  # gone from the screen at once
                widget.deleteLater()

    def _show(self, checked: Checked) -> None:
        for one in checked.certificates[:_MOST_SHOWN]:
            self._line(*_badge(one), *_sentences(one, self._shell))
        more = len(checked.certificates) - _MOST_SHOWN
        if more > 0:
            self._say(tr_count("And {n} more, of which {bad} not good.", "And {n} more, of which {bad} not good.", more,
                               bad=sum(not one.is_good for one in checked.certificates[_MOST_SHOWN:])))
        for good, words in checked.signatures:
            self._line(tr("Digital signature"), "good" if good else "danger", show(words))
        if checked.silence is not None:
            self._say(tr("The server was not asked: {reason}", reason=show(checked.silence)))

    def _line(self, words: str, tone: str, *sentences: str) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        bare(column, 3)
        column.addWidget(Badge(words, tone))
        for said in sentences:
            column.addWidget(sentence(said))
        self._lines.addWidget(holder)

    def _say(self, words: str) -> None:
        self._lines.addWidget(sentence(words, "muted"))


def _badge(one: CheckedCertificate) -> tuple[str, str]:
    from app.domain.certificate_standing import CertificateState
    from app.domain.verification import Outcome

    outcome, state = one.verdict.outcome, one.standing.state
    if outcome is Outcome.NOT_AUTHENTIC or outcome is Outcome.NAME_DIFFERS:
        return tr("Not authentic"), "danger"
    if state in (CertificateState.REVOKED, CertificateState.REPLACED):
        return tr("Revoked"), "danger"
    if state is CertificateState.EXPIRED:
        return tr("Expired"), "warning"
    if outcome is Outcome.KEY_UNKNOWN:
        return tr("Not checked"), "warning"
    return (tr("Authentic and valid"), "good") if state is CertificateState.VALID else (
        tr("Authentic, status unknown"), "warning")


def _sentences(one: CheckedCertificate, shell: Shell) -> Iterator[str]:
    """No name stands in a code; the serial leads to one, so it is behind the veil."""
    claims = one.verdict.claims
    yield f"{claims.programme}, {claims.organisation}, {show_date(claims.issued_on)}"
    yield shell.veil.value(tr("Serial {serial}", serial=claims.serial))
    yield show(one.verdict.message)
    yield show(one.standing.message)


