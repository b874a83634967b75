"""The sample files of others through the command line, counted against the raw files by other means."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import rows, tables_of
from tests.exchange.making import DATA

EDEXML = sorted((DATA / "edexml").glob("*.xml"))
SDS = sorted(path for path in (DATA / "microsoft-sds").iterdir() if path.is_dir())
NEVER_KEPT = ("133456785", "P@ssword")


def new_and_again(leerspoor: Leerspoor, home: Home, *files: Path) -> tuple[Any, Any]:
    """The answers of the first and second import; between them nothing may change."""
    first = leerspoor.answer("import", *files)
    before = tables_of(home)
    second = leerspoor.answer("import", *files)
    assert tables_of(home) == before
    return first, second


def numbers(answer: Any, outcome: str) -> dict[str, int]:
    return {kind: answer[kind][outcome] for kind in ("participants", "groups", "coaches")}


def nothing_but(answer: Any, outcome: str) -> bool:
    kinds = ("participants", "groups", "coaches", "results")
    return not any(number for kind in kinds for name, number in answer[kind].items() if name != outcome)


def test_all_samples_are_there() -> None:
    assert (len(EDEXML), len(SDS)) == (3, 2)


@pytest.mark.parametrize("file", EDEXML, ids=lambda path: path.stem)
def test_edexml(leerspoor: Leerspoor, school: Home, file: Path) -> None:
    tree = etree.parse(file)
    there = {
        "participants": int(tree.xpath("count(//leerlingen/leerling)")),
        "groups": int(tree.xpath("count(/EDEX/groepen/*)")),
        "coaches": int(tree.xpath("count(//leerkrachten/leerkracht)")),
    }
    first, second = new_and_again(leerspoor, school, file)
    assert numbers(first, "new") == there == numbers(second, "unchanged")
    assert nothing_but(first, "new")
    assert nothing_but(second, "unchanged")
    assert first["not_taken_over"].get("bsn_ondwnr-4", 0) == tree.xpath("count(//bsn_ondwnr-4[normalize-space()])")
    assert len(rows(school, "participants", "id")) == there["participants"]


@pytest.mark.parametrize("folder", SDS, ids=lambda path: path.name)
@pytest.mark.parametrize("how", ["folder", "files"])
def test_school_data_sync(leerspoor: Leerspoor, school: Home, folder: Path, how: str) -> None:
    files = [folder] if how == "folder" else sorted(folder.glob("*.csv"))
    there = {"participants": students(folder), "groups": sections(folder), "coaches": teachers(folder)}
    first, second = new_and_again(leerspoor, school, *files)
    assert numbers(first, "new") == there == numbers(second, "unchanged")
    assert nothing_but(second, "unchanged")


@pytest.mark.parametrize("source", [*EDEXML, *SDS], ids=lambda path: path.stem)
def test_no_citizen_number_and_no_password_is_kept(leerspoor: Leerspoor, library: Home, source: Path) -> None:
    leerspoor.run("import", source)
    kept = repr(tables_of(library))
    assert not [value for value in NEVER_KEPT if value in kept]


def lines(folder: Path, name: str) -> list[dict[str, str]]:
    file = folder / name
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def people_with(folder: Path, roles: set[str]) -> int:
    return len({one["userSourcedId"] for one in lines(folder, "roles.csv") if one["role"] in roles})


def students(folder: Path) -> int:
    return people_with(folder, {"student"}) + len(lines(folder, "Student.csv"))


def teachers(folder: Path) -> int:
    return people_with(folder, {"teacher", "professor"}) + len(lines(folder, "Teacher.csv"))


def sections(folder: Path) -> int:
    return len(lines(folder, "classes.csv")) + len(lines(folder, "Section.csv"))
