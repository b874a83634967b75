"""What the terms of a provider can say about support, failure, liability and the end of the agreement.

As in `provider_terms`, these classes are the schema of the profile files, read at run time.
"""

from datetime import time
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from app.domain.provider_terms import Party, Roles, Rule, Who

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Measure: TypeAlias = Literal["suspend", "limit", "end_access", "dissolve"]
Gravity: TypeAlias = Literal["intent", "gross_negligence"]


# --- support ---


class DeskHours(NamedTuple):
    """Local times of the organisation; `opens` is before `closes`."""

    days: tuple[Weekday, ...]
    opens: time
    closes: time
    except_holidays: bool


class DeskContact(NamedTuple):
    email: str
    phone: str


class HelpDeskRules(NamedTuple):
    """`questions`: who may ask how something works; `faults`: who may report that something does not work."""

    hours: Rule[DeskHours]
    questions: Rule[Roles]
    faults: Rule[Roles]
    contact: Rule[DeskContact]


class Maintenance(NamedTuple):
    """Planned maintenance avoids these local hours where possible."""

    avoid_from: time
    avoid_until: time
    announced: bool
    urgent_exception: bool


class MessageRules(NamedTuple):
    """Messages of coaches with participants go so many days after their conversation was closed."""

    days_after_closing: int


class SystemCheck(NamedTuple):
    """Whether there are stated system requirements to check a computer against."""

    stated: bool


class Warranty(NamedTuple):
    """From delivery; an update starts its own term and ends that of the version before it."""

    months: int
    update_starts_own: bool
    defect_holds_back_payment: bool


# --- liability and claims ---


class Exclusion(NamedTuple):
    """Liability is excluded, but not for these."""

    not_for: tuple[Gravity, ...]


class Cap(NamedTuple):
    """Per event: direct damage, at most the fee that was paid in the months before the event."""

    months: int
    direct_damage_only: bool
    excluding_vat: bool
    not_for: tuple[Gravity, ...]


class LiabilityRules(NamedTuple):
    exclusion: Rule[Exclusion]
    cap: Rule[Cap]


class ClaimLapse(NamedTuple):
    """A claim lapses unless received so many months after it was, or could reasonably have been, known."""

    months: int
    written: bool


class ThirdPartyClaim(NamedTuple):
    """The licensor indemnifies; under these conditions, where true."""

    indemnified: bool
    told_at_once_in_writing: bool
    handled_by_licensor: bool


class ThirdPartyOutcome(NamedTuple):
    """How such a claim may end; `refund` is what is paid back where the agreement ends by it."""

    outcomes: tuple[Literal["changed", "replaced", "ended"], ...]
    notice_months: int
    refund: Literal["one_school_year", "prepaid_remainder"]


class ClaimRules(NamedTuple):
    lapse: Rule[ClaimLapse]
    third_party: Rule[ThirdPartyClaim]
    third_party_outcome: Rule[ThirdPartyOutcome]


# --- the end ---


class Insolvency(NamedTuple):
    told_at_once_in_writing: bool
    measures: tuple[Measure, ...]
    refund: bool


class Misuse(NamedTuple):
    """What the licensor may do at once on use outside the right."""

    measure: Measure
    by_written_notice: bool


class EndedAccess(NamedTuple):
    everyone_out: bool
    content_blocked: bool


class AdministratorAccountEnd(NamedTuple):
    closed_at_once: bool
    unless_agreed_otherwise: bool


class Refund(NamedTuple):
    refunded: bool


class OwnAccount(NamedTuple):
    """Whether participants may go on by themselves, cut loose from the organisation and its coaches."""

    may_apply: bool
    decoupled: bool


class DataAtEnd(NamedTuple):
    """All personal data is destroyed, except as named; who pays, and whether sub-processors are told."""

    kept_for: tuple[Literal["legal_duty", "controller", "data_subject"], ...]
    sub_processors_told: bool
    costs_for: Party


class ExportAtEnd(NamedTuple):
    """Whether the export must be asked for before the end, and what the law makes one keep stays within reach."""

    asked_before: bool
    legal_duty_stays: bool


class EndRules(NamedTuple):
    insolvency: Rule[Insolvency]
    misuse: Rule[Misuse]
    access: Rule[EndedAccess]
    administrator_account: Rule[AdministratorAccountEnd]
    refund: Rule[Refund]
    own_account: Rule[OwnAccount]
    data: Rule[DataAtEnd]
    export: Rule[ExportAtEnd]


# --- supervision ---


class Audit(NamedTuple):
    """The licensor's check on the licence. Participants are only counted."""

    by_third_parties: bool
    at_any_time: bool


class Transfer(NamedTuple):
    """Assignment of the agreement by the licensor."""

    allowed: bool
    written_notice: bool


class AdministratorMinimum(NamedTuple):
    accounts: int


class AdministratorTasks(NamedTuple):
    """Who creates and removes coach accounts and groups."""

    coach_accounts: tuple[Who, ...]
    groups: tuple[Who, ...]


class Confirmation(NamedTuple):
    """After how many months the organisation is asked whether its data and contact person are still right."""

    months: int


class AdministratorRules(NamedTuple):
    minimum: Rule[AdministratorMinimum]
    tasks: Rule[AdministratorTasks]
    confirmation: Rule[Confirmation]
    breach_contact: Rule[Roles]


# --- programmes ---


class Assessment(NamedTuple):
    tests: bool
    observation: bool


class Results(NamedTuple):
    kinds: tuple[Literal["raw", "normed", "detailed"], ...]


class CertificateRule(NamedTuple):
    """The share of a programme's exercises that must be done, in per cent."""

    exercises_percent: Decimal


class LearningRules(NamedTuple):
    assessment: Rule[Assessment]
    results: Rule[Results]
    certificate: Rule[CertificateRule]
