"""From a code on the wall to a participant in a group: over the server, by a coach, and what the server takes from
nobody; cards and user terms between two desks.
"""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

import pytest

from app.actions.acceptances import accept_as_coach, tick_terms
from app.actions.cards import give_cards
from app.actions.erasing import erase_participants
from app.actions.groups import close_group
from app.actions.joining import approve, decline, end_join_code, make_join_code
from app.actions.undo import undo_last
from app.domain.joining import KEPT_DAYS, NAMES
from app.domain.login_cards import CardState
from app.domain.operation import Patch
from app.server import maintenance, registering
from app.server.records import load
from app.store.streams import stream_here
from app.sync.wire import JSON
from app.sync.wire_joining import Register
from app.views.acceptances import coach_to_ask, person_terms
from app.views.cards import cards_of
from app.views.joining import joining
from tests.servers import CODE, Web, code_of
from tests.sync.scenes import School, make_followed_school, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World

LAST = date(2026, 12, 5)


@pytest.fixture
def school(world: World, request: pytest.FixtureRequest) -> School:
    return make_followed_school(world) if "ben" in request.fixturenames else make_school(world)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    """The coach, who follows the group of Amira."""
    assert school.coach is not None
    return school.coach


def _code(desk: SyncedDesk, group: bytes) -> str:
    desk.do(make_join_code, group_id=group, last_on=LAST)
    desk.sync()
    return str(desk.one("join_codes", group_id=group)["code"])


def _ask(world: World, code: str, given: str = "Nour", organisation: str = CODE, **more: str) -> Any:
    asked = Register(organisation, code, given, "", "Haddad", **more)
    return Web(world.app).post("/v1/registrations", asked, form=JSON)


@pytest.mark.clause("O-annex 1")
@pytest.mark.clause("O-annex 2")
def test_who_puts_himself_down_is_let_in_by_the_coach_and_is_there_on_every_desk(
    world: World, school: School, ben: SyncedDesk
) -> None:
    code = _code(ben, school.own)
    typed = f" {code[:5].lower()} {code[5:].lower()} "
    assert _ask(world, typed, email="n@example.org", username="nour").status_code == 204
    assert school.one.rows("participants").keys() == {school.amira, school.bram}, "held until somebody approves"
    school.sync(ben)
    (waiting,) = ben.desk.read(joining).waiting
    assert (waiting.full, waiting.email) == ("Nour Haddad", "n@example.org")
    ben.do(approve, registration_ids=[waiting.id])
    school.sync(ben, school.one, school.two)
    world.agree(school.one, school.two)
    person = school.two.one("participants", given="Nour")
    assert (person["family"], person["email"], person["username"]) == ("Haddad", "n@example.org", "nour")
    assert school.two.one("memberships", participant_id=person["id"])["group_id"] == school.own
    assert "Haddad" not in repr(world.server_rows("registrations"))
    assert open_reviews(school.one) == [] and ben.one("participants", given="Nour")


def test_a_coach_takes_back_whom_he_let_in(world: World, school: School, ben: SyncedDesk) -> None:
    _ask(world, _code(ben, school.own))
    school.sync(ben)
    ben.do(approve, registration_ids=[ben.desk.read(joining).waiting[0].id])
    school.sync(ben)
    ben.do(undo_last)
    school.sync(ben, school.one)
    world.agree(school.one)
    assert "Nour" not in {row["given"] for row in school.one.rows("participants").values()}
    assert ben.desk.read(joining).waiting[0].full == "Nour Haddad"


def test_the_answer_is_the_same_whether_there_is_such_a_code_or_not(world: World, school: School) -> None:
    code = _code(school.one, school.own)
    good, wrong, elsewhere = _ask(world, code), _ask(world, "ZZZZZ22222"), _ask(world, code, organisation="niemand")
    assert [(one.status_code, one.content) for one in (good, wrong, elsewhere)] == [(204, b"")] * 3
    assert len(world.server_rows("registrations")) == 1
    school.one.do(end_join_code, code_id=school.one.one("join_codes", code=code)["id"])
    school.one.sync()
    assert _ask(world, code, "Omar").status_code == 204 and len(world.server_rows("registrations")) == 1


def test_a_code_ends_after_its_last_day(world: World, school: School) -> None:
    code = _code(school.one, school.own)
    world.office.clock.forward(15)
    _ask(world, code)
    assert world.server_rows("registrations") == {}


