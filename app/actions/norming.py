"""Tests, their parts and their norms, loaded from what the organisation has (A-1.14); how levels are told.

An edition of a norm never changes once it is here: another table is another edition. Loading one norms nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.assessment.editions import content_of, edition_differs, norm_key
from app.domain.assessment.levels import SETTING, LevelSystem
from app.domain.assessment.norm_checks import DefinedTest, check_norm, check_test
from app.domain.assessment.norming import NormTable
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import RefusedFields, WrongField, missing
from app.store.assessing import id_within, level_system, parts_of, test_id_of
from app.store.learning import chosen_us
from app.store.tables import learning_settings, norm_rows, test_norms, test_parts, tests

_ALL = {name: set(ANY_FIELD) for name in ("tests", "test_parts", "test_norms", "norm_rows")}
_TOLD = ("title", "subject", "year_groups", "category")
LONGEST = 128


@dataclass(slots=True)
class Loaded:
    """How many tests and norms are new; what was there already is left as it is."""

    tests: int = 0
    norms: int = 0


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a norm are not copied into the operation: they are in its patches."""
    return {"source": given["source"], "checksum": given["checksum"]}


@action("test.load", Permission.SET_UP_FOLLOWING, _ALL, recorded=_named)
def load_tests(work: Work, defined: Sequence[DefinedTest], source: str, checksum: str) -> Loaded:
    """Record tests with their parts and norms, as a file that was looked through describes them.

    Raises Refusal where one of them is wrong, or a norm of the same edition is here with other rows.
    """
    loaded = Loaded()
    for test in defined:
        _refuse_wrong(test)
        test_id = _load_test(work, test, loaded)
        parts = _load_parts(work, test_id, test)
        for norm in test.norms:
            _load_norm(work, test_id, parts[norm.part] if norm.part else None, norm, loaded, (source, checksum))
    if not work.patches:
        raise Refusal(Text("All of this is here already. Nothing was recorded."))
    return loaded


@action("test.change", Permission.SET_UP_FOLLOWING, {"tests": set(_TOLD)})
def change_test(work: Work, test_id: bytes, title: str, subject: str = "", year_groups: str = "",
                category: str = "") -> None:
    """How a test is called; its code, scores and norms stay as they are."""
    given = {"title": title, "subject": subject, "year_groups": year_groups, "category": category}
    if not title.strip():
        raise RefusedFields([missing("title")])
    wrong = [WrongField(name, Text("This is too long: at most {n} characters. Nothing was recorded.", n=LONGEST))
             for name, value in given.items() if len(value.strip()) > LONGEST]
    if wrong:
        raise RefusedFields(wrong)
    work.change(tests, test_id, **{name: " ".join(value.split()) for name, value in given.items()})


@action("test.withdraw", Permission.SET_UP_FOLLOWING, {"tests": {"until_on"}})
def withdraw_test(work: Work, test_id: bytes) -> None:
    """It is not given any more; its results stay."""
    _withdraw(work, tests, test_id)


@action("norm.withdraw", Permission.SET_UP_FOLLOWING, {"test_norms": {"until_on"}})
def withdraw_norm(work: Work, norm_id: bytes) -> None:
    """Tests taken from today on are not normed by it; what was normed by it stays so."""
    _withdraw(work, test_norms, norm_id)


@action("levels.choose", Permission.SET_UP_FOLLOWING, {"learning_settings": set(ANY_FIELD)})
def choose_levels(work: Work, system: str) -> None:
    """In which of the two ways levels are told, everywhere and for everybody."""
    if system not in set(LevelSystem):
        raise RefusedFields([WrongField("system", Text("Levels are A to E, or I to V. Nothing was changed."))])
    if level_system(work.connection) == system:
        raise Refusal(Text("Levels are told in this way already. Nothing was changed."))
    work.add(learning_settings, setting=SETTING, value=system,
             decided_us=chosen_us(work.connection, SETTING, work.now_us), decided_by=work.sight.actor.account_id)


