"""S1 to S6 and S10 to S11: what the server takes, how it merges, and what it says."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import func, select

from app.actions.erasing import erase_participants
from app.actions.groups import close_group, create_group, rename_group
from app.actions.licences import assign_seats, conclude_agreement, free_seats
from app.actions.participants import add_participant, change_participant, leave
from app.actions.privacy import switch_field
from app.actions.reviews import settle_review
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.operation import Patch, decode_patches
from app.server.tables import answers, records, streams
from app.store.tables import confirmed, operations, outbox, outbox_rows
from app.sync import pushing
from tests.desks import bring_in, person, roster
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def _count(desk: SyncedDesk, table: object) -> int:
    with desk.desk.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def _states(desk: SyncedDesk) -> set[str]:
    with desk.desk.database.reading() as connection:
        return set(connection.execute(select(outbox.c.state)).scalars())


def test_s1_a_field_that_the_action_did_not_declare_is_refused(school: School) -> None:
    answer = send(school.one, "group.rename", [Patch("groups", school.own, "until_on", 9, None, "2026-11-21")])
    assert answer.status == "rejected"
    answer = send(school.one, "group.rename", [Patch("participants", school.amira, "given", 9, "Amira", "X")])
    assert answer.status == "rejected"
    answer = send(school.one, "group.rename", [Patch("groups", school.own, None, 9, {"id": school.own}, None)])
    assert answer.status == "rejected"
    school.world.agree(school.one, school.two)
    assert school.one.one("participants", id=school.amira)["given"] == "Amira"


def test_s1_an_action_of_a_newer_program_is_refused_and_of_an_older_one_taken(school: School) -> None:
    patches = [Patch("groups", school.own, "name", 99, "Dinsdag", "Woensdag")]
    assert send(school.one, "group.rename", patches, action_version=2).status == "rejected"
    assert send(school.one, "group.paint", patches).status == "rejected"
    assert send(school.one, "group.rename", patches, action_version=1).status == "applied"


@pytest.mark.parametrize("at_once", [True, False])
def test_s1_a_coach_takes_back_what_he_did_last(school: School, at_once: bool) -> None:
    school.assign(school.own)
    ben = school.ben()
    steps = [{"link": {"title": "Uitleg", "address": "https://uitleg.example"}}]
    ben.do(add_route, name="Lezen", steps=steps, group_ids=[school.own])
    if not at_once:
        ben.sync()
    ben.do(undo_last)
    ben.sync()
    assert open_reviews(ben) == [] and not ben.rows("routes")
    assert all(one["name"] != "Lezen" for one in school.world.server_rows("routes").values())


def test_s1_the_rules_hold_whoever_wrote_the_row(school: School) -> None:
    answer = send(school.one, "group.rename", [Patch("groups", school.own, "name", 99, "Dinsdag", "  ")])
    assert answer.status == "rejected" and answer.reason is not None and "name" in answer.reason.template


def test_s2_a_database_that_was_never_connected_writes_no_outbox(desk: SyncedDesk) -> None:
    desk.do(create_group, name="Alleen hier")
    with desk.database.reading() as connection:  # type: ignore[attr-defined]
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0


def test_s2_the_operation_waits_in_the_transaction_of_the_action(school: School) -> None:
    with pytest.raises(Refusal):
        school.one.do(rename_group, group_id=school.own, name=" ")
    assert "waiting" not in _states(school.one)
    school.one.do(rename_group, group_id=school.own, name="Woensdag")
    assert "waiting" in _states(school.one)


def test_s3_what_waits_is_shown_over_what_is_pulled_and_confirmed_rows_go_with_the_last(school: School) -> None:
    school.one.do(rename_group, group_id=school.own, name="Hier")
    school.two.do(close_group, group_id=school.own)
    school.two.sync()
    school.one.line.faults = ["cut"]
    with pytest.raises(Refusal):
        school.one.sync()
    assert _count(school.one, confirmed) == 1
    assert school.one.one("groups", id=school.own)["name"] == "Hier"
    school.one.sync()
    assert (_count(school.one, confirmed), _count(school.one, outbox_rows)) == (0, 0)
    assert school.one.one("groups", id=school.own)["until_on"] is not None
    school.world.agree(school.one, school.two)


def test_s4_an_interactive_action_is_atomic_on_the_server(school: School) -> None:
    patches = [Patch("groups", school.own, "name", 99, "Dinsdag", "Eerst"),
               Patch("groups", school.other, "name", 99, "Donderdag", "")]
    assert send(school.one, "group.rename", patches).status == "rejected"
    assert school.world.server_rows("groups")[school.own]["name"] == "Dinsdag"


def test_s4_a_large_import_goes_in_parts_and_is_one_operation_here(school: School) -> None:
    people = [person(str(n), f"Naam{n}", "Test", groups=("a",)) for n in range(400)]
    bring_in(school.one.desk, roster(*people, groups=("a",)))
    school.one.sync()
    with school.world.office.database.reading() as connection:
        parts = connection.execute(select(func.count()).where(answers.c.action == "import")).scalar_one()
    assert parts >= 3
    school.two.sync()
    assert len(school.two.rows("participants")) == 402
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert len(school.two.rows("participants")) == 2
    school.world.agree(school.one, school.two)


def test_s4_what_builds_on_a_refused_operation_waits_with_it(school: School) -> None:
    school.assign(school.own)
    ben = school.ben()
    assert ben.desk.sight.actor.groups == {school.own}
    group = school.one.do(create_group, name="Nieuw").outcome
    school.one.do(rename_group, group_id=group, name="Nieuwer")
    with school.one.desk.database.writing() as connection:  # a program that sends what the server will not take
        first = connection.execute(
            select(operations.c.id).where(operations.c.action == "group.create").order_by(operations.c.number.desc())
        ).scalar()
        connection.execute(operations.update().where(operations.c.id == first).values(action="group.invent"))
    school.one.sync()
    assert group not in school.world.server_rows("groups")
    with school.one.desk.database.reading() as connection:
        parked = connection.execute(select(outbox.c.operation_id).where(outbox.c.state == "parked")).scalars().all()
    assert len(parked) == 2 and first in parked
    (review,) = [one for one in open_reviews(school.one) if one["sort"] == "refused"]
    assert [patch.new["name"] for patch in decode_patches(_packed(school.one, review["id"]))] == ["Nieuw"]


def _one_seat(school: School) -> bytes:
    """A licence with one seat, on both desks."""
    school.one.do(conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-08-01",
                  starts_on="2026-08-01", months=12, parts=[{"kind": "participants", "seats": 1}])
    school.sync(school.one, school.two)
    return school.one.one("licences", seats=1)["id"]


def _packed(desk: SyncedDesk, review: bytes) -> bytes:
    return desk.one("reviews", id=review)["lost"]  # type: ignore[no-any-return]


def test_s5_every_row_has_its_own_number_and_the_stream_is_the_highest(school: School) -> None:
    school.sync(school.one, school.two)
    with school.world.office.database.reading() as connection:
        numbers = connection.execute(select(records.c.number)).scalars().all()
        highest = connection.execute(select(streams.c.number)).scalar_one()
    assert len(set(numbers)) == len(numbers) and max(numbers) <= highest


def test_s6_a_repeated_operation_gets_the_same_answer_and_happens_once(school: School) -> None:
    school.one.do(create_group, name="Eenmaal")
    school.one.line.faults = ["lost"]
    with pytest.raises(Refusal):
        school.one.sync()
    school.one.line.faults = ["twice"]
    school.one.sync()
    school.world.agree(school.one, school.two)
    assert [row["name"] for row in school.two.rows("groups").values()].count("Eenmaal") == 1


def test_s10_different_fields_of_one_row_merge(school: School) -> None:
    school.one.do(change_participant, participant_id=school.amira, fields={"family_name": "Jansen"})
    school.two.do(change_participant, participant_id=school.amira, fields={"given_name": "Amira Noor"})
    school.sync(school.one, school.two)
    row = school.two.one("participants", id=school.amira)
    assert (row["given"], row["family"]) == ("Amira Noor", "Jansen")
    assert row["sort_key"].startswith("jansen")
    assert open_reviews(school.one) == open_reviews(school.two) == []
    school.world.agree(school.one, school.two)


def test_s10_the_later_value_stands_and_the_other_can_be_put_back(school: School) -> None:
    school.one.do(rename_group, group_id=school.own, name="Van een")
    school.two.do(rename_group, group_id=school.own, name="Van twee")
    school.one.sync()
    report = school.two.sync()
    assert report.conflicts == 1
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        (review,) = open_reviews(desk)
        assert (review["sort"], review["kind"], review["field"]) == ("conflict", "groups", "name")
        assert (review["kept"], review["lost"]) == ("Van twee", "Van een")
        assert review["lost_by"] == review["kept_by"] == school.world.office.accounts["anna"]
    school.one.do(settle_review, review_id=open_reviews(school.one)[0]["id"], choice="restore")
    school.sync(school.one, school.two)
    assert school.two.one("groups", id=school.own)["name"] == "Van een"
    assert open_reviews(school.two) == []
    school.world.agree(school.one, school.two)


def test_s10_the_same_value_from_both_sides_is_no_conflict(school: School) -> None:
    for desk in (school.one, school.two):
        desk.do(rename_group, group_id=school.own, name="Samen")
    school.sync(school.one, school.two)
    assert open_reviews(school.one) == []


def test_s10_a_field_switched_off_stays_off_whoever_was_later(school: School) -> None:
    on = {"subject": "participant", "field": "gender", "is_on": True, "purpose": "doel", "ground": "grond",
          "addition_on": "2026-11-01"}
    school.one.do(switch_field, **on)
    school.sync(school.one, school.two)
    school.one.do(switch_field, subject="participant", field="gender", is_on=False)
    school.two.do(switch_field, **on)
    school.one.sync()
    school.two.sync()
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert ("participant", "gender") not in desk.desk.sight.switched_on
    school.world.agree(school.one, school.two)


def test_s10_a_removal_loses_against_an_edit_and_says_so(school: School) -> None:
    group = school.one.do(create_group, name="Kort").outcome
    school.sync(school.one, school.two)
    school.two.do(rename_group, group_id=group, name="Lang")
    school.two.sync()
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert school.one.one("groups", id=group)["name"] == "Lang"
    (review,) = open_reviews(school.one)
    assert (review["kind"], review["field"], review["row_id"]) == ("groups", "", group)
    school.world.agree(school.one, school.two)


def test_s10_a_row_on_which_a_colleague_built_is_not_taken_back(school: School) -> None:
    group = school.one.do(create_group, name="Bouw").outcome
    school.sync(school.one, school.two)
    school.two.do(add_participant, fields={"given_name": "Cas", "family_name": "Post"}, group_id=group)
    school.two.sync()
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert school.one.one("groups", id=group)["name"] == "Bouw"
    school.world.agree(school.one, school.two)


def test_s11_a_seat_is_provisional_and_its_refusal_leaves_the_person(school: School) -> None:
    licence = _one_seat(school)
    school.one.do(assign_seats, licence_id=licence, participant_ids=[school.amira])
    school.two.do(assign_seats, licence_id=licence, participant_ids=[school.bram])
    school.one.sync()
    assert school.two.sync().parked == 1
    assert [row["participant_id"] for row in school.two.rows("seats").values()] == [school.amira]
    assert school.bram in school.two.rows("participants")
    assert any(row["participant_id"] == school.bram for row in school.two.rows("memberships").values())
    (review,) = [one for one in open_reviews(school.two) if one["sort"] == "refused"]
    assert review["action"] == "seats.assign" and "seats" in review["reason"]
    school.world.agree(school.one, school.two)


def test_s11_two_desks_that_import_the_same_file_make_the_same_rows(school: School) -> None:
    given = roster(person("1", "Dirk", "Dam", groups=("a",)), groups=("a",))
    for desk in (school.one, school.two):
        bring_in(desk.desk, given)
    school.sync(school.one, school.two)
    assert [row["given"] for row in school.one.rows("participants").values()].count("Dirk") == 1
    assert open_reviews(school.one) == []
    school.world.agree(school.one, school.two)


def test_an_id_that_is_no_id_is_refused_without_harm(school: School) -> None:
    answer = send(school.one, "group.create", [Patch("groups", secrets.token_bytes(4), None, 0, None, {"name": "x"})])
    assert answer.status == "rejected"
    answer = send(school.one, "group.create", [Patch("secrets", secrets.token_bytes(16), None, 0, None, {"name": "x"})])
    assert answer.status == "rejected"


def test_what_was_refused_here_is_let_go_once_somebody_settled_it_elsewhere(school: School) -> None:
    licence = _one_seat(school)
    for desk, person_id in ((school.one, school.amira), (school.two, school.bram)):
        desk.do(assign_seats, licence_id=licence, participant_ids=[person_id])
        desk.sync()
    school.one.sync()
    (review,) = [one for one in open_reviews(school.one) if one["sort"] == "refused"]
    school.one.do(settle_review, review_id=review["id"], choice="drop")
    school.sync(school.one, school.two)
    assert open_reviews(school.two) == [] and "parked" not in _states(school.two)
    school.world.agree(school.one, school.two)


def test_a_refusal_is_judged_anew_when_it_is_sent_again(school: School) -> None:
    licence = _one_seat(school)
    for desk, person_id in ((school.one, school.amira), (school.two, school.bram)):
        desk.do(assign_seats, licence_id=licence, participant_ids=[person_id])
        desk.sync()
    school.one.do(free_seats, licence_id=licence, participant_ids=[school.amira])
    school.one.sync()
    (review,) = [one for one in open_reviews(school.two) if one["sort"] == "refused"]
    school.two.do(settle_review, review_id=review["id"], choice="again")
    school.sync(school.two, school.one)
    held = [row["participant_id"] for row in school.one.rows("seats").values() if row["until_on"] is None]
    assert held == [school.bram] and open_reviews(school.one) == []
    school.world.agree(school.one, school.two)


def test_what_builds_on_a_change_to_somebody_erased_is_still_sent(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "MOST_AT_ONCE", 1)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.two.do(change_participant, participant_id=school.amira, fields={"family_name": "Weg"})
    school.two.do(leave, participant_ids=[school.amira, school.bram])
    school.sync(school.one, school.two)
    assert school.world.server_rows("participants")[school.bram]["state"] == "left"
    school.world.agree(school.one, school.two)
