"""The year of results: believable, deterministic, and as many as asked for."""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.demo.files import CODES, LIBRARY, SCHOOL, SEED, demo_organisation, learners, results, source
from app.demo.learners import HISTORY, Pace
from app.demo.results import statements
from app.exchange.sources import SourceFile
from app.exchange.statements import read_statements
from tests.demo.reading import Line, finished, parsed

TODAY = date(2026, 11, 21)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Results = dict[str, list[Line]]


@pytest.fixture(scope="module")
def made() -> Results:
    return {code: parsed(results(code, TODAY)) for code in CODES}


def _source_keys(code: str) -> set[str]:
    if code == SCHOOL:
        return {one.get("key") for one in etree.fromstring(source(SCHOOL)).iterfind("leerlingen/leerling")}
    text = source(LIBRARY).decode("utf-8-sig").split("\r\n")
    return {row["Deelnemernummer"] for row in csv.DictReader(text, delimiter=";")}


def _per_person(lines: list[Line]) -> dict[str, list[Line]]:
    people = defaultdict(list)
    for line in lines:
        people[line.key].append(line)
    return people


def test_a_statement_is_plain_xapi() -> None:
    line = next(line for line in results(LIBRARY, TODAY) if b"verbs/passed" in line)
    statement = json.loads(line)
    assert line.endswith(b"}\n")
    assert set(statement) == {"id", "actor", "verb", "object", "result", "timestamp"}
    assert statement["actor"] == {
        "account": {"homePage": "https://bibliotheeklindenveen.example", "name": "1001"}
    }
    assert statement["verb"] == {"id": "http://adlnet.gov/expapi/verbs/passed"}
    assert re.fullmatch(r"https://programma\.example/[a-z0-9-]+/oefening/\d\d", statement["object"]["id"])
    assert statement["result"].keys() == {"score", "success", "completion", "duration"}


def test_some_exercises_of_the_library_tell_what_was_answered() -> None:
    data = b"".join(results(LIBRARY, TODAY))
    made = [one for one in read_statements(SourceFile.in_memory("results.jsonl", data)).statements if one.given]
    assert 1_500 < len(made) < 3_000 and all(one.expected for one in made)
    right, wrong = ([one for one in made if one.passed is passed] for passed in (True, False))
    assert right and wrong and not any(one.given == one.expected for one in wrong)
    assert b'"response"' not in b"".join(results(SCHOOL, TODAY)), "the other one keeps no answers"
    assert b'"response"' not in b"".join(results(LIBRARY, TODAY, count=500)), "nor does what is for measuring"


def test_an_id_is_the_uuid_of_version_5_of_what_made_it() -> None:
    first = json.loads(next(results(LIBRARY, TODAY)))
    name = f"https://bibliotheeklindenveen.example/{SEED}/2026-11-21/None/1001/0"
    assert first["id"] == str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@pytest.mark.parametrize(("code", "least", "most"), [(SCHOOL, 25_000, 40_000), (LIBRARY, 6_000, 9_000)])
def test_about_a_year_s_worth(made: Results, code: str, least: int, most: int) -> None:
    assert least <= len(made[code]) <= most
    assert len({line.id for line in made[code]}) == len(made[code])


@pytest.mark.parametrize("code", CODES)
def test_every_result_belongs_to_somebody_in_the_file_and_to_an_exercise(made: Results, code: str) -> None:
    sizes = {programme.iri: len(programme.exercises) for programme in demo_organisation(code).programmes}
    assert {line.key for line in made[code]} <= _source_keys(code)
    assert all(1 <= line.number <= sizes[line.programme] for line in made[code])


@pytest.mark.parametrize("code", CODES)
def test_what_a_verb_says_the_result_says(made: Results, code: str) -> None:
    for line in made[code]:
        score = line.result.get("score", {}).get("scaled")
        assert re.fullmatch(r"PT\d+M\d+S", line.result["duration"])
        match line.verb:
            case "passed":
                assert (line.result["success"], line.result["completion"]) == (True, True)
                assert 0.55 <= score <= 1
            case "failed":
                assert (line.result["success"], line.result["completion"]) == (False, False)
                assert 0 <= score < 0.55
            case "completed":
                assert line.result.keys() == {"completion", "duration"}
                assert line.result["completion"]
            case verb:
                assert verb == "attempted"
                assert line.result.keys() == {"completion", "duration"}
                assert not line.result["completion"]


@pytest.mark.parametrize("code", CODES)
def test_timestamps_carry_the_offset_of_amsterdam_and_lie_before_today(made: Results, code: str) -> None:
    earliest = TODAY - (HISTORY if code == LIBRARY else timedelta(days=365))
    for line in made[code]:
        assert line.at.utcoffset() == line.at.astimezone(AMSTERDAM).utcoffset()
        assert earliest <= line.at.date() < TODAY
    assert {line.at.utcoffset() for line in made[code]} == {timedelta(hours=1), timedelta(hours=2)}


