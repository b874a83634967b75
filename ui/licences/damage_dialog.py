"""How far the licensor is liable for one event, line by line (O-10.2), and what the warranty says of a defect (O-10.1).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.billing.computation import Computation
from app.domain.billing.liability import Unlimited, liability_cap
from app.domain.billing.warranty import Delivery, warranty_on, warranty_terms
from app.domain.provider import NotRegulated
from ui.licences.course_words import computed_lines
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.course import AgreementCourse


class DamageDialog(FaultForm):
    """Nothing is recorded here: it shows what the terms come to for the day of an event."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse) -> None:
        super().__init__(parent, tr("Damage: agreement {number}", number=course.number), tr("Close"))
        self.close_only()
        self._course = course
        self.day = self.add_date(tr("Day of the &event"), shell.sight.today)
        self.gravity = self.add_choice(tr("&Gravity"), [
            (None, tr("ordinary")), ("gross_negligence", tr("gross negligence")), ("intent", tr("intent"))])
        self.outcome = Facts(shares=(1, 3))
        card = Card(tr("What the terms come to"))
        card.fill(scrolled(self.outcome, tr("What the terms come to")), 1)
        self.fill(card)
        self.day.dateChanged.connect(lambda _day: self._follow())
        self.gravity.currentIndexChanged.connect(lambda _index: self._follow())
        self.resize(760, 480)
        self._follow()

    def _follow(self) -> None:
        event = day_of(self.day)
        self.outcome.show_lines([*self._cap(event), *self._warranty(event)])

    def _cap(self, event: date) -> list[FactLine]:
        rules = self._course.profile.liability
        found = liability_cap(rules, event, self._course.paid, self.gravity.currentData())
        if isinstance(found, NotRegulated):
            note = show(found.note.text) if found.note is not None else ""
            return [FactLine(tr("Maximum"), " ".join(filter(None, (show(found.text), note))), tr("not regulated"))]
        if isinstance(found, Unlimited):
            return [FactLine(tr("Maximum"), show(found.text), found.basis.cited)]
        return _computed(found)

    def _warranty(self, event: date) -> list[FactLine]:
        rule, agreement = self._course.profile.warranty, self._course.terms.agreement
        if isinstance(rule, NotRegulated):
            note = show(rule.note.text) if rule.note is not None else ""
            return [FactLine(tr("Warranty"), " ".join(filter(None, (show(rule.text), note))), tr("not regulated"))]
        lines = []
        if agreement.delivered_on is None:
            lines.append(FactLine(tr("Warranty"), tr("The day of delivery is not recorded, so its end is not known."),
                                  rule.basis.cited))
        else:
            terms = warranty_terms(rule, [Delivery("", agreement.delivered_on)])
            under = None if isinstance(terms, NotRegulated) else warranty_on(terms, event)
            said = tr("under warranty until {day}", day=show_short_date(under.ends)) if under is not None else tr(
                "no warranty on this day")
            lines.append(FactLine(tr("Warranty"), said, rule.basis.cited))
        if not rule.value.defect_holds_back_payment:
            lines.append(FactLine(tr("Paying"), tr("A defect gives no right to hold back a payment."),
                                  rule.basis.cited))
        return lines


def _computed(found: Computation) -> list[FactLine]:
    nothing = [] if found.lines else [FactLine("–", tr("Nothing was paid in that time."))]
    return [*nothing, *computed_lines(found)]
