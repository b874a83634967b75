"""Where somebody is in the progress panel, so that what is built in its stead goes there."""

from __future__ import annotations

from dataclasses import dataclass

from ui.progress.arrangement import Wish


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in this panel: which matrix, what was asked of it, whose page is open, and whether whole."""

    group: bytes | None
    programme: bytes | None
    wish: Wish
    person: bytes | None
    is_whole: bool = False
