"""What was recorded about an agreement, and what a dialog about it works with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from app.domain.contract.authority import Mandate
from app.domain.contract.kept_rows import day_of, mandate_of
from app.domain.counting import SEATS
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import KeptAgreement, agreement_or_refuse, kept_mandates
from app.store.seats import in_use_on
from app.store.tables import counts, licences, seats
from app.views.agreement_terms import AgreementTerms, Fact

ROLES = {"representative": Text("representative"), "administrator": Text("{administrator}")}
FORM_WORDS = {
    "letter": Text("letter"), "registered": Text("registered letter"), "email": Text("e-mail"),
    "spoken": Text("spoken"),
}
_SIGNED = {
    "agreement": Text("Concluded by"), "deviating": Text("Other terms agreed by"),
    "processing": Text("Processing agreement signed by"),
}


@dataclass(frozen=True, slots=True)
class MandateRow:
    id: bytes
    holder: str
    mandate: Mandate


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Notice as it was recorded; `withdrawn_on` None while it stands. `party` is who gave it."""

    id: bytes
    received_on: date
    ends_on: date
    withdrawn_on: date | None
    party: str = "organisation"


@dataclass(frozen=True, slots=True)
class AgreementBasis:
    """What notice is worked out from: the terms as they are today, who takes part, who has a mandate."""

    agreement_id: bytes
    number: str
    terms: AgreementTerms
    participants: int
    mandates: tuple[MandateRow, ...]


def agreement_basis(connection: Connection, sight: Sight, agreement_id: bytes) -> AgreementBasis:
    """Raises Refusal for an agreement that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = agreement_or_refuse(connection, agreement_id)
    terms = AgreementTerms(kept.profile, kept.agreement, sight.today)
    return AgreementBasis(
        agreement_id, kept.row["number"], terms, taking_part(connection, sight, agreement_id),
        mandate_list(connection, sight))


def mandate_list(connection: Connection, sight: Sight) -> tuple[MandateRow, ...]:
    """The newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_mandates(connection, sight.tenant)
    return tuple(MandateRow(row["id"], row["holder"], mandate_of(row)) for row in kept)


def taking_part(connection: Connection, sight: Sight, agreement_id: bytes) -> int:
    """How many people have a seat of this agreement, whatever its parts; of another's as the server counted them."""
    of_agreement = select(licences.c.id).where(licences.c.agreement_id == agreement_id)
    counted = select(func.sum(counts.c.number)).where(counts.c.licence_id.in_(of_agreement), counts.c.what == SEATS)
    told = connection.execute(counted).scalar()
    if told is not None:
        return int(told)
    query = select(func.count(distinct(seats.c.participant_id))).where(
        seats.c.licence_id.in_(of_agreement), in_use_on(sight.today.isoformat()))
    return int(connection.execute(query).scalar_one())


def notice_rows(kept: KeptAgreement) -> tuple[NoticeRow, ...]:
    """Of this agreement, in order of receipt."""
    return tuple(
        NoticeRow(row["id"], date.fromisoformat(row["received_on"]), date.fromisoformat(row["ends_on"]),
                  day_of(row["withdrawn_on"]), row["party"])
        for row in kept.notices)


def recorded_facts(kept: KeptAgreement) -> tuple[Fact, ...]:
    """Who signed what in which version, and the notice that was given or withdrawn."""
    return (*_signed(kept), *_noticed(kept))


def _signed(kept: KeptAgreement) -> Iterator[Fact]:
    for row in kept.signatures:
        yield Fact(_SIGNED[row["kind"]], _by(row), "")
        for paper in kept.documents:
            if paper["signature_id"] == row["id"]:
                yield Fact(Text("{name}", name=paper["title"]), _version(paper), "")


def _by(row: dict[str, Any]) -> Text:
    role = ROLES.get(row["role"], Text("{name}", name=row["role"]))
    if row["mandate_id"]:
        return Text("{name} ({role}, with a mandate)", name=row["name"], role=role)
    return Text("{name} ({role})", name=row["name"], role=role)


def _version(paper: dict[str, Any]) -> Text:
    """The first characters are enough to compare by eye."""
    short = paper["checksum"][:12]
    if not paper["edition"]:
        return Text("checksum {checksum}…", checksum=short)
    return Text("version {edition}, checksum {checksum}…", edition=paper["edition"], checksum=short)


def _noticed(kept: KeptAgreement) -> Iterator[Fact]:
    for row in kept.notices:
        said = {
            "form": FORM_WORDS[row["form"]], "day": date.fromisoformat(row["received_on"]),
            "name": row["name"] or kept.profile.licensor, "proof": row["proof"],
        }
        yield Fact(Text("Notice given"), Text("{day}, by {name}: {form}, {proof}", **said), "")
        if row["withdrawn_on"]:
            withdrawn = Text("{day}: {proof}", day=day_of(row["withdrawn_on"]), proof=row["withdrawn_proof"])
            yield Fact(Text("Notice withdrawn"), withdrawn, "")
