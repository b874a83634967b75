"""Observation between desks: instruments arrive whole, a look stays under its name, nobody reaches those of others."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.blacking import black_out
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.instruments import change_instrument, load_instruments, make_instrument, new_edition
from app.actions.licences import conclude_agreement
from app.actions.observing import change_observation, record_observations, remove_observations
from app.actions.participants import add_participant
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.blacking import MARK
from app.domain.errors import Refusal
from app.domain.observing import observation_id
from app.domain.operation import Patch
from app.views.named_texts import texts_naming
from app.views.observing import ObservationProfile, participant_profile
from app.views.reviews import open_reviews as open_reviews_shown
from tests.course import measured
from tests.dumps import places_of
from tests.following import ON, notes_on
from tests.observing import POINTS, Laid, at, instrument, saw
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World

DAY, POINT = "2026-11-20", "speelt samen"


def _with_ben(world: World) -> School:
    school = make_school(world)
    notes_on(school.one)
    school.one.do(make_instrument, defined=instrument())
    school.assign(school.own)
    school.sync(school.one, school.two)
    school.coach = school.ben()
    return school


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_with_ben)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    assert school.coach is not None
    return school.coach


def _of(desk: SyncedDesk) -> Laid:
    return at(desk, next(iter(desk.rows("instruments"))))


def _profile(desk: SyncedDesk, person: bytes) -> ObservationProfile:
    return desk.desk.read(participant_profile, person)


def _told(desk: SyncedDesk, person: bytes) -> list[tuple[str, str]]:
    """(step in words, who) of the newest day at the first point that anybody was seen at."""
    found = _profile(desk, person)
    assert found.page is not None
    steps = [words for _, words in found.page.steps]
    now = next((one.now for one in found.points if one.now), ())
    return [(steps[one.step], one.who) for one in now if one.step is not None]


@pytest.mark.clause("A-1.6")
def test_what_a_coach_sees_on_the_train_is_with_the_administrators_at_home(school: School, ben: SyncedDesk) -> None:
    saw(ben, _of(ben), school.amira, "soms", remark="met Bram")
    saw(ben, _of(ben), school.amira, "meestal")
    school.sync(ben, school.one, school.two)
    assert _told(school.two, school.amira) == [("meestal", "Ben Jansen")], "the same day again puts it right"
    saw(school.one, _of(school.one), school.amira, "nog niet")
    school.sync(school.one, ben)
    assert _told(ben, school.amira) == [("nog niet", ""), ("meestal", "Ben Jansen")], "beside it; Ben has no names"
    assert _told(school.one, school.amira)[0] == ("nog niet", "Anna de Vries")
    (own,) = [one for one, row in ben.rows("observations").items()
              if row["account_id"] == ben.desk.sight.actor.account_id]
    ben.do(change_observation, observation_id=own, step_id=None, remark="anders")
    ben.do(remove_observations, observation_ids=[own])
    ben.do(undo_last)
    school.sync(ben, school.one)
    school.world.agree(school.one, school.two)
    assert {row["remark"] for row in school.one.rows("observations").values()} == {"anders", ""}
    assert open_reviews(ben) == [] == open_reviews(school.one)


def test_two_desks_that_load_one_list_make_one_instrument(school: School) -> None:
    one, two = school.one, school.two
    for desk in (one, two):
        desk.do(load_instruments, defined=[instrument("Samen")], checksum="0" * 64)
    school.sync(one, two)
    school.world.agree(one, two)
    assert len(one.rows("instruments")) == 2 and len(one.rows("instrument_points")) == 2 * len(POINTS)
    assert open_reviews(one) == [] == open_reviews(two)


@pytest.mark.clause("A-1.14")
def test_an_instrument_that_was_used_elsewhere_stays_as_it_is(school: School, ben: SyncedDesk) -> None:
    """The administrator does not know yet that Ben used it on the train; Ben not that it was changed."""
    of, one = _of(ben), school.one
    saw(ben, of, school.amira, "soms")
    one.do(change_instrument, instrument_id=of.id, defined=instrument(steps=("ja, altijd", "nee")))
    ben.sync()
    one.sync()
    (refused,) = open_reviews(one)
    assert refused["sort"] == "refused" and "new edition" in refused["reason"]
    (told,) = one.desk.read(open_reviews_shown)
    assert {"title", "step", "point"} & {line.what.template for line in told.lines} and not told.more
    school.sync(one, ben, school.two)
    assert [row["title"] for row in school.two.rows("instrument_steps").values() if row["position"]] == list(of.steps)
    assert _told(one, school.amira) == [("soms", "Ben Jansen")]
    other = one.do(new_edition, instrument_id=of.id, defined=instrument(edition="2", steps=("zelden", "vaak"))).outcome
    school.sync(one, ben)
    assert set(at(ben, other).steps) == {"zelden", "vaak"} and ben.rows("instruments")[other]["copied_from"] == of.id


def test_what_was_seen_by_words_that_were_taken_out_meanwhile_is_read_by_those_words(
    school: School, ben: SyncedDesk,
) -> None:
    of, one = _of(ben), school.one
    saw(ben, of, school.amira, "soms")
    one.do(change_instrument, instrument_id=of.id, defined=instrument(steps=("nog niet", "vaak"), points=POINTS[1:]))
    school.sync(one, ben, one)
    assert open_reviews(ben) == [] and _told(one, school.amira) == [("soms", "Ben Jansen")] == _told(ben, school.amira)
    with pytest.raises(Refusal, match="new edition"):
        one.do(change_instrument, instrument_id=of.id, defined=instrument())


def test_a_coach_has_nothing_of_another_group(school: School, ben: SyncedDesk) -> None:
    for person in (school.amira, school.bram):
        saw(school.one, _of(school.one), person)
    school.sync(school.one, ben)
    assert {row["participant_id"] for row in ben.rows("observations").values()} == {school.amira}
    with pytest.raises(Refusal, match="not yours to see"):
        _profile(ben, school.bram)


def _seen(school: School, ben: SyncedDesk, **more: Any) -> Patch:
    of = _of(ben)
    row = {"participant_id": school.amira, "instrument_id": of.id, "point_id": of.points[POINT],
           "step_id": of.steps["soms"], "remark": "", "observed_on": DAY, "group_id": school.own,
           "account_id": ben.desk.sight.actor.account_id, "recorded_us": 1} | more
    made = more.get("id") or observation_id(
        row["participant_id"], row["point_id"], row["observed_on"], row["account_id"])
    return Patch("observations", made, None, 0, None, row | {"id": made})


def test_a_lying_desk_writes_in_nobodys_name_and_by_no_other_words(school: School, ben: SyncedDesk) -> None:
    other = school.one.do(make_instrument, defined=instrument("Ander")).outcome
    saw(school.one, _of(school.one), school.bram)
    saw(school.one, _of(school.one), school.amira)
    school.sync(school.one, ben)
    anna = school.world.office.accounts["anna"]
    elsewhere = at(school.one, other)
    mine = school.world.office.accounts["ben"]
    (of_anna,) = ben.rows("observations")
    (of_bram,) = school.one.rows("observations").keys() - {of_anna}
    steps = _of(ben).steps
    refused = [
        ("observation.record", _seen(school, ben, account_id=anna)),
        ("observation.record", _seen(school, ben, account_id=None, id=secrets.token_bytes(16))),
        ("observation.record", _seen(school, ben, participant_id=school.bram)),
        ("observation.record", _seen(school, ben, id=secrets.token_bytes(16))),
        ("observation.record", _seen(school, ben, step_id=elsewhere.steps["soms"])),
        ("observation.record", _seen(school, ben, point_id=elsewhere.points[POINT])),
        ("observation.record", _seen(school, ben, instrument_id=elsewhere.id)),
        ("observation.record", _seen(school, ben, remark="x" * 501)),
        ("observation.record", _seen(school, ben, observed_on="ooit")),
        ("observation.change", Patch("observations", of_anna, "step_id", 2**40, steps["soms"], steps["meestal"])),
        ("observation.record", Patch("observations", of_anna, "account_id", 2**40, anna, mine)),
        ("observation.remove", Patch("observations", of_anna, "step_id", 2**40, steps["soms"], None)),
        ("observation.remove", Patch("observations", of_bram, "step_id", 2**40, steps["soms"], None)),
        ("instrument.close", Patch("instruments", elsewhere.id, "until_on", 2**40, None, DAY)),
    ]
    for action, patch in refused:
        assert send(ben, action, [patch]).status == "rejected", (action, patch)
    assert len(school.world.server_rows("observations")) == 2
    assert send(ben, "observation.record", [_seen(school, ben)]).status == "applied"
    own = observation_id(school.amira, _of(ben).points[POINT], DAY, mine)
    for field, value in (("participant_id", school.bram), ("observed_on", "2026-11-01"), ("point_id", b"p" * 16),
                         ("instrument_id", elsewhere.id), ("step_id", elsewhere.steps["soms"])):
        old = ben.rows("observations").get(own, {}).get(field)
        patch = Patch("observations", own, field, 2**40, old, value)
        assert send(ben, "observation.record", [patch]).status == "rejected", field


def test_an_administrator_takes_out_what_a_coach_saw_and_says_nothing_else_in_that_name(
    school: School, ben: SyncedDesk,
) -> None:
    saw(ben, _of(ben), school.amira, "soms", remark="GEHEIM")
    school.sync(ben, school.one)
    (made,) = school.one.rows("observations")
    steps = _of(ben).steps
    forged = Patch("observations", made, "step_id", 2**40, steps["soms"], steps["meestal"])
    assert send(school.one, "observation.change", [forged]).status == "rejected"
    with pytest.raises(Refusal, match="somebody else"):
        school.one.do(change_observation, observation_id=made, step_id=steps["meestal"], remark="")
    school.one.do(remove_observations, observation_ids=[made])
    school.sync(school.one, ben)
    assert _profile(ben, school.amira).is_empty
    school.one.do(undo_last)
    school.sync(school.one, ben)
    assert _told(ben, school.amira) == [("soms", "Ben Jansen")]


def test_the_words_of_a_point_stay_whoever_says_otherwise(school: School) -> None:
    of, one = _of(school.one), school.one
    for kind, row_id, field, value in (
        ("instrument_points", of.points[POINT], "title", "slaat"), ("instrument_points", of.points[POINT], "area", "X"),
        ("instrument_steps", of.steps["soms"], "title", "nooit"),
        ("instrument_steps", of.steps["soms"], "instrument_id", b"i" * 16),
    ):
        assert send(one, "instrument.change", [Patch(kind, row_id, field, 2**40, "", value)]).status == "rejected", kind
    saw(one, of, school.amira)
    one.sync()
    for patch in (
        Patch("instruments", of.id, "title", 2**40, "Kleuters", "Anders"),
        Patch("instrument_points", of.points[POINT], "position", 2**40, 1, 0),
        Patch("instrument_steps", b"s" * 16, None, 0, None,
              {"id": b"s" * 16, "instrument_id": of.id, "position": 4, "title": "altijd"}),
    ):
        assert send(one, "instrument.change", [patch]).status == "rejected", patch


def test_nothing_is_recorded_where_it_is_not_kept_and_what_stands_can_be_taken_out(
    school: School, ben: SyncedDesk,
) -> None:
    saw(ben, _of(ben), school.amira)
    school.sync(ben, school.one)
    school.one.do(switch_field, **ON | {"is_on": False})
    school.one.sync()
    assert send(ben, "observation.record", [_seen(school, ben, observed_on="2026-11-19")]).status == "rejected"
    ben.sync()
    with pytest.raises(Refusal, match="not kept"):
        saw(ben, _of(ben), school.amira)
    assert _profile(ben, school.amira).off
    ben.do(remove_observations, observation_ids=list(ben.rows("observations")))
    school.sync(ben, school.one)
    assert [row["step_id"] for row in school.one.rows("observations").values()] == [None]
    assert len(open_reviews(ben)) == 1, "only what was refused above"


def test_who_is_erased_was_seen_by_nobody(school: School, ben: SyncedDesk) -> None:
    saw(ben, _of(ben), school.amira, remark="GEHEIM van Amira")
    school.sync(ben, school.one)
    (made,) = ben.rows("observations")
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.one.sync()
    ben.do(change_observation, observation_id=made, step_id=None, remark="GEHEIM later")
    school.sync(ben, school.one, school.two)
    assert school.world.server_rows("observations") == {}
    assert [places_of(desk.desk, "GEHEIM") for desk in (ben, school.one, school.two)] == [set()] * 3


def test_the_name_of_another_in_a_remark_can_be_blacked_out(school: School, ben: SyncedDesk) -> None:
    saw(ben, _of(ben), school.amira, remark="Speelde met Bram.")
    saw(school.one, _of(school.one), school.bram, remark="Bram zelf")
    school.sync(ben, school.one)
    (found,) = school.one.desk.read(texts_naming, school.bram)
    assert found.where.template == "Observations"
    school.one.do(black_out, texts=[{"kind": found.kind, "id": found.id, "field": found.field, "text": found.blacked}])
    school.one.do(erase_participants, participant_ids=[school.bram])
    school.sync(school.one, ben, school.two)
    for desk in (school.one, school.two, ben):
        assert [row["remark"] for row in desk.rows("observations").values()] == [f"Speelde met {MARK}."]
        assert places_of(desk.desk, "met Bram") == set()


def test_what_was_seen_of_a_double_is_of_who_is_kept(school: School) -> None:
    one, of = school.one, _of(school.one)
    double = one.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakkers"},
                    group_id=school.own).outcome
    saw(one, of, double, "soms", day="2026-11-18")
    saw(one, of, school.amira, "meestal")
    one.do(merge_people, kept_id=school.amira, gone_id=double)
    school.sync(one, school.two)
    for person in (school.amira, double):
        found = _profile(school.two, person)
        assert [one.day.isoformat() for one in found.points[0].all] == [DAY, "2026-11-18"]
        assert found.participant_id == school.amira
    saw(one, of, school.amira, None, day="2026-11-18")
    assert [one.day.isoformat() for one in _profile(one, double).points[0].all] == [DAY], "also of the double's row"
    saw(one, of, double, "nog niet", point="vertelt uit zichzelf")
    one.sync()
    assert {row["participant_id"] for row in one.rows("observations").values()
            if row["point_id"] == of.points["vertelt uit zichzelf"]} == {school.amira}


def test_many_points_at_once_are_taken_back_at_once_and_recorded_again(school: School, ben: SyncedDesk) -> None:
    of = _of(ben)
    entries = [{"participant_id": school.amira, "point_id": point, "step_id": of.steps["soms"], "remark": ""}
               for point in of.points.values()]
    ben.do(record_observations, instrument_id=of.id, observed_on=DAY, entries=entries, group_id=school.own)
    school.sync(ben, school.one)
    assert len(school.one.rows("observations")) == len(POINTS)
    ben.do(undo_last)
    school.sync(ben, school.one)
    assert school.one.rows("observations") == {}
    saw(ben, of, school.amira, "meestal")
    school.sync(ben, school.one)
    assert _told(school.one, school.amira) == [("meestal", "Ben Jansen")] and open_reviews(ben) == []


@pytest.mark.clause("A-10.2")
def test_nobody_is_observed_on_a_day_on_which_the_licence_could_not_be_used(school: School) -> None:
    one = school.one
    lies = one.do(
        conclude_agreement, number="1", provider="leerling-in-beeld", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "school", "seats": 1}]).outcome
    measured(one, lies, "insolvency", "suspend")
    one.sync()
    today = one.desk.sight.today.isoformat()
    with pytest.raises(Refusal):
        saw(one, _of(one), school.amira, day=today)
    for day, status in ((today, "rejected"), (DAY, "applied")):
        assert send(one, "observation.record", [_seen(school, one, observed_on=day)]).status == status
