"""What strangers on the other side of a projector must not see."""

from __future__ import annotations

DOTS = "•••••"


class ScreenVeil:
    """The veil of one window: off, on, or on for everybody but the participant who is looked at together.

    A hidden name is always the same five dots, so that its length tells nothing.
    """

    def __init__(self, on: bool = False, looked_at: bytes | None = None) -> None:
        self._on = on
        self._looked_at = looked_at

    @property
    def on(self) -> bool:
        return self._on

    @property
    def looked_at(self) -> bytes | None:
        return self._looked_at

    def name(self, text: str, person: bytes | None = None) -> str:
        return DOTS if text and self._hides(person) else text

    def value(self, text: str, person: bytes | None = None) -> str:
        return "" if self._hides(person) else text

    def _hides(self, person: bytes | None) -> bool:
        return self._on and (person is None or person != self._looked_at)
