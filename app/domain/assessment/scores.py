"""What is typed from paper: a raw score, why there is none, and scores per item; and what a kept row may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.domain.assessment.norm_checks import HIGHEST_RAW, HIGHEST_SCALED, MOST_ITEMS
from app.domain.assessment.norming import RowSort
from app.domain.calendar import is_day
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_typed, missing, only_wrong, wrong_future

FIELD = ("participant", "results")
"""Where a profile keeps no results, there is nothing to type (D6)."""
NOT_MADE = 255
"""The byte of an item that was not made."""
LONGEST_REMARK = 500
LONGEST_MOMENT = 20
LONGEST_SECONDS = 24 * 3600


class Absence(StrEnum):
    """Why somebody has no score. Illness is not among them: why somebody stayed away says nothing about a test."""

    AWAY = "away"
    EXEMPT = "exempt"
    BROKEN_OFF = "broken off"
    LATER = "later"


TYPED: Mapping[str, Absence] = {
    "a": Absence.AWAY, "afw": Absence.AWAY, "afwezig": Absence.AWAY, "absent": Absence.AWAY, "away": Absence.AWAY,
    "v": Absence.EXEMPT, "vrij": Absence.EXEMPT, "vrijgesteld": Absence.EXEMPT, "e": Absence.EXEMPT,
    "exempt": Absence.EXEMPT, "b": Absence.BROKEN_OFF, "afgebroken": Absence.BROKEN_OFF,
    "broken off": Absence.BROKEN_OFF, "i": Absence.LATER, "inhalen": Absence.LATER, "l": Absence.LATER,
    "later": Absence.LATER, "haalt in": Absence.LATER, "takes it later": Absence.LATER,
}
"""What may be typed in the place of a score, in either language."""


def typed_score(typed: str, highest: int | None) -> int | Absence | Text | None:
    """What stands in a cell: a score, why there is none, None where it is empty, or what is wrong with it."""
    plain = " ".join(typed.split()).casefold()
    if not plain:
        return None
    if plain in TYPED:
        return TYPED[plain]
    if not plain.isascii() or not plain.isdigit():
        return Text("{value} is no whole number.", value=typed.strip()[:20])
    return check_raw(int(plain[:9]), highest) or int(plain)


def check_raw(raw: int, highest: int | None) -> Text | None:
    most = HIGHEST_RAW if highest is None else highest
    if 0 <= raw <= most:
        return None
    return Text("{value} is too much: the highest score is {n}.", value=str(raw), n=most)


def typed_item(typed: str) -> int | Text:
    """The score of one item; NOT_MADE for an empty cell or a dash."""
    plain = typed.strip()
    if plain in ("", "-", "–", "."):
        return NOT_MADE
    if not plain.isascii() or not plain.isdigit() or int(plain[:4]) >= NOT_MADE:
        return Text("{value} is no score of an item.", value=plain[:20])
    return int(plain)


def score_of_items(scores: Sequence[int]) -> int:
    """The raw score that the items come to; what was not made brings nothing."""
    return sum(score for score in scores if score != NOT_MADE)


def total_of_parts(raws: Iterable[int | None]) -> int | None:
    """The raw score of the whole test; None while a part is missing."""
    found = list(raws)
    return sum(raw for raw in found if raw is not None) if found and None not in found else None


def check_result(entry: Mapping[str, Any], highest: int | None, items: int | None) -> tuple[WrongField, ...]:
    """What is wrong with one score of a row: {raw, absent, item_scores, remark} as far as given."""
    raw, absent, scores = entry.get("raw"), entry.get("absent") or "", entry.get("item_scores")
    found: list[WrongField] = []
    if absent and absent not in set(Absence):
        found.append(WrongField("absent", Text("This is no reason for a score that is missing.")))
    if absent and raw is not None and absent != Absence.BROKEN_OFF:
        found.append(WrongField("raw", Text("Either a score or why there is none. Nothing was recorded.")))
    wrong = check_raw(int(raw), highest) if raw is not None else None
    found += [WrongField("raw", wrong)] if wrong is not None else []
    if scores is not None and (not 1 <= len(scores) <= MOST_ITEMS or (items is not None and len(scores) != items)):
        found.append(WrongField("item_scores", Text("The number of items is from 1 to {n}.", n=items or MOST_ITEMS)))
    if scores is not None and raw is not None and score_of_items(scores) != raw:
        found.append(WrongField("raw", Text("The items come to another score. Nothing was recorded.")))
    if len(str(entry.get("remark") or "")) > LONGEST_REMARK:
        found.append(WrongField("remark", Text(
            "This is too long: at most {n} characters. Nothing was recorded.", n=LONGEST_REMARK)))
    return tuple(found)


def check_sitting(moment: str, taken_on: str, remark: str, today: Any) -> tuple[WrongField, ...]:
    """What is wrong with a sitting as it is filled in; its day has come."""
    day = day_typed("taken_on", taken_on)
    found = [day if isinstance(day, WrongField) else wrong_future("taken_on", day, today)]
    if not moment.strip():
        found.append(missing("moment"))
    if len(moment.strip()) > LONGEST_MOMENT:
        found.append(WrongField("moment", Text(
            "This is too long: at most {n} characters. Nothing was recorded.", n=LONGEST_MOMENT)))
    if len(remark) > LONGEST_REMARK:
        found.append(WrongField("remark", Text(
            "This is too long: at most {n} characters. Nothing was recorded.", n=LONGEST_REMARK)))
    return only_wrong(found)


def broken_assessment(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a kept row whoever wrote it, None where nothing is."""
    wrong = Text("This change has a shape that the server does not know. It was refused.")
    if kind in ("tests", "test_parts"):
        sizes = (row.get("highest"), HIGHEST_RAW), (row.get("items"), MOST_ITEMS)
        return wrong if not row.get("code") or any(_beyond(value, 1, most) for value, most in sizes) else None
    if kind == "norm_rows":
        return wrong if row.get("sort") not in set(RowSort) or row["begins"] > row["ends"] else None
    if kind == "sittings":
        return wrong if _broken_sitting(row) else None
    return wrong if kind == "test_results" and _broken_result(row) else None


def _broken_sitting(row: Mapping[str, Any]) -> bool:
    """A sitting of somebody alone lies with the organisation, where everybody would read what is said of that one."""
    remark = row.get("remark") or ""
    return not is_day(row.get("taken_on")) or len(remark) > LONGEST_REMARK or bool(remark and not row.get("group_id"))


def _broken_result(row: Mapping[str, Any]) -> bool:
    scores = row.get("item_scores")
    return (
        not is_day(row.get("taken_on")) or (row.get("absent") or "") not in {"", *Absence}
        or len(row.get("remark") or "") > LONGEST_REMARK
        or _beyond(row.get("raw"), 0, HIGHEST_RAW) or _beyond(row.get("seconds"), 0, LONGEST_SECONDS)
        or any(_beyond(row.get(name), 0, HIGHEST_SCALED) for name in ("scaled", "low", "high"))
        or (scores is not None and not 1 <= len(scores) <= MOST_ITEMS))


def _beyond(value: Any, least: int, most: int) -> bool:
    return value is not None and not least <= value <= most
