"""Observation: points that are looked at, each on a scale of words. No score, no level and no line through time.

A point once laid keeps its words, and an instrument that was used is never changed: a new edition copies it. So what
somebody saw always stands beside the words by which it was seen, on whatever computer, also without a network.

What somebody sees of one point on one day is one observation. Seen again that day by the same person it replaces what
was there: it is the same look, put right. Another person's look stands beside it: two people who see a child otherwise
are both right, and neither writes in the name of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from app.domain import following
from app.domain.assessment.levels import system_of
from app.domain.calendar import is_day
from app.domain.ids import derived_id
from app.domain.names import fold
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_typed, missing, only_wrong, wrong_future

FIELD = following.FIELD
"""What a coach sees of somebody is kept where notes are: the same purpose, the same addition (D6)."""
FEWEST_STEPS, MOST_STEPS, MOST_POINTS = 2, 7, 100
LONGEST_TITLE, LONGEST_STEP, LONGEST_AREA, LONGEST_POINT, LONGEST_REMARK = 128, 40, 60, 160, 500
"""Signs; our own choice. With more steps nobody tells one from the next, and there are keys for no more."""
TAKEN_OUT = 0
"""The position of a step or point that is not in its instrument any more; what was seen of it stays to be read."""
ANY_YEAR = frozenset({"", "C"})
"""Year groups of {groups} that no instrument is wrong for: none told, and the combination of EDEXML."""
NOT_KEPT = Text("Observations are kept where notes are, and notes are not kept here. Nothing was recorded. "
                "Switch them on under Privacy first.")
SOMEBODY_ELSES = Text("This was observed by somebody else, and stands under that name. Record what you saw yourself; "
                      "your {administrator} can take it out.")
IN_USE = Text("This instrument was used, so it stays as it is. Nothing was changed. Make a new edition of it.")
CLOSED = Text("This instrument is closed. Nothing was recorded. Open it again, or choose another one.")
NOT_OF_IT = Text("This point or step is not of this instrument. Nothing was recorded.")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


@dataclass(frozen=True, slots=True)
class DefinedPoint:
    """What is looked at; `area` is under which heading it stands, '' for none."""

    area: str
    title: str


@dataclass(frozen=True, slots=True)
class DefinedInstrument:
    """An instrument as a form or a file describes it; `title` and `edition` together name it. `steps` are the words of
    the scale in order; `year_groups` those that it is for ('1, 2'; '' for any); `line` of the file, 0 for none.
    """

    title: str
    edition: str = ""
    year_groups: str = ""
    source: str = ""
    steps: tuple[str, ...] = ()
    points: tuple[DefinedPoint, ...] = ()
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.title), fold(self.edition)


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation of a point. `step` is the place on the scale from 0, None where only a remark was made."""

    step: int | None
    remark: str
    day: date
    recorded_us: int
    who: str = ""
    id: bytes = b""
    is_own: bool = False


def observation_id(participant_id: bytes, point_id: bytes, observed_on: str, account_id: bytes) -> bytes:
    """One look: of this person, at this point, on this day, by this account."""
    key = b"".join((participant_id, point_id, account_id)).hex()
    return derived_id(b"", "observing", "observation", f"{key}\x1f{observed_on}")


def is_empty(row: Mapping[str, Any]) -> bool:
    """What was taken out: it stands under its id and says nothing."""
    return row["step_id"] is None and not row["remark"]


# The profile


