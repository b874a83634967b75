"""A desk that reads several streams (D10): the catalogue of its licensor, or what was agreed with each organisation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.actions.agreements import record_delivery, record_mandate, record_notice
from app.actions.groups import create_group
from app.actions.invoices import record_invoice
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.offering import add_package, offer_programme, withdraw_programme
from app.actions.organisation import change_organisation
from app.actions.participants import add_participant
from app.actions.reviews import settle_review
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.server.database import ServerDatabase
from app.server.licensors import unlink
from app.server.records import Record, store
from app.server.stream import change_epoch, keep, lock
from app.server.tables import organisations
from app.store.streams import other_streams
from app.store.tables import agreements, counts, metadata
from app.sync.differences import find
from app.sync.licensing import assign_organisation, make_organisation, new_password
from app.sync.wire_licensors import MakeOrganisation
from app.views.agreements import mandate_list
from app.views.licences import licence_list
from tests.desks import Clock
from tests.dumps import rows_of
from tests.sync.publishing import LICENSOR, OTHER_LICENSOR, Publishing
from tests.syncing import SyncedDesk

SECRET = "Geheimhuizen"


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path, "noord", "zuid")
    yield made
    made.end()


def _conclude(one: SyncedDesk, number: str, seats: int = 3, **more: Any) -> bytes:
    made: bytes = one.do(
        conclude_agreement, number=number, provider="oefenen", package="Basis", concluded_on="2026-11-01",
        starts_on="2026-11-01", months=12, parts=[{"kind": "participant", "seats": seats}], **more).outcome
    return made


def _package(lies: SyncedDesk, title: str = "Basis") -> bytes:
    made: bytes = lies.do(
        add_package, provider="oefenen", code="B", title=title, school_fee_cents=10_000, seat_fee_cents=500,
        months=12, from_on="2026-11-01").outcome
    return made


def _line(description: str = "Licentie") -> dict[str, Any]:
    return {"description": description, "quantity": "1", "unit_cents": 1_000, "vat_percent": "21"}


def _with_a_person(anna: SyncedDesk) -> bytes:
    group = anna.do(create_group, name=SECRET).outcome
    person: bytes = anna.do(
        add_participant, fields={"given_name": SECRET, "family_name": SECRET}, group_id=group).outcome
    return person


def _counted(one: SyncedDesk, tenant: bytes) -> dict[tuple[bytes | None, str], int]:
    rows = [row for row in rows_of(one.desk, "counts") if row["tenant"] == tenant]
    return {(row["licence_id"], row["what"]): row["number"] for row in rows}


def _tenants(one: SyncedDesk, kind: str) -> set[bytes | None]:
    return {row["tenant"] for row in rows_of(one.desk, kind)}


def test_licensees_read_the_catalogue_and_nothing_else_of_their_licensor(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    lies.sync()
    package = _package(lies)
    offered = lies.do(offer_programme, iri="https://p.example/1", code="P1", title="Lezen", from_on="2026-11-01",
                      package_id=package).outcome
    publishing.write(LICENSOR, "agreements", id=b"g" * 16, number=SECRET, provider="oefenen", package=SECRET,
                     concluded_on="2026-11-01", starts_on="2026-11-01", months=12, ended_on=None, delivered_on=None,
                     consumer=0)
    lies.sync()
    for who in (anna, publishing.join("zuid", "ben")):
        who.sync()
        assert rows_of(who.desk, "packages")[0]["title"] == "Basis"
        assert _tenants(who, "packages") == _tenants(who, "offered_programmes") == {publishing.ids[LICENSOR]}
        assert _tenants(who, "organisations") == {None} == {row["tenant"] for row in rows_of(who.desk, "locations")} | {
            None}
        assert SECRET not in str([rows_of(who.desk, name) for name in metadata.tables])
    lies.do(withdraw_programme, offered_id=offered, until_on="2027-08-01")
    lies.sync()
    assert anna.sync().pulled == 1
    assert rows_of(anna.desk, "offered_programmes")[0]["until_on"] == "2027-08-01"


def test_an_organisation_writes_nothing_in_the_stream_of_its_licensor(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    lies.sync()
    package = _package(lies)
    lies.sync()
    anna.sync()
    with pytest.raises(Refusal):
        anna.desk.do(add_package, within=publishing.ids[LICENSOR], provider="oefenen", code="X", title="Gratis",
                     school_fee_cents=0, seat_fee_cents=0, months=1, from_on="2026-11-01")
    with pytest.raises(Refusal):  # nor a package of its own
        _package(anna)
    # What no desk of ours sends is refused by the server too.
    with anna.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET kind = 'licensor'")
        connection.exec_driver_sql("UPDATE accounts SET role = 'licensor'")
    anna.desk.look_again()
    _package(anna, "Vals")
    assert anna.sync().parked == 1
    lies.sync()
    assert [row["id"] for row in rows_of(lies.desk, "packages")] == [package]


def test_a_licensor_reads_what_was_agreed_with_each_organisation_and_nobody_in_it(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    desks = {code: publishing.join(code, "anna") for code in ("noord", "zuid")}
    for code, anna in desks.items():
        anna.sync()
        person = _with_a_person(anna)
        agreement = _conclude(anna, f"L-{code}")
        licence = anna.one("licences", agreement_id=agreement)["id"]
        anna.do(assign_seats, licence_id=licence, participant_ids=[person])
        anna.sync()
    lies.sync()
    ids = {publishing.ids[code] for code in desks}
    assert {row["number"]: row["tenant"] for row in rows_of(lies.desk, "agreements")} == {
        f"L-{code}": publishing.ids[code] for code in desks}
    assert _tenants(lies, "organisations") == {None, *ids}
    assert lies.desk.organisation.id == publishing.ids[LICENSOR]
    assert SECRET not in str([rows_of(lies.desk, name) for name in metadata.tables])
    for code, anna in desks.items():
        licence = anna.one("licences")["id"]
        found = _counted(lies, publishing.ids[code])
        assert found == {(licence, "seats"): 1, (None, "participants"): 1, (None, "administrators"): 1,
                         (None, "coaches"): 1}
        (line,) = lies.desk.read_within(publishing.ids[code], licence_list)
        assert line.id == licence
    assert not lies.desk.read(licence_list)


def test_counts_follow_when_nothing_else_does(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    people = [_with_a_person(anna), _with_a_person(anna)]
    _conclude(anna, "L-1")
    licence = anna.one("licences")["id"]
    anna.sync()
    lies.sync()
    assert _counted(lies, publishing.ids["noord"])[None, "participants"] == 0
    anna.do(assign_seats, licence_id=licence, participant_ids=people)
    anna.sync()
    lies.sync()
    assert _counted(lies, publishing.ids["noord"])[licence, "seats"] == 2
    from app.actions.erasing import erase_participants

    anna.do(erase_participants, participant_ids=people[:1])
    anna.sync()
    assert lies.sync().changes.touches({"counts"})
    assert _counted(lies, publishing.ids["noord"])[licence, "seats"] == 1
    assert not rows_of(lies.desk, "erased_ids"), "not even an id of somebody comes here"


def test_both_parties_write_in_one_organisation_and_nobody_loses_anything(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    lies.sync()
    made = lies.desk.do(
        conclude_agreement, within=noord, number="L-9", provider="oefenen", package="Basis",
        concluded_on="2026-11-01", starts_on="2026-11-01", months=12, parts=[{"kind": "participant", "seats": 5}])
    assert rows_of(lies.desk, "agreements")[0]["tenant"] == noord
    lies.sync()
    anna.sync()
    assert anna.one("agreements", number="L-9")["tenant"] is None
    agreement = made.outcome
    lies.desk.do(record_invoice, within=noord, agreement_id=agreement,
                 head={"number": "F-1", "invoiced_on": "2026-11-20"}, lines=[_line()])
    anna.do(record_delivery, agreement_id=agreement, delivered_on="2026-11-10")
    lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-12")
    anna.sync()
    report = lies.sync()
    assert report.conflicts == 1 and report.parked == 0
    anna.sync()
    lies.sync()
    assert rows_of(anna.desk, "invoices")[0]["number"] == "F-1"
    assert anna.one("agreements")["delivered_on"] == "2026-11-12"
    assert rows_of(lies.desk, "agreements")[0]["delivered_on"] == "2026-11-12"
    (lost,) = rows_of(lies.desk, "reviews")
    assert (lost["tenant"], lost["field"]) == (noord, "delivered_on")
    lies.desk.do(settle_review, review_id=lost["id"], choice="restore")  # the desk knows whose it is
    lies.sync()
    anna.sync()
    assert anna.one("agreements")["delivered_on"] == "2026-11-10"
    lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-13")
    lies.desk.do(undo_last)
    lies.sync()
    anna.sync()
    assert anna.one("agreements")["delivered_on"] == "2026-11-10"
    assert not rows_of(lies.desk, "confirmed")


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


def test_a_licensor_does_not_act_in_the_name_of_the_organisation(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    agreement = _conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    with pytest.raises(Refusal):
        lies.desk.do(record_mandate, within=noord, holder="Lies", given_by="Anna", acts=["give notice"],
                     from_on="2026-11-01")
    signatory = {"name": "Lies", "role": "representative", "mandate_id": None}
    with pytest.raises(Refusal):
        lies.desk.do(record_notice, within=noord, agreement_id=agreement, party="organisation",
                     received_on="2026-11-20", form="letter", proof="brief", signatory=signatory)
    with pytest.raises(Refusal):
        lies.desk.do(assign_seats, within=noord, licence_id=b"l" * 16, participant_ids=[b"p" * 16])
    lies.desk.do(record_notice, within=noord, agreement_id=agreement, party="licensor",
                 received_on="2026-11-20", form="letter", proof="brief")
    lies.sync()
    anna.sync()
    assert rows_of(anna.desk, "notices")[0]["party"] == "licensor"
    assert not anna.desk.read(mandate_list)


def test_the_server_refuses_what_the_desk_would(publishing: Publishing, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.actions import action

    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    lies.sync()
    monkeypatch.setattr(action, "speak_for_own_party", lambda work: None)
    lies.desk.do(record_mandate, within=noord, holder="Lies", given_by="Anna", acts=["give notice"],
                 from_on="2026-11-01")
    assert lies.sync().parked == 1
    anna.sync()
    assert not rows_of(anna.desk, "mandates") and not rows_of(anna.desk, "reviews")
    assert not rows_of(lies.desk, "mandates")
    lies.sync()
    (refused,) = rows_of(lies.desk, "reviews")
    assert (refused["sort"], refused["tenant"], refused["row_id"]) == ("refused", None, noord)
    assert refused["version"] > 0, "the colleagues of who was refused see it too"
    lies.desk.do(settle_review, review_id=refused["id"], choice="drop")
    assert lies.sync().parked == 0


def test_a_link_that_ends_takes_the_rows_along_and_puts_what_waits_before_people(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    agreement = _conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    _package(lies)
    lies.sync()
    anna.sync()
    lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-12")
    with publishing.database.writing() as connection:
        unlink(connection, noord, publishing.clock())
    lies.sync()
    anna.sync()
    for kind in ("agreements", "licences", "counts", "confirmed"):
        assert noord not in _tenants(lies, kind), kind
    assert noord not in _tenants(lies, "organisations") and len(_tenants(lies, "organisations")) == 2
    assert not rows_of(anna.desk, "packages") and rows_of(anna.desk, "agreements")
    (refused,) = rows_of(lies.desk, "reviews")
    assert refused["sort"] == "refused" and refused["row_id"] == noord
    with pytest.raises(Refusal):
        lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-13")
    lies.desk.do(settle_review, review_id=refused["id"], choice="again")
    lies.sync()
    lies.sync()
    (still,) = rows_of(lies.desk, "reviews")
    assert still["settled_us"] is None, "it could not be sent this time either"
    publishing.link("noord")
    lies.desk.do(settle_review, review_id=still["id"], choice="again")
    lies.sync()
    anna.sync()
    assert anna.one("agreements")["delivered_on"] == "2026-11-12"


def test_an_auditor_reads_what_the_licensor_opened_for_as_long_as_it_says(publishing: Publishing, clock: Clock) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    person = _with_a_person(anna)
    agreement = _conclude(anna, "L-1")
    anna.do(assign_seats, licence_id=anna.one("licences")["id"], participant_ids=[person])
    anna.do(record_invoice, agreement_id=agreement, head={"number": "F-1", "invoiced_on": "2026-11-20"},
            lines=[_line()])
    anna.sync()
    account = publishing.account(LICENSOR, "otto", "Otto Controle", Role.AUDITOR, until="2026-12-01")
    otto = publishing.join(LICENSOR, "otto")
    otto.sync()
    assert _tenants(otto, "organisations") == {None} and not rows_of(otto.desk, "agreements")
    with publishing.database.writing() as connection:
        here = lock(connection, publishing.ids[LICENSOR])
        opened = {"id": b"a" * 16, "organisation_id": publishing.ids["noord"], "account_id": account,
                  "from_on": "2026-11-20", "until_on": "2026-11-25"}
        store(connection, here, [(None, Record("audits", b"a" * 16, here.organisation_id, here.next(), 0, opened))])
        keep(connection, here)
    otto.sync()
    assert _tenants(otto, "agreements") == {publishing.ids["noord"]}
    assert not rows_of(otto.desk, "invoices")
    assert SECRET not in str([rows_of(otto.desk, name) for name in metadata.tables])
    assert _counted(otto, publishing.ids["noord"])[None, "participants"] == 1
    with pytest.raises(Refusal):
        otto.desk.do(record_delivery, within=publishing.ids["noord"], agreement_id=agreement,
                     delivered_on="2026-11-12")
    clock.forward(4)
    otto.sync()
    assert not rows_of(otto.desk, "agreements") and _tenants(otto, "organisations") == {None}
    clock.forward(10)
    with pytest.raises(Refusal) as ended:
        otto.sync()
    assert ended.value.remedy == "log in"


def test_one_request_when_nothing_changed_anywhere(publishing: Publishing) -> None:
    for number in range(50):
        publishing.organisation(f"school{number}", people=False)
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    assert len(_tenants(lies, "organisations")) == 53
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
    agreement = _conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    lies.desk.do(record_invoice, within=noord, agreement_id=agreement,
                 head={"number": "F-1", "invoiced_on": "2026-11-20"}, lines=[_line()])
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


def _recounted(publishing: Publishing) -> None:
    """The sums as they are in the backup that was put back."""
    from app.domain.kinds import KINDS, SUM_LIMIT, may_have, unit_of
    from app.server.migrations.versions.v0003_streams import _mark
    from app.server.records import load_where

    with publishing.database.writing() as connection:
        noord = publishing.ids["noord"]
        rows = [row for row in load_where(connection, noord) if row.kind in KINDS and row.fields]
        for role, unit in ((Role.LICENSOR, noord), (Role.ADMINISTRATOR, bytes(16))):
            mine = [row for row in rows if may_have(role, row.kind, row.fields or {})
                    and unit in (bytes(16), unit_of(row.kind, row.fields or {}, noord))]
            total = sum(_mark(row.id, row.number) for row in mine) % SUM_LIMIT
            from app.server.tables import sums

            connection.execute(sums.update().where(
                sums.c.organisation_id == noord, sums.c.unit == unit, sums.c.role == role.value).values(
                    rows=len(mine), total=total))


def test_what_differs_in_one_stream_is_read_again(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    agreement = _conclude(anna, "L-1")
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
    assert find is not None


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


def test_a_licensor_makes_an_organisation_with_its_first_administrator(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    asked = MakeOrganisation(b"n" * 16, "nieuw", "De Nieuwe", "beheer", "Bea Beheer", "Lindenveen")
    first = make_organisation(lies.syncer, asked)
    again = make_organisation(lies.syncer, asked)  # the answer was lost
    assert again.password != first.password and again.organisation_id == asked.id
    lies.sync()
    assert {row["organisation_code"] for row in rows_of(lies.desk, "links")} == {"noord", "zuid", "nieuw"}
    assert b"n" * 16 in _tenants(lies, "organisations")
    password = new_password(lies.syncer, asked.id, "beheer").password
    publishing.ids["nieuw"] = asked.id
    from app.store.home import Home
    from app.store.protection import Protection
    from app.sync.connect import join
    from tests.desks import PASSPHRASE
    from tests.lines import Line

    line = Line(publishing.app)
    for wrong in (first.password, again.password):
        with pytest.raises(Refusal):
            join(Home(publishing.folder / "x"), "nieuw", "http://127.0.0.1:1", "nieuw", "beheer", wrong,
                 Protection(PASSPHRASE), publishing.clock, make_wire=lambda _address: line)
    desk, _ = join(Home(publishing.folder / "x"), "nieuw", "http://127.0.0.1:1", "nieuw", "beheer", password,
                   Protection(PASSPHRASE), publishing.clock, make_wire=lambda _address: line)
    desk.close()
    line.end()
    with pytest.raises(Refusal):
        new_password(lies.syncer, asked.id, "beheer")
    with pytest.raises(Refusal):
        make_organisation(lies.syncer, asked)
    with publishing.database.writing() as connection:
        unlink(connection, publishing.ids["noord"], publishing.clock())
    with pytest.raises(Refusal):  # no longer of this licensor
        make_organisation(lies.syncer, MakeOrganisation(publishing.ids["noord"], "noord", "N", "anna", "Anna"))


def test_only_a_licensor_makes_organisations_and_only_for_its_own(publishing: Publishing) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    with pytest.raises(Refusal):
        make_organisation(anna.syncer, MakeOrganisation(b"n" * 16, "nieuw", "N", "beheer", "Bea"))
    publishing.licensor(OTHER_LICENSOR)
    other = publishing.join(OTHER_LICENSOR, "lies")
    other.sync()
    with pytest.raises(Refusal):
        new_password(other.syncer, publishing.ids["noord"], "anna")
    with publishing.database.reading() as connection:
        assert connection.execute(organisations.select().where(organisations.c.code == "nieuw")).first() is None


@pytest.mark.clause("O-13")
def test_an_organisation_goes_to_another_licensor_and_both_hear_of_it(publishing: Publishing, clock: Clock) -> None:
    from datetime import date

    publishing.licensor(OTHER_LICENSOR)
    lies, other = publishing.join(LICENSOR, "lies"), publishing.join(OTHER_LICENSOR, "lies")
    anna = publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    _conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    assign_organisation(lies.syncer, noord, OTHER_LICENSOR, date(2026, 11, 23))
    for one in (lies, other, anna):
        one.sync()
    told = {row["licensor_code"]: (row["from_on"], row["until_on"]) for row in rows_of(anna.desk, "links")}
    assert told == {LICENSOR: ("2026-11-21", "2026-11-23"), OTHER_LICENSOR: ("2026-11-23", None)}
    assert rows_of(other.desk, "links")[0]["organisation_code"] == "noord"
    assert noord in _tenants(lies, "agreements") and not rows_of(other.desk, "agreements")
    clock.forward(2)
    for one in (lies, other, anna):
        one.sync()
    assert not rows_of(lies.desk, "agreements") and noord in _tenants(other, "agreements")
    with other.desk.database.reading() as connection:
        assert [one.stream for one in other_streams(connection)] == [noord]
