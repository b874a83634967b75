"""Tests between desks: norms arrive whole, results stay with their people, and nobody reaches those of others."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.assessing import add_sitting, change_sitting, norm_again, record_result
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.groups import move_participants
from app.actions.licences import conclude_agreement
from app.actions.norming import choose_levels, load_tests
from app.actions.participants import add_participant
from app.actions.reviews import settle_review
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.views.sittings import ScoreSheet, score_sheet, sitting_list
from tests.assessing import norm, reading_test
from tests.course import measured
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


def _school(world: World) -> School:
    made = make_school(world)
    made.assign(made.own)
    made.one.do(load_tests, defined=[reading_test(norms=(norm(),))], source="normen.csv", checksum="0" * 64)
    made.one.sync()
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_school)


def _test(desk: SyncedDesk) -> bytes:
    return bytes(next(iter(desk.rows("tests"))))


def _sitting(desk: SyncedDesk, **whom: Any) -> bytes:
    return bytes(desk.do(add_sitting, test_id=_test(desk), moment="M4", taken_on="2026-11-20", **whom).outcome)


def _record(desk: SyncedDesk, sitting: bytes, person: bytes, raw: int | None, **more: Any) -> None:
    desk.do(record_result, sitting_id=sitting, participant_id=person, scores=[{"part_id": None, "raw": raw, **more}])


def _sheet(desk: SyncedDesk, sitting: bytes) -> ScoreSheet:
    return desk.desk.read(score_sheet, sitting)


def test_norms_and_results_are_the_same_on_every_desk(school: School) -> None:
    one, two = school.one, school.two
    school.sync(one, two)
    sitting = _sitting(one, group_id=school.own)
    _record(one, sitting, school.amira, 12)
    school.sync(one, two)
    whole = _sheet(two, sitting).lines[0].whole
    assert (whole.scaled, whole.level, whole.edition) == (136_000, "II", "2025")
    two.do(load_tests, defined=[reading_test(norms=(norm("2026", shift=10, from_on="2026-11-01"),))],
           source="nieuw.csv", checksum="1" * 64)
    two.do(norm_again, sitting_id=sitting)
    two.do(choose_levels, system="letters")
    school.sync(two, one)
    whole = _sheet(one, sitting).lines[0].whole
    assert (whole.scaled, whole.level, whole.edition) == (146_000, "B", "2026")
    school.world.agree(one, two)


def test_two_desks_that_load_one_file_or_type_one_paper_make_the_same_rows(school: School) -> None:
    one, two = school.one, school.two
    school.sync(one, two)
    for desk in (one, two):
        desk.do(load_tests, defined=[reading_test("SP", norms=(norm(),))], source="spelling.csv", checksum="2" * 64)
    sitting = _sitting(one, group_id=school.own)
    school.sync(one, two)
    _record(one, sitting, school.amira, 12)
    _record(two, sitting, school.amira, 12)
    school.sync(one, two)
    school.world.agree(one, two)
    assert len(one.rows("tests")) == 2 and len(one.rows("test_results")) == 1
    assert open_reviews(one) == []
    _record(one, sitting, school.amira, 13)
    _record(two, sitting, school.amira, 14)
    school.sync(one, two)
    assert _sheet(one, sitting).lines[0].whole.raw == 14, "the later arrival counts"
    (lost,) = open_reviews(one)
    assert (lost["field"], lost["lost"]) == ("raw", 13), "and what lost can be looked at, once"
    one.do(settle_review, review_id=lost["id"], choice="restore")
    school.sync(one, two)
    whole = _sheet(two, sitting).lines[0].whole
    assert (whole.raw, whole.scaled) == (13, 139_000), "normed with it"
    school.world.agree(one, two)


def test_what_was_taken_back_can_be_typed_again(school: School) -> None:
    sitting = _sitting(school.one, group_id=school.own)
    _record(school.one, sitting, school.amira, 12)
    school.sync(school.one, school.two)
    school.one.do(undo_last)
    school.one.sync()
    _record(school.one, sitting, school.amira, 13)
    school.sync(school.one, school.two)
    assert _sheet(school.two, sitting).lines[0].whole.raw == 13 and open_reviews(school.one) == []


@pytest.mark.clause("A-1.6")
def test_a_coach_types_without_a_network_and_it_syncs(school: School) -> None:
    ben = school.ben()
    sitting = _sitting(ben, group_id=school.own, remark="in de ochtend")
    alone = _sitting(ben, participant_ids=[school.amira])
    _record(ben, sitting, school.amira, 12, remark="rustig")
    _record(ben, alone, school.amira, 9)
    _record(ben, sitting, school.amira, 13)
    ben.do(undo_last)
    ben.do(change_sitting, sitting_id=sitting, moment="M4", taken_on="2026-11-19")
    school.sync(ben, school.one)
    assert open_reviews(ben) == []
    found = _sheet(school.one, sitting)
    assert (found.row.taken_on.isoformat(), found.lines[0].whole.raw, found.lines[0].whole.remark) == (
        "2026-11-19", 12, "rustig")
    assert found.lines[0].whole.recorded_by == "Ben Jansen"
    assert _sheet(school.one, alone).lines[0].whole.raw == 9


def test_a_coach_has_nothing_of_another_group(school: School) -> None:
    other = _sitting(school.one, group_id=school.other)
    _record(school.one, other, school.bram, 12)
    alone = _sitting(school.one, participant_ids=[school.bram])
    _record(school.one, alone, school.bram, 3)
    own = _sitting(school.one, group_id=school.own)
    _record(school.one, own, school.amira, 15)
    school.one.sync()
    ben = school.ben()
    assert {row["participant_id"] for row in ben.rows("test_results").values()} == {school.amira}
    assert [row.id for row in ben.desk.read(sitting_list)] == [own]
    school.one.do(move_participants, from_group_id=school.other, to_group_id=school.own, participant_ids=[school.bram])
    school.sync(school.one, ben)
    assert {row["raw"] for row in ben.rows("test_results").values()} == {15, 12, 3}, "who comes brings the own results"


def test_a_lying_desk_reaches_no_result_of_others(school: School) -> None:
    other = _sitting(school.one, group_id=school.other)
    _record(school.one, other, school.bram, 12)
    own = _sitting(school.one, group_id=school.own)
    _record(school.one, own, school.amira, 15)
    school.one.sync()
    ben = school.ben()
    me, anna = (school.world.office.accounts[name] for name in ("ben", "anna"))
    (of_bram,) = [one for one, row in school.one.rows("test_results").items() if row["participant_id"] == school.bram]
    (of_amira,) = [one for one, row in school.one.rows("test_results").items() if row["participant_id"] == school.amira]
    row = {"sitting_id": own, "participant_id": school.amira, "test_id": _test(ben), "part_id": None,
           "taken_on": "2026-11-20", "raw": 3, "recorded_by": me, "recorded_us": 1}

    def made(**more: Any) -> Patch:
        return Patch("test_results", secrets.token_bytes(16), None, 0, None, row | more)

    refused = [
        ("result.record", Patch("test_results", of_bram, "raw", 99, 12, 20)),
        ("results.norm", Patch("test_results", of_bram, "level", 99, "", "I")),
        ("result.record", Patch("test_results", of_amira, "participant_id", 99, school.amira, school.bram)),
        ("result.record", Patch("test_results", of_amira, "sitting_id", 99, own, other)),
        ("result.record", Patch("test_results", of_amira, "recorded_by", 99, b"", anna)),
        ("result.record", made(participant_id=school.bram)),
        ("result.record", made(recorded_by=anna)),
        ("result.record", made(raw=-1)), ("result.record", made(absent="ziek")),
        ("result.record", made(item_scores=b"\1" * 201)),
        ("sitting.change", Patch("sittings", other, "remark", 99, "", "gehackt")),
        ("sitting.change", Patch("sittings", own, "group_id", 99, school.own, school.other)),
        ("test.withdraw", Patch("tests", _test(ben), "until_on", 99, None, "2026-11-20")),
        ("levels.choose", Patch("learning_settings", secrets.token_bytes(16), None, 0, None, {
            "setting": "level_system", "value": "letters", "decided_us": 1, "decided_by": me})),
    ]
    for action, patch in refused:
        assert send(ben, action, [patch]).status == "rejected", (action, patch)
    results = school.world.server_rows("test_results")
    assert {(one["participant_id"], one["raw"]) for one in results.values()} == {
        (school.amira, 15), (school.bram, 12)}


def test_who_is_erased_has_no_result_anywhere(school: School) -> None:
    sitting = _sitting(school.one, group_id=school.own)
    _record(school.one, sitting, school.amira, 12, remark="geheim")
    school.sync(school.one, school.two)
    _record(school.two, sitting, school.amira, 13)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, school.two, school.one)
    assert school.one.rows("test_results") == {} == school.two.rows("test_results")
    assert school.world.server_rows("test_results") == {}
    assert "geheim" not in str(school.two.rows("operations"))


def test_taking_back_is_no_way_to_the_results_of_others(school: School) -> None:
    ben = school.ben()
    sitting = _sitting(ben, group_id=school.own)
    operation = secrets.token_bytes(16)
    row = {"sitting_id": sitting, "participant_id": school.amira, "test_id": _test(ben), "part_id": None,
           "taken_on": "2026-11-20", "raw": 3, "recorded_by": school.world.office.accounts["ben"], "recorded_us": 1}
    made = secrets.token_bytes(16)
    ben.sync()
    assert send(ben, "result.record", [Patch("test_results", made, None, 0, None, row)], id=operation).status == (
        "applied")
    whole = {name: value for name, value in school.world.server_rows("test_results")[made].items()
             if name not in ("version", "tenant")}
    moved = [Patch("test_results", made, None, 2**40, whole, None),
             Patch("test_results", made, None, 2**40, None, row | {"participant_id": school.bram})]
    assert send(ben, "undo", moved, arguments={"operation": operation}).status == "rejected"
    assert school.world.server_rows("test_results")[made]["participant_id"] == school.amira
    anna = school.world.office.accounts["anna"]
    forged = Patch("test_results", secrets.token_bytes(16), None, 0, None, row | {"recorded_by": anna})
    assert send(ben, "undo", [forged], arguments={"operation": operation}).status == "rejected"


def test_results_of_a_double_count_for_who_is_kept(school: School) -> None:
    one = school.one
    double = one.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakkers"},
                    group_id=school.own).outcome
    first, second = _sitting(one, group_id=school.own), _sitting(one, group_id=school.own)
    _record(one, first, double, 9)
    _record(one, second, school.amira, 11)
    one.do(merge_people, kept_id=school.amira, gone_id=double)
    school.sync(one, school.two)
    for sitting, raw in ((first, 9), (second, 11)):
        lines = _sheet(school.two, sitting).lines
        assert [(line.participant_id, line.whole.raw) for line in lines] == [(school.amira, raw)]
    _record(one, first, double, 10)
    one.sync()
    assert [line.whole.raw for line in _sheet(one, first).lines] == [10]


def test_a_large_file_of_norms_goes_in_parts(school: School) -> None:
    """Each part is atomic; on every desk the norms come whole (S4)."""
    many = [reading_test(f"T{number}", norms=tuple(norm(moment=f"M{year}", highest=60) for year in range(3, 9)),
                         highest=60) for number in range(2)]
    school.one.do(load_tests, defined=many, source="groot.csv", checksum="3" * 64)
    assert len(school.one.rows("norm_rows")) > 800
    school.sync(school.one, school.two)
    school.world.agree(school.one, school.two)
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert len(school.two.rows("tests")) == 1 and open_reviews(school.one) == []


@pytest.mark.clause("A-10.2")
def test_the_server_takes_no_test_of_a_day_on_which_it_could_not_be_used(school: School) -> None:
    one = school.one
    lies = one.do(
        conclude_agreement, number="1", provider="leerling-in-beeld", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "school", "seats": 1}]).outcome
    earlier = _sitting(one, group_id=school.own)
    one.sync()
    measured(one, lies, "insolvency", "suspend")
    one.sync()
    stands = {name: value for name, value in school.world.server_rows("sittings")[earlier].items()
              if name not in ("version", "tenant")}
    today = one.desk.sight.today.isoformat()
    for patch, status in (
        (Patch("sittings", b"s" * 16, None, 0, None, stands | {"id": b"s" * 16, "taken_on": today}), "rejected"),
        (Patch("sittings", earlier, "taken_on", 2**40, stands["taken_on"], today), "rejected"),
        (Patch("sittings", b"t" * 16, None, 0, None, stands | {"id": b"t" * 16}), "applied"),
    ):
        assert send(one, "sitting.add" if patch.inserts else "sitting.change", [patch]).status == status
