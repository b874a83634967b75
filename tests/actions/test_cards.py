"""Cards: a new one ends the old, names are made where they are missing, and nobody prints for who left."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.cards import give_cards, withdraw_cards
from app.actions.desk import Desk
from app.actions.participants import change_participant
from app.domain.errors import Refusal
from app.domain.login_cards import CardState
from app.store import tables
from app.views.cards import card_piles, cards_of, log_in_address
from tests.actions.conftest import Stage
from tests.coaching import coach_of
from tests.dumps import dump, rows_of

UNTIL, ADDRESS = date(2026, 12, 5), "inloggen.voorbeeld.nl"


def give(stage: Stage, *names: str) -> tuple[bytes, ...]:
    people = [stage.people[name] for name in names]
    return tuple(stage.desk.do(give_cards, participant_ids=people, until_on=UNTIL, address=ADDRESS).outcome)


def states(desk: Desk, *people: bytes) -> list[CardState]:
    return [row.state for row in desk.read(cards_of, people).rows]


@pytest.mark.clause("A-1.1")
def test_a_new_card_cancels_the_old_one(stage: Stage) -> None:
    amira = stage.people["Amira"]
    (first,) = give(stage, "Amira")
    stage.desk.clock.forward(1)  # type: ignore[attr-defined]
    (second,) = give(stage, "Amira")
    codes = {row["id"]: row for row in rows_of(stage.desk, "activation_codes") if row["participant_id"] == amira}
    assert codes[first]["withdrawn_us"] is not None and codes[second]["withdrawn_us"] is None
    assert codes[first]["code"] != codes[second]["code"] and len(codes[second]["code"]) == 10
    assert all(row["withdrawn_us"] is not None for one, row in codes.items() if one != second)
    with pytest.raises(Refusal, match="cancelled meanwhile"):
        stage.desk.read(card_piles, [first])


def test_a_card_says_a_first_name_a_user_name_and_a_last_day(stage: Stage) -> None:
    made = give(stage, "Bram", "Amira")
    ((pile),) = stage.desk.read(card_piles, made, "Dinsdag")
    assert pile.group == "Dinsdag"
    assert [(card.first_name, card.username, card.until, card.address) for card in pile.cards] == [
        ("Bram", "bram", UNTIL, ADDRESS), ("Amira", "amira", UNTIL, ADDRESS)], "in the order of the list on the screen"
    assert "Bakker" not in repr(pile) and "Cools" not in repr(pile)


def test_without_a_name_there_is_a_pile_per_group(stage: Stage) -> None:
    piles = stage.desk.read(card_piles, give(stage, "Amira", "Chi", "Daan"))
    assert [(pile.group, len(pile.cards)) for pile in piles] == [("Groep Dinsdag", 1), ("Groep Donderdag", 1), ("–", 1)]


def test_a_user_name_that_is_there_stays_and_a_missing_one_is_unique(stage: Stage) -> None:
    stage.desk.do(change_participant, participant_id=stage.people["Amira"], fields={"username": "Bram"})
    give(stage, "Amira", "Bram")
    names = {row["given"]: row["username"] for row in rows_of(stage.desk, "participants")}
    assert (names["Amira"], names["Bram"]) == ("Bram", "bram2")


def test_who_has_the_name_of_somebody_else_is_told_apart_on_the_list(stage: Stage) -> None:
    for name in ("Amira", "Bram"):
        stage.desk.do(change_participant, participant_id=stage.people[name], fields={"username": "zelfde"})
    rows = stage.desk.read(cards_of, list(stage.people.values())).rows
    assert {row.first_name for row in rows if row.is_shared} == {"Amira", "Bram"}


def test_the_list_says_until_when_and_whether_it_was_used(stage: Stage) -> None:
    amira, bram, daan = (stage.people[name] for name in ("Amira", "Bram", "Daan"))
    used, _ = give(stage, "Amira", "Bram")
    with stage.desk.database.writing() as connection:
        connection.execute(tables.activation_codes.update().where(tables.activation_codes.c.id == used).values(
            used_us=stage.desk.clock()))
    assert states(stage.desk, amira, bram, daan) == [CardState.USED, CardState.WAITING, CardState.NONE]
    (row,) = stage.desk.read(cards_of, [amira]).rows
    assert (row.until, row.used_on) == (UNTIL, date(2026, 11, 21))
    stage.desk.clock.forward(30)  # type: ignore[attr-defined]
    assert states(stage.desk, bram) == [CardState.EXPIRED]


@pytest.mark.clause("A-3.4")
def test_a_card_that_was_lost_is_cancelled(stage: Stage) -> None:
    give(stage, "Amira")
    assert stage.desk.do(withdraw_cards, participant_ids=[stage.people["Amira"]]).outcome == 1
    assert states(stage.desk, stage.people["Amira"]) == [CardState.WITHDRAWN]
    with pytest.raises(Refusal, match="no card to cancel"):
        stage.desk.do(withdraw_cards, participant_ids=[stage.people["Amira"]])


@pytest.mark.parametrize(("names", "until", "address"), [
    ((), UNTIL, ADDRESS), (("Eva",), UNTIL, ADDRESS), (("Amira",), date(2026, 11, 20), ADDRESS),
    (("Amira",), UNTIL, "")])
def test_what_is_refused_changes_nothing(stage: Stage, names: tuple[str, ...], until: date, address: str) -> None:
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal):
        stage.desk.do(
            give_cards, participant_ids=[stage.people[name] for name in names], until_on=until, address=address)
    assert dump(stage.desk, frozenset()) == before


def test_the_address_is_remembered_on_this_computer(stage: Stage) -> None:
    with stage.desk.database.reading() as connection:
        assert log_in_address(connection) == ""
    give(stage, "Amira")
    assert stage.desk.read(cards_of, []).address == ADDRESS


def test_a_coach_sees_no_codes(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    made = give(stage, "Amira")
    for view, given in ((cards_of, [stage.people["Amira"]]), (card_piles, made)):
        with pytest.raises(Refusal):
            coach.read(view, given)  # type: ignore[arg-type]
