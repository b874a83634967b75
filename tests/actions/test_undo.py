"""Undo (D8): what still holds goes back, what others built on stays and is counted, and never twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.certificates import revoke_certificate
from app.actions.desk import Desk
from app.actions.groups import (
    add_participants,
    close_group,
    create_group,
    move_participants,
    remove_participants,
    rename_group,
)
from app.actions.licences import assign_seats, free_seats
from app.actions.participants import add_participant, change_participant, leave, revive
from app.actions.routes import add_route
from app.actions.undo import Undone, undo_last
from app.domain.errors import Refusal
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.views.groups import all_participants, group_list
from tests.actions.conftest import Stage, make_group
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dangling, dump, events, journal, put_back, rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement


def undo(desk: Desk, operation: bytes | None = None) -> Undone:
    undone: Undone = desk.do(undo_last, operation_id=operation).outcome
    return undone


def last(desk: Desk) -> bytes:
    return bytes(journal(desk)[-1]["id"])


def test_a_field_goes_back_only_while_it_holds_what_was_set(stage: Stage) -> None:
    desk, group = stage.desk, stage.groups["Dinsdag"]
    renamed = desk.do(rename_group, group_id=group, name="Woensdag").operation_id
    desk.do(rename_group, group_id=group, name="Vrijdag")
    assert undo(desk, renamed) == Undone("group.rename", 0, 1)
    assert "Vrijdag" in [row.name for row in desk.read(group_list)]
    assert undo(desk) == Undone("group.rename", 1, 0)
    assert "Woensdag" in [row.name for row in desk.read(group_list)]


def test_fields_of_one_row_go_back_each_for_itself(stage: Stage) -> None:
    desk, amira = stage.desk, stage.people["Amira"]
    first = desk.do(
        change_participant, participant_id=amira, fields={"email": "a@example.org", "postcode": "1234AB"}
    ).operation_id
    desk.do(change_participant, participant_id=amira, fields={"email": "b@example.org"})
    assert undo(desk, first).kept == 1
    (row,) = [one for one in rows_of(desk, "participants") if one["id"] == amira]
    assert (row["email"], row["postcode"]) == ("b@example.org", "")


def test_what_was_built_on_stays_and_is_counted(desk: Desk) -> None:
    group = make_group(desk, "Dinsdag")
    made = last(desk)
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    (amira,) = [row.id for row in desk.read(all_participants)]
    desk.do(add_participants, group_id=group, participant_ids=[amira])
    assert undo(desk, made) == Undone("group.create", 0, 1)
    assert dangling(desk) == set()
    assert [row.participants for row in desk.read(group_list)] == [1]


def test_what_was_built_on_goes_once_that_is_gone(desk: Desk) -> None:
    before = dump(desk)
    group = make_group(desk, "Dinsdag")
    made = last(desk)
    desk.do(rename_group, group_id=group, name="Woensdag")
    undo(desk)
    assert undo(desk, made) == Undone("group.create", 1, 0)
    assert dump(desk) == before


def test_nothing_is_undone_twice(stage: Stage) -> None:
    done = stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Woensdag").operation_id
    undo(stage.desk, done)
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match="nothing to undo"):
        undo(stage.desk, done)
    assert dump(stage.desk, frozenset()) == before


def test_an_undo_is_an_operation_that_says_what_it_undid(stage: Stage) -> None:
    done = stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Woensdag").operation_id
    undo(stage.desk)
    first, second = journal(stage.desk)[-2:]
    assert (first["id"], first["undone_by"]) == (done, second["id"])
    assert (second["action"], second["undoes"]) == ("undo", done)
    assert [(patch.field, patch.old, patch.new) for patch in second["patches"]] == [
        ("name", "Woensdag", "Groep Dinsdag")
    ]
    assert events(stage.desk)[-1][0] == "undo"
    with pytest.raises(Refusal, match="nothing to undo"):
        undo(stage.desk, second["id"])


def test_again_and_again_walks_back_to_the_beginning(desk: Desk) -> None:
    stood = [dump(desk)]
    bring_in(desk, roster(person("1", "Amira", "Bakker", groups=("a",)), groups=("a",)))
    stood.append(dump(desk))
    (amira,) = [row.id for row in desk.read(all_participants)]
    group = make_group(desk, "Dinsdag")
    stood.append(dump(desk))
    desk.do(add_participants, group_id=group, participant_ids=[amira])
    stood.append(dump(desk))
    desk.do(leave, participant_ids=[amira])
    while stood:
        undo(desk)
        assert dump(desk) == stood.pop()
        if not stood[1:]:
            break
    undo(desk)
    assert dump(desk) == stood.pop()
    with pytest.raises(Refusal, match="nothing to undo"):
        undo(desk)


@pytest.mark.parametrize(("days", "reaches"), [(29, True), (31, False)])
def test_the_journal_reaches_back_thirty_days(stage: Stage, clock: Clock, days: int, reaches: bool) -> None:
    done = stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Woensdag").operation_id
    clock.forward(days)
    if reaches:
        assert undo(stage.desk, done).rows == 1
        return
    for operation in (None, done):
        with pytest.raises(Refusal, match="nothing to undo"):
            undo(stage.desk, operation)


def test_everybody_undoes_the_own_work_only(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    done = stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Woensdag").operation_id
    for operation in (None, done):
        with pytest.raises(Refusal, match="nothing to undo"):
            undo(coach, operation)


def test_a_coach_who_lost_the_group_does_not_undo_in_it(stage: Stage) -> None:
    group = stage.groups["Dinsdag"]
    coach = coach_of(stage.desk, group)
    coach.do(add_route, name="Start", programme_ids=[stage.programme], group_ids=[group])
    with stage.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE coach_assignments SET group_id = ?", (stage.groups["Donderdag"],))
    later = Desk(stage.desk.database, stage.desk.clock, coach.sight.actor.account_id)
    with pytest.raises(Refusal, match="role does not allow"):
        undo(later)
    assert len(rows_of(stage.desk, "routes")) == 1


def test_what_was_handed_out_is_not_undone_and_that_is_said(stage: Stage) -> None:
    renamed = stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name="Woensdag").operation_id
    stage.desk.do(revoke_certificate, certificate_id=stage.certificate, reason="fout")
    with pytest.raises(Refusal, match="cannot be undone"):
        undo(stage.desk)
    assert undo(stage.desk, renamed).rows == 1, "an older one, named, can still be undone"


FILE = Roster(
    "test",
    "table",
    2026,
    locations=(RosterLocation(Origin("f", 1), "L", "Lindenveen"),),
    groups=(
        RosterGroup(Origin("f", 1), "a", "Groep a", location_key="L"),
        RosterGroup(Origin("f", 1), "b", "Groep b"),
    ),
    participants=tuple(
        RosterPerson(Origin("f", line), key, person(key, given, "Proef").name, group_keys=groups, location_key="L")
        for line, (key, given, groups) in enumerate([("1", "Amira", ("a",)), ("2", "Bram", ("b",))], 2)
    ),
    coaches=(RosterPerson(Origin("f", 9), "c1", person("c1", "Joke", "Smit").name, group_keys=("a",)),),
)


def test_an_import_is_undone_as_one_and_gives_the_same_ids_again(desk: Desk) -> None:
    before = dump(desk)
    bring_in(desk, FILE)
    imported = dump(desk)
    assert undo(desk).action == "import"
    assert dump(desk) == before
    bring_in(desk, FILE)
    again = dump(desk)
    for name in imported.keys() - {"activation_codes", "participants"}:
        assert again[name] == imported[name], name
    assert [row["id"] for row in rows_of(desk, "participants")] == [row[1] for row in imported["participants"]]


def test_people_with_results_stay_with_all_they_need(desk: Desk) -> None:
    bring_in(desk, FILE)
    imported = last(desk)
    add_programme(desk, "koken")
    finish(desk, "1", "koken")
    undone = undo(desk, imported)
    assert dangling(desk) == set()
    assert [row.full for row in desk.read(all_participants)] == ["Amira Proef"]
    assert [row.name for row in desk.read(group_list)] == ["Groep a"]
    assert [row["name"] for row in rows_of(desk, "locations")] == ["Lindenveen"]
    kept = ("participants", "groups", "locations", "memberships", "placements", "import_links", "activation_codes")
    # Amira, her group, its place, her membership, placement and code, and the links of the first three.
    assert undone.kept == sum(len(rows_of(desk, name)) for name in kept) == 9
    assert rows_of(desk, "coaches") == []


def test_the_import_after_a_partial_undo_brings_the_others_back(desk: Desk) -> None:
    bring_in(desk, FILE)
    imported, everybody = last(desk), desk.read(all_participants)
    add_programme(desk, "koken")
    finish(desk, "1", "koken")
    undo(desk, imported)
    plan = bring_in(desk, FILE)
    assert plan.counts["participants"] | {"new": 1, "unchanged": 1} == plan.counts["participants"]
    assert [(row.id, row.full) for row in desk.read(all_participants)] == [(row.id, row.full) for row in everybody]
    assert dangling(desk) == set()


def test_a_batch_of_results_goes_with_its_figures(stage: Stage) -> None:
    desk = stage.desk
    before = dump(desk)
    bring_results(
        desk,
        [
            statement("2", exercise_iri("koken", 1), at_us(1)),
            statement("1", exercise_iri("koken", 1), at_us(20), score=990),
        ],
    )
    assert dump(desk) != before
    assert undo(desk) == Undone("import", 1, 0)
    assert dump(desk) == before
    (done,) = [row for row in rows_of(desk, "imports") if row["undo_state"]]
    assert done["undo_state"] == "undone"


def test_results_that_were_voided_come_back_with_the_undo(stage: Stage) -> None:
    desk = stage.desk
    wrong = statement("2", exercise_iri("koken", 1), at_us(5))
    bring_results(desk, [wrong])
    before = dump(desk)
    bring_results(desk, [statement("2", exercise_iri("koken", 2), at_us(6))], voided=[wrong.id])
    assert sum(row["results"] for row in rows_of(desk, "batch_days")) == len(rows_of(desk, "results"))
    assert wrong.id not in {row["id"] for row in rows_of(desk, "results")}
    undo(desk)
    assert dump(desk) == before


def test_voided_results_of_an_import_that_was_undone_itself_stay_away(stage: Stage) -> None:
    desk = stage.desk
    before = dump(desk)
    wrong = statement("2", exercise_iri("koken", 1), at_us(5))
    bring_results(desk, [wrong])
    first = last(desk)
    bring_results(desk, [], voided=[wrong.id])
    undo(desk, first)
    undo(desk)
    assert dump(desk) == before


STEPS: dict[str, Callable[[Stage, int], Any]] = {
    "create": lambda stage, n: stage.desk.do(create_group, name=f"Nieuw {n}"),
    "rename": lambda stage, n: stage.desk.do(rename_group, group_id=_group(stage, n), name=f"Anders {n}"),
    "close": lambda stage, n: stage.desk.do(close_group, group_id=_group(stage, n)),
    "join": lambda stage, n: stage.desk.do(
        add_participants, group_id=_group(stage, n), participant_ids=_people(stage, n)
    ),
    "move": lambda stage, n: stage.desk.do(
        move_participants, from_group_id=_group(stage, n), to_group_id=_group(stage, n + 1),
        participant_ids=_people(stage, n),
    ),
    "take out": lambda stage, n: stage.desk.do(
        remove_participants, group_id=_group(stage, n), participant_ids=_people(stage, n)
    ),
    "add": lambda stage, n: stage.desk.do(
        add_participant, fields={"given_name": f"Nieuw {n}"}, group_id=_group(stage, n)
    ),
    "change": lambda stage, n: stage.desk.do(
        change_participant, participant_id=_people(stage, n)[0], fields={"family_name": f"Anders {n % 2}"}
    ),
    "leave": lambda stage, n: stage.desk.do(leave, participant_ids=_people(stage, n)),
    "come back": lambda stage, n: stage.desk.do(revive, participant_ids=_people(stage, n)),
    "assign": lambda stage, n: stage.desk.do(
        assign_seats, licence_id=stage.licence, participant_ids=_people(stage, n)
    ),
    "free": lambda stage, n: stage.desk.do(free_seats, licence_id=stage.licence, participant_ids=_people(stage, n)),
    "import": lambda stage, n: bring_in(
        stage.desk, roster(*(person(str(key), f"Naam{key % (n + 2)}", "Proef", groups=(f"g{key % 2}",))
                             for key in range(n + 1)), groups=("g0", "g1")), gone="leave" if n % 2 else "keep",
    ),
    "practise": lambda stage, n: bring_results(
        stage.desk, [statement(str(1 + n % 3), exercise_iri("koken", 1 + n % 2), at_us(n))]
    ),
}  # fmt: skip


def _group(stage: Stage, n: int) -> bytes:
    groups = [row.id for row in stage.desk.read(group_list)] or [bytes(16)]
    return groups[n % len(groups)]


def _people(stage: Stage, n: int) -> list[bytes]:
    people = [row.id for row in stage.desk.read(all_participants, True)]
    return people[n % len(people) :][:2]


def _take(stage: Stage, step: str, n: int) -> bool:
    """False where nothing was done: refused, or nothing to change."""
    made = len(journal(stage.desk))
    try:
        STEPS[step](stage, n)
    except Refusal:
        return False
    return len(journal(stage.desk)) > made


TAKEN = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 4)), max_size=7)
ON_ONE_DESK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ON_ONE_DESK
@given(taken=TAKEN)
def test_whatever_is_done_walking_back_ends_where_it_began(stage: Stage, taken: list[tuple[str, int]]) -> None:
    saved, before = dump(stage.desk, frozenset()), dump(stage.desk)
    done = sum(_take(stage, step, n) for step, n in taken)
    kept = [undo(stage.desk).kept for _ in range(done)]
    try:
        assert dump(stage.desk) == before
        assert kept == [0] * done
    finally:
        put_back(stage.desk, saved)


@ON_ONE_DESK
@given(taken=TAKEN, seed=st.integers(0, 1000))
def test_whatever_is_undone_in_whatever_order_nothing_hangs_loose(
    stage: Stage, taken: list[tuple[str, int]], seed: int
) -> None:
    saved, before = dump(stage.desk, frozenset()), len(journal(stage.desk))
    for step, n in taken:
        _take(stage, step, n)
    made = [row["id"] for row in journal(stage.desk)[before:]]
    random.Random(seed).shuffle(made)
    try:
        for operation in made:
            undo(stage.desk, operation)
            assert dangling(stage.desk) == set()
        for row in rows_of(stage.desk, "progress"):
            attempts = [one for one in rows_of(stage.desk, "results") if _same(one, row)]
            assert row["attempts"] == len(attempts)
    finally:
        put_back(stage.desk, saved)


def _same(result: dict[str, Any], row: dict[str, Any]) -> bool:
    return all(result[name] == row[name] for name in ("participant", "exercise"))
