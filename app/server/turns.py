"""Who may write to an organisation now: requests wait here, in order, and cost neither a thread nor a connection.

The row of the stream decides (S5), also between several processes. But a hundred desks of one organisation that wait
for it in the database would hold every connection, and everybody else would wait with them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 2
"""One that writes, and one that is unpacked and looked at meanwhile."""


@dataclass(slots=True)
class _Line:
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    people: int = 0


class Turns:
    """Used on the event loop only."""

    def __init__(self) -> None:
        self._lines: dict[bytes, _Line] = {}

    @asynccontextmanager
    async def taken(self, organisation_id: bytes) -> AsyncIterator[None]:
        """Wait for a turn and keep it while the block runs."""
        line = self._lines.setdefault(organisation_id, _Line())
        line.people += 1
        try:
            async with line.places:
                yield
        finally:
            line.people -= 1
            if not line.people:
                del self._lines[organisation_id]
