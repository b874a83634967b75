"""D11: contents of materials go after the rows, in pieces, verified on both sides, and only to who may see them."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.media import add_material, withdraw_material
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.exchange.material_files import TakenIn, private_copy, take_in
from app.server import files as server_files
from app.server.backups import came_back
from app.server.files import drop_unwanted
from app.server.maintenance import maintain
from app.server.records import write_rows
from app.server.tables import file_chunks, files
from app.store import contents
from app.sync.http import Reply
from app.sync.wire import encode
from app.sync.wire_files import AskPiece, FileStanding, OfferFile, Piece, SendPiece
from tests.files import long_pdf, pdf, written
from tests.lines import Line
from tests.sync.scenes import School, make_school, send
from tests.syncing import SyncedDesk, World


def _school(world: World) -> School:
    made = make_school(world)
    made.assign(made.own)
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_school)


def _material(at: SyncedDesk, folder: Path, data: bytes, name: str = "les.pdf") -> tuple[TakenIn, bytes]:
    taken = take_in(at.desk, written(folder, name, data))
    return taken, bytes(at.do(add_material, title=name, **taken.arguments()).outcome)


def _opened(at: SyncedDesk, taken: TakenIn) -> bytes:
    return private_copy(at.desk, taken.checksum, taken.media_type).read_bytes()


def _sent(line: Line) -> list[str]:
    return [path for path in line.paths if path.startswith("/v1/files/")]


def _at_server(school: School) -> list[tuple[str, int]]:
    with school.world.office.database.reading() as connection:
        return [(row.checksum, row.whole) for row in connection.execute(select(files))]


def test_a_material_is_opened_on_another_desk(school: School, tmp_path: Path) -> None:
    data = long_pdf()
    taken, _ = _material(school.one, tmp_path, data)
    school.sync(school.one, school.two)
    assert _opened(school.two, taken) == data
    ben = school.ben()
    assert _opened(ben, taken) == data
    before = list(school.one.line.paths)
    school.one.sync()
    assert _sent(school.one.line) == [path for path in before if path.startswith("/v1/files/")]


def test_nothing_is_asked_about_contents_where_there_are_none(school: School) -> None:
    school.one.sync()
    assert _sent(school.one.line) == []


@pytest.mark.parametrize("fault", ["cut", "lost", "twice"])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_line_that_breaks_goes_on_where_it_was(school: School, tmp_path: Path, fault: str, at: int) -> None:
    data = long_pdf()
    taken, _ = _material(school.one, tmp_path, data)
    _break_at(school.one, fault, at)
    _sync(school.one)
    school.one.sync()
    assert _at_server(school) == [(taken.checksum, 1)]
    assert _sent(school.one.line).count("/v1/files/send") <= 3 + (fault != "twice")
    _break_at(school.two, fault, at)
    _sync(school.two)
    school.two.sync()
    assert _opened(school.two, taken) == data
    assert _sent(school.two.line).count("/v1/files/piece") <= 3 + (fault != "twice")


def test_what_was_damaged_on_the_way_up_comes_again(school: School, tmp_path: Path) -> None:
    taken, _ = _material(school.one, tmp_path, long_pdf())
    real = school.one.line.send

    def spoil(path: str, headers: dict[str, str], body: bytes) -> Reply:
        if path == "/v1/files/send" and not spoilt:
            spoilt.append(path)
            with school.one.desk.database.reading() as connection:
                right = contents.piece(connection, taken.checksum, 0)
            wrong = SendPiece(taken.checksum, 0, bytes(len(right)))
            headers = {name: value for name, value in headers.items() if name != "Content-Encoding"}
            return real(path, headers, encode(wrong))
        return real(path, headers, body)

    spoilt: list[str] = []
    school.one.line.send = spoil  # type: ignore[method-assign]
    school.one.sync()
    assert spoilt and _at_server(school) == [(taken.checksum, 1)]


def test_what_was_damaged_on_the_way_down_is_not_kept(school: School, tmp_path: Path) -> None:
    data = long_pdf()
    taken, _ = _material(school.one, tmp_path, data)
    school.one.sync()
    with school.world.office.database.writing() as connection:
        connection.execute(file_chunks.update().where(file_chunks.c.number == 1).values(data=bytes(1024 * 256)))
    school.two.sync()
    with pytest.raises(Refusal, match="not on this computer"):
        _opened(school.two, taken)
    with school.world.office.database.writing() as connection:
        connection.execute(file_chunks.update().where(file_chunks.c.number == 1).values(
            data=data[1024 * 256:2 * 1024 * 256]))
    school.two.sync()
    assert _opened(school.two, taken) == data


def test_only_what_a_material_promises_is_stored_and_given(school: School, tmp_path: Path) -> None:
    """Nobody keeps other files at the server, and nobody gets one by its checksum alone."""
    data = pdf()
    taken, _ = _material(school.one, tmp_path, data)
    school.one.sync()
    asked = school.one.syncer.ask
    other = hashlib.sha256(b"other").hexdigest()
    for message, path in (
        (OfferFile(other, 5), "offer"), (OfferFile(taken.checksum, 5), "offer"),
        (SendPiece(other, 0, b"other"), "send"), (AskPiece(other, 0), "piece"), (AskPiece(taken.checksum, 9), "piece"),
    ):
        with pytest.raises(Refusal):
            asked(f"/v1/files/{path}", message, FileStanding)
    with pytest.raises(Refusal):
        asked("/v1/files/send", SendPiece(taken.checksum, 0, data + b"more"), FileStanding)
    assert asked("/v1/files/piece", AskPiece(taken.checksum, 0), Piece).data == data
    lies = school.world.join("lies")
    with pytest.raises(Refusal):
        lies.syncer.ask("/v1/files/piece", AskPiece(taken.checksum, 0), Piece)


def _said(taken: TakenIn, **change: object) -> Patch:
    """A material as a desk that is not ours could send it."""
    made = secrets.token_bytes(16)
    row = {"id": made, "title": "x", "from_on": "2026-11-01"} | taken.arguments() | change
    return Patch("materials", made, None, 0, None, row)


def test_nobody_makes_a_content_unobtainable_by_another_size(school: School, tmp_path: Path) -> None:
    data = long_pdf()
    taken, real = _material(school.one, tmp_path, data)
    school.one.sync()
    ben = school.ben()
    for desk in (ben, school.one):
        for size in (5, taken.size + 1):
            assert send(desk, "material.add", [_said(taken, size=size)]).status == "rejected"
    resized = Patch("materials", real, "size", 2**40, taken.size, 5)
    another = _said(taken)
    assert send(school.one, "material.add", [another]).status == "applied"
    assert send(school.one, "material.add", [resized]).status == "rejected"
    two = [_said(taken, checksum="0" * 64, size=size) for size in (5, 6)]
    assert send(school.one, "material.add", two).status == "rejected"
    school.two.sync()
    assert _opened(school.two, taken) == data


def test_a_row_with_another_size_from_before_keeps_nobody_from_the_content(school: School, tmp_path: Path) -> None:
    """Whichever of the two is read last."""
    taken, _ = _material(school.one, tmp_path, pdf())
    school.one.sync()
    office = school.world.office
    with office.database.writing() as connection:
        for first in (0, 255):
            row = _said(taken, size=5).new | {"id": bytes([first]) * 16, "until_on": None}
            write_rows(connection, office.id, [("materials", row)], bytes(16), 1)
    asked = school.one.syncer.ask
    assert asked("/v1/files/piece", AskPiece(taken.checksum, 0), Piece).data == pdf()
    assert asked("/v1/files/offer", OfferFile(taken.checksum, taken.size), FileStanding).whole


def test_what_was_begun_with_another_size_is_begun_anew(school: School, tmp_path: Path) -> None:
    taken, _ = _material(school.one, tmp_path, pdf())
    lie, operation = _said(taken, size=5), secrets.token_bytes(16)
    assert send(school.two, "material.add", [lie], id=operation).status == "applied"
    school.two.syncer.ask("/v1/files/offer", OfferFile(taken.checksum, 5), FileStanding)
    gone = Patch("materials", lie.id, None, 2**40, lie.new, None)
    assert send(school.two, "undo", [gone], arguments={"operation": operation}).status == "applied"
    school.one.sync()
    assert _at_server(school) == [(taken.checksum, 1)]
    school.two.sync()
    assert _opened(school.two, taken) == pdf()


def test_an_organisation_has_so_much_and_no_more(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, _ = _material(school.one, tmp_path, pdf(600))
    monkeypatch.setattr(server_files, "LARGEST_TOGETHER", 1_000)
    school.one.sync()
    second, _ = _material(school.one, tmp_path, pdf(601), "twee.pdf")
    school.one.sync()  # the rest of the sync goes on
    assert _at_server(school) == [(first.checksum, 1)]
    assert _opened(school.one, second) == pdf(601)
    monkeypatch.undo()
    school.one.sync()
    assert sorted(_at_server(school)) == sorted([(first.checksum, 1), (second.checksum, 1)])


def test_a_content_goes_everywhere_with_the_last_material_that_needs_it(school: School, tmp_path: Path) -> None:
    taken, material = _material(school.one, tmp_path, long_pdf())
    again, second = _material(school.one, tmp_path, long_pdf(), "nog eens.pdf")
    assert again.checksum == taken.checksum
    school.sync(school.one, school.two)
    for one in (material, second):
        school.one.do(withdraw_material, material_id=one)
    school.sync(school.one, school.two)
    office, clock = school.world.office, school.world.office.clock
    maintain(office.database, clock())
    assert _at_server(school) == [(taken.checksum, 1)]  # it can still be undone
    clock.forward(31)
    maintain(office.database, clock())
    assert _at_server(school) == []
    with office.database.reading() as connection:
        assert connection.execute(select(file_chunks)).all() == []
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        with desk.desk.database.reading() as connection:
            assert contents.contents(connection) == {}


def test_a_file_that_goes_while_another_fetches_it_is_no_trouble(school: School, tmp_path: Path) -> None:
    taken, _ = _material(school.one, tmp_path, long_pdf())
    school.one.sync()
    _break_at(school.two, "cut", 1)
    _sync(school.two)
    with school.world.office.database.writing() as connection:
        connection.execute(file_chunks.delete())
        connection.execute(files.delete())
        assert drop_unwanted(connection, school.world.office.id, school.one.desk.sight.today) == 0
    school.two.sync()
    with pytest.raises(Refusal, match="not on this computer"):
        _opened(school.two, taken)


def test_a_server_that_was_put_back_gets_the_contents_again(school: School, tmp_path: Path) -> None:
    taken, _ = _material(school.one, tmp_path, long_pdf())
    school.one.sync()
    office = school.world.office
    with office.database.writing() as connection:
        connection.execute(file_chunks.delete())
        connection.execute(files.delete())
    came_back(office.database, office.clock())
    school.sync(school.one, school.two)
    assert _at_server(school) == [(taken.checksum, 1)]
    assert _opened(school.two, taken) == long_pdf()


def test_a_content_is_fetched_on_demand(school: School, tmp_path: Path) -> None:
    data = long_pdf()
    taken, _ = _material(school.one, tmp_path, data)
    school.sync(school.one, school.two)
    with school.two.desk.database.writing() as connection:
        contents.forget(connection, [taken.checksum])
    with pytest.raises(Refusal, match="not on this computer"):
        _opened(school.two, taken)
    assert school.two.syncer.fetch_file(taken.checksum, taken.size)
    assert _opened(school.two, taken) == data


def _break_at(desk: SyncedDesk, fault: str, at: int) -> None:
    """The line breaks at the so-manieth request about contents."""
    real, seen = desk.line.send, [0]

    def send(path: str, headers: dict[str, str], body: bytes) -> Reply:
        if path.startswith("/v1/files/"):
            if seen[0] == at:
                desk.line.faults.append(fault)
            seen[0] += 1
        return real(path, headers, body)

    desk.line.send = send  # type: ignore[method-assign]


def _sync(desk: SyncedDesk) -> None:
    try:
        desk.sync()
    except Refusal as refusal:
        assert refusal.remedy == "later"
