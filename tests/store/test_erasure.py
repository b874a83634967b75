"""Erased means erased (D9): no row, and no value in journal, log or file; the id alone stays known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from app.actions.certificates import correct_certificate, issue_certificates
from app.actions.desk import Desk
from app.actions.groups import add_participants, move_participants
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.participants import add_participant, change_participant, leave, revive
from app.actions.privacy import note_export
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.store.database import DATABASE_FILE
from app.store.erasure import erase_people, read_ledger, write_ledger
from app.store.home import Home
from app.views.groups import all_participants, group_list, participant_page
from app.views.importing import plan_roster
from app.views.overview import overview
from app.views.privacy import audit_report, participant_file
from app.views.progress import group_matrix, participant_progress
from tests.desks import CODE, bring_in, person, roster
from tests.dumps import dangling, dump, events, journal, places_of, rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement

MARK = "Zeldzaam"


@pytest.fixture
def known_everywhere(desk: Desk) -> tuple[Desk, bytes, bytes]:
    """Somebody who did everything there is to do, and somebody beside."""
    first = person("1", MARK, f"{MARK}stra", groups=("a",), email=f"{MARK}@example.org", username=MARK)
    bring_in(desk, roster(first, person("2", "Bram", "Cools", groups=("a",)), groups=("a", "b")))
    later = person("1", f"{MARK}ja", f"{MARK}stra", groups=("b",), email=f"{MARK}2@example.org", username=MARK)
    bring_in(desk, roster(later, person("2", "Bram", "Cools", groups=("a",)), groups=("a", "b")))
    rare, bram = (row.id for row in sorted(desk.read(all_participants), key=lambda row: row.full, reverse=True))
    version = add_programme(desk, "koken")
    for key in "12":
        finish(desk, key, "koken")
    wrong = statement("1", exercise_iri("koken", 1), at_us(9))
    bring_results(desk, [wrong])
    bring_results(desk, [statement("2", exercise_iri("koken", 2), at_us(9))], voided=[wrong.id])
    (paper,) = desk.do(
        issue_certificates, due=[(rare, version, f"{MARK}ja")], place="", issued_on=date(2026, 11, 20)
    ).outcome
    desk.do(correct_certificate, certificate_id=paper, name=f"{MARK}je")
    first_group, second_group = (row.id for row in desk.read(group_list))
    desk.do(add_participants, group_id=first_group, participant_ids=[rare])
    desk.do(move_participants, from_group_id=first_group, to_group_id=second_group, participant_ids=[rare, bram])
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": 5}],
    )  # fmt: skip
    desk.do(assign_seats, licence_id=rows_of(desk, "licences")[0]["id"], participant_ids=[rare, bram])
    desk.do(change_participant, participant_id=rare, fields={"postcode": MARK})
    desk.do(leave, participant_ids=[rare, bram])
    desk.do(revive, participant_ids=[rare, bram])
    desk.do(change_participant, participant_id=rare, fields={"family_name": f"{MARK}sma"})
    desk.do(undo_last)
    desk.do(note_export, kind="participant", participant_id=rare)
    for view in (participant_page, participant_file, participant_progress):
        desk.read(view, rare)
    desk.flush_looks()
    return desk, rare, bram


def erase(desk: Desk, *people: bytes) -> None:
    with desk.database.writing() as connection:
        erase_people(connection, people, 7)


def test_no_trace_is_left_but_the_id(known_everywhere: tuple[Desk, bytes, bytes]) -> None:
    desk, rare, _ = known_everywhere
    assert {"participants", "certificates", "import_links", "operations"} <= places_of(desk, MARK)
    assert {"memberships", "seats", "audit_events"} <= places_of(desk, rare)
    about = {row["id"] for name in ("memberships", "seats", "certificates", "import_links", "activation_codes")
             for row in rows_of(desk, name) if rare in row.values()}  # fmt: skip
    assert len(about) >= 8
    erase(desk, rare)
    assert places_of(desk, MARK) == set()
    assert places_of(desk, rare) == {"erased_ids"}
    assert {table for one in about for table in places_of(desk, one)} == set()
    assert rows_of(desk, "erased_ids") == [{"id": rare, "at_us": 7}]
    assert dangling(desk) == set()


def test_everybody_else_is_untouched(known_everywhere: tuple[Desk, bytes, bytes]) -> None:
    desk, rare, bram = known_everywhere
    shown = {
        "page": desk.read(participant_page, bram),
        "progress": desk.read(participant_progress, bram),
        "file": desk.read(participant_file, bram),
    }
    counted = frozenset({"operations", "audit_events", "erased_ids", "batch_days"})
    before = dump(desk, counted)
    erase(desk, rare)
    after = dump(desk, counted)
    assert sum(row["results"] for row in rows_of(desk, "batch_days")) == len(rows_of(desk, "results"))
    gone = {name: [row for row in rows if row not in after[name]] for name, rows in before.items()}
    assert {name: [row for row in rows if row not in before[name]] for name, rows in after.items()} == {
        name: [] for name in after
    }
    assert all(
        rare in row or name in ("results", "progress", "standings", "activity")
        for name, rows in gone.items() for row in rows
    )
    assert {
        "page": desk.read(participant_page, bram),
        "progress": desk.read(participant_progress, bram),
        "file": desk.read(participant_file, bram),
    } == shown
    assert [row.full for row in desk.read(group_matrix).rows] == ["Bram Cools"]
    assert desk.read(overview).participants_active == 1


def test_the_log_still_verifies_and_the_journal_still_undoes(known_everywhere: tuple[Desk, bytes, bytes]) -> None:
    desk, rare, bram = known_everywhere
    desk.do(leave, participant_ids=[rare, bram])
    erase(desk, rare)
    report = desk.read(audit_report)
    assert report.intact and report.events == len(events(desk))
    assert [patch.id for patch in journal(desk)[-1]["patches"] if patch.kind == "participants"] == [bram]
    assert desk.do(undo_last).outcome.kept == 0
    assert [row.full for row in desk.read(all_participants)] == ["Bram Cools"]


def test_undo_does_not_bring_an_erased_person_back(desk: Desk) -> None:
    made = desk.do(add_participant, fields={"given_name": MARK})
    person_id = bytes(made.outcome)
    erase(desk, person_id)
    assert desk.do(undo_last).outcome.rows == 0
    assert desk.read(all_participants, True) == () and places_of(desk, MARK) == set()


def test_an_import_that_meets_an_erased_id_says_so(known_everywhere: tuple[Desk, bytes, bytes]) -> None:
    desk, rare, _ = known_everywhere
    erase(desk, rare)
    plan = bring_in(desk, roster(person("1", "Nieuwe", "Naam"), complete=False))
    assert plan.counts["participants"]["doubtful"] == 1
    with pytest.raises(Refusal):
        desk.read(participant_page, rare)


def test_erasing_again_or_nobody_changes_nothing(known_everywhere: tuple[Desk, bytes, bytes]) -> None:
    desk, rare, _ = known_everywhere
    erase(desk, rare)
    before = dump(desk, frozenset())
    erase(desk, rare)
    erase(desk)
    assert dump(desk, frozenset()) == before


def test_many_at_once(desk: Desk) -> None:
    bring_in(desk, roster(*(person(str(n), f"{MARK}{n}", "Proef") for n in range(1200)), person("x", "Bo", "Vos")))
    everybody = [row.id for row in desk.read(all_participants) if row.full.startswith(MARK)]
    erase(desk, *everybody)
    assert [row.full for row in desk.read(all_participants)] == ["Bo Vos"]
    assert places_of(desk, MARK) == set()
    assert len(rows_of(desk, "erased_ids")) == 1200
    again = desk.read(plan_roster, roster(person("x", "Bo", "Vos"), person("3", "Terug", "Weer")))
    assert (again.counts["participants"]["unchanged"], again.counts["participants"]["doubtful"]) == (1, 1)


def test_deleted_rows_do_not_linger_in_the_file(known_everywhere: tuple[Desk, bytes, bytes], data_home: Home) -> None:
    """What was deleted is overwritten, and the write-ahead log is brought in and emptied."""
    desk, rare, _ = known_everywhere
    erase(desk, rare)
    desk.database.forget_deleted()
    folder = data_home.folder(CODE)
    log = folder / f"{DATABASE_FILE}-wal"
    assert not log.exists() or log.stat().st_size == 0
    with desk.database.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1


def test_the_ledger_holds_ids_and_only_grows(tmp_path: Path) -> None:
    ledger = tmp_path / "erased.ids"
    assert read_ledger(ledger) == frozenset()
    one, other = bytes(range(16)), bytes(range(16, 32))
    write_ledger(ledger, [one])
    write_ledger(ledger, [other, one])
    assert read_ledger(ledger) == {one, other}
    assert ledger.read_text() == f"{one.hex()}\n{other.hex()}"


def test_arguments_that_name_somebody_are_emptied_too(desk: Desk) -> None:
    """An action that changed nothing of this person still names the person among others."""
    people = [bytes(desk.do(add_participant, fields={"given_name": name}).outcome) for name in ("Bo", "Di")]
    desk.do(leave, participant_ids=people[:1])
    desk.do(leave, participant_ids=people)
    erase(desk, people[0])
    assert places_of(desk, people[0]) == {"erased_ids"}
    assert msgspec.msgpack.decode(rows_of(desk, "operations")[-1]["arguments"]) == {}
