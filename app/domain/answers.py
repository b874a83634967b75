"""What somebody answered in an attempt, and what was expected: detailed results (O-annex 1), kept where allowed (D6).

O-annex I lists results, and A-1.15 scores: how an attempt ended. O-annex 1 shows results in detail, but an answer in
one's own words can say anything about anybody, so it is not taken to be in either list: under both it is off until the
organisation records it as its addition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.text import Text

FIELD = ("participant", "answers")
"""Whose and which field of the register of processing this is (D6)."""
LONGEST = 500
"""Signs that are kept of an answer; our own choice: enough to see what went wrong, too little for an essay."""
CUT_OFF = "…"
NOT_KEPT = Text("Answers are not kept here. They were left out. Switch them on under Privacy first.")
STAYS = Text("An answer stays as it was given. The change was not taken over.")


def is_proper_answer(row: Mapping[str, Any]) -> bool:
    """Whether a row is an answer, whoever sends it (S1): what was given is there, and nothing is too long."""
    return bool(row["given"].strip()) and max(len(row["given"]), len(row["expected"])) <= LONGEST


def shortened(answer: str) -> str:
    """The answer as it is kept: what is cut off shows that it is."""
    return answer if len(answer) <= LONGEST else answer[:LONGEST - len(CUT_OFF)].rstrip() + CUT_OFF
