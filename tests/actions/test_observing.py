"""Instruments and observations at one desk: what is refused, what stands beside what, and what undo leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actions.instruments import (
    change_instrument,
    close_instrument,
    load_instruments,
    make_instrument,
    new_edition,
    reopen_instrument,
)
from app.actions.observing import change_observation, record_observations, remove_observations
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.observing import DefinedPoint
from app.views.instruments import instrument_list, instrument_plan, one_instrument
from app.views.observing import observation_sheet
from tests.actions.conftest import Stage
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.following import notes_on
from tests.observing import POINTS, STEPS, at, instrument, made, saw


def test_nothing_is_observed_where_notes_are_off_and_an_instrument_can_be_made(stage: Stage) -> None:
    laid = made(stage.desk)
    with pytest.raises(Refusal, match="notes are not kept"):
        saw(stage.desk, laid, stage.people["Amira"])


def test_of_one_person_and_point_in_one_go_the_last_counts_and_an_empty_one_is_no_row(stage: Stage) -> None:
    notes_on(stage.desk)
    laid = made(stage.desk)
    point, other = laid.points["speelt samen"], laid.points["verzint een spel"]
    entries = [{"participant_id": stage.people["Amira"], "point_id": one, "step_id": step, "remark": ""}
               for one, step in ((point, laid.steps["soms"]), (point, laid.steps["meestal"]), (other, None))]
    assert stage.desk.do(record_observations, instrument_id=laid.id, observed_on="2026-11-20",
                         entries=entries).outcome == 1
    (row,) = rows_of(stage.desk, "observations")
    assert row["step_id"] == laid.steps["meestal"]
    with pytest.raises(Refusal, match="so already"):
        saw(stage.desk, laid, stage.people["Amira"], "meestal")
    stage.desk.do(record_observations, instrument_id=laid.id, observed_on="2026-11-20", entries=[
        {"participant_id": stage.people["Amira"], "point_id": point, "remark": "samen"}])
    (row,) = rows_of(stage.desk, "observations")
    assert (row["step_id"], row["remark"]) == (laid.steps["meestal"], "samen"), "the step stays as it was"


def test_what_is_not_of_the_instrument_or_not_of_today_is_refused(stage: Stage) -> None:
    notes_on(stage.desk)
    laid, other = made(stage.desk), made(stage.desk, title="Ander")
    amira = stage.people["Amira"]
    for wrong in (laid._replace(steps=other.steps), laid._replace(points=other.points), other._replace(id=laid.id)):
        with pytest.raises(Refusal, match="not of this instrument"):
            saw(stage.desk, wrong, amira)
    with pytest.raises(Refusal, match="not come yet"):
        saw(stage.desk, laid, amira, day="2027-01-01")
    stage.desk.do(close_instrument, instrument_id=laid.id)
    with pytest.raises(Refusal, match="closed"):
        saw(stage.desk, laid, amira)
    assert rows_of(stage.desk, "observations") == []


def test_a_coach_reaches_the_own_group_only_and_nothing_of_a_colleague(stage: Stage) -> None:
    notes_on(stage.desk)
    laid = made(stage.desk)
    joke, ali = (coach_of(stage.desk, stage.groups[group], name=name) for group, name in (
        ("Dinsdag", "Joke Smit"), ("Donderdag", "Ali Kaya")))
    saw(joke, laid, stage.people["Amira"])
    (row,) = rows_of(stage.desk, "observations")
    for act, given in (
        (record_observations, {"instrument_id": laid.id, "observed_on": "2026-11-20", "entries": [
            {"participant_id": stage.people["Amira"], "point_id": laid.points["speelt samen"], "remark": "x"}]}),
        (remove_observations, {"observation_ids": [row["id"]]}),
        (change_observation, {"observation_id": row["id"], "step_id": None, "remark": "x"}),
        (make_instrument, {"defined": instrument("Eigen")}), (close_instrument, {"instrument_id": laid.id}),
    ):
        with pytest.raises(Refusal, match="role does not allow"):
            ali.do(act, **given)
    saw(stage.desk, laid, stage.people["Amira"], "meestal")
    own = next(one for one in rows_of(stage.desk, "observations") if one["account_id"] != row["account_id"])
    for act, given in ((remove_observations, {"observation_ids": [own["id"]]}),
                       (change_observation, {"observation_id": own["id"], "step_id": None, "remark": "x"})):
        with pytest.raises(Refusal, match="somebody else"):
            joke.do(act, **given)


@pytest.mark.clause("A-1.14")
def test_changing_lays_words_beside_others_and_can_be_taken_back(stage: Stage) -> None:
    laid = made(stage.desk)
    changed = instrument(steps=("soms", "altijd"), points=(DefinedPoint("Taal", "rijmt"), POINTS[0]))
    stage.desk.do(change_instrument, instrument_id=laid.id, defined=changed)
    page = stage.desk.read(one_instrument, laid.id)
    assert page.defined == changed
    assert page.steps[0][0] == laid.steps["soms"] and page.points[1].id == laid.points["speelt samen"]
    stage.desk.do(change_instrument, instrument_id=laid.id, defined=instrument())
    assert stage.desk.read(one_instrument, laid.id).points[0].id == laid.points["speelt samen"], "brought back"
    stage.desk.do(undo_last)
    assert stage.desk.read(one_instrument, laid.id).defined == changed
    with pytest.raises(Refusal, match="so already"):
        stage.desk.do(change_instrument, instrument_id=laid.id, defined=changed)


def test_each_open_instrument_has_a_name_and_edition_of_its_own(stage: Stage) -> None:
    laid = made(stage.desk)
    for act in (lambda: stage.desk.do(make_instrument, defined=instrument(" kleuters ", points=POINTS[:1])),
                lambda: stage.desk.do(new_edition, instrument_id=laid.id, defined=instrument()),
                lambda: stage.desk.do(load_instruments, defined=[instrument()], checksum="0" * 64)):
        with pytest.raises(Refusal, match="already in this edition"):
            act()
    stage.desk.do(close_instrument, instrument_id=laid.id)
    stage.desk.do(load_instruments, defined=[instrument()], checksum="0" * 64)
    with pytest.raises(Refusal, match="already in this edition"):
        stage.desk.do(reopen_instrument, instrument_id=laid.id)
    with pytest.raises(Refusal, match="All of this is here already"):
        stage.desk.do(load_instruments, defined=[instrument()], checksum="0" * 64)
    plan = stage.desk.read(instrument_plan, [
        instrument(), instrument(steps=STEPS[:2]), instrument(edition="2"), instrument(edition="2"),
        instrument("Fout", steps=())])
    assert [line.state for line in plan.lines] == ["known", "refused", "new", "known", "refused"]
    assert plan.defined == (instrument(edition="2"),)


def test_taking_back_an_instrument_that_was_used_since_leaves_it_whole(stage: Stage) -> None:
    notes_on(stage.desk)
    stage.desk.do(load_instruments, defined=[instrument()], checksum="0" * 64)
    loaded = at(stage.desk, rows_of(stage.desk, "instruments")[0]["id"])
    operation = next(row["id"] for row in rows_of(stage.desk, "operations") if row["action"] == "instrument.load")
    joke = coach_of(stage.desk, stage.groups["Dinsdag"])
    saw(joke, loaded, stage.people["Amira"])
    stage.desk.do(undo_last, operation_id=operation)
    page = stage.desk.read(one_instrument, loaded.id)
    assert page.defined == instrument() and page.row.observed == 1


def test_those_for_the_year_come_first_and_the_newest_edition_before_the_older(stage: Stage) -> None:
    for title, edition, years in (("Aap", "1", "8"), ("Noot", "9", "1, 2"), ("Noot", "10", "1"), ("Mies", "", "")):
        stage.desk.do(make_instrument, defined=instrument(title, edition, year_groups=years))

    def told(year: str | None) -> list[tuple[str, str]]:
        return [(row.title, row.edition) for row in stage.desk.read(instrument_list, False, year)]

    assert told("1") == [("Mies", ""), ("Noot", "10"), ("Noot", "9"), ("Aap", "1")]
    assert told("8") == [("Aap", "1"), ("Mies", ""), ("Noot", "10"), ("Noot", "9")] and told(None)[0] == ("Aap", "1")


def test_a_sheet_has_who_was_there_on_its_day_with_what_was_seen_before_by_anybody(stage: Stage) -> None:
    notes_on(stage.desk)
    laid = made(stage.desk)
    joke, today = coach_of(stage.desk, stage.groups["Dinsdag"]), stage.desk.sight.today
    saw(joke, laid, stage.people["Amira"], "soms", day="2026-11-02")
    saw(stage.desk, laid, stage.people["Amira"], "meestal", day=today.isoformat())
    sheet = stage.desk.read(observation_sheet, laid.id, stage.groups["Dinsdag"], today)
    point = laid.points["speelt samen"]
    (amira,) = [line for line in sheet.lines if line.participant_id == stage.people["Amira"]]
    assert (amira.own[point].step, amira.before[point].step, amira.before[point].who) == (2, 1, "Joke Smit")
    of_joke = joke.read(observation_sheet, laid.id, stage.groups["Dinsdag"], today)
    assert point not in of_joke.lines[0].own, "what a colleague saw today is no cell of mine"
    assert replace(sheet, lines=()).may_write
