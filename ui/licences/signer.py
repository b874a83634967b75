"""Who acted for the organisation: a name, a role, and for the administrator the recorded mandate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.contract.authority import Mandate, Signatory
from ui.licences.mandate_dialog import MandateDialog
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.agreements import MandateRow

_MANDATE_LENGTH = 18


class SignerFields:
    """Adds its fields to a form; `changed` is called whenever another answer is given."""

    def __init__(self, form: FormDialog, shell: Shell, title: str, changed: Callable[[], None]) -> None:
        self._dialog, self._shell, self._changed = form, shell, changed
        self._mandates: dict[bytes, Mandate] = {}
        self.name: QLineEdit = form.add_line(title)
        self.name.setPlaceholderText(tr("name and position"))
        self.role: QComboBox = form.add_choice(tr("R&ole"), [
            ("representative", tr("may sign for {the_organisation}")), ("administrator", tr("{administrator}"))])
        self.mandate = form.add_choice(tr("Manda&te"), [(None, tr("none"))])
        self.mandate.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mandate.setMinimumContentsLength(_MANDATE_LENGTH)
        self.more = button_of(tr("Record a mand&ate…"), self._record)
        form.form.addRow("", self.more)
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.mandate.currentIndexChanged.connect(lambda _index: changed())
        self._role_chosen()

    def show_mandates(self, rows: Sequence[MandateRow]) -> None:
        """The mandates to choose from; the newest is chosen where none was."""
        chosen = self.mandate.currentData()
        self._mandates = {row.id: row.mandate for row in rows}
        self.mandate.blockSignals(True)
        self.mandate.clear()
        for row in rows:
            self.mandate.addItem(tr(
                "{holder}, since {day}, by {given_by}", holder=row.holder, given_by=row.mandate.given_by,
                day=show_short_date(row.mandate.from_on)), row.id)
        self.mandate.addItem(tr("none"), None)
        found = self.mandate.findData(chosen) if chosen is not None else 0
        self.mandate.setCurrentIndex(max(0, found))
        self.mandate.blockSignals(False)
        self._changed()

    def signatory(self) -> Signatory:
        given = self.arguments()
        return Signatory(given["name"], given["role"], self._mandates.get(given["mandate_id"]))

    def arguments(self) -> dict[str, Any]:
        """As the actions take it."""
        administrator = self.role.currentData() == "administrator"
        return {
            "name": self.name.text().strip(), "role": self.role.currentData(),
            "mandate_id": self.mandate.currentData() if administrator else None,
        }

    def show_fields(self, wanted: bool) -> None:
        """Hide them where somebody else acted."""
        for field in (self.name, self.role):
            self._dialog.form.setRowVisible(field, wanted)
        self._show_mandate(wanted)

    def _role_chosen(self, *_index: object) -> None:
        self._show_mandate(True)
        self._changed()

    def _show_mandate(self, wanted: bool) -> None:
        shown = wanted and self.role.currentData() == "administrator"
        for field in (self.mandate, self.more):
            self._dialog.form.setRowVisible(field, shown)

    def _record(self) -> None:
        MandateDialog(self._dialog, self._shell, self._read_again).open()

    def _read_again(self) -> None:
        from app.views.agreements import mandate_list

        self.mandate.setCurrentIndex(-1)  # so that the new one is chosen
        self._shell.read(mandate_list, then=self.show_mandates)
