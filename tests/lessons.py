"""Programmes with exercises, and results that somebody made, through the ordinary actions and the ordinary import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from app.actions.catalogue import add_programmes
from app.actions.desk import Desk
from app.actions.importing import apply_plan
from app.domain.plan import ImportPlan
from app.domain.roster import Origin, Statement, Statements
from app.store.tables import programme_versions, programmes
from app.views.importing_results import plan_statements

HOME = "https://oefenen.example/"
MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY_US = 86_400_000_000


def at_us(day: int = 0, hour: int = 0) -> int:
    """An instant so many days and hours after nine in the morning (UTC) of 2 November 2026."""
    return int(MORNING.timestamp()) * 1_000_000 + day * DAY_US + hour * 3_600_000_000


def exercise_iri(programme: str, number: int) -> str:
    return f"https://programme.example/{programme}/{number}"


def add_programme(desk: Desk, code: str, exercises: int = 2, certificate: bool = True) -> bytes:
    """Gives the id of its version; its exercises are `exercise_iri(code, 1)` and so on."""
    programme = {
        "code": code,
        "iri": f"https://programme.example/{code}",
        "title": f"Programma {code}",
        "title_en": f"Programme {code}",
        "certificate": certificate,
        "exercises": [(exercise_iri(code, number), f"Oefening {number}") for number in range(1, exercises + 1)],
    }
    desk.do(add_programmes, provider="oefenen", programmes=[programme])
    with desk.database.reading() as connection:
        query = (
            select(programme_versions.c.id)
            .join(programmes, programmes.c.id == programme_versions.c.programme_id)
            .where(programmes.c.code == code)
        )
        return connection.execute(query).scalar_one()


def statement(
    key: str,
    exercise: str,
    at: int | None = None,
    *,
    passed: bool | None = True,
    score: int | None = 800,
    seconds: int | None = 60,
    statement_id: str = "",
    kind: str = "account",
    home: str = HOME,
    line: int = 1,
    given: str = "",
    expected: str = "",
) -> Statement:
    """One result of `key`; what it says decides about its id, unless one is given."""
    when = at_us() if at is None else at
    said = statement_id or f"{key}|{exercise}|{when}|{passed}|{score}"
    digest = hashlib.sha256(said.encode()).digest()[:16]
    origin = Origin("resultaten.jsonl", line)
    home = home if kind == "account" else ""
    return Statement(
        origin, digest, kind, key, exercise, when, 60, score, None, passed, seconds, home, given, expected)


def statement_id(said: str) -> bytes:
    return hashlib.sha256(said.encode()).digest()[:16]


def plan_results(desk: Desk, made: Iterable[Statement], voided: Iterable[bytes] = ()) -> ImportPlan:
    return desk.read(plan_statements, [Statements(tuple(made), tuple(voided))], "digest")


def bring_results(desk: Desk, made: Iterable[Statement], voided: Iterable[bytes] = ()) -> ImportPlan:
    """Plan and apply; gives the plan."""
    plan = plan_results(desk, made, voided)
    apply_plan(desk, plan)
    return plan


def finish(desk: Desk, key: str, programme: str, exercises: int = 2, day: int = 0) -> ImportPlan:
    """This person makes every exercise of the programme, one a day from `day` on."""
    return bring_results(
        desk,
        [
            statement(key, exercise_iri(programme, number), at_us(day + number - 1))
            for number in range(1, exercises + 1)
        ],
    )
