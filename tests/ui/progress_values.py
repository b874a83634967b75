"""Progress as the views give it: a group of twenty adults, its programmes, and one of them in detail."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.learning_rules import LearningRules
from app.domain.permissions import Actor, Role
from app.domain.sight import Sight
from app.domain.text import Text
from app.views.groups import GroupRow
from app.views.progress import (
    BUSY,
    DONE,
    HELP,
    NOT_STARTED,
    Attempt,
    GroupMatrix,
    MatrixColumn,
    MatrixRow,
    ParticipantProgress,
    ProgrammeStanding,
    RouteStanding,
)
from ui.progress.reading import FIRST_GROUP, Board, prepared

TODAY = date(2026, 11, 23)
GROUP, OTHER_GROUP = b"g" * 16, b"h" * 16
NAMES = (
    ("Yıldız Demir", "Demir, Yıldız"), ("Emre Aydın", "Aydın, Emre"), ("Łukasz Kowalski", "Kowalski, Łukasz"),
    ("Wilma van 't Hoff", "Hoff, Wilma van 't"), ("Brahim El Amrani", "El Amrani, Brahim"),
    ("Fatima Bouzid", "Bouzid, Fatima"), ("Søren Øster", "Øster, Søren"), ("Henk de Vries", "Vries, Henk de"),
    ("Soraya Şahin", "Şahin, Soraya"), ("Youssef Haddad", "Haddad, Youssef"), ("Eva Meijer", "Meijer, Eva"),
    ("Tülay Çelik", "Çelik, Tülay"), ("Ria van den Berg", "Berg, Ria van den"),
    ("Zoë de Jong", "Jong, Zoë de"),
    ("Kees Peters", "Peters, Kees"), ("Ilse Mulder", "Mulder, Ilse"), ("Janusz Nowak", "Nowak, Janusz"),
    ("Anouk Dekker", "Dekker, Anouk"), ("Ruben Kaya", "Kaya, Ruben"), ("Lotte Hendriks", "Hendriks, Lotte"),
)
PROGRAMMES = (
    ("Klik & Tik de basis", 16), ("Klik & Tik samen op internet", 22), ("Taal A1", 24), ("Taal A2", 24),
    ("Rekenen voor thuis", 18), ("Rekenen voor het werk", 20), ("DigiD aanvragen en gebruiken", 9),
    ("Omgaan met geld", 14), ("Taal voor het werk", 21), ("Gezond leven", 12), ("Zoeken naar werk", 10),
    ("Voor jezelf", 8),
)
RULES = LearningRules()


def person(number: int) -> bytes:
    return number.to_bytes(16, "big")


def instant(day: date, hour: int = 10) -> int:
    moment = datetime(day.year, day.month, day.day, hour, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
    return int(moment.timestamp()) * 10**6


def sight(role: Role = Role.ADMINISTRATOR) -> Sight:
    return Sight(Actor(b"a" * 16, role, "M. de Boer", frozenset({GROUP})), None, TODAY)


def groups() -> tuple[GroupRow, ...]:
    return (
        GroupRow(GROUP, "Dinsdagochtend", "base", "", "Noord", None, len(NAMES), "J. Smit"),
        GroupRow(OTHER_GROUP, "Taalcafé Wijkcentrum", "combined", "", "Noord", None, 8, "A. Kaya"),
    )


def _cell(chance: random.Random, eagerness: float, place: float, total: int) -> tuple[int, int]:
    """State and number done: eager people are further, and programmes come one after the other."""
    reached = eagerness * 1.5 - place + chance.uniform(-0.25, 0.25)
    if reached > 0.55:
        return DONE, total
    if reached > 0.05:
        done = max(1, min(total - 1, round(total * reached)))
        return (HELP if chance.random() < 0.14 else BUSY), done if total > 1 else 0
    return (HELP, 1 if total > 1 else 0) if chance.random() < 0.03 else (NOT_STARTED, 0)


def matrix(
    group_id: bytes | None = GROUP, programme_id: bytes | None = None, *,
    people: int = len(NAMES), seed: int = 5,
) -> GroupMatrix:
    """The group by programme; with a programme its exercises are the columns."""
    chance = random.Random(seed)
    columns = tuple(MatrixColumn(b"p%015d" % n, title, total) for n, (title, total) in enumerate(PROGRAMMES))
    if programme_id is not None:
        total = next(column.total for column in columns if column.id == programme_id)
        columns = tuple(MatrixColumn(b"e%015d" % n, f"Les {n + 1}", 1) for n in range(total))
    rows = tuple(_row(chance, number, columns) for number in range(people))
    name = "Dinsdagochtend" if group_id == GROUP else "Taalcafé Wijkcentrum" if group_id else ""
    return GroupMatrix(group_id, name, programme_id, columns, rows, RULES)


def _row(chance: random.Random, number: int, columns: tuple[MatrixColumn, ...]) -> MatrixRow:
    full, listed = NAMES[number % len(NAMES)]
    eagerness = chance.random()
    cells = [_cell(chance, eagerness, n / len(columns), column.total) for n, column in enumerate(columns)]
    states = bytes(state for state, _ in cells)
    days = chance.choice((0, 1, 2, 3, 5, 6, 11, 24, 40))
    seen = None if number % 11 == 8 else instant(TODAY - timedelta(days=days))
    return MatrixRow(
        person(number + 1), full, listed, states, tuple(done for _, done in cells), seen,
        stuck=HELP in states, inactive=seen is None,
    )


def progress(participant_id: bytes = person(5)) -> ParticipantProgress:
    number = int.from_bytes(participant_id, "big") - 1
    full, listed = NAMES[number % len(NAMES)]
    standings = (
        ProgrammeStanding(b"p0" * 8, "Klik & Tik", 16, 16, instant(date(2026, 5, 4)), True, "BN-26-7KQ4"),
        ProgrammeStanding(b"p1" * 8, "Taal A1", 24, 24, instant(date(2026, 9, 8)), True, ""),
        ProgrammeStanding(b"p2" * 8, "Taal A2", 13, 24, instant(date(2026, 11, 12)), False, ""),
        ProgrammeStanding(b"p3" * 8, "DigiD aanvragen", 4, 9, instant(date(2026, 11, 3)), False, ""),
    )
    attempts = tuple(
        Attempt(programme, exercise, instant(day), score, outcome, seconds)
        for programme, exercise, day, score, outcome, seconds in (
            ("Taal A2", "Les 7: een brief van de gemeente", date(2026, 11, 12), 480, "failed", 640),
            ("Taal A2", "Les 7: een brief van de gemeente", date(2026, 11, 10), 520, "failed", 710),
            ("Taal A2", "Les 7: een brief van de gemeente", date(2026, 11, 10), 500, "failed", 505),
            ("Taal A2", "Les 6: bij de dokter", date(2026, 11, 5), 810, "made", 420),
            ("DigiD aanvragen en gebruiken", "Een code aanvragen", date(2026, 11, 3), None, "tried", 90),
            ("Taal A2", "Les 5: op het werk", date(2026, 10, 29), 760, "made", 388),
            ("Taal A1", "Les 24: herhaling", date(2026, 9, 8), 900, "made", 350),
        )
    )
    weeks = (0, 1, 0, 2, 3, 2, 2, 0, 0, 0, 1, 3, 4, 3, 5, 4, 4, 6, 5, 3, 4, 6, 7, 5, 8, 6)
    return ParticipantProgress(
        participant_id, full, listed, "Dinsdagochtend", instant(date(2026, 11, 12)), 41,
        (Text("Needs help with {programme_title}, {exercise} ({n} attempts)", programme_title="Taal A2",
              exercise="les 7", n=4),),
        (RouteStanding("Taal en werk", 53, 85),), standings, attempts, weeks,
    )


def answers() -> dict[str, object]:
    """For `FakeShell`: the view of one participant, and the panel's own reading made of the views' values."""
    return {"read_board": board, "participant_progress": progress, "is_there": True}


def board(group_id: bytes | None = GROUP, programme_id: bytes | None = None, **shape: int) -> Board:
    group_id = GROUP if group_id == FIRST_GROUP else group_id
    return Board(groups(), matrix(group_id).columns, prepared(matrix(group_id, programme_id, **shape)))
