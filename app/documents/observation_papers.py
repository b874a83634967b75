"""Observation on paper: the profile of one person for a talk with the parents, and an empty form to fill in by hand.

A profile says in which words each point was seen and when. There is no level, no score and nobody else in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.errors import Refusal
from app.domain.observing import Seen
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.instruments import InstrumentPage, PointLine, one_instrument
from app.views.observing import ObservationProfile, PointProfile, participant_profile

NOW = "•"
_ROOM, _BOX = "_" * 34, "____"
_POINT, _STEP, _REMARK = 4.2, 1.5, 2.6
"""Shares of the width."""


def write_profile(desk: Desk, participant_id: bytes, instrument_id: bytes, path: Path, language: str) -> Path:
    """The profile of this person alone. Raises Refusal where observations are not kept or nothing was seen."""
    profile = desk.read(participant_profile, participant_id, instrument_id)
    if profile.page is None or profile.is_empty:
        raise Refusal(Text("Nothing was seen of this {participant} yet. Nothing was written."))
    return _write(desk, path, language, lambda say: profile_paper(profile, desk.sight.today, say))


def write_form(desk: Desk, instrument_id: bytes, path: Path, language: str) -> Path:
    """A form of this instrument with nobody's name on it."""
    page = desk.read(one_instrument, instrument_id)
    return _write(desk, path, language, lambda say: form_paper(page, say))


def profile_paper(profile: ObservationProfile, today: date, say: Translator) -> list[Block]:
    """The newest day with a dot, the one before between brackets."""
    page = profile.page
    assert page is not None
    found: list[Block] = [
        Heading(say.render(Text("What we saw of {name}", name=profile.full))),
        Paragraph(say.render(Text("{title} · printed on {day}", title=_named(page, say), day=today)), quiet=True),
        Paragraph(say.render(Text(
            "{now} with a day: what was seen last. A day between brackets: what was seen before that. Each point is "
            "looked at by itself: the words do not add up to a mark.", now=NOW)))]
    for area, points in profile.areas:
        shown = [one for one in points if one.now]
        if shown:
            found += [Heading(area, 2)] if area else []
            found.append(_scale(page, shown, say))
    remarks = tuple(
        say.render(Text("{day}, {point}: {remark}", day=seen_.day, point=one.point.title, remark=seen_.remark))
        for one in profile.points for seen_ in one.all if seen_.remark)
    if remarks:
        found += [Heading(say.render(Text("Remarks")), 2), Lines(remarks)]
    return found


def form_paper(page: InstrumentPage, say: Translator) -> list[Block]:
    """Room for a name, a day and who looked; under each step room for a cross."""
    row = page.row
    found: list[Block] = [
        Heading(_named(page, say)),
        Lines(tuple(say.render(words) + f" {_ROOM}" for words in (Text("Name:"), Text("Day:"), Text("Seen by:")))),
        Paragraph(say.render(Text("Put a cross under what fits best. Leave a point empty that you did not see.")))]
    headings = (say.render(Text("Point")), *(words for _, words in page.steps), say.render(Text("Remark")))
    widths = (_POINT, *[_STEP] * len(page.steps), _REMARK)
    for area, points in _by_area(page.points).items():
        found += [Heading(area, 2)] if area else []
        found.append(Table(headings, tuple(
            (point.title, *[_BOX] * len(page.steps), "") for point in points), widths))
    if row.source:
        found.append(Paragraph(say.render(Text("Made by: {source}", source=row.source)), quiet=True))
    return found


def _scale(page: InstrumentPage, points: Sequence[PointProfile], say: Translator) -> Table:
    headings = (say.render(Text("Point")), *(words for _, words in page.steps))
    rows = tuple(
        (one.point.title, *(_at(one, place) for place in range(len(page.steps)))) for one in points)
    return Table(headings, rows, (_POINT, *[_STEP] * len(page.steps)))


def _at(one: PointProfile, place: int) -> str:
    """What stands under a step: a dot with its day, so that it says something read aloud too."""
    now, before = (dict.fromkeys(_day(seen) for seen in shown if seen.step == place) for shown in (
        one.now, one.earlier))
    return " ".join((*(f"{NOW} {day}" for day in now), *(f"({day})" for day in before)))


def _day(seen: Seen) -> str:
    return f"{seen.day.day}-{seen.day.month}-{seen.day.year}"


def _by_area(points: Sequence[PointLine]) -> dict[str, list[PointLine]]:
    found: dict[str, list[PointLine]] = {}
    for point in points:
        found.setdefault(point.area, []).append(point)
    return found


def _named(page: InstrumentPage, say: Translator) -> str:
    edition = say.render(Text("edition {edition}", edition=page.row.edition)) if page.row.edition else ""
    return ", ".join(filter(None, (page.row.title, edition)))


def _write(desk: Desk, path: Path, language: str, made: Callable[[Translator], list[Block]]) -> Path:
    blocks = made(Translator(language, desk.sight.profile.words))
    title = Translator(language, desk.sight.profile.words).render(Text("Observation"))
    write_atomically(path, paper_pdf(blocks, title, language, desk.sight.today))
    return path
