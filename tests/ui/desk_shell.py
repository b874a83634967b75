"""A shell over a real desk: what a panel reads and does, it reads and does at once, with nothing in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.domain.text import Text
from tests.ui.fake_shell import FakeShell
from ui.panel import Panel
from ui.words import use_words


class DeskShell(FakeShell):
    """`panel` reads again when what it shows was changed; `refused` are the refusals that a user would have read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(sight=desk.sight)
        use_words(desk.sight.profile.words)
        self.desk = desk
        self.panel: Panel | None = None
        self.refused: list[Refusal] = []
        self.outcomes: dict[str, Any] = {}

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        if view.__name__ in self.answers:
            then(self.answers[view.__name__])
        elif within is None:
            then(self.desk.read(view, *arguments))
        else:
            then(self.desk.read_within(within, view, *arguments))

    def act(self, action: Any, *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        try:
            changes = self.desk.do(action, **arguments)
        except Refusal as refusal:
            self.refused.append(refusal)
            return
        if self.panel is not None and changes.touches(self.panel.kinds):
            self.panel.refresh()
        if then is not None:
            then(changes)

    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text, then: Callable[[Any], None],
        steps: bool = True,
    ) -> None:
        """What goes to a server answers with its `outcomes`; the rest is done."""
        name = function.__name__
        self.works.append((name, arguments))
        if name not in self.outcomes:
            then(function(*arguments))
        elif isinstance(self.outcomes[name], Refusal):
            self.refused.append(self.outcomes[name])
        else:
            outcome = self.outcomes[name]
            then(outcome(*arguments) if callable(outcome) else outcome)
