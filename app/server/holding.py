"""What must hold over several rows.

An agreement ends by its notices, an order goes its steps, an organisation keeps an administrator, money
(`holding_money`), the fees of a price round, and new groups are made once and not before their day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from app.domain.billing.price_round import fee_not_by_round
from app.domain.coaches import has_ended
from app.domain.contract.authority import Act, Signatory, wrong_signatory
from app.domain.contract.ending import Ground, check_ending
from app.domain.contract.kept_rows import SPOKEN, agreement_of, end_not_by_notice, mandate_of, notice_not_by_rule
from app.domain.contract.order_states import OrderState, answered_elsewhere, as_sent, has_licensor, wrong_change
from app.domain.contract.use import ending_of
from app.domain.errors import Refusal
from app.domain.invariants import administrators_needed, without_administrator
from app.domain.merging import Fields
from app.domain.operation import Patch
from app.domain.permissions import TenantKind
from app.domain.rollover.kept import not_now
from app.domain.text import Text
from app.domain.wrong_fields import WrongField
from app.server import records, using
from app.server.batch import Batch, Trial
from app.server.holding_doubles import hold_doubles
from app.server.holding_doubles import read_beside as read_beside_doubles
from app.server.holding_media import hold_media
from app.server.holding_media import read_beside as read_beside_media
from app.server.holding_money import hold_money
from app.server.holding_money import read_beside as read_beside_money
from app.server.holding_parties import hold_parties
from app.server.holding_parties import read_beside as read_beside_parties
from app.server.records import Key, Record
from app.server.sessions import Caller
from app.server.stream import was_put_back
from app.server.tables import records as records_table
from app.store.resources import load_profile

ORGANISATIONS, ACCOUNTS, AGREEMENTS, NOTICES = "organisations", "accounts", "agreements", "notices"
MEASURES, CLAIMS, CHANGES = "measures", "claims", "changes"
ORDERS, MANDATES, LINKS = "orders", "mandates", "links"
_SIGNED_BY = ("ordered_on", "name", "role", "mandate_id")
_WHO = ("role", "coach_id")
GROUPS, MEMBERSHIPS, ASSIGNMENTS = "groups", "memberships", "coach_assignments"
PRICE_ROUNDS, ROUND_FEES, ROLL_OVERS = "price_rounds", "round_fees", "roll_overs"


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Read what these rows are judged by: all accounts, mandates, or the agreement with its notices."""
    if any(patch.kind in (ACCOUNTS, ORDERS) for patch in patches):
        batch.read([(ORGANISATIONS, batch.organisation_id)])
        batch.know(records.load_where(
            batch.connection, batch.organisation_id, records_table.c.kind.in_((ACCOUNTS, LINKS))))
    batch.read((AGREEMENTS, patch.new["agreement_id"]) for patch in patches
               if patch.kind == ORDERS and patch.inserts and patch.new["agreement_id"])
    batch.read((MANDATES, mandate) for mandate in set(_mandates_in(patches)))
    read_beside_money(batch, patches)
    read_beside_parties(batch, patches)
    read_beside_doubles(batch, patches)
    read_beside_media(batch, patches)
    ended = set(_agreements_in(batch, patches))
    if ended:
        batch.read((AGREEMENTS, agreement) for agreement in ended)
        for kind in (NOTICES, MEASURES):
            batch.know(records.children(batch.connection, batch.organisation_id, kind, ended))
    using.read_beside(batch, patches)
    batch.read((GROUPS, patch.new["group_id"]) for patch in patches
               if patch.kind in (MEMBERSHIPS, ASSIGNMENTS) and patch.inserts)
    rounds = {patch.new["round_id"] for patch in patches if patch.kind == ROUND_FEES and patch.inserts}
    batch.read((PRICE_ROUNDS, one) for one in rounds)


def must_join_open(batch: Batch, patch: Patch, day: str) -> None:
    """Raise Refusal for who would join a group, or get it, that a colleague closed meanwhile: nothing of it is done."""
    if patch.kind not in (MEMBERSHIPS, ASSIGNMENTS) or not patch.inserts or patch.new.get("until_on"):
        return
    group = batch.fields((GROUPS, patch.new["group_id"]))
    if group is not None and has_ended(group["until_on"], day):
        raise Refusal(Text(
            "{The_group} {name} was closed in the meantime. Nothing of this change was taken over: everybody is where "
            "they were. Choose another {group}.", name=group["name"]))


