"""Rights beside the licence: permissions asked, given, refused and withdrawn; infringements reported and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.contract.infringements import REPORTED, Report, check_answer, check_report, may_report
from app.domain.contract.permission_register import (
    Given,
    PermissionState,
    Request,
    check_given,
    check_refused,
    check_request,
    check_withdrawn,
    state_of,
)
from app.domain.errors import Refusal
from app.domain.kinds import reports_unit
from app.domain.permissions import Permission, Role
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Who
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.invoices import profile_of
from app.store.tables import infringements, permissions

_NO_AGREEMENT = Text("This agreement does not exist any more. Nothing was recorded.")


@action("permission.ask", Permission.ASK_RIGHTS, {"permissions": set(ANY_FIELD)})
def ask_permission(
    work: Work, agreement_id: bytes, kind: str, what: str, asked_on: str, asked_by: str, third_party: str = "",
) -> bytes:
    """Ask the licensor for what takes its written permission (O-4.2, O-4.5, O-4.9); gives its id."""
    profile = _profile(work, agreement_id)
    asked = Request(kind, what.strip(), third_party.strip(), day_or_refuse("asked_on", asked_on), asked_by.strip())
    refuse(check_request(profile.access, asked, work.today))
    return work.add(
        permissions, agreement_id=agreement_id, kind=kind, what=asked.what, third_party=asked.third_party,
        asked_on=asked_on, asked_by=asked.asked_by, answered_by="", given_on=None, until_on=None, conditions="",
        proof="", checksum="", refused_on=None, refused_reason="", withdrawn_on=None, withdrawn_reason="")


@action("permission.give", Permission.ANSWER_RIGHTS, {"permissions": {
    "given_on", "until_on", "conditions", "proof", "checksum", "answered_by"}})
def give_permission(
    work: Work, permission_id: bytes, given_on: str, proof: str, checksum: str, answered_by: str,
    until_on: str | None = None, conditions: str = "",
) -> None:
    """The licensor gives what was asked; `until_on` is the first day no longer, `checksum` that of the paper."""
    row = _waiting(work, permission_id)
    given = Given(
        day_or_refuse("given_on", given_on), day_or_refuse("until_on", until_on) if until_on else None,
        conditions.strip(), proof.strip(), checksum, answered_by.strip())
    refuse(check_given(_profile(work, row["agreement_id"]).access, row, given, work.today))
    work.change(
        permissions, permission_id, given_on=given_on, until_on=until_on, conditions=given.conditions,
        proof=given.proof, checksum=checksum, answered_by=given.answered_by)


@action("permission.refuse", Permission.ANSWER_RIGHTS, {"permissions": {
    "refused_on", "refused_reason", "answered_by"}})
def refuse_permission(
    work: Work, permission_id: bytes, refused_on: str, refused_reason: str, answered_by: str,
) -> None:
    """The licensor refuses what was asked, with its reason."""
    row, day = _waiting(work, permission_id), day_or_refuse("refused_on", refused_on)
    refuse(check_refused(row, day, refused_reason, answered_by, work.today))
    work.change(permissions, permission_id, refused_on=refused_on, refused_reason=refused_reason.strip(),
                answered_by=answered_by.strip())


@action("permission.withdraw", Permission.ANSWER_RIGHTS, {"permissions": {"withdrawn_on", "withdrawn_reason"}})
def withdraw_permission(work: Work, permission_id: bytes, withdrawn_on: str, withdrawn_reason: str) -> None:
    """The licensor takes back what it gave: it does not hold any more from that day on."""
    row = work.rows_by_id(permissions, [permission_id])[permission_id]
    if state_of(row, work.today) is not PermissionState.GIVEN or row["withdrawn_on"]:
        raise Refusal(Text("Only a permission that holds can be withdrawn. Nothing was recorded."))
    refuse(check_withdrawn(row, day_or_refuse("withdrawn_on", withdrawn_on), withdrawn_reason))
    work.change(
        permissions, permission_id, withdrawn_on=withdrawn_on, withdrawn_reason=withdrawn_reason.strip())


@action("infringement.report", Permission.REPORT_INFRINGEMENT, {"infringements": set(ANY_FIELD)})
def report_infringement(work: Work, what: str, seen_at: str, seen_on: str) -> bytes:
    """Report what one saw that the licence does not allow (A-7.3, O-9.2); it stands under one's own name."""
    actor = work.sight.actor
    who: Who = "administrator" if actor.role is Role.ADMINISTRATOR else "coach"
    if not may_report(work.sight.profile.access.infringement, who):
        raise Refusal(Text("Tell your {administrator} what you saw: {the_administrator} reports it."))
    report = Report(what.strip(), seen_at.strip(), day_or_refuse("seen_on", seen_on))
    refuse(check_report(report, work.today))
    return work.add(
        infringements, unit=reports_unit(actor.account_id), account_id=actor.account_id,
        reported_by=actor.name or who, reported_on=work.day,
        what=report.what, seen_at=report.seen_at, seen_on=seen_on, state=REPORTED, answer="", answered_on=None,
        answered_by="")


@action("infringement.answer", Permission.ANSWER_RIGHTS, {"infringements": {
    "state", "answer", "answered_on", "answered_by"}})
def answer_infringement(work: Work, infringement_id: bytes, state: str, answer: str, answered_by: str) -> None:
    """What the licensor says or does about a report; `state` is 'under way' or 'closed'."""
    row = work.rows_by_id(infringements, [infringement_id])[infringement_id]
    refuse(check_answer(row, state, answer, work.today, work.today))
    work.change(infringements, infringement_id, state=state, answer=answer.strip(), answered_on=work.day,
                answered_by=answered_by.strip() or work.sight.actor.name)


def _profile(work: Work, agreement_id: bytes) -> ProviderProfile:
    profile = profile_of(work.connection, agreement_id)
    if profile is None:
        raise Refusal(_NO_AGREEMENT)
    return profile


def _waiting(work: Work, permission_id: bytes) -> Row:
    row: Mapping[str, Any] = work.rows_by_id(permissions, [permission_id])[permission_id]
    if state_of(row, work.today) is not PermissionState.ASKED:
        raise Refusal(Text("This request was answered already. Nothing was recorded."))
    return dict(row)
