"""Two people side by side: what is known of each, why they look alike, and which of them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from ui.groups.fields import shown_value
from ui.groups.members import notice_of
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.facts import rule, selectable
from ui.parts.labels import label
from ui.privacy.field_words import field_label
from ui.words import show, show_last_seen, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.doubles import DoublePair, DoubleSide

_LONGEST = 36
Lines = list[tuple[str, str, str]]


class PairView(QWidget):
    """`kept()` and `gone()` are ids of the pair that is shown, by what was chosen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.pair: DoublePair | None = None
        self.why, self.against = label("", "", wrap=True), label("", "warning", wrap=True)
        self.left, self.right = QRadioButton(tr("Keep the &left one")), QRadioButton(tr("Keep the r&ight one"))
        self._choice = QButtonGroup(self)
        for button in (self.left, self.right):
            button.setAccessibleName(button.text().replace("&", ""))
            self._choice.addButton(button)
        self._column = QVBoxLayout(self)
        bare(self._column, 8)
        self._column.addWidget(self.why)
        self._column.addWidget(self.against)
        self._grid: QWidget | None = None
        self._column.addStretch(1)

    def show_pair(self, pair: DoublePair) -> None:
        """Show these two; the one that is proposed to be kept is chosen."""
        self.pair = pair
        self.why.setText(_in_common(pair))
        self.against.setText(_speaks_against(pair))
        self.against.setVisible(bool(pair.against))
        self._lay_out(pair)
        (self.right if pair.keep == pair.other.row.id else self.left).setChecked(True)

    def kept(self) -> bytes:
        assert self.pair is not None
        return self.pair.one.row.id if self.left.isChecked() else self.pair.other.row.id

    def gone(self) -> bytes:
        assert self.pair is not None
        return self.pair.other.row.id if self.left.isChecked() else self.pair.one.row.id

    def _lay_out(self, pair: DoublePair) -> None:
        old, self._grid = self._grid, QWidget()
        grid = QGridLayout(self._grid)
        bare(grid)
        grid.setHorizontalSpacing(18)
        for column, (side, button) in enumerate(((pair.one, self.left), (pair.other, self.right)), 1):
            grid.addWidget(self._head(side, button), 0, column)
            grid.setColumnStretch(column, 3)
        grid.setColumnStretch(0, 2)
        for row, line in enumerate(compared(pair, self._shell)):
            self._add(grid, 2 * row + 1, line)
        self._column.insertWidget(2, self._grid)
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()

    def _head(self, side: DoubleSide, button: QRadioButton) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        bare(column, 4)
        column.addWidget(label(self._shell.veil.name(side.row.full, side.row.id), "heading", wrap=True))
        notice = notice_of(side.row)
        if notice:
            column.addWidget(Badge(notice, "neutral"))
        column.addWidget(button)
        column.addStretch(1)
        return box

    def _add(self, grid: QGridLayout, row: int, line: tuple[str, str, str]) -> None:
        grid.addWidget(rule(), row, 0, 1, 3)
        differ = line[1] != line[2]
        for column, text in enumerate(line):
            shown = selectable(label(text or "–", "" if column and differ else "muted", wrap=True))
            shown.setContentsMargins(0, 5, 0, 5)
            grid.addWidget(shown, row + 1, column, Qt.AlignmentFlag.AlignTop)


def compared(pair: DoublePair, shell: Shell) -> Lines:
    """(what, of the left one, of the right one); what neither has is left out."""
    one, other = dict(pair.one.fields), dict(pair.other.fields)
    fields = dict.fromkeys((*one, *other))
    lines = [(field_label(name), _value(shell, pair.one, name), _value(shell, pair.other, name)) for name in fields]
    both = [_facts(side, shell) for side in (pair.one, pair.other)]
    lines += [(what, left, right) for (what, left), (_, right) in zip(*both, strict=True)]
    return [line for line in lines if line[1] or line[2]]


def _value(shell: Shell, side: DoubleSide, name: str) -> str:
    return shell.veil.value(_short(shown_value(name, dict(side.fields).get(name, ""))), side.row.id)


def _short(value: str) -> str:
    """A key may be longer than the screen is wide; its end tells two of them apart."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST // 2]}…{value[-_LONGEST // 2:]}"


def _facts(side: DoubleSide, shell: Shell) -> list[tuple[str, str]]:
    row, veil = side.row, shell.veil
    return [
        (tr("{Groups}"), row.groups),
        (tr("{Location}"), row.location),
        (tr("Seat"), tr("Yes") if row.has_seat else tr("No")),
        (tr("Results"), veil.value(show_number(side.attempts), row.id)),
        (tr("Certificates"), show_number(side.certificates)),
        (tr("Last visit"), veil.value(show_last_seen(row.last_seen_us, shell.sight.today), row.id)),
        (tr("Added on"), show_short_date(side.added_on)),
        (tr("Comes from"), ", ".join(dict.fromkeys(map(_source, side.sources))) or tr("Typed in here")),
    ]


def _source(source: str) -> str:
    """What a source of imports is called: an administration by its format."""
    form = source.partition(":")[0]
    return {
        "edexml": "EDEXML", "oneroster": "OneRoster", "sds": "School Data Sync", "table": tr("A list"),
        "leerspoor": tr("An export of this program"),
    }.get(form, source)


def _in_common(pair: DoublePair) -> str:
    if pair.apart_on is not None:
        day = show_short_date(pair.apart_on)
        return (tr("{who} said on {day} that these are two people.", who=pair.apart_by, day=day) if pair.apart_by
                else tr("On {day} it was said that these are two people.", day=day))
    if not pair.why:
        return tr("These two have nothing in common that can be seen here.")
    return tr("In common: {hints}.", hints=", ".join(show(hint) for hint in pair.why))


def _speaks_against(pair: DoublePair) -> str:
    return tr("Against it: {hints}.", hints=", ".join(show(hint) for hint in pair.against)) if pair.against else ""