def _refuse_wrong(test: DefinedTest) -> None:
    codes = {"", *(part.code for part in test.parts)}
    highest = {part.code: part.highest for part in test.parts} | {"": test.highest}
    wrong = [*check_test(test), *(
        reason for norm in test.norms for reason in check_norm(norm, highest.get(norm.part)))]
    if wrong or any(norm.part not in codes for norm in test.norms):
        raise Refusal(*wrong[:5], Text("Test {code} is not right. Nothing was recorded.", code=test.code))


def _load_test(work: Work, test: DefinedTest, loaded: Loaded) -> bytes:
    test_id = test_id_of(test.code, test.edition)
    stands = work.rows_still_there(tests, [test_id]).get(test_id)
    if stands is None:
        loaded.tests += 1
        work.add(tests, id=test_id, code=test.code, edition=test.edition, title=test.title or test.code,
                 subject=test.subject, year_groups=test.year_groups, category=test.category, highest=test.highest,
                 items=test.items, from_on=work.day, until_on=None)
    elif stands["until_on"]:
        work.change(tests, test_id, until_on=None)
    return test_id


def _load_parts(work: Work, test_id: bytes, test: DefinedTest) -> dict[str, bytes]:
    """The parts by their code; new ones come after those that are there."""
    known = {row["code"]: row["id"] for row in parts_of(work.connection, [test_id])[test_id]}
    fresh = [part for part in test.parts if part.code not in known]
    work.insert(test_parts, [
        {"id": id_within(test_id, "part", part.code), "test_id": test_id, "position": number, "code": part.code,
         "title": part.title or part.code, "highest": part.highest, "items": part.items}
        for number, part in enumerate(fresh, len(known) + 1)])
    return known | {part.code: id_within(test_id, "part", part.code) for part in fresh}


def _load_norm(
    work: Work, test_id: bytes, part_id: bytes | None, norm: NormTable, loaded: Loaded, origin: tuple[str, str],
) -> None:
    norm_id = id_within(test_id, "norm", f"{norm_key(norm)}\x1f{content_of(norm)}")
    stands = work.rows_still_there(test_norms, [norm_id]).get(norm_id)
    if stands is not None:
        if stands["until_on"]:
            work.change(test_norms, norm_id, until_on=None)
        return
    _must_be_another(work, test_id, part_id, norm)
    loaded.norms += 1
    work.add(test_norms, id=norm_id, test_id=test_id, part_id=part_id, edition=norm.edition, moment=norm.moment,
             scale=norm.scale, source=origin[0], checksum=origin[1], loaded_us=work.now_us,
             loaded_by=work.sight.actor.account_id, from_on=norm.from_on or work.day, until_on=None)
    work.insert(norm_rows, list(_rows(norm_id, norm)))


def _must_be_another(work: Work, test_id: bytes, part_id: bytes | None, norm: NormTable) -> None:
    query = select(test_norms.c.id).where(
        test_norms.c.test_id == test_id, test_norms.c.edition == norm.edition, test_norms.c.moment == norm.moment,
        test_norms.c.part_id.is_(None) if part_id is None else test_norms.c.part_id == part_id)
    if work.connection.execute(query).first() is not None:
        raise Refusal(edition_differs(norm), Text("Nothing was recorded."))


def _rows(norm_id: bytes, norm: NormTable) -> Iterator[Row]:
    for number, row in enumerate(sorted(norm.rows, key=lambda row: (row.sort, row.begins, row.term)), 1):
        yield {
            "id": id_within(norm_id, "row", str(number)), "norm_id": norm_id, "sort": row.sort.value,
            "position": number, "begins": row.begins, "ends": row.ends, "value": row.value, "low": row.low,
            "high": row.high, "term": row.term, "description": row.description}


def _withdraw(work: Work, table: Table, row_id: bytes) -> None:
    if work.rows_by_id(table, [row_id])[row_id]["until_on"]:
        raise Refusal(Text("This was withdrawn already. Nothing was changed."))
    work.change(table, row_id, until_on=work.day)
