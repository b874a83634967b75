"""Parts that reports of a person, a group and the organisation have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.documents.paper import Block, Format, Heading, Lines, Paragraph, Table
from app.documents.report_charts import Bar, Bars, GrowthLines, Weeks, growth_range
from app.documents.report_matrix import Cell
from app.documents.report_parts import BUSY, DONE, Logo
from app.domain.assessment.growth import GrowthPoint, growth_between, is_real_growth, segments
from app.domain.assessment.norming import POINT
from app.domain.reports import Receiver, ReportOrder
from app.domain.text import Text
from app.store.texts import Translator
from app.views.growth import Growth, GrowthLine
from app.views.progress_values import ProgrammeStanding
from app.views.reports import ReportHead

_UPRIGHT = Format()
_LARGE = Format(size=14.0, small=14.0, title=24.0, heading=17.0)
_ACROSS = Format(width=_UPRIGHT.height, height=_UPRIGHT.width, left=46.0, top=56.0, bottom=52.0)


@dataclass(frozen=True, slots=True)
class Around:
    """What every report of a run is made with; `logo` is None where the organisation has none. `cells` are those of
    matrices that were made already, by state, how many are done and of how many.
    """

    head: ReportHead
    order: ReportOrder
    translator: Translator
    logo: Logo | None
    cells: dict[tuple[int, int, int], Cell] = field(default_factory=dict)

    def say(self, text: Text) -> str:
        return self.translator.render(text)

    def table(self, headings: Sequence[Text], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> Table:
        return Table(tuple(map(self.say, headings)), tuple(map(tuple, rows)), tuple(widths), named=True)

    def day(self, day: date) -> str:
        return self.translator.long_date(day)

    def last_seen(self, at_us: int | None) -> str:
        """The day alone, in figures; a dash for who did not come yet."""
        if at_us is None:
            return "–"
        day = datetime.fromtimestamp(at_us / 1_000_000, ZoneInfo(self.head.zone)).date()
        return self.translator.cell(day)

    def as_of(self) -> str:
        return self.say(Text("As it was on {day}", day=self.head.day))


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its page and type, and what stands on it."""

    form: Format
    blocks: tuple[Block, ...]


def rules_in_force(around: Around) -> str:
    """When help is needed, as it stands under the matrix on the screen."""
    return " ".join(map(around.say, around.head.rules))


def page_of(around: Around, name: str = "", copy: str = "", across: bool = False, marks: int = 1) -> Format:
    """`marks`: headings up to this level become bookmarks. On a participant's own paper no name stands around it."""
    large = around.order.receiver is Receiver.PARTICIPANT
    form = _ACROSS if across else _LARGE if large else _UPRIGHT
    head = " · ".join(filter(None, (around.head.organisation, "" if large else name)))
    return replace(form, head=head, foot=" · ".join(filter(None, (copy, around.as_of()))), marks=marks)


def opening(around: Around, title: str, lines: Sequence[str]) -> Iterator[Block]:
    if around.logo is not None:
        yield around.logo
    yield Heading(title)
    yield Lines(tuple(lines))


def section(around: Around, title: Text, blocks: Sequence[Block]) -> Iterator[Block]:
    """With its heading; nothing at all says so."""
    yield Heading(around.say(title), 2)
    yield from blocks or (Paragraph(around.say(Text("None."))),)


def programme_bars(around: Around, standings: Sequence[ProgrammeStanding]) -> list[Block]:
    """How many exercises of each programme are done: a count, and no percentage."""
    if not standings:
        return [Paragraph(around.say(Text("Nothing started yet.")))]
    return [Bars(tuple(_programme(around, one) for one in standings))]


def _programme(around: Around, one: ProgrammeStanding) -> Bar:
    done = one.total if one.completed and one.done < one.total else one.done
    said = around.say(Text("{done} of {total}", done=done, total=one.total))
    whole = one.total > 0 and done >= one.total
    spoken = around.say(Text("{title}: {standing}", title=one.title, standing=said))
    return Bar(one.title, ((DONE if whole else BUSY, done),), one.total, f"✓ {said}" if whole else said, spoken)


