"""What a clause makes the program say beside a licence: facts with their clause, and what an end does to whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.actions.desk import Desk
from app.domain.contract.consequences import ConsequenceKind
from app.views.licences import LicenceDetail, licence_detail, licence_list
from tests.coaching import coach_of
from tests.course import measured
from tests.invoices import concluded
from ui.window.help_desk import whom_line
from ui.words import use_language


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """Whatever window was open before in this process, and for whatever comes after."""
    use_language("nl")
    yield
    use_language("nl")


def shown(desk: Desk) -> LicenceDetail:
    return desk.read(licence_detail, desk.read(licence_list)[0].id)


def fact(desk: Desk, label: str) -> tuple[str, str]:
    """What stands behind a label, and the clause."""
    (found,) = (one for one in shown(desk).facts if one.label.template == label)
    return found.value.template, found.clause


@pytest.mark.clause("O-4.1", "O-4.8")
def test_the_right_is_not_passed_on_and_not_exclusive(desk: Desk) -> None:
    concluded(desk)
    assert fact(desk, "Right of use")[1] == "O-4.1, O-4.8"


@pytest.mark.clause("O-6.2")
def test_every_user_accepts_the_terms_of_use_in_person(desk: Desk) -> None:
    concluded(desk)
    assert fact(desk, "Terms of use") == (
        "accepted in person by every {coach} and every {participant}", "O-6.2, O-annex 2")


@pytest.mark.clause("A-2.2")
def test_where_the_order_accepts_the_terms_users_are_asked_for_nothing(school_desk: Desk) -> None:
    concluded(school_desk)
    told, clause = fact(school_desk, "Terms of use")
    assert clause == "" and "accepted in person" not in told


@pytest.mark.clause("A-10.1", "A-10.2", "A-10.3")
def test_ended_access_puts_everybody_out_and_leaves_what_must_be_kept(school_desk: Desk) -> None:
    agreement = concluded(school_desk)
    measured(school_desk, agreement, "insolvency", "dissolve")
    found = {one.kind for one in shown(school_desk).at_end.consequences}
    assert found >= {ConsequenceKind.USERS_OUT, ConsequenceKind.CONTENT_BLOCKED, ConsequenceKind.LEGAL_KEEPING}


@pytest.mark.clause("O-7")
def test_the_window_says_whom_to_ask(desk: Desk) -> None:
    use_language("en")
    for_coach, for_administrator = whom_line(coach_of(desk, bytes(16)).sight), whom_line(desk.sight)
    assert for_coach.startswith("Ask your administrator") and for_coach != for_administrator