def as_taken(batch: Batch, caller: Caller, patches: Sequence[Patch]) -> list[Patch]:
    """What is brought, as the server takes it: where a licensor works here it answers orders itself (A-2.2), so that
    one that was answered on paper, and not concluded since, waits for that answer.
    """
    if not any(patch.kind == ORDERS for patch in patches) or not _answers_itself(batch, batch.stands, caller):
        return list(patches)
    coming = {patch.id for patch in patches if patch.kind == AGREEMENTS and patch.inserts}
    return [
        msgspec.structs.replace(patch, new=as_sent(patch.new))
        if patch.kind == ORDERS and patch.inserts and answered_elsewhere(
            patch.new, patch.new["agreement_id"] in coming or _is_there(batch, patch.new))
        else patch for patch in patches]


def _is_there(batch: Batch, order: Fields) -> bool:
    return batch.fields((AGREEMENTS, order["agreement_id"])) is not None if order["agreement_id"] else False


def _answers_itself(batch: Batch, rows: Mapping[Key, Record], caller: Caller) -> bool:
    """A server that was put back takes what its desks still have."""
    there = has_licensor([*_fields(rows, ACCOUNTS), *_fields(rows, LINKS)], caller.today.isoformat())
    return there and not was_put_back(batch.connection, batch.organisation_id)


def hold_over_rows(trial: Trial, caller: Caller, brings: bool) -> None:
    """Raise Refusal where these changes together would break a rule. `brings`: they come as they stood elsewhere."""
    day = caller.today.isoformat()
    _stay_in_their_units(trial)
    if any(kind == ACCOUNTS for kind, _ in trial.changes):
        _keep_an_administrator(trial, day)
    for key, record in trial.changes.items():
        before, now = trial.batch.fields(key), record.fields
        if key[0] == ACCOUNTS and before is not None:
            _must_stay_who_it_is(before, now)
        hold_money(trial, key, now)
        hold_parties(trial, key, now, caller, brings)
        if key[0] == ORDERS and now is not None and before is None:
            _must_begin_prepared(trial, now, caller, brings)
        if key[0] == ORDERS and now is not None:
            _must_go_its_steps(trial, before, now, caller)
        if key[0] == ROLL_OVERS and now is not None:
            _refuse(not_now(before, now, caller.today))
        if key[0] == NOTICES and before is None and now is not None:
            _must_end_by_the_rule(trial, now)
        if key[0] == MEASURES and before is None and now is not None:
            _must_be_given_by_the_terms(trial, now)
        if key[0] == ROUND_FEES and now is not None:
            _must_follow_from_its_round(trial, now)
        if key[0] == AGREEMENTS and before is not None and now is not None and before["ended_on"] != now["ended_on"]:
            _refuse(end_not_by_notice(
                now["ended_on"], _of_agreement(trial, NOTICES, record.id), _of_agreement(trial, MEASURES, record.id)))
    hold_doubles(trial)
    hold_media(trial)
    using.hold(trial)


def _stay_in_their_units(trial: Trial) -> None:
    """A row is judged by the unit in which it stands: within one operation none goes and comes back in another."""
    for key, record in trial.changes.items():
        stands = trial.batch.stands.get(key)
        if stands is not None and stands.lives and record.lives and stands.unit != record.unit:
            raise Refusal(Text("This change touches more than its kind of change may. It was refused."))


def _must_stay_who_it_is(before: Fields, now: Fields | None) -> None:
    """Of an account that stands only the server itself says which role and which coach it has, and that it is there:
    with another role an administrator would come by the way of the coaches to the account of anybody (O-1).
    """
    if now is None or any(before[name] != now[name] for name in _WHO):
        raise Refusal(Text("This change touches more than its kind of change may. It was refused."))


def _agreements_in(batch: Batch, patches: Iterable[Patch]) -> Iterable[bytes]:
    for patch in patches:
        if patch.kind == AGREEMENTS and patch.field == "ended_on":
            yield patch.id
        if patch.kind in (NOTICES, MEASURES) and patch.inserts:
            yield patch.new["agreement_id"]


def _mandates_in(patches: Iterable[Patch]) -> Iterator[bytes]:
    for patch in patches:
        if patch.kind == ORDERS and patch.field == "mandate_id" and patch.new:
            yield patch.new


