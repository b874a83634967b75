"""A coach with a valid token and a client made by hand: what he may not, the server does not let him."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.groups import create_group
from app.actions.participants import change_participant
from app.domain.operation import Patch
from app.server.stream import look
from app.store.streams import OWN, set_stream, stream_here
from app.store.tables import sync_units
from app.sync import state
from app.sync.wire import Answers, Named, Page, Pull, Push, Reach
from tests.sync.scenes import School, make_followed_school, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


@pytest.fixture
def school(world: World, request: pytest.FixtureRequest) -> School:
    return make_followed_school(world) if "ben" in request.fixturenames else make_school(world)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    """The coach, who follows the group of Amira."""
    assert school.coach is not None
    return school.coach


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


def test_a_difference_is_as_secret_as_what_it_is_about(school: School, ben: SyncedDesk) -> None:
    coach = next(iter(school.world.server_rows("coaches")))
    code = secrets.token_bytes(16)
    row = {"id": code, "participant_id": school.amira, "code": "GEHEIM-1", "made_us": 1}
    send(school.one, "organisation.bring", [Patch("activation_codes", code, None, 0, None, row)])
    for desk, value in ((school.one, "een@school.example"), (school.two, "twee@school.example")):
        send(desk, "organisation.bring", [
            Patch("coaches", coach, "email", 0, "", value), Patch("activation_codes", code, "code", 0, "x", value)])
    school.sync(school.one, ben)
    assert {one["field"] for one in open_reviews(school.one)} == {"email", "code"}
    assert open_reviews(ben) == [] and not ben.rows("activation_codes")
    with ben.desk.database.reading() as connection:
        assert stream_here(connection).differed_us == 0


def test_nobody_hears_how_much_went_elsewhere(school: School, ben: SyncedDesk) -> None:
    operation, here = secrets.token_bytes(16), school.one.one("groups", id=school.own)["version"]
    rows = [secrets.token_bytes(16) for _ in range(60)]
    made = [
        {"id": one, "participant_id": school.bram, "group_id": school.other, "from_on": "2026-08-01"} for one in rows]
    send(school.one, "organisation.bring", [
        Patch("memberships", row["id"], None, 0, None, row) for row in made], id=operation)
    send(school.one, "undo", [Patch("memberships", row["id"], None, 2**40, row, None) for row in made],
         arguments={"operation": operation})
    with school.world.office.database.writing() as connection:
        connection.exec_driver_sql("UPDATE records SET intended = 0")
    asked = Pull([Reach(here, [unit]) for unit in (school.world.office.id, school.own, school.amira)], bound=0)
    assert ben.syncer._talking().ask("/v1/pull", asked, Page).removals == {}
    school.two.sync()


def _paper(school: School, row_id: bytes) -> dict[str, Any]:
    return {"id": row_id, "serial": "S1", "participant_id": school.amira, "programme_version_id": b"v" * 16,
            "name_printed": "Amira Bakker", "programme_printed": "Rekenen", "organisation_printed": "De Proef",
            "place": "Lindenveen", "issued_on": "2026-11-21", "completed_on": "2026-11-20", "language": "nl",
            "design": "classic", "code": "code", "logo": None, "correction": 0, "issued_us": 1}


def test_no_row_comes_under_the_id_of_another(school: School, ben: SyncedDesk) -> None:
    for taken in (school.own, school.bram, school.world.office.id):
        patch = Patch("certificates", taken, None, 0, None, _paper(school, taken))
        assert send(ben, "certificates.issue", [patch]).status == "rejected"


def test_what_was_printed_stays_as_it_was_printed(school: School, ben: SyncedDesk) -> None:
    paper = secrets.token_bytes(16)
    row = _paper(school, paper)
    made = Patch("certificates", paper, None, 0, None, row)
    assert send(ben, "certificates.issue", [made]).status == "rejected"  # no paper of his own computer
    assert send(school.one, "certificates.issue", [made]).status == "applied"
    another = Patch("certificates", paper, "name_printed", 2**40, "Amira Bakker", "Ben Jansen")
    assert send(ben, "certificates.issue", [another]).status == "conflict"
    assert school.world.server_rows("certificates")[paper]["name_printed"] == "Amira Bakker"
    theirs = row | {"id": secrets.token_bytes(16), "participant_id": school.bram}
    assert send(ben, "certificates.issue", [
        Patch("certificates", theirs["id"], None, 0, None, theirs)]).status == "rejected"


@pytest.mark.parametrize(("kind", "name", "value"), [
    ("accounts", "role", "koning"), ("groups", "from_on", "20260801"), ("groups", "until_on", "2026-W30-1")])
def test_not_even_an_administrator_writes_what_stops_everybody(
    school: School, kind: str, name: str, value: str
) -> None:
    row_id = school.own if kind == "groups" else school.world.office.accounts["ben"]
    patch = Patch(kind, row_id, name, 2**40, None if name == "until_on" else "x", value)
    assert send(school.one, "organisation.bring", [patch]).status == "rejected"
    assert school.ben().sync().requests > 0


@pytest.mark.clause("O-1")
@pytest.mark.parametrize("whose", ["ben", "anna", "lies"])
def test_not_even_an_administrator_gives_an_account_another_role_or_coach(school: School, whose: str) -> None:
    """With the role of a coach he would make a first password for it, and log in as its owner."""
    account = school.world.office.accounts[whose]
    stands = school.world.server_rows("accounts")[account]
    role = "coach" if stands["role"] != "coach" else "administrator"
    changes = {"role": role, "coach_id": secrets.token_bytes(16)}
    patches = [Patch("accounts", account, name, 2**40, stands[name], new) for name, new in changes.items()]
    gone = Patch("accounts", account, None, 2**40, dict(stands), None)
    undone = {"operation": secrets.token_bytes(16)}
    for action, sent, arguments in (
        ("organisation.bring", patches[:1], {}), ("organisation.bring", patches[1:], {}),
        ("organisation.bring", patches, {}), ("undo", patches, undone),
    ):
        assert send(school.one, action, sent, arguments=arguments).status == "rejected"
    assert send(school.one, "undo", [gone], arguments=undone).status in ("rejected", "conflict")
    assert school.world.server_rows("accounts")[account] == stands
    again = Patch("accounts", account, None, 0, None, dict(stands))
    name = Patch("accounts", account, "name", 2**40, stands["name"], "Andere Naam")
    assert send(school.one, "organisation.bring", [again, name]).status == "applied"


@pytest.mark.parametrize("year", [0, 1999, 2201, 2**61])
def test_no_school_year_comes_that_no_desk_can_show(school: School, year: int) -> None:
    now = school.one.one("groups", id=school.own)["school_year"]
    patch = Patch("groups", school.own, "school_year", 2**40, now, year)
    assert send(school.one, "organisation.bring", [patch]).status == "rejected"
    fine = Patch("groups", school.own, "school_year", 2**40, now, 2027)
    assert send(school.one, "organisation.bring", [fine]).status == "applied"


def _epoch(school: School) -> str:
    with school.world.office.database.reading() as connection:
        return look(connection, school.world.office.id).epoch


def _named(desk: SyncedDesk) -> Named:
    with desk.desk.database.reading() as connection:
        named = state.named(connection)
    assert named is not None
    return named


@pytest.mark.parametrize("claim", [
    lambda unit, mine, theirs: {"rows": [Reach(2**40, [unit])]},
    lambda unit, mine, theirs: {"results": [Reach(2**40, [unit])]},
    lambda unit, mine, theirs: {"named": Named(2**40, bytes(16))},
    lambda unit, mine, theirs: {"named": Named(mine.number + 1, mine.proof)},
    lambda unit, mine, theirs: {"named": theirs}])
def test_nobody_makes_the_server_believe_that_it_forgot_something(school: School, ben: SyncedDesk, claim: Any) -> None:
    """What follows would be that every desk reads everything afresh, as often as somebody likes."""
    school.sync(school.one, ben)
    school.one.do(create_group, name="Vrijdag")
    school.sync(school.one)
    epoch, talk, mine, theirs = _epoch(school), ben.syncer._talking(), _named(ben), _named(school.one)
    assert theirs.number > mine.number
    claimed = claim(school.world.office.id, mine, theirs)
    talk.ask("/v1/push", Push([], None, claimed.get("named")), Answers)
    assert talk.ask("/v1/pull", Pull(**({"epoch": epoch} | claimed)), Page).epoch == epoch
    send(ben, "group.rename", [], seen=2**40, epoch=epoch)
    assert _epoch(school) == epoch
    school.sync(school.one, school.two, ben)
    assert [desk.sync().requests for desk in (school.one, school.two, ben)] == [1, 1, 1]


def test_who_shows_no_proof_is_given_it_and_who_claims_too_much_reads_afresh_alone(
    school: School, ben: SyncedDesk
) -> None:
    epoch = _epoch(school)
    school.sync(school.two, ben)
    for desk in (school.two, ben):
        before = _named(desk)
        with desk.desk.database.writing() as connection:
            set_stream(connection, OWN, named=0, proof=None)
        desk.sync()
        assert _named(desk) == before
        with desk.desk.database.writing() as connection:
            set_stream(connection, OWN, named=0, proof=None)
            connection.execute(sync_units.update().values(cursor=2**40))
        everything = len(desk.rows("participants")) + len(desk.rows("memberships"))
        assert desk.sync().pulled > everything
        assert desk.sync().requests == 1
    assert _epoch(school) == epoch
    school.world.agree(school.one, school.two)
