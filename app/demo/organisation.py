"""What a demo organisation is, read from its organisation.toml: licence, programmes, routes, locations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.domain.names import PersonName


@dataclass(frozen=True, slots=True)
class Staff:
    """The administrator, or a coach of the library."""

    name: PersonName
    username: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoPaper:
    """A document that was signed. There is no such file: its checksum is that of its own title."""

    title: str
    edition: str = ""

    @property
    def checksum(self) -> str:
        return hashlib.sha256(f"{self.title} {self.edition}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DemoMandate:
    """`acts` are those of `Act`."""

    holder: str
    given_by: str
    acts: tuple[str, ...]
    from_on: date


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """Given for the organisation by who may sign for it."""

    received_on: date
    form: str
    proof: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Concluded, and running for `months` from `starts_on`.

    `signed_by` signed for the organisation: who may sign, or with `by_mandate` the administrator. `deviating` and
    `processing` are None where there is no such document. `seated` so many people get a seat, for a further agreement.
    """

    number: str
    package: str
    concluded_on: date
    starts_on: date
    months: int
    signed_by: str
    documents: tuple[DemoPaper, ...]
    by_mandate: bool = False
    deviating: DemoPaper | None = None
    processing: DemoPaper | None = None
    delivered_on: date | None = None
    notice: DemoNotice | None = None
    seated: int = 0


@dataclass(frozen=True, slots=True)
class Licence:
    """`kind` is 'school' or 'participant'; `location` is a location's name, or empty for all.

    The fee is in cents without VAT, per seat and per duration of the agreement.
    """

    kind: str
    seats: int
    fee_per_seat_cents: int
    location: str = ""


@dataclass(frozen=True, slots=True)
class DemoInvoice:
    """`lines` are as the action takes them. None for what did not happen: not paid, not reminded of.

    `booked_twice`: the payment was recorded a second time and withdrawn. `credit_note` credits the invoice as a whole.
    """

    number: str
    day: date
    lines: tuple[Mapping[str, Any], ...]
    purchase_order: str = ""
    cost_centre: str = ""
    paid_on: date | None = None
    reminded_on: date | None = None
    booked_twice: bool = False
    credit_note: str = ""


@dataclass(frozen=True, slots=True)
class DemoHappening:
    """A change or a claim, recorded on `day`; `given` is as the action takes it, `fee_cents` 0 where no fee changes."""

    day: date
    given: Mapping[str, Any]
    fee_cents: int = 0


@dataclass(frozen=True, slots=True)
class DemoContact:
    """Whom the licensor calls on a breach, recorded on `day`."""

    day: date
    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """More seats of the agreement, `seats` by the name of a location; without any, a new one for every group.

    `sent_on` and `sent_by` are None and empty where it is still being prepared.
    """

    number: str
    day: date
    starts_on: date
    seats: Mapping[str, int]
    purchase_order: str = ""
    sent_on: date | None = None
    sent_by: str = ""


@dataclass(frozen=True, slots=True)
class DemoRate:
    """A rate of commercial interest that the demo makes up, and says so in its source."""

    begins: date
    percent: str
    source: str


