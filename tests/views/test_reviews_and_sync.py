"""What a desk says about its server, and what it asks somebody to settle."""

from __future__ import annotations

import json

import pytest

from app.actions.desk import Desk
from app.actions.groups import rename_group
from app.actions.reviews import settle_review
from app.domain.operation import Patch
from app.domain.text import Text
from app.store import tables
from app.views.reviews import ReviewRow, open_reviews
from app.views.sync import SyncStanding, sync_standing
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.coaching import coach_of
from tests.desks import Clock
from tests.reviewing import conflict, connect, parked, put, refused, removals


def only(desk: Desk) -> ReviewRow:
    (row,) = desk.read(open_reviews)
    return row


def lines(row: ReviewRow) -> list[tuple[str, str, str]]:
    return [(str(line.what), str(line.stands or ""), str(line.other or "")) for line in row.lines]


def test_a_conflict_shows_both_values_who_and_when(stage: Stage) -> None:
    conflict(stage.desk, stage.people["Amira"], "family", "Bakker", "Zoutman")
    row = only(stage.desk)
    assert (str(row.about), row.person, str(row.what)) == ("Amira Bakker", stage.people["Amira"], "last name")
    assert lines(row) == [("last name", "Bakker", "Zoutman")]
    assert (str(row.stands_by), str(row.other_by)) == ("a colleague", "yourself")
    assert row.stands_at_us and row.other_at_us
    assert row.choices == ("keep", "restore")


def test_ids_dates_states_and_nothing_are_put_in_words(stage: Stage) -> None:
    one, group = stage.people["Amira"], stage.groups["Dinsdag"]
    conflict(stage.desk, one, "group_id", group, bytes(16), kind="memberships", number=1)
    conflict(stage.desk, one, "state", "active", "left", number=2)
    conflict(stage.desk, one, "until_on", "2026-11-23", None, kind="memberships", number=3)
    shown = [lines(row)[0] for row in reversed(stage.desk.read(open_reviews))]
    assert shown == [
        ("{group}", "Groep Dinsdag", "(not on this computer)"), ("taking part or left", "takes part", "left"),
        ("day it ended", "2026-11-23", "(empty)"),
    ]


def test_a_removal_that_won_from_an_edit_can_only_be_kept(stage: Stage) -> None:
    conflict(stage.desk, stage.people["Amira"], "", None, {"name": "x"}, kind="memberships")
    row = only(stage.desk)
    assert (str(row.what), row.lines, row.choices) == ("Removed by a colleague", (), ("keep",))


def test_a_refusal_shows_what_was_meant_and_why_it_was_refused(stage: Stage) -> None:
    amira = stage.people["Amira"]
    refused(stage.desk, amira, "participant.change", [
        Patch("participants", amira, "family", 3, "Bakker", "Zoutman"),
        Patch("participants", amira, "search", 3, "bakker", "zoutman"),
        Patch("memberships", b"m" * 16, None, 0, None, {
            "participant_id": amira, "group_id": stage.groups["Donderdag"], "from_on": "2026-11-21", "year_group": ""}),
        Patch("seats", b"s" * 16, None, 2, {"participant_id": amira}, None),
        Patch("results", b"i" * 16, "batch", 0, None, 40),
    ])
    row = only(stage.desk)
    assert (str(row.about), str(row.what)) == ("Amira Bakker", "Data of a {participant} changed")
    assert lines(row) == [
        ("last name", "Bakker", "Zoutman"), ("{participant}", "", "Amira Bakker"), ("{group}", "", "Groep Donderdag"),
        ("first day", "", "2026-11-21"), ("Seats, over time", "", "removed"), ("Results", "", "40"),
    ]
    assert row.reason == Text("Your role does not allow this. Nothing was changed. Ask your {administrator}.")
    assert row.choices == ("drop", "take")


def test_a_refusal_about_many_people_counts_them_and_shows_the_first_lines(stage: Stage) -> None:
    refused(stage.desk, stage.desk.organisation.id, "participant.leave", [
        Patch("participants", one, "state", 3, "active", "left") for one in stage.people.values() for _ in range(4)])
    row = only(stage.desk)
    assert (str(row.about), row.person) == ("5 {participants}", None)
    assert (len(row.lines), row.more) == (12, 8)


