"""What tells the last name of who takes part, and what is left of it for a coach who is to see none (O-1).

A row without last names keeps its id and its number, so that counts and sums (S13) are those of everybody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from app.domain.kinds import KINDS
from app.domain.names import PersonName, fold
from app.domain.operation import Patch, decode_patches, encode_patches
from app.domain.reviews import REFUSED

HIDDEN: Mapping[str, frozenset[str]] = {
    "participants": frozenset({"prefix", "family", "sort_key", "search", "username", "email", "birth_date"}),
    "registrations": frozenset({"prefix", "family", "username", "email"}),
    "certificates": frozenset({"name_printed", "code"}),  # from the code a name that is suspected can be confirmed
}
"""Per kind the columns by which a last name could be read, or somebody be found elsewhere."""
TEXTS: Mapping[str, frozenset[str]] = {
    "conversations": frozenset({"title"}), "messages": frozenset({"body", "hidden_reason", "reported_reason"}),
    "notes": frozenset({"body"}), "goals": frozenset({"body", "remark"}),
    "talks": frozenset({"subject", "with_whom", "report"}), "observations": frozenset({"remark"}),
    "sittings": frozenset({"remark"}), "test_results": frozenset({"remark"}), "answers": frozenset({"given"}),
}
"""What people write to each other, and sign, and what is written about one of them."""
_WORD = re.compile(r"[^\W_]+")
Fields = Mapping[str, Any]
Hide = Callable[[str], str]


def hidden_row(kind: str, row: Fields, hide: Hide) -> Fields:
    """The row without last names. `hide` takes those of the people around it out of a text."""
    if kind == "reviews":
        return _hidden_review(row, hide)
    columns = HIDDEN.get(kind, frozenset())
    texts = TEXTS.get(kind, frozenset())
    kept = {name: "" if name in columns else hide(value) if name in texts and isinstance(value, str) else value
            for name, value in row.items()}
    if "family" not in columns or "family" not in row:
        return kept
    name = PersonName(row.get("given", ""), row.get("prefix", ""), row["family"]).without_family
    derived = {"sort_key": name.sort_key, "search": name.search} if "sort_key" in row else {}
    return kept | {"family": f"{row['family'][0]}." if row["family"] else ""} | derived


def tells(patch: Patch) -> bool:
    """Whether a change is of something that is hidden: nobody writes what he cannot see. What follows from the name is
    made anew from the name that stands.
    """
    columns = HIDDEN.get(patch.kind, frozenset())
    return bool(columns) and (patch.field is None or patch.field in columns - KINDS[patch.kind].derived)


class Known(NamedTuple):
    """A last name as it is looked for: the words of each part, folded, and the letter that is left of it."""

    family: list[str]
    prefix: list[str]
    given: list[str]
    letter: str


def by_first_word(people: Iterable[PersonName]) -> Mapping[str, list[Known]]:
    """The last names of these people by their first word, so that a text is gone through once for all of them."""
    found: dict[str, list[Known]] = {}
    for name in people:
        family, prefix, given = (
            [fold(word) for word in _WORD.findall(part)] for part in (name.family, name.prefix, name.given))
        if family:
            found.setdefault(family[0], []).append(Known(family, prefix, given, f"{name.family[0].upper()}."))
    return found


def without_surnames(text: str, known: Mapping[str, list[Known]]) -> str:
    """The text with one letter for each of these last names, however it is accented. In small letters it counts only
    behind the first name: there are bakers who are nobody's Bakker.
    """
    places = [found.span() for found in _WORD.finditer(text)]
    words = [fold(text[start:end]) for start, end in places]
    cuts: dict[int, tuple[int, str]] = {}
    for at, word in enumerate(words):
        for name in known.get(word, ()):
            if words[at:at + len(name.family)] != name.family:
                continue
            begins = at - len(name.prefix) if _ends_with(words[:at], name.prefix) else at
            if text[places[at][0]].isupper() or _ends_with(words[:begins], name.given):
                cuts[places[begins][0]] = places[at + len(name.family) - 1][1], name.letter
    for start in sorted(cuts, reverse=True):
        end, letter = cuts[start]
        text = text[:start] + letter + text[end:]
    return text


def _ends_with(words: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and words[-len(wanted):] == wanted


def _hidden_review(row: Fields, hide: Hide) -> Fields:
    """Of a difference the values, of what was refused what was to be written."""
    kept = dict(row) | {"reason": hide(row["reason"])}
    if row["sort"] == REFUSED:
        return kept | {"lost": encode_patches([_hidden_patch(one, hide) for one in decode_patches(row["lost"] or b"")])}
    if row["field"] in HIDDEN.get(row["kind"], ()):
        return kept | {"kept": None, "lost": None}
    if row["field"] in TEXTS.get(row["kind"], ()):
        return kept | {side: _hidden_value(row[side], hide) for side in ("kept", "lost")}
    return kept


def _hidden_patch(patch: Patch, hide: Hide) -> Patch:
    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return hidden_row(patch.kind, value, hide)
        if patch.field in HIDDEN.get(patch.kind, ()):
            return ""
        return hide(value) if patch.field in TEXTS.get(patch.kind, ()) and isinstance(value, str) else value

    return Patch(patch.kind, patch.id, patch.field, patch.base, shown(patch.old), shown(patch.new))


def _hidden_value(packed: bytes | None, hide: Hide) -> bytes | None:
    value = None if packed is None else msgspec.msgpack.decode(packed)
    return msgspec.msgpack.encode(hide(value)) if isinstance(value, str) else packed
