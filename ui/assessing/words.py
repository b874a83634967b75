"""The columns of tests, sittings, results and items, and the words for what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.assessment.item_statistics import HIGH_ALPHA, LOW_ALPHA, ItemAnalysis, ItemFigures, ItemVerdict
from app.domain.assessment.levels import LevelSystem, order_of, system_of, tone_of
from app.domain.assessment.norming import ON_SCALE, POINT, NormRow, RowSort
from app.domain.assessment.scores import Absence
from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import list_name, list_name_key, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.sittings import Score, ScoreLine, SittingRow
    from app.views.tests import AssessmentRow, LoadLine, NormLine, PartLine

_UNKNOWN = "–"


def points(thousandths: int | None) -> str:
    """133,5 in Dutch; a dash for nothing."""
    if thousandths is None:
        return _UNKNOWN
    decimals = 0 if thousandths % POINT == 0 else 1 if thousandths % (POINT // 10) == 0 else 3
    return show_number(thousandths / POINT, decimals)


def mean_points(thousandths: int) -> str:
    """A mean is told in tenths: more figures would claim too much."""
    return show_number(thousandths / POINT, 1)


def absence_words(absent: str) -> str:
    return {
        Absence.AWAY: tr("away"), Absence.EXEMPT: tr("exempt"), Absence.BROKEN_OFF: tr("broken off"),
        Absence.LATER: tr("takes it later"),
    }[Absence(absent)] if absent in set(Absence) else ""


def score_words(score: Score) -> str:
    if score.raw is None:
        return absence_words(score.absent) or _UNKNOWN
    return show_number(score.raw) + (f" ({absence_words(score.absent)})" if score.absent else "")


def interval_words(score: Score) -> str:
    if score.low is None or score.high is None:
        return ""
    return tr("{low} to {high}", low=points(score.low), high=points(score.high))


def sitting_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Test"), lambda row: row.title, width=16, stretch=True, bold=True, under=_about_sitting),
        Column(tr("Taken on"), lambda row: show_short_date(row.taken_on), width=10, align="right",
               sort_key=lambda row: row.taken_on),
    )


def _about_sitting(row: SittingRow) -> str:
    entered = tr("{n} of {all}", n=row.entered, all=row.people)
    return " · ".join(filter(None, (row.group or tr("alone"), row.moment, entered)))


def result_columns(shell: Shell) -> tuple[Column, ...]:
    """Everything of a person passes the veil."""
    veil = shell.veil

    def score(line: ScoreLine, words: str) -> str:
        return veil.value(words, line.participant_id)

    return (
        Column(tr("Name"), lambda line: veil.name(list_name(line.full, line.listed), line.participant_id), width=18,
               stretch=True, bold=True, sort_key=lambda line: list_name_key(line.full, line.listed)),
        Column(tr("Score"), lambda line: score(line, score_words(line.whole)), width=9, align="right",
               sort_key=lambda line: -1 if line.whole.raw is None else line.whole.raw),
        Column(tr("On the scale"), lambda line: score(line, points(line.whole.scaled)), width=8, align="right",
               sort_key=lambda line: line.whole.scaled or -1),
        Column(tr("Interval"), lambda line: score(line, interval_words(line.whole)), width=12, muted=True,
               sort_key=lambda line: line.whole.low or -1),
        Column(tr("Level"), lambda line: score(line, line.whole.level), width=6,
               tone=lambda line: tone_of(line.whole.level) if score(line, line.whole.level) else "",
               sort_key=lambda line: order_of(line.whole.level) if line.whole.level else 99),
        Column(tr("Usual at"), lambda line: score(line, line.whole.functioning), width=8),
        Column(tr("Norm"), lambda line: line.whole.edition, width=8, muted=True),
        Column(tr("Typed"), lambda line: show_short_date(shell.sight.day_of(line.whole.recorded_us))
               if line.whole.is_entered else "", width=12, muted=True, sort_key=lambda line: line.whole.recorded_us,
               under=lambda line: veil.name(line.whole.recorded_by) if line.whole.is_entered else ""),
    )


def test_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Test"), lambda row: row.title, width=18, stretch=True, bold=True, under=_about_test),
        Column(tr("Subject"), lambda row: row.subject, width=11),
        Column(tr("Norms"), lambda row: show_number(row.norms), width=6, align="right", sort_key=lambda row: row.norms),
        Column(tr("State"), lambda row: tr("withdrawn") if row.until else tr("in use"), width=10,
               tone=lambda row: "neutral" if row.until else "good"),
    )


def _about_test(row: AssessmentRow) -> str:
    year = row.year_groups and tr("year {group}", group=row.year_groups)
    return " · ".join(filter(None, (row.code, row.edition, year, row.category)))


def part_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Part"), lambda part: part.title, width=18, stretch=True, under=lambda part: part.code),
        Column(tr("Highest score"), lambda part: _or_dash(part.highest), width=10, align="right", sort_key=_highest),
        Column(tr("Items"), lambda part: _or_dash(part.items), width=8, align="right",
               sort_key=lambda part: part.items or 0),
    )


def _highest(part: PartLine) -> int:
    return part.highest or 0


def _or_dash(number: int | None) -> str:
    return _UNKNOWN if number is None else show_number(number)


def norm_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Norm"), lambda norm: norm.edition, width=12, stretch=True, bold=True, under=_about_norm),
        Column(tr("Moment"), lambda norm: norm.moment or tr("any"), width=8),
        Column(tr("Counts from"), lambda norm: show_short_date(norm.from_on), width=10, align="right",
               sort_key=lambda norm: norm.from_on),
        Column(tr("Used"), lambda norm: show_number(norm.used), width=6, align="right",
               sort_key=lambda norm: norm.used),
        Column(tr("State"), lambda norm: tr("withdrawn") if norm.until else tr("in use"), width=10,
               tone=lambda norm: "neutral" if norm.until else "good"),
    )


def _about_norm(norm: NormLine) -> str:
    return " · ".join(filter(None, (norm.part, norm.scale, norm.source)))


def row_columns() -> tuple[Column, ...]:
    """Of a norm, as it was loaded."""
    return (
        Column(tr("From"), lambda row: _bound(row, row.begins), width=8, align="right",
               sort_key=lambda row: row.begins),
        Column(tr("Up to and including"), lambda row: _bound(row, row.ends), width=8, align="right",
               sort_key=lambda row: row.ends),
        Column(tr("Becomes"), _becomes, width=18, stretch=True),
        Column(tr("Kind"), lambda row: sort_words(row.sort), width=22, muted=True),
    )


def row_order(row: NormRow) -> tuple[int, int, int]:
    """The scale first, then the levels, each of the two ways apart."""
    way = system_of(row.term)
    return list(_SORTS).index(row.sort), 0 if way is None else list(LevelSystem).index(way), row.begins


_SORTS = (RowSort.SCALE, RowSort.LEVEL, RowSort.RAW_LEVEL, RowSort.FUNCTIONING)


def sort_words(sort: RowSort) -> str:
    return {
        RowSort.SCALE: tr("score to scale"), RowSort.LEVEL: tr("scale to level"),
        RowSort.RAW_LEVEL: tr("score to level"), RowSort.FUNCTIONING: tr("scale to usual moment"),
    }[sort]


def _bound(row: NormRow, value: int) -> str:
    return points(value) if row.sort in ON_SCALE else show_number(value)


def _becomes(row: NormRow) -> str:
    if row.sort is not RowSort.SCALE:
        return " · ".join(filter(None, (row.term, row.description)))
    interval = tr("{low} to {high}", low=points(row.low), high=points(row.high)) if row.low is not None else ""
    return points(row.value) + (f" ({interval})" if interval else "")


def load_columns() -> tuple[Column, ...]:
    from ui.words import show

    return (
        Column(tr("Test"), lambda line: line.test, width=16, bold=True),
        Column(tr("What"), lambda line: show(line.what), width=34, stretch=True,
               under=lambda line: " ".join(show(reason) for reason in line.reasons[:2])),
        Column(tr("State"), load_words, width=12, tone=load_tone),
    )


def load_words(line: LoadLine) -> str:
    from app.views import tests

    return {tests.NEW: tr("new"), tests.KNOWN: tr("is here already"), tests.REFUSED: tr("left out")}[line.state]


def load_tone(line: LoadLine) -> str:
    from app.views import tests

    return {tests.NEW: "good", tests.KNOWN: "neutral", tests.REFUSED: "danger"}[line.state]


_VERDICTS = {
    ItemVerdict.WRONG_WAY: "danger", ItemVerdict.WEAK: "warning", ItemVerdict.HARD: "warning",
    ItemVerdict.EASY: "info", ItemVerdict.GOOD: "good", ItemVerdict.UNKNOWN: "neutral",
}


def item_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Item"), lambda item: show_number(item.number), width=5, align="right",
               sort_key=lambda item: item.number),
        Column(tr("p-value"), lambda item: show_number(item.p, 2), width=8, align="right",
               sort_key=lambda item: item.p),
        Column(tr("Item-rest"), lambda item: _UNKNOWN if item.item_rest is None else show_number(item.item_rest, 2),
               width=8, align="right", sort_key=lambda item: -2 if item.item_rest is None else item.item_rest),
        Column(tr("Made by"), lambda item: show_number(item.made), width=8, align="right",
               sort_key=lambda item: item.made),
        Column(tr("What it means"), item_words, width=44, stretch=True, tone=lambda item: _VERDICTS[item.verdict],
               sort_key=lambda item: list(_VERDICTS).index(item.verdict)),
    )


def item_words(item: ItemFigures) -> str:
    return {
        ItemVerdict.WRONG_WAY: tr("who did well went wrong here: look at the item and its key"),
        ItemVerdict.WEAK: tr("tells little about who knows the matter"),
        ItemVerdict.HARD: tr("hard: few got it right"),
        ItemVerdict.EASY: tr("easy: nearly everybody got it right"),
        ItemVerdict.GOOD: tr("does what it should"),
        ItemVerdict.UNKNOWN: tr("everybody scored the same: nothing can be said"),
    }[item.verdict]


def alpha_words(analysis: ItemAnalysis) -> str:
    """What the items come to together, in plain words."""
    if analysis.alpha is None:
        return tr("Cronbach's alpha cannot be worked out: it takes two items, two people and different scores.")
    number = show_number(analysis.alpha, 2)
    if analysis.alpha >= HIGH_ALPHA:
        return tr("Cronbach's alpha is {number}: the items together measure one thing well.", number=number)
    if analysis.alpha >= LOW_ALPHA:
        return tr("Cronbach's alpha is {number}: enough to look at a group, little to judge one person by.",
                  number=number)
    return tr("Cronbach's alpha is {number}: too low to say something about one person.", number=number)
