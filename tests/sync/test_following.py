"""Notes, goals and talks of two coaches and an administrator over real sockets; who gets which, and what is refused."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.blacking import black_out
from app.actions.erasing import erase_participants
from app.actions.following import change_note, remove_note, settle_goal
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.blacking import MARK
from app.domain.errors import Refusal
from app.domain.following import unit_apart
from app.domain.operation import Patch
from app.server.tables import metadata as server_metadata
from app.views.following import following
from app.views.named_texts import texts_naming
from tests.dumps import places_of
from tests.following import ON, aimed, noted, notes_on, planned
from tests.sync.scenes import School, make_school, send
from tests.syncing import SyncedDesk, World


def _with_ben(world: World) -> School:
    made = make_school(world)
    notes_on(made.one)
    made.assign(made.own)
    made.sync(made.one, made.two)
    made.coach = made.ben()
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_with_ben)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    assert school.coach is not None
    return school.coach


def bodies(desk: SyncedDesk, person: bytes) -> set[str]:
    return {row.body for row in desk.desk.read(following, person).notes}


def test_what_a_coach_writes_on_the_train_is_with_the_administrators_at_home(school: School, ben: SyncedDesk) -> None:
    noted(ben, school.amira, "Leest graag.")
    noted(ben, school.amira, "Eerst vragen.", apart=True)
    goal = aimed(ben, school.amira)
    planned(ben, school.amira)
    school.sync(ben, school.one)
    shown = school.one.desk.read(following, school.amira)
    assert {(row.body, row.is_apart) for row in shown.notes} == {("Leest graag.", False), ("Eerst vragen.", True)}
    assert [row.body for row in shown.goals] == ["Alle klanken kennen."] and len(shown.talks) == 1
    school.one.do(settle_goal, goal_id=goal, state="reached", settled_on="2026-11-20", remark="Goed gedaan.")
    school.sync(school.one, ben)
    assert [row.state for row in ben.desk.read(following, school.amira).goals] == ["reached"]
    school.world.agree(school.one, school.two)


def test_a_note_apart_is_on_no_other_coachs_desk(school: School, ben: SyncedDesk) -> None:
    made = noted(school.one, school.amira, "Alleen voor mij.", apart=True)
    shared = noted(school.one, school.amira, "Voor ieder die volgt.")
    school.sync(school.one, ben)
    assert set(ben.rows("notes")) == {shared} and made not in ben.rows("notes")
    assert bodies(ben, school.amira) == {"Voor ieder die volgt."}


def test_notes_leave_with_the_person(school: School, ben: SyncedDesk) -> None:
    noted(ben, school.amira)
    noted(ben, school.amira, "Eerst vragen.", apart=True)
    noted(school.one, school.bram, "Van een ander.")
    school.sync(ben, school.one, ben)
    assert len(ben.rows("notes")) == 2
    (assigned,) = ben.rows("coach_assignments")
    school.assign(school.own, until="2026-01-02", row_id=assigned)
    school.sync(school.one, ben)
    assert not ben.rows("notes") and len(school.one.rows("notes")) == 3


def test_erasing_takes_every_note_from_every_table(school: School, ben: SyncedDesk) -> None:
    noted(ben, school.amira, "GEHEIM gedeeld")
    noted(ben, school.amira, "GEHEIM apart", apart=True)
    aimed(ben, school.amira, "GEHEIM doel")
    planned(ben, school.amira, subject="GEHEIM gesprek")
    school.sync(ben, school.one)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, ben, school.two)
    for kind in ("notes", "goals", "talks"):
        assert not school.world.server_rows(kind), kind
        assert not any(desk.rows(kind) for desk in (school.one, school.two, ben)), kind


def test_what_is_removed_goes_everywhere_and_what_was_just_written_is_taken_back(
    school: School, ben: SyncedDesk,
) -> None:
    made = noted(ben, school.amira)
    school.sync(ben, school.one)
    school.one.do(remove_note, note_id=made)
    school.sync(school.one, ben)
    assert not ben.rows("notes") and not school.world.server_rows("notes")
    with pytest.raises(Refusal, match="cannot be undone"):
        school.one.do(undo_last)
    planned(ben, school.amira)
    school.sync(ben, school.one)
    ben.do(undo_last)
    school.sync(ben, school.one)
    assert not school.one.rows("talks")


def test_nobody_changes_what_another_coach_wrote(school: School, ben: SyncedDesk) -> None:
    made = noted(school.one, school.amira)
    school.sync(school.one, ben)
    with pytest.raises(Refusal, match="somebody else"):
        ben.do(change_note, note_id=made, category="other", about_on="2026-11-02", body="Anders.")
    stands = school.world.server_rows("notes")[made]
    forged = Patch("notes", made, "body", 2**40, stands["body"], "Anders.")
    assert send(ben, "note.change", [forged]).status == "rejected"
    whole = {name: value for name, value in stands.items() if name not in ("version", "tenant")} | {"id": made}
    assert send(ben, "note.remove", [Patch("notes", made, None, 2**40, whole, None)]).status == "rejected"
    assert school.world.server_rows("notes")[made]["body"] == stands["body"]


def _note(school: School, ben: SyncedDesk, **change: Any) -> Patch:
    made = secrets.token_bytes(16)
    row = {"id": made, "unit": school.amira, "participant_id": school.amira,
           "account_id": ben.desk.sight.actor.account_id, "category": "learning", "about_on": "2026-11-02",
           "body": "Las.", "written_us": 1, "changed_us": None}
    return Patch("notes", made, None, 0, None, row | change)


def test_the_server_takes_a_note_only_in_its_own_unit_and_under_the_own_name(school: School, ben: SyncedDesk) -> None:
    mine = ben.desk.sight.actor.account_id
    assert send(ben, "note.add", [_note(school, ben)]).status == "applied"
    apart = unit_apart(school.amira, mine)
    assert send(ben, "note.add", [_note(school, ben, unit=apart)]).status == "applied"
    for change in (
        {"account_id": bytes(16)}, {"unit": school.bram}, {"unit": unit_apart(school.amira, bytes(16))},
        {"unit": school.bram, "participant_id": school.bram}, {"unit": apart, "participant_id": school.bram},
        {"unit": unit_apart(school.bram, mine), "participant_id": school.bram},
    ):
        assert send(ben, "note.add", [_note(school, ben, **change)]).status == "rejected", change


def test_nothing_is_written_where_notes_are_not_kept(school: School, ben: SyncedDesk) -> None:
    made, goal = noted(ben, school.amira), aimed(ben, school.amira)
    school.sync(ben, school.one)
    school.one.do(switch_field, **ON | {"is_on": False})
    school.sync(school.one)
    assert send(ben, "note.add", [_note(school, ben)]).status == "rejected"
    for action, kind, row in (("note.change", "notes", made), ("goal.change", "goals", goal)):
        assert send(ben, action, [Patch(kind, row, "body", 2**40, "", "Toch.")]).status == "rejected", kind
    ben.sync()
    with pytest.raises(Refusal, match="not kept"):
        noted(ben, school.amira)
    assert ben.desk.read(following, school.amira).off


def _stands_on_the_server(world: World, marker: str) -> set[str]:
    with world.office.database.reading() as connection:
        return {
            table.name for table in server_metadata.tables.values() for row in connection.execute(select(table))
            if any(marker.encode() in (cell if isinstance(cell, bytes) else str(cell).encode()) for cell in row)}


@pytest.mark.parametrize("apart", [False, True], ids=["shared", "apart"])
def test_a_note_changed_without_knowing_of_the_erasure_leaves_nothing(
    school: School, ben: SyncedDesk, apart: bool,
) -> None:
    made = noted(ben, school.amira, "Las.", apart=apart)
    school.sync(ben, school.one)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.one.sync()
    ben.do(change_note, note_id=made, category="other", about_on="2026-11-02", body="GEHEIM van Amira")
    school.sync(ben, school.one, school.two)
    assert _stands_on_the_server(school.world, "GEHEIM") == set()
    assert [places_of(desk.desk, "GEHEIM") for desk in (ben, school.one, school.two)] == [set()] * 3


@pytest.mark.parametrize("removed", [False, True], ids=["changed twice", "removed meanwhile"])
def test_what_lost_of_a_note_apart_goes_with_the_person(school: School, ben: SyncedDesk, removed: bool) -> None:
    made = noted(ben, school.amira, "Las.", apart=True)
    school.sync(ben, school.one)
    change = {"note_id": made, "category": "other", "about_on": "2026-11-02"}
    ben.do(change_note, **change, body="GEHEIM van Ben")
    if removed:
        school.one.do(remove_note, note_id=made)
    else:
        school.one.do(change_note, **change, body="GEHEIM van Anna")
    school.sync(school.one, ben, school.one, school.two)
    assert "records" in _stands_on_the_server(school.world, "GEHEIM")
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, ben, school.two)
    assert _stands_on_the_server(school.world, "GEHEIM") == set()
    assert [places_of(desk.desk, "GEHEIM") for desk in (ben, school.one, school.two)] == [set()] * 3


def test_erasing_takes_what_a_coach_did_to_the_goal_of_another_from_the_journal(
    school: School, ben: SyncedDesk,
) -> None:
    goal = aimed(school.one, school.amira)
    school.sync(school.one, ben)
    ben.do(settle_goal, goal_id=goal, state="reached", settled_on="2026-11-20", remark="GEHEIM van Ben")
    school.sync(ben, school.one)
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, ben, school.two)
    assert [places_of(desk.desk, "GEHEIM") for desk in (ben, school.one, school.two)] == [set()] * 3


@pytest.mark.clause("O-annex 3: 7")
def test_the_name_of_another_in_what_was_written_can_be_blacked_out(school: School, ben: SyncedDesk) -> None:
    """A note about somebody may name who is erased; so may one that its writer keeps apart."""
    noted(ben, school.amira, "Werkt met Bram samen.")
    noted(ben, school.amira, "Niet naast Bram.", apart=True)
    aimed(ben, school.amira, "Met Bram lezen.")
    planned(ben, school.amira, subject="Over Bram")
    noted(school.one, school.bram, "Bram zelf.")
    school.sync(ben, school.one)
    found = school.one.desk.read(texts_naming, school.bram)
    assert {one.kind for one in found} == {"notes", "goals", "talks"} and len(found) == 4
    school.one.do(black_out, texts=[
        {"kind": one.kind, "id": one.id, "field": one.field, "text": one.blacked} for one in found])
    school.one.do(erase_participants, participant_ids=[school.bram])
    school.sync(school.one, ben, school.two)
    assert bodies(ben, school.amira) == {f"Werkt met {MARK} samen.", f"Niet naast {MARK}."}
    assert school.one.rows("goals").popitem()[1]["body"] == f"Met {MARK} lezen."
    for desk in (school.one, school.two, ben):
        assert places_of(desk.desk, "met Bram") == places_of(desk.desk, "naast Bram") == set()
