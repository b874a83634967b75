"""What an import would do: figures above, every line with its reason below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.importing.against_page import AgainstLine
from ui.importing.deciding import DecideBar
from ui.importing.tiles import Tile, TileRow
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.privacy.field_words import field_label
from ui.words import show, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.domain.plan import Decision, PlanLine
    from ui.importing.reading import Preview

_TONES = {
    "new": "good", "changed": "info", "unchanged": "neutral", "gone": "warning", "doubtful": "warning",
    "refused": "danger", "warning": "warning", "note": "neutral",
}
_FIRST_SEEN = ("refused", "doubtful", "warning", "gone", "changed", "new", "unchanged", "note")
_FIELDS_NAMED = 8


class PreviewPage(QWidget):
    """`gone` is what is done with people who are not in the file any more. `decided` gets what is decided about a line:
    its `ref`, and the decision or None where there is none any more. `look_against` shows who differs from what is
    prepared.
    """

    def __init__(
        self, shell: Shell, decided: Callable[[str, Decision | None], None], look_against: Callable[[], None],
    ) -> None:
        super().__init__()
        self._shell = shell
        self._wanted = ""
        self.opening = label("", "", wrap=True)
        self.tiles = TileRow(self._show_outcome)
        self.table = RowTable(self._columns(), tr("Lines of the file"), id)
        self.table.selection_moved.connect(self._line_chosen)
        self.reason = label("", "", wrap=True)
        self.decide = DecideBar(shell, decided)
        self.against = AgainstLine(look_against)
        self.left_out = label("", "muted", wrap=True)
        self.gone = QComboBox()
        self.gone.setAccessibleName(tr("What happens to who is gone"))
        self.gone_words = QLabel()
        self.gone_words.setBuddy(self.gone)
        self._gone_row = QWidget()
        self._arrange()

    def show_preview(self, preview: Preview) -> None:
        """Show this preview, with all its lines."""
        self.opening.setText(_opening(preview))
        self.tiles.show_tiles({outcome: _tile(preview, outcome) for outcome in _outcomes()})
        self.table.set_filter(None)
        self.table.set_rows(sorted(preview.lines, key=lambda line: _FIRST_SEEN.index(line.severity)))
        self._return_to_line()
        self._line_chosen()
        left = _left_out(preview.not_taken_over())
        self.left_out.setText(left)
        self.left_out.setVisible(bool(left))
        self.against.show_against(preview.against)
        self._show_gone(preview.gone)

    def gone_choice(self) -> str:
        """'keep' or 'leave'."""
        return str(self.gone.currentData() or "keep")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 10)
        card = Card()
        card.edge_to_edge()
        card.fill(self.table)
        row = QHBoxLayout(self._gone_row)
        bare(row, 10)
        row.addWidget(self.gone_words)
        row.addWidget(self.gone)
        row.addStretch(1)
        for widget, stretch in (
            (self.opening, 0), (self.tiles, 0), (self.against, 0), (card, 1), (self.reason, 0), (self.decide, 0),
            (self.left_out, 0),
            (self._gone_row, 0),
        ):
            column.addWidget(widget, stretch)

    def _columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil

        def who(line: PlanLine) -> str:
            return veil.name(line.who) if line.who and line.kind != "groups" else line.who or "–"

        return (
            Column(tr("What"), outcome_label, width=13, tone=lambda line: _TONES[line.severity]),
            Column(tr("Who"), who, width=24),
            Column(tr("Why"), lambda line: veil.value(show(line.reason)), width=40, stretch=True),
            Column(tr("Where"), _where, width=24, muted=True, sort_key=lambda line: (line.file, line.line)),
        )

    def _line_chosen(self) -> None:
        """The whole reason of the chosen line, which may be longer than its column."""
        chosen = self.table.chosen()
        reason = self._shell.veil.value(show(chosen[0].reason)) if chosen else ""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.decide.show_line(chosen[0] if chosen else None)

    def remember_line(self, ref: str) -> None:
        """Which line is decided about: it is chosen again when the preview comes back."""
        self._wanted = ref

    def _return_to_line(self) -> None:
        wanted, self._wanted = self._wanted, ""
        same = [line for line in self.table.rows() if wanted and line.asked is not None and line.asked.ref == wanted]
        if same:
            self.table.choose(id(same[0]))

    def _show_outcome(self, outcome: str) -> None:
        self.table.set_filter((lambda line: line.severity == outcome) if outcome else None)

    def _show_gone(self, number: int) -> None:
        self._gone_row.setVisible(number > 0)
        self.gone_words.setText(tr_count(
            "{n} person is not in the file any &more:", "{n} people are not in the file any &more:", number))
        self.gone.clear()
        self.gone.addItem(tr("keep as they are"), "keep")
        self.gone.addItem(tr("mark as left"), "leave")


def outcome_label(line: PlanLine) -> str:
    return outcome_words(line.severity)


def outcome_words(outcome: str) -> str:
    return {
        "new": tr("New"), "changed": tr("Changed"), "unchanged": tr("Unchanged"), "gone": tr("Gone"),
        "doubtful": tr("Doubtful"), "refused": tr("Refused"), "warning": tr("Look out"), "note": tr("Note"),
    }[outcome]


def _outcomes() -> tuple[str, ...]:
    """As they are read: what happens first, what stays last."""
    return "new", "changed", "gone", "doubtful", "refused", "unchanged"


def _tile(preview: Preview, outcome: str) -> Tile:
    parts = [_counted(kind, number) for kind, number in preview.counted(outcome).items()]
    tile = Tile(outcome_words(outcome), preview.total(outcome), ", ".join(parts), _TONES[outcome])
    tile.setEnabled(any(line.severity == outcome for line in preview.lines))
    return tile


def _counted(kind: str, number: int) -> str:
    if kind == "participants":
        return tr_count("{n} {participant}", "{n} {participants}", number)
    if kind == "groups":
        return tr_count("{n} {group}", "{n} {groups}", number)
    if kind == "coaches":
        return tr_count("{n} {coach}", "{n} {coaches}", number)
    return tr_count("{n} result", "{n} results", number)


def _opening(preview: Preview) -> str:
    files = ", ".join(preview.files)
    if preview.undecided:
        return tr_count(
            "{files}: look at what would happen. Nothing was changed yet. {n} line is doubtful: choose it and decide. "
            "What you do not decide is left out, and asked again next time.",
            "{files}: look at what would happen. Nothing was changed yet. {n} lines are doubtful: choose one and "
            "decide. What you do not decide is left out, and asked again next time.", preview.undecided, files=files)
    if not preview.does_something and not preview.gone:
        return tr("{files}: everything is here already. There is nothing to take over.", files=files)
    return tr("{files}: look at what would happen. Nothing was changed yet.", files=files)


def _where(line: PlanLine) -> str:
    """The line comes first, so that it stays when a long file name is cut short."""
    return tr("line {line}, {file}", file=line.file, line=str(line.line)) if line.line else line.file


def _left_out(counts: dict[str, int]) -> str:
    """Which fields of the file are not stored, with how many values."""
    if not counts:
        return ""
    named = [
        tr("{field} ({n})", field=field_label(field), n=show_number(number)) for field, number in counts.items()]
    shown, more = ", ".join(named[:_FIELDS_NAMED]), len(named) - _FIELDS_NAMED
    if more > 0:
        return tr_count(
            "Not taken over, and not stored: {fields} and {n} other field.",
            "Not taken over, and not stored: {fields} and {n} other fields.", more, fields=shown)
    return tr("Not taken over, and not stored: {fields}.", fields=shown)
