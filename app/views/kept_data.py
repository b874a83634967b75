"""What is really stored about a participant, value by value, under our own field names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from app.domain.assessment.norming import POINT
from app.domain.assessment.scores import NOT_MADE
from app.domain.fields import COACH_COLUMNS, PARTICIPANT_COLUMNS
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.ids import written_id
from app.domain.sight import Sight
from app.store.tables import (
    acceptances,
    activation_codes,
    answers,
    certificates,
    coach_acceptances,
    coaches,
    consents,
    conversations,
    drafts,
    goals,
    groups,
    import_links,
    instrument_points,
    instrument_steps,
    instruments,
    locations,
    memberships,
    messages,
    metadata,
    notes,
    observations,
    participants,
    placements,
    reviews,
    roll_over_choices,
    roll_over_groups,
    route_assignments,
    routes,
    standings,
    talks,
    test_parts,
    test_results,
    tests,
)

Stored = tuple[str, str, str]
_FOLLOWED = (
    ("notes", notes, ("about_on", "category", "body")),
    ("notes", goals, ("set_on", "due_on", "state", "settled_on", "body", "remark")),
    ("notes", talks, ("planned_on", "begins_at", "held_on", "cancelled_on", "with_whom", "subject", "report")),
    ("answers", answers, ("given", "expected")),
)
_FIELDS = {column: field for field, column in PARTICIPANT_COLUMNS.items()}


def stored_values(connection: Connection, sight: Sight, row: Mapping[str, Any]) -> Iterator[Stored]:
    """(field, value, kind of row) of everything kept about this participant; results are counted, not listed."""
    for field, column in PARTICIPANT_COLUMNS.items():
        if row[column]:
            yield field, str(row[column]), "participants"
    if row["own_account_id"]:
        yield "source_key", written_id(row["own_account_id"]), "participants"
    yield from _names(connection, "group", groups, memberships, "group_id", row["id"])
    yield from _courses(connection, row["id"])
    yield from _names(connection, "location", locations, placements, "location_id", row["id"])
    yield from _names(connection, "routes", routes, route_assignments, "route_id", row["id"])
    for year_group in connection.execute(
        select(placements.c.year_group)
        .where(placements.c.participant_id == row["id"], placements.c.year_group != "")
        .order_by(placements.c.from_on)
    ).scalars():
        yield "year_group", year_group, "placements"
    for key in connection.execute(select(import_links.c.key).where(import_links.c.row_id == row["id"])).scalars():
        yield "source_key", key, "import_links"
    for used in connection.execute(
        select(activation_codes.c.used_us).where(
            activation_codes.c.participant_id == row["id"], activation_codes.c.withdrawn_us.is_(None)
        )
    ).scalars():
        yield "activation_code", "✓" if used else "…", "activation_codes"
    for paper in connection.execute(
        select(
            certificates.c.serial,
            certificates.c.name_printed,
            certificates.c.programme_printed,
            certificates.c.revoked_reason,
        )
        .where(certificates.c.participant_id == row["id"])
        .order_by(certificates.c.issued_us)
    ):
        yield "certificates", " · ".join(part for part in paper if part), "certificates"
    yield from _accepted(connection, row["id"])
    yield from _consented(connection, row["id"])
    yield from _followed(connection, row["id"])
    if any(datum.field == "messages" for datum in sight.profile.personal_data("participant")):
        yield from _written(connection, row["id"])
    yield from _prepared(connection, row["id"])
    yield from _differences(connection, row["id"])


def _courses(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """Kind and type of the courses that this person was in, as they stand with the groups."""
    for field in GROUP_COLUMNS:
        query = (
            select(groups.c[field]).join(memberships, memberships.c.group_id == groups.c.id)
            .where(memberships.c.participant_id == participant_id, groups.c[field] != "").distinct())
        for value in connection.execute(query.order_by(groups.c[field])).scalars():
            yield field, value, "memberships"


def _written(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """What was written by this person or to this person alone, also what was hidden, with the reasons that stand there;
    what is being typed to this person; and what it is about.
    """
    for table, columns in (
        (conversations, ("title",)), (messages, ("body", "hidden_reason", "reported_reason")), (drafts, ("body",)),
    ):
        query = select(*(table.c[name] for name in columns)).where(table.c.participant_id == participant_id)
        for row in connection.execute(query.order_by(table.c.id)):
            for value in row:
                if value:
                    yield "messages", value, table.name


def _followed(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """What coaches wrote and recorded: a participant or a representative may ask to see every word of it."""
    for field, table, columns in _FOLLOWED:
        query = select(*(table.c[name] for name in columns)).where(table.c.participant_id == participant_id)
        for row in connection.execute(query.order_by(table.c.id)):
            yield field, " · ".join(str(part) for part in row if part not in (None, "")), table.name
    yield from _observed(connection, participant_id)
    yield from _tested(connection, participant_id)


def _observed(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """Every observation in the words by which it was made; what was taken out says nothing."""
    query = (
        select(observations, instruments.c.title, instrument_points.c.title.label("point"),
               instrument_steps.c.title.label("step"))
        .outerjoin(instruments, instruments.c.id == observations.c.instrument_id)
        .outerjoin(instrument_points, instrument_points.c.id == observations.c.point_id)
        .outerjoin(instrument_steps, instrument_steps.c.id == observations.c.step_id)
        .where(observations.c.participant_id == participant_id)
        .order_by(observations.c.observed_on, observations.c.id))
    for row in connection.execute(query):
        if row.step_id is not None or row.remark:
            said = row.title, row.point, row.step, row.observed_on, row.remark
            yield "notes", " · ".join(part for part in said if part), "observations"


def _tested(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """Every result with the test, or the part of one, that it is of; a point on the scale as it is read."""
    query = (
        select(test_results, tests.c.title, test_parts.c.title.label("part"))
        .outerjoin(tests, tests.c.id == test_results.c.test_id)
        .outerjoin(test_parts, test_parts.c.id == test_results.c.part_id)
        .where(test_results.c.participant_id == participant_id)
        .order_by(test_results.c.taken_on, test_results.c.id))
    for row in connection.execute(query):
        point = None if row.scaled is None else f"{row.scaled / POINT:g}"
        items = row.item_scores and " ".join("–" if score == NOT_MADE else str(score) for score in row.item_scores)
        said = (row.title, row.part, row.taken_on, row.raw, point, row.level, row.absent, items, row.remark)
        yield "results", " · ".join(str(part) for part in said if part not in (None, "", b"")), "test_results"


def _prepared(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """What was chosen for the new year, with the group that was named."""
    chosen = roll_over_choices
    query = select(chosen.c.choice, chosen.c.year_group, roll_over_groups.c.name).outerjoin(
        roll_over_groups, roll_over_groups.c.id == chosen.c.to_id)
    for found in connection.execute(query.where(chosen.c.participant_id == participant_id, chosen.c.choice != "")):
        yield "group", " · ".join(part for part in found if part), "roll_over_choices"


def _accepted(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    query = select(acceptances).where(acceptances.c.participant_id == participant_id)
    for row in connection.execute(query.order_by(acceptances.c.accepted_on)):
        said = row.title, row.edition, row.accepted_on, row.way, row.checksum
        yield "acceptance", " · ".join(part for part in said if part), "acceptances"


def _consented(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    query = select(consents).where(consents.c.participant_id == participant_id)
    for row in connection.execute(query.order_by(consents.c.given_on)):
        said = (row.purpose, row.given_by, row.relation, row.form, row.given_on, row.proof, row.withdrawn_on,
                row.withdrawn_by)
        yield "consents", " · ".join(part for part in said if part), "consents"


def _differences(connection: Connection, participant_id: bytes) -> Iterator[Stored]:
    """Values that lost from another one and are kept until somebody has looked, and after."""
    query = select(reviews).where(reviews.c.unit == participant_id, reviews.c.kind == "participants")
    for row in connection.execute(query.order_by(reviews.c.lost_at_us)):
        values = [msgspec.msgpack.decode(value) for value in (row.kept, row.lost) if value]
        if row.field in _FIELDS:
            yield _FIELDS[row.field], " / ".join(str(value) for value in values if value), "reviews"


def stored_counts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Rows per declared table that speak of this participant (`rows`: one, or more that are the same person)."""
    found = []
    for table in metadata.tables.values():
        personal = table.info["personal"]
        if personal is None or personal.subject != "participant" or not personal.by:
            continue
        column = table.c["participant"] if personal.by == "local" else table.c[personal.by]
        people = [row["local" if personal.by == "local" else "id"] for row in rows]
        number = connection.execute(select(func.count()).select_from(table).where(column.in_(people))).scalar_one()
        if number:
            found.append((table.name, int(number)))
    return tuple(found)


