"""What the user chose for the window: language, theme, names. A JSON file in the home, readable before any database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from app.store.files import make_private_folder, write_atomically

PREFERENCES_FILE = "preferences.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`theme` is system, light or dark. `organisations` maps the codes in this home to names; no personal data.
    `put_away` are ids of announcements that were dismissed.
    """

    language: str = "nl"
    theme: str = "system"
    names_as_listed: bool = True
    organisation: str = ""
    organisations: dict[str, str] = field(default_factory=dict)
    providers: dict[str, str] = field(default_factory=dict)
    window: str = ""
    put_away: list[str] = field(default_factory=list)

    def names(self, codes: Iterable[str]) -> dict[str, str]:
        """What these organisations were called when they were last open; two of one name are told apart by code."""
        names = {code: self.organisations.get(code, code) for code in codes}
        twice = {name for name, number in Counter(names.values()).items() if number > 1}
        return {code: f"{name} ({code})" if name in twice else name for code, name in names.items()}

    def opened(self, code: str, name: str, provider: str) -> Preferences:
        """Remember which organisation was open last, what it is called and whose words it uses."""
        return replace(
            self, organisation=code, organisations=self.organisations | {code: name},
            providers=self.providers | {code: provider})


def load_preferences(folder: Path) -> Preferences:
    """What is kept in this home. A file that is missing, damaged or from a later version gives what it can."""
    try:
        kept: Any = json.loads((folder / PREFERENCES_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(kept, dict):
        return Preferences()
    plain = Preferences()
    known = {entry.name: kept[entry.name] for entry in fields(Preferences)
             if isinstance(kept.get(entry.name), type(getattr(plain, entry.name)))}
    return Preferences(**known)


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Raises Refusal where the home cannot be written."""
    make_private_folder(folder)
    text = json.dumps(asdict(preferences), ensure_ascii=False, indent=1)
    write_atomically(folder / PREFERENCES_FILE, text.encode(), private=True)
