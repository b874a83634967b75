"""How the sync behind the window goes: running or not, and what the last one ended in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.text import Text

LATER, LOG_IN, UPGRADE, WIPED, SETTLE, FAULT, PAUSED, CHOOSE = (
    "later", "log in", "upgrade", "wiped", "settle", "fault", "paused", "choose password")


@dataclass(frozen=True, slots=True)
class SyncState:
    """`trouble` is '' or what the last sync ended in; `reasons` say it in words."""

    running: bool = False
    trouble: str = ""
    reasons: Sequence[Text] = ()
