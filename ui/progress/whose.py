"""Choosing of whom: everybody, one location, or one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.parts.chooser import Chooser
from ui.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.views.groups import GroupRow

LOCATION = b"L"
"""Stands before the id of a location."""


class WhoseChoice(Chooser):
    """With `locations` these can be chosen too, where there is more than one."""

    def __init__(self, locations: bool) -> None:
        super().__init__(tr("Of whom"))
        self._locations = locations

    def show_groups(self, groups: Sequence[GroupRow], everything: str) -> None:
        """Offer these, with what was chosen where it is still there."""
        places = {row.location_id: row.location for row in groups if row.location_id is not None}
        choices: list[tuple[str, bytes]] = []
        if self._locations and len(places) > 1:
            choices += [(tr("{Location}: {name}", name=name), LOCATION + key)
                        for key, name in sorted(places.items(), key=lambda one: one[1].casefold())]
        choices += [(row.name, row.id) for row in groups]
        self.offer(everything, choices, self.chosen())

    def group(self) -> bytes | None:
        key = self.chosen()
        return None if key is None or self.location() is not None else key

    def location(self) -> bytes | None:
        key = self.chosen()
        return key[len(LOCATION):] if key is not None and len(key) == 16 + len(LOCATION) else None
