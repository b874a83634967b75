"""What must hold for a row whoever wrote it: asked on the server of every row that an operation touched (S1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.acceptance import broken_acceptance
from app.domain.assessment.scores import broken_assessment
from app.domain.billing.kept_rows import broken_money
from app.domain.billing.price_round import broken_round
from app.domain.calendar import is_day
from app.domain.certificate_designs import broken_design
from app.domain.closed_days import broken_closed_day
from app.domain.coaches import broken_coach, broken_period
from app.domain.consents import broken_consent
from app.domain.contract.kept_course import broken_course
from app.domain.contract.kept_rows import broken_contract
from app.domain.contract.published_terms import broken_terms
from app.domain.doubles import broken_person
from app.domain.figures.describing import broken_description
from app.domain.following import broken_following
from app.domain.joining import broken_registration
from app.domain.learning_rules import broken_rules
from app.domain.maintenance import broken_maintenance
from app.domain.media import broken_media
from app.domain.messages import broken_talk
from app.domain.named_views import broken_view
from app.domain.observing import broken_observing
from app.domain.permissions import Role, TenantKind, sees_all
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Regulated
from app.domain.rollover.kept import broken_roll_over
from app.domain.routes import broken_route
from app.domain.support import broken_request
from app.domain.text import Text

LONGEST_TEXT = 4_000
LARGEST_BYTES = 2_000_000
DAYS = frozenset({
    "from_on", "until_on", "concluded_on", "starts_on", "ended_on", "issued_on", "completed_on", "invoiced_on",
    "received_on", "pay_by_on", "booked_on", "sent_on", "begins_on", "read_on",
    "delivered_on", "signed_on", "ends_on", "withdrawn_on", "asked_on", "given_on", "refused_on",
    "reported_on", "seen_on", "answered_on", "announced_on", "applies_from", "objection_on",
    "chosen_on", "known_on", "could_be_known_on", "outcome_on", "settled_on", "told_on", "last_on",
    "administrator_until", "lifted_on", "began_on", "done_on", "confirmed_on", "base_month", "new_month",
    "confidential_on", "due_on", "ordered_on", "prepared_on", "published_on",
    "effective_on", "hand_over_on", "about_on", "set_on", "planned_on", "held_on", "cancelled_on", "taken_on",
    "observed_on", "day_on",
})
AFTER_TIME = 253_402_214_400_000_000
"""The last day that a computer can show, in UTC microseconds: an instant lies before it."""
_YEARS = range(2000, 2201)
_NAMED = frozenset({"groups", "organisations", "locations", "routes"})


def broken(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with this row, None where nothing is."""
    if kind in _NAMED and not str(row.get("name", "")).strip():
        return Text("A name is missing. The change was not taken over. Fill in a name.")
    if kind == "participants" and not (row.get("given") or row.get("family")):
        return Text("A person needs a first name or a last name. Nothing was changed.")
    if kind == "participants" and (wrong := broken_person(row)) is not None:
        return wrong
    if kind == "licences" and int(row.get("seats", 0)) < 1:
        return Text("An agreement is for one seat or more. Nothing was changed. Fill in how many seats.")
    if kind == "certificate_designs":
        return broken_design(row)
    if kind == "accounts" and row.get("role") not in set(Role):
        return Text("This change has a shape that the server does not know. It was refused.")
    return (
        _days_broken(row) or _instants_broken(row) or _broken_coaching(kind, row) or broken_money(kind, row)
        or broken_contract(kind, row) or broken_course(kind, row) or _broken_catalogue(kind, row)
        or broken_route(kind, row)
        or broken_media(kind, row) or broken_talk(kind, row) or broken_request(kind, row)
        or broken_description(kind, row)
        or broken_roll_over(kind, row) or broken_following(kind, row) or _broken_entry(kind, row)
        or broken_assessment(kind, row) or broken_observing(kind, row) or broken_rules(kind, row)
        or broken_view(kind, row))


def _broken_coaching(kind: str, row: Mapping[str, Any]) -> Text | None:
    if kind == "coaches":
        return broken_coach(row)
    return broken_period(row) if kind == "coach_assignments" else None


def _broken_catalogue(kind: str, row: Mapping[str, Any]) -> Text | None:
    if kind == "terms":
        return broken_terms(row)
    return broken_round(kind, row) or broken_maintenance(kind, row) or broken_closed_day(kind, row)


def _broken_entry(kind: str, row: Mapping[str, Any]) -> Text | None:
    """Of who is let in: what they accepted, consented to, or put themselves down for."""
    if kind in ("acceptances", "coach_acceptances"):
        return broken_acceptance(row)
    if kind == "consents":
        return broken_consent(row)
    return broken_registration(row) if kind == "registrations" else None


def too_many_seats(bought: int, holders: int) -> Text | None:
    """A seat given without a network is provisional; the server counts (S11)."""
    if holders <= bought:
        return None
    return Text(
        "All {n} seats were given out by then. The person and the groups stay as they are. "
        "Order more seats, or free seats that are not used any more.",
        n=bought,
    )


def without_administrator(
    accounts: Iterable[Mapping[str, Any]], day: str, least: int = 1, at: TenantKind = TenantKind.ORGANISATION
) -> Text | None:
    """Why these accounts cannot become so: no administrator would be left on `day` (A-3.5), None where one is.

    `accounts` are all of the organisation as they would be after the change, each with role, from_on and until_on
    (the first day no longer, empty while it stands); at a licensor's its own accounts count. `least` is the profile's
    minimum. Days compare as text.
    """
    left = sum(1 for row in accounts if sees_all(_role(row), at) and _stands(row, day))
    if left >= least:
        return None
    if at is TenantKind.LICENSOR:
        return Text(
            "A licensor always has at least one account of its own. Nothing was changed. Make another one first.")
    return Text(
        "{The_organisation} always has at least {n} {administrator}. Nothing was changed. "
        "Make somebody else {administrator} first.",
        "{The_organisation} always has at least {n} {administrators}. Nothing was changed. "
        "Make somebody else {administrator} first.",
        n=least,
    )


def administrators_needed(profile: ProviderProfile, at: TenantKind = TenantKind.ORGANISATION) -> int:
    """How many there must be at least; one where the terms name no number, or at a licensor's."""
    if at is TenantKind.LICENSOR:
        return 1
    rule = profile.administrator.minimum
    return rule.value.accounts if isinstance(rule, Regulated) else 1


def _role(row: Mapping[str, Any]) -> Role | None:
    role = row.get("role")
    return Role(role) if role in set(Role) else None


def _stands(row: Mapping[str, Any], day: str) -> bool:
    return str(row.get("from_on") or "") <= day and not (row.get("until_on") and str(row["until_on"]) <= day)


def _days_broken(row: Mapping[str, Any]) -> Text | None:
    for name in DAYS & row.keys():
        if row[name] and not is_day(row[name]):
            return Text("{value} is not a day. The change was not taken over.", value=str(row[name])[:20])
    return None


def _instants_broken(row: Mapping[str, Any]) -> Text | None:
    """An instant or school year that no desk can show would stop every desk that reads it."""
    for name, value in row.items():
        beyond = name.endswith("_us") and value is not None and not 0 <= value < AFTER_TIME
        if beyond or (name == "school_year" and value is not None and value not in _YEARS):
            return Text("This change has a shape that the server does not know. It was refused.")
    return None
