"""The steps of `bench_people`, each in a fresh process on the same organisation."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.groups import create_group, move_participants
from app.domain.roster import Roster
from app.store.home import Home
from app.store.keys import unlock_passphrase
from app.store.protection import Protection
from app.views.doubles import doubles
from app.views.groups import all_participants, group_list
from tests.benchmarks.children import peak_megabytes
from tests.desks import bring_in, person, roster

CODE, PEOPLE, OTHERS = "proef", 2_000, 40
figures: dict[str, float] = {}


def found(home: str) -> None:
    protection = Protection(_passphrase())
    desk, _ = found_organisation(Home(Path(home)), CODE, "De Proef", "oefenen", protection, place="Ergens")
    desk.close()


def bring(home: str) -> None:
    with _measured(home) as desk:
        bring_in(desk, _list())


def bring_again(home: str) -> None:
    bring(home)


def move(home: str) -> None:
    """Half of everybody is in one group."""
    with _measured(home) as desk:
        rows = {row.name: row.id for row in desk.read(group_list)}
        people = [row.id for row in desk.read(all_participants) if row.groups == "Groep allen"]
        other = desk.do(create_group, name="Anders").outcome
        desk.do(move_participants, from_group_id=rows["Groep allen"], to_group_id=other, participant_ids=people)


def look(home: str) -> None:
    with _measured(home) as desk:
        desk.read(doubles)


def _list() -> Roster:
    """A third of the names is there more than once."""
    groups = ("allen", *(str(number) for number in range(OTHERS)))
    return roster(*(
        person(str(n), f"Voornaam{n % 1_400}", "Achternaam", groups=(groups[0] if n % 2 else groups[1 + n % OTHERS],),
               line=n + 2, email=f"{n}@example.org")
        for n in range(PEOPLE)), groups=groups)


@contextmanager
def _measured(home: str) -> Iterator[Desk]:
    desk = open_desk(Home(Path(home)), CODE, lambda keys: unlock_passphrase(keys, _passphrase()))
    began = time.perf_counter()
    try:
        yield desk
        figures["inside"] = time.perf_counter() - began
    finally:
        desk.close()


def _passphrase() -> str:
    return Path(os.environ["LEERSPOOR_PASSPHRASE_FILE"]).read_text("utf-8")


STEPS: dict[str, Callable[..., Any]] = {step.__name__: step for step in (found, bring, bring_again, move, look)}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
    figures["megabytes"] = peak_megabytes()
    print("\n" + json.dumps({"moments": {}, "figures": figures}))
