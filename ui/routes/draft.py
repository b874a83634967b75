"""Steps while somebody works on them: what they are is kept as the actions take it, the days beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from app.domain.text import Text

if TYPE_CHECKING:
    from app.exchange.material_files import TakenIn
    from app.views.routes import RouteChoices, StepLine

_NUMBERS = count(1)
_THINGS = ("id", "programme_id", "exercise_id", "media_link_id", "material_id")


@dataclass(frozen=True, slots=True)
class Draft:
    """`given` is the step as an action takes it, without its days; `number` tells drafts apart, not their order."""

    kind: str
    title: str
    below: str
    given: dict[str, Any]
    starts_on: str = ""
    due_on: str = ""
    notice: Text | None = None
    number: int = field(default_factory=lambda: next(_NUMBERS))

    def arguments(self) -> dict[str, Any]:
        """As the actions take it."""
        return self.given | {"starts_on": self.starts_on, "due_on": self.due_on}

    def with_days(self, starts_on: str, due_on: str) -> Draft:
        return replace(self, starts_on=starts_on, due_on=due_on)


def of_line(step: StepLine) -> Draft:
    """A step that stands already."""
    given = {name: getattr(step, name) for name in _THINGS if getattr(step, name)}
    return Draft(step.kind, step.title, step.below, given, step.starts_on, step.due_on, step.notice)


def of_link(title: str, address: str) -> Draft:
    """A link that is recorded with its step."""
    return Draft("link", title, address, {"link": {"title": title, "address": address}})


def of_file(title: str, taken: TakenIn) -> Draft:
    """A material that is recorded with its step."""
    return Draft("material", title, taken.file_name, {"material": {"title": title} | taken.arguments()})


def offered(choices: RouteChoices) -> list[Draft]:
    """Everything that there is to choose from, in the order in which it is offered."""
    found: list[Draft] = []
    for one in choices.programmes:
        found.append(Draft("programme", one.title, "", {"programme_id": one.id}, notice=one.notice))
        found += [Draft("exercise", title, one.title, {"programme_id": one.id, "exercise_id": part})
                  for part, title in one.exercises]
    found += [Draft("link", title, more, {"media_link_id": one}) for one, title, more in choices.links]
    return found + [Draft("material", title, more, {"material_id": one}) for one, title, more in choices.materials]


def moved(drafts: Sequence[Draft], at: int, to: int) -> list[Draft]:
    """The same with one of them elsewhere; beyond an end is at that end."""
    found = list(drafts)
    found.insert(max(0, min(to, len(found) - 1)), found.pop(at))
    return found
