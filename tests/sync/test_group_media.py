"""Links and materials of one group: its coach's to change, nobody else's to have, and gone when the group is left."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from app.actions.groups import close_group
from app.actions.media import add_link, add_material, change_link, withdraw_link
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.exchange.material_files import TakenIn, take_in
from app.store import contents
from app.sync.wire_files import AskPiece, OfferFile, Piece
from app.views.media import group_media, link_list
from tests.files import pdf, written
from tests.sync.scenes import School, make_school, send
from tests.syncing import SyncedDesk, World

ADDRESS = "https://uitleg.example/a"


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def _file(at: SyncedDesk, folder: Path, group: bytes, data: bytes) -> TakenIn:
    taken = take_in(at.desk, written(folder, f"{len(data)}.pdf", data))
    at.do(add_material, title="Recept", group_id=group, **taken.arguments())
    return taken


def _here(at: SyncedDesk) -> set[str]:
    with at.desk.database.reading() as connection:
        return set(contents.contents(connection))


@pytest.mark.clause("O-annex 1")
def test_a_coach_adds_to_the_own_group_what_goes_when_the_group_is_left(school: School, tmp_path: Path) -> None:
    given = school.assign(school.own)
    ben = school.ben()
    link = ben.do(add_link, title="Uitleg", address=ADDRESS, group_id=school.own).outcome
    shared, alone = pdf(600), pdf(700)
    both = _file(ben, tmp_path, school.own, shared)
    own = _file(ben, tmp_path, school.own, alone)
    _file(school.one, tmp_path, school.other, shared)
    school.one.do(add_material, title="Voor allen", **take_in(
        school.one.desk, written(tmp_path, "allen.pdf", pdf(800))).arguments())
    school.sync(ben, school.one, school.two)
    found = school.two.desk.read(group_media, school.own)
    assert [row.id for row in found.links] == [link] and found.may_change
    assert {row.checksum for row in found.materials} == {both.checksum, own.checksum}
    assert len(ben.rows("materials")) == 3  # not that of the other group
    ben.do(change_link, media_link_id=link, title="Meer uitleg", address=ADDRESS)
    ben.do(withdraw_link, media_link_id=link)
    ben.do(undo_last)
    school.sync(ben, school.one)
    assert [row.title for row in school.one.desk.read(group_media, school.own).links] == ["Meer uitleg"]
    school.world.agree(school.one, school.two)
    school.assign(school.own, until="2026-11-01", row_id=given)
    ben.sync()
    assert not ben.rows("media_links") and [row["title"] for row in ben.rows("materials").values()] == ["Voor allen"]
    assert len(_here(ben)) == 1 and not _here(ben) & {both.checksum, own.checksum}


def test_a_coach_has_nothing_of_another_group_and_writes_nothing_there(school: School, tmp_path: Path) -> None:
    school.assign(school.own)
    taken = _file(school.one, tmp_path, school.other, pdf())
    link = school.one.do(add_link, title="Uitleg", address=ADDRESS, group_id=school.other).outcome
    school.one.sync()
    ben = school.ben()
    assert not ben.rows("media_links") and not ben.rows("materials") and not _here(ben)
    for message, path in ((AskPiece(taken.checksum, 0), "piece"), (OfferFile(taken.checksum, taken.size), "offer")):
        with pytest.raises(Refusal):
            ben.syncer.ask(f"/v1/files/{path}", message, Piece)
    for group in (school.other, None):
        with pytest.raises(Refusal, match="role does not allow"):
            ben.do(add_link, title="x", address=ADDRESS, group_id=group)
    made = secrets.token_bytes(16)
    row = {"id": made, "title": "x", "address": ADDRESS, "programme_id": None, "group_id": school.other,
           "checked_us": None, "check_state": "", "from_on": "2026-11-01", "until_on": None}
    assert send(ben, "media_link.add", [Patch("media_links", made, None, 0, None, row)]).status == "rejected"
    taken_over = Patch("media_links", link, "title", 2**40, "Uitleg", "x")
    assert send(ben, "media_link.change", [taken_over]).status == "rejected"


def test_what_belongs_to_a_group_is_moved_nowhere(school: School) -> None:
    """By its group it is judged whose it is."""
    school.assign(school.own)
    ben = school.ben()
    link = ben.do(add_link, title="Uitleg", address=ADDRESS, group_id=school.own).outcome
    ben.sync()
    for desk, group in ((ben, school.other), (ben, None), (school.one, None)):
        moved = Patch("media_links", link, "group_id", 2**40, school.own, group)
        assert send(desk, "media_link.add", [moved]).status == "rejected"


def test_with_its_group_it_is_closed_and_comes_back_with_undo(school: School) -> None:
    school.one.do(add_link, title="Uitleg", address=ADDRESS, group_id=school.own)
    school.one.sync()
    school.one.do(close_group, group_id=school.own)
    school.sync(school.one, school.two)
    assert [row["until_on"] is None for row in school.two.rows("media_links").values()] == [False]
    assert school.two.desk.read(link_list, True) == ()
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert [row.title for row in school.two.desk.read(link_list)] == ["Uitleg"]
    school.world.agree(school.one, school.two)
