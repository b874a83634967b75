"""What stands in the list at the left: everybody, who has no group, and every group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ui.panel import Veil
from ui.words import show_number, tr

if TYPE_CHECKING:
    from app.views.groups import GroupRow

Kind = Literal["everybody", "without", "doubles", "leavers", "group"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`group` is there for a group only; `key` tells shelves apart and is the group's id for a group."""

    kind: Kind
    group: GroupRow | None = None
    count: int = 0

    @property
    def key(self) -> object:
        return self.group.id if self.group is not None else self.kind

    @property
    def title(self) -> str:
        if self.group is not None:
            return self.group.name
        return {
            "everybody": tr("All {participants}"), "without": tr("Without {group}"), "doubles": tr("Twice here?"),
            "leavers": tr("Left and suspended"),
        }[self.kind]

    @property
    def number(self) -> str:
        if self.group is None:
            return show_number(self.count) if self.count else ""
        return show_number(self.group.participants)

    def below(self, veil: Veil) -> str:
        """Where and by whom, as far as it is known."""
        if self.group is None:
            return {
                "everybody": tr("Everybody, by name"), "without": tr("Active, but in no {group}"),
                "doubles": tr("Look alike: one person or two?"), "leavers": tr("Since when, and the way back"),
            }[self.kind]
        kind = {"combined": tr("Combined"), "general": tr("General")}.get(self.group.kind, "")
        looked_at = tr("Only to look at") if self.group.reads_only else ""
        parts = (
            looked_at, kind, year_group_label(self.group.year_group), self.group.location,
            veil.name(self.group.coaches))
        return " · ".join(part for part in parts if part) or tr("No {location} or {coach} yet")


def shelves_of(groups: Sequence[GroupRow], doubles: int = 0, leavers: int = 0) -> list[Shelf]:
    """Everybody and who has no group first, then who asks for a look, then the groups in the order in which they come.

    `doubles` and `leavers` are how many pairs look alike and how many people are away; without any there is no shelf.
    """
    asking = [Shelf("doubles", count=doubles)] * bool(doubles) + [Shelf("leavers", count=leavers)] * bool(leavers)
    return [Shelf("everybody"), Shelf("without"), *asking, *(Shelf("group", group) for group in groups)]


def year_group_label(code: str) -> str:
    """The year group in words; C is a group of several years, N of none."""
    if code == "C":
        return tr("Several year groups")
    if code == "N":
        return ""
    return tr("Year group {code}", code=code) if code else ""
