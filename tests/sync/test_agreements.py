"""Agreements of two desks: notice given without a network, and what the server holds whoever sends it."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.agreements import record_mandate, record_notice, withdraw_notice
from app.actions.groups import create_group
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.domain.permissions import Role
from app.server.accounts import create_account, disable_account
from app.views.licences import licence_list
from tests.invoices import concluded
from tests.sync.scenes import open_reviews, send
from tests.syncing import SyncedDesk, World

KINDS = ("mandates", "signatures", "documents", "notices")


def together(*desks: SyncedDesk) -> None:
    for desk in [*desks, *desks]:
        desk.sync()


def give_notice(desk: SyncedDesk, agreement: bytes, received_on: str = "2026-11-20", party: str = "licensor") -> bytes:
    signer = {"name": "S. Vermeer", "role": "representative", "mandate_id": None} if party == "organisation" else None
    return bytes(desk.do(
        record_notice, agreement_id=agreement, party=party, received_on=received_on, form="letter", proof="brief",
        signatory=signer,
    ).outcome)  # fmt: skip


@pytest.mark.clause("O-11.1")
def test_notice_given_without_a_network_reaches_the_other_desk_and_is_withdrawn_there(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    together(one, two)
    notice = give_notice(one, agreement, party="organisation")
    world.agree(one, two)
    assert two.one("agreements", id=agreement)["ended_on"] == "2027-01-31"
    two.do(withdraw_notice, notice_id=notice, proof="akkoord")
    world.agree(one, two)
    assert one.one("agreements", id=agreement)["ended_on"] is None
    assert one.desk.read(licence_list)[0].next_date.template == "Give notice by {day} at the latest"
    assert open_reviews(one) == open_reviews(two) == []


def test_two_desks_that_record_the_same_end_agree(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    together(one, two)
    first, second = give_notice(one, agreement), give_notice(two, agreement, "2026-11-18", "organisation")
    world.agree(one, two)
    assert set(one.rows("notices")) == {first, second}
    one.do(withdraw_notice, notice_id=first, proof="akkoord")
    world.agree(one, two)
    assert two.one("agreements", id=agreement)["ended_on"] == "2027-01-31", "the other notice stands"


@pytest.mark.clause("O-11.1")
def test_a_notice_that_would_move_a_nearer_end_away_is_kept_to_be_looked_at(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    together(one, two)
    world.office.clock.forward(45)  # 5 January 2027: what is received from now on ends the next period
    give_notice(one, agreement, "2026-12-30")
    late = give_notice(two, agreement, "2027-01-04")
    together(one, two)
    assert one.one("agreements", id=agreement)["ended_on"] == "2027-01-31"
    assert late not in world.server_rows("notices")
    (review,) = open_reviews(two)
    assert review["action"] == "notice.record"
    world.agree(one)


def test_the_licensor_has_the_contract_and_a_coach_has_not(world: World) -> None:
    one = world.join()
    give_notice(one, concluded(one))
    one.do(record_mandate, holder="Anna", given_by="S. Vermeer", acts=["conclude"], from_on="2026-01-01")
    together(one)
    lies, ben = world.join("lies"), world.join("ben")
    together(lies, ben)
    assert [len(lies.rows(kind)) for kind in KINDS] == [1, 0, 0, 1]
    assert [len(ben.rows(kind)) for kind in KINDS] == [0, 0, 0, 0]


NOTICE = {"party": "licensor", "received_on": "2026-11-20", "form": "letter", "proof": "x", "ends_on": "2027-01-31"}


@pytest.mark.parametrize(
    ("action", "kind", "row"),
    [
        ("notice.record", "notices", NOTICE | {"ends_on": "2026-12-31"}),
        ("notice.record", "notices", NOTICE | {"party": "somebody"}),
        ("notice.record", "notices", NOTICE | {"proof": " "}),
        ("notice.record", "notices", NOTICE | {"party": "organisation"}),
        ("mandate.record", "mandates", {"holder": "A", "given_by": "B", "acts": "anything", "from_on": "2026-01-01"}),
        ("mandate.record", "mandates", {"holder": "A", "given_by": " ", "acts": "object", "from_on": "2026-01-01"}),
        ("agreement.conclude", "documents", {"title": "x", "checksum": "none", "signature_id": bytes(16)}),
        ("agreement.conclude", "signatures", {"kind": "x", "name": "A", "role": "representative",
                                              "signed_on": "2026-01-01"}),
        ("seats.assign", "notices", NOTICE),
    ],
)  # fmt: skip
def test_the_server_takes_no_row_that_the_rules_refuse(
    world: World, action: str, kind: str, row: dict[str, Any],
) -> None:
    one = world.join()
    agreement = concluded(one)
    together(one)
    made = secrets.token_bytes(16)
    belongs = {"agreement_id": agreement} if kind in ("notices", "signatures") else {}
    answer = send(one, action, [Patch(kind, made, None, 0, None, row | belongs | {"id": made})])
    assert answer.status == "rejected"
    assert made not in world.server_rows(kind)


def test_an_end_without_a_notice_is_refused(world: World) -> None:
    one = world.join()
    agreement = concluded(one)
    together(one)
    answer = send(one, "notice.record", [Patch("agreements", agreement, "ended_on", 0, None, "2026-12-31")])
    assert answer.status == "rejected"
    assert world.server_rows("agreements")[agreement]["ended_on"] is None


# An administrator always (A-3.5) ----------------------------------------------------------------------------------


@pytest.mark.clause("A-3.5")
@pytest.mark.parametrize(
    "change", [("until_on", None, "2026-11-21"), ("role", "administrator", "coach"), (None, None, None)])
def test_the_server_never_lets_the_last_administrator_go(world: World, change: tuple[Any, ...]) -> None:
    """Whoever may undo what nobody knows of may write any field: the rule holds for that too. The role of an account is
    the server's alone, also where there is another administrator.
    """
    one = world.join()
    one.sync()
    anna = world.office.accounts["anna"]
    field, old, new = change
    old = one.one("accounts", id=anna) if field is None else old
    if isinstance(old, dict):
        old = {name: value for name, value in old.items() if name != "version"}
    gone = Patch("accounts", anna, field, one.one("accounts", id=anna)["version"], old, new)
    answer = send(one, "undo", [gone], arguments={"operation": bytes(16)})
    assert answer.status == "rejected" and "always has at least" in str(answer.reason)
    assert world.server_rows("accounts")[anna]["role"] == "administrator"
    with world.office.database.writing() as connection:
        create_account(
            connection, world.office.id, "cas", "Cas", Role.ADMINISTRATOR, "x", world.office.clock())
    again = send(one, "undo", [gone], arguments={"operation": bytes(16)})
    assert (again.status == "rejected") is (field == "role")


@pytest.mark.clause("A-3.5")
def test_the_account_of_the_last_administrator_is_not_ended_at_the_server(world: World) -> None:
    office = world.office
    with office.database.writing() as connection, pytest.raises(Refusal, match="at least"):
        disable_account(connection, office.id, "anna", office.clock())
    one = world.join()
    one.do(create_group, name="Nog aan het werk")
    assert one.sync() is not None
    with office.database.writing() as connection:
        create_account(connection, office.id, "cas", "Cas", Role.ADMINISTRATOR, "x", office.clock())
        disable_account(connection, office.id, "anna", office.clock())
        disable_account(connection, office.id, "ben", office.clock())
    assert world.server_rows("accounts")[office.accounts["anna"]]["until_on"] is not None
