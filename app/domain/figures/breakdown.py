"""People broken down for a municipality: per place, by everything that is kept of course and person; no small numbers.

Everybody stands once in each part of the table: who followed two kinds of course under "several", who was in two places
at the place of the newest group. So each part adds up to the number of people, and protecting one protects it whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.figures.describing import GENDER_TEXTS, KIND_TEXTS, TONGUE_TEXTS, TYPE_TEXTS
from app.domain.figures.people import CountedPerson
from app.domain.figures.periods import FigurePeriod
from app.domain.small_cells import Protected, Shown, coded_share, protect, protect_line
from app.domain.text import Text

MOST_AREAS = 8
"""More columns fit on no paper; the largest places have one, the others stand together."""
NOT_KNOWN, SEVERAL = "not known", "several"
_AGES = (("0", Text("Younger than 25"), 25), ("25", Text("25 to 34 years"), 35),
         ("35", Text("35 to 44 years"), 45),
         ("45", Text("45 to 54 years"), 55), ("55", Text("55 to 64 years"), 65),
         ("65", Text("65 years and older"), 200))
Class = str
Sorting = Callable[[CountedPerson, FigurePeriod], Class]


@dataclass(frozen=True, slots=True)
class Dimension:
    """`field` is what must be kept for it, '' where nothing beyond the list of the terms is."""

    code: str
    title: Text
    field: str
    classes: Mapping[Class, Text]
    of: Sorting


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension: its classes with what may be shown of each per column, in total, and of the whole."""

    title: Text
    code: str
    rows: tuple[tuple[Class, Text, tuple[Shown, ...], Shown, tuple[str, int] | None], ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`columns` are places, '' for not known; `together` how many places stand in the last column, 0 without such.

    `hours` were practised. `too_few`: with so few people nothing may be shown.
    """

    columns: tuple[str, ...]
    together: int
    people: tuple[int, ...]
    total: int
    parts: tuple[Part, ...]
    hours: tuple[Shown, ...]
    all_hours: Shown
    too_few: bool = False


def break_down(
    people: Collection[CountedPerson], area_of: Callable[[CountedPerson], str], period: FigurePeriod,
    kept: Collection[str], threshold: int,
) -> Breakdown:
    """`kept` are our fields that are switched on: what is not kept is no part."""
    areas = Counter(map(area_of, people))
    columns, together = _columns(areas, threshold)
    if len(people) < threshold:
        return Breakdown((), 0, (), 0, (), (), None, too_few=bool(people))
    place = {area: at for at, area in enumerate(columns)}
    last = len(columns)
    of_column: list[list[CountedPerson]] = [[] for _ in range(last + bool(together))]
    for person in people:
        of_column[place.get(area_of(person), last)].append(person)
    parts = [_part(one, of_column, period, threshold) for one in DIMENSIONS if not one.field or one.field in kept]
    hours, all_hours = protect_line(
        [round(sum(one.seconds for one in some) / 3600) for some in of_column],
        [sum(one.seconds > 0 for one in some) for some in of_column], threshold)
    return Breakdown(columns, together, tuple(map(len, of_column)), len(people), tuple(parts), hours, all_hours)


def _columns(areas: Mapping[str, int], threshold: int) -> tuple[tuple[str, ...], int]:
    """The places with a column of their own, by name, and how many others stand together, with enough people."""
    by_size = sorted(areas, key=lambda area: (-areas[area], area))
    own = [area for area in by_size if areas[area] >= threshold][:MOST_AREAS]
    rest = [area for area in by_size if area not in own]
    while rest and own and sum(areas[area] for area in rest) < threshold:
        rest.append(own.pop())
    return tuple(sorted(own, key=lambda area: (not area, area.casefold()))), len(rest)


def _part(
    dimension: Dimension, columns: Sequence[Sequence[CountedPerson]], period: FigurePeriod, threshold: int,
) -> Part:
    counted = [Counter(dimension.of(person, period) for person in some) for some in columns]
    classes = [*dimension.classes, *(one for one in (SEVERAL, NOT_KNOWN) if any(counts[one] for counts in counted))]
    table = protect([[counts[one] for counts in counted] for one in classes], threshold, keep_columns=True)
    words = {**dimension.classes, SEVERAL: Text("Several"), NOT_KNOWN: Text("Not known")}
    rows = tuple(
        (one, words[one], table.cells[at], table.row_totals[at], _share(table, at))
        for at, one in enumerate(classes))
    return Part(dimension.title, dimension.code, rows)


def _share(table: Protected, at: int) -> tuple[str, int] | None:
    part = table.row_totals[at]
    return None if part is None or table.total is None else coded_share(part, table.total)


def _kind(person: CountedPerson, _period: FigurePeriod) -> Class:
    return _one_of({course.kind for course in person.courses if course.kind})


def _type(person: CountedPerson, _period: FigurePeriod) -> Class:
    return _one_of({course.type for course in person.courses if course.type})


def _one_of(found: Collection[str]) -> Class:
    return SEVERAL if len(found) > 1 else next(iter(found), NOT_KNOWN)


def _age(person: CountedPerson, period: FigurePeriod) -> Class:
    if person.birth_year is None:
        return NOT_KNOWN
    return next(code for code, _, below in _AGES if period.ends.year - (person.birth_year or 0) < below)


def _began(person: CountedPerson, period: FigurePeriod) -> Class:
    return "in" if person.began_on >= period.begins else "before"


def _ended(person: CountedPerson, period: FigurePeriod) -> Class:
    return "ended" if person.ended_on is not None and person.ended_on <= period.ends else "on"


DIMENSIONS = (
    Dimension("kind", Text("Kind of course"), "course_kind", KIND_TEXTS, _kind),
    Dimension("type", Text("Type of course"), "course_type", TYPE_TEXTS, _type),
    Dimension("age", Text("Age at the end of the period"), "birth_year", {code: words for code, words, _ in _AGES},
              _age),
    Dimension("tongue", Text("Mother tongue"), "mother_tongue", TONGUE_TEXTS,
              lambda person, _: person.tongue or NOT_KNOWN),
    Dimension("gender", Text("Gender"), "gender", GENDER_TEXTS, lambda person, _: person.gender or "unknown"),
    Dimension("began", Text("Start"), "", {"in": Text("Started in the period"), "before": Text("Started earlier")},
              _began),
    Dimension("ended", Text("End"), "", {"ended": Text("Ended in the period"), "on": Text("Goes on")}, _ended),
    Dimension("completed", Text("{Programmes}"), "", {
        "yes": Text("Completed a {programme}"), "no": Text("Completed none in the period")},
        lambda person, _: "yes" if person.completed else "no"),
)
