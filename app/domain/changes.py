"""What an action changed: the one message from a write (or, later, a sync) to the panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """`kinds` maps a table name to the ids touched there (empty: more than is worth naming).

    `operation_id` is what undo takes; None where nothing was written. `outcome` is what the action gave back.
    """

    kinds: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    operation_id: bytes | None = None
    action: str = ""
    outcome: Any = None

    def touches(self, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self.kinds)
