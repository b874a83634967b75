"""A licensor with a catalogue and organisations, as its desk has them after a sync; nothing goes over a line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.invoices import record_invoice
from app.actions.licences import conclude_agreement
from app.actions.offering import add_package
from app.domain.counting import ACCOUNTS, SEATS, WITH_A_SEAT
from app.domain.ids import derived_id
from app.domain.permissions import Role, TenantKind
from app.store.home import Home
from app.store.streams import set_stream
from app.store.tables import counts, licences, organisations
from tests.desks import CODE, PROTECTION, Clock, unlock
from tests.invoices import line

COMPLEET = {"provider": "oefenen", "code": "compleet", "title": "Compleet", "title_en": "Complete",
            "school_fee_cents": 0, "seat_fee_cents": 3_250, "months": 12, "from_on": "2026-01-01"}
TERMS = {"sort": "general", "title": "Voorwaarden", "edition": "2026-1", "checksum": "a" * 64,
         "published_on": "2026-01-05", "applies_from": "2026-02-01"}


@pytest.fixture(scope="session")
def _licensor_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, _ = found_organisation(
        Home(tmp_path_factory.mktemp("licensor")), CODE, "Licentiehuis", "oefenen", PROTECTION,
        administrator="Lies Licentie", clock=Clock(), kind=TenantKind.LICENSOR)
    made.close()
    return made.folder


@pytest.fixture
def licensor(data_home: Home, clock: Clock, _licensor_made: Path) -> Iterator[Desk]:
    """The desk of somebody who works for a licensor, with nothing in its catalogue."""
    shutil.copytree(_licensor_made, data_home.folder(CODE))
    made = open_desk(data_home, CODE, unlock, clock)
    yield made
    made.close()


def package(desk: Desk, **other: Any) -> bytes:
    """Compleet, or another one; gives its id."""
    return bytes(desk.do(add_package, **(COMPLEET | other)).outcome)


def belongs(
    desk: Desk, code: str, name: str = "", place: str = "Lindenveen", organisation: bytes = b"",
) -> bytes:
    """An organisation of this licensor, as the server tells of it; gives its id."""
    organisation = organisation or derived_id(b"", "tests", "organisation", code)
    with desk.database.writing() as connection:
        connection.execute(organisations.insert().values(
            id=organisation, code=code, name=name or code.title(), place=place, provider="oefenen",
            zone="Europe/Amsterdam", import_secret=b"", created_us=desk.clock(), kind=TenantKind.ORGANISATION,
            tenant=organisation))
        set_stream(connection, organisation, role=Role.LICENSOR, code=code, name=name or code.title())
    return organisation


def agree(
    desk: Desk, organisation: bytes, number: str = "L-1", starts_on: str = "2026-02-01", seats: int = 40,
    **more: Any,
) -> bytes:
    """An agreement for these seats at € 32.50; gives its id."""
    return bytes(desk.do(
        conclude_agreement, within=organisation, number=number, provider="oefenen", package="Compleet",
        concluded_on="2026-01-10", starts_on=starts_on, months=12,
        parts=[{"kind": "participant", "seats": seats, "fee_cents": 3_250}], **more).outcome)


def bill(desk: Desk, organisation: bytes, agreement: bytes, number: str = "F-1", on: str = "2026-08-01") -> bytes:
    """An invoice of € 1,694.00 with VAT; gives its id."""
    return bytes(desk.do(
        record_invoice, within=organisation, agreement_id=agreement, head={"number": number, "invoiced_on": on},
        lines=[line()]).outcome)


def count(desk: Desk, organisation: bytes, seats: int, coaches: int = 3) -> None:
    """What the server counted of people who are not here."""
    with desk.database.writing() as connection:
        licence = connection.execute(
            licences.select().with_only_columns(licences.c.id).where(licences.c.tenant == organisation)).scalar()
        connection.execute(counts.insert(), [
            {"tenant": organisation, "licence_id": of, "what": what, "number": number, "as_of_us": desk.clock()}
            for what, of, number in (
                (SEATS, licence, seats), (WITH_A_SEAT, None, seats), (ACCOUNTS[Role.ADMINISTRATOR], None, 1),
                (ACCOUNTS[Role.COACH], None, coaches))])
