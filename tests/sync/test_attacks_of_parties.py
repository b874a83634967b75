"""A licensor and an organisation with clients made by hand: neither writes what only the other may."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.actions.changes import announce_change
from app.actions.groups import create_group
from app.actions.measures import lift_measure
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.domain.permissions import Role
from app.server.database import ServerDatabase
from app.server.records import load_where
from app.server.stream import change_epoch, lock
from app.server.tables import records
from app.sync.wire import Answer, Answers, Push, Sent
from tests.course import measured, objected
from tests.desks import Clock
from tests.dumps import rows_of
from tests.orders import sent
from tests.rights import asked
from tests.sync.publishing import LICENSOR, Publishing, conclude
from tests.sync.test_licence_audits import _let_in
from tests.sync.test_streams_guards import _recounted
from tests.syncing import SyncedDesk


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None,
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path, "noord")
    made.account(LICENSOR, "robin", "R. Visser", Role.AUDITOR, until="2027-12-31")
    yield made
    made.end()


class Within:
    """The licensor at work in an organisation, as the helpers take a desk."""

    def __init__(self, one: SyncedDesk, tenant: bytes) -> None:
        self.one, self.tenant = one, tenant

    def do(self, action: Any, **given: Any) -> Any:
        return self.one.desk.do(action, within=self.tenant, **given)


def send(desk: SyncedDesk, stream: bytes, action: str, *operations: list[Patch], **more: Any) -> list[Answer]:
    made = {"action_version": 1, "arguments": {}, "depends_on": [], "at_us": 1} | more
    given = [Sent(**{"id": secrets.token_bytes(16), **made}, action=action, patches=patches) for patches in operations]
    return desk.syncer._talking().ask("/v1/push", Push(given, stream=stream), Answers).answers


def statuses(answers: list[Answer]) -> set[str]:
    return {answer.status for answer in answers}


def kept(publishing: Publishing, kind: str) -> dict[bytes, dict[str, Any]]:
    with publishing.database.reading() as connection:
        return {row.id: row.fields or {} for row in load_where(
            connection, publishing.ids["noord"], records.c.kind == kind)}


def both(publishing: Publishing) -> tuple[SyncedDesk, SyncedDesk, bytes]:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    agreement = conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    return lies, anna, agreement


def test_an_empty_settling_gives_a_licensor_no_key_to_orders(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    order = sent(anna)
    anna.sync()
    noord, key = publishing.ids["noord"], secrets.token_bytes(16)
    send(lies, noord, "review.settle", [], id=key)
    row = kept(publishing, "orders")[order]
    answers = send(
        lies, noord, "undo", [Patch("orders", order, None, 2**40, row | {"id": order}, None)],
        [Patch("order_parts", next(iter(kept(publishing, "order_parts"))), "participants", 2**40, 1, 99)],
        arguments={"operation": key})
    assert statuses(answers) == {"rejected"}
    assert kept(publishing, "orders")[order]["state"] == "sent"


def test_a_licensor_takes_no_objection_away_and_makes_none(publishing: Publishing) -> None:
    lies, anna, agreement = both(publishing)
    noord = publishing.ids["noord"]
    change = Within(lies, noord).do(
        announce_change, agreement_id=agreement, kind="terms", form="publication", announced_on="2026-11-20",
        title="Voorwaarden 2027").outcome
    lies.sync()
    anna.sync()
    objected(anna, change)
    anna.sync()
    gone = [Patch("changes", change, name, 2**40, "x", None if name == "objection_on" else "")
            for name in ("objection_on", "objection_form", "objection_name")]
    assert statuses(send(lies, noord, "change.object", gone)) == {"rejected"}
    assert kept(publishing, "changes")[change]["objection_on"] == "2026-11-21"
    choice = [Patch("changes", change, "outcome", 2**40, "", "continues_unchanged"),
              Patch("changes", change, "chosen_on", 2**40, None, "2026-11-21")]
    for action in ("change.choose", "organisation.bring"):
        assert statuses(send(anna, b"", action, choice)) == {"rejected"}
    assert statuses(send(lies, noord, "change.choose", choice)) == {"applied"}


def test_an_organisation_lifts_no_suspension_of_its_licensor(publishing: Publishing) -> None:
    lies, anna, agreement = both(publishing)
    noord = publishing.ids["noord"]
    measure = measured(Within(lies, noord), agreement, "suspected abuse", "suspend")
    lies.sync()
    anna.sync()
    row = kept(publishing, "measures")[measure] | {"id": measure}
    assert anna.desk.sight.actor.licensor_is_here, "the desk knows it by the tie that came with the sync"
    with pytest.raises(Refusal, match="Only the licensor"):
        anna.do(lift_measure, measure_id=measure, lifted_on="2026-11-21", proof="x")
    lift = [Patch("measures", measure, "lifted_on", 2**40, None, "2026-11-21"),
            Patch("measures", measure, "lifted_proof", 2**40, "", "x")]
    assert statuses(send(anna, b"", "measure.lift", lift)) == {"rejected"}
    assert statuses(send(anna, b"", "organisation.bring", lift)) == {"rejected"}
    away = [Patch("measures", measure, None, 2**40, row, None)]
    assert statuses(send(anna, b"", "undo", away, arguments={"operation": bytes(16)})) == {"rejected"}
    lies.desk.do(lift_measure, within=noord, measure_id=measure, lifted_on="2026-11-21", proof="brief")
    lies.sync()
    assert kept(publishing, "measures")[measure]["lifted_on"] == "2026-11-21"


def test_an_organisation_gives_itself_no_permission(publishing: Publishing) -> None:
    lies, anna, agreement = both(publishing)
    permission = asked(anna, agreement)
    anna.sync()
    given = [Patch("permissions", permission, name, 2**40, None, value) for name, value in (
        ("given_on", "2026-11-21"), ("proof", "x"), ("checksum", "a" * 64), ("answered_by", "Lies"))]
    assert statuses(send(anna, b"", "permission.give", given)) == {"rejected"}
    assert statuses(send(lies, publishing.ids["noord"], "permission.give", given)) == {"applied"}


def test_nobody_writes_whose_licensor_it_is(publishing: Publishing) -> None:
    _, anna, _ = both(publishing)
    (link,) = kept(publishing, "links")
    ended = [Patch("links", link, "until_on", 2**40, None, "2026-11-01")]
    assert statuses(send(anna, b"", "organisation.bring", ended)) == {"rejected"}


def test_an_auditor_changes_nothing_of_what_was_looked_at(publishing: Publishing) -> None:
    lies, _, _ = both(publishing)
    access = _let_in(publishing, lies)
    robin = publishing.join(LICENSOR, "robin")
    robin.sync()
    (look,) = kept(publishing, "audit_looks")
    row = {"id": secrets.token_bytes(16), "audit_id": access, "auditor": "R. Visser", "at_us": 5, "what": "screen"}
    answers = send(
        robin, publishing.ids["noord"], "audit.look", [Patch("audit_looks", row["id"], None, 0, None, row)],
        [Patch("audit_looks", look, "at_us", 2**40, 1, 5)], [Patch("audit_looks", row["id"], "what", 2**40, "", "x")])
    assert [answer.status for answer in answers] == ["applied", "rejected", "rejected"]


def test_a_server_put_back_gets_all_it_lost_also_where_somebody_was_let_in(publishing: Publishing) -> None:
    lies, anna, _ = both(publishing)
    _let_in(publishing, lies)
    anna.sync()
    anna.do(create_group, name="Dinsdag")
    anna.sync()
    with publishing.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM records WHERE kind IN ('audits', 'groups', 'links')")
        connection.exec_driver_sql("DELETE FROM answers")
        change_epoch(connection, lock(connection, publishing.ids["noord"]))
    _recounted(publishing)
    for _ in range(2):
        anna.sync()
    assert [row["name"] for row in kept(publishing, "groups").values()] == ["Dinsdag"]
    assert rows_of(anna.desk, "audits"), "who was let in is still shown here"
