"""Certificates that wait and that were issued, as the panel shows them."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.certificates import issue_certificates
from app.actions.desk import Desk
from app.actions.groups import move_participants
from app.actions.participants import change_participant
from app.domain.errors import Refusal
from app.views.certificates import (
    certificate_sheets,
    certificate_status,
    due_certificates,
    due_count,
    issued_certificates,
    known_keys,
)
from app.views.groups import group_list
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of
from tests.lessons import add_programme, finish


@pytest.fixture
def four(desk: Desk) -> Desk:
    """Four people, two in each group; all finished one programme, Amira two."""
    names = [
        ("1", "Zoë", "Bakker", "a"),
        ("2", "Amira", "Dang", "a"),
        ("3", "Bram", "Çelik", "b"),
        ("4", "Bo", "Aa", "b"),
    ]
    people = [person(key, given, family, groups=(group,)) for key, given, family, group in names]
    bring_in(desk, roster(*people, groups=("a", "b")))
    for programme in ("koken", "fietsen"):
        add_programme(desk, programme)
    for key in "1234":
        finish(desk, key, "koken")
    finish(desk, "2", "fietsen")
    return desk


def issue_all(desk: Desk) -> tuple[bytes, ...]:
    due = [(one.participant_id, one.programme_version_id, one.full) for one in desk.read(due_certificates)]
    return tuple(desk.do(issue_certificates, due=due, place="", issued_on=date(2026, 11, 20)).outcome)


def test_due_in_the_order_of_the_class_list(four: Desk) -> None:
    assert [(one.listed, one.programme, one.groups) for one in four.read(due_certificates)] == [
        ("Aa, Bo", "Programma koken", "Groep b"),
        ("Bakker, Zoë", "Programma koken", "Groep a"),
        ("Çelik, Bram", "Programma koken", "Groep b"),
        ("Dang, Amira", "Programma fietsen", "Groep a"),
        ("Dang, Amira", "Programma koken", "Groep a"),
    ]
    assert four.read(due_count) == 5


def test_of_one_group_or_of_one_person(four: Desk) -> None:
    group = four.read(group_list)[0].id
    assert [one.full for one in four.read(due_certificates, group)] == ["Zoë Bakker", "Amira Dang", "Amira Dang"]
    amira = next(row["id"] for row in rows_of(four, "participants") if row["given"] == "Amira")
    assert len(four.read(due_certificates, None, amira)) == 2
    assert four.read(due_certificates, four.read(group_list)[1].id, amira) == ()
    issue_all(four)
    assert len(four.read(issued_certificates, group)) == 3
    assert [one.programme for one in four.read(issued_certificates, None, amira)] == [
        "Programma fietsen",
        "Programma koken",
    ]


def test_issued_newest_first_and_within_one_issue_by_name(four: Desk, clock: Clock) -> None:
    first = four.read(due_certificates)[:1]
    due = [(one.participant_id, one.programme_version_id, one.full) for one in first]
    four.do(issue_certificates, due=due, place="", issued_on=date(2026, 11, 20))
    clock.forward(1)
    issue_all(four)
    assert [one.listed for one in four.read(issued_certificates)] == [
        "Bakker, Zoë",
        "Çelik, Bram",
        "Dang, Amira",
        "Dang, Amira",
        "Aa, Bo",
    ]


def test_sheets_come_in_the_order_asked_and_all_or_none(four: Desk) -> None:
    ids = issue_all(four)
    wanted = (ids[2], ids[0])
    names = {one.id: one.name_printed for one in four.read(issued_certificates)}
    assert [sheet.name for sheet in four.read(certificate_sheets, wanted)] == [names[one] for one in wanted]
    with pytest.raises(Refusal, match="Nothing was printed"):
        four.read(certificate_sheets, (*wanted, bytes(16)))
    assert four.read(certificate_sheets, ()) == ()


def test_who_moved_keeps_the_certificate(four: Desk) -> None:
    ids = issue_all(four)
    first, second = (row.id for row in four.read(group_list))
    zoe = next(row["id"] for row in rows_of(four, "participants") if row["given"] == "Zoë")
    four.do(move_participants, from_group_id=first, to_group_id=second, participant_ids=[zoe])
    assert len(four.read(issued_certificates, second)) == 3
    assert len(four.read(issued_certificates)) == len(ids)


def test_another_name_in_the_register_is_noticed(four: Desk) -> None:
    issue_all(four)
    bo = next(row["id"] for row in rows_of(four, "participants") if row["given"] == "Bo")
    four.do(change_participant, participant_id=bo, fields={"prefix": "van der"})
    changed = [one for one in four.read(issued_certificates) if one.name_changed]
    assert [(one.name_printed, one.listed) for one in changed] == [("Bo Aa", "Aa, Bo van der")]


def test_a_serial_is_found_or_not(four: Desk) -> None:
    issue_all(four)
    serial = four.read(issued_certificates)[0].serial
    found = four.read(certificate_status, serial)
    assert found is not None and (found.serial, found.state) == (serial, "valid")
    assert four.read(certificate_status, "LS-0000-0000-0000-0000") is None


def test_the_keys_of_this_organisation_are_known(four: Desk) -> None:
    (key,) = four.read(known_keys).values()
    assert (key.owner, key.public_key) == ("De Proef", rows_of(four, "devices")[0]["public_key"])
