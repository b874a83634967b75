"""Two kinds of failure: the user can do something about it, or it is our bug."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.text import Text


class Refusal(Exception):
    """The program declines, the data is untouched, and the user can do something about it.

    `reasons` say what happened, what it means for the data and what to do; at least one.
    `remedy` names the one thing the program itself can offer (for instance "passphrase"), if any.
    """

    def __init__(self, *reasons: Text, remedy: str | None = None) -> None:
        super().__init__(*reasons)
        self.reasons: Sequence[Text] = reasons
        self.remedy = remedy

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in self.reasons)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.reasons, self.remedy)


class Fault(Exception):
    """Something that cannot happen did: our bug, worth a report, never blamed on the user."""


def _rebuild(reasons: Sequence[Text], remedy: str | None) -> Refusal:
    return Refusal(*reasons, remedy=remedy)
