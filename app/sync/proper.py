"""Whether this desk can live with what a server says: what it cannot is refused whole, before any of it lies here (S7).

A row of a wrong type would stop every screen that shows it, at every start again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer

from app.domain.calendar import is_day
from app.domain.errors import Refusal
from app.domain.invariants import DAYS
from app.domain.kinds import KINDS
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.store.resources import load_profile
from app.store.tables import Bytes, metadata
from app.sync.wire import MOST_RESULTS, Answers, Earlier, OtherStream, Page, Results, Rows, Saying

LATEST_US = 4_102_444_800_000_000  # the year 2100: what lies beyond is a broken clock
LARGEST = 2**62
ROLES_ELSEWHERE = frozenset({Role.LICENSOR, Role.AUDITOR, Role.LICENSEE})


def is_proper(answer: object, tenant: bytes, is_anothers: bool = False) -> bool:
    """False for what no server of ours says to a desk about the stream of this tenant, the desk's own or another's."""
    if isinstance(answer, Page):
        return _page_fits(answer, tenant) and (not is_anothers or _is_of_another(answer))
    if isinstance(answer, Earlier):
        return _earlier_fits(answer)
    return not isinstance(answer, Answers) or all(
        can_be_said(one.reason) for one in answer.answers if one.reason is not None)


def can_be_said(saying: Saying) -> bool:
    """False for a template that nobody could fill in."""
    try:
        str(Text(saying.template, saying.many, **saying.arguments))
    except (ValueError, LookupError, TypeError, AttributeError):
        return False
    return True


def results_fit(given: Results, lowest_outcome: int) -> bool:
    """True where the columns fit each other and hold what can be."""
    columns = (given.participant, given.exercise, given.batch, given.at_us, given.offset_minutes, given.score,
               given.outcome, given.seconds)
    count = len(given)
    if any(len(column) != count for column in columns) or len(given.ids) != 16 * count:
        return False
    return (
        _within(given.participant, 0, len(given.people) - 1)
        and _within(given.exercise, 0, len(given.exercises) - 1)
        and _within(given.batch, 0, len(given.batches) - 1)
        and _within(given.at_us, 0, LATEST_US)
        and _within(given.offset_minutes, -1440, 1440)
        and _within(given.score, -1, 10_000)
        and _within(given.outcome, lowest_outcome, 2)
        and _within(given.seconds, -1, 10_000_000))


def few_enough(given: Results) -> bool:
    """True for what one request may bring: rows, and ids to look up."""
    return max(len(given), len(given.people), len(given.exercises), len(given.batches)) <= MOST_RESULTS


def _is_of_another(page: Page) -> bool:
    """From another's stream comes nothing that a desk can only have of its own: nobody who takes part, no account."""
    nobody = not (page.erased or page.leave or page.earlier_of or page.streams or page.results)
    kinds = {rows.kind for rows in page.rows} | {one.kind for one in page.removed}
    return nobody and all("tenant" in metadata.tables[kind].c for kind in kinds if kind in KINDS)


def _page_fits(page: Page, organisation_id: bytes) -> bool:
    ids = [*page.erased, *(one.id for one in page.removed)]
    return (
        _are_ids(ids)
        and all(_stream_fits(one) for one in page.streams or ())
        and all(_within([one.number], 0, LARGEST) and _are_ids([one.licence_id or bytes(16)])
                for one in page.counts or ())
        and _within([page.heard], 0, LARGEST)
        and (page.results is None or results_fit(page.results, -1))
        and all(_rows_fit(rows, organisation_id) for rows in page.rows if rows.kind in KINDS))


def _stream_fits(stream: OtherStream) -> bool:
    return stream.role in ROLES_ELSEWHERE and _within([stream.number], 0, LARGEST)


def _rows_fit(rows: Rows, organisation_id: bytes) -> bool:
    count, width = len(rows.ids), len(rows.columns)
    if len(rows.numbers) != count or len(rows.values) != count or any(len(one) != width for one in rows.values):
        return False
    if not _are_ids(rows.ids) or not _within(rows.numbers, 1, LARGEST):
        return False
    if rows.kind == "organisations" and set(rows.ids) != {organisation_id}:
        return False
    columns = zip(rows.columns, zip(*rows.values, strict=True), strict=True) if count else ()
    return all(_column_fits(rows.kind, name, values) for name, values in columns)


def _column_fits(kind: str, name: str, values: Sequence[Any]) -> bool:
    column = metadata.tables[kind].c.get(name)
    if column is None:
        return True
    wanted = int if isinstance(column.type, Integer) else bytes if isinstance(column.type, Bytes) else str
    if not set(map(type, values)) <= {wanted, type(None) if column.nullable else wanted}:
        return False
    if wanted is int:
        return _within([one for one in values if one is not None], -LARGEST, LARGEST)
    return _can_be_worked_with(kind, name, {one for one in values if one})


def _can_be_worked_with(kind: str, name: str, values: Iterable[Any]) -> bool:
    """Values without which a desk does not even start."""
    try:
        if name in DAYS:
            return all(map(is_day, values))
        if (kind, name) == ("accounts", "role"):
            return all(map(Role, values))
        if (kind, name) == ("organisations", "zone"):
            return all(map(ZoneInfo, values))
        if (kind, name) == ("organisations", "kind"):
            return all(map(TenantKind, values))
        return name != "provider" or all(map(load_profile, values))
    except (ValueError, LookupError, OSError, Refusal):
        return False


def _earlier_fits(earlier: Earlier) -> bool:
    count = len(earlier.sums)
    return (
        (earlier.results is None or results_fit(earlier.results, -1))
        and len(earlier.participant) == count and len(earlier.exercise) == count
        and _within(earlier.participant, 0, len(earlier.people) - 1)
        and _within(earlier.exercise, 0, len(earlier.exercises) - 1)
        and all(len(one) == 6 and _within(one, -1, LARGEST) for one in earlier.sums))


def _are_ids(ids: Iterable[bytes]) -> bool:
    return set(map(len, ids)) <= {16}


def _within(column: Sequence[int], lowest: int, highest: int) -> bool:
    return not column or (lowest <= min(column) and max(column) <= highest)
