"""The same histories with a licensor's computer among them, which reads and writes in the organisation's stream beside
its own: in the end all hold the same, it knows nobody, and nothing that was typed is lost silently.

`LEERSPOOR_EXAMPLES=10000` runs that many examples, drawn anew, instead of the few of the test command.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from app.actions.agreements import record_delivery, record_notice
from app.actions.invoices import book, record_invoice
from app.actions.licences import conclude_agreement
from app.actions.offering import add_package, withdraw_package
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from tests.sync.agreeing import assert_agrees, assert_has_the_offer, assert_licensor_agrees, server_rows, settle_down
from tests.sync.computers import Computer, Premises, quick_ways, without_keyring
from tests.sync.test_state_machine import DIES, EXAMPLES, PICK, STEPS, Syncs, folder, premises
from tests.sync.typed import shown
from tests.sync.working import RECEIVED, TASKS, Word, ids, pick_of

__all__ = ["folder", "premises"]


def _within(at: Computer, action: Any, **given: Any) -> None:
    at.desk.do(action, within=at.server.office.id, **given)


def _conclude(at: Computer, pick: int, word: Word) -> None:
    _within(at, conclude_agreement, number=word(), provider="oefenen", package="basis", concluded_on="2026-01-01",
            starts_on="2026-01-01", months=(1, 3, 12)[pick % 3], parts=[{"kind": "participant", "seats": 1 + pick % 3}])


def _invoice(at: Computer, pick: int, word: Word) -> None:
    _within(at, record_invoice, agreement_id=pick_of(ids(at, "agreements"), pick),
            head={"number": str(pick % 5), "invoiced_on": "2026-08-01"},
            lines=[{"description": word(), "quantity": "1", "unit_cents": 1_000, "vat_percent": "21"}])


AT_THE_PUBLISHERS: dict[str, Callable[[Computer, int, Word], object]] = {
    "conclude": _conclude,
    "invoice": _invoice,
    "deliver": lambda at, pick, _word: _within(
        at, record_delivery, agreement_id=pick_of(ids(at, "agreements"), pick), delivered_on=RECEIVED[pick % 4]),
    "notice": lambda at, pick, word: _within(
        at, record_notice, agreement_id=pick_of(ids(at, "agreements"), pick), party="licensor",
        received_on=RECEIVED[pick % 5], form="letter", proof=word()),
    "book": lambda at, pick, _word: _within(
        at, book, invoice_id=pick_of(ids(at, "invoices"), pick), kind="payment", booked_on="2026-08-20",
        amount_cents=100 * (1 + pick % 20)),
    "offer": lambda at, pick, word: at.desk.do(
        add_package, provider="oefenen", code="B", title=word(), school_fee_cents=1, seat_fee_cents=1, months=12,
        from_on="2026-11-01"),
    "withdraw": lambda at, pick, _word: at.desk.do(
        withdraw_package, package_id=pick_of(ids(at, "packages"), pick), until_on="2027-08-01"),
    "undo": lambda at, _pick, _word: at.desk.do(undo_last),
    "settle": TASKS["settle"],
}


class WithAPublisher(Syncs):
    """What can happen, with the licensor's computer as the last one."""

    @initialize(computers=st.integers(1, 3))
    def begin(self, computers: int) -> None:
        self.computers = self.premises.opened(computers, publisher=True)
        for one in self.computers:
            self.typed.note({}, shown(one), one.desk.sight.actor.account_id)

    @rule(tasks=st.lists(st.tuples(st.sampled_from(list(AT_THE_PUBLISHERS)), PICK), min_size=1, max_size=3), dies=DIES)
    def publish(self, tasks: list[tuple[str, int]], dies: int | None) -> None:
        computer = self.computers[-1]
        for task, pick in tasks:
            before, account = shown(computer), computer.desk.sight.actor.account_id
            self._do(
                computer, lambda: self._attempt(AT_THE_PUBLISHERS[task], computer, pick), dies)  # noqa: B023
            self.typed.note(before, shown(computer), account)

    @rule(joins=st.booleans())
    def link(self, joins: bool) -> None:
        with suppress(Refusal):
            self.server.link(joins)

    def _all_is_well(self) -> None:
        settle_down(self.server, self.computers)
        rows, own = server_rows(self.server), server_rows(self.server, self.server.licensor_id)
        for one in self.computers[:-1]:
            assert_agrees(self.server, one, rows)
            assert_has_the_offer(self.server, one)
        assert_licensor_agrees(self.server, self.computers[-1])
        everything = dict(rows) | {"reviews": {**rows["reviews"], **own["reviews"]}}
        lost = self.typed.lost(everything, self.computers)
        assert not lost, lost
        publisher = self.computers[-1]
        for kind in ("participants", "memberships", "seats", "groups", "coaches", "erased_ids"):
            assert not publisher.rows(f"SELECT id FROM {kind}"), kind


def test_nothing_is_lost_between_two_tenants(premises: Premises) -> None:
    profile = settings(
        settings(), max_examples=EXAMPLES or 20, stateful_step_count=STEPS, deadline=None,
        derandomize=not EXAMPLES, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
    with without_keyring(), quick_ways():
        run_state_machine_as_test(lambda: WithAPublisher(premises), settings=profile)
