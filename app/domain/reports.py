"""Reports of progress on paper: for whom, what stands in them, and what never does.

What parents get is about their own child and holds nothing that staff wrote. What a participant gets counts, compares
with nobody, and tells by no word, not even the name of a group or a route, why somebody practises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.errors import Refusal
from app.domain.text import Text


class Receiver(StrEnum):
    """Who reads it."""

    COACH = "coach"
    PARENTS = "parents"
    PARTICIPANT = "participant"


class About(StrEnum):
    """What one report is about. A group and the organisation are for a coach or an administrator alone."""

    GROUP = "group"
    PEOPLE = "people"
    ORGANISATION = "organisation"


class Section(StrEnum):
    HELP = "help"
    PROGRAMMES = "programmes"
    WEEKS = "weeks"
    ROUTES = "routes"
    GROWTH = "growth"
    CERTIFICATES = "certificates"
    TALKS = "talks"
    GOALS = "goals"
    NOTES = "notes"


SECTION_WORDS: Mapping[Section, Text] = {
    Section.HELP: Text("What asks for attention"), Section.PROGRAMMES: Text("{Programmes}"),
    Section.WEEKS: Text("Exercises per week"), Section.ROUTES: Text("Learning routes"),
    Section.GROWTH: Text("Growth on tests"), Section.CERTIFICATES: Text("Certificates"),
    Section.TALKS: Text("Planned talks"), Section.GOALS: Text("Goals"), Section.NOTES: Text("Notes"),
}
_WRITTEN_BY_STAFF = frozenset({Section.HELP, Section.GOALS, Section.NOTES})
ALLOWED: Mapping[Receiver, frozenset[Section]] = {
    Receiver.COACH: frozenset(Section),
    Receiver.PARENTS: frozenset(Section) - _WRITTEN_BY_STAFF,
    Receiver.PARTICIPANT: frozenset(Section) - _WRITTEN_BY_STAFF - {Section.GROWTH},
}
"""What may stand in a report of one person. A norm compares with others, so a participant gets no growth on tests."""
OF: Mapping[About, frozenset[Section]] = {
    About.PEOPLE: frozenset(Section),
    About.GROUP: frozenset({
        Section.HELP, Section.PROGRAMMES, Section.WEEKS, Section.GROWTH, Section.CERTIFICATES, Section.TALKS}),
    About.ORGANISATION: frozenset({Section.HELP, Section.PROGRAMMES, Section.WEEKS}),
}
OF_NOTES = frozenset({Section.TALKS, Section.GOALS, Section.NOTES})
"""What there is only where notes are kept (D6)."""
PERIODS = (4, 13, 26)
"""Weeks that a report may look back; our own choice."""
MOST_COPIES = 4


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What was asked for. `weeks` is one of `PERIODS`; `copies` are those for parents; `each`: a file per person. With
    `programme_id` a group is told by the exercises of that one.
    """

    receiver: Receiver = Receiver.COACH
    sections: frozenset[Section] = frozenset(Section)
    language: str = "nl"
    weeks: int = 13
    copies: int = 1
    each: bool = False
    about: About = About.PEOPLE
    programme_id: bytes | None = None

    def has(self, section: Section) -> bool:
        """Whether it stands in a report for this receiver, whatever was ticked."""
        return section in self.sections & ALLOWED[self.receiver] & OF[self.about]

    def since(self, today: date) -> date:
        """The first day that it looks back to."""
        return today - timedelta(weeks=self.weeks) + timedelta(days=1)


def offered(receiver: Receiver, about: About, keeps_notes: bool, keeps_tests: bool) -> tuple[Section, ...]:
    """The sections that can be chosen, in the order of the paper."""
    lacking = (frozenset() if keeps_notes else OF_NOTES) | (frozenset() if keeps_tests else {Section.GROWTH})
    return tuple(section for section in Section if section in (ALLOWED[receiver] & OF[about]) - lacking)


def receivers(has_school_years: bool, keeps_under_16: bool) -> tuple[Receiver, ...]:
    """Who gets reports here: parents only where children take part."""
    every = tuple(Receiver)
    return every if has_school_years or keeps_under_16 else tuple(one for one in every if one is not Receiver.PARENTS)


def check_order(order: ReportOrder) -> None:
    """Raises Refusal for what cannot be printed."""
    if not any(map(order.has, Section)):
        raise Refusal(Text("Nothing was chosen to stand in the report. Nothing was printed."))
    if order.about is not About.PEOPLE and order.receiver is not Receiver.COACH:
        raise Refusal(Text("Parents and {participants} get a report of one person only. Nothing was printed."))
    if order.weeks not in PERIODS:
        raise Refusal(Text("A report looks back {periods} weeks. Nothing was printed.", periods=list(PERIODS)))
    if not 1 <= order.copies <= MOST_COPIES or (order.copies > 1 and order.receiver is not Receiver.PARENTS):
        raise Refusal(Text(
            "There are one to {n} copies, and more than one for parents alone. Nothing was printed.", n=MOST_COPIES))


def report_file_name(number: int, of: int, word: str) -> str:
    """A place in the list alone: a file name tells neither who somebody is nor what or why somebody practises."""
    return f"{word}-{number:0{max(2, len(str(of)))}}.pdf"
