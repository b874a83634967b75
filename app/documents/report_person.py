"""The report of one person: for a coach, for parents, or for the person who practises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.documents.paper import Block, Heading, Paragraph
from app.documents.report_blocks import (
    Around,
    Report,
    growth_blocks,
    opening,
    page_of,
    programme_bars,
    rules_in_force,
    section,
    weeks_chart,
)
from app.domain.following import CATEGORY_WORDS, GOAL_WORDS, Category, GoalState
from app.domain.reports import Receiver, Section
from app.domain.routes import StepState
from app.domain.text import Text
from app.views.progress_values import RouteStanding, StepStanding
from app.views.reports import PersonReport

_STEP_WORDS = {
    StepState.DONE: Text("done"), StepState.LATE: Text("late"), StepState.SOON: Text("soon"),
    StepState.COMING: Text("later"),
}


def person_papers(around: Around, person: PersonReport, marks: int = 1) -> Iterator[Report]:
    """One report, or for parents so many copies of it, each of which says which one it is. Headings up to the level
    `marks` become bookmarks.
    """
    order = around.order
    if order.receiver is Receiver.PARTICIPANT:
        yield Report(page_of(around, marks=marks), tuple(_for_participant(around, person)))
        return
    for number in range(1, order.copies + 1):
        copy = around.say(Text("Copy {n} of {total}", n=number, total=order.copies)) if order.copies > 1 else ""
        blocks = _for_parents(around, person, copy) if order.receiver is Receiver.PARENTS else _for_coach(
            around, person)
        yield Report(page_of(around, person.progress.full, copy, marks=marks), tuple(blocks))


# For a coach


def _for_coach(around: Around, person: PersonReport) -> Iterator[Block]:
    progress, has = person.progress, around.order.has
    yield from opening(around, progress.full, (
        " · ".join((
            progress.groups or around.say(Text("in no group")),
            around.say(Text("not seen yet") if progress.last_seen_us is None else Text(
                "last seen {day}", day=around.last_seen(progress.last_seen_us))),
            around.say(Text("{n} minute per week", "{n} minutes per week", n=progress.minutes_per_week)))),
        around.as_of()))
    if has(Section.HELP):
        yield from section(around, Text("What asks for attention"), [
            *(Paragraph(f"– {around.say(reason)}") for reason in progress.help),
            *((Paragraph(rules_in_force(around), quiet=True),) if progress.help else ())])
    yield from _figures(around, person)
    if has(Section.GOALS):
        yield from section(around, Text("Goals"), _goals(around, person))
    if has(Section.NOTES):
        yield from section(around, Text("Notes"), _notes(around, person))
    yield from _here_since(around, person)


def _goals(around: Around, person: PersonReport) -> list[Block]:
    blocks: list[Block] = []
    for one in person.goals:
        due = around.say(Text("done by {day}", day=one.due_on)) if one.due_on else ""
        about = around.say(Text("set on {day}", day=one.set_on)), due, around.say(GOAL_WORDS[GoalState(one.state)])
        blocks += [Heading(" · ".join(filter(None, about)), 3), Paragraph(one.body)]
    return blocks


def _notes(around: Around, person: PersonReport) -> list[Block]:
    return [block for one in person.notes for block in (
        Heading(" · ".join(filter(None, (
            around.day(one.about_on), around.say(CATEGORY_WORDS[Category(one.category)]), one.who))), 3),
        Paragraph(one.body))]


# For parents


def _for_parents(around: Around, person: PersonReport, copy: str) -> Iterator[Block]:
    progress = person.progress
    yield from opening(around, progress.full, (around.say(Text("For the parents or carers")), copy, around.as_of()))
    yield from _figures(around, person)
    yield from _here_since(around, person)


def _figures(around: Around, person: PersonReport) -> Iterator[Block]:
    """What coach and parents get alike; of certificates the numbers are for the coach, as is that there are none."""
    progress, has = person.progress, around.order.has
    for_coach = around.order.receiver is Receiver.COACH
    if has(Section.PROGRAMMES):
        yield from section(around, Text("Exercises done per {programme}"), programme_bars(around, progress.standings))
    if has(Section.WEEKS):
        yield from section(around, Text("Exercises done per week"), weeks_chart(around, progress.weeks))
    if has(Section.ROUTES):
        yield from section(around, Text("Learning routes"), [
            block for route in progress.routes for block in _route(around, route)])
    if has(Section.GROWTH):
        yield from section(around, Text("Growth on tests"), growth_blocks(around, person.growth))
    if has(Section.CERTIFICATES) and (for_coach or person.certificates):
        yield from section(around, Text("Certificates"), _certificates(around, person, for_coach))
    if has(Section.TALKS) and (for_coach or person.talks):
        rows = [(around.day(one.planned_on), one.begins_at, one.subject, *((one.with_whom,) if for_coach else ()))
                for one in person.talks]
        headings = Text("Day"), Text("At what time"), Text("About what"), *((Text("With whom"),) if for_coach else ())
        yield from section(around, Text("Planned talks"), [
            around.table(headings, rows, (1.8, 1, 3, 2)[: len(headings)])] if rows else [])


def _route(around: Around, route: RouteStanding) -> Iterator[Block]:
    yield Heading(around.say(Text("Learning route {name}", name=route.name)), 3)
    rows = [(step.title or around.say(Text("not here any more")), _counted(around, step), _due(around, step),
             around.say(_STEP_WORDS[step.state]) if step.state in _STEP_WORDS else "") for step in route.steps]
    headings = Text("Step"), Text("Made"), Text("Done by"), Text("State")
    yield around.table(headings, rows, (4, 1.4, 1.8, 1)) if rows else Paragraph(around.say(Text("None.")))


def _counted(around: Around, step: StepStanding) -> str:
    return around.say(Text("{done} of {total}", done=step.done, total=step.total)) if step.total else ""


def _due(around: Around, step: StepStanding) -> str:
    return around.day(date.fromisoformat(step.due_on)) if step.due_on else ""


def _certificates(around: Around, person: PersonReport, with_serial: bool) -> list[Block]:
    rows = [(one.programme, around.day(one.completed_on), *((one.serial,) if with_serial else ()))
            for one in person.certificates]
    headings = Text("{Programme}"), Text("Completed"), *((Text("Serial"),) if with_serial else ())
    return [around.table(headings, rows, (4, 2, 2)[: len(headings)])] if rows else []


def _here_since(around: Around, person: PersonReport) -> Iterator[Block]:
    """What of earlier school years is here as sums only (S9)."""
    earlier = person.progress.earlier
    if earlier is not None:
        yield Paragraph(around.say(Text(
            "Of before {day} only the totals are here: {n} attempt.",
            "Of before {day} only the totals are here: {n} attempts.",
            n=earlier.number, day=earlier.until)), quiet=True)


# For the person who practises: large, counted, and without a word about why


def _for_participant(around: Around, person: PersonReport) -> Iterator[Block]:
    progress, has, young = person.progress, around.order.has, person.is_pupil
    day = around.head.day
    yield from opening(around, progress.full, (around.say(
        Text("This paper shows what you did, until {day}.", day=day) if young
        else Text("This paper shows what you have done, until {day}.", day=day)),))
    if has(Section.PROGRAMMES):
        yield from section(around, Text("What you did") if young else Text("What you have done"),
                           programme_bars(around, progress.standings))
    if has(Section.WEEKS) and any(progress.weeks[-around.order.weeks :]):
        yield from section(around, Text("How much you did every week") if young else Text("How much you did each week"),
                           [Paragraph(around.say(_made(around, person))), *weeks_chart(around, progress.weeks)])
    if has(Section.ROUTES):
        yield from section(around, Text("What comes next") if young else Text("What you can still do"),
                           _steps(around, person))
    if has(Section.CERTIFICATES) and person.certificates:
        yield from section(around, Text("The certificates you have") if young else Text("Your certificates"),
                           _certificates(around, person, False))
    if has(Section.TALKS) and person.talks:
        rows = [(around.day(one.planned_on), one.begins_at) for one in person.talks]
        yield from section(around, Text("When we talk") if young else Text("When we talk with you"), [
            around.table((Text("Day"), Text("At what time")), rows, (2, 1))])


def _made(around: Around, person: PersonReport) -> Text:
    number = sum(person.progress.weeks[-around.order.weeks :])
    if person.is_pupil:
        return Text("You made {n} exercise in {weeks} weeks.", "You made {n} exercises in {weeks} weeks.", n=number,
                    weeks=around.order.weeks)
    return Text("In {weeks} weeks you made {n} exercise.", "In {weeks} weeks you made {n} exercises.", n=number,
                weeks=around.order.weeks)


def _steps(around: Around, person: PersonReport) -> list[Block]:
    """What is still to be done, without the name of a route."""
    steps = [step for route in person.progress.routes for step in route.steps
             if step.state is not StepState.DONE and step.title]
    if not steps:
        return [Paragraph(around.say(Text("There is nothing to do now.")))]
    rows = [(step.title, _counted(around, step), _due(around, step)) for step in steps]
    return [around.table((Text("What to do"), Text("Made"), Text("Done by")), rows, (3, 1.5, 2.2))]
