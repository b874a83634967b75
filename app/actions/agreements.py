"""What happens to an agreement after it was concluded: delivery, mandates, notice, and notice withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.contract.agreement import check_delivery
from app.domain.contract.authority import Act, Mandate, check_mandate
from app.domain.contract.kept_rows import FORMS, SPOKEN, day_of, kept_acts, standing_end
from app.domain.contract.notice import Notice, NoticeEffect, check_notice, notice_effect
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.provider_terms import NotRegulated, Party
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, missing, refuse
from app.store.agreements import agreement_or_refuse, signatory_of
from app.store.tables import agreements, mandates, notices


@action("mandate.record", Permission.EDIT_LICENCES, {"mandates": set(ANY_FIELD)})
def record_mandate(
    work: Work, holder: str, given_by: str, acts: Sequence[str], from_on: str, until_on: str | None = None,
) -> bytes:
    """What a representative lets `holder` do, each an `Act`; `until_on` is the first day no longer. Gives its id."""
    begins, ends = day_or_refuse("from_on", from_on), day_or_refuse("until_on", until_on) if until_on else None
    mandate = Mandate(given_by.strip(), frozenset(map(Act, acts)), begins, ends)
    refuse([*([] if holder.strip() else [missing("holder")]), *check_mandate(mandate)])
    return work.add(
        mandates, holder=holder.strip(), given_by=mandate.given_by, acts=kept_acts(mandate.acts), from_on=from_on,
        until_on=until_on)


@action("agreement.deliver", Permission.EDIT_LICENCES, {"agreements": {"delivered_on"}})
def record_delivery(work: Work, agreement_id: bytes, delivered_on: str) -> None:
    """The day on which it was handed over: the warranty runs from then (O-10.1)."""
    kept, day = agreement_or_refuse(work.connection, agreement_id), day_or_refuse("delivered_on", delivered_on)
    refuse(check_delivery(kept.agreement, day, work.today))
    work.change(agreements, agreement_id, delivered_on=delivered_on)


@action("notice.record", Permission.EDIT_LICENCES, {"notices": set(ANY_FIELD), "agreements": {"ended_on"}})
def record_notice(
    work: Work, agreement_id: bytes, party: Party, received_on: str, form: str, proof: str,
    signatory: Mapping[str, Any] | None = None,
) -> bytes:
    """Notice as the other party received it; the agreement ends on the day that the rule gives (O-11.1, O-11.2).

    `signatory` ({name, role, mandate_id}) is who gave it for the organisation, None for the licensor's. Gives its id.
    """
    kept = agreement_or_refuse(work.connection, agreement_id)
    duration, authority = kept.profile.duration, kept.profile.order.authority
    if isinstance(duration.notice, NotRegulated):
        raise Refusal(Text("The terms know no notice: the agreement ends by itself. Nothing was recorded."))
    if form not in FORMS:
        raise Refusal(Text("Say how it was sent. Nothing was recorded."), remedy="form")
    giver = signatory_of(work.connection, dict(signatory)) if signatory is not None else None
    given = Notice(party, day_or_refuse("received_on", received_on), form != SPOKEN, proof, giver)
    refuse(check_notice(duration, authority, kept.agreement, given, work.today))
    effect = notice_effect(duration, kept.agreement, party, given.received_on)
    assert isinstance(effect, NoticeEffect)  # else the party was refused
    ends_on = effect.ends_on.isoformat()
    work.change(agreements, agreement_id, ended_on=ends_on)
    by = dict(signatory) if signatory is not None else {"name": "", "role": ""}
    return work.add(
        notices, agreement_id=agreement_id, party=party, received_on=received_on, form=form, proof=proof.strip(),
        name=by["name"].strip(), role=by["role"], mandate_id=by.get("mandate_id"), ends_on=ends_on, withdrawn_on=None,
        withdrawn_proof="")


@action(
    "notice.withdraw", Permission.EDIT_LICENCES,
    {"notices": {"withdrawn_on", "withdrawn_proof"}, "agreements": {"ended_on"}})
def withdraw_notice(work: Work, notice_id: bytes, proof: str) -> None:
    """Notice that both parties let go of (BW 3:37(5)); `proof` is what shows it. Another notice still stands."""
    row = work.rows_by_id(notices, [notice_id])[notice_id]
    kept = agreement_or_refuse(work.connection, row["agreement_id"])
    if row["withdrawn_on"]:
        raise Refusal(Text("This notice was withdrawn already. Nothing was recorded."))
    if kept.row["ended_on"] and kept.row["ended_on"] < work.day:
        raise Refusal(Text(
            "The agreement ended on {day}, so the notice cannot be withdrawn any more. Nothing was recorded. "
            "Record a new agreement.", day=day_of(kept.row["ended_on"])))
    if not proof.strip():
        refuse([missing("proof")])
    others = [one for one in kept.notices if one["id"] != notice_id]
    work.change(notices, notice_id, withdrawn_on=work.day, withdrawn_proof=proof.strip())
    work.change(agreements, row["agreement_id"], ended_on=standing_end(others, kept.measures))
