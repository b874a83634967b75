"""What stands on the timeline of one participant, by its sort."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.text import Text


class Sort(StrEnum):
    VISIT = "visit"
    MADE = "made"
    TEST = "test"
    CERTIFICATE = "certificate"
    ROUTE = "route"
    NOTE = "note"
    GOAL = "goal"
    TALK = "talk"
    GROUP = "group"


SORT_WORDS: Mapping[Sort, Text] = {
    Sort.VISIT: Text("Visits"), Sort.MADE: Text("Exercises done"), Sort.TEST: Text("Tests"),
    Sort.CERTIFICATE: Text("Certificates"), Sort.ROUTE: Text("Learning routes"), Sort.NOTE: Text("Notes"),
    Sort.GOAL: Text("Goals"), Sort.TALK: Text("Talks"), Sort.GROUP: Text("{Groups}"),
}
WRITTEN = frozenset({Sort.NOTE, Sort.GOAL, Sort.TALK})
"""What coaches write for themselves: not on a screen that is looked at together."""
