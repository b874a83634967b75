"""Permissions asked, given, refused and withdrawn; infringements reported and answered: kept and undone."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.rights import (
    answer_infringement,
    ask_permission,
    give_permission,
    refuse_permission,
    report_infringement,
    withdraw_permission,
)
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.wrong_fields import RefusedFields
from app.views.licences import licence_detail, licence_list
from app.views.rights import infringement_reports, permission_register
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.invoices import concluded
from tests.rights import ASKED, GIVEN, asked, given, licensor_of, reported


def fields(refused: pytest.ExceptionInfo[RefusedFields]) -> list[str]:
    return [one.field for one in refused.value.wrong]


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9")
def test_what_was_asked_is_given_and_taken_back(desk: Desk) -> None:
    agreement = concluded(desk)
    made = given(desk, agreement)
    (row,) = desk.read(permission_register, agreement).rows
    assert (row.state, row.answered_by, row.conditions) == ("given", "Lies Prins", ("noem de bron",))
    uses = {one.kind: one.allowed for one in desk.read(permission_register, agreement).uses}
    assert uses == {"reuse": False, "integration": False, "third_party": True, "modification": False}
    desk.do(withdraw_permission, permission_id=made, withdrawn_on="2026-11-21", withdrawn_reason="misbruik")
    register = desk.read(permission_register, agreement)
    assert (register.rows[0].state, register.rows[0].reason) == ("withdrawn", "misbruik")
    assert not any(one.allowed for one in register.uses)
    desk.do(undo_last)
    assert desk.read(permission_register, agreement).rows[0].state == "given"


@pytest.mark.clause("O-4.9")
def test_what_was_asked_is_refused_with_a_reason(desk: Desk) -> None:
    agreement = concluded(desk)
    made = asked(desk, agreement)
    desk.do(refuse_permission, permission_id=made, refused_on="2026-11-12", refused_reason="te druk",
            answered_by="Lies Prins")
    (row,) = desk.read(permission_register, agreement).rows
    assert (row.state, row.reason) == ("refused", "te druk")
    with pytest.raises(Refusal, match="answered already"):
        desk.do(give_permission, permission_id=made, **GIVEN)
    with pytest.raises(Refusal, match="Only a permission that holds"):
        desk.do(withdraw_permission, permission_id=made, withdrawn_on="2026-11-21", withdrawn_reason="x")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"what": " "}, "what"), ({"asked_on": "2026-02-30"}, "asked_on"), ({"kind": "credentials"}, "kind"),
     ({"third_party": ""}, "third_party")],
)
def test_a_wrong_request_is_refused_at_its_field(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    agreement = concluded(desk)
    with pytest.raises(RefusedFields) as refused:
        desk.do(ask_permission, agreement_id=agreement, **(ASKED | wrong))
    assert fields(refused) == [field] and rows_of(desk, "permissions") == []


def test_an_answer_without_the_file_is_refused(desk: Desk) -> None:
    made = asked(desk, concluded(desk))
    with pytest.raises(RefusedFields) as refused:
        desk.do(give_permission, permission_id=made, **(GIVEN | {"checksum": ""}))
    assert fields(refused) == ["checksum"]


@pytest.mark.clause("O-4.1", "O-4.8", "O-14", "O-15")
def test_the_agreement_says_what_the_right_is_and_what_the_terms_say_beside(desk: Desk) -> None:
    concluded(desk)
    detail = desk.read(licence_detail, desk.read(licence_list)[0].id)
    (right,) = [fact for fact in detail.facts if fact.label.template == "Right of use"]
    assert right.clause == "O-4.1, O-4.8"
    assert {"O-14", "O-15"} <= {clause for _, clause in detail.terms}


@pytest.mark.clause("A-3.6", "A-5.2", "A-6.4")
def test_silent_terms_are_said_to_be_silent(school_desk: Desk) -> None:
    concluded(school_desk)
    detail = school_desk.read(licence_detail, school_desk.read(licence_list)[0].id)
    (right,) = [fact for fact in detail.facts if fact.label.template == "Right of use"]
    assert "not regulate" in right.value.template and right.clause == ""
    assert {"A-3.6", "A-5.2", "A-6.4", "A-11.1, A-11.2"} <= {clause for _, clause in detail.terms}


@pytest.mark.clause("A-7.3", "O-9.2")
def test_a_coach_reports_and_sees_the_own_reports_only(desk: Desk) -> None:
    group = desk.do(create_group, name="Dinsdag").outcome
    reported(desk)
    coach = coach_of(desk, group)
    reported(coach, "Een ander geeft zijn wachtwoord door.")
    assert [row.what for row in coach.read(infringement_reports).rows] == ["Een ander geeft zijn wachtwoord door."]
    assert len(desk.read(infringement_reports).rows) == 2
    own = rows_of(desk, "infringements")[1]
    assert own["account_id"] == coach.sight.actor.account_id and own["reported_on"] == "2026-11-21"
    with pytest.raises(Refusal):
        coach.do(answer_infringement, infringement_id=own["id"], state="closed", answer="x", answered_by="y")


@pytest.mark.clause("A-7.3", "O-9.2")
def test_a_report_is_answered(desk: Desk) -> None:
    made = reported(desk)
    assert desk.read(infringement_reports).may_report
    desk.do(answer_infringement, infringement_id=made, state="under way", answer="Wij zoeken het uit.",
            answered_by="Lies")
    (row,) = desk.read(infringement_reports).rows
    assert (row.state, row.answer, row.answered_by) == ("under way", "Wij zoeken het uit.", "Lies")
    with pytest.raises(RefusedFields) as refused:
        desk.do(report_infringement, what="", seen_at="http://x", seen_on="2027-01-01")
    assert fields(refused) == ["what", "seen_at", "seen_on"]


def test_the_licensor_answers_and_reports_nothing(desk: Desk) -> None:
    agreement = concluded(desk)
    made, report = asked(desk, agreement), reported(desk)
    lies = licensor_of(desk)
    lies.do(give_permission, permission_id=made, **GIVEN)
    lies.do(answer_infringement, infringement_id=report, state="closed", answer="weg", answered_by="")
    assert lies.read(infringement_reports).rows[0].answered_by == "Lies Prins"
    assert not lies.read(infringement_reports).may_report
    for action, more in ((ask_permission, ASKED | {"agreement_id": agreement}),
                         (report_infringement, {"what": "x", "seen_at": "y", "seen_on": "2026-11-19"})):
        with pytest.raises(Refusal, match="role"):
            lies.do(action, **more)