def _must_begin_prepared(trial: Trial, now: Fields, caller: Caller, brings: bool) -> None:
    """No order begins half-way; only one that is brought stands where it stood."""
    rows = trial.batch.stands | trial.changes
    shown = trial.record((AGREEMENTS, now["agreement_id"])) is not None if now["agreement_id"] else False
    if brings and not (answered_elsewhere(now, shown) and _answers_itself(trial.batch, rows, caller)):
        return
    if now["state"] != OrderState.PREPARED:
        raise Refusal(Text("An order begins as prepared. The change was not taken over."))


def _must_go_its_steps(trial: Trial, before: Fields | None, now: Fields, caller: Caller) -> None:
    """Nobody sends without the right to bind, and only the licensor answers where one works here (A-1.3, A-2.2)."""
    if before is None:
        return
    rows = trial.batch.stands | trial.changes
    there = has_licensor([*_fields(rows, ACCOUNTS), *_fields(rows, LINKS)], caller.today.isoformat())
    _refuse(wrong_change(before, now, caller.role, there))
    if not now["ordered_on"] or all(before[name] == now[name] for name in _SIGNED_BY):
        return
    mandate = trial.record((MANDATES, now["mandate_id"])) if now["mandate_id"] else None
    by = Signatory(now["name"], now["role"], mandate_of(mandate.fields) if mandate and mandate.fields else None)
    authority = load_profile(now["provider"]).order.authority
    wrong = wrong_signatory(authority, by, Act.CONCLUDE, date.fromisoformat(now["ordered_on"]), "signatory")
    _refuse(wrong.reason if wrong is not None else None)


def _keep_an_administrator(trial: Trial, day: str) -> None:
    """Nothing takes away the last one (A-3.5); where there was none, somebody is being made one."""
    before = _fields(trial.batch.stands, ACCOUNTS)
    organisation = trial.batch.fields((ORGANISATIONS, trial.batch.organisation_id)) or {}
    at = TenantKind(organisation.get("kind") or TenantKind.ORGANISATION)
    least = administrators_needed(load_profile(organisation["provider"]), at) if organisation else 1
    if without_administrator(before, day, least, at) is None:
        _refuse(without_administrator(_fields(trial.batch.stands | trial.changes, ACCOUNTS), day, least, at))


def _must_end_by_the_rule(trial: Trial, notice: Fields) -> None:
    agreement = _agreement(trial, notice)
    rules = load_profile(agreement["provider"]).duration
    _refuse(notice_not_by_rule(rules, agreement_of(agreement), notice))


def _must_be_given_by_the_terms(trial: Trial, measure: Fields) -> None:
    """A measure that the terms do not give stops nobody, whoever sends it."""
    agreement = _agreement(trial, measure)
    found = check_ending(
        load_profile(agreement["provider"]), ending_of(measure), agreement_of(agreement).starts_on,
        written=measure["form"] != SPOKEN)
    over = {Ground.THIRD_PARTY_CLAIM: (CLAIMS, "claim_id"), Ground.OBJECTION: (CHANGES, "change_id")}
    about = over.get(Ground(measure["ground"]))
    if about is not None and (measure[about[1]] is None or measure["immediate"]):
        found = (WrongField("ground", Text("The terms do not give this choice. Nothing was recorded.")),)
    if about is None and not measure["immediate"]:
        found = (WrongField("ground", Text("The terms do not give this choice. Nothing was recorded.")),)
    _refuse(found[0].reason if found else None)


def _agreement(trial: Trial, row: Fields) -> Fields:
    agreement = trial.record((AGREEMENTS, row["agreement_id"]))
    if agreement is None or agreement.fields is None:
        raise Refusal(Text("This agreement does not exist any more. Nothing was recorded."))
    return agreement.fields


def _must_follow_from_its_round(trial: Trial, fee: Fields) -> None:
    """A fee is what its round computes (O-5.2), whoever worked it out."""
    of = trial.record((PRICE_ROUNDS, fee["round_id"]))
    if of is None or of.fields is None:
        raise Refusal(Text("This round of prices does not exist any more. Nothing was recorded."))
    _refuse(fee_not_by_round(of.fields, fee))


def _of_agreement(trial: Trial, kind: str, agreement_id: bytes) -> list[Mapping[str, Any]]:
    every = _fields(trial.batch.stands | trial.changes, kind)
    return [row for row in every if row["agreement_id"] == agreement_id]


def _fields(rows: Mapping[Key, Record], kind: str) -> list[Fields]:
    return [row.fields for key, row in rows.items() if key[0] == kind and row.lives and row.fields is not None]


def _refuse(wrong: Text | None) -> None:
    if wrong is not None:
        raise Refusal(wrong)
