"""Applying a plan: one operation, nothing half done, and large imports hidden until their last commit (D7)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.actions import importing
from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.importing import Stopped, apply_plan, import_plan
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.plan import ImportPlan
from app.store import tables
from app.store.home import Home
from app.views.groups import all_participants
from app.views.importing import plan_roster
from app.views.overview import overview
from app.views.progress import group_matrix, participant_progress
from tests.actions.conftest import Stage, make_group
from tests.actions.test_undo import FILE
from tests.coaching import coach_of
from tests.desks import CODE, Clock, bring_in, person, roster, unlock
from tests.dumps import dump, journal, rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, plan_results, statement

SOME = [statement(str(key), exercise_iri("koken", 1 + n % 2), at_us(n)) for key in (1, 2, 3) for n in range(9)]


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    add_programme(desk, "koken")
    people = [person(key, name, "Proef", groups=("a",)) for key, name in (("1", "Amira"), ("2", "Bram"), ("3", "Chi"))]
    bring_in(desk, roster(*people, groups=("a",)))
    return desk


def planned(desk: Desk) -> ImportPlan:
    return plan_results(desk, SOME)


def figures(desk: Desk) -> dict[str, object]:
    """Everything that results show in, without the ids of imports and days."""
    with desk.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT day, sum(results) FROM batch_days GROUP BY day ORDER BY day")
        days = [tuple(row) for row in found]
    return {
        "results": [{k: v for k, v in row.items() if k != "batch"} for row in rows_of(desk, "results")],
        "progress": rows_of(desk, "progress"),
        "standings": rows_of(desk, "standings"),
        "days": days,
        "matrix": desk.read(group_matrix),
        "pages": [desk.read(participant_progress, row.id) for row in desk.read(all_participants)],
    }


def test_in_chunks_gives_what_at_once_gives(class_of_three: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = class_of_three
    empty = dump(desk)
    apply_plan(desk, planned(desk))
    at_once = figures(desk)
    desk.do(undo_last)
    assert dump(desk) == empty
    monkeypatch.setattr(importing, "CHUNK", 4)
    told: list[tuple[int, int]] = []
    apply_plan(desk, planned(desk), progress=lambda done, total: told.append((done, total)))
    assert figures(desk) == at_once
    assert told == [(min(done, 27), 27) for done in range(4, 29, 4)]
    assert [row["visible"] for row in rows_of(desk, "imports")] == [1, 1]
    assert len([row for row in journal(desk) if row["action"] == "import"]) == 3
    desk.do(undo_last)
    assert dump(desk) == empty


def test_an_import_of_people_tells_how_far_it_is_and_can_be_stopped(desk: Desk) -> None:
    """Stopped anywhere nothing of it is there, and the same plan can be done after all."""
    many = [person(str(n), f"Naam{n}", "Proef", groups=("a",), line=n + 2) for n in range(1_200)]
    plan, before = desk.read(plan_roster, roster(*many, groups=("a",))), dump(desk)
    for after in (0, 1, 4):
        told: list[tuple[int, int]] = []
        with pytest.raises(Stopped):
            apply_plan(
                desk, plan, progress=lambda done, total: told.append((done, total)),  # noqa: B023
                cancelled=lambda: len(told) >= after)  # noqa: B023
        assert dump(desk) == before and len(told) == after
    told = []
    apply_plan(desk, plan, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1][0] == told[-1][1] == sum(map(len, plan.inserts.values()))
    assert len(desk.read(all_participants)) == 1_200



@pytest.mark.parametrize("after", [0, 1, 5])
def test_cancelling_leaves_everything_as_it_was(
    class_of_three: Desk, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    desk, told = class_of_three, list[int]()
    before = dump(desk, frozenset())
    monkeypatch.setattr(importing, "CHUNK", 4)
    with pytest.raises(Stopped):
        apply_plan(
            desk, planned(desk), progress=lambda done, _: told.append(done), cancelled=lambda: len(told) >= after
        )
    assert dump(desk, frozenset()) == before


def test_what_is_laid_down_is_seen_by_nobody_before_the_last_commit(
    class_of_three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = class_of_three
    bring_results(desk, SOME[:2])
    before = {"matrix": desk.read(group_matrix), "overview": desk.read(overview)}
    person_id = desk.read(all_participants)[0].id
    page = desk.read(participant_progress, person_id)
    monkeypatch.setattr(importing, "CHUNK", 4)
    seen: list[bool] = []

    def look(done: int, total: int) -> None:
        seen.append(
            desk.read(group_matrix) == before["matrix"]
            and desk.read(overview) == before["overview"]
            and desk.read(participant_progress, person_id) == page
        )

    apply_plan(desk, planned(desk), progress=look)
    assert seen and all(seen)
    assert desk.read(group_matrix) != before["matrix"]


class _Killed(BaseException):
    """The program stops here, without a chance to tidy up."""


@pytest.mark.parametrize("at", ["while laying down", "before the last commit"])
def test_what_a_crash_left_is_removed_at_the_next_start(
    class_of_three: Desk, data_home: Home, clock: Clock, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    desk = class_of_three
    bring_results(desk, SOME[:2])
    before = dump(desk, frozenset({"audit_events"}))
    monkeypatch.setattr(importing, "CHUNK", 4)
    monkeypatch.setattr(importing, "_discard", lambda desk, batch: None)

    def die(*_: object, **__: object) -> None:
        raise _Killed

    if at == "before the last commit":
        monkeypatch.setattr(importing, "summarise", die)
    with pytest.raises(_Killed):
        apply_plan(desk, planned(desk), progress=die if at == "while laying down" else lambda done, total: None)
    assert [row["visible"] for row in rows_of(desk, "imports")] == [1, 0]
    assert len(rows_of(desk, "results")) > 2
    monkeypatch.undo()
    desk.close()
    again = open_desk(data_home, CODE, unlock, clock)
    assert dump(again, frozenset({"audit_events"})) == before
    again.close()


def test_a_failure_at_the_end_takes_the_laid_down_results_away(
    class_of_three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = class_of_three
    before = dump(desk, frozenset())
    monkeypatch.setattr(importing, "CHUNK", 4)

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(importing, "summarise", fail)
    with pytest.raises(RuntimeError):
        apply_plan(desk, planned(desk))
    assert dump(desk, frozenset()) == before


@pytest.mark.parametrize("chunk", [4, 50_000])
def test_a_preview_that_is_no_longer_true_is_not_applied(
    class_of_three: Desk, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    desk = class_of_three
    monkeypatch.setattr(importing, "CHUNK", chunk)
    plan = planned(desk)
    desk.do(undo_last)  # the people are gone again
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="changed while you looked"):
        apply_plan(desk, plan)
    assert dump(desk, frozenset()) == before


def test_a_plan_is_applied_once(class_of_three: Desk) -> None:
    desk = class_of_three
    plan = desk.read(plan_roster, roster(person("9", "Daan", "Proef"), complete=False))
    apply_plan(desk, plan)
    with pytest.raises(Refusal, match="changed while you looked"):
        apply_plan(desk, plan)


def test_a_change_between_preview_and_applying_is_noticed(class_of_three: Desk) -> None:
    desk = class_of_three
    plan = desk.read(plan_roster, roster(person("9", "Daan", "Proef"), complete=False))
    make_group(desk, "Dinsdag")
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="changed while you looked"):
        apply_plan(desk, plan)
    assert dump(desk, frozenset()) == before


def test_a_plan_of_nothing_writes_nothing(class_of_three: Desk) -> None:
    desk = class_of_three
    plan = desk.read(plan_roster, roster(person("1", "Amira", "Proef", groups=("a",)), groups=("a",), complete=False))
    assert not plan.does_something
    before = dump(desk, frozenset())
    assert apply_plan(desk, plan).operation_id is None
    assert dump(desk, frozenset()) == before


def test_a_coach_imports_nothing(class_of_three: Desk) -> None:
    desk = class_of_three
    plan, coach = planned(desk), coach_of(desk, rows_of(desk, "groups")[0]["id"])
    before = dump(desk, frozenset())
    for attempt in (
        lambda: apply_plan(coach, plan),
        lambda: coach.do(import_plan, plan=plan),
        lambda: coach.read(plan_roster, roster()),
        lambda: plan_results(coach, SOME),
    ):
        with pytest.raises(Refusal, match="role does not allow"):
            attempt()
    assert dump(desk, frozenset()) == before


def test_a_second_batch_adds_to_the_figures_of_the_first(class_of_three: Desk) -> None:
    desk = class_of_three
    bring_results(desk, SOME)
    at_once = figures(desk)
    desk.do(undo_last)
    for start in (0, 7, 14, 21):
        bring_results(desk, SOME[start : start + 7])
    assert figures(desk) == at_once


def test_new_people_get_a_code_and_who_left_does_not(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Proef"), person("2", "Bram", "Proef", left=True)))
    amira = next(row["id"] for row in rows_of(desk, "participants") if row["given"] == "Amira")
    assert [row["participant_id"] for row in rows_of(desk, "activation_codes")] == [amira]


@pytest.mark.parametrize("gone", ["keep", "leave"])
def test_who_is_gone_stays_or_leaves_as_was_asked(stage: Stage, gone: str) -> None:
    desk = stage.desk
    file = roster(person("3", "Chi", "Dang", groups=("Donderdag",)), groups=("Dinsdag", "Donderdag"))
    plan = bring_in(desk, file, gone=gone)
    assert set(plan.gone) == {stage.people["Amira"], stage.people["Bram"]}
    states = {row["given"]: row["state"] for row in rows_of(desk, "participants")}
    assert states["Amira"] == states["Bram"] == ("left" if gone == "leave" else "active")
    assert states["Daan"] == states["Chi"] == "active"
    open_seats = [row for row in rows_of(desk, "seats") if row["until_on"] is None]
    assert len(open_seats) == (0 if gone == "leave" else 2)


def test_the_imports_table_tells_which_operation_made_a_batch_visible(class_of_three: Desk) -> None:
    bring_results(class_of_three, SOME)
    (batch,) = rows_of(class_of_three, "imports")
    assert batch["operation_id"] == journal(class_of_three)[-1]["id"]
    assert (batch["format"], batch["digest"]) == ("xapi", "digest")
    assert {row["batch"] for row in rows_of(class_of_three, "results")} == {batch["local"]}


def test_two_desks_that_import_the_same_files_offline_make_the_same_rows(
    desk: Desk, data_home: Home, tmp_path: Path
) -> None:
    """D4: ids follow from the import secret, the source, the kind and the key."""
    add_programme(desk, "koken")
    desk.database.forget_deleted()
    other_home = Home(tmp_path / "other")
    shutil.copytree(data_home.folder(CODE), other_home.folder(CODE), ignore=shutil.ignore_patterns("*.lock"))
    other = open_desk(other_home, CODE, unlock, Clock())
    for one in (desk, other):
        bring_in(one, FILE)
        bring_results(one, SOME)
    derived = ("participants", "groups", "coaches", "locations", "memberships", "coach_assignments", "placements",
               "import_links", "results")  # fmt: skip
    for name in derived:
        assert {row["id"] for row in rows_of(other, name)} == {row["id"] for row in rows_of(desk, name)} != set(), name
    assert {row["id"] for row in rows_of(other, "activation_codes")}.isdisjoint(
        row["id"] for row in rows_of(desk, "activation_codes")
    )
    other.close()


def test_results_never_wait_in_an_operation(class_of_three: Desk) -> None:
    """S2: append-only kinds are referred to by batch."""
    with class_of_three.database.writing() as connection:
        connection.execute(tables.settings.insert().values(name="connected_to", value="x"))
    bring_results(class_of_three, SOME)
    (patch,) = journal(class_of_three)[-1]["patches"]
    (batch,) = rows_of(class_of_three, "imports")
    assert (patch.kind, patch.id, patch.field, patch.new) == ("results", batch["id"], "batch", 27)
    assert [row["operation_id"] for row in rows_of(class_of_three, "outbox")] == [batch["operation_id"]]