def filled_counts(connection: Connection) -> dict[tuple[str, str], int]:
    """For how many people each field is filled."""
    counts = {
        ("participant", field): _filled(connection, participants, column)
        for field, column in PARTICIPANT_COLUMNS.items()
    }
    counts |= {("coach", field): _filled(connection, coaches, column) for field, column in COACH_COLUMNS.items()}
    counts["coach", "name"] = _filled(connection, coaches, "sort_key")
    for field, table in (
        ("group", memberships),
        ("location", placements),
        ("certificates", certificates),
        ("activation_code", activation_codes),
        ("messages", messages),
        ("answers", answers),
        ("acceptance", acceptances),
        ("consents", consents),
    ):
        query = select(func.count(table.c.participant_id.distinct()))
        counts["participant", field] = int(connection.execute(query).scalar_one())
    accepted = select(func.count(coach_acceptances.c.coach_id.distinct()))
    counts["coach", "acceptance"] = int(connection.execute(accepted).scalar_one())
    for field in GROUP_COLUMNS:
        in_course = select(func.count(memberships.c.participant_id.distinct())).join(
            groups, groups.c.id == memberships.c.group_id).where(groups.c[field] != "")
        counts["participant", field] = int(connection.execute(in_course).scalar_one())
    query = select(func.count()).select_from(select(standings.c.participant).distinct().subquery())
    counts["participant", "results"] = int(connection.execute(query).scalar_one())
    counts["participant", "routes"] = _on_a_route(connection)
    for kind in ("participant", "coach"):
        linked = select(func.count(import_links.c.row_id.distinct())).where(import_links.c.kind == kind)
        counts[kind, "source_key"] = int(connection.execute(linked).scalar_one())
    return counts


def _on_a_route(connection: Connection) -> int:
    """People who have a learning route, of their own or through a group."""
    in_groups = (
        select(memberships.c.participant_id)
        .join(route_assignments, route_assignments.c.group_id == memberships.c.group_id)
        .where(memberships.c.until_on.is_(None), route_assignments.c.until_on.is_(None))
    )
    own = select(route_assignments.c.participant_id).where(
        route_assignments.c.participant_id.is_not(None), route_assignments.c.until_on.is_(None)
    )
    people = in_groups.union(own).subquery()
    return int(connection.execute(select(func.count()).select_from(people)).scalar_one())


def _filled(connection: Connection, table: Any, column: str) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(table.c[column] != "")).scalar_one())


def _names(
    connection: Connection,
    field: str,
    named: Any,
    linking: Any,
    reference: str,
    participant_id: bytes,
) -> Iterator[Stored]:
    query = (
        select(named.c.name)
        .join(linking, linking.c[reference] == named.c.id)
        .where(linking.c.participant_id == participant_id)
    )
    for name in connection.execute(query.order_by(linking.c.from_on)).scalars():
        yield field, name, linking.name
