"""What the terms of a provider can say, rule by rule, and where each value comes from.

A rule is either regulated (a value with its basis) or not regulated: then the program says so and invents
nothing. These classes are also the schema of the profile files: `provider_check` reads the annotations at
run time, so they must be real types here (no postponed annotations). They are named tuples because there are
a hundred of them and a dataclass costs eight times as much to define (measured: 0.5 ms, against 0.06).
"""

from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from app.domain.text import Text
from app.domain.words import Wording

T = TypeVar("T")

Who: TypeAlias = Literal["representative", "licensor", "administrator", "coach", "participant", "auditor"]
Party: TypeAlias = Literal["organisation", "licensor"]
Way: TypeAlias = Literal["letter", "email", "publication"]
Start: TypeAlias = Literal["publication", "receipt", "invoice_date"]
RateDay: TypeAlias = Literal["default", "period"]
Outcome: TypeAlias = Literal["ends", "continues_unchanged"]
PeriodKind: TypeAlias = Literal["school_year", "calendar_year", "none"]
Panel: TypeAlias = Literal[
    "overview", "licences", "groups", "progress", "certificates", "privacy",
    "routes", "messages", "materials", "tests",
]


class Basis(NamedTuple):
    """Where a value comes from: a clause of the terms, a law, a standard, or our own assumption (then with a
    note).

    An assumption may name the clause that it fills in. `clause` is written as in the clause table ("O-annex
    3: 6.2"); several are separated by a comma and a space.
    """

    clause: str = ""
    law: str = ""
    standard: str = ""
    assumption: bool = False
    note: Wording | None = None

    @property
    def from_terms(self) -> bool:
        """True where the terms themselves give the value."""
        return bool(self.clause) and not self.assumption

    @property
    def cited(self) -> str:
        """The reference as it is recorded and tested: the clause, else the law, else the standard."""
        return self.clause or self.law or self.standard

    @property
    def text(self) -> Text:
        """The reference as it is read: clause 8.2, annex 3: 6.2, our assumption (clause 5.3), …"""
        if self.clause:
            clauses = tuple(_clause_text(clause) for clause in self.clause.split(", "))
            template = Text("our assumption ({source})", source=clauses)
            return template if self.assumption else Text("{source}", source=clauses)
        if self.assumption:
            return Text("our assumption")
        return Text("not from the terms: {source}", source=self.law or self.standard)


def _clause_text(clause: str) -> Text:
    number = clause.partition("-")[2]
    if number.startswith("annex "):
        return Text("annex {number}", number=number.removeprefix("annex "))
    return Text("clause {number}", number=number)


class Regulated(NamedTuple, Generic[T]):
    """A rule that the terms give, or that an assumption, a law or a standard fills in."""

    value: T
    basis: Basis


class NotRegulated(NamedTuple):
    """A rule about which the terms are silent; `note` says what stands elsewhere, if anything."""

    note: Wording | None = None

    @property
    def text(self) -> Text:
        return Text("The terms do not regulate this.")


Rule: TypeAlias = Regulated[T] | NotRegulated


# --- what the provider is ---


class Terms(NamedTuple):
    """The document that the clauses refer to; `version` and `dated` are empty where it bears none."""

    title: str
    version: str
    dated: str
    prefix: str


class Period(NamedTuple):
    """`school_year`: 1 August to 31 July; `calendar_year`: from 1 January; `none`: durations only."""

    kind: PeriodKind


class Panels(NamedTuple):
    """The panels that have no meaning with this provider."""

    lacks: tuple[Panel, ...]


class Roles(NamedTuple):
    """To whom a rule applies, or who may do something."""

    roles: tuple[Who, ...]


# --- order and agreement ---


class OrderContents(NamedTuple):
    """What an order must hold."""

    parts: tuple[Literal["package", "participants", "groups", "fee", "duration", "locations"], ...]


class Conclusion(NamedTuple):
    """The act that concludes the agreement and by which the terms are accepted."""

    by: Literal["order", "tick"]


class Delivery(NamedTuple):
    """How the product is handed over; `binding` is true where the time of delivery is a strict deadline."""

    through: Literal["administrator_account"]
    binding: bool


class DeviatingTerms(NamedTuple):
    """Whether other terms than the standard ones must be agreed in writing."""

    written: bool


class Announcement(NamedTuple):
    """How long ahead a change is announced, and how. 0 days: it holds from its publication."""

    days: int
    ways: tuple[Way, ...]


class Objection(NamedTuple):
    """The right to object; silence is consent. After an objection the licensor chooses one of `outcomes`."""

    days: int
    starts: Start
    written: bool
    with_reasons: bool
    outcomes: tuple[Outcome, ...]


