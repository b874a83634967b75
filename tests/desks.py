"""Desks for tests: a real encrypted database with a fixed clock, empty or filled by the ordinary import."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.importing import apply_plan
from app.domain.names import PersonName
from app.domain.plan import ImportPlan
from app.domain.roster import Origin, Roster, RosterGroup, RosterPerson
from app.store import keys
from app.store.home import Home
from app.store.keys import DatabaseKey, KeysFile, unlock_passphrase
from app.store.protection import Protection
from app.views.importing import plan_roster

PASSPHRASE = "een lange zin voor de proef"
CODE = "proef"
PROTECTION = Protection(PASSPHRASE)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A clock that only moves when a test says so, and a little at each look, so that nothing is simultaneous."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now_us = int(now.timestamp()) * 1_000_000

    def __call__(self) -> int:
        self.now_us += 1
        return self.now_us

    def forward(self, days: int) -> None:
        self.now_us += days * 86_400_000_000


@pytest.fixture(scope="session", autouse=True)
def quick_passphrases() -> Iterator[None]:
    """Stretching a passphrase takes a tenth of a second on purpose; what is made here is locked with less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ARGON_PASSES", 1)
        patch.setattr(keys, "ARGON_MEMORY", 1024 * 1024)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_compiler() -> Iterator[None]:
    """Each desk and server has an engine of its own, and would compile every query anew: half of the time of a run."""
    compiled = LRUCache(4_000)
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "__eq__", _is_same_kind)
            patch.setattr(dialect, "__hash__", _kind)
        patch.setattr(
            Engine, "_compiled_cache", property(lambda _engine: compiled, lambda _engine, _cache: None), raising=False)
        yield


def _is_same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _kind(one: object) -> int:
    return hash(type(one))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data_home(tmp_path: Path) -> Home:
    """An empty folder for data."""
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Per provider one freshly founded organisation, made once; tests work on copies of it."""
    made: dict[str, Path] = {}

    def folder_of(provider: str) -> Path:
        if provider not in made:
            home = Home(tmp_path_factory.mktemp(provider))
            desk, _ = found_organisation(
                home, CODE, "De Proef", provider, PROTECTION, place="Lindenveen", clock=Clock())
            desk.close()
            made[provider] = home.folder(CODE)
        return made[provider]

    return folder_of


@pytest.fixture
def desk(data_home: Home, clock: Clock, founded: Callable[[str], Path]) -> Iterator[Desk]:
    """An empty organisation under the profile with a fixed list of personal data."""
    yield from _opened(data_home, clock, founded("oefenen"))


@pytest.fixture
def school_desk(data_home: Home, clock: Clock, founded: Callable[[str], Path]) -> Iterator[Desk]:
    """An empty organisation that counts in school years."""
    yield from _opened(data_home, clock, founded("leerling-in-beeld"))


def unlock(keys: KeysFile) -> DatabaseKey:
    return unlock_passphrase(keys, PASSPHRASE)


def _opened(home: Home, clock: Clock, template: Path) -> Iterator[Desk]:
    shutil.copytree(template, home.folder(CODE))
    made = open_desk(home, CODE, unlock, clock)
    yield made
    made.close()


def person(key: str | None, given: str, family: str, prefix: str = "", line: int = 2, **more: object) -> RosterPerson:
    """A line of a roster; `groups` are keys, everything else is a field."""
    groups = tuple(more.pop("groups", ()))  # type: ignore[call-overload]
    left = bool(more.pop("left", False))
    fields = {name: str(value) for name, value in more.items()}
    return RosterPerson(Origin("lijst.csv", line), key, PersonName(given, prefix, family), fields, groups, left=left)


def roster(
    *people: RosterPerson, groups: tuple[str, ...] = (), complete: bool = True, year: int | None = None,
) -> Roster:
    made = tuple(RosterGroup(Origin("lijst.csv", 1), key, f"Groep {key}") for key in groups)
    return Roster("test", "table", year, participants=people, groups=made, complete=complete)


def bring_in(desk: Desk, given: Roster, gone: str = "keep") -> ImportPlan:
    """Plan and apply; gives the plan."""
    plan = desk.read(plan_roster, given)
    apply_plan(desk, plan, gone=gone)
    return plan
