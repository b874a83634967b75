"""Late answers: what arrives after its widget is gone is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def while_alive(owner: QObject, step: Callable[[Any], None]) -> Callable[[Any], None]:
    """`step` for a reading or an act that may answer when `owner` does not exist any more."""
    def guarded(value: Any) -> None:
        if isValid(owner):
            step(value)
    return guarded
