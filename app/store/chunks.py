"""Long lists of ids in pieces that any database takes as parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

CHUNK = 500
V = TypeVar("V")


def chunks(values: Sequence[V]) -> Iterable[Sequence[V]]:
    """The values in order, so many at a time; nothing for none."""
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))
