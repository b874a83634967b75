"""What a licensor sees of its organisations: numbers, money and dates, in a few queries, and nobody's name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from app.actions.agreements import record_notice
from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.invoices import book
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.measures import lift_measure, record_measure
from app.domain.counting import SEATS_ON
from app.domain.errors import Refusal
from app.store.tables import counts, licences, seat_numbers
from app.views.licence_audit import audit_within
from app.views.licensor_overview import licensor_overview
from app.views.organisation_page import organisation_page
from app.views.organisations import organisation_list
from app.views.overview import overview
from tests.coaching import coach_of
from tests.licensing import agree, belongs, bill, count


def test_the_list_shows_what_was_agreed_counted_and_not_paid(licensor: Desk) -> None:
    north, south = belongs(licensor, "noord", "Bibliotheek Noord"), belongs(licensor, "zuid", "Taalhuis Zuid")
    agreement = agree(licensor, north)
    invoice = bill(licensor, north, agreement)
    count(licensor, north, seats=38)
    first, second = licensor.read(organisation_list)
    assert (first.id, first.name, first.state, first.bought, first.used) == (
        north, "Bibliotheek Noord", "running", 40, 38)
    assert (first.open_cents, first.late_cents, str(first.next_day)) == (169_400, 169_400, "2026-12-31")
    assert (second.id, second.state, second.bought, second.used, second.next_day) == (south, "none", 0, None, None)
    licensor.do(book, within=north, invoice_id=invoice, kind="payment", booked_on="2026-11-20", amount_cents=169_400)
    assert licensor.read(organisation_list)[0].late_cents == 0


@pytest.mark.clause("O-11.1")
def test_notice_of_the_licensor_ends_the_agreement_and_shows(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agreement = agree(licensor, north)
    given = {"agreement_id": agreement, "received_on": "2026-11-20", "form": "registered", "proof": "RR1"}
    with pytest.raises(Refusal, match="itself can do this"):
        licensor.do(record_notice, within=north, party="organisation",
                    signatory={"name": "X", "role": "representative", "mandate_id": None}, **given)
    licensor.do(record_notice, within=north, party="licensor", **given)
    (row,) = licensor.read(organisation_list)
    assert row.state == "ending"
    (detail,) = licensor.read(organisation_page, north).agreements
    assert [str(one.ends_on) for one in detail.notices] == ["2027-01-31"]


@pytest.mark.clause("O-12")
def test_a_page_has_numbers_in_the_place_of_people(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agree(licensor, north)
    count(licensor, north, seats=12, coaches=4)
    page = licensor.read(organisation_page, north)
    assert (page.counted.seats, page.counted.participants, page.counted.administrators, page.counted.coaches) == (
        12, 12, 1, 4)
    (detail,) = page.agreements
    assert (detail.row.used, detail.row.bought, detail.without_seat) == (12, 40, 0)
    assert [entry.bought for entry in page.months[-3:]] == [40, 40, 40]
    assert page.months[0].bought == 0


@pytest.mark.clause("A-1.2")
def test_seats_bought_and_in_use_go_by_the_month(licensor: Desk) -> None:
    """Forty in February, fifty from 10 October on; the server counted on the first of a month, and today."""
    north = belongs(licensor, "noord")
    agree(licensor, north)
    count(licensor, north, seats=45)
    licence = raised(licensor, north, 50, "2026-10-10")
    with licensor.database.writing() as connection:
        connection.execute(counts.insert(), [
            {"tenant": north, "licence_id": licence, "what": f"{SEATS_ON}{day}", "number": number, "as_of_us": 1}
            for day, number in (("2026-10-01", 38), ("2026-11-01", 44), (f"{licensor.sight.today}", 45))])
    page = licensor.read(organisation_page, north)
    assert [(one.month.month, one.bought, one.used) for one in page.months[-4:]] == [
        (8, 40, None), (9, 40, None), (10, 40, 38), (11, 50, 45)]
    assert [one.bought for one in page.months if one.month < date(2026, 2, 1)] == [0] * 14
    assert (page.row.bought, page.agreements[0].row.bought) == (50, 50)


@pytest.mark.clause("O-12")
def test_an_audit_counts_a_later_number_from_its_day_on(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agree(licensor, north)
    raised(licensor, north, 50, "2026-10-10")
    audit = licensor.read(audit_within, north)
    assert [row[3] for row in audit.sheet("licences").rows] == [50]
    assert [(row[1], row[2]) for row in audit.sheet("seats").rows][-3:] == [
        (date(2026, 10, 1), 40), (date(2026, 11, 1), 50), (licensor.sight.today, 50)]


def raised(desk: Desk, organisation: bytes, seats: int, day: str) -> bytes:
    """A later number of the seats of an organisation, as it came over the line; gives the id of the licence."""
    with desk.database.writing() as connection:
        licence = connection.execute(select(licences.c.id).where(licences.c.tenant == organisation)).scalar_one()
        connection.execute(seat_numbers.insert().values(
            id=b"n" * 16, tenant=organisation, licence_id=licence, seats=seats, fee_cents=3_250, order_id=None,
            proof="", from_on=day))
    return bytes(licence)


def test_an_organisation_that_went_is_refused_in_words(licensor: Desk) -> None:
    with pytest.raises(Refusal, match="not yours any more"):
        licensor.read(organisation_page, b"x" * 16)


def test_an_administrator_has_no_organisations_and_a_coach_may_not_ask(desk: Desk) -> None:
    assert desk.read(organisation_list) == ()
    group = desk.do(create_group, name="Dinsdag").outcome
    with pytest.raises(Refusal, match="role does not allow"):
        coach_of(desk, group).read(organisation_list)


def test_a_licensor_gives_no_seats(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agree(licensor, north)
    with pytest.raises(Refusal, match="role does not allow"):
        licensor.do(assign_seats, within=north, licence_id=b"l" * 16, participant_ids=[])


def test_the_overview_puts_what_presses_first(licensor: Desk) -> None:
    north, south, east = (belongs(licensor, code) for code in ("noord", "zuid", "oost"))
    bill(licensor, north, agree(licensor, north, starts_on="2026-06-01"))
    agree(licensor, south, "L-2", starts_on="2026-01-01")
    values = licensor.read(licensor_overview)
    assert (values.organisations, values.running, values.bought, values.late_cents) == (3, 2, 80, 169_400)
    assert [(one.kind, one.target) for one in values.attention] == [
        ("late", north), ("notice", south), ("none", east)]
    assert all(one.panel == "organisations" for one in values.attention)


def test_what_is_of_others_stays_out_of_the_own_figures(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agree(licensor, north)
    values = licensor.read(overview)
    assert (values.seats_bought, values.attention) == (0, ())


def test_more_organisations_take_no_more_queries(licensor: Desk) -> None:
    def add(number: int) -> None:
        organisation = belongs(licensor, f"nummer-{number}")
        bill(licensor, organisation, agree(licensor, organisation, f"L-{number}"), f"F-{number}")

    add(1)
    few = _count(licensor)
    for number in range(2, 8):
        add(number)
    assert _count(licensor) == few


def _count(desk: Desk) -> int:
    """How many statements the list takes."""
    seen: list[Any] = []

    def counted(connection: Any, sight: Any) -> None:
        event.listen(connection, "before_cursor_execute", lambda *_given: seen.append(1))
        organisation_list(connection, sight)

    desk.read(counted)
    return len(seen)


def test_another_agreement_is_recorded_within_the_organisation(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    first = agree(licensor, north)
    licensor.do(
        conclude_agreement, within=north, number="L-9", provider="oefenen", package="Basis", concluded_on="2026-11-01",
        starts_on="2027-02-01", months=12, parts=[{"kind": "participant", "seats": 5}], supplements_id=first)
    page = licensor.read(organisation_page, north)
    assert [one.agreement_number for one in page.agreements] == ["L-9", "L-1"]
    assert (page.row.agreement, page.row.bought) == ("L-1", 40)


def test_a_suspension_stands_in_the_list_until_it_is_lifted(licensor: Desk) -> None:
    north = belongs(licensor, "noord")
    agreement = agree(licensor, north)
    measure = licensor.do(
        record_measure, within=north, agreement_id=agreement, ground="suspected abuse", measure="suspend",
        told_on="2026-11-20", from_on="2026-11-20", form="email", reason="twee tegelijk", proof="e-mail").outcome
    assert licensor.read(organisation_list)[0].suspended
    licensor.do(lift_measure, within=north, measure_id=measure, lifted_on="2026-11-21", proof="e-mail")
    assert not licensor.read(organisation_list)[0].suspended
