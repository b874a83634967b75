"""The charts of a report, drawn as vectors: bars, columns per week, and growth that breaks at another norm.

Each is a figure whose alternative text says every number that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.documents.fitting import line_width
from app.documents.paper import Format, Sheet, composed
from app.documents.printable import Printed
from app.documents.report_parts import (
    INK,
    LEADING,
    LINE,
    PLAIN,
    QUIET,
    STRONG,
    THIN,
    TRACK,
    Cue,
    around_middle,
    fitted,
    ground,
    middle,
    pieces,
    right,
)
from app.documents.tagged import Ink, Page
from app.domain.assessment.growth import GrowthPoint, segments
from app.domain.assessment.norming import POINT
from app.domain.calendar import SchoolYear

_DIGITS = "0123456789.,–-"


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts` are numbers of `whole` from the left, each with its looks; `said` stands behind the bar, and `spoken` is
    the whole bar in words.
    """

    title: str
    parts: tuple[tuple[Cue, int], ...]
    whole: int
    said: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar under another; with `numbers` each part has its own number in it."""

    bars: tuple[Bar, ...]
    numbers: bool = False

    def printed(self) -> Iterator[Printed]:
        yield STRONG, f"{_DIGITS} "
        for bar in self.bars:
            yield PLAIN, composed(bar.title)
            yield PLAIN, composed(bar.said)
            yield from ((STRONG, cue.sign) for cue, _ in bar.parts)

    def least(self, form: Format) -> float:
        return 3 * form.size * LEADING

    def draw(self, sheet: Sheet) -> None:
        form = sheet.form
        size, title_wide = form.size, 0.4 * form.inner
        said_wide = max((line_width(PLAIN, composed(bar.said), size, 0) for bar in self.bars), default=0)
        titles = [fitted(PLAIN, composed(bar.title), size, title_wide - 10) for bar in self.bars]
        heights = [max(1, len(title.lines)) * size * LEADING + 5 for title in titles]
        x, wide = form.left + title_wide, form.inner - title_wide - said_wide - 10
        for page, rows, height in pieces(sheet, heights):
            spoken, top = " ".join(f"{self.bars[row].spoken}." for row in rows), sheet.y
            with page.figure(spoken, form.left, top - height, form.inner, height):
                for row in rows:
                    bar = self.bars[row]
                    around_middle(page, PLAIN, form.left, top - heights[row] / 2, titles[row], INK)
                    self._bar(page, bar, x, top - heights[row] / 2 - size / 2, wide, size)
                    base = top - heights[row] / 2 - 0.36 * size
                    right(page, PLAIN, size, form.width - form.left, base, composed(bar.said), INK)
                    top -= heights[row]
        sheet.y -= 8

    def _bar(self, page: Page, bar: Bar, x: float, y: float, wide: float, size: float) -> None:
        page.rectangle(x, y, wide, size, TRACK)
        small = 0.8 * size
        for (cue, number), part in zip(bar.parts, self._widths(bar, wide, small), strict=True):
            if not number:
                continue
            ground(page, cue, x, y, part, size)
            if self.numbers:
                words = f"{cue.sign} {number}" if cue.tells and part > 3 * size else str(number)
                middle(page, STRONG, small, x + part / 2, y + 0.22 * size, words, cue.ink)
            x += part

    def _widths(self, bar: Bar, wide: float, size: float) -> list[float]:
        """As long as their numbers; what is too short for its own number in it takes that room from the longest."""
        widths = [wide * number / max(bar.whole, 1) for _, number in bar.parts]
        if self.numbers and widths:
            longest = widths.index(max(widths))
            for at, (_, number) in enumerate(bar.parts):
                least = line_width(STRONG, str(number), size, 0) + 3 if number else 0.0
                if widths[at] < least:
                    widths[longest] -= least - widths[at]
                    widths[at] = least
        return widths


@dataclass(frozen=True, slots=True)
class Weeks:
    """Columns for so many weeks, the oldest first; `first` and `last` stand under the ends."""

    values: tuple[int, ...]
    first: str
    last: str
    spoken: str
    cue: Cue

    def printed(self) -> Iterator[Printed]:
        yield PLAIN, _DIGITS + composed(self.first) + composed(self.last)

    def least(self, form: Format) -> float:
        return 60.0 + 5.2 * form.small

    def draw(self, sheet: Sheet) -> None:
        form, size = sheet.form, sheet.form.small
        whole = self.least(form)
        high = whole - 3.2 * size
        page = sheet.room(whole)
        base, most, step = sheet.y - high - size, max(*self.values, 1), form.inner / len(self.values)
        with page.figure(self.spoken, form.left, sheet.y - whole, form.inner, whole):
            page.line(form.left, base, form.width - form.left, base, 0.6, LINE)
            for at, value in enumerate(self.values):
                x, tall = form.left + at * step, (high - 1.5 * size) * value / most
                if value:
                    ground(page, self.cue, x + 0.18 * step, base, 0.64 * step, tall)
                number = min(size, 0.8 * step / (0.6 * len(str(value))))
                middle(page, PLAIN, number, x + step / 2, base + tall + 3, str(value), INK if value else QUIET)
            page.text(PLAIN, size, form.left, base - 1.4 * size, composed(self.first), QUIET)
            right(page, PLAIN, size, form.width - form.left, base - 1.4 * size, composed(self.last), QUIET)
        sheet.y -= whole + 4


_LINES = (Ink("#1f5f8b"), Ink("#9a5b00"), Ink("#1d6b58"), Ink("#53606b"))
_BANDS = (Ink("#dbe8f1"), Ink("#f3e5cf"), Ink("#d8eae4"), Ink("#e6e9ec"))
_MARGIN = timedelta(days=40)
_HIGH = 150.0


@dataclass(frozen=True, slots=True)
class GrowthLines:
    """`told` says each point ("133,5 B") by its day and norm, `norms` the name of each edition, `scale` a number."""

    points: tuple[GrowthPoint, ...]
    told: tuple[str, ...]
    norms: tuple[str, ...]
    scale: tuple[str, str, str]
    spoken: str
    _parts: tuple[tuple[GrowthPoint, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", segments(self.points))

    def printed(self) -> Iterator[Printed]:
        yield from ((PLAIN, composed(text)) for text in (*self.told, *self.norms, *self.scale))
        yield PLAIN, _DIGITS

    def least(self, form: Format) -> float:
        return _HIGH

    def draw(self, sheet: Sheet) -> None:
        form = sheet.form
        page = sheet.room(_HIGH)
        frame = _Frame(form.left + 34, sheet.y - _HIGH + 2.4 * form.small, form.inner - 50,
                       _HIGH - 5.2 * form.small, form.small, self.points)
        with page.figure(self.spoken, form.left, sheet.y - _HIGH, form.inner, _HIGH):
            self._scale(page, frame)
            self._years(page, frame)
            told = iter(self.told)
            for number, part in enumerate(self._parts):
                self._norm(page, frame, number)
                self._part(page, frame, part, number)
                for point in part:
                    self._words(page, frame, point, composed(next(told)))
        sheet.y -= _HIGH + 4

    def _scale(self, page: Page, frame: _Frame) -> None:
        for words, value in zip(self.scale, (frame.low, (frame.low + frame.high) // 2, frame.high), strict=True):
            y = frame.y_of(value)
            page.line(frame.x, y, frame.x + frame.width, y, 0.5, THIN)
            right(page, PLAIN, frame.size, frame.x - 5, y - 0.35 * frame.size, composed(words), QUIET)

    def _years(self, page: Page, frame: _Frame) -> None:
        year = SchoolYear.of(frame.first)
        while year.begins <= frame.last:
            left, end = frame.x_of(max(year.begins, frame.first)), frame.x_of(min(year.ends, frame.last))
            if year.begins >= frame.first:
                page.line(left, frame.y, left, frame.y + frame.height, 0.5, THIN)
            if end - left >= line_width(PLAIN, year.label, frame.size, 0):
                middle(page, PLAIN, frame.size, (left + end) / 2, frame.y - 1.5 * frame.size, year.label, QUIET)
            year = year.next

    def _norm(self, page: Page, frame: _Frame, number: int) -> None:
        """A dashed line where the norm changes, and beside it which one counts from there."""
        part, x = self._parts[number], frame.x
        top = frame.y + frame.height
        if number:
            before = self._parts[number - 1][-1].day
            x = frame.x_of(before + (part[0].day - before) / 2)
            page.draw(f"{QUIET.stroke} 0.7 w [3 2] 0 d {x:.2f} {frame.y:.2f} m {x:.2f} {top:.2f} l S")
        page.text(PLAIN, frame.size, x + (4 if number else 0), top + 1.6 * frame.size,
                  composed(self.norms[number]), _LINES[number % len(_LINES)])

    def _part(self, page: Page, frame: _Frame, part: Sequence[GrowthPoint], number: int) -> None:
        ink, band = _LINES[number % len(_LINES)], _BANDS[number % len(_BANDS)]
        known = [(frame.x_of(point.day), frame.y_of(point.low), frame.y_of(point.high)) for point in part
                 if point.low is not None and point.high is not None]
        if len(known) > 1:
            edge = [(x, high) for x, _, high in known] + [(x, low) for x, low, _ in reversed(known)]
            page.draw(f"{band.fill} {_path(edge)} f")
        for x, low, high in known:
            page.line(x, low, x, high, 0.8, ink)
        places = [(frame.x_of(point.day), frame.y_of(point.scaled)) for point in part]
        if len(places) > 1:
            page.draw(f"{ink.stroke} 1.6 w 1 j {_path(places)} S")
        for x, y in places:
            page.rectangle(x - 2.2, y - 2.2, 4.4, 4.4, ink)

    def _words(self, page: Page, frame: _Frame, point: GrowthPoint, words: str) -> None:
        wide = line_width(PLAIN, words, frame.size, 0)
        x = min(max(frame.x_of(point.day), frame.x + wide / 2), frame.x + frame.width + 14 - wide / 2)
        top = frame.y_of(point.scaled if point.high is None else point.high)
        middle(page, PLAIN, frame.size, x, min(top + 4, frame.y + frame.height + 3), words, INK)


class _Frame:
    """Where the points of a growth chart stand; `low` and `high` are thousandths, whole tens around what there is."""

    def __init__(
        self, x: float, y: float, width: float, height: float, size: float, points: Sequence[GrowthPoint],
    ) -> None:
        self.x, self.y, self.width, self.height, self.size = x, y, width, height, size
        self.low, self.high = growth_range(points)
        self.first = min(point.day for point in points) - _MARGIN
        self.last = max(point.day for point in points) + _MARGIN

    def x_of(self, day: date) -> float:
        return self.x + (day - self.first).days / (self.last - self.first).days * self.width

    def y_of(self, value: int) -> float:
        return self.y + (value - self.low) / (self.high - self.low) * self.height


def growth_range(points: Sequence[GrowthPoint]) -> tuple[int, int]:
    """Lowest and highest that is shown, in thousandths: whole tens around what there is."""
    low = min(point.scaled if point.low is None else point.low for point in points)
    high = max(point.scaled if point.high is None else point.high for point in points)
    step = 10 * POINT
    return low // step * step, max(-(-high // step) * step, low // step * step + step)


def _path(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f} {y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(places))
