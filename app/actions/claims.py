"""Claims: own ones with their last day (A-9.3), those of third parties with what they end in (A-7.4 to 7.6, O-11.4)."""

from __future__ import annotations

from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.measures import end_over
from app.actions.work import Row, Work
from app.domain.contract.claim_course import check_logged, check_outcome, last_day_by_claim
from app.domain.contract.ending import Ground, at_the_end
from app.domain.contract.kept_course import OWN, THIRD_PARTY
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, missing, only_wrong, refuse, wrong_future, wrong_order
from app.store.agreements import KeptAgreement, agreement_or_refuse
from app.store.tables import claims


@action("claim.log", Permission.EDIT_LICENCES, {"claims": set(ANY_FIELD)})
def log_claim(
    work: Work, agreement_id: bytes, sort: str, about: str, known_on: str, claimant: str = "",
    could_be_known_on: str | None = None, sent_on: str | None = None, received_on: str | None = None, form: str = "",
    proof: str = "", amount_cents: int = 0, handling_left: bool = False,
) -> bytes:
    """A claim on the licensor ('own'), or of a third party against the use of the product; gives its id."""
    kept = agreement_or_refuse(work.connection, agreement_id)
    if sort not in (OWN, THIRD_PARTY):
        raise Refusal(Text("Say whose claim it is. Nothing was recorded."), remedy="sort")
    row = {
        "agreement_id": agreement_id, "sort": sort, "about": about.strip(), "claimant": claimant.strip(),
        "known_on": known_on, "could_be_known_on": could_be_known_on, "sent_on": sent_on, "received_on": received_on,
        "form": form, "proof": proof.strip(), "amount_cents": amount_cents, "handling_left": int(handling_left),
        "outcome": "", "outcome_on": None, "settled_on": None, "settlement": "",
    }
    _check(work, kept, row)
    return work.add(claims, **row)


@action(
    "claim.tell", Permission.EDIT_LICENCES, {"claims": {"sent_on", "received_on", "form", "proof", "handling_left"}})
def tell_claim(
    work: Work, claim_id: bytes, sent_on: str, received_on: str | None, form: str, proof: str,
    handling_left: bool = False,
) -> None:
    """That the licensor was told of it: when it was sent, when received, and what shows that."""
    row, kept = _claim(work, claim_id)
    told = {"sent_on": sent_on, "received_on": received_on, "form": form, "proof": proof.strip(),
            "handling_left": int(handling_left)}
    _check(work, kept, row | told)
    work.change(claims, claim_id, **told)


@action(
    "claim.outcome", Permission.EDIT_LICENCES,
    {"claims": {"outcome", "outcome_on", "amount_cents"}, "measures": set(ANY_FIELD), "agreements": {"ended_on"}})
def record_outcome(
    work: Work, claim_id: bytes, outcome: str, outcome_on: str, form: str, ends_on: str | None = None,
    amount_cents: int = 0,
) -> None:
    """How a third party's claim ended, as the licensor told it: changed, replaced, or the end of the agreement.

    `outcome_on` is the day on which that was received, `ends_on` the last day that the licensor named, `amount_cents`
    what the repayment counts with: paid ahead for the period without VAT, or the fee of one school year.
    """
    row, kept = _claim(work, claim_id)
    if row["sort"] != THIRD_PARTY:
        raise Refusal(Text("This is an own claim: record that it was settled. Nothing was recorded."))
    day = day_or_refuse("outcome_on", outcome_on)
    named = day_or_refuse("ends_on", ends_on) if ends_on else None
    refuse(check_outcome(kept.profile, row, outcome, day, named, work.today))
    work.change(claims, claim_id, outcome=outcome, outcome_on=outcome_on,
                amount_cents=amount_cents if outcome == "ended" else row["amount_cents"])
    last = last_day_by_claim(kept.profile, day, named) if outcome == "ended" else None
    if last is not None:
        end_over(work, kept, at_the_end(Ground.THIRD_PARTY_CLAIM, last), outcome_on, form, claim_id=claim_id)


@action("claim.settle", Permission.EDIT_LICENCES, {"claims": {"settled_on", "settlement"}})
def settle_claim(work: Work, claim_id: bytes, settled_on: str, settlement: str) -> None:
    """The claim is over: paid, dropped or agreed; `settlement` says how."""
    row, _kept = _claim(work, claim_id)
    if row["settled_on"]:
        raise Refusal(Text("This claim was settled already. Nothing was recorded."))
    day = day_or_refuse("settled_on", settled_on)
    known = day_or_refuse("known_on", row["known_on"])
    refuse([
        *only_wrong((wrong_future("settled_on", day, work.today), wrong_order("settled_on", known, day))),
        *([] if settlement.strip() else [missing("settlement")])])
    work.change(claims, claim_id, settled_on=settled_on, settlement=settlement.strip())


def _claim(work: Work, claim_id: bytes) -> tuple[Row, KeptAgreement]:
    row = work.rows_by_id(claims, [claim_id])[claim_id]
    return row, agreement_or_refuse(work.connection, row["agreement_id"])


def _check(work: Work, kept: KeptAgreement, row: dict[str, Any]) -> None:
    for name in ("known_on", "could_be_known_on", "sent_on", "received_on"):
        if row[name]:
            day_or_refuse(name, row[name])
    if not row["known_on"]:
        refuse([missing("known_on")])
    refuse(check_logged(kept.profile, row, work.today))
