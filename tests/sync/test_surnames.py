"""Last names that a coach is not to see never come on the computer of that coach, and go from it at the next contact
(O-1): over real sockets, in every raw byte of the desk's file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from app.actions.coaches import change_coach
from app.actions.joining import approve, decline
from app.actions.messages import keep_draft, write_message
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.operation import Patch, encode_patches
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.server.records import load, write_rows
from app.server.web import Settings, make_app
from app.store.backup import BACKUPS
from app.store.home import Home
from app.store.protection import Protection
from app.store.settings import UNSWEPT, setting
from app.store.streams import stream_here
from app.sync.connect import join
from app.sync.engine import Syncer
from app.views.groups import group_detail
from app.views.joining import joining
from tests.desks import CODE, PASSPHRASE, Clock
from tests.kept_worlds import KeptWorlds
from tests.lines import Line
from tests.servers import PASSWORD, make_office
from tests.sync.scenes import School, fresh_school, send
from tests.sync.test_erased import desk_bytes
from tests.syncing import SyncedDesk, World
from tests.talking import begun, switched_on

PREFIX, FAMILY = "van der", "Zwaluwtong"
TELLING = ("waluwtong", "van der", "a.zwa", "amira@example.org", "2001-02-03", "LS1:CODE")
"""What must stand nowhere: parts of the name, and what leads to it."""


@dataclass
class Sockets(World):
    """The same over real sockets."""

    address: str = ""

    def join(self, username: str = "anna", name: str = "") -> SyncedDesk:
        home = Home(self.folder / f"desk{len(self.desks)}{name}")
        desk, _ = join(home, CODE, self.address, CODE, username, PASSWORD, Protection(PASSPHRASE), self.office.clock)
        made = SyncedDesk(desk, Line(self.app), Syncer(desk))
        self.lines.append(made.line)
        self.desks.append(made)
        return made


@pytest.fixture
def school(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None, kept_worlds: KeptWorlds,
) -> Iterator[School]:
    settings = Settings(clock=clock)
    with embedded(server_database, settings) as address:
        world = Sockets(make_office(server_database, clock), make_app(server_database, settings), tmp_path,
                        kept_worlds, address=address)
        made = fresh_school(world)  # nothing kept: desks elsewhere have another address
        made.assign(made.own)
        fill(made)
        yield made
        world.end()


def fill(school: School) -> None:
    """Everything by which the last name of somebody in the coach's group could be read."""
    one, office = school.one, school.world.office
    switched_on(one.desk)
    talk = begun(one.desk, title=f"Met Amira {PREFIX} {FAMILY}", participant_id=school.amira)
    one.sync()
    name, ben = PersonName("Amira", PREFIX, FAMILY), office.accounts["ben"]
    lost = encode_patches([Patch("participants", school.amira, "family", 1, "Bakker", FAMILY)])
    review = {"unit": school.amira, "kind": "participants", "row_id": school.amira, "field": "family",
              "sort": "conflict", "kept": packed(FAMILY), "lost": packed("Bakker")}
    rows = [
        ("participants", {"id": school.amira, "prefix": PREFIX, "family": FAMILY, "sort_key": name.sort_key,
                          "search": name.search, "username": "a.zwaluwtong", "email": "amira@example.org",
                          "birth_date": "2001-02-03"}),
        ("registrations", {"id": secrets.token_bytes(16), "group_id": school.own, "given": "Noor", "state": "waiting",
                           "participant_id": secrets.token_bytes(16), "family": FAMILY, "username": "a.zwaluwtong",
                           "email": "amira@example.org", "asked_us": office.clock()}),
        ("certificates", {"id": secrets.token_bytes(16), "participant_id": school.amira, "name_printed": name.full,
                          "programme_version_id": bytes(16), "code": "LS1:CODE"}),
        ("messages", {"id": secrets.token_bytes(16), "conversation_id": talk, "participant_id": school.amira,
                      "body": "Dag! Groetjes, amira van der zwaluwtong", "sent_us": office.clock(),
                      "hidden_reason": f"Over {FAMILY}", "hidden_us": office.clock()}),
        ("sittings", {"id": secrets.token_bytes(16), "test_id": bytes(16), "group_id": school.own, "moment": "M4",
                      "taken_on": "2026-11-20", "remark": f"Zonder Amira {PREFIX} {FAMILY}"}),
        ("reviews", {"id": secrets.token_bytes(16), **review}),
        ("reviews", {"id": secrets.token_bytes(16), "unit": ben, "sort": "refused", "lost": lost, "lost_by": ben,
                     "reason": ""}),
    ]
    with office.database.writing() as connection:
        write_rows(connection, office.id, rows, office.accounts["anna"], office.clock())
    one.sync()


def packed(value: str) -> bytes:
    return msgspec.msgpack.encode(value)


