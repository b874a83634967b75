"""Every table says whose data it holds (D6): export, erasure and the privacy panel go by that and by nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, String, Table

from app.actions.desk import Desk
from app.store.tables import Bytes, Personal, metadata

TABLES = list(metadata.tables.values())
NAMES_A_PARTICIPANT = {"participant_id", "participant"}
NAMES_A_COACH = {"coach_id"}
NAMES = {"given", "family", "name_printed", "email", "username", "birth_date", "eckid", "search"}
"""Columns with personal data in them: their table is somebody's."""
ALSO_NAMED = {
    "accounts.coach_id": "the account of a coach is declared as the customer's own row",
}


@pytest.fixture(params=TABLES, ids=[table.name for table in TABLES])
def table(request: pytest.FixtureRequest) -> Table:
    given: Table = request.param
    return given


def test_every_table_says_whose_data_it_holds(table: Table) -> None:
    assert "personal" in table.info
    personal = table.info["personal"]
    if personal is not None:
        assert isinstance(personal, Personal)
        assert personal.subject in ("participant", "coach", "customer")
        column = "participant" if personal.by == "local" and table.name != "participants" else personal.by
        assert column == "" or column in table.c


def test_a_column_that_names_somebody_is_the_declared_one(table: Table) -> None:
    personal = table.info["personal"]
    for column in table.columns.keys():  # noqa: SIM118  a column collection is no dict
        if f"{table.name}.{column}" in ALSO_NAMED:
            continue
        if column in NAMES_A_PARTICIPANT:
            assert personal == Personal("participant", "local" if column == "participant" else column)
        if column in NAMES_A_COACH:
            assert personal == Personal("coach", column)


def test_a_table_with_names_in_it_is_somebodys(table: Table) -> None:
    if NAMES & set(table.columns.keys()):
        assert table.info["personal"] is not None


def test_tables_that_name_people_inside_values_are_emptied_by_erasure() -> None:
    inside = {table.name for table in TABLES if table.info["personal"] and table.info["personal"].by == ""}
    assert inside == {"operations", "audit_events", "confirmed"}


def test_what_can_be_erased_can_be_found(table: Table) -> None:
    """Erasure looks rows up by `id`, or by the participant's local number."""
    personal = table.info["personal"]
    if personal is not None and personal.by not in ("", "local"):
        assert "id" in table.c


def test_types_are_the_agreed_ones(table: Table) -> None:
    """D3: ids in bytes, money in cents, instants in microseconds, days as text."""
    for column in table.columns:
        if column.name == "id" or column.name.endswith("_id"):
            assert isinstance(column.type, Bytes)
        if column.name.endswith(("_us", "_cents")):
            assert isinstance(column.type, Integer)
        if column.name in ("from_on", "until_on") or column.name.endswith(("ed_on", "starts_on", "addition_on")):
            assert isinstance(column.type, String)


def test_there_is_no_table_beside_the_declared_ones(desk: Desk) -> None:
    with desk.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        assert set(found) == set(metadata.tables) | {"alembic_version"}


def test_nothing_is_unique_but_ids_and_there_are_no_foreign_keys(table: Table) -> None:
    """S11: rows pulled from a server arrive in any order, and double names are accepted."""
    assert not table.foreign_keys
    unique = [column.name for column in table.columns if column.unique]
    assert set(unique) <= {"id"}
