"""What a licensor offers its organisations: packages, and the programmes in them. In its own stream only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.contract.offered import OfferedPackage, OfferedProgramme, check_package, check_programme
from app.domain.errors import Refusal
from app.domain.permissions import Permission, TenantKind
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.catalogue import kept_packages, kept_programmes, offered_packages, programmes_offered
from app.store.tables import offered_programmes, packages


@action("package.add", Permission.EDIT_CATALOGUE, {"packages": set(ANY_FIELD)})
def add_package(
    work: Work, provider: str, code: str, title: str, school_fee_cents: int, seat_fee_cents: int, months: int,
    from_on: str, title_en: str = "", until_on: str | None = None,
) -> bytes:
    """A package that can be ordered from a day, with its fees without VAT; gives its id.

    `until_on` is the first day on which it cannot be ordered any more.
    """
    only_a_licensor(work)
    given = _package(code, title, title_en, school_fee_cents, seat_fee_cents, months, from_on, until_on)
    refuse(check_package(given, offered_packages(kept_packages(work.connection))))
    return work.add(packages, provider=provider, **_kept_package(given))


@action("package.change", Permission.EDIT_CATALOGUE, {"packages": set(ANY_FIELD)})
def change_package(
    work: Work, package_id: bytes, provider: str, code: str, title: str, school_fee_cents: int, seat_fee_cents: int,
    months: int, from_on: str, title_en: str = "", until_on: str | None = None,
) -> None:
    """A package as it should have been recorded; what was agreed on it stays as it was agreed."""
    given = _package(code, title, title_en, school_fee_cents, seat_fee_cents, months, from_on, until_on)
    others = [row for row in kept_packages(work.connection) if row["id"] != package_id]
    refuse(check_package(given, offered_packages(others)))
    work.change(packages, package_id, provider=provider, **_kept_package(given))


@action("package.withdraw", Permission.EDIT_CATALOGUE, {"packages": {"until_on"}})
def withdraw_package(work: Work, package_id: bytes, until_on: str) -> None:
    """`until_on` is the first day on which it cannot be ordered any more; who has it keeps it."""
    row = work.rows_by_id(packages, [package_id])
    (offered,) = offered_packages(row.values())
    refuse(check_package(replace(offered, until_on=day_or_refuse("until_on", until_on)), ()))
    work.change(packages, package_id, until_on=until_on)


@action("offer.add", Permission.EDIT_CATALOGUE, {"offered_programmes": set(ANY_FIELD)})
def offer_programme(
    work: Work, iri: str, code: str, title: str, from_on: str, package_id: bytes | None = None, title_en: str = "",
    has_certificate: bool = False, number: int = 1, until_on: str | None = None,
) -> bytes:
    """A version (`number`) of a programme that is offered, in one package or in all; gives its id."""
    only_a_licensor(work)
    given = OfferedProgramme(
        package_id, iri.strip(), code.strip(), title.strip(), title_en.strip(), number,
        day_or_refuse("from_on", from_on), day_or_refuse("until_on", until_on) if until_on else None)
    refuse(check_programme(given, programmes_offered(kept_programmes(work.connection))))
    return work.add(
        offered_programmes, package_id=package_id, iri=given.iri, code=given.code, title=given.title,
        title_en=given.title_en, has_certificate=int(has_certificate), number=number, from_on=from_on,
        until_on=until_on)


@action("offer.withdraw", Permission.EDIT_CATALOGUE, {"offered_programmes": {"until_on"}})
def withdraw_programme(work: Work, offered_id: bytes, until_on: str) -> None:
    """`until_on` is the first day on which it is offered no more; what was practised stays."""
    row = work.rows_by_id(offered_programmes, [offered_id])
    (offered,) = programmes_offered(row.values())
    refuse(check_programme(replace(offered, until_on=day_or_refuse("until_on", until_on)), ()))
    work.change(offered_programmes, offered_id, until_on=until_on)


def _package(
    code: str, title: str, title_en: str, school_fee_cents: int, seat_fee_cents: int, months: int, from_on: str,
    until_on: str | None,
) -> OfferedPackage:
    return OfferedPackage(
        code.strip(), title.strip(), title_en.strip(), school_fee_cents, seat_fee_cents, months,
        day_or_refuse("from_on", from_on), day_or_refuse("until_on", until_on) if until_on else None)


def _kept_package(given: OfferedPackage) -> dict[str, Any]:
    until = given.until_on
    return {
        "code": given.code, "title": given.title, "title_en": given.title_en,
        "school_fee_cents": given.school_fee_cents, "seat_fee_cents": given.seat_fee_cents, "months": given.months,
        "from_on": given.from_on.isoformat(), "until_on": until.isoformat() if until is not None else None}


def only_a_licensor(work: Work) -> None:
    """Raise Refusal elsewhere than in the own stream of a licensor."""
    if work.sight.actor.at is not TenantKind.LICENSOR:
        raise Refusal(Text("Only a licensor offers packages and programmes. Nothing was changed."))
