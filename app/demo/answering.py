"""What some exercises of a demo organisation ask, and what people answer: the right thing, or a mistake many make."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.store.resources import resource_path

_TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"
_COMPONENTS = ("choices", "scale", "source", "target", "steps")


@dataclass(frozen=True, slots=True)
class Question:
    """`definition` is that of the activity, as JSON; `right` and `wrong` are responses."""

    definition: str
    right: str
    wrong: tuple[str, ...]

    def answer(self, score: int, passed: bool) -> str:
        """The same score gives the same answer, so that the demo is the same every time."""
        return self.right if passed else self.wrong[score % len(self.wrong)]


@cache
def questions(code: str) -> Mapping[tuple[str, int], Question]:
    """By programme and number of the exercise; none for an organisation whose programmes tell no answers."""
    path = resource_path("demo") / code / "questions.toml"
    if not path.exists():
        return {}
    told = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
    return {(one["programme"], one["exercise"]): _question(one) for one in told}


def _question(told: Mapping[str, Any]) -> Question:
    definition: dict[str, Any] = {
        "type": _TYPE, "interactionType": told["kind"], "correctResponsesPattern": [told["right"]]}
    for name in _COMPONENTS:
        if name in told:
            definition[name] = [{"id": key, "description": {"nl": words}} for key, words in told[name].items()]
    shown = json.dumps(definition, ensure_ascii=False, separators=(",", ":"))
    return Question(shown, told.get("given", told["right"]), tuple(told["wrong"]))
