"""One design of the organisation's certificates: which layout, who signs, how long it is valid; with an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from app.domain.certificate_designs import LARGEST_PICTURE, MOST_MONTHS, DesignGiven, check_design
from app.domain.text import Text
from ui.certificates.preview import CertificatePreview
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import language, show, tr

if TYPE_CHECKING:
    from app.views.designs import DesignRow

PICTURES = "PNG, JPEG (*.png *.jpg *.jpeg)"
_PAUSE = 250
"""Milliseconds after the last key before the example is drawn anew."""


class DesignDialog(FaultForm):
    """`save` gets the fields of `DesignGiven`."""

    def __init__(
        self, parent: QWidget, shell: Shell, row: DesignRow | None, shipped: Sequence[tuple[str, str, str]],
        programmes: Sequence[tuple[bytes, str]], save: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New design") if row is None else tr("Change design"), tr("&Save"))
        self._shell, self._save, self._programmes = shell, save, dict(programmes)
        self._signature, self._is_built = row.signature if row else b"", False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._draw)
        self.name = self.watched_line("name", tr("&Name"), value=row.name if row else "")
        names = [(code, dutch if language() == "nl" else english) for code, dutch, english in shipped]
        self.design = self.add_choice(tr("&Layout"), names, row.design if row else None)
        self.programme = self.add_choice(
            tr("&For"), [(None, tr("Every {programme}")), *programmes], row.programme_id if row else None)
        self._add_months(row.valid_months if row else None)
        self.signer = self.watched_line("signer_name", tr("S&igned by"), value=row.signer_name if row else "")
        self.role = self.watched_line("signer_role", tr("&Role"), value=row.signer_role if row else "")
        self._add_signature()
        self.preview = CertificatePreview(shell)
        self.fill_beside(self.preview)
        self.say_below(tr("What was issued before stays as it is."))
        for box in (self.design, self.programme):
            box.currentIndexChanged.connect(self.check)
        self._is_built = True
        self.check()
        self._draw()

    def given(self) -> DesignGiven:
        return DesignGiven(
            self.name.text().strip(), self.design.currentData(), self.programme.currentData(),
            self.months.value() or None, self.signer.text().strip(), self.role.text().strip(), self._signature)

    def faults(self) -> Mapping[str, str]:
        if not self._is_built:
            return {}
        return {one.field: show(one.reason) for one in reversed(check_design(self.given()))}

    def check(self) -> None:
        super().check()
        if self._is_built:
            self._pause.start()

    def accept(self) -> None:
        if self.is_complete():
            self._save(asdict(self.given()))
            super().accept()

    def _add_months(self, months: int | None) -> None:
        self.months = QSpinBox()
        self.months.setRange(0, MOST_MONTHS)
        self.months.setSpecialValueText(tr("for ever"))
        self.months.setSuffix(" " + tr("months"))
        self.months.setValue(months or 0)
        self.add_field(tr("&Valid"), self.months)
        self.watch("valid_months", self.months)

    def _add_signature(self) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        bare(row, 8)
        self.choose = button_of(tr("&Picture…"), self._choose_picture)
        self.remove = button_of(tr("&Without"), self._remove_picture)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.add_field(tr("Signature"), box)
        self.problem = label("", "error", wrap=True)
        self.form.addRow("", self.problem)
        self.problem.hide()
        self.remove.setVisible(bool(self._signature))

    def _choose_picture(self) -> None:
        path = next(iter(self._shell.pick_files(Text("Picture of the signature"), PICTURES)), "")
        if path:
            data, problem = read_picture(Path(path))
            self._take_picture(data or self._signature, problem)

    def _remove_picture(self) -> None:
        self._take_picture(b"", "")

    def _take_picture(self, data: bytes, problem: str) -> None:
        self._signature = data
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.remove.setVisible(bool(data))
        self.check()

    def _draw(self) -> None:
        from app.views.designs import DesignRow, Example

        given = self.given()
        title = self._programmes.get(given.programme_id or b"", "") or next(iter(self._programmes.values()), "…")
        row = DesignRow(b"", given.name, given.design, None, "", given.valid_months, given.signer_name,
                        given.signer_role, given.signature)
        self.preview.show_example(Example(
            tr("First name and last name"), title, "", self._shell.sight.today, language(), row))


def read_picture(path: Path) -> tuple[bytes, str]:
    """(the picture, what is wrong with it); one of the two is empty."""
    from app.documents.images import is_printable

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PICTURE + 1)
    except OSError:
        return b"", tr("This file cannot be read. Choose another one.")
    if len(data) > LARGEST_PICTURE:
        return b"", tr("This picture is too large: at most {n} kB. Choose a smaller one.", n=LARGEST_PICTURE // 1_000)
    if not is_printable(data):
        return b"", tr("This is not a picture that can be printed. Choose a PNG or a JPEG.")
    return data, ""
