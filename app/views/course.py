"""What happened to an agreement on the way: changes, claims, measures, insolvency, and the steps around the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.billing.computation import Computation, Figure, Line, Record
from app.domain.billing.indexation import PriceRound
from app.domain.billing.liability import FeePaid, fees_paid
from app.domain.contract.agreement import Agreement
from app.domain.contract.change_course import LABELS, ChangeCourse, change_course, course_entries, next_fee
from app.domain.contract.claim_course import ClaimCourse, claim_course, claim_entries, period_of
from app.domain.contract.consequences import Consequence, consequences
from app.domain.contract.ending import Ending, Ground, at_the_end, duty_to_tell
from app.domain.contract.kept_course import ORGANISATION_DATA
from app.domain.contract.kept_rows import agreement_of, day_of
from app.domain.contract.periods import renews_silently
from app.domain.contract.source import AGREEMENT, source_of
from app.domain.contract.tasks import EndTask, end_tasks
from app.domain.contract.timeline import Entry, EntryKind
from app.domain.contract.use import UseState, ending_of, told, use_on
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import KeptAgreement, agreement_or_refuse, mandate_by_id
from app.store.course import KeptCourse, kept_course, last_confirmation, measures_by_agreement
from app.store.fees import rounds_of
from app.store.invoice_list import listed_invoices
from app.store.invoices import price_indexes
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to, licences, locations
from app.views.agreement_terms import AgreementTerms
from app.views.agreements import MandateRow, mandate_list, taking_part

Row = dict[str, Any]
NEAR_DAYS = 91
MEASURES = {
    "suspend": Text("Suspended"), "limit": Text("Limited"), "end_access": Text("Access ended"),
    "dissolve": Text("Agreement ended"),
}
INSOLVENCIES = {"bankruptcy": Text("Bankruptcy"), "suspension": Text("Suspension of payment")}


@dataclass(frozen=True, slots=True)
class NewFee:
    """What a change asks for one part; `computation` is there where it was computed from an index."""

    part: Text
    before_cents: int
    fee_cents: int
    computation: Computation | None


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """`row` is the row of `changes`, `course` how it stands today."""

    id: bytes
    row: Row
    title: Text
    course: ChangeCourse
    fees: tuple[NewFee, ...]


@dataclass(frozen=True, slots=True)
class ClaimItem:
    id: bytes
    row: Row
    course: ClaimCourse


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """`lifted_on` None while it stands."""

    id: bytes
    row: Row
    ending: Ending
    lifted_on: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the licence and what it costs from day to day; `next` is the first fee that is still to come."""

    licence_id: bytes
    name: Text
    rounds: tuple[PriceRound, ...]
    fee_cents: int
    next: PriceRound | None


@dataclass(frozen=True, slots=True)
class AgreementCourse:
    """Everything that happened to one agreement, and what dialogs about it work with.

    `ending` is how it ends, None while it renews; `tasks` are the steps around that end. `paid` are the licence fees
    that were really paid. `duty` is what the organisation must do at once on insolvency, None where nothing.
    """

    agreement_id: bytes
    number: str
    package: str
    terms: AgreementTerms
    participants: int
    mandates: tuple[MandateRow, ...]
    changes: tuple[ChangeItem, ...]
    claims: tuple[ClaimItem, ...]
    measures: tuple[MeasureItem, ...]
    insolvencies: tuple[Row, ...]
    use: UseState
    ending: Ending | None
    tasks: tuple[EndTask, ...]
    parts: tuple[Part, ...]
    paid: tuple[FeePaid, ...]
    duty: Text | None

    @property
    def profile(self) -> ProviderProfile:
        return self.terms.profile

    @property
    def is_near_its_end(self) -> bool:
        """Three months before the last day what is to be done then comes first."""
        return self.ending is not None and (self.ending.last_day - self.terms.today).days <= NEAR_DAYS

    def what_ends(self, ending: Ending) -> tuple[Consequence, ...]:
        return consequences(self.profile, ending, self.participants)

    def prepaid_cents(self, last_day: date) -> int:
        """What was paid of the period in which the agreement then ends, without VAT: a proposal to correct."""
        period = period_of(self.profile, self.terms.agreement, last_day)
        return sum(fee.net_cents for fee in self.paid if period.begins <= fee.day <= period.ends)

    @property
    def year_fee_cents(self) -> int:
        """The licence fee of one year, all seats together."""
        return sum(part.fee_cents for part in self.parts)


