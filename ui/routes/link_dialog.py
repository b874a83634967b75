"""Record a media link or a material, or change one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.media import ENDINGS, check_link, check_material, proper_link, shown_host
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.routes.words import size_words
from ui.words import show, tr

if TYPE_CHECKING:
    from app.exchange.material_files import TakenIn
    from app.views.media import LinkRow, MaterialRow

_WIDE = 520
Programmes = Sequence[tuple[bytes, str]]


class LinkDialog(FaultForm):
    """`submit` gets {title, address} and, where `programmes` are offered, {programme_id}."""

    def __init__(
        self, parent: QWidget, shell: Shell, before: LinkRow | None, programmes: Programmes,
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        title = tr("New media link") if before is None else tr("Change {title}", title=before.title)
        super().__init__(parent, title, tr("&Record"), lambda: submit(self.arguments()))
        self.say(tr("Nothing is asked of the web for this. Press Check afterwards to see whether the page is there."))
        self.title = self.watched_line("title", tr("&Title"), value=before.title if before is not None else "")
        self.address = self.watched_line(
            "address", tr("&Address"), "https://", value=before.address if before is not None else "")
        self.programme = programme_choice(self, programmes, before.programme_id if before is not None else None)
        self.real = self.say_below("", "warning")
        self.setMinimumWidth(_WIDE)
        self.check()

    def arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {"title": self.title.text().strip(), "address": self.address.text().strip()}
        return given | ({"programme_id": self.programme.currentData()} if self.programme is not None else {})

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "address"):
            return {}
        return {one.field: show(one.reason) for one in check_link(self.title.text(), self.address.text())}

    def check(self) -> None:
        super().check()
        if hasattr(self, "real"):
            words = self._really()
            self.real.setText(words)
            self.real.setVisible(bool(words))

    def _really(self) -> str:
        """A name in other letters may look like one that somebody knows."""
        if self.faults():
            return ""
        read, written = shown_host(proper_link(self.address.text()))
        return tr("The site {site} is really called {written}. Is that the one you mean?",
                  site=read, written=written) if written else ""


class FileDialog(FaultForm):
    """A file that was read, or a material that stands. `submit` gets {title}, and {programme_id} where offered."""

    def __init__(
        self, parent: QWidget, taken: TakenIn | MaterialRow, submit: Callable[[dict[str, Any]], None],
        programmes: Programmes = (), title: str = "",
    ) -> None:
        words = tr("Change {title}", title=title) if title else tr("New material")
        super().__init__(parent, words, tr("&Record"), lambda: submit(self.arguments()))
        self._taken = taken
        self.say(tr("{file}: {kind}, {size}.", file=taken.file_name, kind=ENDINGS[taken.media_type].upper(),
                    size=size_words(taken.size)))
        proposal = title or taken.file_name.rpartition(".")[0] or taken.file_name
        self.title = self.watched_line("title", tr("&Title"), value=proposal)
        self.title.selectAll()
        self.programme = programme_choice(self, programmes, getattr(taken, "programme_id", None))
        self.setMinimumWidth(_WIDE)
        self.check()

    def arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {"title": self.title.text().strip()}
        return given | ({"programme_id": self.programme.currentData()} if self.programme is not None else {})

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "title"):
            return {}
        row = {"title": self.title.text(), "media_type": self._taken.media_type, "size": self._taken.size,
               "checksum": self._taken.checksum}
        return {one.field: show(one.reason) for one in check_material(row)}


def programme_choice(form: FaultForm, programmes: Programmes, chosen: bytes | None) -> Any:
    """The programme beside which it stands; None where that is not asked."""
    if not programmes:
        return None
    box = form.add_choice(tr("Belongs to"), [(None, tr("no {programme}")), *programmes])
    keys = [None, *(one for one, _ in programmes)]
    box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)
    return box
