"""The board: every organisation of a home beside the others, read with its own key, and what cannot be read named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.everywhere import Everywhere, read_everywhere
from app.actions.founding import found_organisation, open_desk
from app.domain.errors import Refusal
from app.domain.permissions import TenantKind
from app.store.database import DATABASE_FILE, Database
from app.store.home import Home
from app.store.protection import PASSPHRASE_FILE, Protection
from app.store.settings import ACCOUNT, ENDED, LAST_CONTACT, set_settings
from app.views.board import BoardRow, board_row
from tests.coaching import coach_of
from tests.desks import CODE, NOON, PASSPHRASE, PROTECTION, Clock, bring_in, person, roster, unlock
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.views.test_wide_progress import NOVEMBER

MARK = "Geheim"


@pytest.fixture
def home(
    desk: Desk, data_home: Home, founded: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> Home:
    """Beside the open organisation, of eleven people of whom six were active, a copy of it under the code 'zuid'."""
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(file))
    add_programme(desk, "koken")
    bring_in(desk, roster(*(person(str(n), f"{MARK}{n}", MARK, groups=("a",)) for n in range(11)), groups=("a",)))
    bring_results(desk, [statement(str(n), exercise_iri("koken", 1)) for n in range(6)])
    copied(desk, data_home, "zuid")
    return data_home


def copied(desk: Desk, home: Home, code: str) -> None:
    desk.database.forget_deleted()
    home.folder(code).mkdir()
    for name in (DATABASE_FILE, "keys.json"):
        shutil.copy(desk.folder / name, home.folder(code) / name)


def changed(home: Home, code: str, statement: str = "", **settings: str) -> None:
    database = Database(home.folder(code) / DATABASE_FILE, unlock(home.keys(code)))
    with database.writing() as connection:
        if statement:
            connection.exec_driver_sql(statement)
        set_settings(connection, settings)
    database.close()


def read(desk: Desk) -> Everywhere[BoardRow]:
    return read_everywhere(desk, board_row, *NOVEMBER)


@pytest.mark.clause("O-annex 1")
def test_organisations_stand_beside_each_other_without_a_name_and_nothing_is_written(desk: Desk, home: Home) -> None:
    changed(home, "zuid", "UPDATE organisations SET name = 'De Zuid'", **{
        LAST_CONTACT: str(int(NOON.timestamp()) * 1_000_000)})
    before = (home.folder("zuid") / DATABASE_FILE).read_bytes()
    found = read(desk)
    assert [(code, row.name, row.synced_on) for code, row in found.read] == [
        (CODE, "De Proef", None), ("zuid", "De Zuid", NOON.date())]
    assert found.left_out == ()
    row = found.read[1][1]
    assert (row.participants, row.active, row.made, row.attempts, row.minutes) == (11, 6, 6, 6, 6)
    assert MARK not in repr(found)
    assert (home.folder("zuid") / DATABASE_FILE).read_bytes() == before


def test_few_people_are_in_no_number(desk: Desk, home: Home) -> None:
    """Five of eleven were not seen: who is told that six were active, may be. Of nine it would be three."""
    changed(home, "zuid", "UPDATE participants SET state = 'left' WHERE local > 9")
    changed(home, "zuid", "DELETE FROM memberships WHERE participant_id IN "
                          "(SELECT id FROM participants WHERE state = 'left')")
    row = dict(read(desk).read)["zuid"]
    assert (row.participants, row.active, row.helped, row.made) == (9, None, 0, 6)
    changed(home, "zuid", "DELETE FROM activity WHERE participant > 4")
    row = dict(read(desk).read)["zuid"]
    assert (row.participants, row.active, row.made, row.attempts, row.minutes) == (9, None, None, None, None)


REASONS: dict[str, tuple[Callable[[Desk, Home], object], str]] = {
    "newer": (lambda desk, home: changed(home, "zuid", "UPDATE alembic_version SET version_num = '9999'"), "newer"),
    "older": (lambda desk, home: changed(home, "zuid", "UPDATE alembic_version SET version_num = '0012'"), "older"),
    "ended": (lambda desk, home: changed(home, "zuid", **{ENDED: "1"}), "account"),
    "damaged": (lambda desk, home: (home.folder("zuid") / DATABASE_FILE).write_bytes(b"x" * 4096), "damaged"),
    "wiped": (lambda desk, home: (home.folder("zuid") / "keys.json").unlink(), "missing"),
    "account": (lambda desk, home: changed(home, "zuid", "UPDATE accounts SET until_on = '2026-11-01'",
                                           **{ACCOUNT: desk.sight.actor.account_id.hex()}), "ended on"),
}


@pytest.mark.parametrize("why", REASONS)
def test_what_cannot_be_read_is_named_with_the_reason(desk: Desk, home: Home, why: str) -> None:
    change, words = REASONS[why]
    change(desk, home)
    found = read(desk)
    assert [code for code, _ in found.read] == [CODE]
    (left,) = found.left_out
    assert left.code == "zuid" and words in str(left.reason)


def test_another_passphrase_and_other_rights_leave_it_out(desk: Desk, home: Home, clock: Clock) -> None:
    """A coach's desk, a licensor's, and one with a passphrase of its own."""
    for code, kind, passphrase in (
        ("anders", TenantKind.ORGANISATION, Protection("een heel andere lange zin")),
        ("gever", TenantKind.LICENSOR, PROTECTION),
    ):
        found_organisation(home, code, MARK, "oefenen", passphrase, kind=kind, clock=clock)[0].close()
    there = open_desk(home, "zuid", unlock, clock)
    coach = coach_of(there).sight.actor.account_id
    there.close()
    changed(home, "zuid", **{ACCOUNT: coach.hex()})
    found = read(desk)
    assert [code for code, _ in found.read] == [CODE]
    assert [(one.code, str(one.reason).split()[0]) for one in found.left_out] == [
        ("anders", "This"), ("gever", "You"), ("zuid", "You")]
    assert MARK not in repr(found)


def test_it_can_be_stopped(desk: Desk, home: Home) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(Refusal, match="Stopped"):
        read_everywhere(desk, board_row, *NOVEMBER, progress=lambda *at: told.append(at), cancelled=lambda: bool(told))
    assert told == [(0, 2)]
