"""An agreement as its rules see it, and how it was concluded: by whom, on which documents, with what beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.contract.authority import Act, Signatory, wrong_signatory
from app.domain.contract.periods import Period, period, period_on
from app.domain.provider import ProviderProfile
from app.domain.provider_privacy import ProcessingAgreement, ProcessingEnd
from app.domain.provider_terms import NotRegulated, Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, wrong_day, wrong_future, wrong_order

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the days of an agreement are counted from; `months` is the duration first agreed.

    `ended_on` is the last day of an agreement that was ended, None while it goes on. `delivered_on` and `updates`
    are days of delivery. `consumer`: the licensee is a natural person outside profession or business.
    """

    starts_on: date
    months: int
    concluded_on: date | None = None
    ended_on: date | None = None
    delivered_on: date | None = None
    updates: tuple[date, ...] = ()
    consumer: bool = False

    def period(self, number: int) -> Period:
        return period(self.starts_on, self.months, number)

    def period_on(self, day: date, renews: bool) -> Period:
        """The period that `day` falls in, the last one where the agreement had ended by then."""
        last = min(day, self.ended_on) if self.ended_on is not None else day
        return period_on(self.starts_on, self.months, last, renews)

    def last_day(self, renews: bool) -> date | None:
        """The last day of all, None while it renews by itself."""
        if self.ended_on is not None:
            return self.ended_on
        return None if renews else self.period(0).ends


@dataclass(frozen=True, slots=True)
class AcceptedDocument:
    """The terms or an annex in the version that was accepted; `checksum` is the SHA-256 of the file, in hex."""

    title: str
    version: str
    checksum: str


@dataclass(frozen=True, slots=True)
class DeviatingTerms:
    """Other terms than the standard ones (O-2.2), attached to the agreement."""

    agreed_on: date
    written: bool
    by: Signatory
    document: AcceptedDocument


@dataclass(frozen=True, slots=True)
class ProcessingSigned:
    """The signature under the processing agreement (A-8.3, O-annex 3)."""

    signed_on: date
    by: Signatory
    document: AcceptedDocument


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The act by which the organisation bound itself: `ticked` is true only where somebody ticked it (O-2.1)."""

    on: date
    by: Signatory
    ticked: bool
    documents: tuple[AcceptedDocument, ...]
    deviating: DeviatingTerms | None = None
    processing: ProcessingSigned | None = None


def check_conclusion(profile: ProviderProfile, conclusion: Conclusion, today: date) -> tuple[WrongField, ...]:
    """Everything that stands in the way of recording it, each at its field."""
    return tuple(_wrong_in_conclusion(profile, conclusion, today))


def _wrong_in_conclusion(profile: ProviderProfile, made: Conclusion, today: date) -> Iterator[WrongField]:
    yield from _wrong_moment("concluded_on", made.on, today)
    signatory = wrong_signatory(profile.order.authority, made.by, Act.CONCLUDE, made.on, "concluded_by")
    if signatory is not None:
        yield signatory
    rule = profile.order.conclusion
    if isinstance(rule, Regulated) and rule.value.by == "tick" and not made.ticked:
        yield WrongField("ticked", Text(
            "The agreement is concluded by an explicit tick. Nothing was recorded. Tick that you agree."))
    yield from _wrong_documents(profile, made.documents)
    yield from _wrong_deviation(profile, made.deviating, today)
    yield from _wrong_processing(profile, made.processing, today)


def _wrong_documents(profile: ProviderProfile, documents: tuple[AcceptedDocument, ...]) -> Iterator[WrongField]:
    if not documents:
        yield missing("documents")
    for number, document in enumerate(documents, 1):
        version_needed = number == 1 and bool(profile.terms.version)
        yield from _wrong_document(f"documents[{number}]", document, version_needed)


def _wrong_document(path: str, document: AcceptedDocument, version_needed: bool) -> Iterator[WrongField]:
    if not document.title.strip():
        yield missing(f"{path}.title")
    if version_needed and not document.version.strip():
        yield missing(f"{path}.version")
    if not _SHA256.fullmatch(document.checksum):
        yield WrongField(f"{path}.checksum", Text(
            "This is not the checksum of a document. Nothing was recorded. Choose the file again."))


def _wrong_deviation(profile: ProviderProfile, made: DeviatingTerms | None, today: date) -> Iterator[WrongField]:
    if made is None:
        return
    rule = profile.order.deviating_terms
    if isinstance(rule, Regulated) and rule.value.written and not made.written:
        yield WrongField("deviating.written", Text(
            "Other terms count only where they are agreed in writing. Nothing was recorded. Attach what was written."))
    yield from _wrong_moment("deviating.agreed_on", made.agreed_on, today)
    signatory = wrong_signatory(profile.order.authority, made.by, Act.CONCLUDE, made.agreed_on, "deviating.by")
    if signatory is not None:
        yield signatory
    yield from _wrong_document("deviating.document", made.document, False)


def _wrong_processing(profile: ProviderProfile, made: ProcessingSigned | None, today: date) -> Iterator[WrongField]:
    if made is None:
        return
    yield from _wrong_moment("processing.signed_on", made.signed_on, today)
    signatory = wrong_signatory(
        profile.order.authority, made.by, Act.SIGN_PROCESSING, made.signed_on, "processing.by")
    if signatory is not None:
        yield signatory
    yield from _wrong_document("processing.document", made.document, False)


def check_delivery(agreement: Agreement, delivered_on: date, today: date) -> tuple[WrongField, ...]:
    """Why it cannot have been handed over on that day (O-10.1): not to come, not before it was concluded."""
    field, concluded = "delivered_on", agreement.concluded_on
    return only_wrong((
        wrong_future(field, delivered_on, today),
        wrong_order(field, concluded, delivered_on) if concluded is not None else None))


def _wrong_moment(field: str, day: date, today: date) -> Iterator[WrongField]:
    wrong = wrong_day(field, day) or wrong_future(field, day, today)
    if wrong is not None:
        yield wrong


def processing_unsigned(rule: Rule[ProcessingAgreement], made: Conclusion) -> Text | None:
    """What is still to be signed beside the agreement (A-8.3, O-annex 3), None where nothing is."""
    if isinstance(rule, NotRegulated) or made.processing is not None:
        return None
    return Text("The processing agreement is not signed yet: {model}.", model=rule.value.model)


def processing_end(rule: Rule[ProcessingEnd], ended_on: date | None) -> date | NotRegulated | None:
    """The day on which the processing agreement ends with the agreement (O-annex 3: 1.4, 1.5), None while it runs."""
    if isinstance(rule, NotRegulated):
        return rule
    return ended_on if rule.value.with_the_agreement else None
