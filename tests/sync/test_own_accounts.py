"""Own accounts over a real server: a code from the owner to an organisation, one for who goes on alone, and what
nobody learns of anybody else.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from app.actions.coaches import change_coach
from app.actions.erasing import erase_participants
from app.actions.own_accounts import link_own_account, note_own_accounts, unlink_own_account
from app.actions.undo import undo_last
from app.cli import server as command_line
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.operation import Patch
from app.domain.own_accounts import ACTIVATION_DAYS, LINK_DAYS
from app.server import maintenance, own_links
from app.server.own_accounts import create_own_account, make_link_code
from app.server.sessions import log_in
from app.server.tables import own_accounts, own_codes
from app.server.tables import own_links as links_table
from app.sync import own_accounts as asking
from app.sync.wire import AskSums
from app.sync.wire_own import (
    ActivateOwnAccount,
    AskLinkCode,
    AskOwnLink,
    LinkCode,
    OwnerNamed,
    OwnLogIn,
    OwnSession,
)
from tests.servers import Computer, Web, code_of, make_office, read
from tests.sync.scenes import School, make_school, send
from tests.sync.test_coach_logins import line_to
from tests.syncing import SyncedDesk, World

NOUR = PersonName("Nour", "el", "Haddad")
PASSWORD = "nog drie woorden en een 5"


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    """The coach, who follows the group of Amira."""
    school.assign(school.own)
    return school.ben()


def owner(world: World, name: PersonName = NOUR) -> tuple[bytes, str]:
    """Somebody with an own account, and a code to link it with."""
    with world.office.database.writing() as connection:
        account, _ = create_own_account(connection, name, world.office.clock())
        return account, make_link_code(connection, account, world.office.clock()).code


def link(school: School, desk: SyncedDesk, code: str, group: bytes, person: bytes | None = None) -> bytes:
    """As the window does it: ask whose it is, use the code, and lay it down here."""
    found = asking.ask_owner(desk.desk, code, line_to(school))
    wanted = found.participant_id or person or secrets.token_bytes(16)
    taken = asking.take_account(desk.desk, code, wanted, line_to(school))
    made: bytes = desk.do(
        link_own_account, own_account_id=taken.own_account_id, participant_id=taken.participant_id, group_id=group,
        given=taken.name.given, prefix=taken.name.prefix, family=taken.name.family).outcome
    desk.sync()
    return made


def elders(world: World) -> str:
    """The token of an administrator of another organisation on the same server."""
    make_office(world.office.database, world.office.clock, "elders")
    asked = Computer().log_in("anna", organisation="elders")
    return log_in(world.office.database, asked, "127.0.0.1", world.office.clock()).access


def people(world: World) -> dict[bytes, Any]:
    return world.server_rows("participants")


@pytest.mark.clause("O-annex 1")
def test_a_code_of_the_owner_brings_the_own_name_into_the_group_of_the_coach(
    world: World, school: School, ben: SyncedDesk
) -> None:
    account, code = owner(world)
    typed = f" {code[:5].lower()}-{code[5:].lower()} "
    assert asking.ask_owner(ben.desk, typed, line_to(school)) == asking.Owner(NOUR, None)
    person = link(school, ben, typed, school.own)
    school.sync(ben, school.one, school.two)
    world.agree(school.one, school.two)
    row = school.two.one("participants", id=person)
    assert (row["given"], row["prefix"], row["family"], row["own_account_id"]) == ("Nour", "el", "Haddad", account)
    assert school.two.one("memberships", participant_id=person)["group_id"] == school.own
    ben.do(undo_last)
    school.sync(ben, school.one)
    world.agree(school.one)
    assert person not in people(world), "what a coach linked goes again with undo"
    assert link(school, ben, code, school.own) in people(world), "and the same organisation may use its code again"


def test_the_code_is_good_once_for_a_week_and_for_one_organisation(world: World, school: School) -> None:
    _, code = owner(world)
    link(school, school.one, code, school.own)
    token = elders(world)
    elsewhere, wrong = (
        Web(world.app).post("/v1/own-link-ask", AskOwnLink(one), token=token) for one in (code, "ZZZZZ22222"))
    assert code_of(elsewhere) == (409, "no_such_code")
    assert wrong.content == elsewhere.content, "a code that was used is answered as one that never was"
    _, late = owner(world)
    world.office.clock.forward(LINK_DAYS + 1)
    school.one.sync()
    with pytest.raises(Refusal, match="does not know this code"):
        asking.ask_owner(school.one.desk, late, line_to(school))


def test_who_is_here_already_is_recognised(world: World, school: School, ben: SyncedDesk) -> None:
    """By the account; and by whoever knows the person, where only the name is the same."""
    account, code = owner(world, PersonName("Amira", "", "Bakker"))
    assert link(school, school.one, code, school.other, school.amira) == school.amira
    with world.office.database.writing() as connection:
        again = make_link_code(connection, account, world.office.clock()).code
    school.sync(ben)
    assert asking.ask_owner(ben.desk, again, line_to(school)).participant_id == school.amira
    assert link(school, ben, again, school.own) == school.amira
    school.sync(ben, school.one, school.two)
    world.agree(school.one, school.two)
    assert people(world).keys() == {school.amira, school.bram}
    assert {row["group_id"] for row in school.two.rows("memberships").values()
            if row["participant_id"] == school.amira} == {school.own, school.other}


def test_who_takes_part_in_a_group_of_another_coach_is_not_doubled(
    world: World, school: School, ben: SyncedDesk
) -> None:
    account, code = owner(world, PersonName("Bram", "", "Smit"))
    link(school, school.one, code, school.other, school.bram)
    with world.office.database.writing() as connection:
        again = make_link_code(connection, account, world.office.clock()).code
    with pytest.raises(Refusal, match="takes part here already"):
        asking.ask_owner(ben.desk, again, line_to(school))
    taken = asking.take_account(ben.desk, again, secrets.token_bytes(16), line_to(school))
    assert taken.participant_id == school.bram, "the server never lays an account beside a second participant"


def test_a_coach_who_is_to_see_no_last_names_reads_none_with_a_code(
    world: World, school: School, ben: SyncedDesk,
) -> None:
    coach = school.one.one("coaches", given="Ben")["id"]
    school.one.do(change_coach, coach_id=coach, given={"shows_surnames": False})
    school.sync(school.one, ben)
    account, code = owner(world)
    assert asking.ask_owner(ben.desk, code, line_to(school)).name == PersonName("Nour", "", "H.")
    with pytest.raises(Refusal, match="shows no last names"):
        asking.take_account(ben.desk, code, None, line_to(school))
    taken = asking.take_account(ben.desk, code, school.amira, line_to(school))
    assert (taken.own_account_id, taken.name) == (account, PersonName("Nour", "", "H.")), "the code was not used up"


def test_unlinking_leaves_both_and_can_be_undone(world: World, school: School, ben: SyncedDesk) -> None:
    account, code = owner(world)
    with world.office.database.writing() as connection:
        connection.execute(own_accounts.update().values(password_hash="chosen"))
    person = link(school, ben, code, school.own)
    ben.do(unlink_own_account, participant_id=person)
    school.sync(ben, school.one)
    assert people(world)[person]["own_account_id"] is None
    ben.do(undo_last)
    school.sync(ben, school.one)
    world.agree(school.one)
    assert people(world)[person]["own_account_id"] == account
    ben.do(unlink_own_account, participant_id=person)
    school.sync(ben)
    world.office.clock.forward(own_links.KEPT_DAYS + 1)
    maintenance.maintain(world.office.database, world.office.clock())
    with world.office.database.reading() as connection:
        assert connection.execute(links_table.select()).all() == []
        assert connection.execute(own_codes.select()).all() == []
        assert len(connection.execute(own_accounts.select()).all()) == 1


def test_erasing_the_participant_unlinks_and_the_account_hears_nothing(world: World, school: School) -> None:
    account, code = owner(world)
    person = link(school, school.one, code, school.own)
    with world.office.database.reading() as connection:
        before = connection.execute(own_accounts.select()).all()
    school.one.do(erase_participants, participant_ids=[person])
    school.sync(school.one, school.two)
    world.agree(school.one, school.two)
    with world.office.database.reading() as connection:
        assert connection.execute(links_table.select()).all() == []
        assert connection.execute(own_accounts.select()).all() == before
    for desk in (school.one, school.two):
        assert account not in {row["own_account_id"] for row in desk.rows("participants").values()}


def test_nobody_lays_an_account_down_that_was_not_given(world: World, school: School, ben: SyncedDesk) -> None:
    account, _ = owner(world)
    stolen = Patch("participants", school.amira, "own_account_id", 2**40, None, account)
    for desk, name in ((school.one, link_own_account.name), (school.one, note_own_accounts.name),
                       (ben, link_own_account.name)):
        assert send(desk, name, [stolen]).status == "rejected", name
    _, code = owner(world)
    taken = asking.take_account(ben.desk, code, secrets.token_bytes(16), line_to(school))
    row = {"id": taken.participant_id, "given": "Nour", "family": "Haddad", "state": "active", "created_us": 1,
           "own_account_id": taken.own_account_id}
    place = {"id": secrets.token_bytes(16), "participant_id": taken.participant_id, "group_id": school.own,
             "from_on": "2026-11-20"}
    member = Patch("memberships", place["id"], None, 0, None, place)
    for change in ({"eckid": "x"}, {"state": "left"}, {"own_account_id": account}, {"own_account_id": None}):
        patches = [Patch("participants", row["id"], None, 0, None, row | change), member]
        assert send(ben, link_own_account.name, patches).status == "rejected", change
    other = [Patch("participants", row["id"], None, 0, None, row),
             Patch("memberships", place["id"], None, 0, None, place | {"group_id": school.other})]
    assert send(ben, link_own_account.name, other).status == "rejected"
    renamed = Patch("participants", school.amira, "given", 2**40, "Amira", "Anders")
    assert send(ben, link_own_account.name, [renamed]).status == "rejected"
    good = [Patch("participants", row["id"], None, 0, None, row), member]
    assert send(ben, link_own_account.name, good).status == "applied"


def test_guessing_is_stopped_and_a_good_code_costs_nothing(world: World, school: School, ben: SyncedDesk) -> None:
    _, code = owner(world)
    for _ in range(15):
        asking.ask_owner(ben.desk, code, line_to(school))
    for _ in range(10):
        with pytest.raises(Refusal, match="does not know this code"):
            asking.ask_owner(ben.desk, "ZZZZZ22222", line_to(school))
    with pytest.raises(Refusal, match="too often"):
        asking.ask_owner(ben.desk, code, line_to(school))
    asking.ask_owner(school.one.desk, code, line_to(school))


def test_where_the_terms_know_no_own_accounts_none_is_linked_or_made(world: World, school: School) -> None:
    _, code = owner(world)
    with world.office.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET provider = 'leerling-in-beeld'")
    with pytest.raises(Refusal, match="not linked here"):
        asking.ask_owner(school.one.desk, code, line_to(school))
    made = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    assert made.letters == () and "no own accounts" in made.left_out[0][1].template


# Who goes on alone


@pytest.mark.clause("O-11.5")
def test_who_goes_on_alone_gets_a_code_chooses_a_password_and_links_elsewhere(
    world: World, school: School, ben: SyncedDesk
) -> None:
    made = asking.make_accounts(school.one.desk, [school.amira, school.bram], line_to(school))
    school.one.do(note_own_accounts, accounts=list(made.accounts))
    school.sync(school.one, school.two)
    world.agree(school.one, school.two)
    assert made.left_out == () and people(world)[school.amira]["own_account_id"] == dict(made.accounts)[school.amira]
    letter = made.letters[0]
    assert (letter.person.full, letter.username[:5]) == ("Amira Bakker", "amira")
    assert (letter.until - school.one.desk.sight.today).days == ACTIVATION_DAYS
    web = Web(world.app)
    wrong = ActivateOwnAccount(letter.username, made.letters[1].code, PASSWORD)
    assert code_of(web.post("/v1/own-activate", wrong))[0] == 401, "the code of another account"
    activated = web.post("/v1/own-activate", ActivateOwnAccount(letter.username, letter.shown_code, PASSWORD))
    assert read(activated, OwnSession).given == "Amira"
    again = web.post("/v1/own-activate", ActivateOwnAccount(letter.username, letter.code, PASSWORD))
    assert code_of(again)[0] == 401, "a code of the letter works once"
    session = read(web.post("/v1/own-session", OwnLogIn(letter.username, PASSWORD)), OwnSession)
    for token in ("", world.office.session().access):
        assert code_of(web.post("/v1/own-link-code", AskLinkCode(), token=token))[0] == 401
    given = read(web.post("/v1/own-link-code", AskLinkCode(), token=session.access), LinkCode)
    assert web.post("/v1/sums", AskSums(), token=session.access).status_code == 401, "nobody of an organisation"
    there = web.post("/v1/own-link-ask", AskOwnLink(given.code), token=elders(world))
    assert read(there, OwnerNamed) == OwnerNamed("Amira", "", "Bakker", None), "elsewhere nothing is told of here"
    left_out = asking.make_accounts(school.one.desk, [school.amira], line_to(school)).left_out
    assert "only its owner opens it" in left_out[0][1].template


def test_a_lost_letter_is_made_anew_for_the_same_account_and_the_first_code_is_over(
    world: World, school: School
) -> None:
    first = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    second = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    assert first.accounts == second.accounts and first.letters[0].code != second.letters[0].code
    web, name = Web(world.app), first.letters[0].username
    assert code_of(web.post("/v1/own-activate", ActivateOwnAccount(name, first.letters[0].code, PASSWORD)))[0] == 401
    assert web.post(
        "/v1/own-activate", ActivateOwnAccount(name, second.letters[0].code, PASSWORD)).status_code == 200
    assert code_of(web.post("/v1/own-session", OwnLogIn(name, "een ander woord 12345")))[0] == 401


def test_a_letter_can_be_made_anew_after_the_owner_gave_a_code_here_too(world: World, school: School) -> None:
    first = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    school.one.do(note_own_accounts, accounts=list(first.accounts))
    school.one.sync()
    account = dict(first.accounts)[school.amira]
    with world.office.database.writing() as connection:
        code = make_link_code(connection, account, world.office.clock()).code
    link(school, school.one, code, school.own)
    again = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    assert again.left_out == () and dict(again.accounts)[school.amira] == account


@pytest.mark.clause("O-11.5")
def test_an_account_that_nobody_activated_ends_with_its_code_once_the_participant_is_erased(
    world: World, school: School,
) -> None:
    def days_later(days: int) -> int:
        world.office.clock.forward(days)
        maintenance.maintain(world.office.database, world.office.clock())
        with world.office.database.reading() as connection:
            return len(connection.execute(own_accounts.select()).all())

    made = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    school.one.do(note_own_accounts, accounts=list(made.accounts))
    school.one.sync()
    assert days_later(ACTIVATION_DAYS + 1) == 1, "another letter can be made for who still takes part"
    asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.one.sync()
    assert days_later(1) == 1, "the letter is with the person, who may still activate it"
    assert days_later(ACTIVATION_DAYS) == 0


def test_of_an_account_that_was_linked_no_organisation_makes_a_code(world: World, school: School) -> None:
    """Also before its owner has chosen a password, and before the link has come to the server."""
    _, code = owner(world)
    asking.take_account(school.one.desk, code, school.amira, line_to(school))
    made = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    assert made.letters[0].username.startswith("amira"), "another account, and not that of who gave the code"
    link(school, school.one, owner(world)[1], school.other, school.bram)
    left_out = asking.make_accounts(school.one.desk, [school.bram], line_to(school)).left_out
    assert "has an own account already" in left_out[0][1].template


def test_a_coach_makes_no_own_account(school: School, ben: SyncedDesk) -> None:
    made = asking.make_accounts(ben.desk, [school.amira], line_to(school))
    assert made.letters == () and "role does not allow" in made.left_out[0][1].template


def test_nothing_that_is_kept_opens_anything(world: World, school: School) -> None:
    """Codes are kept as keyed hashes, and what an own account holds names no organisation."""
    _, code = owner(world)
    made = asking.make_accounts(school.one.desk, [school.amira], line_to(school))
    with world.office.database.reading() as connection:
        kept = repr([connection.execute(table.select()).all() for table in (own_accounts, own_codes)])
    for told in (code, made.letters[0].code, "proef", repr(world.office.id)):
        assert told not in kept


def test_the_command_line_makes_a_code_to_link_with(
    world: World, school: School, server_address: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.cli.own_account_commands.system_clock", world.office.clock)

    def run(*words: str) -> Any:
        assert command_line.main(["own-account", *words, "--database", server_address, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    made = run("create", "--given", "Nour", "--family", "Haddad", "--username", "Nour")
    assert made["own_account"] == "nour" and made["code"]
    code = run("link-code", "nour")["code"]
    assert asking.ask_owner(school.one.desk, code, line_to(school)).name.full == "Nour Haddad"
    assert run("activation", "nour")["code"] != made["code"]
    assert run("list") == {"own_accounts": [{"username": "nour", "activated": False, "disabled": False}]}
    run("disable", "nour")
    assert command_line.main(["own-account", "link-code", "nour", "--database", server_address]) == 2
    with pytest.raises(Refusal, match="does not know this code"):
        asking.ask_owner(school.one.desk, code, line_to(school))
