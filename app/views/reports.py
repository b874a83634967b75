"""What a report on paper says: the values of the screens, put together for one person, a group or the organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.seats import is_pupil
from app.domain.errors import Refusal
from app.domain.permissions import Permission, Scope, allowed, require
from app.domain.reports import About, ReportOrder, Section, check_order
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.learning import learning_rules
from app.store.merged import one_person
from app.store.messages import groups_of
from app.store.tables import belongs_to, organisations, participants
from app.views.certificates import IssuedCertificate, issued_certificates
from app.views.designs import own_logo
from app.views.following import GoalRow, NoteRow, PlannedTalk, TalkRow, following, planned_talks
from app.views.growth import Growth, group_growth, person_growth
from app.views.progress import GroupMatrix, ParticipantProgress, group_matrix, participant_progress
from app.views.progress_page import done_per_week
from app.views.spans import local_since
from app.views.wide_progress import WideProgress, wide_progress

AHEAD_DAYS = 183
"""So many days ahead planned talks stand in a report; our own choice."""


@dataclass(frozen=True, slots=True)
class ReportHead:
    """`here_since` is the first day from which attempts are here one by one (S9); None where all of them are. `rules`
    says when help is needed.
    """

    organisation: str
    logo: bytes
    provider: str
    zone: str
    day: date
    here_since: date | None
    rules: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PersonReport:
    """`first_name` is what the participant is called; what was not asked for is empty. Of notes there are only those
    that every coach of the person reads.
    """

    progress: ParticipantProgress
    first_name: str
    is_pupil: bool
    growth: Growth | None = None
    certificates: tuple[IssuedCertificate, ...] = ()
    talks: tuple[TalkRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupReport:
    """`weeks` as in `ParticipantProgress`, of everybody in the matrix together; `programme` is the title of the one of
    which the matrix shows the exercises, '' for all of them.
    """

    matrix: GroupMatrix
    weeks: tuple[int, ...]
    growth: Growth | None = None
    certificates: tuple[IssuedCertificate, ...] = ()
    talks: tuple[PlannedTalk, ...] = ()
    programme: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationReport:
    """Nobody is named. `matrix` holds the columns with everybody's states, its rows without names."""

    matrix: GroupMatrix
    wide: WideProgress
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportJob:
    """What is to be printed, plain values only: it goes to the worker process."""

    head: ReportHead
    order: ReportOrder
    people: tuple[PersonReport, ...] = ()
    groups: tuple[GroupReport, ...] = ()
    organisation: OrganisationReport | None = None

    @property
    def named(self) -> tuple[bytes, ...]:
        """The ids of everybody who is named in it."""
        of_groups = (row.participant_id for group in self.groups for row in group.matrix.rows)
        return tuple(dict.fromkeys((*(one.progress.participant_id for one in self.people), *of_groups)))

    @property
    def number(self) -> int:
        """How many reports it has, copies aside."""
        return len(self.people) + len(self.groups) + (self.organisation is not None)


def report_job(
    connection: Connection, sight: Sight, order: ReportOrder, participant_ids: Sequence[bytes] = (),
    group_ids: Sequence[bytes | None] = (),
) -> ReportJob:
    """Of these people in this order; or of these groups, and with one of them of these people in it. `group_ids` None
    is everybody. Raises Refusal for what cannot be printed or is not the reader's to print.
    """
    check_order(order)
    head = report_head(connection, sight)
    match order.about:
        case About.PEOPLE:
            return ReportJob(head, order, people_reports(connection, sight, participant_ids, order))
        case About.GROUP:
            return ReportJob(head, order, groups=tuple(
                group_report(connection, sight, one, participant_ids, order) for one in group_ids))
        case About.ORGANISATION:
            return ReportJob(head, order, organisation=organisation_report(connection, sight, order))


def report_head(connection: Connection, sight: Sight) -> ReportHead:
    name = connection.execute(select(organisations.c.name).where(belongs_to(organisations, None))).scalar_one()
    return ReportHead(name, own_logo(connection, sight), sight.profile.code, sight.zone, sight.today,
                      local_since(connection), learning_rules(connection).texts)


def people_reports(
    connection: Connection, sight: Sight, participant_ids: Sequence[bytes], order: ReportOrder,
) -> tuple[PersonReport, ...]:
    """In the order asked. Raises Refusal for a reader who may not print of one of them. Printing is written down."""
    _must_print(connection, sight, participant_ids)
    issued: dict[bytes, list[IssuedCertificate]] = defaultdict(list)
    for one in issued_certificates(connection, sight) if order.has(Section.CERTIFICATES) else ():
        if one.state == "valid" and one.issued_on >= order.since(sight.today):
            issued[one.participant_id].append(one)
    return tuple(_person(connection, sight, one, order, issued) for one in participant_ids)


