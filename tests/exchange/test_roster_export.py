"""Handing over from a real desk: into the same one there is nothing to change, an empty one becomes the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import close_group
from app.actions.importing import apply_plan
from app.actions.participants import leave
from app.domain.errors import Refusal
from app.domain.ids import written_id
from app.domain.plan import ImportPlan
from app.domain.roster import Roster, RosterGroup, RosterLocation, RosterPerson
from app.exchange.importing import plan_files
from app.exchange.roster_writing import ENDINGS, FORMS, write_roster
from app.store.home import Home
from app.views.roster_export import desk_roster
from tests.coaching import coach_of
from tests.desks import CODE, Clock, bring_in, person, unlock
from tests.dumps import rows_of
from tests.exchange.rosters import NOWHERE


def filled(desk: Desk, year: int | None = None) -> None:
    """Two locations, both kinds of group, a coach in two groups, names that are hard to carry."""
    people = [
        replace(person("1", "Emre", "Hof", "van 't", groups=("g5", "plus"), username="emre"), location_key="n"),
        replace(person("2", "Łukasz", "Yıldız", groups=("g6",), postcode="1234AB", email="l@voorbeeld.nl"),
                location_key="z"),
        person("3", 'An "de kok"', "Vries, Jansen", "Van"),
        person("4", "=Som", ""),
    ]
    coaches = (person("c", "Ria", "Boer", "de", groups=("g5", "g6"), username="ria"),)
    groups = tuple(
        RosterGroup(NOWHERE, key, name, kind, year_group, location)
        for key, name, kind, year_group, location in (
            ("g5", "Groep 5", "base", "5", "n"), ("g6", "Groep 5", "base", "6", "z"),
            ("plus", "Plus | klas", "combined", "", None), ("leeg", "Leeg", "base", "", "n")))
    locations = (RosterLocation(NOWHERE, "n", "Noord"), RosterLocation(NOWHERE, "z", "Zuid"))
    bring_in(desk, Roster("test", "table", year, "", locations, groups, tuple(people), coaches, places_groups=True))


@pytest.fixture
def other(tmp_path: Path, founded: Callable[[str], Path]) -> Iterator[Desk]:
    """An empty organisation beside the one of `desk`."""
    home = Home(tmp_path / "other")
    shutil.copytree(founded("oefenen"), home.folder(CODE))
    made = open_desk(home, CODE, unlock, Clock())
    yield made
    made.close()


def written(desk: Desk, form: str, folder: Path) -> Path:
    path = folder / f"export.{ENDINGS[form]}"
    write_roster(desk, form, path)
    return path


def planned(desk: Desk, path: Path) -> ImportPlan:
    (plan,) = plan_files(desk, [path])
    return plan


def outcomes(plan: ImportPlan) -> dict[str, dict[str, int]]:
    return {kind: {outcome: n for outcome, n in counts.items() if n} for kind, counts in plan.counts.items()}


@pytest.mark.parametrize("form", FORMS)
def test_into_the_same_desk_there_is_nothing_to_change(desk: Desk, form: str, tmp_path: Path) -> None:
    filled(desk)
    plan = planned(desk, written(desk, form, tmp_path))
    assert not plan.does_something
    assert outcomes(plan) == {
        "participants": {"unchanged": 4}, "groups": {"unchanged": 4}, "coaches": {"unchanged": 1}, "results": {}}


@pytest.mark.parametrize("form", FORMS)
def test_a_school_year_is_no_change_either(school_desk: Desk, form: str, tmp_path: Path) -> None:
    filled(school_desk, 2026)
    assert not planned(school_desk, written(school_desk, form, tmp_path)).does_something


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_desk_becomes_the_same(desk: Desk, other: Desk, form: str, tmp_path: Path) -> None:
    filled(desk)
    plan = planned(other, written(desk, form, tmp_path))
    apply_plan(other, plan)
    assert outcomes(plan)["participants"] == {"new": 4}
    assert nameless(other.read(desk_roster), form) == nameless(desk.read(desk_roster), form)


def nameless(roster: Roster, form: str) -> object:
    """A roster without its keys: things are told by their names and where they are. Postcodes only our list has."""
    location = {one.key: one.name for one in roster.locations}
    group = {one.key: (one.name, one.kind, one.year_group, location.get(one.location_key)) for one in roster.groups}

    def about(one: RosterPerson) -> object:
        fields = {name: value for name, value in one.fields.items() if form in ("csv", "xlsx") or name != "postcode"}
        name = one.name.full if form == "sds" else one.name
        return name, fields, sorted(map(str, map(group.get, one.group_keys))), location.get(one.location_key)

    return (
        sorted(location.values()), sorted(map(str, group.values())),
        sorted(str(about(one)) for one in roster.participants), sorted(str(about(one)) for one in roster.coaches))


def test_what_was_changed_in_the_list_is_all_that_changes(desk: Desk, tmp_path: Path) -> None:
    filled(desk)
    path = written(desk, "csv", tmp_path)
    path.write_bytes(path.read_bytes().replace("Łukasz".encode(), b"Lucas").replace(b"Leeg", b"Vol"))
    plan = planned(desk, path)
    apply_plan(desk, plan)
    assert outcomes(plan)["participants"] == {"changed": 1, "unchanged": 3}
    assert outcomes(plan)["groups"] == {"changed": 1, "unchanged": 3}
    assert not planned(desk, path).does_something


def test_an_old_export_brings_nobody_back_and_opens_no_group(desk: Desk, tmp_path: Path) -> None:
    filled(desk)
    path = written(desk, "oneroster-1.2", tmp_path)
    emre = next(row["id"] for row in rows_of(desk, "participants") if row["given"] == "Emre")
    group = next(row["id"] for row in rows_of(desk, "groups") if row["name"] == "Leeg")
    desk.do(leave, participant_ids=[emre])
    desk.do(close_group, group_id=group)
    assert not planned(desk, path).does_something


@pytest.mark.clause("O-annex I")
def test_only_who_takes_part_and_only_what_is_kept_is_written(desk: Desk, tmp_path: Path) -> None:
    filled(desk)
    bring_in(desk, Roster("later", "table", participants=(person("9", "Oud", "Lid", left=True),), complete=False))
    roster = desk.read(desk_roster)
    assert [one.name.given for one in roster.participants] == ["=Som", "Emre", "An \"de kok\"", "Łukasz"]
    assert {name for one in roster.participants for name in one.fields} == {"username", "postcode", "email"}
    assert all(one.key == written_id(bytes.fromhex((one.key or "").replace("-", ""))) for one in roster.participants)


def test_the_export_stands_in_the_log(desk: Desk, tmp_path: Path) -> None:
    filled(desk)
    assert write_roster(desk, "sds", tmp_path / "s.zip") == {"participants": 4, "coaches": 1, "groups": 4}
    assert rows_of(desk, "audit_events")[-1]["action"] == "data.exported.roster"


def test_nobody_and_no_permission_are_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="nobody to write"):
        write_roster(desk, "csv", tmp_path / "l.csv")
    filled(desk)
    with pytest.raises(Refusal, match="role"):
        write_roster(coach_of(desk), "csv", tmp_path / "l.csv")
    assert list(tmp_path.glob("l.csv")) == []
