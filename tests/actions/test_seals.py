"""The certificate to sign with stays on its computer: in the encrypted database, in no operation, log or message."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.seals import keep_seal, remove_seal
from app.documents.sealing import read_seal
from app.domain.errors import Refusal
from app.domain.seals import Seal
from app.store import tables
from app.views.overview import overview
from app.views.seals import seal_certificate, seal_facts, seal_to_sign_with
from tests.coaching import coach_of
from tests.dumps import dump
from tests.seals import PASSWORD, given


@pytest.fixture(scope="module")
def seal() -> Seal:
    return read_seal(given(days=(-100, 4000)).file, PASSWORD)


@pytest.mark.clause("O-annex 1")
def test_it_is_kept_beside_the_keys_of_the_device_and_nowhere_else(desk: Desk, seal: Seal) -> None:
    with desk.database.writing() as connection:
        connection.execute(insert(tables.settings).values(name="connected_to", value="https://server.example"))
    desk.do(keep_seal, seal=seal)
    everything = dump(desk, frozenset())
    holding = {
        name for name, rows in everything.items() for row in rows for value in row
        if isinstance(value, bytes) and (seal.key in value or seal.certificate in value)}
    assert holding == {"secrets"}
    assert everything["outbox"] == [] and everything["operations"] == []
    data = desk.database.path.read_bytes()
    assert seal.key[40:80] not in data and PASSWORD.encode() not in data


def test_there_is_one_at_a_time_until_it_is_removed(desk: Desk, seal: Seal) -> None:
    other = read_seal(given("RSA", days=(-100, 4000)).file, PASSWORD)
    desk.do(keep_seal, seal=seal)
    desk.do(keep_seal, seal=other)
    assert desk.read(seal_to_sign_with) == other and desk.read(seal_certificate) == other.certificate
    desk.do(remove_seal)
    assert (desk.read(seal_facts), desk.read(seal_to_sign_with), desk.read(seal_certificate)) == (None, None, b"")
    with pytest.raises(Refusal, match="no certificate to sign with"):
        desk.do(remove_seal)


def test_one_that_has_ended_is_not_kept(desk: Desk) -> None:
    with pytest.raises(Refusal, match="ended on"):
        desk.do(keep_seal, seal=read_seal(given(days=(-2000, -1500)).file, PASSWORD))
    assert desk.read(seal_facts) is None


def test_a_coach_of_this_computer_signs_with_it_and_does_not_change_it(desk: Desk, seal: Seal) -> None:
    group = desk.do(create_group, name="Maandag").outcome
    desk.do(keep_seal, seal=seal)
    coach = coach_of(desk, group)
    assert coach.read(seal_to_sign_with) == seal
    with pytest.raises(Refusal):
        coach.do(remove_seal)


@pytest.mark.parametrize(("days", "kind"), [((-100, 30), "warning"), ((-100, 400), "")])
def test_the_overview_warns_before_it_ends(desk: Desk, days: tuple[int, int], kind: str) -> None:
    desk.do(keep_seal, seal=read_seal(given(days=days).file, PASSWORD))
    assert [one.tone for one in desk.read(overview).attention if one.kind == "seal"] == ([kind] if kind else [])
