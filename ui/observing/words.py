"""The columns of instruments and of what was seen, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.observing import Seen
from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.instruments import InstrumentPage, InstrumentRow, LoadedLine, PointLine
    from app.views.observing import GroupProfile, ObservationProfile

NOTHING = "–"


def step_words(seen: Seen, page: InstrumentPage) -> str:
    """The word of the step; a dash where only a remark was made."""
    return NOTHING if seen.step is None else page.steps[seen.step][1]


def seen_words(seen: Seen, page: InstrumentPage) -> str:
    """'meestal (20-11-2026, J. Smit)'."""
    beside = ", ".join(filter(None, (show_short_date(seen.day), seen.who)))
    return f"{step_words(seen, page)} ({beside})"


def named(title: str, edition: str) -> str:
    """An instrument with its edition."""
    return f"{title}, {tr('edition {edition}', edition=edition)}" if edition else title


def instrument_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Instrument"), lambda row: row.title, width=18, stretch=True, bold=True, under=_about_instrument),
        Column(tr("Points"), lambda row: show_number(row.points), width=6, align="right",
               sort_key=lambda row: row.points),
        Column(tr("State"), state_words, width=17, tone=state_tone),
    )


def _about_instrument(row: InstrumentRow) -> str:
    edition = row.edition and tr("edition {edition}", edition=row.edition)
    years = row.year_groups and tr("year {group}", group=row.year_groups)
    return " · ".join(filter(None, (edition, years)))


def state_words(row: InstrumentRow) -> str:
    if row.until is not None:
        return tr("closed")
    return tr("in use") if row.observed else tr("not used yet")


def state_tone(row: InstrumentRow) -> str:
    return "neutral" if row.until is not None else "good" if row.observed else "info"


def point_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Area"), lambda point: point.area, width=10, muted=True, sort_key=lambda point: 0),
        Column(tr("Point"), lambda point: point.title, width=30, stretch=True, sort_key=lambda point: 0),
    )


def loaded_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Instrument"), lambda line: line.title, width=20, stretch=True, bold=True,
               under=lambda line: " ".join(show(reason) for reason in line.reasons[:2])),
        Column(tr("Edition"), lambda line: line.edition, width=8),
        Column(tr("Points"), lambda line: show_number(line.points), width=6, align="right",
               sort_key=lambda line: line.points),
        Column(tr("State"), _load_words, width=13, tone=_load_tone),
    )


def _load_words(line: LoadedLine) -> str:
    return {"new": tr("new"), "known": tr("is here already"), "refused": tr("left out")}[line.state]


def _load_tone(line: LoadedLine) -> str:
    return {"new": "good", "known": "neutral", "refused": "danger"}[line.state]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One observation of somebody, with the word of its step."""

    person: bytes
    point: PointLine
    seen: Seen
    words: str


def seen_rows(found: ObservationProfile) -> list[SeenRow]:
    """Everything that was seen, the newest first."""
    page = found.page
    rows = [] if page is None else [
        SeenRow(found.participant_id, one.point, seen, step_words(seen, page))
        for one in found.points for seen in one.all]
    return sorted(rows, key=lambda row: (row.seen.day, row.seen.recorded_us), reverse=True)


def seen_columns(shell: Shell) -> tuple[Column, ...]:
    """Everything of a person passes the veil."""
    def told(row: SeenRow, words: str) -> str:
        return shell.veil.value(words, row.person)

    return (
        Column(tr("Day"), lambda row: told(row, show_short_date(row.seen.day)), width=10, align="right",
               sort_key=lambda row: (row.seen.day, row.seen.recorded_us)),
        Column(tr("Point"), lambda row: told(row, row.point.title), width=24, stretch=True,
               under=lambda row: told(row, row.point.area)),
        Column(tr("Seen as"), lambda row: told(row, row.words), width=14),
        Column(tr("Remark"), lambda row: told(row, row.seen.remark), width=22, stretch=True),
        Column(tr("By"), lambda row: told(row, row.seen.who), width=13, muted=True),
    )


def profile_rows(found: ObservationProfile) -> list[list[str]]:
    """The profile as a table, titles first: what the chart shows, with the remarks."""
    titles = [tr("Area"), tr("Point"), tr("Seen as"), tr("Day"), tr("By"), tr("Before"), tr("Day before"),
              tr("Remarks")]
    page = found.page
    if page is None:
        return [titles]
    rows = []
    for one in found.points:
        now, before = one.now, one.earlier
        rows.append([
            one.point.area, one.point.title, " + ".join(step_words(seen, page) for seen in now),
            show_short_date(now[0].day) if now else "", " + ".join(seen.who for seen in now if seen.who),
            " + ".join(step_words(seen, page) for seen in before),
            show_short_date(before[0].day) if before else "",
            " | ".join(f"{show_short_date(seen.day)}: {seen.remark}" for seen in one.all if seen.remark)])
    return [titles, *rows]


def group_rows(found: GroupProfile) -> list[list[str]]:
    """Per point how many are on which step, titles first."""
    page = found.page
    steps = [] if page is None else [words for _, words in page.steps]
    return [[tr("Area"), tr("Point"), *steps, tr("not seen")],
            *([one.point.area, one.point.title, *map(str, one.counts), str(one.unseen)] for one in found.points)]
