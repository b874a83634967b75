"""Every row that is kept about one participant, readable: for who asks what is kept, and takes it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, select

from app.domain.field_words import FIELD_TEXTS, GROUND_TEXTS, ROW_TEXTS
from app.domain.permissions import Permission, require
from app.domain.progress import Outcome
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import one_person
from app.store.tables import (
    agreements,
    answers,
    certificates,
    earlier_progress,
    exercises,
    groups,
    imports,
    licences,
    locations,
    memberships,
    placements,
    programme_versions,
    programmes,
    progress,
    results,
    seats,
)
from app.views.privacy import ParticipantFile, participant_file

OUTCOME_TEXTS = {Outcome.TRIED: Text("tried"), Outcome.MADE: Text("made"), Outcome.FAILED: Text("not made")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of rows: its name, headings, and cells (Text, str, int, date, datetime or None)."""

    name: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Everything about one participant; `full` is the name as spoken."""

    full: str
    sheets: tuple[Sheet, ...]


def whole_file(connection: Connection, sight: Sight, participant_id: bytes) -> WholeFile:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19)."""
    require(sight.actor, Permission.EXPORT)
    file = participant_file(connection, sight, participant_id)
    same = one_person(connection, participant_id)
    ids, locals_ = [one[0] for one in same], [one[1] for one in same]
    zone = ZoneInfo(sight.zone)
    made = (
        _data(file),
        _results(connection, locals_, zone),
        _progress(connection, locals_, zone, progress, ROW_TEXTS["progress"]),
        # Of school years that are not on this computer there are totals only, and the file says so (S9).
        _progress(
            connection, locals_, zone, earlier_progress, Text("Earlier school years: totals only; fetch the rest")),
        _certificates(connection, ids),
        _periods(
            connection,
            Text("{Groups}, over time"),
            Text("{Group}"),
            _over_time(groups, memberships, "group_id", ids),
        ),
        _periods(
            connection,
            Text("{Locations}, over time"),
            Text("{Location}"),
            _over_time(locations, placements, "location_id", ids),
        ),
        _periods(connection, Text("Seats, over time"), Text("Licence"), _seats(ids)),
    )
    return WholeFile(file.full, tuple(sheet for sheet in made if sheet.rows))


whole_file.records_look = True  # type: ignore[attr-defined]


def _data(file: ParticipantFile) -> Sheet:
    headings = (Text("Field"), Text("What is kept"), Text("Why"), Text("Ground"), Text("How long"), Text("Clause"))
    return Sheet(
        Text("Own data"),
        headings,
        tuple(
            (
                FIELD_TEXTS.get(one.field, one.field),
                one.value,
                one.purpose,
                GROUND_TEXTS.get(one.ground, one.ground),
                one.retention,
                one.clause,
            )
            for one in file.data if one.where != answers.name  # these stand beside their results
        ),
    )


def _results(connection: Connection, locals_: Sequence[int], zone: ZoneInfo) -> Sheet:
    hidden = select(imports.c.local).where(imports.c.visible == 0)
    query = (
        _with_exercise(
            select(
                programmes.c.title,
                exercises.c.title,
                results.c.at_us,
                results.c.score,
                results.c.outcome,
                results.c.seconds,
                answers.c.given,
                answers.c.expected,
            ),
            results,
        )
        .outerjoin(answers, answers.c.id == results.c.id)
        .where(results.c.participant.in_(locals_), results.c.batch.not_in(hidden))
        .order_by(results.c.at_us)
    )
    headings = (
        Text("{Programme}"),
        Text("Exercise"),
        Text("When"),
        Text("Score (%)"),
        Text("Outcome"),
        Text("Seconds"),
    )
    found = connection.execute(query).all()
    answered = any(row.given for row in found)
    return Sheet(
        Text("Results"),
        (*headings, Text("Answer given"), Text("Right answer")) if answered else headings,
        tuple(
            (row[0], row[1], _moment(row[2], zone), _percent(row[3]), OUTCOME_TEXTS[Outcome(row[4])],
             *(row[5:] if answered else row[5:6]))
            for row in found
        ),
    )


def _progress(connection: Connection, locals_: Sequence[int], zone: ZoneInfo, sums: Table, name: Text) -> Sheet:
    query = _with_exercise(
        select(
            programmes.c.title,
            exercises.c.title,
            sums.c.attempts,
            sums.c.best,
            sums.c.done_us,
            sums.c.last_us,
        ),
        sums,
    )
    found = connection.execute(query.where(sums.c.participant.in_(locals_)).order_by(sums.c.last_us))
    headings = (
        Text("{Programme}"),
        Text("Exercise"),
        Text("Attempts"),
        Text("Best score (%)"),
        Text("Made on"),
        Text("Last time"),
    )
    return Sheet(
        name,
        headings,
        tuple(
            (row[0], row[1], row[2], _percent(row[3]), _moment(row[4], zone), _moment(row[5], zone)) for row in found
        ),
    )


def _certificates(connection: Connection, ids: Sequence[bytes]) -> Sheet:
    query = (
        select(certificates).where(certificates.c.participant_id.in_(ids)).order_by(certificates.c.issued_us)
    )
    headings = (
        Text("Serial"),
        Text("Name on the certificate"),
        Text("{Programme}"),
        Text("Completed"),
        Text("Issued"),
        Text("State"),
    )
    return Sheet(
        Text("Certificates"),
        headings,
        tuple(
            (
                row.serial,
                row.name_printed,
                row.programme_printed,
                _day(row.completed_on),
                _day(row.issued_on),
                Text("Valid") if row.revoked_us is None else Text("Revoked"),
            )
            for row in connection.execute(query)
        ),
    )


def _periods(connection: Connection, name: Text, what: Text, query: Select[Any]) -> Sheet:
    return Sheet(
        name,
        (what, Text("From"), Text("Until")),
        tuple((row[0], _day(row[1]), _day(row[2])) for row in connection.execute(query)),
    )


def _over_time(named: Any, linking: Any, reference: str, ids: Sequence[bytes]) -> Select[Any]:
    query = select(named.c.name, linking.c.from_on, linking.c.until_on).join(
        linking, linking.c[reference] == named.c.id
    )
    return query.where(linking.c.participant_id.in_(ids)).order_by(linking.c.from_on)


def _seats(ids: Sequence[bytes]) -> Select[Any]:
    query = (
        select(agreements.c.package, seats.c.from_on, seats.c.until_on)
        .join(licences, licences.c.agreement_id == agreements.c.id)
        .join(seats, seats.c.licence_id == licences.c.id)
    )
    return query.where(seats.c.participant_id.in_(ids)).order_by(seats.c.from_on)


def _with_exercise(query: Select[Any], counted: Any) -> Select[Any]:
    return (
        query.select_from(counted)
        .join(exercises, exercises.c.local == counted.c.exercise)
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
    )


def _moment(at_us: int | None, zone: ZoneInfo) -> datetime | None:
    return None if at_us is None else datetime.fromtimestamp(at_us // 1_000_000, zone)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _percent(score: int | None) -> int | None:
    """Scores are kept per mille."""
    return None if score is None else round(score / 10)
