"""What is told for the tables without names, between desks: the same everywhere, checked by the server, forgotten."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.describing import choose_figures, describe_groups, describe_people, publish_figures
from app.actions.erasing import erase_participants
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.figures.published import Publication
from app.domain.operation import Patch
from app.domain.small_cells import SETTING
from app.store.figures import publications, threshold
from app.views.figures_tables import cbs_page
from tests.desks import bring_in, person, roster
from tests.figures import CBS_FIELDS, keeping
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import World

TABLE = Publication("places by location", date(2026, 1, 1), date(2026, 12, 31), ("Centrum", ""), {"all": (12, 30)})


def _kept(world: World) -> School:
    made = make_school(world)
    keeping(made.one)
    made.assign(made.own)
    made.sync(made.one, made.two)
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_kept)


def _described(school: School) -> None:
    school.one.do(describe_groups, group_ids=[school.own], fields={"course_kind": "formal", "course_type": "language"})
    school.one.do(describe_people, people=[
        {"participant_id": school.amira, "birth_year": "1984", "mother_tongue": "nt2", "gender": "f"}])


def test_two_desks_make_one_table_with_the_same_numbers(school: School) -> None:
    _described(school)
    school.one.do(choose_figures, setting=SETTING, value="12")
    school.one.do(publish_figures, publication=TABLE)
    school.sync(school.one, school.two)
    lines = [desk.desk.read(cbs_page, 2026).table.sheet.rows for desk in (school.one, school.two)]
    assert lines[0] == lines[1] and ("Vrouw", 1984, "NT2") in {row[:3] for row in lines[1]}
    assert school.two.desk.read(lambda connection, _sight: threshold(connection)) == 12
    assert school.two.desk.read(lambda connection, _sight: publications(connection)) == (TABLE,)
    school.world.agree(school.one, school.two)


def test_undone_on_one_desk_it_is_gone_on_the_other(school: School) -> None:
    _described(school)
    school.sync(school.one, school.two)
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    row = school.two.one("participants", id=school.amira)
    assert (row["birth_year"], row["mother_tongue"], row["gender"]) == ("", "", "")
    school.world.agree(school.one, school.two)


@pytest.mark.clause("O-annex 3: 10.2")
def test_switched_off_on_one_desk_it_is_empty_on_every(school: School) -> None:
    _described(school)
    school.sync(school.one, school.two)
    for field in CBS_FIELDS:
        school.two.do(switch_field, subject="participant", field=field, is_on=False)
    school.sync(school.two, school.one)
    for desk in (school.one, school.two):
        person, group = desk.one("participants", id=school.amira), desk.one("groups", id=school.own)
        assert {person[name] for name in CBS_FIELDS[:3]} | {group[name] for name in CBS_FIELDS[3:]} == {""}
    school.world.agree(school.one, school.two)


@pytest.mark.clause("O-annex 3: 10.2")
def test_what_was_filled_in_on_the_train_is_not_taken_over_once_it_is_off(school: School) -> None:
    for field in CBS_FIELDS:
        school.two.do(switch_field, subject="participant", field=field, is_on=False)
    school.two.sync()
    _described(school)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        person, group = desk.one("participants", id=school.amira), desk.one("groups", id=school.own)
        assert (person["birth_year"], person["mother_tongue"], group["course_kind"]) == ("", "", "")
    school.world.agree(school.one, school.two)


def test_a_list_that_tells_what_is_not_kept_any_more_brings_its_people_all_the_same(school: School) -> None:
    one, two = school.one, school.two
    bring_in(one.desk, roster(person("n1", "Nour", "Haddad", birth_year="1984", mother_tongue="nt2"), complete=False))
    for field in CBS_FIELDS:
        two.do(switch_field, subject="participant", field=field, is_on=False)
    school.sync(two, one, two, one)
    for desk in (one, two):
        nour = desk.one("participants", given="Nour")
        assert (nour["birth_year"], nour["mother_tongue"]) == ("", "") and open_reviews(desk) == []
    school.world.agree(one, two)


def test_an_erased_person_is_in_no_table_and_no_row(school: School) -> None:
    _described(school)
    school.sync(school.one, school.two)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, school.two)
    assert not any(row["birth_year"] for row in school.two.rows("participants").values())
    assert ("Vrouw", 1984, "NT2") not in {row[:3] for row in school.two.desk.read(cbs_page, 2026).table.sheet.rows}


def test_the_server_refuses_what_is_no_value_and_what_a_coach_sends(school: School) -> None:
    ben = school.ben()

    def patch(kind: str, row: bytes, field: str, value: str) -> list[Patch]:
        return [Patch(kind, row, field, 1, "", value)]

    for action, patches in (
        ("participant.describe", patch("participants", school.amira, "birth_year", "18x4")),
        ("participant.describe", patch("participants", school.amira, "mother_tongue", "nt3")),
        ("group.describe", patch("groups", school.own, "course_kind", "cooking")),
        ("group.describe", patch("groups", school.own, "name", "Anders")),
    ):
        assert send(school.one, action, patches).status == "rejected", patches
    assert send(ben, "participant.describe",
                patch("participants", school.amira, "birth_year", "1984")).status == "rejected"
    assert send(ben, "group.describe", patch("groups", school.own, "course_kind", "formal")).status == "rejected"
    school.sync(school.one, school.two)
    assert school.two.one("participants", id=school.amira)["birth_year"] == ""