def agreement_course(connection: Connection, sight: Sight, agreement_id: bytes) -> AgreementCourse:
    """Raises Refusal for an agreement that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = agreement_or_refuse(connection, agreement_id)
    course = kept_course(connection, agreement_id)
    people = taking_part(connection, sight, agreement_id)
    ending = how_it_ends(kept.profile, kept.agreement, kept.measures, sight.today)
    shown = consequences(kept.profile, ending, people) if ending is not None else ()
    done = {row["task"]: (date.fromisoformat(row["done_on"]), row["note"]) for row in reversed(course.tasks)}
    paid = tuple(fee for one in listed_invoices(connection, agreement_id) for fee in fees_paid(one.receivable))
    return AgreementCourse(
        agreement_id, kept.row["number"], kept.row["package"],
        AgreementTerms(kept.profile, kept.agreement, sight.today), people, mandate_list(connection, sight),
        _change_items(connection, kept, course, sight.today), _claim_items(kept, course, sight.today),
        tuple(MeasureItem(row["id"], row, ending_of(row), day_of(row["lifted_on"])) for row in course.measures),
        course.insolvencies, use_on(kept.profile, kept.agreement, kept.measures, sight.today), ending,
        end_tasks(shown, done), _parts(connection, kept, course, sight.today), paid,
        duty_to_tell(kept.profile, Ground.INSOLVENCY))


def how_it_ends(
    profile: ProviderProfile, agreement: Agreement, measures: Iterable[Row], today: date,
) -> Ending | None:
    """The end that comes, or came; None while it renews by itself."""
    found = [ending_of(row) for row in measures if row["measure"] in ("dissolve", "end_access")]
    last = agreement.last_day(renews_silently(profile.duration))
    if last is not None and not any(one.last_day <= last and one.ends_agreement for one in found):
        found.append(at_the_end(Ground.EXPIRY if agreement.ended_on is None else Ground.NOTICE, last))
    return min(found, key=lambda one: one.last_day, default=None)


def entries_of(connection: Connection, agreement_id: bytes, today: date) -> tuple[Entry, ...]:
    """Of the timeline: what happened to this agreement on the way."""
    kept = agreement_or_refuse(connection, agreement_id)
    return what_happened(connection, kept, kept_course(connection, agreement_id), today)


def what_happened(
    connection: Connection, kept: KeptAgreement, course: KeptCourse, today: date,
) -> tuple[Entry, ...]:
    """`entries_of` from what was read already."""
    found: list[Entry] = []
    for item in _change_items(connection, kept, course, today):
        found += course_entries(item.course, item.row)
    for claim in _claim_items(kept, course, today):
        found += claim_entries(kept.profile, claim.course, claim.row)
    found += [_measure_entry(row) for row in course.measures]
    found += [
        Entry(EntryKind.MEASURE, date.fromisoformat(row["lifted_on"]), Text("The licence can be used again"),
              AGREEMENT, done=True)
        for row in course.measures if row["lifted_on"]]
    found += [_insolvency_entry(kept.profile, row) for row in course.insolvencies]
    return tuple(found)


def confirmed_on(connection: Connection) -> date | None:
    """When somebody last said that the data of the organisation is still right."""
    row = last_confirmation(connection, ORGANISATION_DATA)
    return date.fromisoformat(row["confirmed_on"]) if row is not None else None


def use_notices(connection: Connection, sight: Sight) -> tuple[Text, ...]:
    """What stands over everything: which licences are limited, suspended or ended.

    An agreement that ended is not told of once another of the same provider can be used.
    """
    found: list[tuple[str, UseState, str]] = []
    measures = measures_by_agreement(connection)
    query = select(agreements).where(belongs_to(agreements, sight.tenant))
    for row in [dict(row) for row in connection.execute(query).mappings()]:
        state = use_on(load_profile(row["provider"]), agreement_of(row), measures.get(row["id"], ()), sight.today)
        found.append((row["provider"], state, row["package"]))
    going_on = {provider for provider, state, _ in found if not state.is_stopped}
    lines = [told(state, package) for provider, state, package in found
             if not (state.is_stopped and provider in going_on)]
    return tuple(line for line in lines if line is not None)


def _change_items(
    connection: Connection, kept: KeptAgreement, course: KeptCourse, today: date,
) -> tuple[ChangeItem, ...]:
    names = _part_names(connection, kept.row["id"])
    made = []
    for row in reversed(course.changes):
        over = Agreement(kept.agreement.starts_on, kept.agreement.months, kept.agreement.concluded_on)
        agreement = over if row["outcome"] else kept.agreement
        mandate = mandate_by_id(connection, row["objection_mandate_id"])
        fees = tuple(_new_fee(kept.profile, names, fee) for fee in course.fees.get(row["id"], ()))
        made.append(ChangeItem(
            row["id"], row, LABELS[row["kind"]], change_course(kept.profile, agreement, row, today, mandate), fees))
    return tuple(made)


def _new_fee(profile: ProviderProfile, names: dict[bytes, Text], fee: Row) -> NewFee:
    part = names.get(fee["licence_id"], Text("Licence"))
    return NewFee(part, fee["before_cents"], fee["fee_cents"], _index_lines(profile, fee) if fee["series"] else None)


def _index_lines(profile: ProviderProfile, fee: Row) -> Computation:
    """The figures as they were kept, so that a later table does not change what was recorded (O-5.2)."""
    rule = profile.price.indexation
    basis = rule.basis if isinstance(rule, Regulated) else Record(Text("the indexation"))
    change = Text(
        "× {new} ({new_month}) ÷ {base} ({base_month}), {series}", new=fee["new_value"],
        new_month=_month(fee["new_month"]), base=fee["base_value"], base_month=_month(fee["base_month"]),
        series=fee["series"])
    lines = (
        Line(Text("Price until now"), fee["before_cents"], Record(Text("the price of the period before"))),
        Line(change, fee["fee_cents"] - fee["before_cents"], Figure(fee["series"])),
    )
    return Computation(Text("Indexed price of one"), lines, basis)


def _month(kept: str) -> str:
    return f"{date.fromisoformat(kept):%m-%Y}"


def _claim_items(kept: KeptAgreement, course: KeptCourse, today: date) -> tuple[ClaimItem, ...]:
    named = {row["claim_id"]: day_of(row["last_on"]) for row in course.measures if row["claim_id"]}
    return tuple(
        ClaimItem(row["id"], row, claim_course(kept.profile, kept.agreement, row, today, named.get(row["id"])))
        for row in reversed(course.claims))


def _measure_entry(row: Row) -> Entry:
    ground = Ground(row["ground"]).label
    return Entry(
        EntryKind.MEASURE, date.fromisoformat(row["last_on"]),
        Text("{measure}: {ground}", measure=MEASURES[row["measure"]], ground=ground), AGREEMENT, done=True)


def _insolvency_entry(profile: ProviderProfile, row: Row) -> Entry:
    rule = profile.end.insolvency
    source = AGREEMENT if isinstance(rule, NotRegulated) else source_of(rule.basis)
    told_on = day_of(row["told_on"])
    said = (Text("The licensor was told on {day}.", day=told_on),) if told_on is not None else ()
    return Entry(
        EntryKind.INSOLVENCY, date.fromisoformat(row["began_on"]), INSOLVENCIES[row["sort"]], source,
        explanation=said, done=True)


def _parts(
    connection: Connection, kept: KeptAgreement, course: KeptCourse, today: date,
) -> tuple[Part, ...]:
    names = _part_names(connection, kept.row["id"])
    query = select(licences).where(licences.c.agreement_id == kept.row["id"]).order_by(licences.c.kind, licences.c.id)
    period = kept.agreement.period_on(today, renews_silently(kept.profile.duration))
    made = []
    for row in [dict(row) for row in connection.execute(query).mappings()]:
        rounds = rounds_of(connection, kept, row, today, course)
        now = [one for one in rounds if one.begins <= max(today, period.begins)]
        fee = now[-1].unit_cents if now else rounds[0].unit_cents
        seats = row["seats"] if row["kind"] == "participant" else 1
        made.append(Part(row["id"], names[row["id"]], rounds, fee * seats, next_fee(rounds, today)))
    return tuple(made)


def _part_names(connection: Connection, agreement_id: bytes) -> dict[bytes, Text]:
    query = select(licences.c.id, licences.c.kind, licences.c.seats, locations.c.name).outerjoin(
        locations, locations.c.id == licences.c.location_id).where(licences.c.agreement_id == agreement_id)
    found = {}
    for row in connection.execute(query):
        own = Text("Licence of {the_organisation}") if row.kind != "participant" else Text(
            "One of {n} seat", "One of {n} seats", n=row.seats)
        found[bytes(row.id)] = Text("{part}, {location}", part=own, location=row.name) if row.name else own
    return found


def index_proposal(
    connection: Connection, sight: Sight, agreement_id: bytes, licence_id: bytes, begins: date,
) -> Computation | NotRegulated | Text:
    """What indexation would make of the fee of this part from this day; in words what is missing for it (O-5.2)."""
    from app.domain.billing.indexation import indexed_price

    require(sight.actor, Permission.SEE_LICENCES)
    kept = agreement_or_refuse(connection, agreement_id)
    row = dict(connection.execute(select(licences).where(licences.c.id == licence_id)).mappings().one())
    cents = rounds_of(connection, kept, row, sight.today)[-1].unit_cents
    try:
        found = indexed_price(kept.profile.price, price_indexes(connection), cents, begins)
    except Refusal as refusal:
        return refusal.reasons[0]
    return found if isinstance(found, NotRegulated) else found.unit
