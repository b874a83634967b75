"""Names of people in free text: where they stand, and the text with them blacked out.

Texts about an agreement belong to the organisation and stay when a person is erased, and so does what was remarked of
somebody else; the name in them does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from app.domain.names import PersonName, fold
from app.domain.text import Text

MARK = "█████"
"""Stands where a name stood, as long for everybody."""
FREE_TEXTS: Mapping[str, tuple[str, ...]] = {
    "notices": ("proof", "withdrawn_proof"),
    "orders": ("purchase_order", "cost_centre", "reason", "answer_proof"),
    "seat_numbers": ("proof",),
    "permissions": ("what", "third_party", "conditions", "proof", "refused_reason", "withdrawn_reason"),
    "infringements": ("what", "seen_at", "answer"),
    "changes": ("title", "proof", "objection_reason", "objection_proof"),
    "claims": ("about", "claimant", "proof", "settlement"),
    "measures": ("reason", "proof", "lifted_proof"),
    "insolvencies": ("proof",),
    "end_tasks": ("note",),
    "invoices": ("purchase_order", "cost_centre", "withdrawn_reason"),
    "invoice_lines": ("description", "withdrawn_reason"),
    "bookings": ("reference", "withdrawn_reason"),
    "reminders": ("withdrawn_reason",),
    "support_requests": ("subject", "body", "diagnosis", "answer"),
    "observations": ("remark",),
    "notes": ("body",),
    "goals": ("body", "remark"),
    "talks": ("subject", "with_whom", "report"),
    "sittings": ("remark",),
    "test_results": ("remark",),
}
"""Columns in which somebody typed sentences about the agreement, the money or the use, or in which another person is
named beside the one that they are about; by kind of row.
"""
CHANGED_MEANWHILE = Text(
    "A text was changed in the meantime. Nothing was changed. Look at it again before the name is blacked out.")
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[\s,.'’\-]*")


class Blacked(NamedTuple):
    """A text without the name. `surely`: the family name stood in it, not only a first name that others have too."""

    text: str
    surely: bool


def blacked_out(text: str, names: Iterable[PersonName]) -> Blacked | None:
    """The text with every mention of this person blacked out, None where there is none."""
    words = [(one.start(), one.end(), fold(one.group())) for one in _WORD.finditer(text)]
    taken: set[int] = set()
    surely = False
    for name in names:
        family = set(_found(words, name.family))
        surely = surely or bool(family)
        taken |= family | set(_found(words, name.given))
        if name.prefix:
            taken |= {*_found(words, f"{name.prefix} {name.family}"), *_found(words, f"{name.given} {name.prefix}")}
    return Blacked(_covered(text, words, taken), surely) if taken else None


def only_blacked(before: str, now: str) -> bool:
    """Whether this text is the other one with pieces of it blacked out, and nothing else."""
    first, *others = now.split(MARK)
    if not others:
        return before == now
    at = len(first)
    for part in others[:-1]:
        found = before.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return before.startswith(first) and before.endswith(others[-1]) and at < len(before) - len(others[-1])


def wrong_blacking(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Text | None:
    """Why a row cannot become this one by blacking out, None where it can."""
    for field, value in now.items():
        if before.get(field) == value:
            continue
        if field not in FREE_TEXTS.get(kind, ()) or not only_blacked(str(before.get(field)), str(value)):
            return CHANGED_MEANWHILE
    return None


def _found(words: list[tuple[int, int, str]], typed: str) -> Iterator[int]:
    """The places of these words after each other."""
    wanted = [fold(one) for one in _WORD.findall(typed)]
    if not wanted or len("".join(wanted)) < 2:
        return  # one letter is no mention
    folded = [word for _, _, word in words]
    for at in range(len(words) - len(wanted) + 1):
        if folded[at : at + len(wanted)] == wanted:
            yield from range(at, at + len(wanted))


def _covered(text: str, words: list[tuple[int, int, str]], taken: set[int]) -> str:
    """One mark for what stands together, so that nobody counts the words of a name."""
    made, end = "", 0
    for at in sorted(taken):
        begins, ends, _ = words[at]
        if not (made and _BETWEEN.fullmatch(text[end:begins]) and made.endswith(MARK)):
            made += text[end:begins] + MARK
        end = ends
    return made + text[end:]