def group_report(
    connection: Connection, sight: Sight, group_id: bytes | None, participant_ids: Sequence[bytes], order: ReportOrder,
) -> GroupReport:
    """Of these people of a group, in this order; none of them is all of them, and `group_id` None is everybody. Raises
    Refusal as `people_reports`.
    """
    matrix, programme = _matrix(connection, sight, group_id, order.programme_id)
    rows = {row.participant_id: row for row in matrix.rows}
    kept = replace(matrix, rows=tuple(rows[one] for one in participant_ids or rows if one in rows))
    _must_print(connection, sight, tuple(rows) if group_id is None else participant_ids, group_id)
    ids = frozenset(row.participant_id for row in kept.rows)
    since, asked = order.since(sight.today), order.has
    return GroupReport(
        kept, done_per_week(connection, sight, _locals(connection, ids)),
        group_growth(connection, sight, group_id) if asked(Section.GROWTH) and group_id else None,
        tuple(one for one in issued_certificates(connection, sight, group_id)
              if one.participant_id in ids and one.state == "valid" and one.issued_on >= since)
        if asked(Section.CERTIFICATES) else (),
        tuple(one for one in planned_talks(connection, sight, AHEAD_DAYS)
              if one.participant_id in ids and one.planned_on >= sight.today)
        if asked(Section.TALKS) else (),
        programme)


def _matrix(
    connection: Connection, sight: Sight, group_id: bytes | None, programme_id: bytes | None,
) -> tuple[GroupMatrix, str]:
    """With the title of the programme; one that is not there any more counts as not chosen."""
    whole = group_matrix(connection, sight, group_id)
    titles = {one.id: one.title for one in whole.columns}
    if programme_id not in titles:
        return whole, ""
    return group_matrix(connection, sight, group_id, programme_id), titles[programme_id]


def organisation_report(connection: Connection, sight: Sight, order: ReportOrder) -> OrganisationReport:
    """Everybody in numbers, per programme and per group. Raises Refusal for who does not see everything."""
    require(sight.actor, Permission.PRINT_REPORTS)
    whole = group_matrix(connection, sight)
    bare = tuple(replace(row, participant_id=b"", full="", listed="", last_seen_us=None) for row in whole.rows)
    everybody = _locals(connection, {row.participant_id for row in whole.rows})
    return OrganisationReport(
        replace(whole, rows=bare), wide_progress(connection, sight, order.since(sight.today), sight.today),
        done_per_week(connection, sight, everybody))


def _person(
    connection: Connection, sight: Sight, participant_id: bytes, order: ReportOrder,
    issued: Mapping[bytes, Sequence[IssuedCertificate]],
) -> PersonReport:
    """`issued` are the certificates of everybody that may stand in it."""
    progress = participant_progress(connection, sight, participant_id)
    row = connection.execute(select(participants).where(participants.c.id == progress.participant_id)).one()
    since, until = order.since(sight.today), row.younger_than_16_until
    kept = following(connection, sight, progress.participant_id)
    has = order.has
    return PersonReport(
        progress, row.given, is_pupil(row.year_group, date.fromisoformat(until) if until else None, sight.today),
        person_growth(connection, sight, progress.participant_id) if has(Section.GROWTH) else None,
        tuple(one for same, _ in one_person(connection, progress.participant_id) for one in issued.get(same, ())),
        tuple(sorted((one for one in kept.talks if one.held_on is None and one.cancelled_on is None and not one.past),
                     key=lambda one: (one.planned_on, one.begins_at))) if has(Section.TALKS) else (),
        tuple(one for one in kept.goals if one.settled_on is None or one.settled_on >= since)
        if has(Section.GOALS) else (),
        tuple(one for one in kept.notes if not one.is_apart and one.about_on >= since) if has(Section.NOTES) else ())


def _must_print(
    connection: Connection, sight: Sight, participant_ids: Collection[bytes], group_id: bytes | None = None,
) -> None:
    """Raises Refusal where the reader does not work in the group, or not in a group of each of these people."""
    if sight.sees_all:
        require(sight.actor, Permission.PRINT_REPORTS)
        return
    works, today = sight.actor.works_in, sight.today.isoformat()
    of_each = (groups_of(connection, {"group_id": None, "participant_id": one}, today) for one in participant_ids)
    wanted = [*([frozenset({group_id})] if group_id else []), *of_each]
    own = [works & one for one in wanted]
    if not own or not all(one and allowed(sight.actor, Permission.PRINT_REPORTS, Scope(one)) for one in own):
        raise Refusal(MAY_NOT)


MAY_NOT = Text(
    "A report is printed by who works in the {group} of the {participant} and sees last names. Nothing was printed. "
    "Ask your {administrator}.")


def _locals(connection: Connection, ids: Collection[bytes]) -> list[int]:
    return [row.local for row in connection.execute(select(participants.c.id, participants.c.local)) if row.id in ids]
