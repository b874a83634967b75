"""Whether texts can be printed at all, asked before a certificate is issued and before anything is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.documents.fonts import missing_signs
from app.domain.errors import Refusal
from app.domain.text import Text

MOST_REASONS = 10
_MOST_LACKING = 5
Printed = tuple[str, str]
"""A text after the face it is printed in."""


def unprintable(names: Sequence[str]) -> list[tuple[str, str]]:
    """The names that the fonts cannot write, each with the signs that are lacking."""
    return [(name, signs) for name in names if (signs := missing_signs(name))]


def refuse_unprintable(names: Sequence[str]) -> None:
    """Raise Refusal that names them all, as far as a screen holds them."""
    found = unprintable(names)
    if found:
        raise Refusal(
            *(
                Text(
                    "“{name}” cannot be printed: the fonts lack {signs}. "
                    "Nothing was issued. Print the others, or correct the name.",
                    name=name,
                    signs=" ".join(signs),
                )
                for name, signs in found[:MOST_REASONS]
            )
        )


def signs_by_face(printed: Sequence[Printed]) -> dict[str, set[str]]:
    """Every sign of a batch by the face it is printed in."""
    signs: dict[str, set[str]] = defaultdict(set)
    for face, text in printed:
        signs[face].update(text)
    return signs


def refuse_lacking(printed: Sequence[Printed]) -> None:
    """Raise Refusal when a sign of these texts cannot be printed; it names the texts and the signs."""
    reasons = list(dict.fromkeys(_lacking(printed)))
    if reasons:
        raise Refusal(*reasons[:_MOST_LACKING])


def _lacking(printed: Sequence[Printed]) -> Iterator[Text]:
    lacking = {face: set(missing_signs("".join(signs), [face])) for face, signs in signs_by_face(printed).items()}
    if not any(lacking.values()):
        return
    for face, text in printed:
        signs = [sign for sign in dict.fromkeys(text) if sign in lacking[face]]
        if signs:
            yield Text(
                "“{text}” cannot be printed: the fonts lack {signs}. "
                "Nothing was printed. Correct the text and try again.",
                text=text,
                signs=" ".join(_shown(sign) for sign in signs),
            )


def _shown(sign: str) -> str:
    """The sign with its Unicode number, because it may be invisible or look like another."""
    number = f"U+{ord(sign):04X}"
    return f"{sign} ({number})" if sign.isprintable() else number
