"""A provider profile: everything that differs between providers, as data with the clause it comes from.

Nothing else in the program asks which provider it is; it asks the profile. What a rule holds stands in
`provider_terms`, `provider_service` and `provider_privacy`; a profile's attributes have the names of the
tables in its file, so `[payment.term]` is `profile.payment.term`. A rule is `Regulated` (a value with its
basis) or `NotRegulated`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from app.domain.errors import Refusal
from app.domain.provider_access import AccessRules, LicenceRules
from app.domain.provider_check import Faults, read_table
from app.domain.provider_privacy import (
    FIELDS,
    FieldLists,
    ListedField,
    PersonalDatum,
    PrivacyRules,
    Purpose,
    Subject,
)
from app.domain.provider_service import (
    AdministratorRules,
    Audit,
    ClaimRules,
    EndRules,
    HelpDeskRules,
    LearningRules,
    LiabilityRules,
    Maintenance,
    MessageRules,
    SystemCheck,
    Transfer,
    Warranty,
)
from app.domain.provider_terms import (
    DurationRules,
    NotRegulated,
    OrderRules,
    Panels,
    PaymentRules,
    Period,
    PeriodKind,
    PriceRules,
    Regulated,
    Rule,
    Terms,
    TermsChangeRules,
    UserRules,
    Who,
)
from app.domain.text import Text
from app.domain.words import Wording, Words

__all__ = ["NotRegulated", "ProviderProfile", "Regulated", "Rule", "parse_profile"]

ImportFormat: TypeAlias = Literal["edexml", "oneroster", "school_data_sync", "table"]


class ProviderProfile(NamedTuple):
    """One provider. Every field is a top-level key of its file; `code` is also the file's name."""

    code: str
    name: str
    licensor: str
    own_formats: tuple[ImportFormat, ...]
    terms: Terms
    words: Words
    period: Regulated[Period]
    panels: Regulated[Panels]
    order: OrderRules
    terms_change: TermsChangeRules
    users: UserRules
    access: AccessRules
    licence: LicenceRules
    duration: DurationRules
    price: PriceRules
    payment: PaymentRules
    help_desk: HelpDeskRules
    maintenance: Rule[Maintenance]
    messages: Rule[MessageRules]
    system_check: Rule[SystemCheck]
    warranty: Rule[Warranty]
    liability: LiabilityRules
    claims: ClaimRules
    end: EndRules
    audit: Rule[Audit]
    transfer: Rule[Transfer]
    administrator: AdministratorRules
    learning: LearningRules
    privacy: PrivacyRules
    purposes: Mapping[str, Purpose]
    data: FieldLists
    facts: tuple[Regulated[Wording], ...]

    @property
    def period_kind(self) -> PeriodKind:
        return self.period.value.kind

    def lacks_panel(self, name: str) -> bool:
        """True for a panel that has no meaning with this provider."""
        return name in self.panels.value.lacks

    def personal_data(self, subject: Subject) -> tuple[PersonalDatum, ...]:
        """Every kind of data the profile speaks of for this kind of person, in the order of its file."""
        return tuple(
            PersonalDatum(subject, listed.field, listed.category, self.purposes[listed.purpose], basis)
            for listed, basis in self._listed(subject)
        )

    def keeps(self, subject: str, field: str) -> bool:
        """True if the profile itself keeps this field; false for what must be switched on, or never is."""
        return any(listed.field == field and listed.kept for listed, _ in self._listed(subject))

    def switchable(self, subject: Subject) -> tuple[PersonalDatum, ...]:
        """What the organisation may switch on with a recorded addition; the purpose is a suggestion."""
        return tuple(datum for datum in self.personal_data(subject) if datum.category == "switchable")

    def must_accept_user_terms(self, who: Who) -> bool:
        """True if everybody in this role is asked to accept the user terms in person."""
        acceptance = self.users.acceptance
        return isinstance(acceptance, Regulated) and who in acceptance.value.roles

    def _listed(self, subject: str) -> Sequence[Regulated[ListedField]]:
        lists: Mapping[str, Sequence[Regulated[ListedField]]] = self.data._asdict()
        return lists.get(subject, ())


def parse_profile(data: Mapping[str, object]) -> ProviderProfile:
    """The profile that plain data (a parsed TOML file) holds; Refusal names every fault with its path."""
    faults = Faults(_prefix(data))
    profile: ProviderProfile | None = read_table(ProviderProfile, data, "", faults)
    if profile is not None:
        faults.extend(_contradictions(profile))
    if profile is None or faults:
        raise Refusal(*faults)
    return profile


def _prefix(data: Mapping[str, object]) -> str:
    terms = data.get("terms")
    prefix = terms.get("prefix") if isinstance(terms, Mapping) else None
    return prefix if isinstance(prefix, str) else ""


def _contradictions(profile: ProviderProfile) -> Iterator[Text]:
    yield from _contradictory_times(profile)
    yield from _contradictory_words(profile.words)
    for subject in FIELDS:
        yield from _contradictory_fields(profile, subject)


def _contradictory_times(profile: ProviderProfile) -> Iterator[Text]:
    hours, window = profile.help_desk.hours, profile.maintenance
    if isinstance(hours, Regulated) and hours.value.opens >= hours.value.closes:
        yield Text("{path} must be later than {other}.", path="help_desk.hours.closes", other="opens")
    if isinstance(window, Regulated) and window.value.avoid_from >= window.value.avoid_until:
        yield Text("{path} must be later than {other}.", path="maintenance.avoid_until", other="avoid_from")


def _contradictory_words(words: Words) -> Iterator[Text]:
    for language, articles in (("nl", ("de", "het")), ("en", ("a", "an"))):
        for name, word in words._asdict()[language]._asdict().items():
            path = f"words.{language}.{name}"
            if word.article not in articles:
                expected = Text("one of: {choices}", choices=", ".join(articles))
                yield Text("{path} must be {expected}.", path=f"{path}.article", expected=expected)
            if not word.singular or not word.plural:
                yield Text("{path} is missing.", path=f"{path}.{'plural' if word.singular else 'singular'}")


def _contradictory_fields(profile: ProviderProfile, subject: Subject) -> Iterator[Text]:
    listed = [entry.value for entry in profile._listed(subject)]
    for field, times in Counter(entry.field for entry in listed).items():
        path = f"data.{subject}: {field}"
        if field not in FIELDS[subject]:
            yield Text("{path} is not a kind of personal data that this program knows.", path=path)
        if times > 1:
            yield Text("{path} is there more than once.", path=path)
    for purpose in sorted({entry.purpose for entry in listed} - profile.purposes.keys()):
        yield Text("{path} is missing.", path=f"purposes.{purpose}")
