"""What is decided about a line of an import: done at once, remembered next time, and never taken for something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.actions.aside import leave_alone
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.importing import apply_plan
from app.actions.participants import add_participant, change_participant
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.ids import written_id
from app.domain.plan import Asked, Choice, Decision, ImportPlan
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation
from app.views.candidates import candidate_sides
from app.views.doubles import doubles
from app.views.groups import participant_page
from app.views.importing import plan_roster
from tests.desks import bring_in, person, roster
from tests.dumps import dump, rows_of


def people(desk: Desk) -> dict[str, dict[str, Any]]:
    return {f"{row['given']} {row['family']}": row for row in rows_of(desk, "participants")}


def plan(desk: Desk, given: Roster, *decided: tuple[Asked, Decision]) -> ImportPlan:
    return desk.read(plan_roster, given, "", {asked.ref: decision for asked, decision in decided})


def asked_in(plan: ImportPlan) -> Asked:
    """What is asked about the one line of a plan that asks."""
    (asked,) = [line.asked for line in plan.lines if line.asked is not None]
    return asked


def reasons(plan: ImportPlan) -> list[str]:
    return [line.reason.template for line in plan.lines]


@pytest.fixture
def doubtful(desk: Desk) -> tuple[Desk, Roster]:
    """Amira was typed in; the list of an administration has somebody of that name too."""
    desk.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"})
    return desk, roster(person("1", "Amira", "Bakker", email="a@example.org"), complete=False)


def decide(desk: Desk, given: Roster, choice: Choice) -> ImportPlan:
    asked = asked_in(plan(desk, given))
    made = plan(desk, given, (asked, Decision(choice, asked.candidates[0] if choice is Choice.SAME else None)))
    apply_plan(desk, made)
    return made


def test_undecided_it_is_left_out_and_asked_again(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    for _ in range(2):
        made = bring_in(desk, given)
        assert made.undecided == 1 and made.counts["participants"]["doubtful"] == 1
        asked = asked_in(made)
        assert asked.choices == (Choice.SAME, Choice.SOMEBODY_NEW, Choice.LEAVE_OUT)
        assert asked.said == (("given_name", "Amira"), ("family_name", "Bakker"), ("email", "a@example.org"))
        (side,) = desk.read(candidate_sides, asked.candidates)
        assert side.full == "Amira Bakker" and not rows_of(desk, "import_links")


def test_the_same_person_is_filled_in_and_known_from_then_on(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    made = decide(desk, given, Choice.SAME)
    assert made.counts["participants"] | {"changed": 1} == made.counts["participants"] and made.undecided == 0
    assert "Decided: the same person as {name}" in reasons(made)
    assert people(desk)["Amira Bakker"]["email"] == "a@example.org" and len(people(desk)) == 1
    again = plan(desk, given)
    assert not again.does_something and again.counts["participants"]["unchanged"] == 1


def test_somebody_new_is_added_and_neither_asked_here_nor_as_a_double(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    decide(desk, given, Choice.SOMEBODY_NEW)
    assert len(rows_of(desk, "participants")) == 2 and len(rows_of(desk, "distinctions")) == 1
    assert desk.read(doubles) == ()
    again = plan(desk, given)
    assert not again.does_something and again.undecided == 0


def test_a_no_is_remembered_too_and_can_be_thought_over(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    before = dump(desk)
    decide(desk, given, Choice.LEAVE_OUT)
    assert people(desk)["Amira Bakker"]["email"] == "" and len(people(desk)) == 1
    for changed in (given, roster(person("1", "Amira", "Bakker", email="b@example.org"), complete=False)):
        again = plan(desk, changed)
        assert not again.does_something and again.undecided == 0
        assert reasons(again) == ["Left out, as was decided. It is not asked again."]
    gone = plan(desk, roster(person("9", "Zoë", "Vos")))
    assert gone.gone == (), "who was never taken over is not missed either"
    decide(desk, given, Choice.SAME)
    assert people(desk)["Amira Bakker"]["email"] == "a@example.org"
    assert not plan(desk, given).does_something
    desk.do(undo_last)
    desk.do(undo_last)
    assert dump(desk) == before


def test_somebody_new_after_a_no(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    decide(desk, given, Choice.LEAVE_OUT)
    decide(desk, given, Choice.SOMEBODY_NEW)
    assert len(rows_of(desk, "participants")) == 2 and not plan(desk, given).does_something


def test_an_answer_goes_with_the_person_it_was_about(doubtful: tuple[Desk, Roster]) -> None:
    """The key of somebody who was not taken over is kept no longer than the one it was not."""
    desk, given = doubtful
    decide(desk, given, Choice.LEAVE_OUT)
    desk.do(erase_participants, participant_ids=[people(desk)["Amira Bakker"]["id"]])
    assert rows_of(desk, "import_links") == []


@pytest.mark.parametrize(
    ("ref", "decision"),
    [
        ("test|participant|77", Decision(Choice.SOMEBODY_NEW)),
        ("test|participant|1", Decision(Choice.FOLLOW)),
        ("test|participant|1", Decision(Choice.SAME, bytes([7]) * 16)),
        ("test|participant|1", Decision(Choice.SAME)),
        ("elsewhere|participant|1", Decision(Choice.LEAVE_OUT)),
    ],
    ids=["nobody of that key", "no answer to this", "who is no candidate", "who is not said", "another source"],
)
def test_a_decision_that_fits_no_line_is_refused(
    doubtful: tuple[Desk, Roster], ref: str, decision: Decision
) -> None:
    desk, given = doubtful
    with pytest.raises(Refusal, match="does not fit the file"):
        desk.read(plan_roster, given, "", {ref: decision})


def test_a_line_without_a_key_that_says_something_else(desk: Desk) -> None:
    """Who it is, is only sure by the name: it is asked, done, and then known."""
    bring_in(desk, roster(person(None, "Bo", "Vos"), complete=False))
    given = roster(person(None, "Bo", "Vos", email="bo@example.org"), complete=False)
    asked = asked_in(plan(desk, given))
    assert asked.choices == (Choice.SAME,)
    decide(desk, given, Choice.SAME)
    assert people(desk)["Bo Vos"]["email"] == "bo@example.org" and not plan(desk, given).does_something


@pytest.mark.clause("O-annex 3: 9")
def test_who_was_erased_comes_back_only_where_somebody_says_so(desk: Desk) -> None:
    """Under another id: the old one stays erased for good, on the server too."""
    given = roster(person("1", "Amira", "Bakker"))
    bring_in(desk, given)
    old = people(desk)["Amira Bakker"]["id"]
    desk.do(erase_participants, participant_ids=[old])
    made = plan(desk, given)
    assert made.undecided == 1 and not made.does_something
    decide(desk, given, Choice.SOMEBODY_NEW)
    new = people(desk)["Amira Bakker"]["id"]
    assert new != old and not plan(desk, given).does_something
    desk.do(erase_participants, participant_ids=[new])
    decide(desk, given, Choice.SOMEBODY_NEW)
    assert people(desk)["Amira Bakker"]["id"] not in (old, new)


# Left alone --------------------------------------------------------------------------------------------------------


def changed_list(desk: Desk) -> Roster:
    """Amira came from a list in group a; the next list says another name and another group."""
    bring_in(desk, roster(person("1", "Amira", "Bakker", groups=("a",)), person("2", "Bo", "Vos"), groups=("a",)))
    return roster(person("1", "Ameera", "Bakker", groups=("b",)), person("2", "Bo", "Vos"), groups=("a", "b"))


def test_a_person_who_is_left_alone_is_passed_by_and_never_missed(desk: Desk) -> None:
    given = changed_list(desk)
    amira = people(desk)["Amira Bakker"]["id"]
    desk.do(leave_alone, participant_id=amira, alone=True)
    assert desk.read(participant_page, amira).left_alone
    memberships = rows_of(desk, "memberships")
    bring_in(desk, given)
    assert "Amira Bakker" in people(desk) and rows_of(desk, "memberships") == memberships
    assert plan(desk, roster(person("2", "Bo", "Vos"))).gone == ()
    desk.do(leave_alone, participant_id=amira, alone=False)
    bring_in(desk, given)
    assert "Ameera Bakker" in people(desk), "what the file said meanwhile is followed after all"


def test_left_alone_from_the_preview_and_followed_again(desk: Desk) -> None:
    given = changed_list(desk)
    amira = people(desk)["Amira Bakker"]["id"]
    (asked,) = [line.asked for line in plan(desk, given).lines if line.severity == "changed" and line.asked]
    assert asked.choices == (Choice.LEAVE_ALONE,)
    apply_plan(desk, plan(desk, given, (asked, Decision(Choice.LEAVE_ALONE))))
    assert "Amira Bakker" in people(desk) and desk.read(participant_page, amira).left_alone
    (again,) = [line.asked for line in plan(desk, given).lines if line.asked]
    assert again.choices == (Choice.FOLLOW,)
    apply_plan(desk, plan(desk, given, (again, Decision(Choice.FOLLOW))))
    assert "Ameera Bakker" in people(desk) and not desk.read(participant_page, amira).left_alone


def test_somebody_whom_no_import_brought_can_be_left_alone(desk: Desk) -> None:
    """An own export, or an ECK iD, would find that person."""
    amira = desk.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}).outcome
    desk.do(leave_alone, participant_id=amira, alone=True)
    made = plan(desk, roster(person(written_id(amira), "Ameera", "Bakker"), complete=False))
    assert not made.does_something and made.counts["participants"]["unchanged"] == 1


# Who is one, who is two --------------------------------------------------------------------------------------------


def test_two_keys_of_who_turned_out_to_be_one_are_one_person(desk: Desk) -> None:
    given = roster(person("1", "Amira", "Bakker", line=2), person("2", "Amira", "Dang", line=3), groups=())
    bring_in(desk, given)
    both = people(desk)
    desk.do(merge_people, kept_id=both["Amira Bakker"]["id"], gone_id=both["Amira Dang"]["id"])
    made = plan(desk, given)
    assert not made.does_something and made.gone == ()
    assert "The same person as in line {line}: that line counts." in reasons(made)
    only = plan(desk, roster(person("2", "Amira", "Dang")))
    assert not only.does_something and only.gone == (), "either key is that person"
    bring_in(desk, roster(person("2", "Amira", "Dang", email="x@example.org")))
    assert {row["email"] for row in rows_of(desk, "participants") if row["state"] == "active"} == {"x@example.org"}


def test_the_old_name_leads_to_who_was_kept(desk: Desk) -> None:
    kept = desk.do(add_participant, fields={"given_name": "Ria", "family_name": "Peters"}).outcome
    gone = desk.do(add_participant, fields={"given_name": "Ria", "family_name": "Berg"}).outcome
    desk.do(merge_people, kept_id=kept, gone_id=gone)
    assert asked_in(plan(desk, roster(person("1", "Ria", "Berg"), complete=False))).candidates == (kept,)


def test_a_coach_who_takes_part_too_is_two_rows_and_no_doubt(desk: Desk) -> None:
    """Both in one file, with one name: a role is not a person."""
    both = Roster("test", "table", None, participants=(person("d1", "Gül", "Arslan"),),
                  coaches=(person("b1", "Gül", "Arslan"),))
    made = bring_in(desk, both)
    assert made.counts["participants"]["new"] == made.counts["coaches"]["new"] == 1 and made.undecided == 0
    assert not plan(desk, both).does_something


def test_who_is_in_groups_of_two_places_stays_in_both(school_desk: Desk) -> None:
    at = Origin("edex.xml", 1)
    places = tuple(RosterLocation(at, key, f"Locatie {key}") for key in ("noord", "zuid"))
    groups = tuple(RosterGroup(at, key, f"Groep {key}", location_key=key) for key in ("noord", "zuid"))
    who = replace(person("1", "Emma", "Vries", groups=("noord", "zuid")), location_key="noord")
    given = Roster("test", "edexml", 2026, locations=places, groups=groups, participants=(who,), places_groups=True)
    bring_in(school_desk, given)
    assert len(rows_of(school_desk, "memberships")) == 2 and len(rows_of(school_desk, "placements")) == 1
    assert not plan(school_desk, given).does_something


def test_an_import_never_suspends_a_coach(desk: Desk) -> None:
    """Who is gone may be marked as left; a coach is only told."""
    first = Roster("test", "table", None, participants=(person("d1", "Amira", "Bakker"), person("d2", "Bo", "Vos")),
                   coaches=(person("b1", "Gül", "Arslan"), person("b2", "Jan", "Smit")))
    bring_in(desk, first)
    second = Roster("test", "table", None, participants=(person("d1", "Amira", "Bakker"),),
                    coaches=(person("b1", "Gül", "Arslan"),))
    bring_in(desk, second, gone="leave")
    assert {row["given"]: row["state"] for row in rows_of(desk, "participants")} == {"Amira": "active", "Bo": "left"}
    assert [row["until_on"] for row in rows_of(desk, "coaches")] == [None, None]


def test_what_was_changed_by_hand_stays_whatever_is_decided_elsewhere(doubtful: tuple[Desk, Roster]) -> None:
    desk, given = doubtful
    decide(desk, given, Choice.SAME)
    amira = people(desk)["Amira Bakker"]["id"]
    desk.do(change_participant, participant_id=amira, fields={"email": "hand@example.org"})
    bring_in(desk, given)
    assert people(desk)["Amira Bakker"]["email"] == "hand@example.org"
