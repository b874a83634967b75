"""What holds for every action there is, and for each one that is added: a new action needs its scene here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.actions import action as actions
from app.actions.action import REGISTRY, Action, action
from app.actions.desk import Desk
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.actions.work import Work
from app.domain.errors import Fault, Refusal
from app.domain.permissions import Permission
from app.store import tables
from app.store.tables import metadata
from app.views.events import event_text
from app.views.privacy import audit_report
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes import SCENES
from tests.actions.scenes.contract import AT, MARK, desk_for
from tests.coaching import coach_of
from tests.dumps import dump, events, journal, patched, rows_of, strings_in
from tests.house.code import ROOT

WITHOUT_ROWS = {"data.exported", "audit.dossier", "report.print", "seal.keep", "seal.remove"}
OF_THIS_DESK = {"draft.keep", "helpdesk.days_off"}
"""What only this desk remembers: nobody hears of it, and nothing of it is written down."""
OWN = {"conversation.look", "import.answers"}
"""What somebody keeps for oneself in passing: the log does not speak of it."""
CLEARS = {"messages.clear", "note.remove", "goal.remove", "talk.remove"}
"""What takes rows away: they are not there to compare any more."""
FOR_ALL_STAFF = {"infringement.report", "support.ask", "helpdesk.days_off", "coach.accept", "view.save"}
"""What every coach may do, whichever groups are followed."""
WHOLE = {"participant.erase", "texts.black_out", "organisation.connect", "organisation.bring"}
"""What concerns everything about somebody, or the whole database: what it leaves behind is proved in tests/sync."""
FINAL = {
    *WHOLE, *AT, *OF_THIS_DESK, *OWN, *CLEARS, "audit.dossier", "certificates.issue", "certificates.correct",
    "certificates.revoke", "data.exported", "report.print", "review.keep", "undo", "cards.give", "join_code.make",
    "join_code.end", "own_account.note", "figures.publish", "seal.keep", "seal.remove",
}  # fmt: skip
EVERY = [REGISTRY.actions[name] for name in SCENES]


@pytest.fixture(params=EVERY, ids=list(SCENES))
def each(request: pytest.FixtureRequest) -> Action:
    given: Action = request.param
    return given


def test_every_action_has_a_scene() -> None:
    assert set(SCENES) == set(REGISTRY.actions)


def test_undo_knows_every_action_whatever_else_is_loaded() -> None:
    """A program that has loaded nothing but undo must know what the journal names."""
    script = (
        "import importlib, pkgutil, app.actions.undo, app.actions\n"
        "from app.actions.action import REGISTRY\n"
        "known = set(REGISTRY.actions)\n"
        "[importlib.import_module(f'app.actions.{one.name}') for one in pkgutil.iter_modules(app.actions.__path__)]\n"
        "print(sorted(set(REGISTRY.actions) - known))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_an_action_declares_exists(each: Action) -> None:
    for table, fields in each.writes.items():
        known = set(metadata.tables[table].columns.keys()) | {"*"}
        assert fields <= known, f"{each.name}: {table}"


@pytest.mark.clause("A-3.5")
def test_no_action_ends_an_account_or_changes_its_role(each: Action) -> None:
    """So there is always an administrator. Undo writes anything, but only what another action wrote before; what is
    brought to a server was there already.
    """
    if each.name not in ("undo", "organisation.connect", "organisation.bring"):
        assert each.writes.get("accounts", frozenset()) <= {"name"}


def test_every_action_has_words_for_the_log(each: Action) -> None:
    name = f"{each.name}.participant" if each.name in ("data.exported", "report.print") else each.name
    assert event_text(name, None).template != "{action}"


def test_a_coach_of_another_group_is_refused(stage: Stage, each: Action) -> None:
    if each.name in FOR_ALL_STAFF:
        return
    arguments = SCENES[each.name](stage)
    other = "Dinsdag" if each.name in ("certificates.correct", "certificates.revoke") else "Donderdag"
    coach = coach_of(stage.desk, stage.groups[other])
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal):
        coach.do(each, **arguments)
    assert dump(stage.desk, frozenset()) == before


def test_what_an_action_leaves_behind(stage: Stage, each: Action) -> None:
    """Operation (S1), audit event (S19) and change set tell the same; no outbox without a server (S2)."""
    desk, arguments = desk_for(stage, each.name), SCENES[each.name](stage)
    before, operations, logged = _by_id(desk), len(journal(desk)), len(events(desk))
    changes = desk.do(each, **arguments)
    if each.name in OF_THIS_DESK:
        assert len(events(desk)) == logged and len(journal(desk)) == operations
        return
    if each.name in OWN:
        assert len(events(desk)) == logged and len(journal(desk)) == operations + 1
        return
    (event,) = events(desk)[logged:]
    if each.name in WITHOUT_ROWS:
        assert len(journal(desk)) == operations
        return
    if each.name in WHOLE:
        assert len(journal(desk)) == operations + 1 and event[0] == each.name
        return
    (operation,) = journal(desk)[operations:]
    patches = operation["patches"]
    assert (operation["action"], operation["action_version"]) == (each.name, each.version)
    assert (operation["actor_id"], operation["device_id"]) == (desk.sight.actor.account_id, desk.device_id)
    assert operation["id"] == changes.operation_id
    assert changes.action == event[0] == each.name
    assert set(changes.kinds) == set(event[1]["rows"]) == {patch.kind for patch in patches}
    assert set(event[1]["ids"]) == {patch.id for patch in patches}
    assert set(event[1]["fields"]) == {f"{patch.kind}.{patch.field}" for patch in patches if patch.field}
    after = _by_id(desk)
    for patch in patches:
        if patch.deletes:
            assert each.name in CLEARS and patch.kind in each.removes and (patch.kind, patch.id) not in after
        elif patch.inserts:
            assert (patch.kind, patch.id) not in before
            assert after[patch.kind, patch.id].items() >= patch.new.items()
        else:
            assert (patch.old, patch.base) == (before[patch.kind, patch.id][patch.field], VERSION)
            assert patch.new == after[patch.kind, patch.id][patch.field]
    assert _changed(before, after) == {(patch.kind, patch.id) for patch in patches}, "a row was written unseen"
    assert rows_of(desk, "outbox") == []


@pytest.mark.clause("O-annex 3: 10.3")
def test_the_log_names_rows_and_fields_and_never_a_value(stage: Stage, each: Action) -> None:
    desk_for(stage, each.name).do(each, **SCENES[each.name](stage))
    names = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    allowed = names | set(metadata.tables) | {"rows", "fields", "ids", "results.batch"}
    for _, payload in events(stage.desk):
        assert set(strings_in(payload)) <= allowed
    assert stage.desk.read(audit_report).intact


def test_once_connected_every_operation_waits_in_the_outbox(stage: Stage, each: Action) -> None:
    desk, arguments = desk_for(stage, each.name), SCENES[each.name](stage)
    with desk.database.writing() as connection:
        connection.execute(tables.settings.insert().values(name="connected_to", value="https://server.example"))
    operation = desk.do(each, **arguments).operation_id
    waiting = [] if operation is None else [(operation, "waiting", 0)]
    assert [(row["operation_id"], row["state"], row["attempts"]) for row in rows_of(desk, "outbox")] == waiting


def test_what_can_be_undone_is_undone_wholly(stage: Stage, each: Action) -> None:
    desk, arguments = desk_for(stage, each.name), SCENES[each.name](stage)
    before = dump(desk)
    done = desk.do(each, **arguments)
    after = dump(desk)
    if each.name in FINAL:
        with pytest.raises(Refusal, match="undo"):
            stage.desk.do(undo_last, operation_id=done.operation_id or bytes(16))
        assert dump(desk) == after
        return
    assert after != before
    undone = desk.do(undo_last).outcome
    assert (undone.action, undone.kept) == (each.name, 0)
    assert undone.rows == len({patch.id for patch in journal(desk)[-2]["patches"]})
    assert dump(desk) == before


@pytest.fixture
def spare() -> Iterator[Callable[..., Action]]:
    """Declares an action for one test."""
    made: list[str] = []

    def declare(name: str, writes: dict[str, set[str]], function: Callable[..., Any]) -> Action:
        made.append(name)
        return action(name, Permission.EDIT_GROUPS, writes)(function)

    yield declare
    for name in made:
        del actions.REGISTRY.actions[name]


@pytest.mark.parametrize(
    ("writes", "wrong"),
    [
        ({}, "group.wrong wrote groups.name"),
        ({"groups": {"until_on"}}, "group.wrong wrote groups.name"),
        ({"memberships": {"*"}}, "group.wrong wrote groups.name"),
    ],
)
def test_writing_what_was_not_declared_is_our_fault_and_leaves_nothing(
    stage: Stage, spare: Callable[..., Action], writes: dict[str, set[str]], wrong: str
) -> None:
    def rename(work: Work, group_id: bytes) -> None:
        work.change(tables.groups, group_id, name=MARK)

    before = dump(stage.desk, frozenset())
    with pytest.raises(Fault, match=wrong):
        stage.desk.do(spare("group.wrong", writes, rename), group_id=stage.groups["Dinsdag"])
    assert dump(stage.desk, frozenset()) == before


def test_fields_declared_one_by_one_allow_no_whole_rows(stage: Stage, spare: Callable[..., Action]) -> None:
    def add(work: Work) -> None:
        work.add(tables.groups, name=MARK, from_on=work.day)

    before = dump(stage.desk, frozenset())
    with pytest.raises(Fault, match=r"wrote groups.row without declaring it"):
        stage.desk.do(spare("group.wrong", {"groups": {"name", "from_on"}}, add))
    assert dump(stage.desk, frozenset()) == before


def test_an_action_that_breaks_halfway_leaves_nothing(stage: Stage, spare: Callable[..., Action]) -> None:
    def half(work: Work) -> None:
        work.add(tables.groups, name=MARK, from_on=work.day)
        work.change(tables.groups, bytes(16), name=MARK)

    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match="not here any more"):
        stage.desk.do(spare("group.wrong", {"groups": {"*"}}, half))
    assert dump(stage.desk, frozenset()) == before


def test_an_operation_records_the_defaults_of_the_action(stage: Stage) -> None:
    stage.desk.do(add_route, name="Start", programme_ids=[stage.programme])
    assert journal(stage.desk)[-1]["arguments"] == {
        "name": "Start",
        "programme_ids": [stage.programme],
        "group_ids": [],
        "participant_ids": [],
        "introduction": "",
        "is_template": False,
        "steps": [],
    }


@pytest.mark.clause("O-annex 1")
def test_a_coach_makes_a_route_for_the_own_group_and_undoes_it(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    before = dump(stage.desk)
    coach.do(add_route, name="Start", programme_ids=[stage.programme], group_ids=[stage.groups["Dinsdag"]])
    assert patched(stage.desk)[0].new["name"] == "Start"
    assert coach.do(undo_last).outcome.action == "route.add"
    assert dump(stage.desk) == before


def _by_id(desk: Desk) -> dict[tuple[str, bytes], dict[str, Any]]:
    """Every row with an id, by table and id; without the journal and the log."""
    named = [name for name, table in metadata.tables.items() if "id" in table.c]
    return {
        (name, row["id"]): row
        for name in named
        if name not in ("operations", "audit_events")
        for row in rows_of(desk, name)
    }


def _changed(before: dict[Any, Any], after: dict[Any, Any]) -> set[Any]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
