"""Two rows that are one person: both histories are kept, what is open is not doubled, and it can be taken apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.acceptances import record_paper
from app.actions.aside import leave_alone
from app.actions.certificates import correct_certificate, issue_certificates
from app.actions.consents import record_consent, withdraw_consent
from app.actions.doubles import merge_people, take_apart, tell_apart
from app.actions.erasing import erase_participants
from app.actions.groups import add_participants
from app.actions.licences import assign_seats
from app.actions.participants import add_participant, change_participant, leave, revive, suspend
from app.actions.undo import undo_last
from app.domain.acceptance import Standing
from app.domain.consents import ConsentState
from app.domain.errors import Refusal
from app.views.acceptances import not_asked, person_terms
from app.views.certificates import due_certificates, issued_certificates
from app.views.consents import all_consents, consent_sheet
from app.views.doubles import double_pair, doubles, told_apart
from app.views.groups import all_participants, participant_page
from app.views.leavers import leavers, shelves, ways_back
from app.views.participant_rows import whole_file
from app.views.people import participant_rows
from app.views.privacy import participant_file
from app.views.progress import group_matrix, participant_progress
from app.views.search import find
from tests.actions.conftest import Stage, make_group
from tests.actions.scenes.cards import CONSENT, consent_asked
from tests.coaching import coach_of
from tests.dumps import dump, rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement


def open_rows(stage: Stage, kind: str, person: bytes) -> list[dict[str, Any]]:
    return [row for row in rows_of(stage.desk, kind) if row["participant_id"] == person and not row["until_on"]]


def put_together(stage: Stage, kept: str, gone: str) -> None:
    stage.desk.do(merge_people, kept_id=stage.people[kept], gone_id=stage.people[gone])


def state_of(stage: Stage, name: str) -> tuple[str, bytes | None]:
    row = next(row for row in rows_of(stage.desk, "participants") if row["id"] == stage.people[name])
    return row["state"], row["merged_into"]


def test_what_is_open_goes_over_without_doubling(stage: Stage) -> None:
    """Amira and Bram are both in Dinsdag with a seat each; Chi is in Donderdag without one."""
    amira, bram, chi = (stage.people[name] for name in ("Amira", "Bram", "Chi"))
    put_together(stage, "Amira", "Bram")
    put_together(stage, "Amira", "Chi")
    groups = [row["group_id"] for row in open_rows(stage, "memberships", amira)]
    assert sorted(groups) == sorted([stage.groups["Dinsdag"], stage.groups["Donderdag"]])
    assert len(open_rows(stage, "seats", amira)) == 1, "counted once"
    for person in (bram, chi):
        assert not open_rows(stage, "memberships", person) and not open_rows(stage, "seats", person)
    assert [row.id for row in stage.desk.read(all_participants)].count(amira) == 1
    assert not {bram, chi} & {row.id for row in stage.desk.read(all_participants, True)}


def test_a_seat_that_only_the_other_had_goes_over(stage: Stage) -> None:
    put_together(stage, "Chi", "Bram")
    (seat,) = open_rows(stage, "seats", stage.people["Chi"])
    assert seat["licence_id"] == stage.licence and seat["from_on"] == "2026-11-21"


def test_a_code_that_was_handed_out_still_lets_in(stage: Stage) -> None:
    """Only where the person who is kept has none: one code is enough."""
    person = stage.desk.do(add_participant, fields={"given_name": "Nieuw"}).outcome
    code = open_code(stage, person)["code"]
    kept = open_code(stage, stage.people["Amira"])
    stage.desk.do(merge_people, kept_id=stage.people["Amira"], gone_id=person)
    assert open_code(stage, stage.people["Amira"]) == kept and open_code(stage, person) is None
    other = stage.desk.do(add_participant, fields={"given_name": "Ander"}).outcome
    with stage.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE activation_codes SET withdrawn_us = 1 WHERE participant_id = ?", (other,))
    stage.desk.do(undo_last)
    stage.desk.do(undo_last)
    stage.desk.do(merge_people, kept_id=stage.people["Daan"], gone_id=person)
    assert open_code(stage, stage.people["Daan"])["code"] != code


def open_code(stage: Stage, person: bytes) -> Any:
    rows = [row for row in rows_of(stage.desk, "activation_codes")
            if row["participant_id"] == person and row["withdrawn_us"] is None]
    return rows[-1] if rows else None


def test_results_of_both_count_with_the_one_who_is_kept(stage: Stage) -> None:
    desk, bram, chi = stage.desk, stage.people["Bram"], stage.people["Chi"]
    add_programme(desk, "fietsen")
    bring_results(desk, [statement("2", exercise_iri("fietsen", 1), at_us(1))])
    bring_results(desk, [statement("3", exercise_iri("fietsen", 2), at_us(2))])
    facts = rows_of(desk, "results")
    put_together(stage, "Bram", "Chi")
    assert rows_of(desk, "results") == facts, "facts stay under their own id"
    page = desk.read(participant_progress, bram)
    assert {(one.title, one.done, one.total, one.completed) for one in page.standings} == {
        ("Programma fietsen", 2, 2, True), ("Programma koken", 2, 2, True)}
    assert len(page.attempts) == 4
    assert desk.read(participant_progress, chi).participant_id == bram
    assert [row.participant_id for row in desk.read(group_matrix, stage.groups["Donderdag"]).rows] == [bram]
    bring_results(desk, [statement("3", exercise_iri("fietsen", 1), at_us(3))])
    assert len(desk.read(participant_progress, bram).attempts) == 5, "what comes later under the other key too"


def test_certificates_of_both_are_on_one_page_and_none_is_due_twice(stage: Stage) -> None:
    """Chi has the certificate, Amira finished the same programme."""
    desk, amira, chi = stage.desk, stage.people["Amira"], stage.people["Chi"]
    assert [one.participant_id for one in desk.read(due_certificates)] == [amira]
    put_together(stage, "Amira", "Chi")
    assert desk.read(due_certificates) == ()
    (paper,) = desk.read(issued_certificates, None, amira)
    assert (paper.id, paper.participant_id, paper.name_printed) == (stage.certificate, chi, "Chi Dang")
    (standing,) = desk.read(participant_progress, amira).standings
    assert standing.certificate
    due = [(amira, stage.version, "Amira Bakker")]
    again = desk.do(issue_certificates, due=due, place="", issued_on=date(2026, 11, 21))
    assert again.outcome == (stage.certificate,)
    coach = coach_of(desk, stage.groups["Dinsdag"])
    coach.do(correct_certificate, certificate_id=stage.certificate, name="Amira Bakker")
    assert len(coach.read(issued_certificates, stage.groups["Dinsdag"])) == 2


def test_undo_takes_it_apart_with_everything(stage: Stage) -> None:
    before = dump(stage.desk)
    put_together(stage, "Amira", "Bram")
    put_together(stage, "Chi", "Amira")
    assert state_of(stage, "Bram") == ("merged", stage.people["Chi"]), "never by way of a third"
    stage.desk.do(undo_last)
    assert state_of(stage, "Bram") == ("merged", stage.people["Amira"])
    stage.desk.do(undo_last)
    assert dump(stage.desk) == before


def test_taken_apart_much_later(stage: Stage) -> None:
    progress = rows_of(stage.desk, "progress")
    put_together(stage, "Bram", "Chi")
    assert {row["participant"] for row in rows_of(stage.desk, "progress")} != {
        row["participant"] for row in progress}
    stage.desk.do(take_apart, gone_id=stage.people["Chi"])
    assert rows_of(stage.desk, "progress") == progress
    assert state_of(stage, "Chi") == ("active", None)
    with pytest.raises(Refusal, match="not counted with anybody else"):
        stage.desk.do(take_apart, gone_id=stage.people["Chi"])


@pytest.mark.parametrize(("kept", "gone"), [("Bram", "Amira"), ("Amira", "Bram"), ("Chi", "Bram"), ("Bram", "Chi")])
def test_no_rings_and_no_chains(stage: Stage, kept: str, gone: str) -> None:
    put_together(stage, "Amira", "Bram")
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match="somebody else already"):
        put_together(stage, kept, gone)
    with pytest.raises(Refusal, match="one and the same"):
        put_together(stage, kept, kept)
    assert dump(stage.desk, frozenset()) == before


def test_who_is_somebody_else_is_not_changed_apart(stage: Stage) -> None:
    put_together(stage, "Amira", "Bram")
    bram = stage.people["Bram"]
    for action, more in (
        (leave, {"participant_ids": [bram]}), (revive, {"participant_ids": [bram]}),
        (suspend, {"participant_ids": [bram]}), (leave_alone, {"participant_id": bram, "alone": True}),
        (change_participant, {"participant_id": bram, "fields": {"given_name": "Bob"}}),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="put together with somebody else"):
            stage.desk.do(action, **more)


def test_the_page_names_both_and_the_old_name_is_still_found(stage: Stage) -> None:
    put_together(stage, "Amira", "Chi")
    page = stage.desk.read(participant_page, stage.people["Chi"])
    assert page.row.id == stage.people["Amira"] and page.same == ((stage.people["Chi"], "Chi Dang"),)
    assert {name for name, *_ in page.memberships} == {"Groep Dinsdag", "Groep Donderdag"}
    assert [(hit.id, hit.title) for hit in stage.desk.read(find, "dang")] == [(stage.people["Amira"], "Amira Bakker")]


@pytest.mark.clause("O-annex 3: 7")
def test_whoever_asks_hears_of_both(stage: Stage) -> None:
    put_together(stage, "Amira", "Chi")
    for one in ("Amira", "Chi"):
        file = stage.desk.read(participant_file, stage.people[one])
        assert file.full == "Amira Bakker"
        assert {"Amira", "Chi"} <= {datum.value for datum in file.data if datum.field == "given_name"}
        assert dict(file.counts)["results"] == 4 and dict(file.counts)["participants"] == 2
        whole = stage.desk.read(whole_file, stage.people[one])
        sheets = {sheet.name.template: sheet.rows for sheet in whole.sheets}
        assert len(sheets["Results"]) == 4 and len(sheets["Certificates"]) == 1


@pytest.mark.clause("O-6.2")
def test_what_the_other_row_accepted_counts_and_nobody_is_asked_again(stage: Stage) -> None:
    desk, amira, chi = stage.desk, stage.people["Amira"], stage.people["Chi"]
    desk.do(record_paper, participant_ids=[chi], accepted_on="2026-11-20")
    others = desk.read(not_asked)
    put_together(stage, "Amira", "Chi")
    for one in (amira, chi):
        page = desk.read(person_terms, one)
        assert page.standing is Standing.ACCEPTED and [row.accepted_on for row in page.rows] == [date(2026, 11, 20)]
    for rows in (desk.read(participant_rows), desk.read(participant_rows, [amira])):
        assert {row.id: row.terms for row in rows}[amira] == "accepted"
    assert desk.read(not_asked) == others - 1
    desk.do(take_apart, gone_id=chi)
    assert desk.read(person_terms, amira).standing is Standing.NOT_ASKED


@pytest.mark.clause("O-annex 3: 1.2")
def test_a_consent_of_the_other_row_stands_and_can_be_withdrawn(stage: Stage) -> None:
    consent_asked(stage)
    desk, amira, chi = stage.desk, stage.people["Amira"], stage.people["Chi"]
    made = desk.do(record_consent, participant_id=chi, **CONSENT).outcome
    put_together(stage, "Amira", "Chi")
    for given in ((), (amira,), (chi,)):
        (line,) = [one for one in desk.read(all_consents, *given).lines if one.participant_id == amira]
        assert (line.state, line.consent_id) == (ConsentState.GIVEN, made)
    assert [row[0] for row in desk.read(consent_sheet).rows] == ["Bakker, Amira"]
    desk.do(withdraw_consent, consent_id=made, withdrawn_on="2026-11-21", withdrawn_by="zelf")
    (line,) = desk.read(all_consents, amira).lines
    assert line.state is ConsentState.WITHDRAWN


@pytest.mark.clause("O-annex 3: 9")
def test_erasing_the_person_erases_both(stage: Stage) -> None:
    put_together(stage, "Amira", "Chi")
    stage.desk.do(erase_participants, participant_ids=[stage.people["Amira"]])
    left = {row["id"] for row in rows_of(stage.desk, "participants")}
    assert not {stage.people["Amira"], stage.people["Chi"]} & left
    assert not rows_of(stage.desk, "results") and not rows_of(stage.desk, "certificates")
    assert {row["id"] for row in rows_of(stage.desk, "erased_ids")} == {stage.people["Amira"], stage.people["Chi"]}


def test_a_coach_sees_the_history_of_both(stage: Stage) -> None:
    put_together(stage, "Amira", "Chi")
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    assert len(coach.read(participant_progress, stage.people["Amira"]).attempts) == 4
    with pytest.raises(Refusal, match="role does not allow"):
        coach.do(take_apart, gone_id=stage.people["Chi"])


def add(stage: Stage, given: str, family: str, **more: str) -> bytes:
    made: bytes = stage.desk.do(add_participant, fields={"given_name": given, "family_name": family, **more}).outcome
    return made


def test_who_looks_alike_is_shown_with_why_and_who_to_keep(stage: Stage) -> None:
    """The one with results and a key of the administration is proposed, whoever was added first."""
    assert stage.desk.read(doubles) == ()
    again = add(stage, "amira", "BAKKER", email="amira@example.org")
    stage.desk.do(add_participants, group_id=stage.groups["Dinsdag"], participant_ids=[again])
    (pair,) = stage.desk.read(doubles)
    assert {pair.one.row.id, pair.other.row.id} == {again, stage.people["Amira"]}
    assert pair.keep == stage.people["Amira"] and pair.one.attempts == 2 and pair.one.sources == ("test",)
    assert [text.template for text in pair.why] == ["the same name", "together in {a_group}"]
    assert ("email", "amira@example.org") in pair.other.fields
    assert stage.desk.read(shelves).doubles == 1


def test_a_field_that_is_not_kept_is_not_compared(stage: Stage) -> None:
    """The profile keeps no date of birth: one that lies there from before says nothing."""
    one, other = add(stage, "Bo", "Vos"), add(stage, "Bo", "Vos")
    with stage.desk.database.writing() as connection:
        for person, born in ((one, "2010-01-01"), (other, "2011-01-01")):
            connection.exec_driver_sql("UPDATE participants SET birth_date = ? WHERE id = ?", (born, person))
    (pair,) = stage.desk.read(doubles)
    assert [text.template for text in (*pair.why, *pair.against)] == ["the same name"]


def test_who_are_two_are_not_asked_again_and_can_be_found_back(stage: Stage) -> None:
    again = add(stage, "Amira", "Bakker")
    stage.desk.do(tell_apart, one_id=again, other_id=stage.people["Amira"])
    stage.desk.do(tell_apart, one_id=stage.people["Amira"], other_id=again)
    assert stage.desk.read(doubles) == () and len(rows_of(stage.desk, "distinctions")) == 1
    (pair,) = stage.desk.read(told_apart)
    assert pair.apart_on == date(2026, 11, 21)
    seen = stage.desk.read(double_pair, again, stage.people["Amira"])
    assert seen is not None and seen.apart_on is not None
    stage.desk.do(merge_people, kept_id=stage.people["Amira"], gone_id=again)
    assert stage.desk.read(told_apart) == () and stage.desk.read(double_pair, again, stage.people["Amira"]) is None


def test_leavers_stand_with_since_when_and_where_they_were(stage: Stage) -> None:
    stage.desk.do(leave, participant_ids=[stage.people["Amira"]])
    stage.desk.do(suspend, participant_ids=[stage.people["Chi"]])
    assert [(one.row.full, one.row.state, one.since, one.groups) for one in stage.desk.read(leavers)] == [
        ("Chi Dang", "suspended", None, ""),
        ("Amira Bakker", "left", date(2026, 11, 21), "Groep Dinsdag"),
        ("Eva Evers", "left", None, ""),
    ]
    assert stage.desk.read(shelves).leavers == 3
    assert open_rows(stage, "memberships", stage.people["Chi"]), "who is suspended loses nothing"
    with pytest.raises(Refusal, match="Who left cannot be suspended"):
        stage.desk.do(suspend, participant_ids=[stage.people["Amira"]])


def test_who_comes_back_gets_groups_and_a_seat_again(stage: Stage) -> None:
    desk, amira = stage.desk, stage.people["Amira"]
    progress = rows_of(desk, "progress")
    desk.do(leave, participant_ids=[amira])
    (way,) = desk.read(ways_back, (amira,))
    assert way.groups == ((stage.groups["Dinsdag"], "Groep Dinsdag"),)
    places = [(amira, group) for group, _ in way.groups]
    assert desk.do(revive, participant_ids=[amira], places=places, licence_id=stage.licence).outcome == 1
    assert len(open_rows(stage, "memberships", amira)) == len(open_rows(stage, "seats", amira)) == 1
    assert rows_of(desk, "progress") == progress


def test_nobody_comes_back_on_a_seat_that_is_not_there(stage: Stage) -> None:
    desk = stage.desk
    desk.do(leave, participant_ids=[stage.people["Amira"]])
    desk.do(assign_seats, licence_id=stage.licence, participant_ids=[stage.people["Chi"], stage.people["Daan"]])
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="seats"):
        desk.do(revive, participant_ids=[stage.people["Amira"]], licence_id=stage.licence)
    assert dump(desk, frozenset()) == before


def test_what_somebody_made_is_not_undone_from_under_who_was_put_with_it(stage: Stage) -> None:
    kept = add(stage, "Amira", "Bakker")
    added = rows_of(stage.desk, "operations")[-1]["id"]
    stage.desk.do(merge_people, kept_id=kept, gone_id=stage.people["Amira"])
    assert stage.desk.do(undo_last, operation_id=added).outcome.kept > 0
    assert kept in {row["id"] for row in rows_of(stage.desk, "participants")}


def test_who_is_suspended_does_not_come_back_by_being_put_together(stage: Stage) -> None:
    stage.desk.do(suspend, participant_ids=[stage.people["Bram"]])
    with pytest.raises(Refusal, match="Bring this person back first"):
        put_together(stage, "Amira", "Bram")
    put_together(stage, "Bram", "Amira")
    stage.desk.do(take_apart, gone_id=stage.people["Amira"])
    assert state_of(stage, "Bram") == ("suspended", None) and state_of(stage, "Amira") == ("active", None)


def test_one_who_left_goes_with_who_takes_part(stage: Stage) -> None:
    make_group(stage.desk, "Vrijdag")
    put_together(stage, "Amira", "Eva")
    assert state_of(stage, "Eva") == ("merged", stage.people["Amira"])
    stage.desk.do(take_apart, gone_id=stage.people["Eva"])
    finish(stage.desk, "1", "koken", day=4)
