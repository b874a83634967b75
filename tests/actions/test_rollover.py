"""Preparing the new year and doing it: who goes where, what is refused, and everything back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.actions.describing import describe_groups
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.groups import add_participants, close_group, create_group, move_participants
from app.actions.importing import apply_plan
from app.actions.joining import make_join_code
from app.actions.media import add_link
from app.actions.participants import add_participant, leave
from app.actions.rolling_over import roll_over
from app.actions.rollover import (
    add_new_group,
    change_new_group,
    choose_places,
    drop_roll_over,
    prepare_roll_over,
    set_coaches,
    set_roll_over,
    settle_groups,
    take_in,
)
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.rollover.kept import Fate
from app.store import tables
from app.views.groups import all_participants, group_list, participant_page
from app.views.importing import plan_roster
from app.views.rollover import roll_over_page
from app.views.rollover_checks import checked_roll_over
from app.views.rollover_differences import file_against_prepared
from tests.desks import Clock, bring_in
from tests.dumps import dump, rows_of
from tests.figures import keeping
from tests.rolling import GROUPS, PEOPLE, TO_AUGUST, TO_MAY, file_of, goes, new_group, of, prepared, school_in_may


@pytest.fixture
def school(school_desk: Desk, clock: Clock) -> Desk:
    school_in_may(school_desk, clock)
    return school_desk


def groups_of(desk: Desk) -> dict[str, str]:
    """By given name the open groups."""
    return {row.full.split()[0]: row.groups for row in desk.read(all_participants)}


def to_august(desk: Desk, clock: Clock) -> None:
    clock.forward(TO_AUGUST - TO_MAY)
    desk.look_again()


def do(desk: Desk) -> None:
    desk.do(roll_over, roll_over_id=prepared(desk).id)


@pytest.mark.clause("A-1.13")
def test_every_group_is_proposed_one_year_on_and_everybody_with_it(school: Desk) -> None:
    names = {one.name: one.comes_from for one in prepared(school).going_on}
    assert names == {
        "Groep 1/2": "Groep 1/2", "Groep 4": "Groep 3", "Groep 6a": "Groep 5a", "Groep 6b": "Groep 5b",
        "Groep 7/8": "Groep 7/8", "Groep 3": ""}
    assert goes(school) == {
        "Ada": ("promote", "Groep 1/2", "2"), "Bas": ("promote", "Groep 3", "3"), "Cem": ("promote", "Groep 4", "4"),
        "Dia": ("promote", "Groep 6a", "6"), "Eef": ("promote", "Groep 6b", "6"),
        "Fay": ("promote", "Groep 7/8", "8"), "Gus": ("leave", "", "8")}


def test_it_is_prepared_from_may_on_and_not_before(school_desk: Desk, clock: Clock) -> None:
    bring_in(school_desk, file_of(2026, PEOPLE, GROUPS))
    clock.forward(160)  # 30 April
    assert school_desk.read(roll_over_page).due is None
    with pytest.raises(Refusal, match="From"):
        school_desk.do(prepare_roll_over)
    clock.forward(1)
    assert school_desk.read(roll_over_page).due is not None
    school_desk.do(prepare_roll_over)


@pytest.mark.clause("A-1.13")
def test_doing_it_moves_everybody_with_effect_from_1_august(school: Desk, clock: Clock) -> None:
    prepared(school)
    with pytest.raises(Refusal, match="begin on"):
        do(school)
    to_august(school, clock)
    do(school)
    assert groups_of(school) == {
        "Ada": "Groep 1/2", "Bas": "Groep 3", "Cem": "Groep 4", "Dia": "Groep 6a", "Eef": "Groep 6b",
        "Fay": "Groep 7/8"}
    assert {(row.name, row.school_year, row.year_group) for row in school.read(group_list)} >= {
        ("Groep 6a", 2027, "6"), ("Groep 3", 2027, "3")}
    dia = next(row for row in school.read(all_participants) if row.full == "Dia Proef")
    assert (dia.year_group, dia.location) == ("6", "")
    assert school.read(participant_page, dia.id).memberships[-2:] == (
        ("Groep 5a", date(2026, 11, 21), date(2027, 8, 1)), ("Groep 6a", date(2027, 8, 1), None))
    places = sorted((row["school_year"], row["year_group"], row["until_on"]) for row in rows_of(school, "placements")
                    if row["participant_id"] == dia.id)
    assert places == [(2026, "5", "2027-08-01"), (2027, "6", None)]
    assert next(row for row in rows_of(school, "participants") if row["given"] == "Gus")["state"] == "left"


def test_it_is_done_once(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    wanted = prepared(school).id
    school.do(roll_over, roll_over_id=wanted)
    with pytest.raises(Refusal, match="already"):
        school.do(roll_over, roll_over_id=wanted)
    page = school.read(roll_over_page)
    assert page.prepared is None and page.due is None and page.done is not None


def test_all_of_it_is_undone_and_done_again(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    prepared(school)
    before = dump(school)
    do(school)
    after = dump(school)
    assert school.do(undo_last).outcome.kept == 0
    assert dump(school) == before
    do(school)
    assert groups_of(school)["Dia"] == "Groep 6a"
    assert set(after) == set(dump(school))


def test_what_others_built_on_is_kept_when_it_is_undone(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    done = school.do(roll_over, roll_over_id=prepared(school).id)
    new = next(row.id for row in school.read(group_list) if row.name == "Groep 6a")
    eef = next(row.id for row in school.read(all_participants) if row.full == "Eef Proef")
    school.do(add_participants, group_id=new, participant_ids=[eef])
    undone = school.do(undo_last, operation_id=done.operation_id).outcome
    assert undone.kept == 1
    assert groups_of(school)["Eef"] == "Groep 5b, Groep 6a"
    do(school)
    assert groups_of(school)["Eef"] == "Groep 6a" and groups_of(school)["Dia"] == "Groep 6a"


@pytest.mark.parametrize(
    ("given", "choice", "to", "becomes"),
    [
        ("Dia", "repeat", None, ("repeat", "", "5")), ("Bas", "repeat", None, ("extend", "Groep 1/2", "2")),
        ("Dia", "leave", None, ("leave", "", "5")), ("Dia", "promote", "Groep 6b", ("promote", "Groep 6b", "6")),
        ("Dia", "promote", "Groep 7/8", ("promote", "Groep 7/8", "6")),
        ("Dia", "promote", "Groep 4", ("promote", "Groep 4", "4")), ("Dia", "none", None, ("none", "", "6")),
    ],
)
def test_another_place_for_one(
    school: Desk, given: str, choice: str, to: str | None, becomes: tuple[str, str, str]
) -> None:
    target = new_group(school, to) if to else None
    school.do(choose_places, roll_over_id=prepared(school).id, participant_ids=[of(school, given).id], choice=choice,
              to_id=target)
    assert goes(school)[given] == becomes


def test_somebody_without_a_place_stops_it(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    school.do(choose_places, roll_over_id=prepared(school).id, participant_ids=[of(school, "Dia").id], choice="repeat")
    assert of(school, "Dia").needs_place
    assert not school.read(checked_roll_over).can_do
    with pytest.raises(Refusal, match="has no place in the new"):
        do(school)
    school.do(add_new_group, roll_over_id=prepared(school).id, name="5a", year_group="5")
    assert school.read(checked_roll_over).can_do
    do(school)
    assert groups_of(school)["Dia"] == "5a"
    assert [row.year_group for row in school.read(all_participants) if row.full == "Dia Proef"] == ["5"]


def double_of(desk: Desk, given: str, year_group: str, group: str) -> bytes:
    """Somebody added by hand beside the same person of the file."""
    now = {row.name: row.id for row in desk.read(group_list)}
    made: bytes = desk.do(
        add_participant, fields={"given_name": given, "family_name": "Dubbel"}, group_id=now[group]).outcome
    with desk.database.writing() as connection:
        connection.execute(
            tables.participants.update().where(tables.participants.c.id == made).values(year_group=year_group))
    return made


def test_a_double_of_the_last_year_group_does_not_stop_it(school: Desk, clock: Clock) -> None:
    prepared(school)
    gone = double_of(school, "Gus", "8", "Groep 7/8")
    school.do(merge_people, kept_id=of(school, "Fay").id, gone_id=gone)
    to_august(school, clock)
    page = school.read(checked_roll_over)
    assert gone not in {one.id for one in prepared(school).people} and page.can_do
    do(school)
    assert {row["state"] for row in rows_of(school, "participants") if row["id"] == gone} == {"merged"}


def test_a_choice_for_who_turned_out_to_be_a_double_places_nobody_twice(school: Desk, clock: Clock) -> None:
    gone = double_of(school, "Ada", "4", "Groep 5a")
    school.do(choose_places, roll_over_id=prepared(school).id, participant_ids=[gone], choice="promote",
              to_id=new_group(school, "Groep 6a"))
    school.do(merge_people, kept_id=of(school, "Eef").id, gone_id=gone)
    to_august(school, clock)
    do(school)
    for kind in ("memberships", "placements"):
        assert not [row for row in rows_of(school, kind) if row["participant_id"] == gone and not row["until_on"]]


def test_two_groups_are_combined_by_letting_one_end(school: Desk) -> None:
    school.do(settle_groups, new_group_ids=[new_group(school, "Groep 6b")], fate=Fate.ENDS)
    assert goes(school)["Eef"] == ("promote", "Groep 6a", "6")
    school.do(settle_groups, new_group_ids=[new_group(school, "Groep 6b")], fate=Fate.GOES_ON)
    assert goes(school)["Eef"] == ("promote", "Groep 6b", "6")


def test_a_group_that_stays_takes_no_part(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    page = prepared(school)
    present = next(one for one in page.present if one.name == "Groep 5a")
    school.do(settle_groups, new_group_ids=[present.new_id], fate=Fate.STAYS)
    assert "Dia" not in goes(school)
    school.do(take_in, roll_over_id=page.id, group_ids=[present.id])
    assert goes(school)["Dia"] == ("promote", "Groep 6a", "6")
    school.do(settle_groups, new_group_ids=[present.new_id], fate=Fate.STAYS)
    do(school)
    assert groups_of(school)["Dia"] == "Groep 5a"
    assert school.read(roll_over_page).due is None


def test_a_name_and_a_year_group_of_its_own(school: Desk) -> None:
    school.do(change_new_group, new_group_id=new_group(school, "Groep 6a"), name="  De  Uilen ", year_group="6")
    assert goes(school)["Dia"] == ("promote", "De Uilen", "6")
    for name, code, wrong in (("", "6", "needs a name"), ("x", "99", "no|not a year group")):
        with pytest.raises(Refusal, match=wrong):
            school.do(change_new_group, new_group_id=new_group(school, "De Uilen"), name=name, year_group=code)


def test_what_happens_meanwhile_is_followed(school: Desk, clock: Clock) -> None:
    page = prepared(school)
    people = {one.full.split()[0]: one.id for one in page.people}
    school.do(choose_places, roll_over_id=page.id, participant_ids=list(people.values()), choice="repeat")
    school.do(choose_places, roll_over_id=page.id, participant_ids=list(people.values()), choice="")
    school.do(leave, participant_ids=[people["Ada"]])
    now = {row.name: row.id for row in school.read(group_list)}
    school.do(move_participants, from_group_id=now["Groep 5a"], to_group_id=now["Groep 5b"],
              participant_ids=[people["Dia"]])
    school.do(close_group, group_id=now["Groep 3"])
    school.do(erase_participants, participant_ids=[people["Bas"]])
    to_august(school, clock)
    assert goes(school) == {
        "Cem": ("promote", "", "4"), "Dia": ("promote", "Groep 6b", "6"), "Eef": ("promote", "Groep 6b", "6"),
        "Fay": ("promote", "Groep 7/8", "8"), "Gus": ("leave", "", "8")}
    kinds = {one.kind for one in school.read(checked_roll_over).findings}
    assert {"without", "closed", "leave", "coach", "empty"} <= kinds
    do(school)
    assert groups_of(school) == {"Cem": "", "Dia": "Groep 6b", "Eef": "Groep 6b", "Fay": "Groep 7/8"}


def test_who_is_not_there_any_more_gets_no_choice(school: Desk) -> None:
    page, ada = prepared(school), of(school, "Ada").id
    school.do(leave, participant_ids=[ada])
    with pytest.raises(Refusal, match="not here any more"):
        school.do(choose_places, roll_over_id=page.id, participant_ids=[ada], choice="leave")
    with pytest.raises(Refusal, match="will not be there"):
        school.do(choose_places, roll_over_id=page.id, participant_ids=[], choice="promote", to_id=bytes(16))


def test_dropped_and_prepared_again_it_begins_afresh(school: Desk) -> None:
    page = prepared(school)
    school.do(choose_places, roll_over_id=page.id, participant_ids=[of(school, "Dia").id], choice="leave")
    with pytest.raises(Refusal, match="already"):
        school.do(prepare_roll_over)
    school.do(drop_roll_over, roll_over_id=page.id)
    for action, more in ((drop_roll_over, {}), (set_roll_over, {"effective_on": "2027-08-01"})):
        with pytest.raises(Refusal, match="not being prepared"):
            school.do(action, roll_over_id=page.id, **more)
    with pytest.raises(Refusal, match="dropped"):
        do_dropped = page.id
        school.do(roll_over, roll_over_id=do_dropped)
    assert prepared(school).id == page.id
    assert goes(school)["Dia"] == ("promote", "Groep 6a", "6")


@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ("2027-07-31", "", "not in the school year"), ("2028-08-01", "", "not in the school year"),
        ("gisteren", "", "not a day"), ("2027-08-01", "2027-08-01", "Handing over"), ("2027-08-01", "x", "not a day"),
    ],
)
def test_days_that_cannot_be(school: Desk, begins: str, ends: str, wrong: str) -> None:
    with pytest.raises(Refusal, match=wrong):
        school.do(set_roll_over, roll_over_id=prepared(school).id, effective_on=begins, hand_over_on=ends)


def test_a_day_that_passed_counts_from_then(school: Desk, clock: Clock) -> None:
    prepared(school)
    clock.forward(TO_AUGUST - TO_MAY + 60)  # October
    school.look_again()
    do(school)
    assert {row["from_on"] for row in rows_of(school, "groups") if row["school_year"] == 2027} == {"2027-08-01"}


def test_a_code_to_join_ends_with_the_group_of_now(school: Desk, clock: Clock) -> None:
    now = {row.name: row.id for row in school.read(group_list)}
    prepared(school)
    to_august(school, clock)
    school.do(make_join_code, group_id=now["Groep 3"], last_on=date(2027, 9, 1))
    do(school)
    (code,) = rows_of(school, "join_codes")
    assert code["until_on"] <= school.sight.today.isoformat()


def test_links_and_routes_of_a_group_end_with_it_and_come_back_with_undo(school: Desk, clock: Clock) -> None:
    now = {row.name: row.id for row in school.read(group_list)}
    prepared(school)
    to_august(school, clock)
    school.do(add_link, title="Filmpje", address="https://uitleg.example/", group_id=now["Groep 3"])
    school.do(add_link, title="Voor ieder", address="https://uitleg.example/2")
    school.do(add_route, name="Lezen", group_ids=[now["Groep 3"]])
    do(school)
    ended = {row["title"]: row["until_on"] for row in rows_of(school, "media_links")}
    assert ended["Filmpje"] <= school.sight.today.isoformat() and ended["Voor ieder"] is None
    assert rows_of(school, "route_assignments")[0]["until_on"] is not None
    school.do(undo_last)
    assert {row["until_on"] for row in rows_of(school, "media_links")} == {None}
    assert rows_of(school, "route_assignments")[0]["until_on"] is None


# Coaches


def coach(desk: Desk, given: str, *groups: str) -> bytes:
    """One with these groups."""
    made = given.encode().ljust(16)
    now = {row.name: row.id for row in desk.read(group_list)}
    with desk.database.writing() as connection:
        connection.execute(tables.coaches.insert().values(
            id=made, given=given, family="C", sort_key=given, search=given, from_on="2026-08-01"))
        for group in groups:
            connection.execute(tables.coach_assignments.insert().values(
                id=(given + group).encode().ljust(16), coach_id=made, group_id=now[group], from_on="2026-08-01"))
    return made


def assigned(desk: Desk, reads_only: int) -> set[tuple[str, str, str | None]]:
    """(coach, group, until) of what is open today."""
    day = desk.sight.today.isoformat()
    with desk.database.reading() as connection:
        found = connection.execute(
            select(tables.coaches.c.given, tables.groups.c.name, tables.coach_assignments.c.until_on)
            .join(tables.coach_assignments, tables.coach_assignments.c.coach_id == tables.coaches.c.id)
            .join(tables.groups, tables.groups.c.id == tables.coach_assignments.c.group_id)
            .where(tables.coach_assignments.c.reads_only == reads_only)).all()
    return {tuple(row) for row in found if row[2] is None or row[2] > day}


def test_coaches_stay_with_the_year_group_or_go_along(school: Desk, clock: Clock) -> None:
    coach(school, "Kim", "Groep 3")
    lee = coach(school, "Lee", "Groep 5a")
    page = prepared(school)
    rows = {one.name: one for one in page.going_on}
    assert [one.full for one in rows["Groep 3"].coaches] == ["Kim C"]
    assert rows["Groep 6a"].coaches == () and rows["Groep 6a"].along == (lee,)
    school.do(set_coaches, wanted=[(rows["Groep 6a"].id, [lee])])
    to_august(school, clock)
    do(school)
    assert assigned(school, 0) == {("Kim", "Groep 3", None), ("Lee", "Groep 6a", None)}
    assert assigned(school, 1) == set()


def test_who_had_them_reads_on_until_the_day_of_handing_over(school: Desk, clock: Clock) -> None:
    coach(school, "Kim", "Groep 3")
    school.do(set_roll_over, roll_over_id=prepared(school).id, effective_on="2027-08-01", hand_over_on="2027-10-01")
    to_august(school, clock)
    do(school)
    assert assigned(school, 1) == {("Kim", "Groep 4", "2027-10-01")}


def test_early_sight_lasts_until_the_new_groups_begin_and_follows_the_choices(school: Desk, clock: Clock) -> None:
    kim, page = coach(school, "Kim", "Groep 3"), prepared(school)
    early = {"roll_over_id": page.id, "effective_on": "2027-08-01", "early_sight": True}
    school.do(set_roll_over, **early)
    assert assigned(school, 1) == {("Kim", "Groep 1/2", "2027-08-01")}  # Bas comes from there
    school.do(set_coaches, wanted=[(new_group(school, "Groep 6a"), [kim]), (new_group(school, "Groep 3"), [])])
    assert assigned(school, 1) == {("Kim", "Groep 5a", "2027-08-01")}
    school.do(set_roll_over, **early | {"early_sight": False})
    assert assigned(school, 1) == set()
    school.do(set_roll_over, **early)
    assert assigned(school, 1) == {("Kim", "Groep 5a", "2027-08-01")}
    school.do(drop_roll_over, roll_over_id=page.id)
    assert assigned(school, 1) == set()


# Beside an import of the new year


NEXT = (
    ("1", "Ada", "2", "1/2"), ("2", "Bas", "2", "1/2"), ("3", "Cem", "4", "4"), ("4", "Dia", "5", "5a"),
    ("5", "Eef", "6", "6b"), ("6", "Fay", "8", "7/8"),
)
NEXT_GROUPS = ("1/2", "3", "4", "5a", "6a", "6b", "7/8")


def test_after_an_import_of_the_new_year_nothing_is_doubled(school: Desk, clock: Clock) -> None:
    prepared(school)
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    to_august(school, clock)
    assert all(one.is_there for one in prepared(school).going_on)
    do(school)
    assert groups_of(school) == {
        "Ada": "Groep 1/2", "Bas": "Groep 1/2", "Cem": "Groep 4", "Dia": "Groep 5a", "Eef": "Groep 6b",
        "Fay": "Groep 7/8"}
    names = [row.name for row in school.read(group_list)]
    assert len(names) == len(set(names)) == len(NEXT_GROUPS)
    places = [row["participant_id"] for row in rows_of(school, "placements") if row["until_on"] is None]
    assert len(places) == len(set(places))


def test_where_file_and_preparation_differ_either_can_stand(school: Desk, clock: Clock) -> None:
    page = prepared(school)
    school.do(choose_places, roll_over_id=page.id, participant_ids=[of(school, "Eef").id], choice="promote",
              to_id=new_group(school, "Groep 6a"))
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    found = {one.full: (one.ours, one.file, one.stands) for one in prepared(school).differences}
    assert found == {
        "Bas Proef": ("Groep 3", "Groep 1/2", "file"), "Dia Proef": ("Groep 6a", "Groep 5a", "file"),
        "Eef Proef": ("Groep 6a", "Groep 6b", "ours")}
    dia, eef = (next(one for one in prepared(school).differences if one.full.startswith(who)) for who in ("Dia", "Eef"))
    school.do(choose_places, roll_over_id=page.id, participant_ids=[dia.id], choice=dia.choice, to_id=dia.ours_to)
    school.do(choose_places, roll_over_id=page.id, participant_ids=[eef.id], choice="")
    assert {one.full: one.stands for one in prepared(school).differences}["Dia Proef"] == "ours"
    to_august(school, clock)
    do(school)
    assert (groups_of(school)["Dia"], groups_of(school)["Eef"]) == ("Groep 6a", "Groep 6b")


def test_what_a_file_would_say_of_what_is_prepared_is_known_before_it_is_imported(school: Desk) -> None:
    page = prepared(school)
    school.do(choose_places, roll_over_id=page.id, participant_ids=[of(school, "Eef").id], choice="promote",
              to_id=new_group(school, "Groep 6a"))
    plan = school.read(plan_roster, file_of(2027, NEXT, NEXT_GROUPS))
    against = school.read(file_against_prepared, [plan])
    assert against is not None and against.year.first == 2027 and against.agree == 3
    assert school.read(file_against_prepared, [school.read(plan_roster, file_of(2026, PEOPLE, GROUPS))]) is None
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    assert against.rows == prepared(school).differences, "the same as afterwards"


def test_a_file_and_which_side_counts_are_one_step_and_one_undo(school: Desk, clock: Clock) -> None:
    page = prepared(school)
    school.do(choose_places, roll_over_id=page.id, participant_ids=[of(school, "Eef").id], choice="promote",
              to_id=new_group(school, "Groep 6a"))
    before = dump(school)
    plan = school.read(plan_roster, file_of(2027, NEXT, NEXT_GROUPS))
    against = school.read(file_against_prepared, [plan])
    assert against is not None and against.settled(against.rows) == ()
    other = {"ours": "file", "file": "ours"}
    turned = [replace(one, stands=other[one.stands]) for one in against.rows]
    apply_plan(school, plan, settled=against.settled(turned))
    assert [one.stands for one in prepared(school).differences if not one.full.startswith("Eef")] == ["ours", "ours"]
    school.do(undo_last)
    assert dump(school) == before
    apply_plan(school, school.read(plan_roster, file_of(2027, NEXT, NEXT_GROUPS)), settled=against.settled(turned))
    to_august(school, clock)
    do(school)
    assert [groups_of(school)[name] for name in ("Bas", "Dia", "Eef")] == ["Groep 3", "Groep 6a", "Groep 6b"]


def test_an_import_afterwards_finds_the_groups_and_moves_only_who_is_elsewhere(school: Desk, clock: Clock) -> None:
    to_august(school, clock)
    prepared(school)
    do(school)
    before = {row.name: row.id for row in school.read(group_list)}
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    after = {row.name: row.id for row in school.read(group_list)}
    assert after.items() >= before.items() and len(school.read(group_list)) == len(after)
    assert groups_of(school) == {
        "Ada": "Groep 1/2", "Bas": "Groep 1/2", "Cem": "Groep 4", "Dia": "Groep 5a", "Eef": "Groep 6b",
        "Fay": "Groep 7/8"}
    assert not bring_in(school, file_of(2027, NEXT, NEXT_GROUPS)).does_something


# Without school years


def test_where_there_are_no_school_years_groups_are_taken_in_one_by_one(desk: Desk, clock: Clock) -> None:
    bring_in(desk, file_of(0, [(k, g, "", "Dinsdag") for k, g, _, _ in PEOPLE[:2]] + [("3", "Cem", "", "Inloop")],
                           ("Dinsdag", "Inloop")))
    with pytest.raises(Refusal, match="not a day"):
        desk.do(prepare_roll_over)
    keeping(desk)
    desk.do(describe_groups, group_ids=[row.id for row in desk.read(group_list)], fields={"course_kind": "volunteer"})
    wanted = desk.do(prepare_roll_over, effective_on="2026-12-01").outcome
    page = prepared(desk)
    assert page.year is None and page.new == () and page.people == ()
    tuesday = next(one.id for one in page.present if one.name == "Groep Dinsdag")
    desk.do(take_in, roll_over_id=wanted, group_ids=[tuesday])
    assert goes(desk) == {"Ada": ("promote", "Groep Dinsdag", ""), "Bas": ("promote", "Groep Dinsdag", "")}
    desk.do(choose_places, roll_over_id=wanted, participant_ids=[of(desk, "Bas").id], choice="none")
    clock.forward(30)
    desk.look_again()
    do(desk)
    assert groups_of(desk) == {"Ada": "Groep Dinsdag", "Bas": "", "Cem": "Groep Inloop"}
    assert [row.id for row in desk.read(group_list) if row.name == "Groep Dinsdag"] != [tuesday]
    assert {row.course_kind for row in desk.read(group_list)} == {"volunteer"}


def test_a_group_that_is_gone_is_not_taken_in(school: Desk) -> None:
    page, made = prepared(school), school.do(create_group, name="Bezoekers").outcome
    assert [one.name for one in prepared(school).present if one.fate is Fate.STAYS] == ["Bezoekers"]
    school.do(close_group, group_id=made)
    with pytest.raises(Refusal, match="does not exist any more"):
        school.do(take_in, roll_over_id=page.id, group_ids=[made])
