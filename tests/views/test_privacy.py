"""The register, what is kept of one person, and the log that shows whether it was tampered with."""

from __future__ import annotations

import msgspec
import pytest

from app.actions.acceptances import record_paper
from app.actions.certificates import correct_certificate, issue_certificates
from app.actions.desk import Desk
from app.actions.groups import move_participants, rename_group
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.messages import hide_message, keep_draft, report_message
from app.actions.participants import change_participant
from app.actions.privacy import switch_field
from app.actions.rollover import choose_places, prepare_roll_over
from app.domain.provider import NotRegulated
from app.domain.provider_privacy import FIELDS
from app.store.erasure import erase_people
from app.store.tables import (
    answers,
    consents,
    goals,
    metadata,
    notes,
    observations,
    registrations,
    talks,
    test_results,
)
from app.views.groups import group_list, participant_page
from app.views.privacy import ParticipantFile, audit_report, participant_file, privacy_settings, register
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import events, rows_of
from tests.lessons import add_programme, finish
from tests.talking import begun, switched_on, written_by

NOT_ABOUT_THE_PERSON = {
    "participants.sort_key": "made from the name",
    "participants.search": "made from the name",
    "participants.state": "whether the row counts",
    "import_links.source": "which file",
    "import_links.kind": "which kind of row",
    "activation_codes.code": "a secret, shown as given out or not",
    "certificates.organisation_printed": "the organisation",
    "certificates.place": "the organisation",
    "certificates.language": "how it is printed",
    "certificates.design": "how it is printed",
    "certificates.code": "a signature over what is listed",
    "certificates.issued_on": "a date of the paper",
    "certificates.completed_on": "a date of the results",
    "conversations.state": "whether it is open",
    "reviews.sort": "which kind of difference",
    "reviews.kind": "which kind of row",
    "reviews.field": "stands before the values",
    "registrations.state": "whether it was answered: what was filled in stands with the person by then",
}
"""Text columns about a participant that the file of a participant does not list, and why."""


@pytest.fixture
def whole_person(desk: Desk, clock: Clock) -> tuple[Desk, bytes]:
    """Somebody of whom something is kept in every table there is."""
    for field in ("gender", "year_group", "younger_than_16", "answers"):
        desk.do(
            switch_field, subject="participant", field=field, is_on=True, purpose="proef", ground="e",
            addition_on="2026-11-01",
        )  # fmt: skip
    kept = {"email": "oud@example.org", "postcode": "1234 AB", "gender": "V", "younger_than_16": "2030-01-01"}
    for year, year_group in ((2026, "jaar 5"), (2027, "jaar 6")):
        amira = person(
            "sleutel-1", "Amira", "Bakker", "de", groups=("a",), username="amira", year_group=year_group, **kept
        )
        bring_in(desk, roster(amira, groups=("a", "b"), year=year))
        clock.forward(1)
    (amira,) = [row["id"] for row in rows_of(desk, "participants")]
    version = add_programme(desk, "koken")
    finish(desk, "sleutel-1", "koken")
    (made,) = desk.do(
        issue_certificates, due=[(amira, version, "Amira Meisjesnaam")], place="X", issued_on=desk.sight.today
    ).outcome
    desk.do(correct_certificate, certificate_id=made, name="Amira de Bakker")
    groups = [row.id for row in desk.read(group_list)]
    desk.do(move_participants, from_group_id=groups[-2], to_group_id=groups[-1], participant_ids=[amira])
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": 1}],
    )  # fmt: skip
    desk.do(assign_seats, licence_id=rows_of(desk, "licences")[0]["id"], participant_ids=[amira])
    wanted = desk.do(prepare_roll_over, effective_on="2027-01-01").outcome
    desk.do(choose_places, roll_over_id=wanted, participant_ids=[amira], choice="leave")
    switched_on(desk)
    talk = begun(desk, "Over thuis", "Lukt het?", participant_id=amira)
    answer = written_by(desk, amira, talk, "Ja hoor")
    desk.do(report_message, message_id=answer, reason="te persoonlijk")
    desk.do(hide_message, message_id=answer, reason="privé")
    desk.do(keep_draft, conversation_id=talk, body="Half af")
    with desk.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO routes (id, name, from_on) VALUES (?, 'Eigen route', '2026-01-01')", (bytes(16),)
        )
        connection.exec_driver_sql(
            "INSERT INTO route_assignments (id, route_id, participant_id, from_on) VALUES (?, ?, ?, '2026-01-01')",
            (bytes(16), bytes(16), amira),
        )
        connection.exec_driver_sql(
            "INSERT INTO distinctions (id, participant_id, other_id, decided_on) VALUES (?, ?, ?, '2026-11-01')",
            (bytes(16), amira, bytes(16)),
        )
        local = connection.exec_driver_sql("SELECT local FROM participants").scalar_one()
        connection.exec_driver_sql("INSERT INTO sync_touched (participant) VALUES (?)", (local,))
        connection.exec_driver_sql(
            "INSERT INTO earlier_progress (participant, exercise, attempts, failed, last_us, seconds) "
            "VALUES (?, 1, 2, 0, 5, 60)", (local,)
        )
        connection.exec_driver_sql(
            "INSERT INTO reviews (id, unit, sort, kind, row_id, field, kept, lost, kept_at_us, lost_at_us) "
            "VALUES (?, ?, 'conflict', 'participants', ?, 'email', ?, ?, 1, 1)",
            (bytes(16), amira, amira, msgspec.msgpack.encode("een@example.org"), msgspec.msgpack.encode(None)),
        )
    desk.do(record_paper, participant_ids=[amira], accepted_on="2026-11-20")
    desk.do(
        switch_field, subject="participant", field="consents", is_on=True, purpose="proef", ground="c",
        addition_on="2026-11-01")
    with desk.database.writing() as connection:
        for table, values in (
            (consents, {"purpose": "gender", "given_by": "M. Bakker", "relation": "parent", "form": "paper",
                        "given_on": "2026-11-01", "proof": "map 3", "withdrawn_on": None, "withdrawn_by": ""}),
            (registrations, {"group_id": groups[-1], "state": "approved", "asked_us": 1, "answered_us": 2}),
            (notes, {"category": "learning", "unit": amira, "about_on": "2026-11-02", "body": "leest graag"}),
            (goals, {"body": "tafels", "set_on": "2026-11-02", "state": "open", "remark": "komt goed"}),
            (talks, {"subject": "rapport", "with_whom": "moeder", "planned_on": "2026-12-01", "begins_at": "15:30",
                     "report": "fijn gesprek"}),
            (observations, {"instrument_id": bytes(16), "point_id": bytes(16), "remark": "telt mee",
                            "observed_on": "2026-11-03"}),
            (test_results, {"sitting_id": bytes(16), "test_id": bytes(16), "taken_on": "2026-11-03", "raw": 31,
                            "level": "B", "absent": "ziek", "remark": "moe"}),
            (answers, {"given": "12", "expected": "13"}),
        ):
            connection.execute(table.insert().values(id=b"1" * 16, participant_id=amira, **values))
    return desk, amira


