"""Fields beyond the list (D6): off until recorded with purpose and ground, emptied everywhere when switched off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.participants import add_participant, change_participant
from app.actions.privacy import note_export, switch_field
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.store.home import Home
from app.views.groups import participant_page
from app.views.importing import plan_roster
from app.views.privacy import RegisterLine, register
from tests.coaching import coach_of
from tests.desks import CODE, Clock, bring_in, person, roster, unlock
from tests.dumps import dump, events, places_of, rows_of

MARK = "Merkteken"
ON = {
    "subject": "participant",
    "field": "gender",
    "is_on": True,
    "purpose": " De tabel van het CBS ",
    "ground": "e",
    "retention": "twee jaar",
    "addition_on": "2026-11-01",
}
OFF = {"subject": "participant", "field": "gender", "is_on": False}


def line(desk: Desk, field: str = "gender") -> RegisterLine:
    return next(one for one in desk.read(register) if (one.subject, one.field) == ("participant", field))


def with_gender(desk: Desk, value: str = MARK) -> bytes:
    return bytes(desk.do(add_participant, fields={"given_name": "Bo", "gender": value}).outcome)


@pytest.mark.clause("O-annex I", "O-annex 3: 10.2")
def test_off_by_default_and_on_once_recorded(desk: Desk) -> None:
    assert line(desk).state == "off"
    with pytest.raises(Refusal, match="is not kept here"):
        with_gender(desk)
    desk.do(switch_field, **ON)
    shown = line(desk)
    assert (shown.state, str(shown.purpose), shown.ground, str(shown.retention)) == (
        "on",
        "De tabel van het CBS",
        "e",
        "twee jaar",
    )
    assert not shown.from_terms, "it is the organisation's own addition"
    assert with_gender(desk)
    (row,) = rows_of(desk, "field_switches")
    assert (row["recorded_by"], row["addition_on"]) == (desk.sight.actor.account_id, "2026-11-01")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"purpose": " "}, "for a purpose and on a ground"),
        ({"ground": ""}, "for a purpose and on a ground"),
        ({"addition_on": ""}, "written addition"),
        ({"addition_on": "gisteren"}, "written addition"),
        ({"addition_on": "2026-11-22"}, "written addition"),
        ({"field": "birth_date"}, "is not one that can be switched on"),
        ({"field": "email"}, "is not one that can be switched on"),
        ({"field": "given"}, "is not one that can be switched on"),
        ({"subject": "customer"}, "is not one that can be switched on"),
        ({"subject": "nobody"}, "is not one that can be switched on"),
    ],
)
def test_what_is_not_recorded_properly_stays_off(desk: Desk, change: dict[str, Any], reason: str) -> None:
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match=reason):
        desk.do(switch_field, **(ON | change))
    assert dump(desk, frozenset()) == before
    assert line(desk).state == "off"


def test_where_the_terms_ask_for_no_addition_none_is_asked(school_desk: Desk) -> None:
    school_desk.do(switch_field, **(ON | {"addition_on": ""}))
    assert line(school_desk).state == "on"


def test_switching_off_empties_the_field_wherever_it_stood(desk: Desk) -> None:
    desk.do(switch_field, **ON)
    one = with_gender(desk)
    bring_in(desk, roster(person("1", "Amira", "Bakker", gender=MARK)))
    assert line(desk).filled == 2
    before = dump(desk)
    desk.do(switch_field, **OFF)
    assert line(desk).state == "off" and line(desk).filled == 0
    assert places_of(desk, MARK) == {"operations"}, "only for undo, thirty days"
    assert "gender" not in [field.name for field in desk.read(participant_page, one).fields]
    assert desk.do(undo_last).outcome.kept == 0
    assert dump(desk) == before
    assert line(desk).state == "on"


def test_the_year_group_goes_from_the_year_placements_too(desk: Desk) -> None:
    desk.do(switch_field, **(ON | {"field": "year_group"}))
    bring_in(desk, roster(person("1", "Amira", "Bakker", year_group=MARK), year=2026))
    assert {"participants", "placements", "import_links"} <= places_of(desk, MARK)
    desk.do(switch_field, **(OFF | {"field": "year_group"}))
    assert places_of(desk, MARK) == {"operations"}


def test_after_thirty_days_what_was_emptied_is_nowhere(desk: Desk, data_home: Home, clock: Clock) -> None:
    desk.do(switch_field, **ON)
    one = with_gender(desk)
    desk.do(change_participant, participant_id=one, fields={"gender": MARK + "2"})
    desk.do(switch_field, **OFF)
    desk.close()
    clock.forward(29)
    again = open_desk(data_home, CODE, unlock, clock)
    assert places_of(again, MARK) == {"operations"}
    again.close()
    clock.forward(2)
    again = open_desk(data_home, CODE, unlock, clock)
    assert places_of(again, MARK) == set()
    with pytest.raises(Refusal, match="nothing to undo"):
        again.do(undo_last)
    again.close()


def test_a_field_switched_on_later_is_filled_by_the_next_import(desk: Desk) -> None:
    given = roster(person("1", "Amira", "Bakker", gender=MARK), person("2", "Bram", "Cools", gender=MARK))
    assert bring_in(desk, given).not_taken_over == {"gender": 2}
    assert places_of(desk, MARK) == set()
    desk.do(switch_field, **ON)
    by_hand = next(row["id"] for row in rows_of(desk, "participants") if row["given"] == "Bram")
    desk.do(change_participant, participant_id=by_hand, fields={"gender": "met de hand"})
    plan = bring_in(desk, given)
    assert (plan.counts["participants"]["changed"], plan.counts["participants"]["unchanged"]) == (1, 1)
    assert {row["gender"] for row in rows_of(desk, "participants")} == {MARK, "met de hand"}
    assert not desk.read(plan_roster, given).does_something


def test_each_switch_is_recorded_and_the_newest_counts(desk: Desk, clock: Clock) -> None:
    for is_on in (True, False, True):
        desk.do(switch_field, **(ON | {"is_on": is_on, "purpose": f"doel {is_on}"}))
        clock.forward(1)
    assert [row["is_on"] for row in rows_of(desk, "field_switches")] == [1, 0, 1]
    assert line(desk).state == "on"
    assert [name for name, _ in events(desk)].count("field.switch") == 3


def test_only_the_administrator_switches(desk: Desk) -> None:
    with pytest.raises(Refusal, match="role does not allow"):
        coach_of(desk).do(switch_field, **ON)
    assert rows_of(desk, "field_switches") == []


def test_an_export_is_noted_without_what_was_in_it(desk: Desk) -> None:
    one = bytes(desk.do(add_participant, fields={"given_name": MARK}).outcome)
    before = dump(desk, frozenset({"audit_events"}))
    assert desk.do(note_export, kind="participant", participant_id=one).operation_id is None
    desk.do(note_export, kind="organisation", rows={"participants": 1})
    assert dump(desk, frozenset({"audit_events"})) == before
    assert events(desk)[-2:] == [
        ("data.exported.participant", {"rows": {}, "fields": [], "ids": [one]}),
        ("data.exported.organisation", {"rows": {"participants": 1}, "fields": [], "ids": []}),
    ]
    with pytest.raises(Refusal, match="role does not allow"):
        coach_of(desk).do(note_export, kind="organisation")


def test_the_day_of_an_addition_may_be_today(desk: Desk) -> None:
    assert desk.sight.today == date(2026, 11, 21)
    desk.do(switch_field, **(ON | {"addition_on": "2026-11-21"}))
    assert line(desk).state == "on"


@pytest.mark.clause("O-annex 3: 1.2")
def test_younger_than_sixteen_is_kept_as_a_day_and_never_as_a_birth_date(desk: Desk) -> None:
    child = person("1", "Bo", "Vos", birth_date="2012-05-06", younger_than_16="2028-05-06")
    assert bring_in(desk, roster(child)).not_taken_over == {"birth_date": 1, "younger_than_16": 1}
    desk.do(switch_field, **(ON | {"field": "younger_than_16", "ground": "c"}))
    assert bring_in(desk, roster(child)).not_taken_over == {"birth_date": 1}
    (row,) = rows_of(desk, "participants")
    assert (row["younger_than_16_until"], row["birth_date"]) == ("2028-05-06", "")
    assert places_of(desk, "2012-05-06") == set()
