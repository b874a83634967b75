"""Privacy: which personal data is kept, of whom, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.audit import Link, first_broken
from app.domain.errors import Refusal
from app.domain.fields import EMPTIED
from app.domain.names import PersonName
from app.domain.permissions import Permission, require
from app.domain.provider_privacy import PersonalDatum, Subject
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import one_person
from app.store.tables import accounts, audit_events, field_switches, participants
from app.views.events import event_text, rows_of
from app.views.kept_data import filled_counts, stored_counts, stored_values
from app.views.privacy_rules import PrivacySetting, arranged

SUBJECTS: tuple[Subject, ...] = ("participant", "coach", "customer")


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One field of the register of processing. `state` is 'kept', 'off' (may be switched on), 'on' or 'never'.

    `filled` counts the people for whom it is filled; `from_terms` is false for what rests on a recorded addition or
    on a set outside the terms.
    """

    subject: str
    field: str
    category: str
    purpose: Text
    ground: str
    retention: Text
    clause: str
    state: str
    filled: int
    from_terms: bool

    @property
    def is_emptied(self) -> bool:
        """Whether switching it off takes it away; what is no column of somebody stays."""
        return (self.subject, self.field) in EMPTIED


@dataclass(frozen=True, slots=True)
class KeptDatum:
    """One value that is kept about a person, with why; `where` names the kind of row it stands in.

    `from_terms` is false where another source than the terms lists the field.
    """

    field: str
    value: str
    category: str
    purpose: Text
    ground: str
    retention: Text
    clause: str
    where: str
    from_terms: bool = True


@dataclass(frozen=True, slots=True)
class ParticipantFile:
    """Everything that is kept about one participant."""

    participant_id: bytes
    full: str
    listed: str
    data: tuple[KeptDatum, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuditLine:
    at_us: int
    who: str
    what: Text
    rows: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`intact` is the outcome of verifying the hash chain up to now."""

    lines: tuple[AuditLine, ...]
    intact: bool
    events: int


def register(connection: Connection, sight: Sight) -> tuple[RegisterLine, ...]:
    """The register of processing: each field of each kind of person, with purpose, ground, retention and clause."""
    require(sight.actor, Permission.SEE_PRIVACY)
    recorded = _recorded(connection)
    filled = filled_counts(connection)
    return tuple(
        _register_line(
            sight, datum, recorded.get((datum.subject, datum.field)), filled.get((datum.subject, datum.field), 0)
        )
        for subject in SUBJECTS
        for datum in sight.profile.personal_data(subject)
    )


def privacy_settings(connection: Connection, sight: Sight) -> tuple[PrivacySetting, ...]:
    """How privacy is arranged under the profile: agreement, clocks and duties, each with its clause."""
    require(sight.actor, Permission.SEE_PRIVACY)
    return arranged(sight.profile)


def participant_file(connection: Connection, sight: Sight, participant_id: bytes) -> ParticipantFile:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19).

    Rows that turned out to be the same person are all in it, the one that was kept first.
    """
    require(sight.actor, Permission.SEE_PRIVACY)
    same = [one[0] for one in one_person(connection, participant_id)]
    found = connection.execute(select(participants).where(participants.c.id.in_(same))).mappings().all()
    if not found:
        raise Refusal(Text("This person is not here any more."))
    rows = sorted((dict(row) for row in found), key=lambda row: same.index(row["id"]))
    name = PersonName(rows[0]["given"], rows[0]["prefix"], rows[0]["family"])
    data = {datum.field: datum for datum in sight.profile.personal_data("participant")}
    stored = (one for row in rows for one in stored_values(connection, sight, row))
    kept = [_kept(data, field, value, where) for field, value, where in stored]
    return ParticipantFile(rows[0]["id"], name.full, name.listed, tuple(kept), stored_counts(connection, rows))


participant_file.records_look = True  # type: ignore[attr-defined]


def audit_report(connection: Connection, sight: Sight, limit: int = 200) -> AuditReport:
    """The newest events, and whether the whole chain still fits."""
    require(sight.actor, Permission.SEE_PRIVACY)
    events = connection.execute(select(audit_events).order_by(audit_events.c.number)).all()
    broken = first_broken(
        Link(row.number, row.commitment, row.previous, row.hash, row.salt, row.payload) for row in events
    )
    names = dict(connection.execute(select(accounts.c.id, accounts.c.name)).all())
    lines = tuple(
        AuditLine(row.at_us, names.get(row.actor_id, ""), event_text(row.action, row.payload), rows_of(row.payload))
        for row in reversed(events[-limit:])
    )
    return AuditReport(lines, broken is None, len(events))


def _register_line(sight: Sight, datum: PersonalDatum, switch: Any, filled: int) -> RegisterLine:
    is_on = (datum.subject, datum.field) in sight.switched_on
    state = "kept" if datum.kept else "on" if is_on else "never" if datum.category == "never" else "off"
    purpose, ground, retention = datum.purpose.wording.text, datum.purpose.ground, datum.purpose.retention.value.text
    if is_on and switch is not None:
        purpose, ground = Text("{text}", text=switch.purpose), switch.ground
        retention = Text("{text}", text=switch.retention) if switch.retention else retention
    return RegisterLine(
        datum.subject,
        datum.field,
        datum.category,
        purpose,
        ground,
        retention,
        datum.basis.cited,
        state,
        filled,
        datum.basis.from_terms and state == "kept",
    )


def _recorded(connection: Connection) -> dict[tuple[str, str], Any]:
    """The newest recorded switch of each field."""
    query = select(field_switches).order_by(field_switches.c.recorded_us, field_switches.c.id)
    return {(row.subject, row.field): row for row in connection.execute(query)}


def _kept(data: dict[str, PersonalDatum], field: str, value: str, where: str) -> KeptDatum:
    datum = data[field]
    return KeptDatum(
        field,
        value,
        datum.category,
        datum.purpose.wording.text,
        datum.purpose.ground,
        datum.purpose.retention.value.text,
        datum.basis.cited,
        where,
        datum.basis.from_terms,
    )
