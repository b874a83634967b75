"""Changes of terms and prices: announced, objected to, and what the licensor chose (A-2.3, O-2.3, O-5.2, O-5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.measures import end_over
from app.actions.work import Row, Work
from app.domain.billing.indexation import IndexedPrice, indexed_price
from app.domain.calendar import DAY
from app.domain.contract.change_course import (
    CHANGE_KINDS,
    WITH_FEES,
    ChangeCourse,
    change_course,
    check_change,
    check_choice,
    check_filed,
)
from app.domain.contract.ending import Ground, at_the_end
from app.domain.contract.kept_course import WRITTEN
from app.domain.contract.kept_rows import FORMS, PUBLISHED, SPOKEN, day_of
from app.domain.contract.objections import Decision, FiledObjection
from app.domain.contract.periods import renews_silently
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.provider_terms import NotRegulated, Outcome
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_or_refuse, missing, refuse
from app.store.agreements import KeptAgreement, agreement_or_refuse, mandate_by_id, signatory_of
from app.store.fees import rounds_of
from app.store.invoices import price_indexes
from app.store.tables import changes, licences, new_fees

_NO_OBJECTION = {
    "objection_on": None, "objection_form": "", "objection_reason": "", "objection_proof": "", "objection_name": "",
    "objection_role": "", "objection_mandate_id": None, "outcome": "", "chosen_on": None, "ends_on": None,
}
LARGEST_FEE_CENTS = 100_000_000


@action(
    "change.announce", Permission.EDIT_LICENCES, {"changes": set(ANY_FIELD), "new_fees": set(ANY_FIELD)})
def announce_change(
    work: Work, agreement_id: bytes, kind: str, form: str, announced_on: str, received_on: str | None = None,
    proof: str = "", applies_from: str | None = None, title: str = "", edition: str = "", checksum: str = "",
    fees: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """A change that the licensor announced; gives its id.

    `fees` are the new fees of new prices, {licence_id, fee_cents}; of an indexation {licence_id} only: the fee is
    computed from the index, and the figures are kept beside it.
    """
    kept = agreement_or_refuse(work.connection, agreement_id)
    if kind not in CHANGE_KINDS:
        raise Refusal(Text("Say what changes. Nothing was recorded."), remedy="kind")
    if form not in (PUBLISHED, *WRITTEN):
        raise Refusal(Text("Say how it was announced. Nothing was recorded."), remedy="form")
    for name, typed in (("announced_on", announced_on), ("received_on", received_on), ("applies_from", applies_from)):
        if typed is not None:
            day_or_refuse(name, typed)
    row = {
        "agreement_id": agreement_id, "kind": kind, "form": form, "announced_on": announced_on,
        "received_on": received_on, "proof": proof.strip(), "applies_from": applies_from, "title": title.strip(),
        "edition": edition.strip(), "checksum": checksum, **_NO_OBJECTION,
    }
    refuse([*check_change(kept.profile, kept.agreement, row, work.today), *_wrong_fees(kind, fees)])
    made = list(_new_fees(work, kept, row, fees))
    change = work.add(changes, **row)
    work.insert(new_fees, [fee | {"change_id": change} for fee in made])
    return change


@action(
    "change.object", Permission.OBJECT,
    {"changes": {"objection_on", "objection_form", "objection_reason", "objection_proof", "objection_name",
                 "objection_role", "objection_mandate_id"}})
def object_to_change(
    work: Work, change_id: bytes, received_on: str, form: str, reasons: str, proof: str, signatory: Mapping[str, Any],
) -> None:
    """An objection as the licensor received it, in time and by who may; silence is consent (O-2.3, O-5.3)."""
    row, kept, course = _change(work, change_id)
    if form not in FORMS:
        raise Refusal(Text("Say how it was sent. Nothing was recorded."), remedy="form")
    by = signatory_of(work.connection, dict(signatory))
    filed = FiledObjection(day_or_refuse("objection_on", received_on), form != SPOKEN, reasons, by)
    wrong = list(check_filed(kept.profile, course, filed, work.today))
    refuse([*wrong, *([] if proof.strip() else [missing("objection_proof")])])
    work.change(
        changes, row["id"], objection_on=received_on, objection_form=form, objection_reason=reasons.strip(),
        objection_proof=proof.strip(), objection_name=by.name, objection_role=by.role,
        objection_mandate_id=signatory.get("mandate_id"))


@action(
    "change.choose", Permission.DECIDE,
    {"changes": {"outcome", "chosen_on", "ends_on"}, "measures": set(ANY_FIELD), "agreements": {"ended_on"}})
def record_choice(
    work: Work, change_id: bytes, outcome: Outcome, chosen_on: str, ends_on: str | None = None,
) -> None:
    """What the licensor chose after an objection: end the agreement, or go on unchanged.

    Where the terms name no last day and the licensor named none either, it is recorded later, when it is known.
    """
    row, kept, course = _change(work, change_id)
    last = day_or_refuse("ends_on", ends_on) if ends_on else None
    decision = Decision(outcome, day_or_refuse("chosen_on", chosen_on), last if outcome == "ends" else None)
    refuse(check_choice(course, decision, work.today))
    chosen = row | {"outcome": outcome, "chosen_on": chosen_on, "ends_on": ends_on if outcome == "ends" else None}
    work.change(changes, change_id, outcome=outcome, chosen_on=chosen_on, ends_on=chosen["ends_on"])
    last = change_course(kept.profile, kept.agreement, chosen, work.today).ends_on
    if last is not None:
        end_over(work, kept, at_the_end(Ground.OBJECTION, last), chosen_on, row["objection_form"], change_id=change_id)


def _change(work: Work, change_id: bytes) -> tuple[Row, KeptAgreement, ChangeCourse]:
    row = work.rows_by_id(changes, [change_id])[change_id]
    kept = agreement_or_refuse(work.connection, row["agreement_id"])
    mandate = mandate_by_id(work.connection, row["objection_mandate_id"])
    # What ended the agreement since does not take away when the change counts from.
    going_on = replace(kept.agreement, ended_on=None) if row["outcome"] else kept.agreement
    return row, kept, change_course(kept.profile, going_on, row, work.today, mandate)


def _wrong_fees(kind: str, fees: Sequence[Mapping[str, Any]]) -> Iterator[WrongField]:
    if kind not in WITH_FEES:
        return
    if not fees:
        yield missing("fees")
    if kind == "prices" and any(not 0 <= fee.get("fee_cents", -1) <= LARGEST_FEE_CENTS for fee in fees):
        yield WrongField("fees", Text("A price is 0 or more. Nothing was recorded. Correct the price."))


def _new_fees(
    work: Work, kept: KeptAgreement, row: Mapping[str, Any], fees: Sequence[Mapping[str, Any]],
) -> Iterator[Row]:
    """What is asked for each part from then on, with the figures of an index beside it."""
    if row["kind"] not in WITH_FEES:
        return
    parts = work.rows_by_id(licences, [fee["licence_id"] for fee in fees])
    for fee in fees:
        part = parts[fee["licence_id"]]
        if part["agreement_id"] != kept.row["id"]:
            raise Refusal(Text("This is a part of another agreement. Nothing was recorded."), remedy="fees")
        before = fee_before(work, kept, part)
        figures = {"series": "", "base_month": "", "base_value": "", "new_month": "", "new_value": ""}
        cents = fee.get("fee_cents", 0)
        if row["kind"] == "indexation":
            indexed = index_of(work, kept, row, before)
            cents, figures = indexed.unit.cents, _figures(indexed)
        yield {"licence_id": part["id"], "before_cents": before, "fee_cents": cents, **figures}


def fee_before(work: Work, kept: KeptAgreement, part: Mapping[str, Any]) -> int:
    """The fee of this part up to now, changes that hold or will hold included."""
    return rounds_of(work.connection, kept, part, work.today)[-1].unit_cents


def index_of(work: Work, kept: KeptAgreement, row: Mapping[str, Any], cents: int) -> IndexedPrice:
    """The indexed fee of the period in which it first holds; Refusal where the terms or the figures are missing."""
    announced = date.fromisoformat(row["received_on"] or row["announced_on"])
    period = kept.agreement.period_on(announced, renews_silently(kept.profile.duration))
    begins = day_of(row["applies_from"]) or period.ends + DAY
    found = indexed_price(kept.profile.price, price_indexes(work.connection), cents, begins)
    if isinstance(found, NotRegulated):
        raise Refusal(Text("The terms do not provide for indexation. Nothing was recorded."), remedy="kind")
    return found


def _figures(indexed: IndexedPrice) -> dict[str, str]:
    return {
        "series": indexed.series, "base_month": indexed.base.month.isoformat(), "base_value": str(indexed.base.value),
        "new_month": indexed.new.month.isoformat(), "new_value": str(indexed.new.value),
    }