def _rows_about(desk: Desk, person_id: bytes) -> dict[str, list[dict[str, object]]]:
    """A raw dump: every declared row of this person."""
    local = next(row["local"] for row in rows_of(desk, "participants") if row["id"] == person_id)
    found = {}
    for name, table in metadata.tables.items():
        personal = table.info["personal"]
        if personal is not None and personal.subject == "participant" and personal.by:
            column, value = ("participant", local) if personal.by == "local" else (personal.by, person_id)
            found[name] = [row for row in rows_of(desk, name) if row[column] == value]
    return found


@pytest.mark.clause("O-annex 3: 7")
def test_the_file_of_a_person_lists_every_stored_value(whole_person: tuple[Desk, bytes]) -> None:
    desk, amira = whole_person
    file = desk.read(participant_file, amira)
    raw = _rows_about(desk, amira)
    assert all(raw.values()), "the fixture fills every table"
    assert dict(file.counts) == {name: len(rows) for name, rows in raw.items()}
    listed = "\n".join(datum.value for datum in file.data)
    for name, rows in raw.items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, str) and value and not column.endswith("_on"):
                    assert value in listed or f"{name}.{column}" in NOT_ABOUT_THE_PERSON, f"{name}.{column}: {value}"


def test_every_datum_says_why_it_is_kept(whole_person: tuple[Desk, bytes]) -> None:
    desk, amira = whole_person
    file = desk.read(participant_file, amira)
    assert (file.full, file.listed) == ("Amira de Bakker", "Bakker, Amira de")
    values = {(datum.field, datum.value) for datum in file.data}
    assert {
        ("group", "Groep a"),
        ("group", "Groep b"),
        ("source_key", "sleutel-1"),
        ("routes", "Eigen route"),
        ("email", "een@example.org"),
    } <= values
    assert {("year_group", "jaar 5"), ("year_group", "jaar 6"), ("activation_code", "…")} <= values
    for datum in file.data:
        assert datum.ground in "abcdef" and str(datum.purpose) and str(datum.retention)
        assert datum.clause or datum.category == "technical", "only our own keys rest on our own choice"
        assert datum.where in metadata.tables


def test_the_code_itself_is_never_shown(whole_person: tuple[Desk, bytes]) -> None:
    desk, amira = whole_person
    (code,) = [row["code"] for row in rows_of(desk, "activation_codes")]
    assert code not in _flat(desk.read(participant_file, amira))


def _flat(file: ParticipantFile) -> str:
    return repr(file.data)


# The register


