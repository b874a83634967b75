"""A message that is not yet in any language.

Rules and readers say what they have to say as a `Text`: an English template and its arguments. The window and
the command line turn it into Dutch or English, with the words of the provider profile, at the very edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Text:
    """English `template` with named placeholders in braces, and the values for them.

    `count` marks a counted text: `many` is then the template for every number but one.
    """

    template: str
    many: str | None
    arguments: Mapping[str, object] = field(default_factory=dict)

    def __init__(self, template: str, many: str | None = None, /, **arguments: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "many", many)
        object.__setattr__(self, "arguments", MappingProxyType(arguments))

    def chosen(self) -> str:
        """The template that fits the count in argument `n` (English and Dutch share the rule: one or many)."""
        if self.many is None or self.arguments.get("n") == 1:
            return self.template
        return self.many

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.template, self.many, dict(self.arguments)) == (other.template, other.many, dict(other.arguments))

    def __hash__(self) -> int:
        return hash((self.template, self.many, tuple(sorted((k, str(v)) for k, v in self.arguments.items()))))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.template, self.many, dict(self.arguments))

    def __str__(self) -> str:
        return self.chosen().format_map(_Visible(self.arguments))


class _Visible(dict[str, object]):
    """Leaves a placeholder without a value standing, so that a log line never fails."""

    def __init__(self, arguments: Mapping[str, object]) -> None:
        super().__init__(arguments)

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _rebuild(template: str, many: str | None, arguments: dict[str, object]) -> Text:
    return Text(template, many, **arguments)