@dataclass(frozen=True, slots=True)
class DemoPermission:
    """Asked by the administrator; None for what did not happen: not given, not refused. `paper` stands for a file."""

    kind: str
    what: str
    third_party: str
    asked_on: date
    given_on: date | None = None
    until_on: date | None = None
    conditions: tuple[str, ...] = ()
    paper: str = ""
    refused_on: date | None = None
    refused_reason: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """An infringement that was reported; `answer` is empty while there is none."""

    what: str
    seen_at: str
    seen_on: date
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A question or a fault for the help desk, and its answer if it has one."""

    sort: str
    subject: str
    body: str
    asked_on: date
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DemoMaintenance:
    """What the licensor announced; times are those of the clock in Amsterdam."""

    day: date
    begins: time
    ends: time
    what: str
    meanwhile: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class DemoClosing:
    """Days on which the licensor said that the help desk is closed, both included."""

    first: date
    last: date
    what: str


@dataclass(frozen=True, slots=True)
class DemoUserTerms:
    """The edition that the licensor published, as it stands with everybody who ticks."""

    title: str
    edition: str
    published_on: date
    applies_from: date
    body: str


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """`after` so many days; `hidden` is the reason why it was hidden, if it was."""

    text: str
    after: int = 0
    by_participant: bool = False
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class DemoConversation:
    """With a group whose name begins so, or with the first of it `alone`."""

    group: str
    title: str
    begun_on: date
    messages: tuple[DemoMessage, ...]
    alone: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    key: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A group of the library; `weekday` is 1 (Monday) to 7, or None; `share` its part of a hundred people."""

    name: str
    location: str
    coach: str
    weekday: int | None
    share: int
    course_kind: str = ""
    course_type: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Programme:
    """`exercises` are titles in order; the exercise with number n (from 1) is named by `exercise_iri(n)`."""

    code: str
    iri: str
    title: Mapping[str, str]
    certificate: bool
    exercises: tuple[str, ...]

    def exercise_iri(self, number: int) -> str:
        return f"{self.iri}/oefening/{number:02d}"


@dataclass(frozen=True, slots=True)
class Route:
    """`groups` are group names; a name that ends in '*' stands for every group that begins like it."""

    name: str
    programmes: tuple[str, ...]
    groups: tuple[str, ...]

    def covers(self, group: str) -> bool:
        return any(
            group.startswith(name[:-1]) if name.endswith("*") else group == name for name in self.groups
        )


@dataclass(frozen=True, slots=True)
class DemoTemplate:
    """A route to be copied."""

    name: str
    introduction: str
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoMedia:
    """A link (`address`) or a material (`file`, in the folder of the organisation); `programme` is a code or ''.

    `group` is the name of the group that it belongs to, '' for none.
    """

    title: str
    programme: str = ""
    address: str = ""
    file: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class DemoFollowed:
    """Something that a coach keeps about the person with most, or (`person`) one less, results.

    `sort` is 'note', 'goal' or 'talk'; it was written so many `days` ago, and is for `due` days from now.
    `closing` is what came of a goal that was reached or a talk that was held.
    """

    sort: str
    text: str
    days: int
    person: int = 0
    category: str = ""
    apart: bool = False
    due: int = 0
    with_whom: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """`rhythm` is 'school' (results in school hours) or 'adults'; `source` the file that the import reads.

    `agreement` with its `licences` is what the organisation works with; `further` are others beside it.
    """

    code: str
    name: str
    provider: str
    place: str
    address: str
    postcode: str
    brin: str
    rhythm: str
    home_page: str
    source: str
    administrator: Staff
    mandate: DemoMandate | None
    agreement: Agreement
    licences: tuple[Licence, ...]
    further: tuple[tuple[Agreement, tuple[Licence, ...]], ...]
    invoices: tuple[DemoInvoice, ...]
    orders: tuple[DemoOrder, ...]
    rates: tuple[DemoRate, ...]
    permissions: tuple[DemoPermission, ...]
    reports: tuple[DemoReport, ...]
    conversations: tuple[DemoConversation, ...]
    requests: tuple[DemoRequest, ...]
    maintenances: tuple[DemoMaintenance, ...]
    closings: tuple[DemoClosing, ...]
    user_terms: DemoUserTerms | None
    changes: tuple[DemoHappening, ...]
    claims: tuple[DemoHappening, ...]
    contact: DemoContact
    locations: tuple[Location, ...]
    coaches: tuple[Staff, ...]
    groups: tuple[CourseGroup, ...]
    holidays: tuple[Holiday, ...]
    programmes: tuple[Programme, ...]
    routes: tuple[Route, ...]
    templates: tuple[DemoTemplate, ...]
    media: tuple[DemoMedia, ...]
    followed: tuple[DemoFollowed, ...]

    def programmes_of(self, group: str) -> tuple[str, ...]:
        """Codes of the programmes on the routes of this group, in order."""
        return tuple(code for route in self.routes if route.covers(group) for code in route.programmes)