def test_pupils_practise_in_school_hours_and_adults_also_in_the_evening(made: Results) -> None:
    def part(code: str, first: int, last: int) -> float:
        return sum(first <= line.at.hour < last for line in made[code]) / len(made[code])

    assert part(SCHOOL, 8, 15) > 0.85
    assert part(LIBRARY, 19, 22) > 0.25


def test_the_school_is_quiet_in_the_holidays(made: Results) -> None:
    away = demo_organisation(SCHOOL).holidays
    quiet = sum(any(one.first <= line.at.date() <= one.last for one in away) for line in made[SCHOOL])
    assert 0 < quiet < 0.03 * len(made[SCHOOL])


def test_most_are_steady_some_are_stuck_and_some_stay_away(made: Results) -> None:
    people = _per_person(made[SCHOOL])
    last = {key: sorted(lines, key=lambda line: line.at)[-4:] for key, lines in people.items()}
    stuck = [
        key for key, lines in last.items()
        if {(line.programme, line.number, line.verb) for line in lines}
        == {(lines[-1].programme, lines[-1].number, "failed")}
    ]  # fmt: skip
    paces = Counter(learner.pace for learner in learners(SCHOOL, TODAY))
    assert 10 <= len(stuck) <= 25
    assert 0.5 < paces[Pace.STEADY] / 240 < 0.62
    away = [key for key, lines in last.items() if lines[-1].at.date() < TODAY - timedelta(days=44)]
    assert 15 <= len(away) <= 35


def test_some_of_the_library_were_last_seen_more_than_a_year_ago(made: Results) -> None:
    last = {key: max(line.at for line in lines) for key, lines in _per_person(made[LIBRARY]).items()}
    long_ago = [key for key, at in last.items() if at.date() < TODAY - timedelta(days=365)]
    assert 1 <= len(long_ago) <= 5


def test_who_has_left_has_results_until_then_and_none_after(made: Results) -> None:
    people = _per_person(made[SCHOOL])
    leavers = etree.fromstring(source(SCHOOL)).xpath("//leerling[uitstroomdatum]")
    assert len(leavers) == 6
    for pupil in leavers:
        left = date.fromisoformat(pupil.findtext("uitstroomdatum"))
        assert people[pupil.get("key")]
        assert all(line.at.date() <= left for line in people[pupil.get("key")])


def test_nobody_has_results_from_before_coming(made: Results) -> None:
    people = _per_person(made[SCHOOL])
    for pupil in etree.fromstring(source(SCHOOL)).iterfind("leerlingen/leerling"):
        entered = date.fromisoformat(pupil.findtext("instroomdatum"))
        assert all(line.at.date() >= entered for line in people[pupil.get("key")])


@pytest.mark.parametrize(("code", "waiting"), [(SCHOOL, 20), (LIBRARY, 10)])
def test_certificates_wait_for_people_who_exist(made: Results, code: str, waiting: int) -> None:
    certificates = {one.iri for one in demo_organisation(code).programmes if one.certificate}
    done = finished(made[code], demo_organisation(code))
    ready = {who: day for who, day in done.items() if who[1] in certificates}
    assert {key for key, _ in ready} <= _source_keys(code)
    assert sum(day >= date(2026, 8, 1) for day in ready.values()) >= waiting
    assert len(ready) < 120


@pytest.mark.parametrize("code", CODES)
def test_the_same_arguments_give_the_same_bytes(code: str) -> None:
    assert list(results(code, TODAY, count=500)) == list(results(code, TODAY, count=500))
    assert list(results(code, TODAY, count=500)) != list(results(code, TODAY, count=500, seed=SEED + 1))


@settings(max_examples=20)
@given(
    code=st.sampled_from(CODES),
    participants=st.integers(10, 120),
    count=st.integers(0, 5000),
    today=st.dates(date(2026, 9, 1), date(2027, 6, 30)),
)
def test_exactly_as_many_as_asked_for(code: str, participants: int, count: int, today: date) -> None:
    lines = parsed(results(code, today, participants, count))
    assert len({line.id for line in lines}) == len(lines) == count
    assert all(line.at.date() < today for line in lines)


def test_results_of_nobody_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="nobody practised"):
        list(statements((), demo_organisation(LIBRARY), SEED, TODAY, 10))
    assert list(statements((), demo_organisation(LIBRARY), SEED, TODAY)) == []


def test_a_person_s_sittings_follow_each_other(made: Results) -> None:
    for lines in _per_person(made[LIBRARY]).values():
        days: list[datetime] = [line.at for line in lines]
        assert [one.date() for one in days] == sorted(one.date() for one in days)
