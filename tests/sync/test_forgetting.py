"""A coach whose data may not be kept leaves nothing on a computer but what the server has not confirmed (O-1)."""

from __future__ import annotations

import pytest

from app.actions.coaches import change_coach
from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.messages import close_conversation, keep_draft, write_message
from app.actions.undo import undo_last
from app.domain.audit import Link, first_broken
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.backup import BACKUPS
from app.store.home import Home
from app.store.tables import audit_events, confirmed, files, metadata, operations
from app.sync.engine import Syncer
from app.views.messages import conversation_list
from app.views.sync import sync_standing
from tests.desks import CODE, unlock
from tests.dumps import places_of
from tests.sync.scenes import School, make_school, open_reviews
from tests.sync.test_erased import decrypted
from tests.syncing import SyncedDesk, World
from tests.talking import begun, switched_on

WORDS = ("Amira", "Bakker", "amira", "Dinsdag", "Neem een boek", "Een concept")
"""What the server told this desk, or was typed and never sent."""
TYPED = "Dit wacht nog"


@pytest.fixture
def school(world: World) -> School:
    made = make_school(world)
    made.assign(made.own)
    switched_on(made.one.desk)
    begun(made.one.desk, group_id=made.own)
    made.one.sync()
    return made


def may_keep(school: School, keeps: bool) -> None:
    coach = school.one.one("coaches", given="Ben")["id"]
    school.one.do(change_coach, coach_id=coach, given={"keeps_offline": keeps})
    school.one.sync()


def at_work(school: School) -> SyncedDesk:
    """The coach, with everything he may have, some of it read and changed."""
    ben = school.ben()
    talk = next(iter(ben.rows("conversations")))
    ben.do(write_message, conversation_id=talk, body="Dit is al weg")
    ben.sync()
    ben.do(keep_draft, conversation_id=talk, body="Een concept")
    (ben.desk.folder / BACKUPS).mkdir()
    (ben.desk.folder / BACKUPS / "before-migration.leerspoor").write_bytes(b"Amira")
    return ben


def left(ben: SyncedDesk) -> set[str]:
    """Which words stand anywhere in the files of this desk, decrypted, also where nothing lies any more."""
    folder, content = ben.desk.folder, decrypted(ben.desk.database)
    kept = {path.name for path in folder.iterdir()}
    assert kept <= {"leerspoor.db", "keys.json", "in-use.lock", "erased.ids"}, kept
    return {word for word in (*WORDS, TYPED) if word.encode() in content}


def closed(ben: SyncedDesk) -> set[str]:
    ben.syncer.close()
    ben.desk.close()
    return left(ben)


def opened(school: School, ben: SyncedDesk) -> None:
    """The same data after the program was closed."""
    ben.desk = open_desk(
        Home(ben.desk.folder.parent.parent), CODE, unlock, school.world.office.clock, even_locked=True)
    ben.syncer = Syncer(ben.desk, ben.line)


def test_who_was_looked_at_cannot_be_written_down_and_all_goes_the_same(
    school: School, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_desk: Desk) -> None:
        raise Refusal(Text("The disk is full."))

    may_keep(school, False)
    ben = at_work(school)
    ben.syncer.close()
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "flush_looks", full)
        with pytest.raises(Refusal, match="full"):
            ben.desk.close()
    assert left(ben) == set()


def rows_in(desk: Desk) -> set[str]:
    """The tables that hold anything."""
    with desk.database.reading() as connection:
        return {name for name, table in metadata.tables.items()
                if connection.execute(table.select().limit(1)).first() is not None}


def chain_of(desk: Desk) -> int | None:
    """The first link of the log that does not fit."""
    with desk.database.reading() as connection:
        rows = connection.execute(audit_events.select().order_by(audit_events.c.number)).all()
    assert rows
    return first_broken(Link(row.number, row.commitment, row.previous, row.hash, row.salt, row.payload) for row in rows)


OWN = {"organisations", "accounts", "coaches", "devices", "secrets", "settings", "audit_events", "sync_streams"}


