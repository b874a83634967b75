"""What was chosen for the last print run of this session: place, language, design, and and where they went."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.certificates.ways import ONE_FILE
from ui.panel import Shell
from ui.words import language


@dataclass(slots=True)
class Habits:
    place: str
    language: str
    design: str = "classic"
    way: str = ONE_FILE


@dataclass(slots=True)
class _Session:
    by_organisation: dict[bytes, Habits] = field(default_factory=dict)


_session = _Session()


def habits_of(shell: Shell) -> Habits:
    """Of the open organisation; at first its own place and the language of the screen."""
    organisation = getattr(shell.desk, "organisation", None)
    key = getattr(organisation, "id", b"")
    if key not in _session.by_organisation:
        _session.by_organisation[key] = Habits(getattr(organisation, "place", ""), language())
    return _session.by_organisation[key]


def forget_habits() -> None:
    """Start as a new session does."""
    _session.by_organisation.clear()
