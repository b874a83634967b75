"""The two ways in which levels are told (A to E, or I to V): an organisation uses one of them, never both at once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

SETTING = "level_system"
"""Its name among the settings of learning."""


class LevelSystem(StrEnum):
    """`LETTERS`: A is the highest quarter. `ROMAN`: I is the highest fifth."""

    LETTERS = "letters"
    ROMAN = "roman"


TERMS: Mapping[LevelSystem, tuple[str, ...]] = {
    LevelSystem.LETTERS: ("A", "B", "C", "D", "E"), LevelSystem.ROMAN: ("I", "II", "III", "IV", "V"),
}
"""The highest level first."""
TONES = ("good", "good", "info", "warning", "danger")
"""By the place in `TERMS`; the level itself always stands beside the colour."""


def chosen_system(value: str) -> LevelSystem:
    """What the organisation chose; Roman figures while it did not choose."""
    return LevelSystem(value) if value in set(LevelSystem) else LevelSystem.ROMAN


def system_of(term: str) -> LevelSystem | None:
    """To which of the two a level belongs; None for words of another kind, which stand beside either."""
    plain = plain_term(term)
    return next((system for system, terms in TERMS.items() if plain in terms), None)


def fits(term: str, system: LevelSystem) -> bool:
    """Whether this level may be shown where `system` is used."""
    return system_of(term) in (None, system)


def plain_term(term: str) -> str:
    """'a+' and ' A ' are A."""
    return term.strip().upper().rstrip("+-–")


def tone_of(term: str) -> str:
    system = system_of(term)
    return "neutral" if system is None else TONES[TERMS[system].index(plain_term(term))]


def order_of(term: str) -> int:
    """For sorting, the highest first; other words last."""
    system = system_of(term)
    return len(TONES) if system is None else TERMS[system].index(plain_term(term))
