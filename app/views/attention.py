"""What asks for attention today, most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.reminders import Reminder, Urgency, reminders
from app.domain.contract.timeline import EntryKind
from app.domain.licence import LicenceState
from app.domain.permissions import Permission, allowed
from app.domain.rollover.kept import ROLL_OVER
from app.domain.seals import SealStanding
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.course import with_a_course
from app.store.resources import load_profile
from app.store.rollover import prepared_row, year_due
from app.store.tables import agreements, belongs_to, licences
from app.views.agreement_terms import AgreementTerms, agreement_terms
from app.views.course import confirmed_on, entries_of
from app.views.entry_points import entry_points
from app.views.figures import PeopleFigures
from app.views.following import planned_talks
from app.views.licences import LicenceRow
from app.views.open_points import open_points
from app.views.seals import seal_facts

CONFIRM = "confirmation"
TONES = ("danger", "warning", "good", "info")
TONE_OF = {
    Urgency.OVERDUE: "danger", Urgency.NOW: "danger", Urgency.SOON: "warning", Urgency.LATER: "info",
}
@dataclass(frozen=True, slots=True)
class Attention:
    """Something to do. `tone` is 'danger', 'warning', 'good' or 'info'; `panel` and `target` say where it is done."""

    kind: str
    tone: str
    title: Text
    detail: Text
    button: Text
    panel: str
    target: bytes | None = None


def attention(
    connection: Connection, sight: Sight, people: PeopleFigures, due: int, licences_there: Sequence[LicenceRow],
) -> tuple[Attention, ...]:
    """`licences_there` are all rows of `licence_list`; none for who does not see everything."""
    found = list(_licences(connection, sight, people, licences_there)) if sight.sees_all else []
    if allowed(sight.actor, Permission.EDIT_GROUPS):
        found += _new_groups(connection, sight)
    if due:
        found.append(
            Attention(
                "certificates",
                "good",
                Text("{n} certificate to print", "{n} certificates to print", n=due),
                Text("Every exercise of the {programme} was made"),
                Text("Print"),
                "certificates",
            )
        )
    found += [Attention(one.kind, one.tone, one.title, one.detail, one.button, one.panel)
              for one in entry_points(connection, sight)]
    if allowed(sight.actor, Permission.SET_UP_FOLLOWING):
        found += _seal(connection, sight)
    found += _talks(connection, sight)
    found += _unseen(people)
    return tuple(sorted(found, key=lambda one: TONES.index(one.tone)))


def _seal(connection: Connection, sight: Sight) -> Iterator[Attention]:
    """Weeks before it ends, for a new one takes weeks to get."""
    facts = seal_facts(connection, sight)
    if facts is None:
        return
    standing = facts.standing(sight.today)
    if standing in (SealStanding.ENDS_SOON, SealStanding.ENDED):
        ended = standing is SealStanding.ENDED
        yield Attention(
            "seal", "danger" if ended else "warning",
            Text("The certificate to sign with has ended on {day}", day=facts.until_on) if ended else
            Text("The certificate to sign with ends on {day}", day=facts.until_on),
            Text("Certificates cannot be signed any more") if ended else Text("Ask for a new one in time"),
            Text("Look"), "certificates")


def _talks(connection: Connection, sight: Sight) -> Iterator[Attention]:
    """Nobody is named: the first panel may be on the wall."""
    planned = planned_talks(connection, sight)
    if planned:
        first = planned[0]
        yield Attention(
            "talks", "warning" if first.planned_on < sight.today else "info",
            Text("{n} talk to hold or to report", "{n} talks to hold or to report", n=len(planned)),
            Text("The first is of {day}: {subject}", day=first.planned_on, subject=first.subject), Text("Look"),
            "progress", first.participant_id)


def _licences(
    connection: Connection, sight: Sight, people: PeopleFigures, there: Sequence[LicenceRow],
) -> Iterator[Attention]:
    yield from _reminders(connection, sight)
    yield from _full(there)
    without = people.without_seat
    if without:
        yield Attention(
            "without seat",
            "warning",
            Text("{n} {participant} without a seat", "{n} {participants} without a seat", n=without),
            Text("They cannot take part until they have one"),
            Text("Assign"),
            "licences",
        )


def _reminders(connection: Connection, sight: Sight) -> Iterator[Attention]:
    """Of every agreement that has not ended; the most urgent first, then the nearest."""
    seats_of = _licence_with_seats(connection)
    happened, confirmed = with_a_course(connection), confirmed_on(connection)
    found = [
        (reminder, row)
        for row in connection.execute(select(agreements).where(belongs_to(agreements, sight.tenant))).all()
        for reminder in _reminders_of(agreement_terms(
            load_profile(row.provider), row, sight.today, confirmed_on=confirmed,
            happened=entries_of(connection, row.id, sight.today) if row.id in happened else ()))
    ]
    confirming = False
    for reminder, row in sorted(found, key=lambda one: (-one[0].urgency, one[0].days_left)):
        if reminder.entry.kind is not EntryKind.CONFIRMATION:
            yield _reminded(reminder, row.package, seats_of.get(row.id))
        elif not confirming:  # the data of the organisation are confirmed once, whatever the agreements
            confirming = True
            yield _to_confirm(reminder)
    for point in open_points(connection, sight):
        yield Attention(
            "open point", point.tone, point.title, point.detail, Text("Look"), "licences",
            seats_of.get(point.agreement_id))


def _reminders_of(terms: AgreementTerms) -> tuple[Reminder, ...]:
    last = terms.ends_for_good
    if last is not None and last < terms.today:
        return ()
    return reminders(terms.to_come(), terms.today)


def _licence_with_seats(connection: Connection) -> dict[bytes, bytes]:
    """Of each agreement the licence that is shown for it."""
    query = select(licences.c.agreement_id, licences.c.id).where(licences.c.kind == "participant")
    return {bytes(row[0]): bytes(row[1]) for row in connection.execute(query.order_by(licences.c.seats))}


def _reminded(reminder: Reminder, package: str, licence_id: bytes | None) -> Attention:
    entry, left = reminder.entry, reminder.days_left
    if entry.kind is EntryKind.NOTICE:
        title = Text("Notice can be given for {n} more day", "Notice can be given for {n} more days", n=left)
        detail = Text(
            "{package}: received by {day} at the latest, or it renews silently", package=package, day=entry.day
        )
    else:
        title = Text("{what}: {n} more day", "{what}: {n} more days", what=entry.what, n=left)
        detail = Text("{package}: {day}", package=package, day=entry.last)
    tone = TONE_OF[reminder.urgency]
    return Attention(str(entry.kind), tone, title, detail, Text("Look"), "licences", licence_id)


def _to_confirm(reminder: Reminder) -> Attention:
    left = reminder.days_left
    if left < 0:
        title = Text("Confirm that the data of {the_organisation} is still right: {n} day late",
                     "Confirm that the data of {the_organisation} is still right: {n} days late", n=-left)
    else:
        title = Text("Confirm that the data of {the_organisation} is still right: {n} more day",
                     "Confirm that the data of {the_organisation} is still right: {n} more days", n=left)
    detail = Text("Name, place and contact person, by {day} at the latest", day=reminder.entry.last)
    return Attention(CONFIRM, TONE_OF[reminder.urgency], title, detail, Text("Still right…"), "overview")


def _new_groups(connection: Connection, sight: Sight) -> Iterator[Attention]:
    """New groups that can be made from today on, and from May on that preparing them can begin (A-1.13)."""
    row = prepared_row(connection)
    if row is not None and date.fromisoformat(row["effective_on"]) <= sight.today:
        yield Attention(
            "new groups", "warning", Text("The new {groups} can begin"),
            Text("Prepared for {day}; look them through and make them", day=date.fromisoformat(row["effective_on"])),
            Text("Look"), "groups", ROLL_OVER)
    due = year_due(connection, sight.today) if row is None and sight.profile.period_kind == "school_year" else None
    if due is not None and due.begins <= sight.today:
        yield Attention(
            "new groups", "warning", Text("The {groups} are still those of last school year"),
            Text("Prepare those of {year}, and make them", year=due.label), Text("Prepare"), "groups", ROLL_OVER)
    elif due is not None:
        yield Attention(
            "new groups", "info", Text("The {groups} of {year} can be prepared", year=due.label),
            Text("Nothing changes before {day}", day=due.begins), Text("Prepare"), "groups", ROLL_OVER)


def _full(there: Sequence[LicenceRow]) -> Iterator[Attention]:
    for row in there:
        if row.kind == "participant" and row.state in (LicenceState.FULL, LicenceState.NEARLY_FULL):
            yield Attention(
                "nearly full",
                "warning",
                Text("{used} of {bought} seats in use", used=row.used, bought=row.bought),
                Text("Package {package}: order more, or free seats that are not used", package=row.package),
                Text("Solve"),
                "licences",
                row.id,
            )


def _unseen(people: PeopleFigures) -> list[Attention]:
    if not people.unseen:
        return []
    return [
        Attention(
            "unseen",
            "info",
            Text(
                "{n} {participant} not seen for {days} days",
                "{n} {participants} not seen for {days} days",
                n=people.unseen,
                days=people.unseen_days,
            ),
            Text("No result since then"),
            Text("Look"),
            "progress",
        )
    ]
