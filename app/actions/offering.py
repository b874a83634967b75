"""What a licensor offers its organisations: packages, and the programmes in them. In its own stream only."""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.permissions import Permission, TenantKind
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, missing, refuse
from app.store.tables import offered_programmes, packages


@action("package.add", Permission.EDIT_CATALOGUE, {"packages": set(ANY_FIELD)})
def add_package(
    work: Work, provider: str, code: str, title: str, school_fee_cents: int, seat_fee_cents: int, months: int,
    from_on: str, title_en: str = "",
) -> bytes:
    """A package that can be ordered from a day, with its fees without VAT; gives its id."""
    _only_a_licensor(work)
    day_or_refuse("from_on", from_on)
    refuse(missing(name) for name, value in (("code", code), ("title", title)) if not value.strip())
    return work.add(
        packages, provider=provider, code=code.strip(), title=title.strip(), title_en=title_en.strip(),
        school_fee_cents=school_fee_cents, seat_fee_cents=seat_fee_cents, months=months, from_on=from_on,
        until_on=None)


@action("package.withdraw", Permission.EDIT_CATALOGUE, {"packages": {"until_on"}})
def withdraw_package(work: Work, package_id: bytes, until_on: str) -> None:
    """`until_on` is the first day on which it cannot be ordered any more; who has it keeps it."""
    day_or_refuse("until_on", until_on)
    work.change(packages, package_id, until_on=until_on)


@action("offer.add", Permission.EDIT_CATALOGUE, {"offered_programmes": set(ANY_FIELD)})
def offer_programme(
    work: Work, iri: str, code: str, title: str, from_on: str, package_id: bytes | None = None, title_en: str = "",
    has_certificate: bool = False, number: int = 1,
) -> bytes:
    """A version (`number`) of a programme that is offered, in one package or in all; gives its id."""
    _only_a_licensor(work)
    day_or_refuse("from_on", from_on)
    refuse(missing(name) for name, value in (("iri", iri), ("title", title)) if not value.strip())
    return work.add(
        offered_programmes, package_id=package_id, iri=iri.strip(), code=code.strip(), title=title.strip(),
        title_en=title_en.strip(), has_certificate=int(has_certificate), number=number, from_on=from_on,
        until_on=None)


@action("offer.withdraw", Permission.EDIT_CATALOGUE, {"offered_programmes": {"until_on"}})
def withdraw_programme(work: Work, offered_id: bytes, until_on: str) -> None:
    """`until_on` is the first day on which it is offered no more; what was practised stays."""
    day_or_refuse("until_on", until_on)
    work.change(offered_programmes, offered_id, until_on=until_on)


def _only_a_licensor(work: Work) -> None:
    if work.sight.actor.at is not TenantKind.LICENSOR:
        raise Refusal(Text("Only a licensor offers packages and programmes. Nothing was changed."))
