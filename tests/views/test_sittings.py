"""Sittings and growth as they are read: who belongs on a sheet, earlier years, and what a file about somebody says."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.assessing import add_sitting, change_sitting, norm_again, record_result
from app.actions.desk import Desk
from app.actions.groups import close_group, move_participants
from app.actions.norming import choose_levels, load_tests, withdraw_norm, withdraw_test
from app.domain.assessment.norm_checks import DefinedPart
from app.domain.errors import Refusal
from app.views.growth import group_growth, person_growth
from app.views.privacy import participant_file
from app.views.sittings import groups_with_tests, item_tables, score_sheet, sitting_list
from app.views.tests import load_plan, one_test
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.assessing import norm, reading_test
from tests.coaching import coach_of
from tests.desks import Clock
from tests.dumps import rows_of


def load(desk: Desk, *norms: object, **more: object) -> bytes:
    given = norms or (norm(),)
    desk.do(load_tests, defined=[reading_test(norms=given, **more)], source="normen.csv", checksum="0" * 64)
    return bytes(rows_of(desk, "tests")[0]["id"])


def take(stage: Stage, taken_on: str = "2026-11-20", group: str = "Dinsdag") -> bytes:
    return bytes(stage.desk.do(
        add_sitting, test_id=rows_of(stage.desk, "tests")[0]["id"], moment="M4", taken_on=taken_on,
        group_id=stage.groups[group]).outcome)


def record(desk: Desk, sitting: bytes, person: bytes, raw: int | None, **more: object) -> None:
    desk.do(record_result, sitting_id=sitting, participant_id=person, scores=[{"part_id": None, "raw": raw, **more}])


def names(desk: Desk, sitting: bytes) -> list[str]:
    return [line.full for line in desk.read(score_sheet, sitting).lines]


def test_on_a_sheet_stands_who_was_there_and_who_came_since(stage: Stage, clock: Clock) -> None:
    load(stage.desk)
    sitting = take(stage)
    record(stage.desk, sitting, stage.people["Bram"], 9)
    stage.desk.do(move_participants, from_group_id=stage.groups["Dinsdag"], to_group_id=stage.groups["Donderdag"],
                  participant_ids=[stage.people["Bram"]])
    stage.desk.do(move_participants, from_group_id=stage.groups["Donderdag"], to_group_id=stage.groups["Dinsdag"],
                  participant_ids=[stage.people["Chi"]])
    clock.forward(1)
    assert names(stage.desk, sitting) == ["Amira Bakker", "Bram Cools", "Chi Dang"]
    later = take(stage, "2026-11-22")
    assert names(stage.desk, later) == ["Amira Bakker", "Chi Dang"], "who had left by then is not on it"
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    assert names(coach, sitting) == ["Amira Bakker", "Chi Dang"], "of another group by now"


def test_a_group_of_an_earlier_year_keeps_its_sittings(stage: Stage, clock: Clock) -> None:
    load(stage.desk)
    sitting = take(stage, "2026-11-21")
    record(stage.desk, sitting, stage.people["Amira"], 12)
    clock.forward(1)
    stage.desk.do(close_group, group_id=stage.groups["Dinsdag"])
    clock.forward(1)
    found = {name: closed for _, name, _, closed in stage.desk.read(groups_with_tests)}
    assert found == {"Groep Donderdag": False, "Groep Dinsdag": True}
    (row,) = stage.desk.read(sitting_list, stage.groups["Dinsdag"])
    assert (row.entered, row.people) == (1, 2)
    (line,) = stage.desk.read(person_growth, stage.people["Amira"]).lines
    assert [point.scaled for point in line.points] == [136_000]


def test_a_result_keeps_its_norm_also_when_that_is_withdrawn(stage: Stage) -> None:
    load(stage.desk)
    sitting = take(stage)
    record(stage.desk, sitting, stage.people["Amira"], 12)
    stage.desk.do(withdraw_norm, norm_id=rows_of(stage.desk, "test_norms")[0]["id"])
    whole = stage.desk.read(score_sheet, sitting).lines[0].whole
    assert (whole.scaled, whole.level, whole.edition) == (136_000, "II", "2025")
    with pytest.raises(Refusal, match="already"):
        stage.desk.do(norm_again, sitting_id=sitting)
    stage.desk.do(withdraw_test, test_id=rows_of(stage.desk, "tests")[0]["id"])
    with pytest.raises(Refusal, match="withdrawn"):
        take(stage)
    load(stage.desk)
    assert stage.desk.read(one_test, rows_of(stage.desk, "tests")[0]["id"]).norms[0].until is None, "loaded again"


def test_who_and_when_stand_beside_a_correction(stage: Stage, clock: Clock) -> None:
    load(stage.desk)
    sitting = take(stage)
    record(stage.desk, sitting, stage.people["Amira"], 12)
    clock.forward(1)
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    record(coach, sitting, stage.people["Amira"], 13)
    whole = coach.read(score_sheet, sitting).lines[0].whole
    assert (whole.raw, whole.recorded_by) == (13, "Joke Smit")
    assert stage.desk.sight.day_of(whole.recorded_us) == date(2026, 11, 22)


def test_a_part_that_is_emptied_empties_the_whole(stage: Stage) -> None:
    load(stage.desk, parts=(DefinedPart("K", "Klanken", 10), DefinedPart("W", "Woorden", 10)))
    sitting, parts = take(stage), [row["id"] for row in rows_of(stage.desk, "test_parts")]
    amira = stage.people["Amira"]
    for part, raw in zip(parts, (4, 7), strict=True):
        stage.desk.do(record_result, sitting_id=sitting, participant_id=amira, scores=[{"part_id": part, "raw": raw}])
    assert stage.desk.read(score_sheet, sitting).lines[0].whole.raw == 11
    stage.desk.do(record_result, sitting_id=sitting, participant_id=amira, scores=[{"part_id": parts[0], "raw": None}])
    whole = stage.desk.read(score_sheet, sitting).lines[0].whole
    assert (whole.raw, whole.scaled, whole.level) == (None, None, "")
    for part in parts:
        stage.desk.do(record_result, sitting_id=sitting, participant_id=amira, scores=[
            {"part_id": part, "raw": None, "absent": "away"}])
    sheet = stage.desk.read(score_sheet, sitting)
    assert (sheet.lines[0].whole.absent, sheet.row.entered) == ("away", 1), "who missed every part missed the whole"


def test_the_day_of_a_sitting_takes_its_results_along(stage: Stage) -> None:
    load(stage.desk)
    sitting = take(stage)
    record(stage.desk, sitting, stage.people["Amira"], 12)
    record(stage.desk, sitting, stage.people["Bram"], 9, taken_on="2026-11-21")
    stage.desk.do(change_sitting, sitting_id=sitting, moment="M4", taken_on="2026-11-18")
    assert {row["raw"]: row["taken_on"] for row in rows_of(stage.desk, "test_results")} == {
        12: "2026-11-18", 9: "2026-11-21"}, "who took it later did so on another day"


def test_a_group_grows_as_the_people_who_are_in_it(stage: Stage) -> None:
    load(stage.desk)
    for day, raws in (("2026-01-20", (5, 7)), ("2026-11-20", (9, 14))):
        sitting = take(stage, day)
        for name, raw in zip(("Amira", "Bram"), raws, strict=True):
            record(stage.desk, sitting, stage.people[name], raw)
    growth = stage.desk.read(group_growth, stage.groups["Dinsdag"])
    (line,) = growth.lines
    assert (growth.people, line.subject, line.scale) == (2, "Lezen", "Schaal LEZEN")
    assert [(point.day.isoformat(), point.scaled, point.number) for point in line.points] == [
        ("2026-01-20", 118_000, 2), ("2026-11-20", 134_500, 2)]


def test_who_looks_at_the_growth_of_somebody_is_in_the_log(stage: Stage) -> None:
    stage.desk.read(person_growth, stage.people["Amira"])
    stage.desk.flush_looks()
    assert rows_of(stage.desk, "audit_events")[-1]["action"] == "participants.looked_at"


def test_levels_follow_the_choice_and_scores_without_norm_stay_raw(stage: Stage) -> None:
    load(stage.desk, norm(moment="E4"))
    sitting = take(stage)
    record(stage.desk, sitting, stage.people["Amira"], 12)
    whole = stage.desk.read(score_sheet, sitting).lines[0].whole
    assert (whole.raw, whole.scaled, whole.level, whole.edition) == (12, None, "", "")
    stage.desk.do(choose_levels, system="letters")
    with pytest.raises(Refusal):
        stage.desk.do(choose_levels, system="cijfers")
    assert stage.desk.read(item_tables, sitting) == ()


def test_an_edition_is_refused_with_other_rows(stage: Stage) -> None:
    load(stage.desk)
    other = reading_test(norms=(norm(shift=1),))
    plan = stage.desk.read(load_plan, [other, reading_test("NIEUW", norms=(norm(),))])
    assert [line.state for line in plan.lines] == ["known", "refused", "new", "new"]
    assert [test.norms for test in plan.defined] == [(), (norm(),)]
    with pytest.raises(Refusal, match="never changes"):
        stage.desk.do(load_tests, defined=[other], source="x", checksum="0" * 64)


@pytest.mark.clause("O-annex 3: 7")
def test_the_file_about_somebody_names_the_test_and_everything_of_it(stage: Stage) -> None:
    load(stage.desk, items=3)
    sitting = take(stage)
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"], scores=[
        {"part_id": None, "item_scores": b"\1\xff\1", "remark": "las hardop"}])
    kept = stage.desk.read(participant_file, stage.people["Amira"]).data
    assert "Lezen M4 · 2026-11-20 · 2 · 106 · V · 1 – 1 · las hardop" in [datum.value for datum in kept]