def test_of_one_text_there_is_one_open_code(world: World, school: School, ben: SyncedDesk) -> None:
    """Else who typed it came into a group of strangers, whichever the server found first."""
    code = _code(school.one, school.other)
    theirs = school.one.one("join_codes", group_id=school.other)
    made = secrets.token_bytes(16)
    twin = {"id": made, "group_id": school.own, "code": f"{code[:4].lower()}-{code[4:]}", "from_on": "2026-11-21",
            "until_on": None}
    for desk, action in ((ben, "join_code.make"), (school.one, "join_code.make"), (school.one, "organisation.bring")):
        answer = send(desk, action, [Patch("join_codes", made, None, 0, None, twin)])
        assert answer.status == "rejected" and "in use already" in answer.reason.template
    own = _code(ben, school.own)
    mine = ben.one("join_codes", group_id=school.own, code=own)["id"]
    assert send(ben, "join_code.make", [Patch("join_codes", mine, "code", 2**40, own, code)]).status == "rejected"
    school.one.do(end_join_code, code_id=theirs["id"])
    school.one.sync()
    assert send(ben, "join_code.make", [Patch("join_codes", made, None, 0, None, twin | {"code": code})]
                ).status == "applied"
    reopened = Patch("join_codes", theirs["id"], "until_on", 2**40, "2026-11-21", None)
    assert send(school.one, "organisation.bring", [reopened]).status == "rejected"
    _ask(world, code)
    assert [row["group_id"] for row in world.server_rows("registrations").values()] == [school.own], (
        "the code that ended with the same text does not stand before it")


def test_a_code_that_is_open_here_is_not_made_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    code, drawn = _code(school.one, school.other), ["", "ZZZZZ22222"]
    drawn[0] = code
    monkeypatch.setattr("app.actions.joining.fresh_code", lambda: drawn.pop(0))
    assert _code(school.one, school.own) == "ZZZZZ22222"


def test_a_code_does_not_outlive_its_group(world: World, school: School) -> None:
    """Also where the desk that closed the group knew of no code."""
    code = _code(school.one, school.own)
    closed = Patch("groups", school.own, "until_on", 2**40, None, school.one.desk.sight.today.isoformat())
    assert send(school.one, "group.close", [closed]).status == "applied"
    _ask(world, code)
    assert world.server_rows("registrations") == {}
    other = _code(school.two, school.other)
    school.two.do(close_group, group_id=school.other)
    school.sync(school.two)
    world.agree(school.one, school.two)
    assert school.two.one("join_codes", code=other)["until_on"] == school.two.desk.sight.today.isoformat()
    _ask(world, other)
    assert world.server_rows("registrations") == {}


@pytest.mark.parametrize("given", [
    {"given": "x" * 101}, {"prefix": "x" * 21}, {"email": "x" * 101}, {"code": "x" * 65}, {"given": "a\0b"}])
def test_nothing_longer_than_a_name_is_taken(world: World, given: dict[str, str]) -> None:
    said = {"organisation": CODE, "code": "ZZZZZ22222", "given": "Nour"} | given
    answer = Web(world.app).post("/v1/registrations", json.dumps(said).encode(), form=JSON)
    assert answer.status_code == 400


def test_somebody_has_a_name(world: World) -> None:
    answer = Web(world.app).post("/v1/registrations", Register(CODE, "ZZZZZ22222", " "), form=JSON)
    assert code_of(answer)[0] == 422


def test_so_many_and_no_more_in_a_quarter_of_an_hour_and_logging_in_goes_on(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering.limits, "MOST_PER_ADDRESS", 3)
    assert [_ask(world, "ZZZZZ22222").status_code for _ in range(4)] == [204, 204, 204, 429]
    assert world.office.session("anna").access
    world.office.clock.now_us += 16 * 60 * 1_000_000
    assert _ask(world, "ZZZZZ22222").status_code == 204


def test_a_full_list_takes_no_more(world: World, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registering, "MOST_WAITING", 2)
    code = _code(school.one, school.own)
    assert {_ask(world, code, name).status_code for name in ("A", "B", "C")} == {204}
    assert len(world.server_rows("registrations")) == 2


def test_what_the_profile_does_not_keep_goes_no_further(world: World, school: School) -> None:
    code = _code(school.one, school.own)
    with world.office.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET provider = 'leerling-in-beeld'")
    _ask(world, code, email="n@example.org", username="nour")
    (row,) = world.server_rows("registrations").values()
    assert (row["given"], row["username"], row["email"]) == ("Nour", "nour", "")


