"""Seats and agreements: counted once per person, told who does not fit, given back without losing anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.coaches import add_coach
from app.actions.desk import Desk
from app.actions.groups import add_participants, create_group
from app.actions.licences import assign_seats, conclude_agreement, free_seats, lower_seats
from app.actions.participants import add_participant, leave
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.wrong_fields import RefusedFields
from app.store.tables import participants
from app.views.groups import all_participants
from app.views.licences import LicenceRow, licence_detail, licence_list, people_without_seat, seat_holders
from app.views.overview import overview
from app.views.seat_offers import seat_offers
from app.views.unused_seats import SetOut, unused_seats
from tests.actions.conftest import Stage, make_group
from tests.actions.test_orders import place
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, rows_of


def conclude(desk: Desk, supplements_id: bytes | None = None, **seats: int) -> None:
    """An agreement from 1 February 2026, renewed each year, with these parts."""
    desk.do(
        conclude_agreement,
        supplements_id=supplements_id,
        number="2026-7",
        provider=desk.organisation.provider,
        package="Alles",
        concluded_on="2026-01-10",
        starts_on="2026-02-01",
        months=12,
        parts=[{"kind": kind, "seats": number, "fee_cents": 1_250} for kind, number in seats.items()],
    )


def participant_licence(desk: Desk) -> LicenceRow:
    return next(row for row in desk.read(licence_list) if row.kind == "participant")


@pytest.fixture
def full_library(desk: Desk) -> Desk:
    """Story 2: 40 seats, 38 in use, and a course group of five."""
    conclude(desk, participant=40)
    bring_in(desk, roster(*(person(f"z{n}", f"Zittend{n:02}", "Proef") for n in range(38))))
    seated = [row.id for row in desk.read(all_participants)]
    desk.do(assign_seats, licence_id=participant_licence(desk).id, participant_ids=seated)
    course = [person(f"c{n}", f"Cursist{n}", "Proef", groups=("cursus",)) for n in range(5)]
    bring_in(desk, roster(*course, groups=("cursus",), complete=False))
    return desk


def course_of(desk: Desk) -> list[bytes]:
    return [row.id for row in desk.read(all_participants) if row.full.startswith("Cursist")]


def test_a_full_licence_says_at_once_which_three_do_not_fit(full_library: Desk) -> None:
    desk, licence = full_library, participant_licence(full_library)
    assert (licence.used, licence.bought, licence.state) == (38, 40, "nearly_full")
    course = course_of(desk)
    given = desk.do(assign_seats, licence_id=licence.id, participant_ids=course).outcome
    assert (given.given, given.left_out) == (2, tuple(course[2:]))
    assert (participant_licence(desk).used, participant_licence(desk).state) == (40, "full")
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="All 40 seats are in use") as refused:
        desk.do(assign_seats, licence_id=licence.id, participant_ids=course)
    assert refused.value.remedy == "free seats"
    assert dump(desk, frozenset()) == before


def test_seats_freed_by_hand_make_room_and_come_back_with_one_undo(full_library: Desk) -> None:
    desk, licence = full_library, participant_licence(full_library).id
    course = course_of(desk)
    unseen = [row.id for row in desk.read(all_participants) if row.full.startswith("Zittend")][:3]
    before = dump(desk)
    assert desk.do(free_seats, licence_id=licence, participant_ids=unseen).outcome == 3
    assert participant_licence(desk).used == 35
    assert desk.do(assign_seats, licence_id=licence, participant_ids=course).outcome.left_out == ()
    assert participant_licence(desk).used == 40
    desk.do(undo_last)
    desk.do(undo_last)
    assert dump(desk) == before


def test_only_who_was_not_seen_for_a_year_is_offered_and_pupils_never(stage: Stage, clock: Clock) -> None:
    """Amira, who did exercises in November 2026, and Bram, who never came, hold the seats."""
    desk, amira, bram = stage.desk, stage.people["Amira"], stage.people["Bram"]

    def offered() -> list[str]:
        return [row.holder.name for row in desk.read(unused_seats, stage.licence).rows]

    assert offered() == [], "never seen counts from the first day of the seat"
    clock.forward(360)
    assert offered() == ["Amira Bakker"]
    clock.forward(10)
    assert offered() == ["Amira Bakker", "Bram Cools"]
    with desk.database.writing() as connection:
        connection.execute(participants.update().where(participants.c.id == bram).values(year_group="5"))
    assert offered() == ["Amira Bakker"]
    before = dump(desk)
    with pytest.raises(Refusal, match="1 person was seen meanwhile"):
        desk.do(free_seats, licence_id=stage.licence, participant_ids=[amira, bram], not_used=True)
    assert dump(desk) == before
    assert desk.do(free_seats, licence_id=stage.licence, participant_ids=[amira], not_used=True).outcome == 1
    desk.do(undo_last)
    assert dump(desk) == before


def test_what_a_coach_set_out_stands_beside_who_stayed_away(stage: Stage, clock: Clock) -> None:
    desk, dinsdag = stage.desk, stage.groups["Dinsdag"]
    desk.do(add_coach, given={"given": "Sanne", "family": "Bos"}, group_ids=[dinsdag])
    step = {"programme_id": stage.programme, "due_on": "2027-12-31"}
    desk.do(add_route, name="Koken", group_ids=[dinsdag], steps=[step])
    desk.do(add_route, name="Eigen", participant_ids=[stage.people["Amira"]], programme_ids=[stage.programme])
    clock.forward(370)
    rows = {row.holder.name: row for row in desk.read(unused_seats, stage.licence).rows}
    assert {name: row.coaches for name, row in rows.items()} == {
        "Amira Bakker": ("Sanne Bos",), "Bram Cools": ("Sanne Bos",)}
    group_route = SetOut("Koken", date(2027, 12, 31))
    endless = SetOut("Eigen", None)
    assert rows["Amira Bakker"].set_out == (endless, group_route)
    assert rows["Bram Cools"].set_out == (group_route,)


def test_seats_for_a_group_come_from_its_own_location_first(desk: Desk) -> None:
    north, south = (place(desk, name) for name in ("Noord", "Zuid"))
    parts = [{"kind": "participant", "seats": seats, "location_id": at, "fee_cents": 1}
             for seats, at in ((9, None), (5, north), (7, south))]
    desk.do(conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-10",
            starts_on="2026-02-01", months=12, parts=parts)
    group = desk.do(create_group, name="Cursus", location_id=north).outcome
    assert [(one.location, one.room) for one in desk.read(seat_offers, group)] == [("Noord", 5), ("", 9)]
    nowhere = desk.do(create_group, name="Elders").outcome
    assert [one.room for one in desk.read(seat_offers, nowhere)] == [9, 7, 5]


def test_who_has_a_seat_is_counted_once_however_often_asked(stage: Stage) -> None:
    desk = stage.desk
    groups = [make_group(desk, name) for name in ("A", "B")]
    for group in groups:
        desk.do(add_participants, group_id=group, participant_ids=[stage.people["Daan"]])
    twice = [stage.people["Daan"], stage.people["Amira"], stage.people["Daan"]]
    given = desk.do(assign_seats, licence_id=stage.licence, participant_ids=twice).outcome
    assert (given.given, given.left_out) == (1, ())
    assert desk.read(overview).seats_used == 3
    assert desk.do(assign_seats, licence_id=stage.licence, participant_ids=twice).operation_id is None


def test_a_person_with_seats_of_two_licences_is_one_person(stage: Stage) -> None:
    conclude(stage.desk, rows_of(stage.desk, "agreements")[0]["id"], participant=10)
    second = next(row for row in stage.desk.read(licence_list) if row.id != stage.licence)
    stage.desk.do(assign_seats, licence_id=second.id, participant_ids=[stage.people["Amira"], stage.people["Daan"]])
    figures = stage.desk.read(overview)
    assert (figures.seats_used, figures.seats_bought) == (3, 13)


def test_a_freed_seat_is_closed_and_never_overwritten(stage: Stage) -> None:
    amira = stage.people["Amira"]
    stage.desk.do(free_seats, licence_id=stage.licence, participant_ids=[amira, stage.people["Daan"]])
    assert stage.desk.do(free_seats, licence_id=stage.licence, participant_ids=[amira]).operation_id is None
    stage.desk.do(assign_seats, licence_id=stage.licence, participant_ids=[amira])
    hers = [row for row in rows_of(stage.desk, "seats") if row["participant_id"] == amira]
    assert sorted(row["until_on"] is None for row in hers) == [False, True]


@pytest.mark.clause("A-1.8", "A-1.2")
def test_both_parts_of_a_licence_are_counted(school_desk: Desk) -> None:
    conclude(school_desk, organisation=1, participant=240)
    bring_in(school_desk, roster(person("1", "Bo", "Smit")))
    whole, seats = school_desk.read(licence_list)
    assert (whole.kind, whole.used, whole.bought, whole.state) == ("organisation", 1, 1, "active")
    assert (seats.kind, seats.used, seats.bought, seats.state) == ("participant", 0, 240, "active")
    assert [one.name for one in school_desk.read(people_without_seat, seats.id)] == ["Bo Smit"]
    assert school_desk.read(people_without_seat, whole.id) == ()
    numbers = [school_desk.read(licence_detail, one.id).without_seat for one in (seats, whole)]
    assert numbers == [1, 0]
    assert school_desk.read(overview).seats_bought == 240


def test_the_profile_of_the_agreement_that_runs_is_in_force(desk: Desk) -> None:
    assert desk.sight.profile.code == "oefenen"
    terms = {"number": "1", "package": "P", "concluded_on": "2026-01-01", "months": 12, "parts": []}
    desk.do(conclude_agreement, provider="leerling-in-beeld", starts_on="2027-08-01", **terms)
    assert desk.sight.profile.code == "oefenen", "it has not begun"
    desk.do(conclude_agreement, provider="leerling-in-beeld", starts_on="2026-08-01", **terms)
    assert desk.sight.profile.code == "leerling-in-beeld"


def test_an_agreement_with_a_provider_that_is_not_known_is_refused(desk: Desk) -> None:
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="no provider profile"):
        desk.do(
            conclude_agreement, number="1", provider="nergens", package="P", concluded_on="2026-01-01",
            starts_on="2026-02-01", months=12, parts=[],
        )  # fmt: skip
    assert dump(desk, frozenset()) == before


def test_a_licence_that_went_in_the_meantime_gives_no_seats(desk: Desk) -> None:
    with pytest.raises(Refusal, match="not here any more"):
        desk.do(assign_seats, licence_id=bytes(16), participant_ids=[])


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"months": 0}, "one month or longer"),
        ({"number": " "}, "a number and a package"),
        ({"package": ""}, "a number and a package"),
        ({"parts": [{"kind": "participant", "seats": 0}]}, "one seat or more"),
    ],
)
def test_an_agreement_that_cannot_be(desk: Desk, wrong: dict[str, Any], reason: str) -> None:
    terms = {
        "number": "1", "provider": "oefenen", "package": "P", "concluded_on": "2026-01-01", "starts_on": "2026-02-01",
        "months": 12, "parts": [],
    }  # fmt: skip
    with pytest.raises(Refusal, match=reason):
        desk.do(conclude_agreement, **(terms | wrong))
    assert desk.read(licence_list) == ()


# A lower number ---------------------------------------------------------------------------------------------------


def lower(desk: Desk, licence: bytes, number: int, people: list[bytes], day: str = "2027-02-01", **more: Any) -> int:
    given = {"number": number, "from_on": day, "proof": "brief", "participant_ids": people} | more
    closed: int = desk.do(lower_seats, licence_id=licence, **given).outcome
    return closed


def wrong_lowering(desk: Desk, licence: bytes, number: int, people: list[bytes], **more: Any) -> list[str]:
    before = dump(desk, frozenset())
    with pytest.raises(RefusedFields) as refused:
        lower(desk, licence, number, people, **more)
    assert dump(desk, frozenset()) == before
    return [one.field for one in refused.value.wrong]


@pytest.mark.clause("A-1.8")
def test_a_lower_number_takes_the_seats_of_who_was_chosen_on_its_own_day(full_library: Desk, clock: Clock) -> None:
    desk, licence = full_library, participant_licence(full_library)
    chosen = [row.participant_id for row in desk.read(seat_holders, licence.id)[:3]]
    before = dump(desk)
    assert lower(desk, licence.id, 35, chosen) == 3
    desk.do(undo_last)
    assert dump(desk) == before
    lower(desk, licence.id, 35, chosen)
    row = participant_licence(desk)
    assert (row.used, row.bought, row.later) == (38, 40, ((date(2027, 2, 1), 35),))
    detail = desk.read(licence_detail, licence.id)
    assert sorted(one.participant_id for one in desk.read(seat_holders, licence.id) if one.until) == sorted(chosen)
    assert detail.room == 0, "whoever gets a seat now must be able to keep it"
    clock.forward(80)
    row = participant_licence(desk)
    assert (row.used, row.bought) == (35, 35)


@pytest.mark.clause("A-1.8")
def test_nobody_loses_a_seat_without_being_chosen(full_library: Desk) -> None:
    desk, licence = full_library, participant_licence(full_library).id
    chosen = [row.participant_id for row in desk.read(seat_holders, licence)[:4]]
    assert wrong_lowering(desk, licence, 35, chosen[:2]) == ["chosen"]
    assert wrong_lowering(desk, licence, 35, chosen) == ["chosen"]
    assert wrong_lowering(desk, licence, 35, course_of(desk)[:3]) == ["chosen"]
    assert wrong_lowering(desk, licence, -1, chosen[:3]) == ["seats"]
    assert wrong_lowering(desk, licence, 40, []) == ["seats"]
    assert wrong_lowering(desk, licence, 35, chosen[:3], day="2026-11-20") == ["from_on"]
    assert wrong_lowering(desk, licence, 35, chosen[:3], day="2027-02-30") == ["from_on"]
    assert wrong_lowering(desk, licence, 35, chosen[:3], proof=" ") == ["proof"]


def test_a_seat_that_was_to_end_can_be_freed_sooner_and_ends_with_leaving(full_library: Desk) -> None:
    desk, licence = full_library, participant_licence(full_library).id
    chosen = [row.participant_id for row in desk.read(seat_holders, licence)[:3]]
    lower(desk, licence, 35, chosen)
    assert desk.do(free_seats, licence_id=licence, participant_ids=chosen[:1]).outcome == 1
    desk.do(leave, participant_ids=chosen[1:2])
    assert participant_licence(desk).used == 36


# Seats of a location ----------------------------------------------------------------------------------------------


@pytest.mark.clause("O-1", "A-1.2")
def test_a_seat_is_used_at_its_own_location(desk: Desk) -> None:
    noord, zuid = (place(desk, name) for name in ("Noord", "Zuid"))
    groups = [desk.do(create_group, name=name, location_id=where).outcome
              for name, where in (("N", noord), ("N2", noord), ("Z", zuid))]
    here, twice, there, nowhere = (
        desk.do(add_participant, fields={"given_name": name, "family_name": "Bos"}, group_id=group).outcome
        for name, group in (("An", groups[0]), ("Ben", groups[0]), ("Cas", groups[2]), ("Dirk", None)))
    desk.do(add_participants, group_id=groups[1], participant_ids=[twice])
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[
            {"kind": "participant", "seats": 5, "location_id": noord}])  # fmt: skip
    licence = participant_licence(desk).id
    outcome = desk.do(assign_seats, licence_id=licence, participant_ids=[here, twice, there, nowhere]).outcome
    assert (outcome.given, outcome.left_out, outcome.elsewhere) == (3, (), (there,))
    assert participant_licence(desk).used == 3
    marked = {row.participant_id: row.elsewhere for row in desk.read(people_without_seat, licence)}
    assert marked == {there: True}
    with pytest.raises(Refusal, match="for another"):
        desk.do(assign_seats, licence_id=licence, participant_ids=[there])
