"""What is said of an agreement on the way: the band over everything, the next fee, what the overview asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.changes import object_to_change
from app.actions.contacts import confirm_data, record_contact
from app.actions.desk import Desk
from app.actions.measures import lift_measure, record_insolvency
from app.exchange.export import export_at_end
from app.views.contacts import own_card
from app.views.course import agreement_course, use_notices
from app.views.licences import licence_detail, licence_list
from app.views.overview import overview
from tests.coaching import coach_of
from tests.course import announced, claimed, measured, new_prices, objection
from tests.desks import Clock
from tests.dumps import rows_of
from tests.invoices import concluded, day


def asked(desk: Desk) -> set[str]:
    return {one.title.template for one in desk.read(overview).attention}


@pytest.mark.clause("O-11.3")
def test_the_band_says_that_a_licence_ended_and_a_coach_sees_it_too(desk: Desk) -> None:
    agreement = concluded(desk)
    assert desk.read(use_notices) == ()
    measured(desk, agreement)
    (line,) = desk.read(use_notices)
    assert (line.arguments["package"], line.arguments["day"]) == ("Alles", day("2026-11-21"))
    assert coach_of(desk, bytes(16)).read(use_notices) == (line,)
    assert desk.read(licence_list)[0].state == "ended"


@pytest.mark.clause("A-3.7")
def test_the_band_goes_when_a_suspension_is_lifted(school_desk: Desk) -> None:
    measure = measured(school_desk, concluded(school_desk), "insolvency", "suspend")
    assert "suspended" in school_desk.read(use_notices)[0].template
    assert school_desk.read(licence_list)[0].state == "suspended"
    school_desk.do(lift_measure, measure_id=measure, lifted_on="2026-11-21", proof="brief")
    assert school_desk.read(use_notices) == ()


@pytest.mark.clause("O-11.1")
def test_the_day_after_the_end_the_band_comes_by_the_dates_alone(school_desk: Desk, clock: Clock) -> None:
    concluded(school_desk)
    clock.forward(71)
    assert school_desk.read(use_notices) == ()
    clock.forward(1)
    assert school_desk.read(use_notices)[0].arguments["day"] == day("2027-02-01")


@pytest.mark.clause("O-5.3")
def test_a_new_fee_is_told_with_the_period_it_counts_from(desk: Desk) -> None:
    agreement = concluded(desk)
    new_prices(desk, agreement, "2026-09-01")
    facts = {one.label.template: one for one in desk.read(licence_detail, rows_of(desk, "licences")[0]["id"]).facts}
    coming = facts["Fee per seat from the period of {day}"]
    assert (coming.label.arguments["day"], str(coming.value.arguments["amount"]), coming.clause) == (
        day("2027-02-01"), "40.00", "O-5.3")
    assert str(facts["Fee per seat, without VAT"].value.arguments["amount"]) == "35.00"


@pytest.mark.clause("O-5.3")
def test_the_overview_warns_of_a_right_to_object_until_it_was_used(desk: Desk) -> None:
    change = new_prices(desk, concluded(desk))
    found = [one for one in desk.read(overview).attention if one.kind == "objection"]
    assert [one.detail.arguments["day"] for one in found] == [day("2026-12-20")]
    desk.do(object_to_change, **objection(change))
    assert not [one for one in desk.read(overview).attention if one.kind == "objection"]
    assert "Waiting for the licensor: {what}" in asked(desk)


@pytest.mark.clause("A-7.5", "A-3.7")
def test_what_must_be_told_at_once_is_asked_for(school_desk: Desk) -> None:
    agreement = concluded(school_desk)
    claimed(school_desk, agreement, "third_party")
    school_desk.do(record_insolvency, agreement_id=agreement, sort="bankruptcy", began_on="2026-11-20")
    assert {"Claim of a third party: {about}", "Bankruptcy"} <= asked(school_desk)


@pytest.mark.clause("O-9.1")
def test_where_the_licensor_indemnifies_without_conditions_nothing_is_asked(desk: Desk) -> None:
    agreement = concluded(desk)
    claimed(desk, agreement, "third_party")
    (claim,) = desk.read(agreement_course, agreement).claims
    assert claim.course.to_do == ()
    assert "Claim of a third party: {about}" not in asked(desk)


@pytest.mark.clause("A-9.3")
def test_the_last_day_of_a_claim_is_on_the_timeline_and_in_the_overview(school_desk: Desk) -> None:
    claimed(school_desk, concluded(school_desk), known_on="2026-11-02")
    found = [one for one in school_desk.read(overview).attention if one.kind == "claim"]
    assert [one.detail.arguments["day"] for one in found] == [day("2026-12-02")]
    timeline = school_desk.read(licence_detail, rows_of(school_desk, "licences")[0]["id"]).timeline
    assert "A-9.3" in {entry.source.cited for entry in timeline.entries}


def test_the_timeline_shows_what_happened_with_its_source(desk: Desk) -> None:
    agreement = concluded(desk)
    announced(desk, agreement)
    measured(desk, agreement)
    entries = desk.read(licence_detail, rows_of(desk, "licences")[0]["id"]).timeline.entries
    kinds = {str(entry.kind) for entry in entries}
    assert {"change", "objection", "measure"} <= kinds


@pytest.mark.clause("A-3.5", "O-annex 3: 10.5")
def test_confirming_the_data_begins_the_interval_anew(desk: Desk, clock: Clock) -> None:
    concluded(desk)
    clock.forward(60)  # 20 January 2027
    assert "confirmation" in {one.kind for one in desk.read(overview).attention}
    desk.do(record_contact, name="Anna", role="beheerder", email="a@proef.example", phone="")
    desk.do(confirm_data)
    assert "confirmation" not in {one.kind for one in desk.read(overview).attention}
    card = desk.read(own_card)
    assert card.contact is not None and (card.contact.name, card.confirmed_on) == ("Anna", day("2027-01-20"))


@pytest.mark.clause("O-11.5")
def test_the_export_at_the_end_is_made_and_recorded(desk: Desk, tmp_path: Path) -> None:
    agreement = concluded(desk)
    measured(desk, agreement)
    target = tmp_path / "alles.zip"
    export_at_end(desk, target, agreement)
    assert target.exists()
    (export,) = [task for task in desk.read(agreement_course, agreement).tasks if task.task == "export"]
    assert (export.done_on, export.note) == (day("2026-11-21"), "alles.zip")
    assert "Make the export" not in asked(desk)
