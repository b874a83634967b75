"""SIGKILL of the real client and the real server at any step of push and pull, over real sockets: nothing is lost,
nothing is there twice, and the next sync goes through by itself.

`LEERSPOOR_KILLS=200` kills that many of each instead of a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import create_group, rename_group
from app.actions.participants import add_participant
from app.domain.kinds import KINDS
from app.store import tables
from app.store.home import Home
from app.store.protection import unlock_without_asking
from tests.desks import CODE, bring_in, person, roster
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.stories.test_killed_import import moments
from tests.sync.computers import without_keyring
from tests.sync.killing import (
    KILLS,
    Copy,
    Site,
    assert_sound,
    at_server,
    copied,
    desk_that_dies,
    furnished,
    measured,
    server_at,
    server_that_dies,
    sync,
    sync_desk,
)

PEOPLE, RESULTS = 120, 600
Content = dict[str, int]


@pytest.fixture(autouse=True)
def tokens_in_the_database() -> Iterator[None]:
    with without_keyring():
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    made = measured(folder, server_at(request, folder), _furnish, _content)
    assert (made.content["participants"], made.content["results"]) == (2 * PEOPLE + 10, 2 * RESULTS)
    assert made.content["reviews"] == 1  # the name that both gave the group
    return made


@pytest.mark.parametrize("moment", moments(2026, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_desk_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with copied(site, tmp_path / "copy") as copy:
        killed = desk_that_dies(copy, 1 + int(moment * site.desk_steps))
        assert killed.returncode == -9, killed.stderr
        assert_sound(copy.homes[0])
        assert _content(copy) == site.content


@pytest.mark.parametrize("moment", moments(2027, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_server_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with copied(site, tmp_path / "copy") as copy:
        with server_that_dies(copy, 1 + int(moment * site.server_steps)) as process:
            sync(copy.homes[0])
            process.wait()
        assert process.returncode == -9
        assert _content(copy) == site.content


def _furnish(folder: Path, address: str) -> None:
    with furnished(folder, address) as (first, second):
        add_programme(first, "koken", exercises=20)
        group = first.do(create_group, name="Dinsdag").outcome
        for desk in (first, second):
            sync_desk(desk)
        _work_at_the_second(second, group)
        sync_desk(second)
        _work_at_the_first(first, group)


def _work_at_the_second(desk: Desk, group: bytes) -> None:
    desk.do(rename_group, group_id=group, name="Woensdag")
    bring_in(desk, roster(*(person(f"b{at}", f"Bram{at}", "Smit") for at in range(PEOPLE)), complete=False))
    bring_results(desk, [
        statement(f"b{at % PEOPLE}", exercise_iri("koken", 1 + at // PEOPLE), at_us()) for at in range(RESULTS)])


def _work_at_the_first(desk: Desk, group: bytes) -> None:
    """A conflict, some people one by one, and a file of people with their results."""
    desk.do(rename_group, group_id=group, name="Donderdag")
    for at in range(10):
        desk.do(add_participant, fields={"given_name": f"Losse{at}", "family_name": "Jansen"}, group_id=group)
    bring_in(desk, roster(*(person(f"a{at}", f"Amira{at}", "Bakker") for at in range(PEOPLE)), complete=False))
    bring_results(desk, [
        statement(f"a{at % PEOPLE}", exercise_iri("koken", 1 + at // PEOPLE), at_us()) for at in range(RESULTS)])


def _content(copy: Copy) -> Content:
    """Both computers sync, by themselves and to the end; gives what is there then, the same on both and the server."""
    with at_server(copy):
        found = [_counted(home) for home in copy.homes]
    assert found[0] == found[1]
    return {kind: len(rows) for kind, rows in found[0].items()}


def _counted(home: Path) -> dict[str, list[object]]:
    """Per kind the ids and versions, and every result by its id and whose it is."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.reading() as connection:
            found: dict[str, list[object]] = {
                kind: sorted(map(tuple, connection.execute(select(table.c.id, table.c.version))))
                for kind, table in ((kind, tables.metadata.tables[kind]) for kind in KINDS)}
            waiting = select(tables.outbox.c.operation_id).where(tables.outbox.c.state.in_(("waiting", "sent")))
            assert not connection.execute(waiting).all()
            made = connection.exec_driver_sql(
                "SELECT r.id, p.id, r.at_us FROM results r JOIN participants p ON p.local = r.participant")
            found["results"] = sorted(map(tuple, made))
    finally:
        desk.close()
    return found


