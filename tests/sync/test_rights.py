"""Permissions and reports of two desks and the licensor; what the server takes from nobody."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.rights import answer_infringement, give_permission, report_infringement
from app.domain.kinds import reports_unit
from app.domain.operation import Patch
from app.views.rights import infringement_reports, permission_register
from tests.invoices import concluded
from tests.rights import GIVEN, asked, reported
from tests.sync.scenes import open_reviews, send
from tests.sync.test_agreements import together
from tests.syncing import World


@pytest.mark.clause("O-4.2", "O-4.9")
def test_what_the_organisation_asks_the_licensor_gives_on_its_own_desk(world: World) -> None:
    one, lies = world.join(), world.join("lies")
    agreement = concluded(one)
    made = asked(one, agreement)
    together(one, lies)
    lies.do(give_permission, permission_id=made, **GIVEN)
    together(lies)
    world.agree(one)
    assert one.desk.read(permission_register, agreement).rows[0].state == "given"
    assert open_reviews(one) == open_reviews(lies) == []


@pytest.mark.clause("A-7.3", "O-9.2")
def test_a_coach_reports_the_licensor_answers_and_no_other_coach_reads_it(world: World) -> None:
    one, ben, lies = world.join(), world.join("ben"), world.join("lies")
    together(one, ben, lies)
    first = reported(ben)
    second = reported(one, "Een wachtwoord hangt aan de muur.")
    together(ben, one, lies)
    assert set(lies.rows("infringements")) == {first, second}
    assert set(ben.rows("infringements")) == {first}
    lies.do(answer_infringement, infringement_id=first, state="closed", answer="Weg.", answered_by="")
    together(lies)
    world.agree(one)
    (row,) = ben.desk.read(infringement_reports).rows
    assert (row.state, row.answer) == ("closed", "Weg.")
    assert len(one.desk.read(infringement_reports).rows) == 2


REPORT = {
    "reported_by": "Ben", "reported_on": "2026-11-20", "what": "x", "seen_at": "een krant", "seen_on": "2026-11-19",
    "state": "reported",
}  # fmt: skip


@pytest.mark.parametrize("change", [
    {"account_id": bytes(16)}, {"unit": bytes(16)},
    {"what": " "}, {"seen_at": "http://x"}, {"state": "closed"}, {"seen_on": "2026-12-31"},
])  # fmt: skip
def test_nobody_reports_under_another_name_or_in_another_shape(world: World, change: dict[str, Any]) -> None:
    ben = world.join("ben")
    ben.sync()
    made = secrets.token_bytes(16)
    account = world.office.accounts["ben"]
    row = REPORT | {"id": made, "account_id": account, "unit": reports_unit(account)} | change
    answer = send(ben, report_infringement.name, [Patch("infringements", made, None, 0, None, row)])
    assert answer.status == "rejected" and made not in world.server_rows("infringements")


def test_a_coach_gives_no_permission_and_reads_none(world: World) -> None:
    one, ben = world.join(), world.join("ben")
    made = asked(one, concluded(one))
    together(one, ben)
    assert not ben.rows("permissions")
    answer = send(ben, "permission.give", [Patch("permissions", made, "given_on", 0, None, "2026-11-20")])
    assert answer.status == "rejected"