def test_an_own_refused_operation_can_be_sent_again(stage: Stage) -> None:
    parked(stage.desk, b"r" * 16)
    refused(stage.desk, stage.groups["Dinsdag"], "group.rename", [])
    row = only(stage.desk)
    assert (str(row.about), row.choices) == ("Groep Dinsdag", ("drop", "again"))


def test_removals_that_wait_are_counted_per_kind(stage: Stage) -> None:
    removals(stage.desk, participants=120, groups=9)
    row = only(stage.desk)
    assert lines(row) == [("{Groups}", "", "9"), ("Own data", "", "120")]
    assert row.choices == ("keep", "apply")


def test_a_coach_sees_what_concerns_the_own_groups(stage: Stage) -> None:
    conflict(stage.desk, stage.people["Amira"], "family", "Bakker", "Zoutman", number=1)
    conflict(stage.desk, stage.people["Chi"], "family", "Dang", "Dong", number=2)
    conflict(stage.desk, stage.groups["Dinsdag"], "name", "Groep Dinsdag", "Dinsdag", kind="groups", number=3)
    removals(stage.desk, groups=90)
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    seen = {(str(row.about), row.choices) for row in coach.read(open_reviews)}
    assert seen == {("Amira Bakker", ("keep",)), ("Groep Dinsdag", ("keep",)), ("This computer", ("keep", "apply"))}
    assert coach.read(sync_standing).to_review == 3
    assert stage.desk.read(sync_standing).to_review == 4


def test_what_is_settled_is_gone_from_the_list(stage: Stage) -> None:
    review = conflict(stage.desk, stage.people["Amira"], "family", "Bakker", "Zoutman")
    stage.desk.do(settle_review, review_id=review, choice="keep")
    assert stage.desk.read(open_reviews) == ()


def test_a_desk_on_its_own_has_nothing_to_say(stage: Stage) -> None:
    assert stage.desk.read(sync_standing) == SyncStanding()


def test_a_connected_desk_tells_what_waits_and_what_went_wrong(stage: Stage, clock: Clock) -> None:
    problem = json.dumps({"template": "{n} row", "many": "{n} rows", "arguments": {"n": 2}})
    connect(stage.desk, **{
        "sync.last_success_us": str(clock.now_us), "sync.problem": problem, "sync.clock_off_seconds": "86400"})
    stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Di")
    for number, state in enumerate(("sent", "parked", "settled"), 1):
        parked(stage.desk, bytes([number]) * 16, state=state)
    standing = stage.desk.read(sync_standing)
    assert standing.is_connected and not standing.locked
    assert (standing.connected_to, standing.username) == ("https://server.example", "mdeboer")
    assert (standing.waiting, standing.parked, standing.clock_off_seconds) == (2, 1, 86_400)
    assert str(standing.problem) == "2 rows"
    assert standing.last_success_us > 0


@pytest.mark.parametrize(("days", "locked"), [("30", False), ("29", True), ("0", False), ("no number", False)])
def test_a_desk_that_was_not_at_its_server_for_too_long_is_locked(
    stage: Stage, clock: Clock, days: str, locked: bool,
) -> None:
    connect(stage.desk, **{"sync.last_contact_us": str(clock.now_us), "sync.offline_days": days})
    clock.forward(30)
    assert stage.desk.read(sync_standing).locked is locked


@pytest.mark.parametrize("kept", ["", "{", "[1]", '"x"'])
def test_a_reason_that_cannot_be_read_is_left_out(stage: Stage, kept: str) -> None:
    connect(stage.desk, **{"sync.problem": kept})
    assert stage.desk.read(sync_standing).problem is None


def test_a_row_without_a_name_is_told_by_its_kind(stage: Stage) -> None:
    put(stage.desk, tables.reviews, id=b"z" * 16, sort="conflict", unit=stage.desk.organisation.id, kind="seats",
        field="until_on", row_id=b"q" * 16)
    assert str(only(stage.desk).about) == "Seats, over time"