def latest(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """What was seen on the newest day with a step: of one person, or of several who looked that day."""
    return next(_by_day(seen), ())


def earlier(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """The same of the day before that."""
    days = _by_day(seen)
    next(days, ())
    return next(days, ())


def _by_day(seen: Iterable[Seen]) -> Iterator[tuple[Seen, ...]]:
    """With a step, the newest day first and within it who wrote last."""
    placed = sorted((one for one in seen if one.step is not None), key=lambda one: (one.day, one.recorded_us),
                    reverse=True)
    for _, of_day in groupby(placed, key=lambda one: one.day):
        yield tuple(of_day)


def counted(people: Iterable[Iterable[Seen]], steps: int) -> tuple[int, ...]:
    """How many people stand on each step, by who looked last; whoever was not seen is in none."""
    found = [0] * steps
    for seen in people:
        newest = latest(seen)
        if newest and newest[0].step is not None:
            found[newest[0].step] += 1
    return tuple(found)


# What is typed


def step_typed(sign: str, steps: Sequence[str], now: int | None) -> int | None:
    """The step that a key chooses: its number, or its first letter; the same letter again goes to the next one so."""
    if sign.isascii() and sign.isdigit():
        return int(sign) - 1 if 1 <= int(sign) <= len(steps) else None
    found = [place for place, words in enumerate(steps) if sign and fold(words).startswith(fold(sign))]
    if not found:
        return None
    return next((place for place in found if now is not None and place > now), found[0]) if now in found else found[0]


def fits_year(year_groups: str, year_group: str) -> bool:
    """Whether an instrument for these year groups is for a group of that one."""
    wanted = {one.strip() for one in year_groups.split(",")} - {""}
    return not wanted or year_group in wanted | ANY_YEAR


def check_remark(remark: str) -> tuple[WrongField, ...]:
    return only_wrong((_short("remark", remark, LONGEST_REMARK),))


def check_day(observed_on: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the day of an observation; it has come."""
    day = day_typed("observed_on", observed_on)
    return only_wrong((day if isinstance(day, WrongField) else wrong_future("observed_on", day, today),))


# An instrument


def tidy(given: DefinedInstrument) -> DefinedInstrument:
    """Without stray blanks, and without points and steps that say nothing."""
    points = (DefinedPoint(_line(one.area), _line(one.title)) for one in given.points)
    years = ", ".join(filter(None, (_line(one) for one in given.year_groups.split(","))))
    return DefinedInstrument(
        _line(given.title), _line(given.edition), years, _line(given.source),
        tuple(filter(None, map(_line, given.steps))), tuple(one for one in points if one.title), given.line)


def points_typed(text: str) -> tuple[DefinedPoint, ...]:
    """Points as somebody types them, one on a line; a line that ends with a colon names the area of those below it."""
    area, found = "", []
    for line in map(_line, text.splitlines()):
        if line.endswith(":"):
            area = line[:-1].strip()
        elif line:
            found.append(DefinedPoint(area, line))
    return tuple(found)


def points_text(points: Sequence[DefinedPoint]) -> str:
    """Points as `points_typed` takes them."""
    lines, area = [], ""
    for point in points:
        if point.area != area:
            area = point.area
            lines.append(f"{area}:")
        lines.append(point.title)
    return "\n".join(lines)


def next_edition(edition: str) -> str:
    """What comes after an edition that is a number, '' after another one."""
    return str(int(edition) + 1) if edition.isascii() and edition.isdigit() else ""


def check_instrument(given: DefinedInstrument) -> tuple[WrongField, ...]:
    """What is wrong with an instrument, each at its field."""
    told = ("title", given.title), ("edition", given.edition), ("year_groups", given.year_groups), (
        "source", given.source)
    return only_wrong((
        None if given.title.strip() else missing("title"),
        *(_short(name, words, LONGEST_TITLE) for name, words in told),
        *_wrong_steps(given.steps), *_wrong_points(given.points)))


def _wrong_steps(steps: Sequence[str]) -> Iterator[WrongField | None]:
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        yield WrongField("steps", Text(
            "A scale has {least} to {most} steps. Nothing was recorded.", least=FEWEST_STEPS, most=MOST_STEPS))
    for words in steps:
        if not is_words(words):
            yield WrongField("steps", Text(
                "{value}: a step is said in words, without figures, slashes and levels such as A or IV. "
                "Nothing was recorded.", value=words[:20] or "–"))
        yield _short("steps", words, LONGEST_STEP)
    yield _twice("steps", steps)


def _wrong_points(points: Sequence[DefinedPoint]) -> Iterator[WrongField | None]:
    if not 1 <= len(points) <= MOST_POINTS:
        yield WrongField("points", Text(
            "An instrument has 1 to {most} points. Nothing was recorded.", most=MOST_POINTS))
    for point in points:
        yield None if point.title.strip() else missing("points")
        yield _short("points", point.title, LONGEST_POINT)
        yield _short("points", point.area, LONGEST_AREA)
    yield _twice("points", [f"{point.area}\x1f{point.title}" for point in points])


def is_words(step: str) -> bool:
    """Whether a step is words: a figure or a level would make a score of what is a look. A slash parts steps in a list.
    """
    letters = sum(sign.isalpha() for sign in step)
    return letters > 1 and not any(sign.isdigit() or sign == "/" for sign in step) and system_of(step) is None


def _twice(field: str, words: Sequence[str]) -> WrongField | None:
    folded = [fold(one) for one in words]
    double = next((one for one, plain in zip(words, folded, strict=True) if folded.count(plain) > 1), None)
    if double is None:
        return None
    return WrongField(field, Text(
        "{value} is there more than once. Nothing was recorded.", value=double.rpartition("\x1f")[2][:60]))


def _short(field: str, words: str, most: int) -> WrongField | None:
    if len(words) <= most:
        return None
    return WrongField(field, Text("This is longer than {n} signs. Nothing was recorded.", n=most))


def _line(words: str) -> str:
    return " ".join(words.split())


# What is kept


def broken_observing(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of an instrument or an observation, whoever sends it (S1)."""
    proper = {
        "instruments": _proper_instrument, "instrument_steps": _proper_step, "instrument_points": _proper_point,
        "observations": _proper_observation}.get(kind)
    return None if proper is None or proper(row) else _SHAPE


def _proper_instrument(row: Mapping[str, Any]) -> bool:
    told = (row["title"], row["edition"], row["year_groups"], row["source"])
    return bool(row["title"].strip()) and max(map(len, told)) <= LONGEST_TITLE


def _proper_step(row: Mapping[str, Any]) -> bool:
    return is_words(row["title"]) and len(row["title"]) <= LONGEST_STEP and 0 <= row["position"] <= MOST_STEPS


def _proper_point(row: Mapping[str, Any]) -> bool:
    return bool(row["title"].strip() and len(row["title"]) <= LONGEST_POINT and len(row["area"]) <= LONGEST_AREA
                and 0 <= row["position"] <= MOST_POINTS)


def _proper_observation(row: Mapping[str, Any]) -> bool:
    return is_day(row["observed_on"]) and len(row["remark"]) <= LONGEST_REMARK
