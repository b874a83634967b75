"""Certificates: issued for who made every exercise, corrected under a new serial, revoked with a reason.

What is printed is kept as it was issued and never made anew: a reprint is the same sheet (S20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from nacl.signing import SigningKey
from sqlalchemy import func, select

from app.actions.action import ANY_FIELD, action
from app.actions.founding import SIGNING_KEY
from app.actions.using import must_issue_certificates
from app.actions.work import Row, Work
from app.domain.certificate_designs import last_valid_day
from app.domain.errors import Fault, Refusal
from app.domain.ids import derived_id
from app.domain.permissions import ORGANISATION, Permission, Role, Scope
from app.domain.serials import derive_serial
from app.domain.text import Text
from app.domain.verification import claims_for, encode
from app.store import tables
from app.store.merged import all_merged

Due = tuple[bytes, bytes, str]
LONGEST_PLACE = 80


def _own_groups(work: Work, **arguments: Any) -> Scope:
    """A coach issues and corrects for people in the coach's own groups only."""
    if work.sight.actor.role is Role.ADMINISTRATOR:
        return ORGANISATION
    if "due" in arguments:
        people = {participant for participant, _, _ in arguments["due"]}
    else:
        certificate = work.rows_by_id(tables.certificates, [arguments["certificate_id"]])
        people = {row["participant_id"] for row in certificate.values()}
    return Scope(groups_that_hold(work, people))


@action(
    "certificates.issue",
    Permission.PRINT_CERTIFICATES,
    {"certificates": set(ANY_FIELD)},
    scope=_own_groups,
    undoable=False,
    recorded=lambda given: {
        "place": given["place"],
        "issued_on": given["issued_on"],
        "language": given["language"],
        "design_id": given["design_id"],
        "number": len(given["due"]),
    },
)
def issue_certificates(
    work: Work,
    due: Sequence[Due],
    place: str,
    issued_on: date,
    language: str = "nl",
    design: str = "classic",
    design_id: bytes | None = None,
) -> tuple[bytes, ...]:
    """Issue one certificate per (participant, programme version, name to print); gives their ids in that order.

    `design` is one that ships, `design_id` one of the organisation, with who signs and how long it is valid. Who has a
    valid one already keeps it: that id is given. Raises Refusal where an exercise is still to be made.
    """
    must_issue_certificates(work)
    layout = _layout_of(work, design_id, issued_on) if design_id is not None else _Layout(design)
    printer = _Printer(work, _proper_place(place), issued_on, language, layout)
    completed = _completed(work, {version for _, version, _ in due})
    held, earlier = _held(work), _issued_earlier(work)
    once: dict[tuple[bytes, bytes], Due] = {}
    for one in due:
        once.setdefault(one[:2], one)
    rows = [printer.row(one, completed, earlier.get(pair, 0)) for pair, one in once.items() if pair not in held]
    work.insert(tables.certificates, rows)
    ids = held | {(row["participant_id"], row["programme_version_id"]): row["id"] for row in rows}
    return tuple(ids[participant, version] for participant, version, _ in due)


@action(
    "certificates.correct",
    Permission.PRINT_CERTIFICATES,
    {"certificates": set(ANY_FIELD)},
    scope=_own_groups,
    undoable=False,
)
def correct_certificate(work: Work, certificate_id: bytes, name: str) -> bytes:
    """Another name on the paper: a new serial, and the old certificate is revoked; gives the new id."""
    old = work.rows_by_id(tables.certificates, [certificate_id])[certificate_id]
    if old["revoked_us"] is not None:
        raise Refusal(Text("This certificate was revoked already. Nothing was changed."))
    if old["name_printed"] == _proper_name(name):
        raise Refusal(Text("The name on this certificate is the same. Nothing was changed; print it again instead."))
    layout = _Layout(old["design"], old["valid_until"], old["signer_name"], old["signer_role"], old["signature"])
    printer = _Printer(work, old["place"], work.today, old["language"], layout)
    completed = {(old["participant_id"], old["programme_version_id"]): date.fromisoformat(old["completed_on"])}
    due = (old["participant_id"], old["programme_version_id"], name)
    row = printer.row(due, completed, old["correction"] + 1)
    new = work.insert(tables.certificates, [row])[0]
    work.change(
        tables.certificates, certificate_id, revoked_us=work.now_us, revoked_reason="corrected", replaced_by=new
    )
    return new


@action(
    "certificates.revoke",
    Permission.PRINT_CERTIFICATES,
    {"certificates": {"revoked_us", "revoked_reason"}},
    scope=_own_groups,
    undoable=False,
)
def revoke_certificate(work: Work, certificate_id: bytes, reason: str) -> None:
    """Revoking stays: the serial is never valid again (S10)."""
    if not reason.strip():
        raise Refusal(Text("A certificate is revoked for a reason. Nothing was changed. Write down why."))
    now = work.rows_by_id(tables.certificates, [certificate_id])[certificate_id]
    if now["revoked_us"] is None:
        work.change(tables.certificates, certificate_id, revoked_us=work.now_us, revoked_reason=reason.strip())


class _Layout(NamedTuple):
    """`valid_until` is a day or ''."""

    design: str
    valid_until: str = ""
    signer_name: str = ""
    signer_role: str = ""
    signature: bytes | None = None

    @property
    def last_day(self) -> date | None:
        return date.fromisoformat(self.valid_until) if self.valid_until else None


