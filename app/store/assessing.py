"""Tests, norms and results as they are kept: read for actions and views alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select

from app.domain.assessment.levels import SETTING, LevelSystem, chosen_system
from app.domain.assessment.norming import NormChoice, NormRow, RowSort
from app.domain.ids import derived_id
from app.store.chunks import chunks
from app.store.learning import newest_choice
from app.store.tables import norm_rows, test_norms, test_parts, test_results

Row = dict[str, Any]
TAKEN_OUT = 0
"""The position of a part that is not in its test any more."""


def level_system(connection: Connection) -> LevelSystem:
    """In which of the two ways levels are told here."""
    row = newest_choice(connection, SETTING)
    return chosen_system(row.value if row is not None else "")


def parts_of(connection: Connection, test_ids: Collection[bytes]) -> dict[bytes, list[Row]]:
    """Per test its parts, in order."""
    found: dict[bytes, list[Row]] = {one: [] for one in test_ids}
    query = select(test_parts).where(test_parts.c.position > TAKEN_OUT).order_by(test_parts.c.position)
    for row in connection.execute(query.where(test_parts.c.test_id.in_(test_ids))).mappings():
        found[row["test_id"]].append(dict(row))
    return found


def norms_of(connection: Connection, test_ids: Collection[bytes]) -> dict[bytes, list[NormChoice]]:
    """Per test the norms that were loaded, withdrawn ones too, with their rows."""
    found: dict[bytes, list[NormChoice]] = {one: [] for one in test_ids}
    loaded = connection.execute(select(test_norms).where(test_norms.c.test_id.in_(test_ids))).all()
    rows = rows_of_norms(connection, [one.id for one in loaded])
    for one in loaded:
        found[one.test_id].append(NormChoice(
            one.id, one.part_id, one.moment, one.from_on, one.until_on, one.loaded_us, rows.get(one.id, ())))
    return found


def rows_of_norms(connection: Connection, norm_ids: Iterable[bytes]) -> dict[bytes, tuple[NormRow, ...]]:
    found: dict[bytes, list[NormRow]] = {}
    for some in chunks(list(norm_ids)):
        query = select(norm_rows).where(norm_rows.c.norm_id.in_(some)).order_by(norm_rows.c.sort, norm_rows.c.position)
        for row in connection.execute(query):
            if row.sort in set(RowSort):  # of a newer program there may be others
                found.setdefault(row.norm_id, []).append(NormRow(
                    RowSort(row.sort), row.begins, row.ends, row.value, row.low, row.high, row.term, row.description))
    return {norm: tuple(rows) for norm, rows in found.items()}


def results_in(connection: Connection, sitting_id: bytes) -> list[Row]:
    """Every result of a sitting, of the whole test and of parts."""
    query = select(test_results).where(test_results.c.sitting_id == sitting_id).order_by(test_results.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def result_id(sitting_id: bytes, participant_id: bytes, part_id: bytes | None) -> bytes:
    """Two desks that type the same paper make one row of it."""
    return derived_id(b"", "sitting", "result", b"".join((sitting_id, participant_id, part_id or b"")).hex())


def test_id_of(code: str, edition: str) -> bytes:
    """Two desks that load the same file make the same rows (D4)."""
    return derived_id(b"", "test", "test", f"{code}\x1f{edition}")


def id_within(owner: bytes, kind: str, key: str) -> bytes:
    """Of a part of a test, a norm of it, or a row of a norm."""
    return derived_id(b"", "test", kind, f"{owner.hex()}\x1f{key}")
