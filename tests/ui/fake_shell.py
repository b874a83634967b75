"""A shell for tests of one panel: reads answer at once from values given beforehand, acts are kept for looking at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.changes import ChangeSet
from app.domain.text import Text

DOTS = "•••••"


class FakeVeil:
    """`looked_at` stays visible, as in the real one."""

    def __init__(self, on: bool = False, looked_at: bytes | None = None) -> None:
        self.on = on
        self.looked_at = looked_at

    def name(self, text: str, person: bytes | None = None) -> str:
        return DOTS if self._hides(person) else text

    def value(self, text: str, person: bytes | None = None) -> str:
        return "" if self._hides(person) else text

    def _hides(self, person: bytes | None) -> bool:
        return self.on and (person is None or person != self.looked_at)


class FakeShell:
    """`answers` maps the name of a view to its value, or to a function of the view's arguments.

    `outcomes` does the same for actions and long work. Kept for looking at: `imports`, `reads`, `acts`, `works`,
    `went`, `said`; `fetching` holds (person, then) of what is still under way from the server.
    """

    def __init__(
        self, answers: Mapping[str, Any] | None = None, sight: Any = None, veil: FakeVeil | None = None,
        outcomes: Mapping[str, Any] | None = None,
    ) -> None:
        self.answers = dict(answers or {})
        self.outcomes = dict(outcomes or {})
        self.sight = sight
        self.desk: Any = None
        self.veil = veil or FakeVeil()
        self.reads: list[tuple[str, tuple[Any, ...]]] = []
        self.acts: list[tuple[str, dict[str, Any]]] = []
        self.works: list[tuple[str, tuple[Any, ...]]] = []
        self.went: list[tuple[str, bytes | None]] = []
        self.said: list[Text] = []
        self.undoable: list[bool] = []
        self.together: list[bytes | None] = []
        self.imports = 0
        self.fetching: list[tuple[bytes, Callable[[bytes], None]]] = []
        self.files: list[str] = []
        self.files_asked: list[str] = []
        self.folder = ""
        self.target = ""

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        self.reads.append((_name(view), arguments))
        then(_given(self.answers[_name(view)], *arguments))

    def act(self, action: Callable[..., Any], *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        self.acts.append((_name(action), arguments))
        outcome = self.outcomes.get(_name(action))
        if then is not None:
            then(ChangeSet(action=_name(action), outcome=_given(outcome, **arguments)))

    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text, then: Callable[[Any], None],
        steps: bool = True,
    ) -> None:
        self.works.append((_name(function), arguments))
        then(_given(self.outcomes.get(_name(function)), *arguments))

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None:
        self.fetching.append((person, then))

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None:
        self.files_asked.append(checksum)
        then(bool(_given(self.outcomes.get("fetch_file"), checksum, size)))

    def go(self, panel: str, target: bytes | None = None) -> None:
        self.went.append((panel, target))

    def bring_in(self) -> None:
        self.imports += 1

    def look_together(self, person: bytes | None) -> None:
        self.together.append(person)

    def say(self, message: Text, undoable: bool = False) -> None:
        self.said.append(message)
        self.undoable.append(undoable)

    def pick_files(self, title: Text, patterns: str) -> list[str]:
        return list(self.files)

    def pick_folder(self, title: Text) -> str:
        return self.folder

    def pick_target(self, title: Text, proposal: str, patterns: str) -> str:
        return self.target


def _name(function: Any) -> str:
    """A view's or an action's own name: 'group_list', 'assign_seats'."""
    return str(getattr(function, "function", function).__name__)


def _given(answer: Any, *arguments: Any, **named: Any) -> Any:
    return answer(*arguments, **named) if callable(answer) else answer
