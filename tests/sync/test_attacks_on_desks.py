"""A server that lies or is broken: the desk stays whole, keeps what waits, and works again with one that is well."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.actions.groups import create_group, rename_group
from app.domain.errors import Refusal
from app.domain.kinds import EVERYTHING
from app.server.database import ServerDatabase
from app.store.streams import stream_here
from app.store.tables import outbox
from app.sync.http import Reply
from app.sync.wire import Answer, Answers, Page, Problem, Reach, Removed, Results, Rows, Saying
from tests.sync.scenes import School, make_school
from tests.syncing import SyncedDesk, World

SAID = b"s" * 16


@pytest.fixture
def server_address(_made_sqlite: Any, tmp_path: Any) -> str:
    """These tests are about the desk: one kind of server will do."""
    import shutil

    return str(shutil.copytree(_made_sqlite, tmp_path / "server"))


@pytest.fixture
def school(world: World, server_database: ServerDatabase) -> School:
    return make_school(world)


def _says(*messages: msgspec.Struct, status: int = 200) -> list[Callable[[str, dict[str, str], bytes], Reply]]:
    return [lambda *_asked, one=one: Reply(status, {}, msgspec.msgpack.encode(one)) for one in messages]


def _page(desk: SyncedDesk, **more: Any) -> Page:
    given: dict[str, Any] = {"bound": 10**6, "epoch": "", "server_us": desk.desk.clock()}
    return Page(**(given | more))


def _groups(*values: Any, name: str = "name", kind: str = "groups", row_id: bytes = SAID) -> list[Rows]:
    return [Rows(kind, [name], [row_id] * len(values), [10**6] * len(values), [[one] for one in values])]


BROKEN: list[dict[str, Any]] = [
    {"rows": _groups(5)}, {"rows": _groups(b"x")}, {"rows": _groups(None)}, {"rows": _groups({"a": 1})},
    {"rows": _groups([1])}, {"rows": _groups(2**63, name="school_year")}, {"rows": _groups("x", row_id=b"short")},
    {"rows": _groups("gisteren", name="from_on")}, {"rows": _groups("koning", name="role", kind="accounts")},
    {"rows": _groups("Nergens/Niets", name="zone", kind="organisations")},
    {"rows": _groups("Tweede", kind="organisations")}, {"rows": _groups("niemand", name="provider", kind="agreements")},
    {"rows": [Rows("groups", ["name"], [SAID], [1, 2], [["x"]])]},
    {"rows": [Rows("groups", ["name"], [SAID], [7], [[]])]},
    {"rows": [Rows("groups", ["name"], [SAID], [-7], [["x"]])]},
    {"removed": [Removed("groups", b"short", 7, True)]}, {"erased": [b"short"]},
    {"results": Results([SAID], [SAID], [SAID], b"i" * 16, [-1], [0], [0], [1], [0], [1], [1], [1])},
    {"results": Results([SAID], [SAID], [SAID], b"i" * 16, [0], [7], [0], [1], [0], [1], [1], [1])},
    {"results": Results([SAID], [SAID], [SAID], b"i" * 16, [0], [0], [0], [2**60], [0], [1], [1], [1])},
]


def test_a_page_that_cannot_be_leaves_nothing_behind(school: School) -> None:
    desk = school.two
    desk.do(rename_group, group_id=school.own, name="Woensdag")
    before = {kind: desk.rows(kind) for kind in ("groups", "accounts", "organisations", "agreements")}
    talk = desk.syncer._talking()
    for given in BROKEN:
        desk.line.faults += _says(_page(desk, **given))
        with pytest.raises(Refusal) as refused:
            talk.ask("/v1/pull", Reach(0, []), Page)
        assert "broke off" in str(refused.value.reasons[0]), given
    assert {kind: desk.rows(kind) for kind in before} == before
    school.world.agree(school.one, desk)
    assert school.one.one("groups", id=school.own)["name"] == "Woensdag"


def test_what_this_program_does_not_know_is_left_alone(school: School) -> None:
    desk = school.two
    rows = [*_groups("x", kind="settings"), *_groups("x", kind="secrets"), *_groups("x", kind="later"),
            *_groups("x", name="colour", row_id=school.own)]
    removed = [Removed(kind, SAID, 7, True) for kind in ("settings", "outbox", "later")]
    desk.line.faults += _says(_page(desk, rows=rows, removed=removed, removals={"settings": 99, "later": 99}))
    before = desk.rows("groups")[school.own]["name"]
    desk.sync()
    assert desk.rows("groups")[school.own]["name"] == before


def test_a_desk_keeps_its_card_and_its_account_whatever_is_said(school: School) -> None:
    desk = school.two
    account, organisation = desk.desk.sight.actor.account_id, desk.desk.organisation.id
    removed = [Removed("accounts", account, 10**6, True), Removed("organisations", organisation, 10**6, True)]
    desk.line.faults += _says(_page(desk, removed=removed, leave=[account, organisation]))
    desk.sync()
    desk.desk.look_again()
    assert account in desk.rows("accounts") and organisation in desk.rows("organisations")


def test_who_is_no_participant_is_not_erased(school: School) -> None:
    desk = school.two
    account, organisation = desk.desk.sight.actor.account_id, desk.desk.organisation.id
    (coach,) = desk.rows("coaches")
    others = [account, organisation, coach, school.own]
    desk.line.faults += _says(_page(desk, epoch=_epoch(desk), erased=[*others, school.amira]))
    desk.sync()
    desk.desk.look_again()
    assert coach in desk.rows("coaches") and school.own in desk.rows("groups")
    assert school.amira not in desk.rows("participants") and account in desk.rows("accounts")


@pytest.mark.parametrize("again", ["more", "afresh", "answers"])
def test_no_server_keeps_a_desk_busy_for_ever(school: School, again: str) -> None:
    desk = school.two
    if again == "answers":
        desk.do(create_group, name="Vrijdag")
        endless = [Answers([Answer(SAID, 0, "applied")], "", 0)] * 3
        desk.line.faults += _says(*endless)
    else:
        more = {"enter": [EVERYTHING]} if again == "afresh" else {}
        desk.line.faults += _says(*[_page(desk, more=True, epoch="x" if again == "more" else _epoch(desk), **more)] * 9)
    with pytest.raises(Refusal) as refused:
        desk.sync()
    assert "broke off" in str(refused.value.reasons[0])
    assert desk.line.faults
    desk.line.faults.clear()
    school.world.agree(school.one, desk)


def test_leaving_everything_keeps_what_waits(school: School) -> None:
    desk = school.two
    desk.do(rename_group, group_id=school.own, name="Woensdag")
    units = [EVERYTHING, school.own, school.other, school.amira, school.bram]
    desk.line.faults += ["", *_says(_page(desk, epoch=_epoch(desk), leave=units))]
    desk.do(rename_group, group_id=school.other, name="Vrijdag")
    desk.sync()
    with desk.desk.database.reading() as connection:
        assert connection.execute(outbox.select()).first() is not None
    school.world.agree(school.one, desk)
    assert {row["name"] for row in school.one.rows("groups").values()} == {"Woensdag", "Vrijdag"}


@pytest.mark.parametrize("template", ["{", "{n[0]}", "{n.__class__.x}", "{}"])
def test_words_that_nobody_can_fill_in_are_not_shown(school: School, template: str) -> None:
    saying = Saying(template, None, {"n": 1})
    school.two.line.faults += _says(Problem("refused", [saying]), status=422)
    with pytest.raises(Refusal) as refused:
        school.two.sync()
    assert "trouble" in str(refused.value.reasons[0])
    school.two.do(create_group, name="Vrijdag")
    school.two.line.faults += _says(Answers([Answer(secrets.token_bytes(16), 0, "rejected", 0, saying)], "", 0))
    with pytest.raises(Refusal):
        school.two.sync()


def _epoch(desk: SyncedDesk) -> str:

    with desk.desk.database.reading() as connection:
        return stream_here(connection).epoch
