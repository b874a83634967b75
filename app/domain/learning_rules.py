"""When a coach is asked to look at somebody: stuck, not seen, or far behind the group; all of it can be set (A-1.6).

Far behind is a comparison, so it is made as seldom as it may mean nothing. What somebody did is held against the
middle one of the group, which one or two very quick or absent people do not move, as they would an average. There is
no middle worth the name among a few people. Who came lately had no chance to do as much. And in a general group, for
who comes by himself, people begin and stop when they like and do what they please: there is no common course to be
behind in, so nobody is compared there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any

from app.domain.grouping import GroupKind
from app.domain.progress import HELP_RULE, INACTIVE_RULE, HelpRule, InactiveRule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, out_of_range

SETTING = "help_rules"
"""Its name among the settings of learning; an empty value: back to what the program proposes."""
COMPARED = frozenset({GroupKind.BASE, GroupKind.COMBINED})
"""The kinds of groups that go through something together."""
BOUNDS: Mapping[str, tuple[int, int]] = {
    "attempts": (2, 20), "pass_mark": (0, 100), "low_attempts": (1, 20), "low_score": (0, 100),
    "unseen_days": (3, 365), "behind_percent": (0, 90), "behind_exercises": (2, 200), "behind_people": (4, 100),
    "behind_weeks": (1, 52),
}
"""Least and most of each threshold. Scores are per cent; with `behind_percent` 0 nobody is compared."""
PER_MILLE = 10


@dataclass(frozen=True, slots=True)
class BehindRule:
    """Fewer than `percent` of what the middle one of the group has done, and at least `exercises` fewer.

    Only where `people` or more are compared, who are in the group for `weeks` or longer; our own choice.
    """

    percent: int = 50
    exercises: int = 5
    people: int = 6
    weeks: int = 4

    @property
    def text(self) -> Text:
        if not self.percent:
            return Text("Nobody is compared with the {group}.")
        return Text(
            "Far behind: fewer than {percent} % of the exercises of the middle one of the {group}, at least "
            "{exercises} fewer; of {people} people or more who are in it for {n} week, no general {group}.",
            "Far behind: fewer than {percent} % of the exercises of the middle one of the {group}, at least "
            "{exercises} fewer; of {people} people or more who are in it for {n} weeks, no general {group}.",
            percent=self.percent, exercises=self.exercises, people=self.people, n=self.weeks)


@dataclass(frozen=True, slots=True)
class LearningRules:
    """All that is in force; read once per reading."""

    help: HelpRule = HELP_RULE
    inactive: InactiveRule = INACTIVE_RULE
    behind: BehindRule = field(default_factory=BehindRule)

    @property
    def values(self) -> dict[str, int]:
        """The thresholds under the names of `BOUNDS`."""
        return {
            "attempts": self.help.attempts, "pass_mark": self.help.pass_mark // PER_MILLE,
            "low_attempts": self.help.low_attempts, "low_score": self.help.low_score // PER_MILLE,
            "unseen_days": self.inactive.days, "behind_percent": self.behind.percent,
            "behind_exercises": self.behind.exercises, "behind_people": self.behind.people,
            "behind_weeks": self.behind.weeks}

    @property
    def texts(self) -> tuple[Text, ...]:
        """Of who is stuck, who is far behind and who was not seen."""
        return self.help.text, self.behind.text, self.inactive.text


PROPOSED = LearningRules()


def rules_of(values: Mapping[str, int]) -> LearningRules:
    """What is not among the values is as the program proposes."""
    all_of = PROPOSED.values | dict(values)
    return LearningRules(
        HelpRule(all_of["attempts"], all_of["pass_mark"] * PER_MILLE, all_of["low_attempts"],
                 all_of["low_score"] * PER_MILLE),
        InactiveRule(all_of["unseen_days"]),
        BehindRule(all_of["behind_percent"], all_of["behind_exercises"], all_of["behind_people"],
                   all_of["behind_weeks"]))


def check_rules(values: Mapping[str, int]) -> tuple[WrongField, ...]:
    """What is wrong with thresholds that somebody fills in, each at its field."""
    return only_wrong((
        *(out_of_range(name, values[name], *bounds) for name, bounds in BOUNDS.items() if name in values),
        _above("low_attempts", values, "attempts", Text(
            "Sooner than after {n} attempts, or it never comes to that. Nothing was recorded.",
            n=values.get("attempts", 0))),
        _above("low_score", values, "pass_mark", Text(
            "A very low score is not above the other one ({n} %). Nothing was recorded.",
            n=values.get("pass_mark", 0)))))


def written(values: Mapping[str, int]) -> str:
    """As they are kept."""
    return json.dumps(dict(values), sort_keys=True)


def chosen_rules(value: str) -> LearningRules:
    """What the organisation chose; what the program proposes while it chose nothing, or nothing that holds. What a
    newer program keeps beside it is left alone.
    """
    values = _read(value)
    known = {} if values is None else {name: one for name, one in values.items() if name in BOUNDS}
    return rules_of(known) if _holds(known) else PROPOSED


def broken_rules(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a kept row of these, whoever sends it (S1)."""
    if kind != "learning_settings" or row.get("setting") != SETTING or not row.get("value"):
        return None
    values = _read(row["value"])
    if values is None or not values.keys() <= BOUNDS.keys() or not _holds(values):
        return Text("This change has a shape that the server does not know. It was refused.")
    return None


def middle_of(done: Collection[int], rule: BehindRule) -> int | None:
    """How many exercises the middle one of these people has done; None where they are too few to compare."""
    if not rule.percent or len(done) < rule.people:
        return None
    return median_low(done)


def is_behind(done: int, middle: int | None, rule: BehindRule) -> bool:
    if middle is None:
        return False
    return done * 100 < middle * rule.percent and middle - done >= rule.exercises


def _above(name: str, values: Mapping[str, int], other: str, reason: Text) -> WrongField | None:
    if name not in values or other not in values or values[name] <= values[other]:
        return None
    return WrongField(name, reason)


def _holds(values: Mapping[str, Any]) -> bool:
    """Whole numbers within their bounds."""
    return all(type(one) is int for one in values.values()) and not check_rules(PROPOSED.values | dict(values))


def _read(value: str) -> dict[str, Any] | None:
    try:
        values = json.loads(value) if value else None
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None