class Authority(NamedTuple):
    """Who binds the organisation: these roles, and those of `with_mandate` as far as a recorded mandate goes."""

    roles: tuple[Who, ...]
    with_mandate: tuple[Who, ...]


class EndDay(NamedTuple):
    """On which day an agreement ends that the licensor ends after an objection."""

    day: Literal["decision", "period_end"]


class OrderRules(NamedTuple):
    authority: Rule[Authority]
    contents: Rule[OrderContents]
    conclusion: Rule[Conclusion]
    delivery: Rule[Delivery]
    deviating_terms: Rule[DeviatingTerms]


class TermsChangeRules(NamedTuple):
    announcement: Rule[Announcement]
    objection: Rule[Objection]
    end_after_objection: Rule[EndDay]


class Mailing(NamedTuple):
    opt_in: bool
    opt_out_at_any_time: bool


class ContinuedUse(NamedTuple):
    """Whether whoever goes on using the product has accepted changed user terms by that."""

    is_acceptance: bool


class UserRules(NamedTuple):
    """`users`: whom the terms call so; `acceptance`: who accepts separate user terms, each in person."""

    users: Regulated[Roles]
    acceptance: Rule[Roles]
    terms_change: Rule[Announcement]
    continued_use: Rule[ContinuedUse]
    mailing: Rule[Mailing]


# --- duration, price, payment ---


class Renewal(NamedTuple):
    """Silent renewal at the end, for the duration first agreed."""

    silent: bool
    same_duration: bool


class Notice(NamedTuple):
    """At least so many months before the end, by either of these parties."""

    months: int
    by: tuple[Party, ...]
    written: bool


class ConsumerNotice(NamedTuple):
    """For a natural person outside profession or business: at any time once the agreement was renewed."""

    months: int
    only_after_renewal: bool


class DurationRules(NamedTuple):
    renewal: Rule[Renewal]
    notice: Rule[Notice]
    consumer_notice: Rule[ConsumerNotice]


class Vat(NamedTuple):
    included: bool


class VatRate(NamedTuple):
    """The rate that a new line of an invoice gets, in per cent; each line may have another."""

    percent: Decimal


class Indexation(NamedTuple):
    series: str
    times_a_year: int


class PriceChange(NamedTuple):
    """New prices per contract period; told under `notice_months` before its end, they can be objected to."""

    notice_months: int
    objection_days: int
    written: bool
    outcomes: tuple[Outcome, ...]


class ObjectionStart(NamedTuple):
    """From when the days of an objection to new prices are counted."""

    starts: Start


class IndexMonths(NamedTuple):
    """The index of the month so many months `before` the new period, over that of `apart` months earlier."""

    before: int
    apart: int


class AddedSeats(NamedTuple):
    """Whether seats that are added during a period cost their part of it only, by days."""

    by_days: bool


class PriceRules(NamedTuple):
    vat: Rule[Vat]
    vat_rate: Rule[VatRate]
    indexation: Rule[Indexation]
    index_months: Rule[IndexMonths]
    change: Rule[PriceChange]
    objection_start: Rule[ObjectionStart]
    end_after_objection: Rule[EndDay]
    added_seats: Rule[AddedSeats]


class PaymentTerm(NamedTuple):
    days: int
    starts: Start
    set_off: bool


class Interest(NamedTuple):
    kind: Literal["commercial", "ordinary"]
    started_month_counts_whole: bool


class InterestRateDay(NamedTuple):
    """Which day sets the rate: that of the default, for as long as it lasts, or the first of each period."""

    rate_day: RateDay


class InterestOnInterest(NamedTuple):
    """Whether after each year its interest is added to the principal."""

    added: bool


class Collection(NamedTuple):
    """A percentage of the invoice with a minimum in euros, due after so many written reminders."""

    percent: Decimal
    minimum: Decimal
    reminders: int


class CollectionBase(NamedTuple):
    """Whether the percentage is of the invoice with VAT or without."""

    with_vat: bool


class CollectionVat(NamedTuple):
    added: bool


class ConsumerPayment(NamedTuple):
    interest: Literal["commercial", "ordinary"]
    collection: Literal["statutory_scale"]
    letter_days: int


class PaymentRules(NamedTuple):
    term: Rule[PaymentTerm]
    interest: Rule[Interest]
    interest_rate: Rule[InterestRateDay]
    interest_on_interest: Rule[InterestOnInterest]
    collection: Rule[Collection]
    collection_base: Rule[CollectionBase]
    collection_vat: Rule[CollectionVat]
    consumer: Rule[ConsumerPayment]
