"""xAPI statements: the templates of the conformance suite, what they may get wrong, and files of any length."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.roster import Severity, Statement, Statements
from app.exchange import statement_stream
from app.exchange.statements import read_batches, read_statements
from tests.exchange.making import DATA, refusal, refused, said, source, warned

TEMPLATES = DATA / "xapi" / "v2_0"
NOW = 1_700_000_000_000_000
GOOD: dict[str, Any] = {
    "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "actor": {"account": {"homePage": "https://oefenen.example/", "name": "p17"}, "name": "Emre de Vries"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "https://oefenen.example/exercise/1"},
    "timestamp": "2026-09-03T10:00:00.5+02:00",
}


def template(name: str) -> Any:
    return json.loads((TEMPLATES / name).read_text(encoding="utf-8"))


def read(*statements: object, received_us: int | None = NOW) -> Statements:
    lines = "\n".join(json.dumps(statement) for statement in statements)
    return read_statements(source(lines, "results.json"), received_us)


def one(**changes: object) -> Statement:
    found = read(GOOD | changes)
    assert len(found.statements) == 1, found.notes
    return found.statements[0]


def reason(**changes: object) -> str:
    """Why a statement is left out."""
    found = read(GOOD | changes)
    assert not found.statements
    return refused(found.notes)[0][1]


# The templates


@pytest.mark.parametrize("name", ["default", "context", "authority", "result", "unicode"])
def test_good_templates_are_read(name: str) -> None:
    found = read(template(f"statements/{name}.json"))
    assert [(one.actor_kind, one.actor_key) for one in found.statements] == [("mail", "xapi@adlnet.gov")]
    assert found.statements[0].exercise.startswith("http://www.example.com/")
    assert found.statements[0].completed is None
    assert not refused(found.notes)


@pytest.mark.parametrize(("name", "element"), [("no_actor", "actor"), ("no_verb", "verb"), ("actor", "actor")])
def test_templates_without_a_part_are_refused(name: str, element: str) -> None:
    found = read(template(f"statements/{name}.json"))
    assert not found.statements
    assert element in refused(found.notes)[0][1]


@pytest.mark.parametrize("path", sorted((TEMPLATES / "activities").glob("*.json")), ids=lambda path: path.stem)
def test_activities(path: Path) -> None:
    activity = json.loads(path.read_text(encoding="utf-8"))
    found = read(template("statements/default.json") | {"object": activity})
    wrong = {"no_id": "object.id", "description_invalid": "something"}.get(path.stem)
    assert len(found.statements) == (wrong is None)
    if wrong:
        assert wrong in refused(found.notes)[0][1]


def test_the_result_template() -> None:
    found = read(template("statements/default.json") | {"result": template("results/default.json")})
    result = found.statements[0]
    assert (result.score, result.passed, result.completed, result.seconds) == (950, True, True, 3600)
    assert (result.given, result.expected) == ("We agreed on some example actions.", "")
    assert found.not_taken_over == {"actor.name": 1, "result.extensions": 1}


@pytest.mark.parametrize("name", ["default", "instructor", "parent"])
def test_contexts_are_read_past(name: str) -> None:
    assert read(GOOD | {"context": template(f"contexts/{name}.json")}).not_taken_over["context"] == 1


def test_references_and_substatements_are_passed_over_and_voids_are_told() -> None:
    found = read(
        template("statements/object_statementref.json"),
        GOOD | {"object": template("substatements/default.json")},
        template("statements/voiding.json"),
    )
    assert found.statements == ()
    assert found.voided == (uuid.UUID("8f87ccde-bb56-4c2e-ab83-44982ef22df0").bytes,)
    assert any("SubStatement" in str(note.reason) for note in found.notes)
    assert not refused(found.notes)


# Parts


@pytest.mark.clause("O-annex I")
def test_a_statement_in_full() -> None:
    at = datetime(2026, 9, 3, 8, 0, 0, 500_000, tzinfo=UTC)
    found = one()
    assert found.id == uuid.UUID(GOOD["id"]).bytes
    assert (found.actor_kind, found.actor_key, found.actor_home) == ("account", "p17", "https://oefenen.example/")
    assert (found.at_us, found.offset_minutes) == (int(at.timestamp() * 1_000_000), 120)
    assert (found.completed, found.passed, found.score, found.seconds) == (True, None, None, None)
    assert (found.origin.file, found.origin.line) == ("results.json", 1)
    assert "Emre" not in repr(read(GOOD))


@pytest.mark.parametrize(
    ("actor", "kind", "key"),
    [
        ({"mbox": "mailto:a@b.nl"}, "mail", "a@b.nl"),
        (
            {"mbox_sha1sum": "CD9B00A5611F94EAA7B1661EDAB976068E364975"},
            "mail_sha1",
            "cd9b00a5611f94eaa7b1661edab976068e364975",
        ),
        ({"openid": "https://id.example/1"}, "openid", "https://id.example/1"),
    ],
)
def test_actors(actor: dict[str, str], kind: str, key: str) -> None:
    assert (one(actor=actor).actor_kind, one(actor=actor).actor_key) == (kind, key)


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"actor": {}}, "one identifier"),
        ({"actor": {"mbox": "mailto:a@b.nl", "openid": "https://id.example/1"}}, "one identifier"),
        ({"actor": {"mbox": "a@b.nl"}}, "actor.mbox"),
        ({"actor": {"mbox_sha1sum": "abc"}}, "actor.mbox_sha1sum"),
        ({"actor": {"account": {"name": "p"}}}, "homePage"),
        ({"actor": {"account": {"homePage": "https://a.nl"}}}, "actor.account.name"),
        ({"actor": {"account": {"homePage": "https://a.nl", "name": 3}}}, "actor.account.name"),
        ({"actor": {"objectType": "Robot", "mbox": "mailto:a@b.nl"}}, "actor.objectType"),
        ({"actor": "me"}, "actor"),
        ({"verb": {}}, "verb.id"),
        ({"verb": {"id": "completed"}}, "verb.id"),
        ({"verb": {"id": "http://a/b", "display": {"not a language": "x"}}}, "verb.display"),
        ({"object": {}}, "object.id"),
        ({"object": {"id": "no iri"}}, "object.id"),
        ({"id": "1"}, "UUID"),
        ({"id": "{6690e6c9-3ef0-4ed3-8b37-7f3964730bee"}, "UUID"),
        ({"id": "zzzzzzzz-3ef0-4ed3-8b37-7f3964730bee"}, "UUID"),
        ({"timestamp": "yesterday"}, "moment"),
        ({"timestamp": "0001-01-01T00:00:00Z"}, "moment"),
        ({"timestamp": "0001-01-01T00:00:00+14:00"}, "moment"),
        ({"result": {"score": {"scaled": 1.01}}}, "scaled"),
        ({"result": {"score": {"scaled": -1.5}}}, "scaled"),
        ({"result": {"score": {"raw": 11, "min": 0, "max": 10}}}, "score.raw"),
        ({"result": {"score": {"raw": 1, "min": 10, "max": 0}}}, "score.max"),
        ({"result": {"duration": "an hour"}}, "duration"),
        ({"result": {"duration": "PT"}}, "duration"),
        ({"result": {"success": "yes"}}, "result.success"),
        ({"result": 5}, "result"),
    ],
)
def test_what_is_wrong_is_left_out_with_the_element(changes: dict[str, object], element: str) -> None:
    assert element in reason(**changes)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ({"scaled": 0.95}, 950), ({"scaled": 1}, 1000), ({"scaled": -0.5}, 0), ({"scaled": 0.6666}, 667),
        ({"raw": 7, "min": 0, "max": 10}, 700), ({"raw": 7}, None), ({"raw": 7, "max": 10}, None), ({}, None),
    ],
)  # fmt: skip
def test_scores_are_per_mille(score: dict[str, float], expected: int | None) -> None:
    assert one(result={"score": score}).score == expected


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("PT1H0M0S", 3600), ("PT16559.14S", 16559), ("P1DT2H", 93600), ("P2W", 1209600), ("PT0,5M", 30), ("P1Y", None),
     ("PT0S", 0), ("P1M", None)],
)  # fmt: skip
def test_durations(duration: str, expected: int | None) -> None:
    assert one(result={"duration": duration}).seconds == expected


@pytest.mark.parametrize(
    ("verb", "completed", "passed"),
    [
        ("http://adlnet.gov/expapi/verbs/completed", True, None),
        ("http://adlnet.gov/expapi/verbs/passed", True, True),
        ("http://adlnet.gov/expapi/verbs/failed", None, False),
        ("http://adlnet.gov/expapi/verbs/answered", True, None),
        ("http://adlnet.gov/expapi/verbs/attempted", False, None),
        ("http://adlnet.gov/expapi/verbs/progressed", False, None),
        ("http://adlnet.gov/expapi/verbs/experienced", None, None),
        ("https://w3id.org/xapi/adl/verbs/satisfied", True, None),
        ("http://example.com/verbs/completed", None, None),
    ],
)
def test_verbs(verb: str, completed: bool | None, passed: bool | None) -> None:
    found = one(verb={"id": verb})
    assert (found.completed, found.passed) == (completed, passed)
    turned = one(verb={"id": verb}, result={"completion": False, "success": True})
    assert (turned.completed, turned.passed) == (False, True)


def test_an_unknown_verb_is_told_once() -> None:
    found = read(GOOD | {"verb": {"id": "http://a/jumped"}}, GOOD | {"verb": {"id": "http://a/jumped"}})
    assert ["2 results" in str(note.reason) for note in found.notes] == [True]


def test_a_time_without_zone_is_utc_with_a_warning() -> None:
    found = read(GOOD | {"timestamp": "2026-09-03T08:00:00.5"})
    assert found.statements[0].at_us == one().at_us
    assert "UTC" in warned(found.notes)[0][1]


def test_without_a_time_the_moment_of_arrival_counts_or_the_result_is_left_out() -> None:
    timeless = {name: value for name, value in GOOD.items() if name != "timestamp"}
    found = read(timeless)
    assert found.statements[0].at_us == NOW
    assert len(warned(found.notes)) == 1
    assert "timestamp" in refused(read(timeless, received_us=None).notes)[0][1]
    assert read(timeless | {"stored": "2026-09-03T08:00:00Z"}, received_us=None).statements[0].offset_minutes == 0


def test_a_statement_without_id_gets_the_same_one_every_time() -> None:
    nameless = {name: value for name, value in GOOD.items() if name != "id"}
    turned = dict(reversed(nameless.items())) | {"stored": "2026-09-04T00:00:00Z"}
    first, second, other = read(nameless, turned, nameless | {"timestamp": "2026-09-03T10:00:01+02:00"}).statements
    assert first.id == second.id != other.id
    assert uuid.UUID(bytes=first.id).version == 8


def test_results_of_groups_are_left_out() -> None:
    found = read(GOOD | {"actor": {"objectType": "Group", "name": "5A", "member": []}})
    assert not found.statements
    assert "group" in warned(found.notes)[0][1]


# Files


def statements(number: int) -> list[dict[str, Any]]:
    return [GOOD | {"id": str(uuid.UUID(int=n)), "result": {"response": 'a "}{][" b\\'}} for n in range(1, number + 1)]


FORMS = {
    "lines": lambda many: "\n".join(json.dumps(each) for each in many),
    "lines crlf": lambda many: "\r\n".join(json.dumps(each) for each in many) + "\r\n\r\n",
    "array": json.dumps,
    "pretty array": lambda many: json.dumps(many, indent=2),
    "wrapper": lambda many: json.dumps({"statements": many, "more": ""}),
    "pretty wrapper": lambda many: json.dumps({"more": "", "count": 3, "statements": many}, indent=2),
    "pretty row": lambda many: "\n".join(json.dumps(each, indent=2) for each in many),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
@pytest.mark.parametrize("number", [1, 2, 300])
@pytest.mark.parametrize("chunk", [64, 1024 * 1024])
def test_every_form_of_file_is_read(
    form: str, mark: bytes, number: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_stream, "_CHUNK", chunk)
    found = read_statements(source(mark + FORMS[form](statements(number)).encode()))
    assert [int.from_bytes(one.id) for one in found.statements] == list(range(1, number + 1))
    assert [one.origin.line for one in found.statements] == list(range(1, number + 1))
    assert not refused(found.notes)


def test_batches_are_of_the_size_asked_for() -> None:
    batches = list(read_batches(source(FORMS["lines"](statements(25))), 10))
    assert [len(batch.statements) for batch in batches] == [10, 10, 5]
    assert batches[-1].not_taken_over == {"actor.name": 25}
    assert {one.given for batch in batches for one in batch.statements} == {'a "}{][" b\\'}


def test_one_bad_line_costs_one_line() -> None:
    lines = [json.dumps(GOOD), "{not json", "[]", "5", json.dumps(GOOD)[:-1], json.dumps(GOOD)]
    found = read_statements(source("\n".join(lines)))
    assert [one.origin.line for one in found.statements] == [1, 6]
    assert [line for line, _ in refused(found.notes)] == [2, 3, 4, 5]


def test_a_bad_first_line_costs_one_line() -> None:
    found = read_statements(source("{not json\n" + json.dumps(GOOD)))
    assert [one.origin.line for one in found.statements] == [2]
    assert [line for line, _ in refused(found.notes)] == [1]


def test_a_short_array_with_a_statement_per_line_is_an_array() -> None:
    for begin, end in (("[\n", "\n]"), ('{"statements": [\n', "\n]}")):
        found = read_statements(source(begin + json.dumps(GOOD) + end))
        assert len(found.statements) == 1
        assert not refused(found.notes)


def test_one_bad_statement_in_an_array_costs_one() -> None:
    many = json.dumps(statements(5)).replace('"verb": {', '"verb": {,', 1)
    assert len(read_statements(source(json.dumps([*statements(3), {"verb": 5}, *statements(2)]))).statements) == 5
    found = read_statements(source(many))
    assert [line for line, _ in refused(found.notes)] == [1]
    assert len(found.statements) == 4


@pytest.mark.parametrize("form", ["array", "pretty wrapper", "pretty row"])
def test_a_file_that_was_cut_off_is_read_up_to_there(form: str) -> None:
    content = FORMS[form](statements(20))
    found = read_statements(source(content[: len(content) // 2 - 7]))
    assert 5 < len(found.statements) < 15
    assert "cut off" in refused(found.notes)[0][1]


def test_a_statement_that_is_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_stream, "MAX_STATEMENT_LENGTH", 2000)
    monkeypatch.setattr(statement_stream, "_CHUNK", 500)
    large = GOOD | {"context": "x" * 5000}
    found = read(GOOD, large, GOOD)
    assert [one.origin.line for one in found.statements] == [1, 3]
    assert [line for line, _ in refused(found.notes)] == [2]
    found = read_statements(source(json.dumps([GOOD, large, GOOD])))
    assert len(found.statements) == 1
    assert refused(found.notes)[0][0] == 2


@pytest.mark.parametrize("content", ["{}", "[]", "[1, 2]", '{"a": {"b": 1}}', "nothing", "", '{"statements": []}', "["])
def test_what_holds_no_statements_is_refused(content: str) -> None:
    assert "no results" in refusal(lambda: read_statements(source(content)))


def test_nesting_without_end_is_left_out() -> None:
    deep = json.dumps(GOOD)[:-1] + ', "context": ' + "[" * 100_000 + "]" * 100_000 + "}"
    found = read_statements(source(json.dumps(GOOD) + "\n" + deep))
    assert len(found.statements) == 1
    assert refused(found.notes)[0][0] == 2


def test_the_numbers_of_an_array_are_explained() -> None:
    assert said(read_statements(source(json.dumps([GOOD]))).notes, Severity.NOTE)[0][0] == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([*GOOD, "result", "context"]), json_values)
def test_any_value_in_any_place_is_read_or_left_out(name: str, value: object) -> None:
    found = read(GOOD | {name: value}, GOOD)
    assert found.statements


@given(st.binary(max_size=300), st.sampled_from([b"", b"[", b'{"statements": [', json.dumps(GOOD).encode() + b"\n"]))
def test_garbage_is_read_or_refused(data: bytes, begin: bytes) -> None:
    try:
        read_statements(source(begin + data))
    except Refusal as error:
        assert error.reasons
