"""Licence audits: the licensor gives access and ends it; the administrator sees it, and nobody else gives any."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.audits import end_audit, note_look, open_audit
from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.domain.wrong_fields import RefusedFields
from app.views.audits import auditors, audits_here
from tests.coaching import coach_of
from tests.invoices import concluded
from tests.rights import licensor_of

ACCESS: dict[str, Any] = {
    "auditor": "R. Visser", "from_on": "2026-11-20", "until_on": "2026-12-04", "purpose": "jaarlijkse controle",
}  # fmt: skip


def opened(desk: Desk, lies: Desk, account: bytes = b"k" * 16, **more: Any) -> bytes:
    given = ACCESS | {"organisation_id": desk.organisation.id, "account_id": account} | more
    return bytes(lies.do(open_audit, **given).outcome)


@pytest.mark.clause("O-12")
def test_the_administrator_sees_who_may_look_at_what_until_when_and_what_was_looked_at(desk: Desk) -> None:
    concluded(desk)
    lies, robin = licensor_of(desk), licensor_of(desk, "R. Visser", Role.AUDITOR)
    access = opened(desk, lies, robin.sight.actor.account_id)
    robin.do(note_look, audit_id=access, what="screen")
    robin.do(note_look, audit_id=access, what="dossier")
    known = desk.read(audits_here)
    (row,) = known.running
    assert (row.auditor, row.purpose, row.given_by, row.looks) == ("R. Visser", "jaarlijkse controle", "Lies Prins", 2)
    assert [look.what.template for look in known.looks] == ["A dossier was made", "Looked at on the screen"]
    assert not known.may_open and lies.read(audits_here).may_open
    assert [one.name for one in lies.read(auditors)] == ["R. Visser"]


@pytest.mark.clause("O-12")
def test_it_is_ended_at_once(desk: Desk) -> None:
    concluded(desk)
    lies = licensor_of(desk)
    access = opened(desk, lies)
    lies.do(end_audit, audit_id=access)
    (row,) = desk.read(audits_here).rows
    assert (row.state, row.until.isoformat()) == ("ended", "2026-11-21")
    with pytest.raises(Refusal, match="ended already"):
        lies.do(end_audit, audit_id=access)


@pytest.mark.clause("O-12")
def test_one_that_begins_later_is_ended_before_it_began(desk: Desk) -> None:
    concluded(desk)
    lies = licensor_of(desk)
    access = opened(desk, lies, from_on="2026-12-01", until_on="2026-12-24")
    assert desk.read(audits_here).rows[0].state == "coming" and desk.read(audits_here).running == ()
    lies.do(end_audit, audit_id=access)
    assert desk.read(audits_here).rows[0].state == "ended"


@pytest.mark.clause("O-12")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"auditor": " "}, "auditor"), ({"until_on": "2026-11-20"}, "until_on"), ({"until_on": "2026-11-31"}, "until_on"),
     ({"purpose": ""}, "purpose"), ({"from_on": "1999-01-01"}, "from_on")],
)
def test_what_is_wrong_is_said_at_its_field(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    concluded(desk)
    with pytest.raises(RefusedFields) as refused:
        opened(desk, licensor_of(desk), **wrong)
    assert [one.field for one in refused.value.wrong] == [field]


def test_under_terms_without_the_right_there_is_no_audit(school_desk: Desk) -> None:
    concluded(school_desk)
    with pytest.raises(RefusedFields) as refused:
        opened(school_desk, licensor_of(school_desk))
    assert refused.value.wrong[0].field == "auditor"


@pytest.mark.clause("O-12")
def test_nobody_but_the_licensor_gives_access_and_nobody_but_the_auditor_looks(desk: Desk) -> None:
    concluded(desk)
    lies, robin = licensor_of(desk), licensor_of(desk, "R. Visser", Role.AUDITOR)
    access = opened(desk, lies)
    for other in (desk, robin, coach_of(desk, b"g" * 16)):
        with pytest.raises(Refusal, match="role"):
            opened(desk, other)
    for other in (desk, lies):
        with pytest.raises(Refusal, match="role"):
            other.do(note_look, audit_id=access, what="screen")


@pytest.mark.clause("O-12")
def test_an_auditor_changes_nothing(desk: Desk) -> None:
    from app.actions.action import REGISTRY
    from app.domain.permissions import Permission, allowed

    robin = licensor_of(desk, "R. Visser", Role.AUDITOR)
    may = {one for one in Permission if allowed(robin.sight.actor, one)}
    assert may == {Permission.SEE_ORGANISATION, Permission.SEE_LICENCES, Permission.LOOK_IN_AUDIT}
    assert {one.name for one in REGISTRY.actions.values() if one.permission in may} == {"audit.look", "audit.dossier"}
