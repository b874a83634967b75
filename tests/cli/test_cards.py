"""`leerspoor cards`: cards for a group, a participant or everybody, and what is refused before a code is given."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.actions.founding import open_desk
from app.domain.login_cards import CardState
from app.store.home import Home
from app.views.cards import cards_of
from app.views.groups import all_participants, group_detail, group_list
from tests.cli.conftest import Leerspoor

LIBRARY = ("--organisation", "bibliotheek")


def seen(home: Home, view: Any, *arguments: Any) -> Any:
    desk = open_desk(home, "bibliotheek")
    try:
        return desk.read(view, *arguments)
    finally:
        desk.close()


def test_a_group_gets_its_cards_and_a_list(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    group = seen(demo, group_list)[0]
    until = date.today() + timedelta(days=7)  # the demo is of today
    answer = leerspoor.answer(
        "cards", *LIBRARY, "--group", group.name, "--out", out / "kaartjes.pdf", "--address", "in.example.org",
        "--until", until.isoformat())
    assert (answer["cards"], answer["until"]) == (group.participants, until.isoformat())
    pages = PdfReader(answer["file"]).pages
    assert len(pages) == 1 + -(-group.participants // 8)
    people = [row.id for row in seen(demo, group_detail, group.id).members]
    found = seen(demo, cards_of, people)
    assert {row.state for row in found.rows} == {CardState.WAITING} and found.address == "in.example.org"


def test_again_gives_new_codes_with_the_address_that_was_said_last(
    leerspoor: Leerspoor, demo: Home, out: Path
) -> None:
    person = seen(demo, all_participants)[0].id.hex()
    said = ("cards", *LIBRARY, "--participant", person, "--out", out / "een.pdf")
    leerspoor.answer(*said, "--address", "in.example.org")
    first = "".join(page.extract_text() for page in PdfReader(out / "een.pdf").pages)
    leerspoor.answer(*said)
    again = "".join(page.extract_text() for page in PdfReader(out / "een.pdf").pages)
    assert first != again and "in.example.org" in again


@pytest.mark.parametrize(("words", "reason"), [
    (("--group", "bestaat niet"), "niet gevonden"), (("--all", "--until", "2020-01-01"), "ligt voor"),
    (("--all", "--address", "x y"), "adres")])
def test_what_is_refused_writes_nothing(
    leerspoor: Leerspoor, demo: Home, out: Path, words: tuple[str, ...], reason: str
) -> None:
    ran = leerspoor.run("cards", *LIBRARY, *words, "--out", out / "kaartjes.pdf", code=2)
    assert reason in ran.err and not (out / "kaartjes.pdf").exists()


def test_nobody_guesses_where_people_log_in(leerspoor: Leerspoor, library: Home, out: Path) -> None:
    leerspoor.run("cards", "--all", "--out", out / "kaartjes.pdf", code=2)
