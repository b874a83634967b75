"""What an action is: a named, versioned thing a user does, with the permission it needs and what it may write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, signature
from typing import Any

from app.actions.administrators import keep_an_administrator
from app.actions.parties import speak_for_own_party
from app.actions.work import Work
from app.domain.errors import Fault
from app.domain.operation import Patch
from app.domain.permissions import ORGANISATION, Permission, Scope, require

Written = Mapping[str, frozenset[str]]
ANY_FIELD = frozenset({"*"})


def _of_the_desk(_work: Work, **_arguments: Any) -> bytes | None:
    return None


def _whole_organisation(_work: Work, **_arguments: Any) -> Scope:
    return ORGANISATION


@dataclass(frozen=True, slots=True)
class Action:
    """`writes` maps a table to the fields it may set ('*': whole rows too); the server refuses anything else (S1).

    `scope` tells which groups are touched; `recorded` what of the arguments goes into the operation (a plan of
    thousands of rows is named, not copied). `undoable` is false for what cannot be taken back once done. `belongs`
    tells whose rows an action is about that finds them itself (D10); any other is told. `removes` are the kinds of
    rows that it takes away as it is meant to (S13); other actions never do. What is `own` somebody keeps for oneself in
    passing: it goes to the server, and neither the log nor undo speaks of it.
    """

    name: str
    function: Callable[..., Any]
    permission: Permission
    writes: Written
    version: int = 1
    scope: Callable[..., Scope] = _whole_organisation
    recorded: Callable[[Mapping[str, Any]], dict[str, Any]] = dict
    undoable: bool = True
    belongs: Callable[..., bytes | None] = _of_the_desk
    removes: frozenset[str] = frozenset()
    own: bool = False

    def completed(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with the defaults of the action filled in, as the operation records them."""
        defaults = {
            name: parameter.default for name, parameter in signature(self.function).parameters.items()
            if parameter.default is not Parameter.empty
        }
        return defaults | dict(arguments)

    def perform(self, work: Work, arguments: Mapping[str, Any]) -> Any:
        """Check the permission, run, and hold the action to what it declared."""
        require(work.sight.actor, self.permission, self.scope(work, **arguments))
        outcome = self.function(work, **arguments)
        for patch in work.patches:
            self._hold(patch)
        keep_an_administrator(work)
        speak_for_own_party(work)
        return outcome

    def _hold(self, patch: Patch) -> None:
        may = self.writes.get(patch.kind, frozenset())
        if "*" not in may and patch.field not in may:
            raise Fault(f"action {self.name} wrote {patch.kind}.{patch.field or 'row'} without declaring it")


@dataclass(slots=True)
class _Registry:
    actions: dict[str, Action] = field(default_factory=dict)


REGISTRY = _Registry()


def action(
    name: str, permission: Permission, writes: Mapping[str, set[str]], *, version: int = 1,
    scope: Callable[..., Scope] = _whole_organisation,
    recorded: Callable[[Mapping[str, Any]], dict[str, Any]] = dict, undoable: bool = True,
    belongs: Callable[..., bytes | None] = _of_the_desk, removes: frozenset[str] = frozenset(), own: bool = False,
) -> Callable[[Callable[..., Any]], Action]:
    """Declare a function `(work, **arguments)` as an action; the name and version are what sync will send."""
    def declare(function: Callable[..., Any]) -> Action:
        declared = {table: frozenset(fields) for table, fields in writes.items()}
        made = Action(name, function, permission, declared, version, scope, recorded, undoable, belongs, removes, own)
        REGISTRY.actions[name] = made
        return made
    return declare
