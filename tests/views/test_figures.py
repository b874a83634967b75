"""Tables without names from real rows: who counts, what is asked for the table of CBS, what stays hidden."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.describing import choose_figures, describe_groups, describe_people, publish_figures
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.groups import place_group, remove_participants
from app.actions.locations import add_location
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.figures.cbs import HEADINGS, NUMBERS, Numbering, own_number
from app.domain.small_cells import SETTING
from app.store.settings import SINCE_YEAR, set_settings
from app.views.figures_licences import Split, licence_use
from app.views.figures_tables import HIDDEN, Area, breakdown_table, cbs_page, figure_choices
from app.views.groups import all_participants, group_list
from app.views.privacy import participant_file, register
from tests.coaching import coach_of
from tests.figures import CBS_FIELDS, described, keeping, later, seated
from tests.lessons import add_programme, finish

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def library(desk: Desk) -> Desk:
    """Twelve on Tuesday, eleven on Friday, four of whom say nothing of themselves; everything of the table is kept."""
    keeping(desk)
    described(desk, {"Dinsdag": 12, "Vrijdag": 11}, silent=4)
    return desk


def by_name(desk: Desk) -> dict[str, bytes]:
    return {row.full: row.id for row in desk.read(all_participants)}


def groups_of(desk: Desk) -> dict[str, bytes]:
    return {row.name: row.id for row in desk.read(group_list)}


def shown(desk: Desk, area: str = Area.LOCATION) -> dict[str, tuple[object, ...]]:
    table = desk.read(breakdown_table, *YEAR, area)
    return {str(row[0]): tuple(row[1:-1]) for row in table.sheet.rows}


def test_the_table_of_cbs_holds_everybody_once_per_course_and_nobody_by_name(library: Desk) -> None:
    page = library.read(cbs_page, 2026)
    assert tuple(str(heading) for heading in page.table.sheet.headings) == HEADINGS
    assert len(page.table.sheet.rows) == 23 and page.off == ()
    first = page.table.sheet.rows[0]
    assert first[2] in ("NT1", "NT2", None) and first[4:6] in (
        ("Formeel", "Taal"), ("Non-formeel vrijwilliger", "Taal + digitale vaardigheden"))
    numbers = {str(row[-1]) for row in page.table.sheet.rows}
    assert len(numbers) == 23 and all(len(number) == 12 for number in numbers)
    said = str(page.table.sheet.rows)
    assert not any(name.split()[0] in said for name in by_name(library))


def test_what_is_missing_is_told_per_group(library: Desk) -> None:
    missing = {(one.field, one.group): len(one.people) for one in library.read(cbs_page, 2026).missing}
    assert missing == {(field, "Groep Vrijdag"): 4 for field in ("gender", "birth_year", "mother_tongue", "postcode")}


def test_the_numbers_of_two_years_are_joined_only_where_that_was_chosen(library: Desk) -> None:
    def numbers(year: int) -> set[object]:
        return {row[-1] for row in library.read(cbs_page, year).table.sheet.rows}

    secret, one = b"k" * 32, b"p" * 16
    assert own_number(secret, one, 2025) != own_number(secret, one, 2026)
    before = numbers(2026)
    library.do(choose_figures, setting=NUMBERS, value=Numbering.OVER_YEARS)
    assert numbers(2026).isdisjoint(before)
    assert library.read(cbs_page, 2026).numbering is Numbering.OVER_YEARS


def test_a_person_with_two_rows_and_two_groups_is_one_person(library: Desk) -> None:
    people = by_name(library)
    silent, known = people["Vrijdag10 Naam10"], people["Vrijdag0 Naam0"]
    library.do(merge_people, kept_id=silent, gone_id=known)
    assert shown(library)["{Participants}"] == (22, 22)
    page = library.read(cbs_page, 2026)
    assert len({row[-1] for row in page.table.sheet.rows}) == len(page.table.sheet.rows) == 22
    assert {len(one.people) for one in page.missing} == {3}, "what one row does not tell, the other does"


def test_small_numbers_are_hidden_and_cannot_be_worked_out(library: Desk) -> None:
    rows = shown(library)
    assert rows["{Participants}"] == (23, 23)
    assert rows["Kind of course: Formal"] == (12, 12)
    assert rows["Gender: Not known"] == (HIDDEN, HIDDEN)
    gender = [cells for name, cells in rows.items() if name.startswith("Gender")]
    assert sum(HIDDEN in cells for cells in gender) >= 2
    library.do(choose_figures, setting=SETTING, value="5")
    assert shown(library)["{Participants}"] == (23, 23)


def test_with_too_few_people_nothing_is_shown(desk: Desk) -> None:
    keeping(desk)
    described(desk, {"Dinsdag": 3})
    table = desk.read(breakdown_table, *YEAR, Area.LOCATION)
    assert table.sheet.rows == () and table.publication is None
    assert "Fewer than 10" in str(table.notes[0])


def test_a_field_that_is_off_is_no_part_of_it_and_that_is_said(library: Desk) -> None:
    library.do(switch_field, subject="participant", field="gender", is_on=False)
    assert not any(name.startswith("Gender") for name in shown(library))
    table = library.read(breakdown_table, *YEAR, Area.LOCATION)
    assert any("Gender" in str(note) for note in table.notes)
    assert {row[0] for row in library.read(cbs_page, 2026).table.sheet.rows} == {None}


def test_who_left_last_year_is_not_counted_and_who_left_this_year_is(library: Desk) -> None:
    people, tuesday = by_name(library), groups_of(library)["Groep Dinsdag"]
    library.do(remove_participants, group_id=tuesday, participant_ids=[next(iter(people.values()))])
    assert shown(library)["{Participants}"] == (23, 23)
    assert library.read(cbs_page, 2025).table.sheet.rows == ()


def test_a_second_table_that_differs_by_a_few_people_is_pointed_out(library: Desk) -> None:
    first = library.read(breakdown_table, *YEAR, Area.LOCATION)
    assert first.publication is not None and not first.warnings
    library.do(publish_figures, publication=first.publication)
    assert not library.read(breakdown_table, *YEAR, Area.LOCATION).warnings
    later(library, 3)
    assert "left earlier" in str(library.read(breakdown_table, *YEAR, Area.LOCATION).warnings[0])
    library.do(undo_last)
    assert not library.read(breakdown_table, *YEAR, Area.LOCATION).warnings
    library.do(choose_figures, setting=SETTING, value="5")
    warned = library.read(breakdown_table, *YEAR, Area.LOCATION).warnings
    assert warned, "with a lower threshold it shows what the first one hid"
    assert not library.read(breakdown_table, date(2024, 1, 1), date(2024, 12, 31), Area.LOCATION).warnings


def test_a_table_of_everybody_together_hides_less_and_is_held_against_the_others(library: Desk) -> None:
    apart, together = (library.read(breakdown_table, *YEAR, area) for area in (Area.POSTCODE, Area.NONE))
    assert [str(heading) for heading in together.sheet.headings][1:] == ["All", "Share"]
    assert len(together.sheet.rows) == len(apart.sheet.rows)

    def hidden(rows: tuple[tuple[object, ...], ...]) -> set[str]:
        return {str(row[0]) for row in rows if HIDDEN in row}

    assert hidden(together.sheet.rows) < hidden(apart.sheet.rows)
    library.do(publish_figures, publication=apart.publication)
    shown_now = {str(row[0]) for row in together.sheet.rows} - hidden(together.sheet.rows)
    hidden_before = {str(row[0]) for row in apart.sheet.rows if row[-2] == HIDDEN}
    assert bool(shown_now & hidden_before) == bool(library.read(breakdown_table, *YEAR, Area.NONE).warnings)


def test_use_of_licences_counts_seats_and_hides_who_few_practised(library: Desk) -> None:
    seated(library, 8)
    add_programme(library, "koken")
    finish(library, "Dinsdag1", "koken")
    used = library.read(licence_use, *YEAR, Split.NONE)
    assert used.table.sheet.rows[-1][:4] == ("Taal", "2026-11", 9, 8) and used.table.sheet.rows[-1][4] is HIDDEN
    assert used.steps[-1][1:] == (8, 9) and len(used.table.sheet.rows) == 10
    per_group = library.read(licence_use, *YEAR, Split.GROUP).table.sheet.rows
    assert {row[2] for row in per_group} <= {"Groep Dinsdag", "Groep Vrijdag"}
    choices = library.read(figure_choices)
    assert {one.kind for one in choices.periods} == {"calendar", "school", "licence"} and choices.threshold == 10


def test_use_per_place_and_per_group_side_by_side_do_not_tell_what_one_hides(library: Desk) -> None:
    """One in a small group practised: who would be what the place has more than its other group."""
    later(library, 1)
    groups, north = groups_of(library), library.do(add_location, name="Noord").outcome
    for name in ("Groep Dinsdag", "Groep Later"):
        library.do(place_group, group_id=groups[name], location_id=north)
    seated(library, 24, seats=24)
    add_programme(library, "koken", 1)
    for key in ["later0", *(f"Dinsdag{at}" for at in range(10)), *(f"Vrijdag{at}" for at in range(5))]:
        finish(library, key, "koken", 1)

    def practised(split: Split) -> dict[str, object]:
        rows = library.read(licence_use, *YEAR, split).table.sheet.rows
        return {str(row[2]): row[4] for row in rows if row[1] == "2026-11"}

    assert practised(Split.LOCATION) == {"Noord": 11, "Place not known": 5}
    assert practised(Split.GROUP) == {"Groep Later": HIDDEN, "Groep Dinsdag": HIDDEN, "Groep Vrijdag": 5}


def test_of_years_of_which_the_results_are_not_here_no_practice_is_told(library: Desk) -> None:
    seated(library, 8)
    with library.database.writing() as connection:
        set_settings(connection, {SINCE_YEAR: "2026"})
    assert "Hours practised" not in shown(library)
    assert "not all on this computer" in str(library.read(breakdown_table, *YEAR, Area.LOCATION).notes[-1])
    rows = library.read(licence_use, *YEAR, Split.NONE).table.sheet.rows
    assert [row[4] for row in rows] == [None] * 6 + [0] * 4, "from August on they are here"


def test_nobody_but_the_administrator_sees_them(library: Desk) -> None:
    coach = coach_of(library, next(iter(groups_of(library).values())))
    for view, given in ((cbs_page, (2026,)), (breakdown_table, (*YEAR, Area.LOCATION)),
                        (licence_use, (*YEAR, Split.NONE)), (figure_choices, ())):
        with pytest.raises(Refusal):
            coach.read(view, *given)


def test_a_description_that_is_none_or_is_not_kept_changes_nothing(library: Desk) -> None:
    group, (name, one) = groups_of(library)["Groep Dinsdag"], next(iter(by_name(library).items()))
    assert name
    for action, given in (
        (describe_groups, {"group_ids": [group], "fields": {"course_kind": "koken"}}),
        (describe_groups, {"group_ids": [group], "fields": {"name": "x"}}),
        (describe_people, {"people": [{"participant_id": one, "birth_year": "2031"}]}),
        (describe_people, {"people": [{"participant_id": one, "mother_tongue": "Klingon"}]}),
        (describe_people, {"people": [{"participant_id": one, "email": "x@example.org"}]}),
        (choose_figures, {"setting": SETTING, "value": "4"}),
        (choose_figures, {"setting": "level_system", "value": "roman"}),
    ):
        with pytest.raises(Refusal):
            library.do(action, **given)
    for field in CBS_FIELDS:
        library.do(switch_field, subject="participant", field=field, is_on=False)
    with pytest.raises(Refusal, match="not kept"):
        library.do(describe_groups, group_ids=[group], fields={"course_kind": "formal"})
    assert {row.course_kind for row in library.read(group_list)} == {""}


@pytest.mark.clause("O-annex I", "O-annex 3: 10.2")
def test_the_register_and_a_persons_file_tell_what_is_kept_for_the_tables(library: Desk) -> None:
    filled = {line.field: line.filled for line in library.read(register) if line.subject == "participant"}
    assert [filled[field] for field in CBS_FIELDS] == [19, 19, 19, 23, 23]
    one = by_name(library)["Dinsdag0 Naam0"]
    kept = {datum.field: datum.value for datum in library.read(participant_file, one).data}
    assert {field: kept[field] for field in CBS_FIELDS} == {
        "gender": "m", "birth_year": "1960", "mother_tongue": "nt1", "course_kind": "formal",
        "course_type": "language"}
