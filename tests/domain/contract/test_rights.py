"""Written permissions, assignment to another licensor, audit access; and an administrator always."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.contract.rights import (
    Assignment,
    AssignmentEffect,
    AuditAccess,
    WrittenPermission,
    assignment_effect,
    check_assignment,
    check_audit_access,
    check_permission,
    is_permitted,
    needs_permission,
)
from app.domain.invariants import without_administrator
from app.domain.provider import NotRegulated, ProviderProfile

TODAY = date(2026, 11, 23)
GIVEN = WrittenPermission(
    "third_party", "the reading course", "Buurthuis West", ("name the origin", "use the logo"),
    date(2026, 2, 1), date(2027, 2, 1), "letter of 1 February")


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9", "A-3.4", "A-7.2")
def test_what_needs_permission_differs(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    assert needs_permission(practice.access, "third_party") is True
    assert needs_permission(practice.access, "credentials") is False
    assert needs_permission(monitoring.access, "credentials") is True


@pytest.mark.clause("O-4.9")
@pytest.mark.parametrize(
    ("day", "permitted"),
    [("2026-01-31", False), ("2026-02-01", True), ("2027-01-31", True), ("2027-02-01", False)],
)
def test_a_permission_holds_from_its_day_until_the_first_day_no_longer(
    practice: ProviderProfile, day: str, permitted: bool,
) -> None:
    assert is_permitted(practice.access, [GIVEN], "third_party", date.fromisoformat(day)) is permitted
    assert is_permitted(practice.access, [GIVEN], "reuse", date.fromisoformat(day)) is False


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        (replace(GIVEN, proof=""), "proof"),
        (replace(GIVEN, what=" "), "what"),
        (replace(GIVEN, third_party=""), "third_party"),
        (replace(GIVEN, kind="credentials"), "kind"),
        (replace(GIVEN, given_on=date(2026, 11, 24)), "given_on"),
        (replace(GIVEN, until_on=date(2026, 1, 1)), "until_on"),
    ],
)
def test_a_permission_says_for_what_and_whom_with_proof(
    practice: ProviderProfile, given: WrittenPermission, field: str,
) -> None:
    assert [one.field for one in check_permission(practice.access, given, TODAY)] == [field]
    assert check_permission(practice.access, GIVEN, TODAY) == ()


ASSIGNED = Assignment("Stichting Nieuw", date(2026, 5, 10), True, date(2026, 6, 1), True)


@pytest.mark.clause("O-13")
@pytest.mark.parametrize(
    ("told", "day", "explained"), [("2026-05-10", "2026-06-01", 0), ("2026-06-15", "2026-06-15", 1)],
)
def test_assignment_counts_from_its_day_but_not_before_it_was_told(
    practice: ProviderProfile, told: str, day: str, explained: int,
) -> None:
    found = assignment_effect(practice.transfer, replace(ASSIGNED, told_on=date.fromisoformat(told)))
    assert isinstance(found, AssignmentEffect)
    assert (found.day, len(found.explanation), found.source.cited) == (date.fromisoformat(day), explained, "O-13")


@pytest.mark.clause("O-13")
def test_a_partial_assignment_says_so_and_an_unwritten_one_is_refused(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    found = assignment_effect(practice.transfer, replace(ASSIGNED, whole=False))
    assert isinstance(found, AssignmentEffect)
    assert "Only a part" in str(found.explanation[0])
    assert [one.field for one in check_assignment(practice.transfer, replace(ASSIGNED, written=False), TODAY)] == [
        "written"]
    assert check_assignment(practice.transfer, ASSIGNED, TODAY) == ()
    assert isinstance(assignment_effect(monitoring.transfer, ASSIGNED), NotRegulated)


ACCESS = AuditAccess("R. Visser", "the licensor", ("seats",), date(2026, 11, 1), date(2026, 12, 1), True)


@pytest.mark.clause("O-12")
@pytest.mark.parametrize(
    ("day", "is_open"),
    [("2026-10-31", False), ("2026-11-01", True), ("2026-11-30", True), ("2026-12-01", False)],
)
def test_audit_access_closes_by_itself(day: str, is_open: bool) -> None:
    assert ACCESS.open_on(date.fromisoformat(day)) is is_open


@pytest.mark.clause("O-12")
def test_audit_access_has_an_end_a_subject_and_somebody_who_designated(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    assert check_audit_access(practice.audit, ACCESS) == ()
    bare = AuditAccess("", "", (), date(2026, 11, 1), date(2026, 11, 1), False)
    assert [one.field for one in check_audit_access(practice.audit, bare)] == [
        "auditor", "designated_by", "subjects", "until_on"]
    assert [one.field for one in check_audit_access(monitoring.audit, ACCESS)] == ["auditor"]


# --- an administrator always ---


def account(role: str, from_on: str = "2026-01-01", until_on: str | None = None) -> dict[str, object]:
    return {"role": role, "from_on": from_on, "until_on": until_on}


@pytest.mark.clause("A-3.5")
@pytest.mark.parametrize(
    ("accounts", "kept"),
    [
        ([account("administrator")], True),
        ([account("administrator"), account("coach")], True),
        ([account("coach"), account("licensor")], False),
        ([], False),
        ([account("administrator", until_on="2026-11-23")], False),  # today is the first day no longer
        ([account("administrator", until_on="2026-11-24")], True),
        ([account("administrator", until_on="")], True),
        ([account("administrator", from_on="2026-11-24")], False),  # the successor begins tomorrow
        ([account("administrator", until_on="2026-01-01"), account("administrator")], True),
    ],
)
def test_the_last_administrator_cannot_go(accounts: list[dict[str, object]], kept: bool) -> None:
    assert (without_administrator(accounts, "2026-11-23") is None) is kept


@pytest.mark.clause("A-3.5")
def test_a_profile_may_ask_for_more_than_one() -> None:
    said = without_administrator([account("administrator")], "2026-11-23", least=2)
    assert said is not None
    assert said.arguments == {"n": 2}
