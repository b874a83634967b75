"""What was answered and what was expected, told readably (xAPI 2.0 data part 2.4.4.1: interactions, SCORM 2004 RTE).

An answer is told beside a result and never a reason to leave one out: what does not fit its kind stands as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from re import ASCII, compile
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from app.domain.answers import LONGEST, shortened
from app.exchange.cleaning import visible
from app.exchange.statement_parts import Definition

MOST_PARTS, MOST_PATTERNS = 50, 10
"""Of one answer, and of the answers that are right; our own choice."""
_LONGEST_READ = 4 * LONGEST
_BETWEEN, _PAIR = "[,]", "[.]"
_RANGE = compile(r"(-?[\d.,]{0,40})(?:\[:\]|:)(-?[\d.,]{0,40})", ASCII)  # examples of xAPI 1.0.3 have a bare colon
_MATTERS = compile(r"\{(?:lang=[A-Za-z0-9-]{1,40}|case_matters=(?:true|false)|order_matters=(?:true|false))\}", ASCII)
_TRUTH = MappingProxyType({"nl": ("waar", "niet waar"), "en": ("true", "false")})
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
Names = Mapping[str, str]


class _Component(Struct):
    id: str = ""
    description: dict[str, str] | None = None


def answer_of(definition: Definition | None, response: Raw | UnsetType) -> tuple[str, str]:
    """(given, expected) as they are kept; the second is '' where the programme does not tell it, both where nothing is.
    """
    said = _decoded(response, str) or ""
    if not said.strip():
        return "", ""
    if definition is None:
        return as_kept(said), ""
    tell = _teller(definition)
    patterns = _decoded(definition.patterns, list[str]) or []
    expected = dict.fromkeys(as_kept(tell(one)) for one in patterns[:MOST_PATTERNS])
    return as_kept(tell(said)), as_kept(" / ".join(filter(None, expected)))


def _teller(definition: Definition) -> Callable[[str], str]:
    """How an answer of this kind is said; one of no kind that we know stands as it is."""
    kind = _decoded(definition.interaction, str) or ""
    match kind:
        case "true-false":
            return _truth(_language(definition))
        case "choice":
            return _listed(_names(definition.choices), ", ")
        case "sequencing":
            return _listed(_names(definition.choices), " → ")
        case "likert":
            return _listed(_names(definition.scale), ", ")
        case "fill-in" | "long-fill-in":
            return _filled_in
        case "matching":
            return _paired(_names(definition.source), _names(definition.target))
        case "performance":
            return _paired(_names(definition.steps), {})
        case "numeric":
            return _number
    return str


def _truth(language: str) -> Callable[[str], str]:
    right, wrong = _TRUTH[language]
    return lambda said: {"true": right, "false": wrong}.get(said.strip().lower(), said)


def _listed(names: Names, between: str) -> Callable[[str], str]:
    return lambda said: between.join(names.get(one, one) for one in _parts(said))


def _filled_in(said: str) -> str:
    return ", ".join(_MATTERS.sub("", one) for one in _parts(said))


def _paired(left: Names, right: Names) -> Callable[[str], str]:
    def tell(said: str) -> str:
        pairs = (_MATTERS.sub("", one).partition(_PAIR) for one in _parts(said))
        return "; ".join(
            f"{left.get(what, what)}: {right.get(which, _number(which))}" if mark else left.get(what, what)
            for what, mark, which in pairs)

    return tell


def _number(said: str) -> str:
    """A number, or the range that is right; either end may be open."""
    found = _RANGE.fullmatch(said)
    if found is None:
        return said
    least, most = found.groups()
    if least and most:
        return least if least == most else f"{least} – {most}"
    if least:
        return f"≥ {least}"
    return f"≤ {most}" if most else ""


def _parts(said: str) -> list[str]:
    return said.split(_BETWEEN, MOST_PARTS)[:MOST_PARTS]


def _names(components: Raw | UnsetType) -> Names:
    return {} if components is UNSET else _names_in(bytes(components))


@lru_cache(maxsize=512)
def _names_in(components: bytes) -> Names:
    """What the parts of an interaction are called, in Dutch where it is there; a programme repeats them every time."""
    found = _decoded(Raw(components), list[_Component]) or []
    return {one.id: _best(one.description) or one.id for one in found}


def _best(description: Mapping[str, str] | None) -> str:
    said = description or {}
    return next((said[tag] for start in ("nl", "en", "") for tag in said if tag.lower().startswith(start)), "")


def _language(definition: Definition) -> str:
    """In which language the programme speaks; Dutch where it does not say."""
    tags = [tag.lower()[:2] for tag in (*(definition.name or ()), *(definition.description or ()))]
    return "en" if "en" in tags and "nl" not in tags else "nl"


def _decoded(raw: Raw | UnsetType, kind: Any) -> Any:
    """What stands there, None where that is nothing of this kind."""
    if raw is UNSET:
        return None
    try:
        return msgspec.json.decode(raw, type=kind)
    except _UNREADABLE:
        return None


def as_kept(said: str) -> str:
    """On one line, without signs that cannot be seen, and no longer than is kept."""
    return shortened(" ".join(visible(said[:_LONGEST_READ]).split()))
