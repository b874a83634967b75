"""The guards of a sync hold per stream (S13): what is put back, copied, stopped, forgotten, or asked without right."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import Any

import pytest

from app.actions.agreements import record_delivery
from app.actions.founding import open_desk
from app.actions.invoices import record_invoice
from app.actions.organisation import change_organisation
from app.domain.errors import Refusal
from app.domain.kinds import KINDS, SUM_LIMIT, mark_of, may_have, unit_of
from app.domain.permissions import Role
from app.server.records import delete_kind, load_where
from app.server.stream import change_epoch, keep, lock, look
from app.server.tables import metadata as server_metadata
from app.server.tables import streams, sums
from app.store.home import Home
from app.store.tables import agreements, counts
from app.sync.connect import log_in_again
from app.sync.engine import Syncer
from app.sync.wire import AskSums, Pull, Push, Session
from tests.desks import unlock
from tests.dumps import rows_of
from tests.lines import Line
from tests.servers import PASSWORD, Computer, Web, code_of, read
from tests.sync.computers import Fuse, Killed
from tests.sync.publishing import (
    LICENSOR,
    OTHER_LICENSOR,
    Publishing,
    conclude,
    invoice_line,
    tenants,
)
from tests.syncing import SyncedDesk


def test_a_row_of_another_tenant_is_out_of_reach(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    for code in ("noord", "zuid"):
        publishing.write(code, "agreements", id=code.encode().ljust(16, b"."), number=code, provider="oefenen",
                         package="Basis", concluded_on="2026-11-01", starts_on="2026-11-01", months=12, ended_on=None,
                         delivered_on=None, consumer=0)
    lies.sync()
    theirs = b"noord".ljust(16, b".")
    for within in (None, publishing.ids["zuid"]):
        with pytest.raises(Refusal):
            lies.desk.do(record_delivery, within=within, agreement_id=theirs, delivered_on="2026-11-12")
    # A row under the id of one that is here already changes nothing here, whoever sends it.
    publishing.write("zuid", "agreements", id=theirs, number="Vals", provider="oefenen", package="Basis",
                     concluded_on="2026-11-01", starts_on="2026-11-01", months=12, ended_on=None, delivered_on=None,
                     consumer=0)
    lies.sync()
    assert {row["number"] for row in rows_of(lies.desk, "agreements")} == {"noord", "zuid"}


def test_one_request_when_nothing_changed_anywhere(publishing: Publishing) -> None:
    for number in range(50):
        publishing.organisation(f"school{number}", people=False)
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    assert len(tenants(lies, "organisations")) == 53
    assert lies.sync().requests == 1
    publishing.write("school3", "groups", id=b"g" * 16, name="Groep", from_on="2026-08-01", until_on=None)
    assert lies.sync().requests == 1, "what a licensor does not see is no news"
    publishing.write("school3", "locations", id=b"l" * 16, name="Hier", from_on="2026-08-01", until_on=None)
    assert lies.sync().requests == 2
    assert lies.sync().requests == 1


def test_a_server_that_was_put_back_is_noticed_per_stream(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    agreement = conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    lies.desk.do(record_invoice, within=noord, agreement_id=agreement,
                 head={"number": "F-1", "invoiced_on": "2026-11-20"}, lines=[invoice_line()])
    lies.sync()
    with publishing.database.writing() as connection:  # it forgets what came last, and says so
        for kind in ("invoices", "invoice_lines"):
            connection.exec_driver_sql(
                "DELETE FROM records WHERE kind = '" + kind + "'")
        connection.exec_driver_sql("DELETE FROM answers WHERE action = 'invoice.record'")
        here = lock(connection, noord)
        change_epoch(connection, here)
    _recounted(publishing)
    lies.sync()
    anna.sync()
    lies.sync()
    assert rows_of(anna.desk, "invoices")[0]["number"] == "F-1"
    assert {row["number"] for row in rows_of(lies.desk, "agreements")} == {"L-1"}
    assert rows_of(lies.desk, "invoices")[0]["version"] > 0


def test_what_differs_in_one_stream_is_read_again(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    agreement = conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    with lies.desk.database.writing() as connection:
        connection.execute(agreements.delete())
        connection.execute(counts.delete())
    anna.do(record_delivery, agreement_id=agreement, delivered_on="2026-11-12")
    anna.do(change_organisation, organisation_id=publishing.ids["noord"], name="Noord", place="Noord",
            administrator="Anna")
    anna.sync()
    lies.sync()
    lies.sync()
    assert {row["number"] for row in rows_of(lies.desk, "agreements")} == {"L-1"}


def test_a_sync_that_stops_in_a_second_stream_goes_on_there(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    for number in range(30):
        publishing.write("noord", "locations", id=bytes([number]) * 16, name=f"Plek {number}", from_on="2026-08-01",
                         until_on=None)
    stops = iter([False] * 3 + [True] * 1000)
    lies.syncer.sync(cancelled=lambda: next(stops))
    for _ in range(3):
        lies.line.faults = ["", "cut"]
        try:
            lies.sync()
        except Refusal as refusal:
            assert refusal.remedy == "later"
    lies.line.faults.clear()
    lies.sync()
    assert sum(row["tenant"] == publishing.ids["noord"] for row in rows_of(lies.desk, "locations")) == 30
    assert lies.sync().requests == 1


def test_who_asks_for_a_stream_that_is_not_theirs_gets_nothing(publishing: Publishing, web: Web) -> None:
    def pull(code: str, username: str, stream: bytes) -> tuple[int, str]:
        session = read(web.post("/v1/session", Computer().log_in(username, organisation=code)), Session)
        answers = [web.post(path, message, session.access) for path, message in (
            ("/v1/pull", Pull(stream=stream)), ("/v1/push", Push([], stream=stream)),
            ("/v1/sums", AskSums(stream)))]
        codes = {code_of(answer) for answer in answers}
        assert len(codes) == 1
        return codes.pop()

    refused = (403, "not_yours")
    assert pull("noord", "anna", publishing.ids["zuid"]) == refused
    assert pull("noord", "anna", b"x") == pull("noord", "anna", bytes(16)) == refused
    publishing.licensor(OTHER_LICENSOR)
    assert pull(OTHER_LICENSOR, "lies", publishing.ids["noord"]) == refused
    publishing.account(LICENSOR, "otto", "Otto Controle", Role.AUDITOR, until="2026-12-01")
    assert pull(LICENSOR, "otto", publishing.ids["noord"]) == refused


def test_a_server_put_back_without_a_word_is_noticed_by_who_reads_another_stream(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    lies.sync()
    before = _copied(publishing)
    anna.do(change_organisation, organisation_id=noord, name="Na de kopie", place="", administrator="Anna")
    anna.sync()
    lies.sync()
    assert "Na de kopie" in {row["name"] for row in rows_of(lies.desk, "organisations")}
    _put_back(publishing, before)
    lies.sync()
    anna.sync()
    anna.sync()
    lies.sync()
    for one in (anna, lies):
        assert "Na de kopie" in {row["name"] for row in rows_of(one.desk, "organisations")}
    with publishing.database.reading() as connection:
        assert look(connection, noord).epoch != before["streams"][noord]


def test_a_copied_database_of_a_licensor_reads_every_stream_afresh(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    lies.syncer.close()
    copy = Home(publishing.folder / "copied")
    shutil.copytree(lies.desk.folder, copy.folder(LICENSOR))
    line, desk = Line(publishing.app), open_desk(copy, LICENSOR, unlock, publishing.clock)
    log_in_again(desk, PASSWORD, make_wire=lambda _address: line)
    made = SyncedDesk(desk, line, Syncer(desk, line))
    publishing.desks.append(made)
    publishing.write("zuid", "locations", id=b"l" * 16, name="Hier", from_on="2026-08-01", until_on=None)
    made.sync()
    assert len(tenants(made, "organisations")) == 3
    assert [row["name"] for row in rows_of(desk, "locations")] == ["Hier"]
    assert made.sync().requests == 1


def test_a_cursor_from_before_the_oldest_tombstone_starts_its_stream_afresh(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    publishing.write("zuid", "locations", id=b"l" * 16, name="Weg", from_on="2026-08-01", until_on=None)
    lies.sync()
    with publishing.database.writing() as connection:
        here = lock(connection, publishing.ids["zuid"])
        delete_kind(connection, here, "locations")  # its tombstone was forgotten too
        here.reserve(5)
        keep(connection, here)
        connection.execute(streams.update().where(streams.c.organisation_id == publishing.ids["zuid"]).values(
            oldest=here.number - 1))
    publishing.write("zuid", "locations", id=b"n" * 16, name="Nieuw", from_on="2026-08-01", until_on=None)
    lies.sync()
    assert [row["name"] for row in rows_of(lies.desk, "locations")] == ["Nieuw"]
    assert lies.sync().requests == 1


@pytest.mark.parametrize("statements", [3, 11, 19, 29, 43, 61])
def test_a_desk_that_dies_while_it_reads_several_streams_goes_on(publishing: Publishing, statements: int) -> None:
    lies = publishing.join(LICENSOR, "lies")
    for code in ("noord", "zuid"):
        for number in range(5):
            publishing.write(code, "locations", id=code.encode().ljust(15, b".") + bytes([number]),
                             name=f"{code} {number}", from_on="2026-08-01", until_on=None)
    fuse = Fuse(Killed)
    fuse.lay(lies.desk.database._writer)
    with suppress(Killed), fuse.lit(statements):
        lies.sync()
    lies.syncer.close()
    lies.syncer = Syncer(lies.desk, lies.line)
    lies.sync()
    lies.sync()
    assert len(rows_of(lies.desk, "locations")) == 10
    assert tenants(lies, "locations") == {publishing.ids["noord"], publishing.ids["zuid"]}
    assert lies.sync().requests == 1


def _recounted(publishing: Publishing) -> None:
    """The sums as they are in the backup that was put back."""

    with publishing.database.writing() as connection:
        noord = publishing.ids["noord"]
        rows = [row for row in load_where(connection, noord) if row.kind in KINDS and row.fields]
        for role, unit in ((Role.LICENSOR, noord), (Role.ADMINISTRATOR, bytes(16))):
            mine = [row for row in rows if may_have(role, row.kind, row.fields or {})
                    and unit in (bytes(16), unit_of(row.kind, row.fields or {}, noord))]
            total = sum(mark_of(row.id, row.number) for row in mine) % SUM_LIMIT

            connection.execute(sums.update().where(
                sums.c.organisation_id == noord, sums.c.unit == unit, sums.c.role == role.value).values(
                    rows=len(mine), total=total))


def _copied(publishing: Publishing) -> dict[str, Any]:
    with publishing.database.reading() as connection:
        rows = {name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for name, table in server_metadata.tables.items() if "organisation_id" in table.c}
    return {"rows": rows, "streams": {row["organisation_id"]: row["epoch"] for row in rows["streams"]}}


def _put_back(publishing: Publishing, copy: dict[str, Any]) -> None:
    with publishing.database.writing() as connection:
        for name, rows in copy["rows"].items():
            connection.execute(server_metadata.tables[name].delete())
            if rows:
                connection.execute(server_metadata.tables[name].insert(), rows)
