"""The field that asks where certificates go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.certificates.habits import habits_of
from ui.certificates.ways import ways
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.form_dialog import FormDialog
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.seals import SealFacts


class WayChoice:
    """Signed files are offered once it is known that this computer has a certificate to sign with."""

    def __init__(self, form: FormDialog, shell: Shell) -> None:
        from app.views.seals import seal_facts

        self._shell, self._seal = shell, None
        self.box = form.add_choice(tr("&To"), ways(None, shell.sight.today), None)
        self._choose(habits_of(shell).way)
        shell.read(seal_facts, then=while_alive(form, self._offer))

    def chosen(self) -> str:
        return str(self.box.currentData())

    def _offer(self, seal: SealFacts | None) -> None:
        chosen = self.chosen()
        for code, words in ways(seal, self._shell.sight.today)[self.box.count():]:
            self.box.addItem(words, code)
        self._choose(habits_of(self._shell).way if self.box.findData(habits_of(self._shell).way) >= 0 else chosen)

    def _choose(self, way: str) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(way)))
