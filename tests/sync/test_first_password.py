"""A first password that a licensor made: it lets one computer in, which reads nothing before another was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.server import limits
from app.server.embedded import embedded
from app.server.web import Settings
from app.store.home import Home
from app.store.protection import Protection
from app.sync.connect import choose_password, join, log_in_again
from app.sync.engine import Syncer
from app.sync.licensing import make_organisation, new_password
from app.sync.wire import Adopt, Pull, Push, Session
from app.sync.wire_licensors import MakeOrganisation
from tests.desks import PASSPHRASE
from tests.dumps import rows_of
from tests.servers import PASSWORD, Computer, Web, code_of, read
from tests.sync.publishing import LICENSOR, Publishing

OWN = "een eigen zin met een cijfer 7"
ASKED = MakeOrganisation(b"n" * 16, "nieuw", "De Nieuwe", "beheer", "Bea Beheer", "Lindenveen")


class Place:
    """The server behind a real socket, an organisation on it, and computers that log in there."""

    def __init__(self, publishing: Publishing, address: str, folder: Path) -> None:
        self.publishing, self.address, self.folder = publishing, address, folder
        self.lies = publishing.join(LICENSOR, "lies").syncer
        self.first = make_organisation(self.lies, ASKED).password
        self.desks: list[Desk] = []

    def join(self, password: str) -> Desk:
        home = Home(self.folder / f"home{len(self.desks)}")
        desk, _ = join(home, "nieuw", self.address, "nieuw", "beheer", password, Protection(PASSPHRASE),
                       self.publishing.clock)
        self.desks.append(desk)
        return desk


@pytest.fixture
def place(publishing: Publishing, tmp_path: Path) -> Iterator[Place]:
    with embedded(publishing.database, Settings(clock=publishing.clock)) as address:
        made = Place(publishing, address, tmp_path)
        yield made
        for desk in made.desks:
            desk.close()


def sync(desk: Desk) -> None:
    syncer = Syncer(desk)
    try:
        syncer.sync()
    finally:
        syncer.close()


def refused(password: str, place: Place) -> str:
    with pytest.raises(Refusal) as refusal:
        place.join(password)
    assert refusal.value.remedy == "log in"
    return str(refusal.value.reasons[0])


@pytest.mark.clause("A-1.1")
def test_it_lets_one_computer_in_which_reads_nothing_before_another_was_chosen(place: Place) -> None:
    desk = place.join(place.first)
    with pytest.raises(Refusal) as stopped:
        sync(desk)
    assert stopped.value.remedy == "choose password"
    assert not rows_of(desk, "links")
    assert "ask for a new one" in refused(place.first, place)
    log_in_again(desk, place.first)  # an answer may have been lost
    for short_or_same in ("kort", place.first):
        with pytest.raises(Refusal):
            choose_password(desk, "", short_or_same)
    assert choose_password(desk, "", OWN) == 0
    sync(desk)
    assert rows_of(desk, "links")
    assert "ask for a new one" not in refused(place.first, place)
    sync(place.join(OWN))
    with pytest.raises(Refusal):  # by now there is somebody whom a licensor must not see
        new_password(place.lies, ASKED.id, "beheer")


def test_a_new_one_puts_out_who_used_the_sheet_of_another(place: Place) -> None:
    thief = place.join(place.first)
    second = new_password(place.lies, ASKED.id, "beheer").password
    with pytest.raises(Refusal) as out:
        choose_password(thief, "", OWN)
    assert out.value.remedy == "log in"
    desk = place.join(second)
    choose_password(desk, "", OWN)
    sync(desk)
    with pytest.raises(Refusal):
        log_in_again(thief, place.first)
    with pytest.raises(Refusal):
        log_in_again(thief, second)


def test_everybody_changes_the_own_password_and_other_computers_log_in_anew(place: Place) -> None:
    desk = place.join(place.first)
    choose_password(desk, "", OWN)
    other = place.join(OWN)
    for wrong in ("", "iets heel anders 12"):
        with pytest.raises(Refusal) as refusal:
            choose_password(desk, wrong, PASSWORD)
        assert refusal.value.remedy == "log in"
    sync(other)
    assert choose_password(desk, OWN, PASSWORD) == 1
    sync(desk)
    with pytest.raises(Refusal) as ended:
        sync(other)
    assert ended.value.remedy == "log in"
    with pytest.raises(Refusal):
        log_in_again(other, OWN)
    log_in_again(other, PASSWORD)
    sync(other)
    for _ in range(limits.MOST_PER_NAME):
        with pytest.raises(Refusal):
            choose_password(desk, OWN, "nog een andere zin 1")
    with pytest.raises(Refusal) as too_often:
        choose_password(desk, PASSWORD, "nog een andere zin 1")
    assert too_often.value.remedy == "later"


def test_the_session_says_so_and_every_door_but_two_is_shut(place: Place, web: Web) -> None:
    session = read(web.post("/v1/session", Computer().log_in("beheer", place.first, "nieuw")), Session)
    assert session.must_choose
    for path, message in (("/v1/pull", Pull()), ("/v1/push", Push([]))):
        assert code_of(web.post(path, message, session.access)) == (403, "choose_password")
    live = web.ask("GET", "/v1/live", headers={"Authorization": f"Bearer {session.access}", "Leerspoor-Protocol": "2"})
    assert code_of(live) == (403, "choose_password")
    adopted = read(web.post("/v1/adopt", Adopt(b"a" * 16), session.access), Session)
    assert adopted.must_choose
    assert code_of(web.post("/v1/pull", Pull(), adopted.access)) == (403, "choose_password")
