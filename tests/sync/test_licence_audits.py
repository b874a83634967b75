"""An auditor of the licensor: let in, counted for and named to nobody, looked after by the server, and out again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from app.actions.action import REGISTRY
from app.actions.agreements import record_delivery
from app.actions.audits import end_audit, note_look, open_audit
from app.actions.groups import create_group
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.participants import add_participant
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.domain.permissions import Actor, Role, allowed
from app.domain.sight import Sight
from app.server.database import ServerDatabase
from app.store.tables import metadata
from app.views.audits import auditors, audits_here
from app.views.licence_audit import licence_audit
from app.views.licences import licence_list
from tests.desks import Clock
from tests.dumps import rows_of
from tests.rights import asked, reported
from tests.sync.publishing import LICENSOR, Publishing
from tests.sync.scenes import send
from tests.syncing import SyncedDesk

SECRET = "Geheimhuizen"


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None,
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path, "noord", "zuid")
    made.account(LICENSOR, "robin", "R. Visser", Role.AUDITOR, until="2027-12-31")
    yield made
    made.end()


def _filled(anna: SyncedDesk) -> None:
    """An agreement with a seat that is held, a permission that was asked and a report."""
    agreement = anna.do(
        conclude_agreement, number="A-1", provider="oefenen", package="Basis", concluded_on="2026-09-01",
        starts_on="2026-09-01", months=12, parts=[{"kind": "participant", "seats": 3}]).outcome
    group = anna.do(create_group, name=SECRET).outcome
    person = anna.do(
        add_participant, fields={"given_name": SECRET, "family_name": SECRET}, group_id=group).outcome
    anna.do(assign_seats, licence_id=anna.desk.read(licence_list)[0].id, participant_ids=[person])
    asked(anna, agreement, asked_by=SECRET)
    reported(anna, SECRET)


def _let_in(publishing: Publishing, lies: SyncedDesk, **more: Any) -> bytes:
    noord = publishing.ids["noord"]
    given = {
        "organisation_id": noord, "account_id": publishing.accounts[LICENSOR, "robin"], "auditor": "R. Visser",
        "from_on": "2026-11-20", "until_on": "2026-12-04", "purpose": "jaarlijkse controle",
    } | more  # fmt: skip
    made: bytes = lies.desk.do(open_audit, within=noord, **given).outcome
    lies.sync()
    return made


def _who(_connection: Connection, sight: Sight) -> Actor:
    return sight.actor


def _all(*desks: SyncedDesk) -> None:
    for one in [*desks, *desks]:
        one.sync()


@pytest.mark.clause("O-12")
def test_an_auditor_sees_numbers_and_no_names_and_the_administrator_sees_the_auditor(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    _filled(anna)
    _all(anna, lies)
    assert [one.name for one in lies.desk.read_within(publishing.ids["noord"], auditors)] == ["R. Visser"]
    _let_in(publishing, lies)
    robin = publishing.join(LICENSOR, "robin")
    _all(robin, anna)
    noord = publishing.ids["noord"]
    there, here = robin.desk.read_within(noord, licence_audit), anna.desk.read(licence_audit)
    assert there.sheets == here.sheets, "the same figures on both desks"
    assert there.sheet("licences").rows[0][3:] == (3, 1)
    assert SECRET not in str([rows_of(robin.desk, name) for name in metadata.tables])
    assert rows_of(robin.desk, "invoices") == rows_of(robin.desk, "infringements") == rows_of(robin.desk, "seats") == []
    (row,) = anna.desk.read(audits_here).running
    assert (row.auditor, row.looks) == ("R. Visser", 1)
    assert anna.desk.read(audits_here).looks[0].what.template.startswith("Fetched to the auditor")
    with pytest.raises(Refusal):
        robin.desk.read_within(publishing.ids["zuid"], licence_audit)


@pytest.mark.clause("O-12")
def test_what_the_auditor_does_comes_to_the_administrator_once_an_hour_for_fetching(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    _filled(anna)
    _all(anna, lies)
    access = _let_in(publishing, lies)
    robin = publishing.join(LICENSOR, "robin")
    _all(robin)
    robin.desk.do(note_look, within=publishing.ids["noord"], audit_id=access, what="screen")
    _all(robin, anna)
    said = [look.what.template for look in anna.desk.read(audits_here).looks]
    assert sorted(said) == ["Fetched to the auditor's computer", "Looked at on the screen"]


@pytest.mark.clause("O-12")
def test_ended_at_once_everything_goes_from_the_auditors_desk(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    _filled(anna)
    _all(anna, lies)
    access = _let_in(publishing, lies)
    robin = publishing.join(LICENSOR, "robin")
    _all(robin)
    noord = publishing.ids["noord"]
    assert rows_of(robin.desk, "agreements")
    lies.desk.do(end_audit, within=noord, audit_id=access)
    lies.sync()
    robin.sync()
    assert all(rows_of(robin.desk, kind) == [] for kind in ("agreements", "counts", "permissions"))
    with pytest.raises(Refusal):
        robin.desk.read_within(noord, licence_audit)
    anna.sync()
    assert anna.desk.read(audits_here).rows[0].state == "ended"


@pytest.mark.clause("O-12")
def test_on_its_last_day_it_is_locked_without_a_network(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    _filled(anna)
    _all(anna, lies)
    _let_in(publishing, lies, until_on="2026-11-24")
    robin = publishing.join(LICENSOR, "robin")
    _all(robin)
    noord = publishing.ids["noord"]
    robin.desk.read_within(noord, licence_audit)
    publishing.clock.forward(3)
    with pytest.raises(Refusal, match="has ended"):
        robin.desk.read_within(noord, licence_audit)
    assert rows_of(robin.desk, "agreements"), "wiped at the next contact"
    robin.sync()
    assert rows_of(robin.desk, "agreements") == []


@pytest.mark.clause("O-12")
def test_no_action_of_an_auditor_changes_anything(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    anna.sync()
    _filled(anna)
    _all(anna, lies)
    _let_in(publishing, lies)
    robin = publishing.join(LICENSOR, "robin")
    _all(robin)
    noord = publishing.ids["noord"]
    licence = rows_of(robin.desk, "licences")[0]
    actor = robin.desk.read_within(noord, _who)
    may = {action.name for action in REGISTRY.actions.values() if allowed(actor, action.permission)}
    assert may == {"audit.look", "audit.dossier"}
    with pytest.raises(Refusal):
        robin.desk.do(record_delivery, within=noord, agreement_id=licence["agreement_id"], delivered_on="2026-11-01")
    answer = send(robin, "agreement.deliver", [
        Patch("agreements", licence["agreement_id"], "delivered_on", 0, None, "2026-11-01")])
    assert answer.status == "rejected"


@pytest.mark.clause("O-12")
def test_nobody_but_the_licensor_lets_in_whatever_is_sent(publishing: Publishing) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    made = secrets.token_bytes(16)
    row = {
        "id": made, "organisation_id": publishing.ids["noord"], "account_id": anna.desk.sight.actor.account_id,
        "auditor": "x", "from_on": "2026-11-20", "until_on": "2026-12-04", "scope": "x", "purpose": "x",
        "granted_by": "x",
    }  # fmt: skip
    for action in ("audit.open", "undo"):
        arguments = {"operation": bytes(16)} if action == "undo" else {}
        answer = send(anna, action, [Patch("audits", made, None, 0, None, row)], arguments=arguments)
        assert answer.status == "rejected"
