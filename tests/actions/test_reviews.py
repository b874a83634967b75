"""S10: nothing that somebody typed is lost; what did not stand can be put back, taken over, sent again or let go."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.actions.desk import Desk
from app.actions.participants import change_participant
from app.actions.reviews import settle_review
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.store import tables
from tests.actions.conftest import Stage
from tests.coaching import coach_of
from tests.dumps import dump, rows_of
from tests.reviewing import conflict, parked, refused, removals


def person(desk: Desk, one: bytes) -> dict[str, object]:
    return next(row for row in rows_of(desk, "participants") if row["id"] == one)


def settled(desk: Desk) -> list[tuple[str, bytes | None]]:
    return [(row["choice"], row["settled_by"]) for row in rows_of(desk, "reviews")]


def states(desk: Desk) -> dict[bytes, str]:
    return {row["operation_id"]: row["state"] for row in rows_of(desk, "outbox")}


def test_keeping_changes_nothing_but_the_mark(stage: Stage) -> None:
    amira = stage.people["Amira"]
    review = conflict(stage.desk, amira, "family", "Bakker", "Bakkers")
    before = person(stage.desk, amira)
    stage.desk.do(settle_review, review_id=review, choice="keep")
    assert person(stage.desk, amira) == before
    assert settled(stage.desk) == [("keep", stage.desk.sight.actor.account_id)]


def test_restoring_a_name_makes_the_columns_that_follow_from_it(stage: Stage) -> None:
    amira = stage.people["Amira"]
    review = conflict(stage.desk, amira, "family", "Bakker", "Zoutman")
    before = dump(stage.desk)
    stage.desk.do(settle_review, review_id=review, choice="restore")
    now = person(stage.desk, amira)
    assert (now["family"], str(now["sort_key"]).split("\x1f")[0]) == ("Zoutman", "zoutman")
    assert "zoutman" in str(now["search"])
    stage.desk.do(undo_last)
    assert dump(stage.desk) == before


def test_a_value_that_was_changed_again_is_not_overwritten(stage: Stage) -> None:
    amira = stage.people["Amira"]
    review = conflict(stage.desk, amira, "family", "Bakker", "Zoutman")
    stage.desk.do(change_participant, participant_id=amira, fields={"family_name": "Peperman"})
    with pytest.raises(Refusal, match="changed again"):
        stage.desk.do(settle_review, review_id=review, choice="restore")
    assert settled(stage.desk) == [("", None)]
    stage.desk.do(settle_review, review_id=review, choice="keep")
    assert person(stage.desk, amira)["family"] == "Peperman"


def test_what_is_settled_is_not_settled_again(stage: Stage) -> None:
    review = conflict(stage.desk, stage.people["Amira"], "family", "Bakker", "Zoutman")
    stage.desk.do(settle_review, review_id=review, choice="keep")
    with pytest.raises(Refusal, match="settled already"):
        stage.desk.do(settle_review, review_id=review, choice="restore")
    with pytest.raises(Refusal, match="settled already"):
        stage.desk.do(settle_review, review_id=bytes(16), choice="keep")


@pytest.mark.parametrize(("kind", "field"), [
    ("accounts", "role"), ("devices", "public_key"), ("certificates", "revoked_us"), ("reviews", "choice"),
    ("organisations", "import_secret"), ("participants", ""),
])
def test_what_may_not_be_put_back_can_only_be_kept(stage: Stage, kind: str, field: str) -> None:
    review = conflict(stage.desk, stage.people["Amira"], field, "a", "b", kind=kind)
    before = dump(stage.desk)
    with pytest.raises(Refusal, match="cannot be chosen"):
        stage.desk.do(settle_review, review_id=review, choice="restore")
    assert dump(stage.desk) == before


def test_a_coach_settles_what_concerns_the_own_groups_and_restores_only_what_a_coach_may_write(stage: Stage) -> None:
    amira, dinsdag = stage.people["Amira"], stage.groups["Dinsdag"]
    review = conflict(stage.desk, amira, "family", "Bakker", "Zoutman")
    stranger = coach_of(stage.desk, stage.groups["Donderdag"])
    with pytest.raises(Refusal, match="role"):
        stranger.do(settle_review, review_id=review, choice="keep")
    coach = coach_of(stage.desk, dinsdag)
    with pytest.raises(Refusal, match="cannot be chosen"):
        coach.do(settle_review, review_id=review, choice="restore")
    coach.do(settle_review, review_id=review, choice="keep")
    assert settled(stage.desk) == [("keep", coach.sight.actor.account_id)]


def test_an_administrator_takes_the_values_of_a_refused_operation_over(stage: Stage) -> None:
    amira, bram = stage.people["Amira"], stage.people["Bram"]
    made = {"id": b"n" * 16, "name": "Groep Nieuw", "kind": "", "from_on": "2026-11-21", "version": 9}
    membership = {"id": b"m" * 16, "participant_id": bram, "group_id": b"n" * 16, "from_on": "2026-11-21"}
    review = refused(stage.desk, amira, "participant.change", [
        Patch("participants", amira, "family", 3, "Bakker", "Zoutman"),
        Patch("participants", b"gone" * 4, "family", 3, "Weg", "Weggers"),
        Patch("accounts", stage.desk.sight.actor.account_id, "role", 0, "administrator", "coach"),
        Patch("groups", b"n" * 16, None, 0, None, made),
        Patch("memberships", b"m" * 16, None, 0, None, membership),
    ])
    before = dump(stage.desk)
    stage.desk.do(settle_review, review_id=review, choice="take")
    assert person(stage.desk, amira)["family"] == "Zoutman"
    assert str(person(stage.desk, amira)["sort_key"]).startswith("zoutman")
    assert [row["version"] for row in rows_of(stage.desk, "groups") if row["name"] == "Groep Nieuw"] == [0]
    assert [row["role"] for row in rows_of(stage.desk, "accounts")] == ["administrator"]
    stage.desk.do(undo_last)
    assert dump(stage.desk) == before


def test_taking_over_what_is_so_already_is_refused(stage: Stage) -> None:
    review = refused(stage.desk, stage.people["Amira"], "participant.change", [
        Patch("participants", stage.people["Amira"], "family", 3, "Bakkers", "Bakker")])
    with pytest.raises(Refusal, match="nothing left"):
        stage.desk.do(settle_review, review_id=review, choice="take")


def test_only_an_administrator_takes_over(stage: Stage) -> None:
    review = refused(stage.desk, stage.people["Amira"], "participant.change", [
        Patch("participants", stage.people["Amira"], "family", 3, "Bakker", "Zoutman")])
    with pytest.raises(Refusal, match="cannot be chosen"):
        coach_of(stage.desk, stage.groups["Dinsdag"]).do(settle_review, review_id=review, choice="take")


FIRST, SECOND, THIRD, OTHER = (bytes([number]) * 16 for number in range(1, 5))


def _chain(stage: Stage) -> bytes:
    """Three parked operations that rest on each other, and one that stands alone; gives the review of the first."""
    for one, rests_on, column in (
        (FIRST, [], "given"), (SECOND, [FIRST], "family"), (THIRD, [SECOND], "prefix"), (OTHER, [], "username"),
    ):
        patch = Patch("participants", stage.people["Amira"], column, 7, "", column.title())
        parked(stage.desk, one, rests_on, patches=[patch])
    return refused(stage.desk, stage.people["Amira"], "group.rename", [], operation=FIRST)


def test_sending_again_takes_along_what_waited_with_it(stage: Stage) -> None:
    stage.desk.do(settle_review, review_id=_chain(stage), choice="again")
    assert states(stage.desk) == {FIRST: "waiting", SECOND: "waiting", THIRD: "waiting", OTHER: "parked"}
    amira = person(stage.desk, stage.people["Amira"])
    assert (amira["given"], amira["family"], amira["prefix"]) == ("Given", "Family", "Prefix"), "laid over once more"


def test_what_is_left_refused_waits_no_longer_and_what_rested_on_it_gets_its_own_answer(stage: Stage) -> None:
    stage.desk.do(settle_review, review_id=_chain(stage), choice="drop")
    assert states(stage.desk) == {FIRST: "settled", SECOND: "waiting", THIRD: "waiting", OTHER: "parked"}
    amira = person(stage.desk, stage.people["Amira"])
    assert (amira["given"], amira["family"], amira["prefix"]) == ("Amira", "Family", "Prefix")


def test_the_operation_of_another_desk_cannot_be_sent_again_from_here(stage: Stage) -> None:
    review = refused(stage.desk, stage.people["Amira"], "group.rename", [], operation=FIRST)
    with pytest.raises(Refusal, match="cannot be chosen"):
        stage.desk.do(settle_review, review_id=review, choice="again")


@pytest.mark.parametrize("choice", ["apply", "keep"])
def test_removals_that_wait_are_decided_by_whoever_works_at_this_desk(stage: Stage, choice: str) -> None:
    review = removals(stage.desk, participants=120)
    before = rows_of(stage.desk, "participants")
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    coach.do(settle_review, review_id=review, choice=choice)
    assert settled(stage.desk) == [(choice, coach.sight.actor.account_id)]
    assert rows_of(stage.desk, "participants") == before
    with stage.desk.database.reading() as connection:
        assert connection.execute(select(tables.held_removals)).all() == []
