"""A small library with something of everything, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, select

from app.actions.agreements import record_mandate
from app.actions.certificates import issue_certificates
from app.actions.choices import choose
from app.actions.corrections import withdraw
from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import create_group
from app.actions.invoices import book, enter_figure, record_invoice, remind
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.participants import add_participant, leave
from app.actions.privacy import switch_field
from app.store import tables
from app.store.home import Home
from tests.desks import CODE, NOON, Clock, bring_in, person, roster, unlock
from tests.lessons import add_programme, finish
from tests.orders import sent

VERSION = 7
"""The version that every row of the stage was last confirmed with."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`people` by given name: Amira and Bram in Dinsdag, Chi in Donderdag, Daan in no group, Eva left.

    Amira and Chi finished the programme, Chi has the certificate. Two of three seats are taken. The gender is kept.
    `invoices` by number: F-1 is open, F-2 was paid in part and a letter about it was sent.
    """

    desk: Desk
    people: dict[str, bytes]
    groups: dict[str, bytes]
    licence: bytes
    programme: bytes
    version: bytes
    certificate: bytes
    invoices: dict[str, bytes]


def set_stage(desk: Desk) -> None:
    """Fill an empty organisation; the kept databases of released versions hold the same."""
    gender = "niet gezegd"
    desk.do(
        switch_field, subject="participant", field="gender", is_on=True, purpose="tabel", ground="e",
        addition_on="2026-11-01",
    )  # fmt: skip
    bring_in(
        desk,
        roster(
            person("1", "Amira", "Bakker", groups=("Dinsdag",), gender=gender),
            person("2", "Bram", "Cools", groups=("Dinsdag",), gender=gender),
            person("3", "Chi", "Dang", groups=("Donderdag",)),
            groups=("Dinsdag", "Donderdag"),
        ),
    )
    for name in ("Daan", "Eva"):
        desk.do(add_participant, fields={"given_name": name, "family_name": "Evers"})
    people = _ids(desk, tables.participants, "given")
    desk.do(leave, participant_ids=[people["Eva"]])
    add_programme(desk, "koken")
    finish(desk, "1", "koken")
    finish(desk, "3", "koken")
    parts = [{"kind": "participant", "seats": 3, "fee_cents": 3_500}]
    mandate = desk.do(
        record_mandate, holder="Anna de Vries", given_by="S. Vermeer", acts=["conclude", "give notice"],
        from_on="2026-01-01",
    ).outcome  # fmt: skip
    paper = {"title": "Voorwaarden", "edition": "2025", "checksum": "0" * 64}
    signed = {"name": "Anna de Vries", "role": "administrator", "mandate_id": mandate}
    desk.do(
        conclude_agreement, number="2026-1", provider="oefenen", package="Koken", concluded_on="2026-01-10",
        starts_on="2026-02-01", months=12, parts=parts, conclusion=signed | {"ticked": True, "documents": [paper]},
    )  # fmt: skip
    licence = _only(desk, tables.licences)
    _set_invoices(desk, _only(desk, tables.agreements))
    sent(desk, 2, number="B-0", supplements_id=_only(desk, tables.agreements), starts_on="2026-12-01")
    desk.do(assign_seats, licence_id=licence, participant_ids=[people["Amira"], people["Bram"]])
    due = [(people["Chi"], _only(desk, tables.programme_versions), "Chi Dang")]
    desk.do(issue_certificates, due=due, place="Lindenveen", issued_on=date(2026, 11, 20))
    with desk.database.writing() as connection:
        for table in tables.metadata.tables.values():
            if "version" in table.c:
                connection.execute(table.update().values(version=VERSION))


def _set_invoices(desk: Desk, agreement: bytes) -> None:
    """F-1 is open; F-2 is of a consumer, who paid a part and was sent the letter of fourteen days."""
    lines = [{"description": "Koken", "quantity": "3", "unit_cents": 3_500, "vat_percent": "21"}]
    desk.do(record_invoice, agreement_id=agreement, head={"number": "F-1", "invoiced_on": "2026-02-01"}, lines=lines)
    second = {"number": "F-2", "invoiced_on": "2026-09-01", "consumer": True}
    invoice = desk.do(record_invoice, agreement_id=agreement, head=second, lines=lines).outcome
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-10-20", amount_cents=5_000)
    desk.do(remind, invoice_id=invoice, kind="letter", form="registered", sent_on="2026-11-02")
    twice = desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-10-20", amount_cents=5_000).outcome
    desk.do(withdraw, kind="bookings", row_id=twice, reason="twee keer geboekt")
    desk.do(choose, chosen={"rate_day": "default"})
    desk.do(
        enter_figure, kind="ordinary", begins_on="2026-07-01", value="4.00", source="Stb. 2026, 1",
        read_on="2026-11-01", confirmed=True,
    )  # fmt: skip


def _ids(desk: Desk, table: Table, name: str) -> dict[str, bytes]:
    with desk.database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(select(table.c[name], table.c.id))}


def _only(desk: Desk, table: Table) -> bytes:
    with desk.database.reading() as connection:
        return connection.execute(select(table.c.id)).scalar_one()


@pytest.fixture(scope="session")
def _stage_folder(founded: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("stage"))
    shutil.copytree(founded("oefenen"), home.folder(CODE))
    desk = open_desk(home, CODE, unlock, Clock(NOON - timedelta(hours=1)))
    set_stage(desk)
    desk.close()
    return home.folder(CODE)


@pytest.fixture
def stage(_stage_folder: Path, data_home: Home, clock: Clock) -> Iterator[Stage]:
    shutil.copytree(_stage_folder, data_home.folder(CODE))
    desk = open_desk(data_home, CODE, unlock, clock)
    groups = {name.removeprefix("Groep "): one for name, one in _ids(desk, tables.groups, "name").items()}
    yield Stage(
        desk, _ids(desk, tables.participants, "given"), groups, _only(desk, tables.licences),
        _only(desk, tables.programmes), _only(desk, tables.programme_versions), _only(desk, tables.certificates),
        _ids(desk, tables.invoices, "number"),
    )  # fmt: skip
    desk.close()


def make_group(desk: Desk, name: str) -> bytes:
    """A new group; gives its id."""
    return bytes(desk.do(create_group, name=name).outcome)