@pytest.mark.clause("O-1")
def test_everything_goes_when_the_program_closes_and_comes_back_with_the_server(school: School) -> None:
    may_keep(school, False)
    ben = at_work(school)
    assert closed(ben) == set()
    opened(school, ben)
    standing = ben.desk.read(sync_standing)
    assert standing.locked and standing.only_connected and not standing.waiting and not standing.last_success_us
    assert rows_in(ben.desk) == OWN
    assert chain_of(ben.desk) is None
    ben.sync()
    assert school.amira in ben.rows("participants") and not ben.desk.read(sync_standing).locked
    assert [row.title for row in ben.desk.read(conversation_list).rows] == ["Boeken"]
    assert ben.sync().pulled == 0
    assert closed(ben) == set()
    opened(school, ben)


def test_what_was_not_sent_stays_alone_and_is_sent_once(school: School) -> None:
    may_keep(school, False)
    ben = at_work(school)
    ben.do(write_message, conversation_id=next(iter(ben.rows("conversations"))), body=TYPED)
    assert closed(ben) == {TYPED}
    opened(school, ben)
    assert rows_in(ben.desk) == OWN | {"outbox", "outbox_rows", "operations", "confirmed"}
    with ben.desk.database.reading() as connection:
        assert [row.fields for row in connection.execute(confirmed.select())] == [None]
        assert len(connection.execute(operations.select()).all()) == 1
    assert ben.desk.read(sync_standing).waiting == 1
    assert closed(ben) == {TYPED}
    opened(school, ben)
    ben.sync()
    school.one.sync()
    for desk in (ben, school.one):
        assert [row["body"] for row in desk.rows("messages").values()].count(TYPED) == 1
    assert ben.sync().pulled == 0
    ben.do(undo_last)
    ben.sync()
    school.one.sync()
    assert TYPED not in {row["body"] for row in school.one.rows("messages").values()}
    assert closed(ben) == set()
    opened(school, ben)


def test_what_the_server_refused_stays_until_somebody_settles_it(school: School) -> None:
    may_keep(school, False)
    ben = at_work(school)
    talk = next(iter(ben.rows("conversations")))
    school.one.sync()
    school.one.do(close_conversation, conversation_id=talk)
    school.one.sync()
    ben.do(write_message, conversation_id=talk, body=TYPED)
    ben.sync()
    assert ben.desk.read(sync_standing).parked == 1
    assert closed(ben) == {TYPED}
    opened(school, ben)
    ben.sync()
    assert [row["sort"] for row in open_reviews(ben)] == ["refused"]
    assert ben.desk.read(sync_standing).parked == 1


def test_the_switch_counts_at_the_next_close_and_so_does_its_being_put_back(school: School) -> None:
    ben = at_work(school)
    may_keep(school, False)
    ben.sync()
    assert closed(ben) == set()
    opened(school, ben)
    may_keep(school, True)
    ben.sync()
    assert closed(ben) >= {"Amira", "Bakker"}
    opened(school, ben)
    assert not ben.desk.read(sync_standing).locked and school.amira in ben.rows("participants")


def test_a_desk_that_never_heard_of_the_switch_forgets_from_the_first_day(school: School) -> None:
    """The first sync breaks off before the coach's own row is here: the log-in said it."""
    may_keep(school, False)
    ben = school.world.join("ben")
    assert ben.desk.read(sync_standing).only_connected
    assert closed(ben) == set()
    opened(school, ben)
    assert rows_in(ben.desk) == OWN - {"coaches", "devices", "audit_events"}


def test_a_material_that_was_not_sent_stays_and_another_goes(school: School) -> None:
    may_keep(school, False)
    ben = at_work(school)
    with ben.desk.database.writing() as connection:
        for state in ("send", "here"):
            connection.execute(files.insert().values(checksum=state, size=1, chunks=1, state=state))
            connection.execute(metadata.tables["file_chunks"].insert().values(
                checksum=state, number=0, data=state.encode()))
    closed(ben)
    opened(school, ben)
    assert places_of(ben.desk, "here") == set() and places_of(ben.desk, "send") == {"files", "file_chunks"}
