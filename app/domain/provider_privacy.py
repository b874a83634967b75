"""What a provider's terms can say about personal data: the processing agreement and the exact list of fields.

As in `provider_terms`, these classes are the schema of the profile files, read at run time.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from app.domain.provider_terms import Basis, Party, Regulated, Rule
from app.domain.text import Text
from app.domain.words import Wording

Subject: TypeAlias = Literal["participant", "coach", "customer"]
Category: TypeAlias = Literal["named", "technical", "switchable", "never"]
Ground: TypeAlias = Literal["a", "b", "c", "d", "e", "f", "none"]

FIELDS: Mapping[Subject, tuple[str, ...]] = {
    "participant": (
        "username", "password", "email", "given_name", "prefix", "family_name", "postcode", "ip_address",
        "results", "visits", "certificates", "routes", "year_group", "group", "location",
        "source_key", "eckid", "activation_code", "birth_date", "birth_year", "gender", "younger_than_16",
        "acceptance", "consents", "notes", "messages", "answers", "mother_tongue", "course_kind", "course_type",
        "national_number", "origin", "photo",
    ),
    "coach": (
        "username", "password", "name", "email", "phone", "group", "location",
        "source_key", "eckid", "activation_code", "acceptance", "visits", "ip_address",
    ),
    "customer": ("username", "password", "name", "organisation", "address", "email", "phone"),
}
"""Our names for every kind of personal data a profile can speak of."""


# --- the processing agreement ---


class Covenant(NamedTuple):
    name: str
    version: str


class ProcessingRoles(NamedTuple):
    controller: Party
    processor: Party


class ProcessingAgreement(NamedTuple):
    """`model` is the agreement that is used, `signed_through` the service for signing, if any, else empty."""

    model: str
    signed_through: str


class ProcessingEnd(NamedTuple):
    with_the_agreement: bool
    may_end_apart: bool


class Precedence(NamedTuple):
    """Which document leads where the two contradict each other."""

    leads: Literal["agreement", "processing_agreement"]


class Instructions(NamedTuple):
    written: bool


class QualityUse(NamedTuple):
    anonymised: bool
    aggregated: bool


class Disclosure(NamedTuple):
    only_with_written_permission: bool


class SubProcessors(NamedTuple):
    allowed: bool
    bound_in_writing: bool
    inside_eea: bool


class AuthorityOrders(NamedTuple):
    """An order to disclose is followed, and the controller told unless that is forbidden."""

    controller_told: bool


class ProcessorBreach(NamedTuple):
    """The processor tells the controller within so many hours of its own knowledge."""

    hours: int
    threatened_too: bool
    reports_only_with_permission: bool


class ControllerBreach(NamedTuple):
    """The controller's hours to report run from its own knowledge."""

    hours: int


class Requests(NamedTuple):
    forwarded_at_once: bool
    handled_by: Party


class Consent(NamedTuple):
    """Where consent is the ground: under this age that of the legal representative."""

    under_age: int
    shown_on_first_request: bool


class Addition(NamedTuple):
    """How fields outside the list are agreed."""

    written: bool
    by_both_parties: bool


class ProcessingAudit(NamedTuple):
    costs_for: Party


class PrivacyRules(NamedTuple):
    covenant: Rule[Covenant]
    roles: Rule[ProcessingRoles]
    agreement: Rule[ProcessingAgreement]
    agreement_end: Rule[ProcessingEnd]
    precedence: Rule[Precedence]
    instructions: Rule[Instructions]
    quality_use: Rule[QualityUse]
    disclosure: Rule[Disclosure]
    sub_processors: Rule[SubProcessors]
    authority_orders: Rule[AuthorityOrders]
    processor_breach: Rule[ProcessorBreach]
    controller_breach: Rule[ControllerBreach]
    requests: Rule[Requests]
    consent: Rule[Consent]
    addition: Rule[Addition]
    audit: Rule[ProcessingAudit]


# --- the list of personal data ---


class Retention(NamedTuple):
    """Until `months` after the event `starts`, such as leaving or the end of the agreement."""

    starts: Literal["left", "agreement_end", "recorded", "first_use", "not_kept"]
    months: int

    @property
    def text(self) -> Text:
        """As shown in the register of processing."""
        if self.starts == "not_kept":
            return Text("not kept")
        if self.months == 0:
            return Text("until {event}", event=_EVENTS[self.starts])
        return Text("until {n} month after {event}", "until {n} months after {event}", n=self.months,
                    event=_EVENTS[self.starts])


_EVENTS: Mapping[str, Text] = {
    "left": Text("leaving"),
    "agreement_end": Text("the end of the agreement"),
    "recorded": Text("recording"),
    "first_use": Text("the first use"),
}


class Purpose(NamedTuple):
    """Why data is kept.

    `ground` is the letter of GDPR article 6(1), a proposal: the terms name none and the controller decides.
    It is `none` for what is never kept.
    """

    wording: Wording
    ground: Ground
    retention: Regulated[Retention]


class ListedField(NamedTuple):
    """A line of the profile file: one of `FIELDS`, its category, and the code of its purpose."""

    field: str
    category: Category
    purpose: str

    @property
    def kept(self) -> bool:
        return self.category in ("named", "technical")


class FieldLists(NamedTuple):
    participant: tuple[Regulated[ListedField], ...]
    coach: tuple[Regulated[ListedField], ...]
    customer: tuple[Regulated[ListedField], ...]


class PersonalDatum(NamedTuple):
    """One kind of personal data of one kind of person.

    Category `named` stands in the basis that is cited, `technical` links or identifies and says nothing by
    itself, `switchable` is off until the organisation records its addition, `never` is read past and cannot
    be switched on.
    """

    subject: Subject
    field: str
    category: Category
    purpose: Purpose
    basis: Basis

    @property
    def kept(self) -> bool:
        return self.category in ("named", "technical")