def test_a_name_that_nobody_answered_is_emptied_after_thirty_days(world: World, school: School) -> None:
    _ask(world, _code(school.one, school.own))
    school.one.sync()
    world.office.clock.forward(KEPT_DAYS - 1)
    assert maintenance.maintain(world.office.database, world.office.clock()).lapsed == 0
    world.office.clock.forward(2)
    assert maintenance.maintain(world.office.database, world.office.clock()).lapsed == 1
    assert "Haddad" not in repr(world.server_rows("registrations"))
    two = school.two
    two.sync()
    assert two.desk.read(joining).waiting == () and "Haddad" not in repr(two.rows("registrations"))


def test_who_was_let_in_is_erased_with_the_registration(world: World, school: School, ben: SyncedDesk) -> None:
    _ask(world, _code(ben, school.own))
    school.sync(ben)
    ben.do(approve, registration_ids=[ben.desk.read(joining).waiting[0].id])
    school.sync(ben, school.one)
    person = school.one.one("participants", given="Nour")["id"]
    school.one.do(tick_terms, participant_id=person, ticked=True)
    school.sync(school.one, ben)
    school.one.do(erase_participants, participant_ids=[person])
    school.sync(school.one, ben, school.two)
    world.agree(school.one, school.two)
    for kind in ("participants", "registrations", "acceptances", "memberships"):
        for rows in (world.server_rows(kind), ben.rows(kind), school.two.rows(kind)):
            assert all(person not in row.values() for row in rows.values()), kind
    with ben.desk.database.reading() as connection:
        assert stream_here(connection).differed_us == 0


def test_a_registration_declined_of_who_was_erased_meanwhile_brings_no_name_back(world: World, school: School) -> None:
    """Taken back and declined, at a desk that had not heard that a colleague let this person in and erased them."""
    _ask(world, _code(school.one, school.own))
    school.sync(school.one, school.two)
    (registration,) = school.one.rows("registrations")
    school.one.do(approve, registration_ids=[registration])
    school.sync(school.one)
    school.one.do(erase_participants, participant_ids=[school.one.one("participants", given="Nour")["id"]])
    school.sync(school.one)
    school.two.do(decline, registration_ids=[registration])
    school.sync(school.two, school.one)
    world.agree(school.one, school.two)
    for rows in (world.server_rows("reviews"), school.one.rows("reviews"), school.two.rows("reviews")):
        assert "Haddad" not in repr(rows)
    assert school.two.rows("registrations") == {} and open_reviews(school.one) == []


# What the server takes from nobody


def _person(row_id: bytes) -> dict[str, Any]:
    return {"id": row_id, "given": "Indringer", "family": "X", "state": "active", "created_us": 1}


def test_a_coach_lets_nobody_in_who_did_not_ask(school: School, ben: SyncedDesk) -> None:
    person, place = secrets.token_bytes(16), secrets.token_bytes(16)
    joined = {"id": place, "participant_id": person, "group_id": school.own, "from_on": "2026-11-20"}
    patches = [Patch("participants", person, None, 0, None, _person(person)),
               Patch("memberships", place, None, 0, None, joined)]
    assert send(ben, approve.name, patches).status == "rejected"
    assert person not in school.world.server_rows("participants")


def test_with_an_approval_a_coach_changes_nobody_who_is_there(world: World, school: School, ben: SyncedDesk) -> None:
    _ask(world, _code(ben, school.own))
    school.sync(ben)
    waiting = ben.one("registrations")
    answered = [Patch("registrations", waiting["id"], "state", 2**40, "waiting", "approved"),
                *(Patch("registrations", waiting["id"], name, 2**40, waiting[name], "")
                  for name in ("given", "family"))]
    stolen = Patch("participants", school.amira, "given", 2**40, "Amira", "Gestolen")
    assert send(ben, approve.name, [*answered, stolen]).status == "rejected"
    person, place = waiting["participant_id"], secrets.token_bytes(16)
    other = {"id": place, "participant_id": person, "group_id": school.other, "from_on": "2026-11-20"}
    patches = [*answered, Patch("participants", person, None, 0, None, _person(person)),
               Patch("memberships", place, None, 0, None, other)]
    assert send(ben, approve.name, patches).status == "rejected"
    operation = secrets.token_bytes(16)
    assert send(ben, approve.name, [], id=operation).status in ("applied", "rejected")
    whole = {name: value for name, value in ben.one("participants", id=school.amira).items() if name != "version"}
    gone = Patch("participants", school.amira, None, 2**40, whole, None)
    assert send(ben, "undo", [gone], arguments={"operation": operation}).status == "rejected"


