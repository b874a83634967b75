"""A desk that reads several streams (D10): the catalogue of its licensor, or what was agreed with each organisation."""

from __future__ import annotations

import pytest

from app.actions import action
from app.actions.agreements import record_delivery, record_mandate, record_notice
from app.actions.erasing import erase_participants
from app.actions.invoices import record_invoice
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.offering import add_package, offer_programme, withdraw_programme
from app.actions.reviews import settle_review
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.store.tables import metadata
from app.views.agreements import mandate_list
from app.views.licences import licence_list
from tests.dumps import rows_of
from tests.sync.publishing import (
    LICENSOR,
    SECRET,
    Publishing,
    conclude,
    counted,
    invoice_line,
    offer_package,
    tenants,
    with_a_person,
)


def test_licensees_read_the_catalogue_and_nothing_else_of_their_licensor(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    lies.sync()
    package = offer_package(lies)
    offered = lies.do(offer_programme, iri="https://p.example/1", code="P1", title="Lezen", from_on="2026-11-01",
                      package_id=package).outcome
    publishing.write(LICENSOR, "agreements", id=b"g" * 16, number=SECRET, provider="oefenen", package=SECRET,
                     concluded_on="2026-11-01", starts_on="2026-11-01", months=12, ended_on=None, delivered_on=None,
                     consumer=0)
    lies.sync()
    for who in (anna, publishing.join("zuid", "ben")):
        who.sync()
        assert rows_of(who.desk, "packages")[0]["title"] == "Basis"
        assert tenants(who, "packages") == tenants(who, "offered_programmes") == {publishing.ids[LICENSOR]}
        assert tenants(who, "organisations") == {None} == {row["tenant"] for row in rows_of(who.desk, "locations")} | {
            None}
        assert SECRET not in str([rows_of(who.desk, name) for name in metadata.tables])
    lies.do(withdraw_programme, offered_id=offered, until_on="2027-08-01")
    lies.sync()
    assert anna.sync().pulled == 1
    assert rows_of(anna.desk, "offered_programmes")[0]["until_on"] == "2027-08-01"


def test_an_organisation_writes_nothing_in_the_stream_of_its_licensor(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    lies.sync()
    package = offer_package(lies)
    lies.sync()
    anna.sync()
    with pytest.raises(Refusal):
        anna.desk.do(add_package, within=publishing.ids[LICENSOR], provider="oefenen", code="X", title="Gratis",
                     school_fee_cents=0, seat_fee_cents=0, months=1, from_on="2026-11-01")
    with pytest.raises(Refusal):  # nor a package of its own
        offer_package(anna)
    # What no desk of ours sends is refused by the server too.
    with anna.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET kind = 'licensor'")
        connection.exec_driver_sql("UPDATE accounts SET role = 'licensor'")
    anna.desk.look_again()
    offer_package(anna, "Vals", "V")
    assert anna.sync().parked == 1
    lies.sync()
    assert [row["id"] for row in rows_of(lies.desk, "packages")] == [package]


def test_a_licensor_reads_what_was_agreed_with_each_organisation_and_nobody_in_it(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    desks = {code: publishing.join(code, "anna") for code in ("noord", "zuid")}
    for code, anna in desks.items():
        anna.sync()
        person = with_a_person(anna)
        agreement = conclude(anna, f"L-{code}")
        licence = anna.one("licences", agreement_id=agreement)["id"]
        anna.do(assign_seats, licence_id=licence, participant_ids=[person])
        anna.sync()
    lies.sync()
    ids = {publishing.ids[code] for code in desks}
    assert {row["number"]: row["tenant"] for row in rows_of(lies.desk, "agreements")} == {
        f"L-{code}": publishing.ids[code] for code in desks}
    assert tenants(lies, "organisations") == {None, *ids}
    assert lies.desk.organisation.id == publishing.ids[LICENSOR]
    assert SECRET not in str([rows_of(lies.desk, name) for name in metadata.tables])
    for code, anna in desks.items():
        licence = anna.one("licences")["id"]
        found = counted(lies, publishing.ids[code])
        assert found.items() >= {(licence, "seats"): 1, (None, "participants"): 1, (None, "administrators"): 1,
                                 (None, "coaches"): 1}.items()
        (line,) = lies.desk.read_within(publishing.ids[code], licence_list)
        assert line.id == licence
    assert not lies.desk.read(licence_list)


def test_counts_follow_when_nothing_else_does(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    people = [with_a_person(anna), with_a_person(anna)]
    conclude(anna, "L-1")
    licence = anna.one("licences")["id"]
    anna.sync()
    lies.sync()
    assert counted(lies, publishing.ids["noord"])[None, "participants"] == 0
    anna.do(assign_seats, licence_id=licence, participant_ids=people)
    anna.sync()
    lies.sync()
    assert counted(lies, publishing.ids["noord"])[licence, "seats"] == 2

    anna.do(erase_participants, participant_ids=people[:1])
    anna.sync()
    assert lies.sync().changes.touches({"counts"})
    assert counted(lies, publishing.ids["noord"])[licence, "seats"] == 1
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
                 head={"number": "F-1", "invoiced_on": "2026-11-20"}, lines=[invoice_line()])
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


def test_a_licensor_does_not_act_in_the_name_of_the_organisation(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    agreement = conclude(anna, "L-1")
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
