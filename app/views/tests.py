"""Tests with their parts and norms, and what a file that is looked through would add to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.assessment.editions import content_of, edition_differs, norm_key
from app.domain.assessment.levels import LevelSystem
from app.domain.assessment.norm_checks import DefinedTest, check_norm, check_test
from app.domain.assessment.norming import NormRow, NormTable
from app.domain.contract.kept_rows import day_of
from app.domain.errors import Refusal
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.assessing import id_within, level_system, parts_of, rows_of_norms, test_id_of
from app.store.tables import sittings, test_norms, test_results, tests
from app.views.people import natural

NEW, KNOWN, REFUSED = "new", "known", "refused"


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """`sittings` are those that the reader's desk knows of; `moments` those that it has norms for, the newest first."""

    id: bytes
    code: str
    edition: str
    title: str
    subject: str
    year_groups: str
    category: str
    highest: int | None
    items: int | None
    norms: int
    sittings: int
    until: date | None
    moments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartLine:
    id: bytes
    code: str
    title: str
    highest: int | None
    items: int | None


@dataclass(frozen=True, slots=True)
class NormLine:
    """`part` is the title of the part that it norms, '' for the whole test; `used` how many results it normed."""

    id: bytes
    edition: str
    moment: str
    part: str
    scale: str
    source: str
    from_on: date
    until: date | None
    loaded_on: date
    used: int
    rows: tuple[NormRow, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    row: AssessmentRow
    parts: tuple[PartLine, ...]
    norms: tuple[NormLine, ...]
    levels: LevelSystem


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What loading does with one test or norm. `state` is NEW, KNOWN or REFUSED; `line` of the file, 0 for none."""

    line: int
    test: str
    what: Text
    state: str
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """`defined` is what would be recorded: nothing that was refused is in it."""

    lines: tuple[LoadLine, ...]
    defined: tuple[DefinedTest, ...]

    @property
    def adds(self) -> int:
        return sum(line.state == NEW for line in self.lines)


def all_tests(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[AssessmentRow, ...]:
    """By title, then by version."""
    query = select(tests)
    if not include_withdrawn:
        query = query.where(tests.c.until_on.is_(None))
    norms: dict[bytes, int] = dict(connection.execute(select(test_norms.c.test_id, func.count()).where(
        test_norms.c.until_on.is_(None)).group_by(test_norms.c.test_id)).all())
    taken: dict[bytes, int] = dict(connection.execute(
        select(sittings.c.test_id, func.count()).group_by(sittings.c.test_id)).all())
    moments = _moments(connection)
    rows = [_row(row, norms, taken, moments) for row in connection.execute(query)]
    return tuple(sorted(rows, key=lambda row: (natural(row.title), natural(row.edition))))



def one_test(connection: Connection, sight: Sight, test_id: bytes) -> AssessmentPage:
    """Raises Refusal for a test that is gone."""
    row = next((one for one in all_tests(connection, sight, True) if one.id == test_id), None)
    if row is None:
        raise Refusal(Text("This test is not here any more."))
    parts = tuple(PartLine(part["id"], part["code"], part["title"], part["highest"], part["items"])
                  for part in parts_of(connection, [test_id])[test_id])
    return AssessmentPage(row, parts, _norms(connection, sight, test_id, parts), level_system(connection))



def load_plan(connection: Connection, sight: Sight, defined: Sequence[DefinedTest]) -> LoadPlan:
    """What recording these would do, line by line; what is wrong stands beside it."""
    lines: list[LoadLine] = []
    wanted: list[DefinedTest] = []
    for test in defined:
        found = list(_planned(connection, test))
        lines += [line for line, _ in found]
        norms = tuple(norm for line, norm in found if norm is not None and line.state != REFUSED)
        if found[0][0].state != REFUSED:
            wanted.append(_with_norms(test, norms))
    return LoadPlan(tuple(lines), tuple(wanted))


def _planned(connection: Connection, test: DefinedTest) -> Iterator[tuple[LoadLine, NormTable | None]]:
    """The test itself first, then its norms."""
    name = f"{test.code} {test.edition}".strip()
    test_id = test_id_of(test.code, test.edition)
    stands = connection.execute(select(tests.c.until_on).where(tests.c.id == test_id)).first()
    wrong = tuple(check_test(test))
    is_known = stands is not None and not stands.until_on
    state = REFUSED if wrong else KNOWN if is_known else NEW
    title = test.title or test.code
    yield LoadLine(test.line, name, Text("Test {title}", title=title), state, wrong), None
    for norm in test.norms:
        yield _planned_norm(connection, test, test_id, norm, name), norm


def _planned_norm(
    connection: Connection, test: DefinedTest, test_id: bytes, norm: NormTable, name: str,
) -> LoadLine:
    highest = {part.code: part.highest for part in test.parts} | {"": test.highest}
    what = Text("Norm {edition} for {moment}: {n} row", "Norm {edition} for {moment}: {n} rows", n=len(norm.rows),
                edition=norm.edition, moment=norm.moment or "–")
    wrong = check_norm(norm, highest.get(norm.part))
    if norm.part not in highest:
        wrong = (*wrong, Text("Part {code} is not of this test.", code=norm.part))
    norm_id = id_within(test_id, "norm", f"{norm_key(norm)}\x1f{content_of(norm)}")
    here = connection.execute(select(test_norms.c.until_on).where(test_norms.c.id == norm_id)).first()
    if here is None and not wrong and _has_edition(connection, test_id, norm):
        wrong = (edition_differs(norm),)
    is_known = here is not None and not here.until_on
    return LoadLine(test.line, name, what, REFUSED if wrong else KNOWN if is_known else NEW, wrong)


def _has_edition(connection: Connection, test_id: bytes, norm: NormTable) -> bool:
    part_id = id_within(test_id, "part", norm.part) if norm.part else None
    query = select(test_norms.c.id).where(
        test_norms.c.test_id == test_id, test_norms.c.edition == norm.edition, test_norms.c.moment == norm.moment,
        test_norms.c.part_id.is_(None) if part_id is None else test_norms.c.part_id == part_id)
    return connection.execute(query).first() is not None


def _with_norms(test: DefinedTest, norms: tuple[NormTable, ...]) -> DefinedTest:
    return replace(test, norms=norms)


def _moments(connection: Connection) -> dict[bytes, tuple[str, ...]]:
    found: dict[bytes, dict[str, None]] = {}
    query = select(test_norms.c.test_id, test_norms.c.moment).where(
        test_norms.c.until_on.is_(None), test_norms.c.moment != "").order_by(test_norms.c.from_on.desc())
    for row in connection.execute(query):
        found.setdefault(row.test_id, {})[row.moment] = None
    return {test: tuple(moments) for test, moments in found.items()}


def _row(
    row: Any, norms: dict[bytes, int], taken: dict[bytes, int], moments: dict[bytes, tuple[str, ...]],
) -> AssessmentRow:
    return AssessmentRow(
        row.id, row.code, row.edition, row.title, row.subject, row.year_groups, row.category, row.highest, row.items,
        norms.get(row.id, 0), taken.get(row.id, 0), day_of(row.until_on) if row.until_on else None,
        moments.get(row.id, ()))


def _norms(
    connection: Connection, sight: Sight, test_id: bytes, parts: tuple[PartLine, ...],
) -> tuple[NormLine, ...]:
    """The newest first."""
    titles = {part.id: part.title for part in parts}
    found = connection.execute(select(test_norms).where(test_norms.c.test_id == test_id).order_by(
        test_norms.c.from_on.desc(), test_norms.c.edition.desc(), test_norms.c.moment)).all()
    rows = rows_of_norms(connection, [one.id for one in found])
    used = Counter(connection.execute(select(test_results.c.norm_id).where(
        test_results.c.test_id == test_id, test_results.c.norm_id.is_not(None))).scalars())
    return tuple(NormLine(
        one.id, one.edition, one.moment, titles.get(one.part_id, ""), one.scale, one.source,
        date.fromisoformat(one.from_on), day_of(one.until_on) if one.until_on else None,
        sight.day_of(one.loaded_us), used[one.id], rows.get(one.id, ())) for one in found)