def _let_in(waiting: dict[str, Any], group: bytes, **change: Any) -> list[Patch]:
    """What a desk sends that lets somebody in."""
    person, place = waiting["participant_id"], secrets.token_bytes(16)
    row = {"id": person, "given": "Nour", "family": "Haddad", "state": "active", "created_us": 1} | change
    joined = {"id": place, "participant_id": person, "group_id": group, "from_on": "2026-11-20"}
    return [Patch("registrations", waiting["id"], "state", 2**40, waiting["state"], "approved"),
            *(Patch("registrations", waiting["id"], name, 2**40, waiting[name], "") for name in NAMES),
            Patch("participants", person, None, 0, None, row), Patch("memberships", place, None, 0, None, joined)]


@pytest.mark.parametrize("change", [
    {"eckid": "https://ketenid.example/x"}, {"birth_date": "2000-01-01"}, {"gender": "x"}, {"postcode": "1234AB"},
    {"year_group": "8"}, {"younger_than_16_until": "2030-01-01"}, {"state": "left"}, {"state": "suspended"},
    {"state": "merged", "merged_into": bytes(16)},
])  # fmt: skip
def test_a_coach_lets_nobody_in_as_more_than_who_asked(
    world: World, school: School, ben: SyncedDesk, change: dict[str, Any]
) -> None:
    _ask(world, _code(ben, school.own))
    school.sync(ben)
    waiting = ben.one("registrations")
    told = change | ({"merged_into": school.bram} if "merged_into" in change else {})
    assert send(ben, approve.name, _let_in(waiting, school.own, **told)).status == "rejected"
    assert waiting["participant_id"] not in world.server_rows("participants")
    assert send(ben, approve.name, _let_in(waiting, school.own, email="n@example.org")).status == "applied"


def test_whom_a_colleague_declined_no_coach_lets_in_and_of_two_who_approve_both_are_right(
    world: World, school: School, ben: SyncedDesk
) -> None:
    code = _code(school.one, school.own)
    for given in ("Nour", "Omar"):
        _ask(world, code, given)
    school.sync(school.one, ben)
    no, yes = (ben.one("registrations", given=given) for given in ("Nour", "Omar"))
    school.one.do(decline, registration_ids=[no["id"]])
    school.one.do(approve, registration_ids=[yes["id"]])
    school.one.sync()
    ben.do(approve, registration_ids=[no["id"]])
    ben.do(approve, registration_ids=[yes["id"]])
    school.sync(ben, school.one)
    (refused,) = [review for review in open_reviews(ben) if review["sort"] == "refused"]
    assert "answered this" in refused["reason"]
    assert no["participant_id"] not in world.server_rows("participants")
    assert yes["participant_id"] in world.server_rows("participants")
    assert world.server_rows("registrations")[no["id"]]["state"] == "declined"


def test_whose_time_was_over_no_coach_lets_in(world: World, school: School, ben: SyncedDesk) -> None:
    _ask(world, _code(ben, school.own))
    school.sync(ben)
    waiting = ben.one("registrations")
    world.office.clock.forward(KEPT_DAYS + 1)
    assert maintenance.maintain(world.office.database, world.office.clock()).lapsed == 1
    assert send(ben, approve.name, _let_in(waiting, school.own)).status == "rejected"
    assert waiting["participant_id"] not in world.server_rows("participants")


def test_an_answered_registration_keeps_no_name(world: World, school: School) -> None:
    _ask(world, _code(school.one, school.own))
    school.one.sync()
    row = school.one.one("registrations")
    answer = send(school.one, decline.name, [Patch("registrations", row["id"], "state", 2**40, "waiting", "declined")])
    assert answer.status == "rejected"


def test_a_coach_ticks_for_himself_alone(world: World, school: School, ben: SyncedDesk) -> None:
    with world.office.database.reading() as connection:
        account = load(connection, world.office.id, [("accounts", world.office.accounts["ben"])]).popitem()[1].fields
    assert account is not None
    mine = {"id": secrets.token_bytes(16), "coach_id": account["coach_id"], "title": "T", "way": "tick",
            "accepted_on": "2026-11-21", "recorded_by": world.office.accounts["ben"], "recorded_us": 1}
    for change in ({"coach_id": bytes(16)}, {"recorded_by": world.office.accounts["anna"]}, {"way": "assumed"}):
        row = mine | {"id": secrets.token_bytes(16)} | change
        answer = send(ben, accept_as_coach.name, [Patch("coach_acceptances", row["id"], None, 0, None, row)])
        assert answer.status == "rejected", change
    assert ben.desk.read(coach_to_ask) is not None
    ben.do(accept_as_coach, ticked=True)
    school.sync(ben, school.one)
    assert ben.desk.read(coach_to_ask) is None
    assert school.one.one("coach_acceptances")["coach_id"] == account["coach_id"]
    stands = school.one.one("coach_acceptances")["id"]
    again = Patch("coach_acceptances", stands, "accepted_on", 2**40, "x", "2026-01-01")
    assert send(ben, accept_as_coach.name, [again]).status == "rejected"