def say(school: School, shows: bool) -> None:
    """The administrator decides."""
    coach = school.one.one("coaches", given="Ben")["id"]
    school.one.do(change_coach, coach_id=coach, given={"shows_surnames": shows})
    school.one.sync()


def told(desk: SyncedDesk) -> set[str]:
    """Which of the telling words stand anywhere in the decrypted file, also where nothing lies any more."""
    desk.desk.database.forget_deleted()
    content = desk_bytes(desk)
    return {word for word in TELLING if word.encode() in content}


def shown(school: School, desk: SyncedDesk) -> list[str]:
    return [row.full for row in desk.desk.read(group_detail, school.own).members]


def differs(desk: SyncedDesk) -> bool:
    """Whether the sums of desk and server ever did."""
    with desk.desk.database.reading() as connection:
        return stream_here(connection).differed_us != 0


def server_person(school: School) -> dict[str, object]:
    office = school.world.office
    with office.database.reading() as connection:
        row = load(connection, office.id, [("participants", school.amira)])["participants", school.amira]
    assert row.fields is not None
    return row.fields


@pytest.mark.clause("O-1")
def test_last_names_go_at_the_next_contact_and_come_back_when_they_may(school: School) -> None:
    ben = school.ben()
    assert told(ben) == set(TELLING)
    talk = next(iter(ben.rows("conversations")))
    ben.do(write_message, conversation_id=talk, body="Tot morgen!")
    ben.do(keep_draft, conversation_id=talk, body=f"Dag mevrouw {FAMILY}")
    (ben.desk.folder / BACKUPS).mkdir()
    (ben.desk.folder / BACKUPS / "before-migration.leerspoor").write_bytes(FAMILY.encode())
    say(school, shows=False)
    ben.sync()
    assert told(ben) == set() and not (ben.desk.folder / BACKUPS).exists()
    assert shown(school, ben) == ["Amira Z."]
    assert "Dag! Groetjes, amira Z." in {row["body"] for row in ben.rows("messages").values()}
    assert [row.full for row in ben.desk.read(joining).waiting] == ["Noor Z."]
    assert [row["body"] for row in ben.rows("drafts").values()] == ["Dag mevrouw Z."]
    assert "Tot morgen!" in {row["body"] for row in school.world.server_rows("messages").values()}
    assert ben.sync().pulled == 0 and not differs(ben)
    say(school, shows=True)
    ben.sync()
    assert shown(school, ben) == [f"Amira {PREFIX} {FAMILY}"]
    assert told(ben) == set(TELLING) and not differs(ben)
    assert ben.sync().pulled == 0
    assert (server_person(school)["family"], server_person(school)["prefix"]) == (FAMILY, PREFIX)


def test_on_a_new_computer_they_never_come(school: School) -> None:
    say(school, shows=False)
    ben = school.ben()
    assert told(ben) == set() and shown(school, ben) == ["Amira Z."]
    assert ben.sync().pulled == 0 and not differs(ben)


def test_nothing_that_such_a_desk_sends_takes_a_last_name_away(school: School) -> None:
    say(school, shows=False)
    ben = school.ben()
    (waiting,) = ben.rows("registrations").values()
    for answer in (approve, decline):
        with pytest.raises(Refusal, match="shows no last names"):
            ben.do(answer, registration_ids=[waiting["id"]])
    before = school.world.server_rows("registrations"), server_person(school)
    (message,) = [one for one, row in school.world.server_rows("messages").items() if row["hidden_reason"]]
    newcomer = server_person(school) | {"id": waiting["participant_id"], "family": "Z."}
    hidden = "shows no last names"
    for action, patch, why in (
        ("registration.decline", Patch("registrations", waiting["id"], "family", 99, "Z.", ""), hidden),
        ("registration.approve", Patch("participants", waiting["participant_id"], None, 0, None, newcomer), "more"),
        ("review.settle", Patch("participants", school.amira, "family", 99, "Z.", "Z."), "does not allow"),
        ("message.hide", Patch("messages", message, "hidden_reason", 99, "Over Z.", "Over iemand"), hidden),
    ):
        answer = send(ben, action, [patch])
        assert answer.status == "rejected" and answer.reason is not None
        assert why in answer.reason.template, action
    assert (school.world.server_rows("registrations"), server_person(school)) == before


def test_a_desk_that_is_killed_before_its_file_was_swept_sweeps_it_with_the_next_sync(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = school.ben()
    say(school, shows=False)

    def killed() -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ben.desk.database, "vacuum", killed)
        with pytest.raises(KeyboardInterrupt):
            ben.sync()
    ben.sync()
    with ben.desk.database.reading() as connection:
        assert setting(connection, UNSWEPT) is None
    assert told(ben) == set() and shown(school, ben) == ["Amira Z."]
