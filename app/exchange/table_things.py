"""Groups and locations that a list names on rows of their own, as this program's own lists do.

On such a row the column of the role says what it is. People then point at it by its name, or by '#' and its key where
the name could be mistaken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.domain.names import fold
from app.domain.roster import Origin, RosterGroup, RosterLocation

LOCATION_ROLES = frozenset({"locatie", "location"})
GROUP_ROLES = frozenset({"groep", "group"})
COACH_ROLES = frozenset({
    "begeleider", "docent", "leerkracht", "leraar", "lerares", "onderwijsassistent", "mentor", "coach",
    "vrijwilliger", "taalvrijwilliger", "medewerker", "beheerder", "teacher", "tutor", "instructor", "professor",
    "faculty", "staff", "administrator", "aide", "assistant", "volunteer",
})  # fmt: skip
PARTICIPANT_ROLES = frozenset({
    "deelnemer", "leerling", "cursist", "student", "participant", "pupil", "learner",
})  # fmt: skip
KINDS: Mapping[str, str] = MappingProxyType({
    "stamgroep": "base", "base": "base", "combinatiegroep": "combined", "combined": "combined",
    "algemene groep": "general", "general": "general",
})  # fmt: skip
BETWEEN_GROUPS = " | "
_MARK = "#"


def label(name: str, key: str | None, others: Mapping[str, int]) -> str:
    """How people point at something: `others` counts the folded names of all there are."""
    mistakable = others.get(fold(name), 0) != 1 or "|" in name or name.startswith(_MARK) or name != name.strip()
    return f"{_MARK}{key}" if mistakable else name


class ListedThings:
    """What such rows of one list say, to look up by label."""

    def __init__(self) -> None:
        self.locations: dict[str, RosterLocation] = {}
        self.groups: dict[str, RosterGroup] = {}
        self._names: dict[str, dict[str, list[str]]] = {"locations": {}, "groups": {}}

    def add_location(self, origin: Origin, key: str, name: str) -> None:
        self.locations.setdefault(key, RosterLocation(origin, key, name))
        self._names["locations"].setdefault(fold(name), []).append(key)

    def add_group(self, group: RosterGroup) -> None:
        key = group.key or ""
        self.groups.setdefault(key, group)
        self._names["groups"].setdefault(fold(group.name), []).append(key)

    def location(self, said: str) -> str | None:
        return self._find(said, "locations", self.locations.__contains__)

    def group(self, said: str) -> str | None:
        return self._find(said, "groups", self.groups.__contains__)

    def _find(self, said: str, what: str, is_key: Callable[[str], bool]) -> str | None:
        """The key of the one thing with this label; None where there is none, or more than one."""
        if said.startswith(_MARK) and is_key(said[1:]):
            return said[1:]
        keys = self._names[what].get(fold(said), [])
        return keys[0] if len(keys) == 1 else None
