"""An administrator makes, renews and ends the logins of coaches of the own organisation: over a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.actions.coaches import add_coach, assign_coach, close_coach
from app.actions.desk import Desk
from app.actions.groups import close_group
from app.actions.undo import undo_last
from app.domain.credentials import Credentials
from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.server.accounts import create_account, disable_account
from app.server.passwords import hashed
from app.server.records import load_where
from app.server.tables import devices, logins, records
from app.store.home import Home
from app.store.protection import Protection
from app.sync import coaching
from app.sync.connect import choose_password, join
from app.sync.engine import Syncer
from app.views.groups import group_list
from tests.desks import PASSPHRASE, Clock
from tests.lines import Line
from tests.servers import CODE, PASSWORD, make_office
from tests.sync.scenes import School, make_school, open_reviews
from tests.syncing import SyncedDesk, World

OWN = "een eigen wachtwoord 7"


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


class OneQuestion(Syncer):
    """What asks beside the sync; its line ends with it."""

    def close(self) -> None:
        super().close()
        assert isinstance(self._wire, Line)
        self._wire.end()


def line_to(school: School) -> Callable[[Desk], Syncer]:
    return lambda desk: OneQuestion(desk, Line(school.world.app))


def joke(school: School) -> bytes:
    """A coach that the server does not know yet."""
    made: bytes = school.one.do(
        add_coach, given={"given": "Joke", "family": "Smit", "username": "joke"}, group_ids=[school.own]).outcome
    return made


def sits_down(school: School, given: Credentials, folder: str = "joke", own: str = OWN) -> SyncedDesk:
    """The coach types what stands on the sheet, and chooses another password."""
    world, line = school.world, Line(school.world.app)
    world.lines.append(line)
    desk, _ = join(Home(world.folder / folder), CODE, given.server, given.organisation_code, given.username,
                   given.password, Protection(PASSPHRASE), world.office.clock, make_wire=lambda _address: line)
    made = SyncedDesk(desk, line, Syncer(desk, line))
    world.desks.append(made)
    choose_password(desk, given.password, own, make_wire=lambda _address: line)
    made.sync()
    return made


@pytest.mark.clause("O-1")
def test_a_coach_gets_a_login_of_one_use_and_sees_the_own_groups(school: School) -> None:
    given = coaching.hand_out_login(school.one.desk, joke(school), "joke", line_to(school))
    assert (given.name, given.username, given.role) == ("Joke Smit", "joke", Role.COACH)
    desk = sits_down(school, given)
    assert desk.desk.sight.actor.role is Role.COACH
    assert [row.name for row in desk.desk.read(group_list)] == ["Dinsdag"]
    with pytest.raises(Refusal, match="not right"):
        sits_down(school, given, "dief")
    school.one.sync()
    assert school.one.one("accounts", name="Joke Smit")["role"] == "coach"


def test_a_new_password_ends_the_old_one_and_the_sessions(school: School) -> None:
    coach = joke(school)
    first = coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school))
    desk = sits_down(school, first)
    second = coaching.hand_out_login(school.one.desk, coach, "", line_to(school))
    assert second.username == "joke" and second.password != first.password
    with pytest.raises(Refusal, match="log in again"):
        desk.sync()
    sits_down(school, second, "andere", "nog een wachtwoord 8")


def test_an_ended_login_lets_nobody_in_and_its_computer_wipes_itself(school: School) -> None:
    coach = joke(school)
    desk = sits_down(school, coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school)))
    folder: Path = desk.desk.folder
    school.one.do(close_coach, coach_id=coach)
    assert coaching.end_login(school.one.desk, coach, line_to(school)) == 1
    assert (folder / "leerspoor.db").exists()
    with pytest.raises(Refusal, match="withdrawn"):
        desk.sync()
    assert not (folder / "leerspoor.db").exists()
    school.world.desks.remove(desk)
    desk.syncer.close()
    with pytest.raises(Refusal, match="works here no longer"):
        coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school))


def test_of_who_has_two_logins_both_end(school: School) -> None:
    """As where somebody made one at the server as well."""
    office, coach = school.world.office, joke(school)
    desk = sits_down(school, coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school)))
    with office.database.writing() as connection:
        create_account(connection, office.id, "joke2", "Joke Smit", Role.COACH, hashed(PASSWORD), office.clock(),
                       coach=coach)
    second = school.world.join("joke2")
    assert coaching.end_login(school.one.desk, coach, line_to(school)) == 2
    for ended in (desk, second):
        with pytest.raises(Refusal, match="withdrawn"):
            ended.sync()
        school.world.desks.remove(ended)
        ended.syncer.close()
    with office.database.reading() as connection:
        kept = {row.username: row.disabled_us for row in connection.execute(logins.select())}
    assert kept["joke"] is not None and kept["joke2"] is not None and kept["ben"] is None


def test_a_new_password_is_for_the_login_that_works(school: School) -> None:
    office, coach = school.world.office, joke(school)
    coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school))
    with office.database.writing() as connection:
        create_account(connection, office.id, "joke2", "Joke Smit", Role.COACH, hashed(PASSWORD), office.clock(),
                       coach=coach)
        disable_account(connection, office.id, "joke", office.clock())
    assert coaching.hand_out_login(school.one.desk, coach, "", line_to(school)).username == "joke2"


def test_of_who_has_no_login_nothing_is_ended(school: School) -> None:
    assert coaching.end_login(school.one.desk, joke(school), line_to(school)) == 0


def test_a_closed_coach_is_out_at_once_and_back_when_that_is_undone(school: School) -> None:
    coach = joke(school)
    desk = sits_down(school, coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school)))
    school.one.do(close_coach, coach_id=coach)
    school.one.sync()
    with pytest.raises(Refusal, match="account has ended"):
        desk.sync()
    school.one.do(undo_last)
    school.one.sync()
    desk.sync()
    assert [row.name for row in desk.desk.read(group_list)] == ["Dinsdag"]


def test_nobody_but_an_administrator_makes_a_login(school: School) -> None:
    coach = joke(school)
    school.one.sync()
    for username in ("ben", "lies"):
        desk = school.world.join(username)
        with pytest.raises(Refusal, match="role does not allow"):
            coaching.hand_out_login(desk.desk, coach, "joke", line_to(school))
        with pytest.raises(Refusal, match="role does not allow"):
            coaching.end_login(desk.desk, coach, line_to(school))


def test_the_account_of_an_administrator_is_never_reached_this_way(school: School) -> None:
    """Also where somebody is both."""
    office = school.world.office
    ben = school.one.one("coaches", given="Ben")["id"]
    with office.database.writing() as connection:
        create_account(connection, office.id, "baas", "Ben Jansen", Role.ADMINISTRATOR, hashed(PASSWORD),
                       office.clock())
        kept = dict(connection.execute(logins.select().with_only_columns(
            logins.c.username, logins.c.password_hash)).all())
    coaching.hand_out_login(school.one.desk, ben, "baas", line_to(school))
    other = joke(school)
    with pytest.raises(Refusal, match="already is an account"):
        coaching.hand_out_login(school.one.desk, other, "baas", line_to(school))
    with office.database.reading() as connection:
        now = dict(connection.execute(logins.select().with_only_columns(
            logins.c.username, logins.c.password_hash)).all())
    assert {name for name in now if now[name] != kept.get(name)} == {"ben"}


def test_the_coach_of_another_organisation_is_nobody_here(school: School, clock: Clock) -> None:
    office = school.world.office
    elsewhere = make_office(office.database, clock, "elders")
    with office.database.reading() as connection:
        (theirs,) = load_where(connection, elsewhere.id, records.c.kind == "coaches")
        before = connection.execute(logins.select()).all()
    for ask in (lambda: coaching.hand_out_login(school.one.desk, theirs.id, "ben", line_to(school)),
                lambda: coaching.end_login(school.one.desk, theirs.id, line_to(school))):
        with pytest.raises(Refusal, match="does not know"):
            ask()
    with office.database.reading() as connection:
        assert connection.execute(logins.select()).all() == before
        assert connection.execute(devices.select().where(devices.c.revoked_us.is_not(None))).first() is None


def test_a_lost_answer_is_asked_for_again(school: School) -> None:
    coach = joke(school)
    first = coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school))
    again = coaching.hand_out_login(school.one.desk, coach, "joke", line_to(school))
    assert again.username == first.username
    with pytest.raises(Refusal, match="not right"):
        sits_down(school, first, "eerste")
    sits_down(school, again)


def test_whom_a_colleague_closed_meanwhile_gets_no_group_that_was_closed(school: School) -> None:
    coach = joke(school)
    school.sync(school.one, school.two)
    school.two.do(close_group, group_id=school.other)
    school.two.sync()
    school.one.do(assign_coach, coach_id=coach, group_id=school.other)
    school.sync(school.one)
    assert [one["sort"] for one in open_reviews(school.one)] == ["refused"]
    assert all(row["group_id"] != school.other for row in school.world.server_rows("coach_assignments").values())