def weeks_chart(around: Around, weeks: Sequence[int]) -> list[Block]:
    """Nothing where nothing was done, as on the screen."""
    shown = tuple(weeks[-around.order.weeks :])
    if not any(shown):
        return []
    first = Text("{n} week ago", "{n} weeks ago", n=max(len(shown) - 1, 1))
    spoken = Text("Exercises done per week, the oldest of {n} weeks first: {numbers}", n=len(shown),
                  numbers=list(shown))
    return [Weeks(shown, around.say(first), around.say(Text("this week")), around.say(spoken), BUSY)]


def growth_blocks(around: Around, growth: Growth | None) -> list[Block]:
    """How to read them, as above the charts on the screen: alone on a next page it would be about nothing. Then a chart
    for every subject and scale, and what its last two points say.
    """
    if growth is None or not growth.lines:
        return [Paragraph(around.say(Text("There is no growth to show yet")))]
    blocks: list[Block] = []
    for line in growth.lines:
        blocks += _growth_line(around, growth, line)
    together = any(point.number > 1 for line in growth.lines for point in line.points)
    return [Paragraph(around.say(_how_to_read(growth, together)), quiet=True), *blocks]


def _growth_line(around: Around, growth: Growth, line: GrowthLine) -> Iterator[Block]:
    title = " · ".join(filter(None, (line.subject, line.scale)))
    ordered = [point for part in segments(line.points) for point in part]
    low, high = growth_range(ordered)
    told = tuple(_told(around, point) for point in ordered)
    spoken = [around.say(Text("Growth of {name}: {what}", name=growth.full, what=title)), *(
        around.say(Text("{day}: {points} (norm {norm})", day=around.day(point.day), points=words, norm=point.norm))
        for point, words in zip(ordered, told, strict=True))]
    yield Heading(title, 3)
    yield GrowthLines(
        tuple(ordered), told,
        tuple(around.say(Text("norm {edition}", edition=part[0].norm or "–")) for part in segments(ordered)),
        (_points(around, low), _points(around, (low + high) // 2), _points(around, high)), ". ".join(spoken) + ".")
    said = _grown(around, ordered)
    if said:
        yield Paragraph(said)


def _how_to_read(growth: Growth, together: bool) -> Text:
    if together:
        return Text(
            "The mean of who is in {the_group} now ({n} {participant}); the bar is the middle half of them.",
            "The mean of who is in {the_group} now ({n} {participants}); the bar is the middle half of them.",
            n=growth.people)
    return Text("The bar is the interval in which the true score lies. A line never goes on over another norm: those "
                "points do not compare.")


def _grown(around: Around, points: Sequence[GrowthPoint]) -> str:
    if len(points) < 2:
        return ""
    earlier, later = points[-2:]
    grown = growth_between(earlier, later)
    if grown is None:
        return around.say(Text(
            "The last two points were normed by different norms ({first} and {second}) and do not compare.",
            first=earlier.norm, second=later.norm))
    sign = "+" if grown > 0 else "−" if grown < 0 else ""
    number = sign + (_tenths if later.number > 1 else _points)(around, abs(grown))
    if later.number > 1:
        return around.say(Text("Since the time before: {points} points.", points=number))
    return around.say(Text("Since the time before: {points} points. {verdict}", points=number,
                           verdict=_verdict(earlier, later))).strip()


def _verdict(earlier: GrowthPoint, later: GrowthPoint) -> Text | str:
    real = is_real_growth(earlier, later)
    if real is None:
        return ""
    return Text("The intervals lie apart: this is more than chance.") if real else Text(
        "The intervals overlap: it may be chance.")


def _told(around: Around, point: GrowthPoint) -> str:
    number = (_tenths if point.number > 1 else _points)(around, point.scaled)
    return " ".join(filter(None, (number, point.level)))


def _points(around: Around, thousandths: int) -> str:
    """133,5 in Dutch."""
    decimals = 0 if thousandths % POINT == 0 else 1 if thousandths % (POINT // 10) == 0 else 3
    return around.translator.number((Decimal(thousandths) / POINT).quantize(Decimal(1).scaleb(-decimals)))


def _tenths(around: Around, thousandths: int) -> str:
    """A mean: more figures would claim too much."""
    return around.translator.number((Decimal(thousandths) / POINT).quantize(Decimal("0.1")))