@pytest.mark.clause("O-annex I")
def test_the_register_has_exactly_the_list_of_the_terms(desk: Desk) -> None:
    lines = {(line.subject, line.field): line for line in desk.read(register)}
    named = {field for (subject, field), line in lines.items() if subject == "participant" and line.category == "named"}
    assert named == {
        "username", "password", "email", "given_name", "prefix", "family_name", "postcode", "ip_address", "results",
        "visits",
    }  # fmt: skip
    assert {line.state for line in lines.values()} == {"kept", "off", "never"}
    assert lines["participant", "birth_date"].state == "never"
    assert lines["participant", "gender"].state == "off"
    assert all(str(line.purpose) and str(line.retention) for line in lines.values())
    assert {field for (_, field), line in lines.items() if not line.clause} == {"source_key"}, "our own choice"
    for subject, field in lines:
        assert field in FIELDS[subject]


def test_the_other_provider_has_no_list_in_its_terms_and_says_so(school_desk: Desk) -> None:
    lines = {line.field: line for line in school_desk.read(register) if line.subject == "participant"}
    assert (lines["year_group"].state, lines["year_group"].from_terms) == ("kept", False)
    assert lines["email"].state == "never"
    assert not any(line.from_terms for line in lines.values() if line.state != "kept")


def test_the_register_counts_for_how_many_people_a_field_is_filled(whole_person: tuple[Desk, bytes]) -> None:
    desk, _ = whole_person
    bring_in(desk, roster(person("2", "Bram", "Cools"), complete=False))
    filled = {line.field: line.filled for line in desk.read(register) if line.subject == "participant"}
    assert (filled["given_name"], filled["prefix"], filled["email"], filled["results"]) == (2, 1, 1, 1)
    assert (filled["group"], filled["certificates"], filled["activation_code"], filled["gender"]) == (1, 1, 2, 1)


@pytest.mark.clause("O-annex 3: 6")
def test_how_privacy_is_arranged(desk: Desk) -> None:
    told = {str(one.label): (str(one.value), one.clause) for one in desk.read(privacy_settings)}
    assert told["Breach: the provider tells you"][0] == "within 24 hours of its own knowledge"
    assert told["Breach: you decide and report"][0] == "within 72 hours of your own knowledge"
    assert told["Fields outside the list"][0] == "only with a written addition"
    assert all(clause for _, clause in told.values())


def test_what_the_terms_are_silent_about_is_said(school_desk: Desk) -> None:
    told = {str(one.label): one for one in school_desk.read(privacy_settings)}
    addition = school_desk.sight.profile.privacy.addition
    assert isinstance(addition, NotRegulated)
    assert told["Fields outside the list"].value == addition.text
    assert told["Fields outside the list"].clause == ""


# The log


def test_the_log_is_whole_and_tells_who_did_what(whole_person: tuple[Desk, bytes]) -> None:
    desk, amira = whole_person
    desk.read(participant_page, amira)
    desk.flush_looks()
    report = desk.read(audit_report)
    assert report.intact and report.events == len(events(desk)) == len(report.lines)
    assert str(report.lines[0].what) == "Looked at {participants}"
    assert len(desk.read(audit_report, limit=3).lines) == 3


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_events SET payload = ? WHERE number = 3",
        "UPDATE audit_events SET salt = ? WHERE number = 3",
        "UPDATE audit_events SET commitment = ? WHERE number = 3",
        "UPDATE audit_events SET previous = ? WHERE number = 3",
        "UPDATE audit_events SET hash = ? WHERE number = 3",
    ],
)
def test_a_changed_event_breaks_the_chain(whole_person: tuple[Desk, bytes], tamper: str) -> None:
    desk, _ = whole_person
    with desk.database.writing() as connection:
        connection.exec_driver_sql(tamper, (b"\x80" + bytes(31),))
    assert not desk.read(audit_report).intact


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_event_breaks_the_chain(whole_person: tuple[Desk, bytes], number: int) -> None:
    desk, _ = whole_person
    with desk.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM audit_events WHERE number = ?", (number,))
    assert not desk.read(audit_report).intact


def test_an_erased_person_leaves_the_chain_whole(whole_person: tuple[Desk, bytes]) -> None:
    desk, amira = whole_person
    with desk.database.writing() as connection:
        erase_people(connection, [amira], 1)
    assert desk.read(audit_report).intact
    assert any(row["payload"] is None for row in rows_of(desk, "audit_events"))
    desk.do(rename_group, group_id=desk.read(group_list)[0].id, name="Daarna")
    assert desk.read(audit_report).intact


def test_the_log_tells_numbers_people_count_in(desk: Desk) -> None:
    bring_in(desk, roster(*(person(str(n), f"Naam{n}", "Proef") for n in range(12))))
    change = rows_of(desk, "participants")[0]["id"]
    desk.do(change_participant, participant_id=change, fields={"given_name": "Anders"})
    newest, before = desk.read(audit_report).lines
    assert (newest.rows, newest.what.template) == (1, "Data of a {participant} changed")
    assert (before.rows, before.what.template, before.what.arguments["n"]) == (12, "{what} ({n})", 12)
    assert before.at_us < newest.at_us
