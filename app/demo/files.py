"""The files of the demo: where they lie, how they are read, and how those that ship are made anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from app.demo.describing import parse_organisation
from app.demo.edexml import school_edexml
from app.demo.learners import Learner, learners_of_library, learners_of_school
from app.demo.library import build_participants, library_csv
from app.demo.organisation import DemoOrganisation
from app.demo.people import Names, parse_names
from app.demo.results import statements
from app.demo.school import build_pupils
from app.store.resources import resource_path

SCHOOL, LIBRARY = "school", "bibliotheek"
CODES = (SCHOOL, LIBRARY)
SEED = 2026
EXPORTED_ON = date(2026, 11, 20)  # the day of the school's export and the library's list
PARTICIPANTS = {SCHOOL: 240, LIBRARY: 60}


def demo_folder() -> Path:
    """resources/demo, with a folder per organisation code."""
    return resource_path("demo")


@cache
def demo_names() -> Names:
    return parse_names((demo_folder() / "names.toml").read_text(encoding="utf-8"))


@cache
def demo_organisation(code: str) -> DemoOrganisation:
    """The organisation with this code; FileNotFoundError for one that is not in the demo."""
    return parse_organisation((demo_folder() / code / "organisation.toml").read_text(encoding="utf-8"))


def shipped_source(code: str) -> Path:
    """The file that ships for the ordinary import: the school's EDEXML or the library's CSV."""
    return demo_folder() / code / demo_organisation(code).source


def logo(code: str) -> bytes:
    """The organisation's logo as PNG."""
    return (demo_folder() / code / "logo.png").read_bytes()


def source(code: str, participants: int | None = None, seed: int = SEED) -> bytes:
    """A file like the one that ships, for exactly so many participants (None: as many as ship)."""
    write = school_edexml if code == SCHOOL else library_csv
    number = PARTICIPANTS[code] if participants is None else participants
    return write(demo_names(), demo_organisation(code), seed, number, EXPORTED_ON)


def learners(
    code: str, today: date, participants: int | None = None, seed: int = SEED
) -> tuple[Learner, ...]:
    """Who makes results: exactly the participants of `source` with the same arguments, by the same keys."""
    names, organisation = demo_names(), demo_organisation(code)
    number = PARTICIPANTS[code] if participants is None else participants
    if code == SCHOOL:
        pupils = build_pupils(names, organisation, seed, number, EXPORTED_ON)
        return learners_of_school(pupils, organisation, seed, today)
    adults = build_participants(names, organisation, seed, number, EXPORTED_ON)
    return learners_of_library(adults, organisation, seed, today)


def results(
    code: str,
    today: date,
    participants: int | None = None,
    count: int | None = None,
    seed: int = SEED,
) -> Iterator[bytes]:
    """The xAPI statements of the year before `today`, one per line; with `count`, exactly so many."""
    return statements(
        learners(code, today, participants, seed), demo_organisation(code), seed, today, count
    )


def write_shipped(folder: Path) -> list[Path]:
    """Writes the files that ship under `folder`, as resources/demo is laid out; gives their paths."""
    written = []
    for code in CODES:
        path = folder / code / demo_organisation(code).source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source(code))
        written.append(path)
    return written


if __name__ == "__main__":
    for path in write_shipped(demo_folder()):
        sys.stdout.write(f"{path.name} {path.stat().st_size}\n")