def test_with_taking_back_a_coach_removes_no_evidence_of_others(
    world: World, school: School, ben: SyncedDesk
) -> None:
    """What is taken back is a key to the rows of that very action and of this very account, and to no others."""
    anna, mine = world.office.accounts["anna"], world.office.accounts["ben"]
    said = {"title": "T", "edition": "1", "way": "paper", "accepted_on": "2026-11-01", "recorded_us": 1}
    coach = world.server_rows("accounts")[mine]["coach_id"]
    for kind, action, of, by_anna in (
        ("acceptances", "acceptance.record", {"participant_id": school.amira}, {}),
        ("coach_acceptances", "coach.accept", {"coach_id": coach}, {"coach_id": secrets.token_bytes(16)}),
    ):
        theirs, own, operation = (secrets.token_bytes(16) for _ in range(3))
        evidence = {"id": theirs, "recorded_by": anna} | said | of | by_anna
        put = {"id": own, "recorded_by": mine} | said | of
        brought = send(school.one, "organisation.bring", [Patch(kind, theirs, None, 0, None, evidence)])
        assert brought.status == "applied"
        assert send(ben, action, [Patch(kind, own, None, 0, None, put)], id=operation).status == "applied"
        for going, status in (((theirs,), "rejected"), ((own, theirs), "rejected"), ((own,), "applied")):
            gone = [Patch(kind, one, None, 2**40, {theirs: evidence, own: put}[one], None) for one in going]
            assert send(ben, "undo", gone, arguments={"operation": operation}).status == status
        assert set(world.server_rows(kind)) == {theirs}


# Cards and user terms between desks


def test_of_two_cards_made_without_a_network_only_the_newest_counts(world: World, school: School) -> None:
    school.one.do(give_cards, participant_ids=[school.amira], until_on=LAST, address="x.example")
    world.office.clock.forward(1)
    school.two.do(give_cards, participant_ids=[school.amira], until_on=date(2026, 12, 9), address="x.example")
    school.sync(school.one, school.two)
    world.agree(school.one, school.two)
    for desk in (school.one, school.two):
        (row,) = desk.desk.read(cards_of, [school.amira]).rows
        assert (row.state, row.until) == (CardState.WAITING, date(2026, 12, 9))


def test_codes_and_consents_never_reach_a_coach(world: World, school: School, ben: SyncedDesk) -> None:
    school.one.do(give_cards, participant_ids=[school.amira], until_on=LAST, address="x.example")
    school.sync(school.one, ben)
    assert ben.rows("activation_codes") == {} and ben.one("participants", id=school.amira)["username"] == "amira"
    row = {"id": secrets.token_bytes(16), "participant_id": school.amira, "code": "EIGENCODE1", "made_us": 2**50}
    assert send(ben, give_cards.name, [
        Patch("activation_codes", row["id"], None, 0, None, row)]).status == "rejected"


@pytest.mark.clause("O-6.2")
def test_a_tick_at_the_desk_of_a_coach_is_seen_by_everybody(world: World, school: School, ben: SyncedDesk) -> None:
    ben.do(tick_terms, participant_id=school.amira, ticked=True)
    school.sync(ben, school.one)
    world.agree(school.one)
    assert school.one.desk.read(person_terms, school.amira).standing == "accepted"
    mine = {"participant_id": school.amira, "title": "T", "way": "tick", "accepted_on": "2026-11-21",
            "recorded_by": world.office.accounts["ben"], "recorded_us": 1}
    for change, status in (
        ({}, "applied"), ({"participant_id": school.bram}, "rejected"),
        ({"recorded_by": world.office.accounts["anna"]}, "rejected"), ({"way": "assumed"}, "rejected"),
    ):
        row = mine | {"id": secrets.token_bytes(16)} | change
        answer = send(ben, tick_terms.name, [Patch("acceptances", row["id"], None, 0, None, row)])
        assert answer.status == status, change
    stands = next(iter(world.server_rows("acceptances")))
    earlier = Patch("acceptances", stands, "accepted_on", 2**40, "2026-11-21", "2026-01-01")
    assert send(ben, tick_terms.name, [earlier]).status == "rejected"
