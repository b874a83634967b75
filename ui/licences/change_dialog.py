"""Record a change that the licensor announced; at once from when it holds, and who can object until when."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.domain.contract.change_course import WITH_FEES, change_course, check_change
from app.domain.contract.kept_rows import PUBLISHED
from app.domain.text import Text
from app.domain.wrong_fields import missing
from ui.licences.course_steps import announce
from ui.licences.course_words import effect_lines
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.typed import typed_cents
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.words import show, show_money, show_number, tr

if TYPE_CHECKING:
    from app.domain.billing.computation import Computation
    from app.domain.provider import NotRegulated
    from app.views.course import AgreementCourse

_SHOWN = 8


class ChangeDialog(FaultForm):
    """What stands at the right follows what is filled in."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse) -> None:
        super().__init__(parent, tr("Change of terms or prices: agreement {number}", number=course.number),
                         tr("&Record change"), lambda: announce(shell, self.arguments()))
        self._shell, self._course, self._checksum = shell, course, ""
        self._indexed: dict[bytes, Computation | NotRegulated | Text] = {}
        today = shell.sight.today
        self.kind = self.add_choice(tr("&What changes"), [
            ("terms", tr("the terms")), ("prices", tr("the prices")), ("indexation", tr("the prices, by the index")),
            ("user_terms", tr("the user terms"))])
        self.form_told = self.add_choice(tr("Announced b&y"), [
            (PUBLISHED, tr("publication")), ("letter", tr("letter")), ("registered", tr("registered letter")),
            ("email", tr("e-mail"))])
        self.watch("form", self.form_told)
        self.announced = self.add_date(tr("Announce&d on"), today)
        self.watch("announced_on", self.announced)
        self.received = self._optional("received_on", tr("Recei&ved on"), on=True)
        self.proof = self.watched_line("proof", tr("&Proof"), tr("such as the number of the registered letter"))
        self.applies = self._optional("applies_from", tr("Said to hold &from"))
        self.title = self.watched_line("title", tr("&Title of the document"))
        self.edition = self.watched_line("edition", tr("Vers&ion"))
        self.choose = button_of(tr("Choose…"), self._choose)
        self.add_field(tr("Fi&le"), self.choose)
        self.fees = self._fee_lines()
        self._fault_of_fees()
        self.outcome = Facts(shares=(2, 5))
        card = Card(tr("What this means"))
        card.fill(scrolled(self.outcome, tr("What this means")), 1)
        self.fill_beside(card)
        self.kind.currentIndexChanged.connect(lambda _index: self._kind_chosen())
        self.form_told.currentIndexChanged.connect(lambda _index: self._follow())
        self.announced.dateChanged.connect(lambda _day: self._follow())
        for line in (self.proof, self.title, self.edition):
            line.textChanged.connect(lambda _typed: self._follow())
        self.resize(1000, 600)
        self._kind_chosen()

    def arguments(self) -> dict[str, Any]:
        """As the action takes it."""
        row = self._row()
        wanted = ("kind", "form", "announced_on", "received_on", "proof", "applies_from", "title", "edition",
                  "checksum")
        fees: list[dict[str, Any]] = []
        if row["kind"] == "prices":
            fees = [{"licence_id": one, "fee_cents": cents} for one, cents in self._new_fees().items()]
        elif row["kind"] == "indexation":
            fees = [{"licence_id": part.licence_id} for part in self._course.parts if part.rounds[-1].unit_cents]
        return {"agreement_id": self._course.agreement_id, "fees": fees, **{name: row[name] for name in wanted}}

    def faults(self) -> Mapping[str, str]:
        terms, row = self._course.terms, self._row()
        wrong = {one.field: show(one.reason) for one in check_change(
            terms.profile, terms.agreement, row, terms.today)}
        if row["kind"] == "prices":
            if any(typed_cents(line.text()) is None for line in self.fees.values() if line.text().strip()):
                wrong["fees"] = tr("This is not an amount of money. Write it as 35,00.")
            elif not self._new_fees():
                wrong["fees"] = show(missing("fees").reason)
        if row["kind"] == "indexation":
            said = [show(one) for one in self._indexed.values() if isinstance(one, Text)]
            if said or not self._indexed:
                wrong["fees"] = said[0] if said else tr("The fees are being computed.")
        return wrong

    def _row(self) -> dict[str, Any]:
        kind, form = self.kind.currentData(), self.form_told.currentData()
        with_paper = kind not in WITH_FEES
        return {
            "kind": kind, "form": form, "announced_on": day_of(self.announced).isoformat(),
            "received_on": (self.received.text() or None) if form != PUBLISHED else None,
            "proof": self.proof.text().strip(), "applies_from": self.applies.text() or None,
            "title": self.title.text().strip() if with_paper else "",
            "edition": self.edition.text().strip() if with_paper else "",
            "checksum": self._checksum if with_paper else "", "objection_on": None, "outcome": "", "chosen_on": None,
            "ends_on": None,
        }

    def _new_fees(self) -> dict[bytes, int]:
        found = {one: typed_cents(line.text()) for one, line in self.fees.items() if line.text().strip()}
        return {one: cents for one, cents in found.items() if cents is not None}

    def _kind_chosen(self) -> None:
        kind = self.kind.currentData()
        for field in (self.title, self.edition, self.choose):
            self.form.setRowVisible(field, kind not in WITH_FEES)
        for line in self.fees.values():
            self.form.setRowVisible(line, kind == "prices")
        if kind in ("terms", "user_terms") and self._course.profile.code and not self.title.text():
            self.title.setText(self._course.profile.terms.title if kind == "terms" else "")
        if kind == "indexation":
            self._read_index()
        self._follow()

    def _read_index(self) -> None:
        from app.domain.calendar import DAY
        from app.views.course import index_proposal

        begins = self._course.terms.dates.ends + DAY
        for part in self._course.parts:
            if part.rounds[-1].unit_cents and part.licence_id not in self._indexed:
                self._shell.read(
                    index_proposal, self._course.agreement_id, part.licence_id, begins,
                    then=partial(self._show_index, part.licence_id))

    def _show_index(self, part: bytes, found: Computation | NotRegulated | Text) -> None:
        self._indexed[part] = found
        self._follow()

    def _follow(self) -> None:
        """Work out again what this means."""
        if not hasattr(self, "outcome"):
            return  # still being built
        from app.views.course import ChangeItem

        row = self._row()
        self.form.setRowVisible(self.received, row["form"] != PUBLISHED)
        terms = self._course.terms
        known = change_course(terms.profile, terms.agreement, row, terms.today)
        item = ChangeItem(b"", row, Text("{what}", what=""), known, ())
        self.outcome.show_lines([*effect_lines(item), *self._index_lines(row["kind"])])
        self.touch("fees")

    def _index_lines(self, kind: str) -> list[FactLine]:
        """The indexation line by line, for each part."""
        from app.domain.billing.computation import Computation

        lines = []
        for part in self._course.parts if kind == "indexation" else ():
            found = self._indexed.get(part.licence_id)
            if isinstance(found, Computation):
                lines += [FactLine(show_money(line.cents), show(line.label), show(line.source.text))
                          for line in found.lines]
                lines.append(FactLine(show_money(found.cents), show(part.name), show(found.source.text)))
            elif found is not None:
                lines.append(FactLine("–", show(found if isinstance(found, Text) else found.text)))
        return lines

    def _choose(self) -> None:
        from app.store.files import checksum_of

        found = self._shell.pick_files(Text("Choose the document"), "")
        if found:
            path = Path(found[0])
            self._shell.work(checksum_of, path, title=Text("Reading {file}", file=path.name),
                             then=partial(self._show_checksum, path), steps=False)

    def _show_checksum(self, path: Path, checksum: str) -> None:
        self._checksum = checksum
        self.choose.setText(f"{checksum[:_SHOWN]}…")
        self.choose.setToolTip(tr("{file}, checksum {checksum}", file=path.name, checksum=checksum))
        if not self.title.text().strip():
            self.title.setText(path.stem)

    def _optional(self, name: str, title: str, on: bool = False) -> OptionalDay:
        field = OptionalDay(title.replace("&", ""), self._shell.sight.today, on)
        self.add_field(title, field)
        self.watch(name, field.edit)
        field.tick.toggled.connect(lambda _on: self._follow())
        field.edit.dateChanged.connect(lambda _day: self._follow())
        return field

    def _fee_lines(self) -> dict[bytes, QLineEdit]:
        """A new fee for each part; what stays as it is stays empty."""
        made = {}
        for part in self._course.parts:
            line = QLineEdit()
            line.setPlaceholderText(tr("now {amount}", amount=show_number(part.rounds[-1].unit_cents / 100, 2)))
            self.add_field(tr("New fee (€): {part}", part=show(part.name)), line)
            line.textChanged.connect(lambda _typed: self._follow())
            made[part.licence_id] = line
        return made

    def _fault_of_fees(self) -> None:
        """What is wrong with the fees stands under the last of them."""
        place: QWidget = next(reversed(self.fees.values()), QPushButton())
        self.watch("fees", place)
