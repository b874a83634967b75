"""Certificates: for who made every exercise, once, kept as issued, corrected under a new serial, revoked for good."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.certificates import correct_certificate, issue_certificates, revoke_certificate
from app.actions.designs import add_design, change_design
from app.actions.desk import Desk
from app.actions.participants import change_participant, leave
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.serials import read_serial
from app.domain.verification import Outcome, check
from app.domain.wrong_fields import RefusedFields
from app.views.certificates import (
    certificate_sheets,
    certificate_status,
    due_certificates,
    issued_certificates,
    issued_count,
    known_keys,
)
from tests.actions.conftest import Stage
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement

TODAY = date(2026, 11, 21)


def issue(desk: Desk, participant: bytes, version: bytes, name: str = "Amira Bakker", day: date = TODAY) -> bytes:
    (made,) = desk.do(issue_certificates, due=[(participant, version, name)], place="Lindenveen", issued_on=day).outcome
    return bytes(made)


def sheet_of(desk: Desk, certificate: bytes) -> CertificateSheet:
    (sheet,) = desk.read(certificate_sheets, (certificate,))
    return sheet


@pytest.mark.clause("O-annex 1")
@pytest.mark.parametrize("made", [(), (1,), (2,), (1, 2), (1, 3), (2, 3), (1, 2, 3)])
def test_a_certificate_is_due_for_who_made_every_exercise(desk: Desk, made: tuple[int, ...]) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    version = add_programme(desk, "fietsen", exercises=3)
    bring_results(desk, [statement("1", exercise_iri("fietsen", number)) for number in made])
    due = desk.read(due_certificates)
    participant = rows_of(desk, "participants")[0]["id"]
    if made == (1, 2, 3):
        assert [(one.full, one.programme_version_id, one.completed_on) for one in due] == [
            ("Amira Bakker", version, date(2026, 11, 2))
        ]
        issue(desk, participant, version)
        assert desk.read(due_certificates) == ()
    else:
        assert due == ()
        before = dump(desk, frozenset())
        with pytest.raises(Refusal, match="has not made every exercise"):
            issue(desk, participant, version)
        assert dump(desk, frozenset()) == before


def test_trying_or_failing_is_not_making(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    add_programme(desk, "fietsen")
    first, second = (exercise_iri("fietsen", number) for number in (1, 2))
    bring_results(desk, [statement("1", first), statement("1", second, passed=False)])
    assert desk.read(due_certificates) == ()
    bring_results(desk, [statement("1", second, at_us(1), passed=None)])
    assert desk.read(due_certificates) == ()
    bring_results(desk, [statement("1", second, at_us(4)), statement("1", second, at_us(9), passed=False)])
    assert [one.completed_on for one in desk.read(due_certificates)] == [date(2026, 11, 6)]


def test_a_programme_without_certificate_gives_none(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    version = add_programme(desk, "kletsen", certificate=False)
    finish(desk, "1", "kletsen")
    assert desk.read(due_certificates) == ()
    with pytest.raises(Refusal, match="has not made every exercise"):
        issue(desk, rows_of(desk, "participants")[0]["id"], version)


def test_who_left_is_not_due(stage: Stage) -> None:
    stage.desk.do(leave, participant_ids=[stage.people["Amira"]])
    assert stage.desk.read(due_certificates) == ()


def test_the_sheet_says_what_was_issued_and_the_code_proves_it(stage: Stage) -> None:
    sheet = sheet_of(stage.desk, issue(stage.desk, stage.people["Amira"], stage.version, " Amira   Bakker "))
    assert (sheet.name, sheet.programme, sheet.organisation) == ("Amira Bakker", "Programma koken", "De Proef")
    assert (sheet.place, sheet.issued_on, sheet.completed_on) == ("Lindenveen", TODAY, date(2026, 11, 3))
    assert read_serial(sheet.serial) == sheet.serial
    verdict = check(sheet.code, "Amira Bakker", stage.desk.read(known_keys))
    assert (verdict.outcome, verdict.signed_by, verdict.claims.serial) == (
        Outcome.AUTHENTIC,
        "De Proef",
        sheet.serial,
    )
    assert check(sheet.code, "Amir Bakker", stage.desk.read(known_keys)).outcome is Outcome.NAME_DIFFERS


def test_in_english_the_programme_has_its_english_title(stage: Stage) -> None:
    due = [(stage.people["Amira"], stage.version, "Amira Bakker")]
    (made,) = stage.desk.do(
        issue_certificates, due=due, place="", issued_on=TODAY, language="en", design="plain"
    ).outcome
    sheet = sheet_of(stage.desk, made)
    assert (sheet.programme, sheet.language, sheet.design) == ("Programme koken", "en", "plain")


def test_a_second_issue_gives_the_same_certificate(stage: Stage) -> None:
    first = issue(stage.desk, stage.people["Amira"], stage.version)
    before = dump(stage.desk, frozenset())
    assert issue(stage.desk, stage.people["Amira"], stage.version, "Iemand Anders") == first
    assert dump(stage.desk, frozenset()) == before


def test_one_asked_twice_at_once_is_issued_once_in_the_order_asked(stage: Stage) -> None:
    amira, chi = ((stage.people[name], stage.version, name) for name in ("Amira", "Chi"))
    ids = stage.desk.do(issue_certificates, due=[amira, chi, amira], place="Lindenveen", issued_on=TODAY).outcome
    assert ids[0] == ids[2] and ids[1] == stage.certificate
    assert len(rows_of(stage.desk, "certificates")) == 2


def test_a_reprint_is_the_same_sheet_whatever_changed_since(stage: Stage) -> None:
    made = issue(stage.desk, stage.people["Amira"], stage.version)
    before = sheet_of(stage.desk, made)
    stage.desk.do(change_participant, participant_id=stage.people["Amira"], fields={"family_name": "Jansen"})
    with stage.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET name = 'Andere Naam'")
        connection.exec_driver_sql("UPDATE programmes SET title = 'Anders'")
    assert sheet_of(stage.desk, made) == before
    assert [one.name_changed for one in stage.desk.read(issued_certificates) if one.id == made] == [True]


def test_a_corrected_name_gets_a_new_serial_and_the_old_paper_is_void(stage: Stage) -> None:
    old = sheet_of(stage.desk, stage.certificate)
    new_id = stage.desk.do(correct_certificate, certificate_id=stage.certificate, name="Chi Đặng").outcome
    new = sheet_of(stage.desk, new_id)
    assert (new.name, new.completed_on, new.issued_on) == ("Chi Đặng", old.completed_on, stage.desk.sight.today)
    assert new.serial != old.serial
    before = stage.desk.read(certificate_status, old.serial)
    assert before is not None and (before.state, before.revoked_reason) == ("replaced", "corrected")
    assert [one.state for one in stage.desk.read(issued_certificates)] == ["valid", "replaced"]
    with pytest.raises(Refusal, match="revoked"):
        stage.desk.read(certificate_sheets, (stage.certificate,))
    with pytest.raises(Refusal, match="revoked already"):
        stage.desk.do(correct_certificate, certificate_id=stage.certificate, name="Chi D")


@pytest.mark.parametrize(("name", "reason"), [("Chi  Dang ", "is the same"), (" ", "needs a name")])
def test_a_correction_that_is_none(stage: Stage, name: str, reason: str) -> None:
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match=reason):
        stage.desk.do(correct_certificate, certificate_id=stage.certificate, name=name)
    assert dump(stage.desk, frozenset()) == before


def test_revoked_stays_revoked_and_its_serial_never_comes_back(stage: Stage) -> None:
    desk, chi = stage.desk, stage.people["Chi"]
    first = sheet_of(desk, stage.certificate)
    desk.do(revoke_certificate, certificate_id=stage.certificate, reason=" gespiekt ")
    status = desk.read(certificate_status, first.serial)
    assert status is not None and (status.state, status.revoked_reason) == ("revoked", "gespiekt")
    before = dump(desk, frozenset())
    desk.do(revoke_certificate, certificate_id=stage.certificate, reason="iets anders")
    assert dump(desk, frozenset()) == before
    assert [one.participant_id for one in desk.read(due_certificates)] == [stage.people["Amira"], chi]
    again = sheet_of(desk, issue(desk, chi, stage.version, "Chi Dang"))
    third = sheet_of(desk, desk.do(correct_certificate, certificate_id=_newest(desk), name="Chi van Dang").outcome)
    assert len({first.serial, again.serial, third.serial}) == 3
    assert [one.state for one in desk.read(issued_certificates)] == ["valid", "replaced", "revoked"]


def _newest(desk: Desk) -> bytes:
    return desk.read(issued_certificates)[0].id


def test_revoking_needs_a_reason(stage: Stage) -> None:
    with pytest.raises(Refusal, match="for a reason"):
        stage.desk.do(revoke_certificate, certificate_id=stage.certificate, reason="  ")
    sheet_of(stage.desk, stage.certificate)


def test_a_date_before_the_last_exercise_is_refused(stage: Stage) -> None:
    with pytest.raises(Refusal, match="before Amira Bakker made the last exercise"):
        issue(stage.desk, stage.people["Amira"], stage.version, day=date(2026, 11, 2))
    issue(stage.desk, stage.people["Amira"], stage.version, day=date(2026, 11, 3))


def test_one_that_cannot_be_issued_keeps_the_whole_batch_back(stage: Stage) -> None:
    before = dump(stage.desk, frozenset())
    due = [(stage.people[name], stage.version, name) for name in ("Amira", "Bram")]
    with pytest.raises(Refusal, match="Bram has not made every exercise"):
        stage.desk.do(issue_certificates, due=due, place="", issued_on=TODAY)
    assert dump(stage.desk, frozenset()) == before


@pytest.mark.parametrize(
    ("name", "place", "reason"), [(" ", "", "needs a name"), ("Amira", "x" * 81, "place is too long")]
)
def test_what_cannot_stand_on_paper(stage: Stage, name: str, place: str, reason: str) -> None:
    due = [(stage.people["Amira"], stage.version, name)]
    with pytest.raises(Refusal, match=reason):
        stage.desk.do(issue_certificates, due=due, place=place, issued_on=TODAY)


def test_an_organisation_whose_name_is_too_long_for_the_code_is_told(stage: Stage) -> None:
    with stage.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE organisations SET name = ?", ("é" * 61,))
    with pytest.raises(Refusal, match="too long for the code"):
        issue(stage.desk, stage.people["Amira"], stage.version)


def test_a_coach_issues_corrects_and_revokes_in_the_own_group_only(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Donderdag"])
    before = dump(stage.desk, frozenset())
    both = [(stage.people[name], stage.version, name) for name in ("Chi", "Amira")]
    for due in (both, both[1:], []):
        with pytest.raises(Refusal, match="role does not allow"):
            coach.do(issue_certificates, due=due, place="", issued_on=TODAY)
    assert dump(stage.desk, frozenset()) == before
    assert issue(coach, stage.people["Chi"], stage.version) == stage.certificate
    new = coach.do(correct_certificate, certificate_id=stage.certificate, name="Chi D").outcome
    coach.do(revoke_certificate, certificate_id=new, reason="verkeerd")
    assert [one.state for one in coach.read(issued_certificates)] == ["revoked", "replaced"]
    assert (coach.read(issued_count), stage.desk.read(issued_count)) == (2, len(stage.desk.read(issued_certificates)))


def test_a_certificate_that_is_not_there(stage: Stage) -> None:
    with pytest.raises(Refusal, match="not here any more"):
        stage.desk.do(revoke_certificate, certificate_id=bytes(16), reason="weg")
    with pytest.raises(Refusal, match="is not here any more"):
        stage.desk.read(certificate_sheets, (bytes(16),))


def test_two_desks_make_the_same_serial(stage: Stage) -> None:
    """S20: it follows from organisation, participant, programme version and completion."""
    first = sheet_of(stage.desk, issue(stage.desk, stage.people["Amira"], stage.version))
    with stage.desk.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM certificates")
    again = sheet_of(stage.desk, issue(stage.desk, stage.people["Amira"], stage.version, "Amira B"))
    assert again.serial == first.serial


def _layout(desk: Desk, **more: object) -> bytes:
    made: bytes = desk.do(
        add_design, name="Diploma", design="plain", signer_name="M. de Wit", signer_role="directeur",
        signature=b"PNG", **more).outcome
    return made


def test_what_was_issued_keeps_who_signed_and_until_when(stage: Stage) -> None:
    desk = stage.desk
    layout = _layout(desk, valid_months=36)
    due = desk.read(due_certificates)[0]
    (made,) = desk.do(
        issue_certificates, due=[(due.participant_id, due.programme_version_id, due.full)], place="X",
        issued_on=TODAY, design_id=layout).outcome
    desk.do(change_design, design_id=layout, name="Diploma", design="classic")
    kept = sheet_of(desk, made)
    assert (kept.design, kept.signer, kept.signer_role, kept.signature) == ("plain", "M. de Wit", "directeur", b"PNG")
    assert kept.valid_until == date(2029, 11, 20)
    assert check(kept.code, kept.name, desk.read(known_keys)).claims.valid_until == kept.valid_until
    again = sheet_of(desk, desk.do(correct_certificate, certificate_id=made, name="Anders").outcome)
    assert (again.signer, again.valid_until) == (kept.signer, kept.valid_until)


def test_a_certificate_is_expired_after_its_last_day(stage: Stage, clock: Clock) -> None:
    desk = stage.desk
    due = desk.read(due_certificates)[0]
    (made,) = desk.do(
        issue_certificates, due=[(due.participant_id, due.programme_version_id, due.full)], place="X",
        issued_on=desk.sight.today, design_id=_layout(desk, valid_months=1)).outcome
    assert next(one.state for one in desk.read(issued_certificates) if one.id == made) == "valid"
    clock.forward(40)
    assert next(one.state for one in desk.read(issued_certificates) if one.id == made) == "expired"


@pytest.mark.parametrize(("given", "field"), [
    ({"name": " "}, "name"), ({"valid_months": 0}, "valid_months"), ({"valid_months": 601}, "valid_months"),
    ({"signer_name": "x" * 61}, "signer_name"), ({"signer_role": "baas"}, "signer_name"),
    ({"signature": b"x" * 200_001, "signer_name": "M."}, "signature"),
])  # fmt: skip
def test_a_design_is_checked_at_its_fields(desk: Desk, given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedFields) as refused:
        desk.do(add_design, **{"name": "Diploma", "design": "plain"} | given)
    assert [one.field for one in refused.value.wrong] == [field]