def _layout_of(work: Work, design_id: bytes, issued_on: date) -> _Layout:
    row = work.rows_by_id(tables.certificate_designs, [design_id])[design_id]
    last = last_valid_day(issued_on, row["valid_months"])
    return _Layout(
        row["design"], last.isoformat() if last else "", row["signer_name"], row["signer_role"], row["signature"])


class _Printer:
    """Everything that a whole batch shares."""

    def __init__(self, work: Work, place: str, issued_on: date, language: str, layout: _Layout) -> None:
        self.work, self.place, self.issued_on = work, place, issued_on
        self.language, self.layout = language, layout
        own = select(tables.organisations).where(tables.belongs_to(tables.organisations, None))
        self.organisation = work.connection.execute(own).mappings().one()
        self.key = _signing_key(work)
        self.titles = _titles(work, language)

    def row(self, due: Due, completed: Mapping[tuple[bytes, bytes], date], correction: int) -> Row:
        """`correction` counts the certificates issued for the same before, so that each gets its own serial."""
        participant, version, name = due
        made_on = completed.get((participant, version))
        if made_on is None:
            raise Refusal(
                Text("{name} has not made every exercise of this {programme} yet. Nothing was issued.", name=name)
            )
        if self.issued_on < made_on:
            raise Refusal(
                Text(
                    "The date on the certificate is before {name} made the last exercise ({day}). Nothing was issued.",
                    name=name,
                    day=made_on,
                )
            )
        printed, title = _proper_name(name), self.titles[version]
        serial = derive_serial(self.organisation["id"], participant, version, made_on, correction)
        claims = claims_for(
            serial, printed, self.organisation["name"], title, made_on, self.issued_on, self.language,
            self.layout.last_day)
        return {
            "id": derived_id(b"", "certificate", self.organisation["id"].hex(), serial),
            "serial": serial,
            "participant_id": participant,
            "programme_version_id": version,
            "name_printed": printed,
            "programme_printed": title,
            "organisation_printed": self.organisation["name"],
            "place": self.place,
            "issued_on": self.issued_on.isoformat(),
            "completed_on": made_on.isoformat(),
            "language": self.language,
            **self.layout._asdict(),
            "code": encode(claims, self.key),
            "logo": self.organisation["logo"],
            "correction": correction,
            "issued_us": self.work.now_us,
        }


def _completed(work: Work, versions: set[bytes]) -> dict[tuple[bytes, bytes], date]:
    """When each participant made the last exercise of these programme versions, for those with a certificate."""
    standings, people = tables.standings, tables.participants
    query = (
        select(people.c.id, standings.c.programme_version_id, standings.c.completed_us)
        .join(people, people.c.local == standings.c.participant)
        .join(tables.programme_versions, tables.programme_versions.c.id == standings.c.programme_version_id)
        .join(tables.programmes, tables.programmes.c.id == tables.programme_versions.c.programme_id)
        .where(
            standings.c.completed_us.is_not(None),
            tables.programmes.c.has_certificate == 1,
            standings.c.programme_version_id.in_(versions),
        )
    )
    return {(row[0], row[1]): work.sight.day_of(row[2]) for row in work.connection.execute(query)}


def _held(work: Work) -> dict[tuple[bytes, bytes], bytes]:
    held = tables.certificates.c
    query = select(held.id, held.participant_id, held.programme_version_id).where(held.revoked_us.is_(None))
    same = all_merged(work.connection)
    return {(same.get(row.participant_id, row.participant_id), row.programme_version_id): row.id
            for row in work.connection.execute(query)}


def _issued_earlier(work: Work) -> dict[tuple[bytes, bytes], int]:
    """How many certificates there were of each, revoked ones too: a revoked serial is never given again."""
    issued = tables.certificates.c
    query = select(issued.participant_id, issued.programme_version_id, func.max(issued.correction) + 1)
    found = work.connection.execute(query.group_by(issued.participant_id, issued.programme_version_id))
    return {(row[0], row[1]): row[2] for row in found}


def _titles(work: Work, language: str) -> dict[bytes, str]:
    versions, programmes = tables.programme_versions, tables.programmes
    query = select(versions.c.id, programmes.c.title, programmes.c.title_en).join(
        programmes, programmes.c.id == versions.c.programme_id
    )
    return {row[0]: (row[2] if language == "en" and row[2] else row[1]) for row in work.connection.execute(query)}


def groups_that_hold(work: Work, people: set[bytes]) -> frozenset[bytes]:
    """For each person one group that the coach works in; a person in none of them gives an id that no coach has."""
    memberships, same = tables.memberships, all_merged(work.connection)
    people = {same.get(person, person) for person in people}
    query = select(memberships.c.participant_id, memberships.c.group_id).where(memberships.c.until_on.is_(None))
    own: dict[bytes, bytes] = {}
    for row in work.connection.execute(query):
        if row.participant_id in people and row.group_id in work.sight.actor.works_in:
            own[row.participant_id] = row.group_id
    return frozenset(own.get(person, person) for person in people)


def _signing_key(work: Work) -> SigningKey:
    value = work.connection.execute(select(tables.secrets.c.value).where(tables.secrets.c.name == SIGNING_KEY)).scalar()
    if value is None:
        raise Fault("a device without a signing key")
    return SigningKey(bytes(value))


def _proper_name(name: str) -> str:
    proper = " ".join(name.split())
    if not proper:
        raise Refusal(Text("A certificate needs a name. Nothing was issued."))
    return proper


def _proper_place(place: str) -> str:
    proper = " ".join(place.split())
    if len(proper) > LONGEST_PLACE:
        raise Refusal(Text("The place is too long: at most {n} signs. Nothing was issued.", n=LONGEST_PLACE))
    return proper
