"""A licensor on a server with organisations of its own, and desks of both sorts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from app.actions.groups import create_group
from app.actions.licences import conclude_agreement
from app.actions.offering import add_package
from app.actions.participants import add_participant
from app.domain.permissions import Role, TenantKind
from app.server import passwords
from app.server.accounts import create_account, create_organisation
from app.server.database import ServerDatabase
from app.server.licensors import link
from app.server.records import write_rows
from app.server.web import Settings, make_app
from app.store.home import Home
from app.store.protection import Protection
from app.sync.connect import join
from app.sync.engine import Syncer
from tests.desks import PASSPHRASE, Clock
from tests.dumps import rows_of
from tests.lines import Line
from tests.servers import PASSWORD, make_office
from tests.syncing import SyncedDesk

LICENSOR, OTHER_LICENSOR = "uitgever", "andere"
SECRET = "Geheimhuizen"


@dataclass
class Publishing:
    """`ids` of every tenant by its code; `desks` that were opened."""

    database: ServerDatabase
    clock: Clock
    app: Starlette
    folder: Path
    ids: dict[str, bytes] = field(default_factory=dict)
    accounts: dict[tuple[str, str], bytes] = field(default_factory=dict)
    desks: list[SyncedDesk] = field(default_factory=list)

    @classmethod
    def make(cls, database: ServerDatabase, clock: Clock, folder: Path, *codes: str) -> Publishing:
        made = cls(database, clock, make_app(database, Settings(clock=clock)), folder)
        made.licensor(LICENSOR)
        for code in codes:
            made.organisation(code)
        return made

    def licensor(self, code: str) -> bytes:
        with self.database.writing() as connection:
            self.ids[code] = create_organisation(
                connection, code, code.title(), "oefenen", self.clock(), kind=TenantKind.LICENSOR)
        self.account(code, "lies", "Lies Licentie", Role.LICENSOR)
        return self.ids[code]

    def account(self, code: str, username: str, name: str, role: Role, until: str | None = None) -> bytes:
        with self.database.writing() as connection:
            made = create_account(
                connection, self.ids[code], username, name, role, passwords.hashed(PASSWORD), self.clock(),
                until=until)
        self.accounts[code, username] = made
        return made

    def organisation(self, code: str, licensor: str = LICENSOR, people: bool = True) -> None:
        """With an administrator `anna` and a coach `ben`."""
        if people:
            self.ids[code] = make_office(self.database, self.clock, code).id
        else:
            with self.database.writing() as connection:
                self.ids[code] = create_organisation(connection, code, code.title(), "oefenen", self.clock())
        self.link(code, licensor)

    def link(self, code: str, licensor: str = LICENSOR, from_on: str = "") -> None:
        with self.database.writing() as connection:
            link(connection, self.ids[code], self.ids[licensor], self.clock(), from_on)

    def write(self, code: str, kind: str, **row: Any) -> int:
        """As somebody of that tenant, without a desk."""
        with self.database.writing() as connection:
            return write_rows(connection, self.ids[code], [(kind, row)], bytes(16), self.clock())

    def join(self, code: str, username: str) -> SyncedDesk:
        """A computer that has nothing yet logs in."""
        line, home = Line(self.app), Home(self.folder / f"desk{len(self.desks)}")
        desk, _ = join(home, code, "http://127.0.0.1:1", code, username, PASSWORD, Protection(PASSPHRASE), self.clock,
                       make_wire=lambda _address: line)
        self.desks.append(SyncedDesk(desk, line, Syncer(desk, line)))
        return self.desks[-1]

    def end(self) -> None:
        for one in self.desks:
            one.syncer.close()
            one.desk.close()
            one.line.end()


def conclude(one: SyncedDesk, number: str, seats: int = 3, **more: Any) -> bytes:
    made: bytes = one.do(
        conclude_agreement, number=number, provider="oefenen", package="Basis", concluded_on="2026-11-01",
        starts_on="2026-11-01", months=12, parts=[{"kind": "participant", "seats": seats}], **more).outcome
    return made


def offer_package(lies: SyncedDesk, title: str = "Basis", code: str = "B") -> bytes:
    made: bytes = lies.do(
        add_package, provider="oefenen", code=code, title=title, school_fee_cents=10_000, seat_fee_cents=500,
        months=12, from_on="2026-11-01").outcome
    return made


def invoice_line(description: str = "Licentie") -> dict[str, Any]:
    return {"description": description, "quantity": "1", "unit_cents": 1_000, "vat_percent": "21"}


def with_a_person(anna: SyncedDesk) -> bytes:
    group = anna.do(create_group, name=SECRET).outcome
    person: bytes = anna.do(
        add_participant, fields={"given_name": SECRET, "family_name": SECRET}, group_id=group).outcome
    return person


def counted(one: SyncedDesk, tenant: bytes) -> dict[tuple[bytes | None, str], int]:
    rows = [row for row in rows_of(one.desk, "counts") if row["tenant"] == tenant]
    return {(row["licence_id"], row["what"]): row["number"] for row in rows}


def tenants(one: SyncedDesk, kind: str) -> set[bytes | None]:
    return {row["tenant"] for row in rows_of(one.desk, kind)}
