"""Answers in xAPI statements: all kinds of interactions told readably, and nothing in them that leaves a result out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.answers import LONGEST
from app.exchange.statements import read_statements
from tests.exchange.making import DATA, source
from tests.exchange.test_statements import GOOD

FRUIT = [
    {"id": "a", "description": {"en": "apple", "nl-NL": "appel"}}, {"id": "p", "description": {"en": "pear"}},
    {"id": "x"},
]
NUMBERS = [{"id": "1", "description": {"nl": "één"}}, {"id": "2", "description": {"nl": "twee"}}]


def answer(response: object, **definition: Any) -> tuple[str, str]:
    activity = GOOD["object"] | ({"definition": definition} if definition else {})
    said = json.dumps(GOOD | {"object": activity, "result": {"response": response}})
    found = read_statements(source(said, "results.json"))
    assert len(found.statements) == 1, found.notes
    return found.statements[0].given, found.statements[0].expected


@pytest.mark.clause("O-annex 1")
@pytest.mark.parametrize(("kind", "response", "parts", "patterns", "told"), [
    ("true-false", "true", {}, ["false"], ("waar", "niet waar")),
    ("true-false", "true", {"name": {"en-US": "Is it?"}}, ["false"], ("true", "false")),
    ("choice", "a[,]p[,]x", {"choices": FRUIT}, ["a", "a[,]p"], ("appel, pear, x", "appel / appel, pear")),
    ("choice", "unknown", {}, [], ("unknown", "")),
    ("fill-in", "{lang=nl}ik[,]{case_matters=true}jij", {}, ["{case_matters=false}{lang=nl}Ik[,]jij"],
     ("ik, jij", "Ik, jij")),
    ("long-fill-in", "Er was eens {iets}", {}, [], ("Er was eens {iets}", "")),
    ("likert", "2", {"scale": NUMBERS}, ["1", "2"], ("twee", "één / twee")),
    ("matching", "a[.]2[,]p[.]1", {"source": FRUIT, "target": NUMBERS}, ["a[.]1[,]p[.]2"],
     ("appel: twee; pear: één", "appel: één; pear: twee")),
    ("performance", "p[.]3[,]x[.]", {"steps": FRUIT}, ["{order_matters=false}p[.]1:[,]x[.]:10"],
     ("pear: 3; x: ", "pear: ≥ 1; x: ≤ 10")),
    ("sequencing", "p[,]a", {"choices": FRUIT}, ["a[,]p"], ("pear → appel", "appel → pear")),
    ("numeric", "7", {}, ["4[:]6"], ("7", "4 – 6")),
    ("numeric", "7", {}, ["4:", "[:]-2", "5[:]5"], ("7", "≥ 4 / ≤ -2 / 5")),
    ("other", "E5 – E4[,]", {}, ["E4"], ("E5 – E4[,]", "E4")),
])
def test_every_kind_of_interaction_is_told_readably(
    kind: str, response: str, parts: dict[str, Any], patterns: list[str], told: tuple[str, str]
) -> None:
    given, expected = answer(response, interactionType=kind, correctResponsesPattern=patterns, **parts)
    assert (given, expected) == (told[0].strip(), told[1])


@pytest.mark.parametrize("name", ["choice", "fill_in", "sequencing", "true_false"])
def test_the_templates_of_interactions(name: str) -> None:
    definition = json.loads((DATA / f"xapi/v2_0/activities/{name}.json").read_text(encoding="utf-8"))["definition"]
    right = definition["correctResponsesPattern"][0]
    given, expected = answer(right, **definition)
    assert given == expected and "[,]" not in given
    if name == "choice":
        assert given == "Golf Example, Tetris Example"


def test_an_answer_is_on_one_line_and_not_too_long() -> None:
    assert answer("a\u202eb\x00\n\n  c\td") == ("ab c d", "")
    long = answer("x" * 100_000, interactionType="choice", correctResponsesPattern=["y" * 10_000] * 50)
    assert [len(part) for part in long] == [LONGEST, LONGEST] and all(part.endswith("…") for part in long)
    assert len(answer("[,]".join("a" * 90), interactionType="matching")[0]) <= LONGEST


@pytest.mark.parametrize("response", [5, True, None, {"a": 1}, ["a"], "", "  \n"])
def test_what_is_no_answer_is_read_past(response: object) -> None:
    assert answer(response, interactionType="choice", correctResponsesPattern=["a"]) == ("", "")


@pytest.mark.parametrize("definition", [
    {"interactionType": 5, "correctResponsesPattern": "a", "choices": "b"},
    {"interactionType": "choice", "correctResponsesPattern": [1, 2], "choices": [1, {"id": []}]},
    {"interactionType": "matching", "correctResponsesPattern": {"a": 1}, "source": {}, "target": None},
    {"interactionType": "likert", "scale": [{"id": "a", "description": {"nl": 5}}]},
    {"interactionType": "performance", "steps": json.loads("[" * 500 + "]" * 500)},
])
def test_a_broken_interaction_costs_no_result(definition: dict[str, Any]) -> None:
    assert answer("a", **definition) == ("a", "")
