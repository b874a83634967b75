"""A coach with a valid token and a client made by hand: what he may not, the server does not let him."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.participants import change_participant
from app.domain.operation import Patch
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    """The coach, who follows the group of Amira."""
    school.assign(school.own)
    return school.ben()


def _name(school: School) -> Patch:
    return Patch("participants", school.amira, "given", 2**40, "Amira", "Gestolen")


def _refused(school: School, ben: SyncedDesk, operation: bytes, *patches: Patch) -> None:
    answer = send(ben, "undo", list(patches), arguments={"operation": operation})
    assert answer.status == "rejected"
    school.world.agree(school.one)
    assert school.one.one("participants", id=school.amira)["given"] == "Amira"


@pytest.mark.parametrize("before", ["undo", "review.settle", "participant.change"])
def test_what_was_refused_once_is_no_key_to_taking_back_something_else(
    school: School, ben: SyncedDesk, before: str
) -> None:
    operation = secrets.token_bytes(16)
    assert send(ben, before, [_name(school)], id=operation).status == "rejected"
    _refused(school, ben, operation, _name(school))


def test_an_empty_settling_is_no_key_either(school: School, ben: SyncedDesk) -> None:
    operation = secrets.token_bytes(16)
    send(ben, "review.settle", [], id=operation)
    _refused(school, ben, operation, _name(school))
    row = school.one.one("participants", id=school.amira)
    whole = {name: value for name, value in row.items() if name != "version"}
    _refused(school, ben, operation, Patch("participants", school.amira, None, 2**40, whole, None))


def test_nobody_lays_down_something_to_settle_by_hand(school: School, ben: SyncedDesk) -> None:
    operation, review = secrets.token_bytes(16), secrets.token_bytes(16)
    send(ben, "review.settle", [], id=operation)
    row = {"id": review, "unit": school.own, "sort": "conflict", "kind": "participants", "row_id": school.amira,
           "field": "given", "lost": b"\xa1X"}
    _refused(school, ben, operation, Patch("reviews", review, None, 0, None, row))


def test_what_an_administrator_did_is_taken_back_by_administrators(school: School, ben: SyncedDesk) -> None:
    operation = secrets.token_bytes(16)
    answer = send(school.one, "participant.change", [
        Patch("participants", school.amira, "family", 2**40, "Bakker", "Bos")], id=operation)
    assert answer.status == "applied"
    _refused(school, ben, operation, Patch("participants", school.amira, "family", 2**40, "Bos", "Bakker"))


def test_a_coach_puts_no_value_back_that_he_may_not_write(school: School, ben: SyncedDesk) -> None:
    for desk, name in ((school.one, "Amina"), (school.two, "Amara")):
        desk.do(change_participant, participant_id=school.amira, fields={"given_name": name})
    school.sync(school.one, school.two, ben)
    (review,) = [one for one in open_reviews(ben) if one["field"] == "given"]
    patches = [
        Patch("participants", school.amira, "given", 2**40, review["kept"], review["lost"]),
        Patch("reviews", review["id"], "settled_us", 2**40, None, 5)]
    assert send(ben, "review.settle", patches).status == "rejected"
    assert send(ben, "review.settle", patches[1:]).status == "applied"


def test_a_row_neither_comes_nor_goes(school: School) -> None:
    row: dict[str, Any] = {"id": school.own, "name": "Dinsdag", "from_on": "2026-08-01"}
    patch = Patch("groups", school.own, None, 2**40, row, row | {"name": "Woensdag"})
    assert send(school.one, "group.create", [patch]).status == "rejected"
    assert "None" not in school.world.server_rows("groups")[school.own]
