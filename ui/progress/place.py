"""Where somebody is in the progress panel, so that what is built in its stead goes there."""

from __future__ import annotations

from dataclasses import dataclass

from ui.progress.arrangement import Wish


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in this panel: which matrix, what was asked of it, whose page is open, and of the whole page
    which part; None where that is not open.
    """

    group: bytes | None
    programme: bytes | None
    wish: Wish
    person: bytes | None
    part: int | None = None
