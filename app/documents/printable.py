"""Whether names can be printed at all, asked before a certificate is issued."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.fonts import missing_signs
from app.domain.errors import Refusal
from app.domain.text import Text

MOST_REASONS = 10


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
