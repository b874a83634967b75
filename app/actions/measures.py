"""Suspension and the end: the licensor's measures, insolvency that was told, and the steps around the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.contract.ending import AT_ONCE, Ending, Ground, check_ending
from app.domain.contract.kept_course import INSOLVENCIES, LIFTED, WRITTEN
from app.domain.contract.kept_rows import FORMS, SPOKEN, standing_end
from app.domain.contract.tasks import END_TASKS
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.provider_service import Measure
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_or_refuse, missing, only_wrong, refuse, wrong_future, wrong_order
from app.store.agreements import KeptAgreement, agreement_or_refuse
from app.store.tables import agreements, end_tasks, insolvencies, measures

_FIELDS = {"last_day": "last_on", "written": "form"}


@action("measure.record", Permission.EDIT_LICENCES, {"measures": set(ANY_FIELD), "agreements": {"ended_on"}})
def record_measure(
    work: Work, agreement_id: bytes, ground: str, measure: Measure, told_on: str, from_on: str, form: str, reason: str,
    proof: str, administrator_until: str | None = None,
) -> bytes:
    """What the licensor did on misuse, suspected abuse of an account, or insolvency (A-3.7, A-10.1, O-11.3).

    It holds in the course of `from_on`; `administrator_until` is the last day of the administrator's account where
    the parties agreed on a later one (O-11.5). Gives its id.
    """
    kept = agreement_or_refuse(work.connection, agreement_id)
    if ground not in AT_ONCE:
        raise Refusal(Text("Say on what ground. Nothing was recorded."), remedy="ground")
    if form not in FORMS:
        raise Refusal(Text("Say how it was sent. Nothing was recorded."), remedy="form")
    told, begins = day_or_refuse("told_on", told_on), day_or_refuse("last_on", from_on)
    until = day_or_refuse("administrator_until", administrator_until) if administrator_until else None
    ending = Ending(Ground(ground), measure, begins, True, until)
    found = check_ending(kept.profile, ending, kept.agreement.starts_on, written=form != SPOKEN)
    refuse([
        *(WrongField(_FIELDS.get(one.field, one.field), one.reason) for one in found),
        *only_wrong((wrong_future("told_on", told, work.today), wrong_order("last_on", told, begins))),
        *_wrong_words(reason, proof), *_wrong_again(kept, ending)])
    return _keep(work, kept, ending, told_on, form, reason=reason.strip(), proof=proof.strip())


@action("measure.lift", Permission.DECIDE, {"measures": {"lifted_on", "lifted_proof"}})
def lift_measure(work: Work, measure_id: bytes, lifted_on: str, proof: str) -> None:
    """The licensor lifted a suspension or limit: from that day on the licence can be used again."""
    row = work.rows_by_id(measures, [measure_id])[measure_id]
    if row["measure"] not in LIFTED:
        raise Refusal(Text("An end is not lifted. Nothing was recorded. Record a new agreement."))
    if row["lifted_on"]:
        raise Refusal(Text("This was lifted already. Nothing was recorded."))
    day = day_or_refuse("lifted_on", lifted_on)
    refuse([
        *only_wrong((wrong_future("lifted_on", day, work.today),
                     wrong_order("lifted_on", day_or_refuse("last_on", row["last_on"]), day))),
        *([] if proof.strip() else [missing("lifted_proof")])])
    work.change(measures, measure_id, lifted_on=lifted_on, lifted_proof=proof.strip())


@action("insolvency.record", Permission.EDIT_LICENCES, {"insolvencies": set(ANY_FIELD)})
def record_insolvency(
    work: Work, agreement_id: bytes, sort: str, began_on: str, told_on: str | None = None, form: str = "",
    proof: str = "",
) -> bytes:
    """Bankruptcy or suspension of payment of the organisation, and whether the licensor was told (A-3.7)."""
    agreement_or_refuse(work.connection, agreement_id)
    if sort not in INSOLVENCIES:
        raise Refusal(Text("Say what it is. Nothing was recorded."), remedy="sort")
    day = day_or_refuse("began_on", began_on)
    wrong = wrong_future("began_on", day, work.today)
    refuse([*([wrong] if wrong is not None else []), *_wrong_telling(work, began_on, told_on, form, proof)])
    return work.add(
        insolvencies, agreement_id=agreement_id, sort=sort, began_on=began_on, told_on=told_on,
        form=form if told_on else "", proof=proof.strip())


@action("insolvency.tell", Permission.EDIT_LICENCES, {"insolvencies": {"told_on", "form", "proof"}})
def tell_insolvency(work: Work, insolvency_id: bytes, told_on: str, form: str, proof: str) -> None:
    """The licensor was told of it in writing, at once (A-3.7)."""
    row = work.rows_by_id(insolvencies, [insolvency_id])[insolvency_id]
    if row["told_on"]:
        raise Refusal(Text("That the licensor was told is recorded already. Nothing was recorded."))
    refuse(_wrong_telling(work, row["began_on"], told_on, form, proof))
    work.change(insolvencies, insolvency_id, told_on=told_on, form=form, proof=proof.strip())


@action("end.task_done", Permission.EDIT_LICENCES, {"end_tasks": set(ANY_FIELD)})
def task_done(work: Work, agreement_id: bytes, task: str, done_on: str, note: str = "") -> bytes:
    """A step around the end that was taken: the export made, sub-processors told, destruction asked for."""
    agreement_or_refuse(work.connection, agreement_id)
    if task not in END_TASKS:
        raise Refusal(Text("This is no step of the end. Nothing was recorded."), remedy="task")
    wrong = wrong_future("done_on", day_or_refuse("done_on", done_on), work.today)
    refuse([wrong] if wrong is not None else [])
    return work.add(end_tasks, agreement_id=agreement_id, task=task, done_on=done_on, note=note.strip())


def end_over(
    work: Work, kept: KeptAgreement, ending: Ending, told_on: str, form: str, **over: bytes,
) -> bytes:
    """The end over a claim (`claim_id`) or an objection (`change_id`), at the close of its last day."""
    return _keep(work, kept, ending, told_on, form, **over)


def _keep(work: Work, kept: KeptAgreement, ending: Ending, told_on: str, form: str, **more: Any) -> bytes:
    row = {
        "agreement_id": kept.row["id"], "ground": str(ending.ground), "measure": ending.measure, "told_on": told_on,
        "last_on": ending.last_day.isoformat(), "immediate": int(ending.immediate), "form": form, "reason": "",
        "proof": "", "claim_id": None, "change_id": None, "lifted_on": None, "lifted_proof": "",
        "administrator_until": ending.administrator_until.isoformat() if ending.administrator_until else None, **more,
    }
    made = work.add(measures, **row)
    if ending.ends_agreement:
        last = standing_end(kept.notices, (*kept.measures, row))
        work.change(agreements, kept.row["id"], ended_on=last)
    return made


def _wrong_words(reason: str, proof: str) -> Iterator[WrongField]:
    if not reason.strip():
        yield missing("reason")
    if not proof.strip():
        yield missing("proof")


def _wrong_again(kept: KeptAgreement, ending: Ending) -> Iterator[WrongField]:
    """What is in force already is not recorded twice, and after the end there is nothing left to stop."""
    day, ended = ending.last_day.isoformat(), kept.row["ended_on"]
    if ended and ended < day:
        yield WrongField("last_on", Text(
            "The agreement ended on {day}. Nothing was recorded.", day=kept.agreement.ended_on))
    if any(
        row["measure"] == ending.measure and row["ground"] == ending.ground and not row["lifted_on"]
        and ending.ground is not Ground.SUSPECTED_ABUSE for row in kept.measures
    ):
        yield WrongField("measure", Text("This is recorded already and was not lifted. Nothing was recorded."))


def _wrong_telling(work: Work, began_on: str, told_on: str | None, form: str, proof: str) -> Iterator[WrongField]:
    if not told_on:
        return
    told = day_or_refuse("told_on", told_on)
    yield from only_wrong((
        wrong_future("told_on", told, work.today), wrong_order("told_on", day_or_refuse("began_on", began_on), told)))
    if form not in WRITTEN:
        yield WrongField("form", Text(
            "This counts only in writing. Nothing was recorded. Send a letter or an e-mail and record that."))
    if not proof.strip():
        yield missing("proof")
