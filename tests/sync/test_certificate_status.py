"""What became of a certificate: asked of the server by who holds its code, over real sockets and on both databases."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from app.actions.certificates import correct_certificate, issue_certificates, revoke_certificate
from app.actions.designs import add_design
from app.actions.desk import Desk
from app.actions.erasing import erase_participants
from app.actions.organisation import change_organisation
from app.actions.participants import change_participant
from app.cli.main import main
from app.domain.certificate_standing import CheckedCertificate, check_certificate
from app.domain.verification import Outcome, decode, encode
from app.server import limits
from app.server.embedded import embedded
from app.server.web import Settings
from app.store.settings import CONNECTED, set_settings, setting
from app.sync.certificate_status import ask_server, told_at
from app.sync.wire_certificates import AskCertificate, CertificateSaid
from app.views.certificates import due_certificates, known_keys
from tests.desks import PASSPHRASE
from tests.dumps import rows_of
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.servers import Web, code_of, read
from tests.sync.scenes import School, make_school
from tests.syncing import SyncedDesk, World

TODAY, PATH = date(2026, 11, 21), "/v1/certificate"


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_with_certificates)


def _with_certificates(world: World) -> School:
    """Both made everything: Amira and Bram have a certificate."""
    made = make_school(world)
    add_programme(made.one.desk, "koken", 1)
    for name, who in (("amira", made.amira), ("bram", made.bram)):
        made.one.do(change_participant, participant_id=who, fields={"username": name})
        bring_results(made.one.desk, [statement(name, exercise_iri("koken", 1))])
        issue(made.one, who)
    made.sync(made.one, made.two)
    return made


def issue(desk: SyncedDesk, person: bytes, **more: Any) -> dict[str, Any]:
    due = [(one.participant_id, one.programme_version_id, one.full) for one in desk.desk.read(due_certificates)
           if one.participant_id == person]
    (made,) = desk.do(issue_certificates, due=due, place="Lindenveen", issued_on=TODAY, **more).outcome
    return desk.one("certificates", id=made)


def of(school: School, person: bytes) -> dict[str, Any]:
    return school.one.one("certificates", participant_id=person, revoked_us=None)


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with embedded(world.office.database, Settings(clock=world.office.clock)) as found:
        yield found


def told(address: str, code: str) -> tuple[str, date | None, date | None, str]:
    """State, as of when, since when, and what came instead."""
    answers, silence = ask_server(address, [code])
    assert silence is None
    said = answers[code]
    return str(said.state), said.as_of, said.since, said.replaced_by


@pytest.mark.clause("O-annex 1")
def test_a_printed_certificate_of_a_revoked_one_is_found_out_without_an_account(school: School, address: str) -> None:
    valid, gone = of(school, school.amira), of(school, school.bram)
    assert told(address, valid["code"]) == ("valid", TODAY, None, "")
    school.world.office.clock.forward(3)
    later = date(2026, 11, 24)
    school.one.do(revoke_certificate, certificate_id=gone["id"], reason="Bram heeft het niet zelf gemaakt")
    school.one.sync()
    school.world.office.clock.forward(1)
    assert told(address, gone["code"]) == ("revoked", date(2026, 11, 25), later, "")
    assert told(address, valid["code"].lower()) == ("valid", date(2026, 11, 25), None, "")


def test_one_that_was_corrected_names_the_other(school: School, address: str) -> None:
    old = of(school, school.amira)
    school.one.do(correct_certificate, certificate_id=old["id"], name="Amira el Bakker")
    school.one.sync()
    new = of(school, school.amira)
    assert told(address, old["code"]) == ("replaced", TODAY, TODAY, new["serial"])
    assert told(address, new["code"])[0] == "valid"


def test_one_whose_last_day_is_past_has_expired(school: School, address: str) -> None:
    design = school.one.do(
        add_design, name="Kort", design="plain", valid_months=1, signer_name="", signer_role="", signature=b"",
        programme_id=None).outcome
    gone = of(school, school.amira)
    school.one.do(revoke_certificate, certificate_id=gone["id"], reason="opnieuw")
    short = issue(school.one, school.amira, design_id=design)
    school.one.sync()
    assert told(address, short["code"])[0] == "valid"
    school.world.office.clock.forward(40)
    assert told(address, short["code"]) == (
        "expired", date(2026, 12, 31), date.fromisoformat(short["valid_until"]), "")


def test_the_name_of_the_organisation_may_have_changed_since(school: School, address: str) -> None:
    code = of(school, school.amira)["code"]
    school.one.do(
        change_organisation, organisation_id=school.world.office.id, name="De Nieuwe Naam", place="Lindenveen",
        administrator="Anna")
    school.one.sync()
    assert told(address, code)[0] == "valid"


def test_whatever_does_not_fit_gets_one_and_the_same_answer(school: School, world: World) -> None:
    """A serial that exists under another key, a genuine code that was altered, an erased participant, an unknown
    organisation, and no code at all: to who asks they are alike, in status, shape and size.
    """
    real = of(school, school.amira)
    claims, strange = decode(real["code"]).claims, SigningKey.generate()
    altered = real["code"][:-9] + ("A" if real["code"][-9] != "A" else "B") + real["code"][-8:]
    erased = of(school, school.bram)["code"]
    school.one.do(erase_participants, participant_ids=[school.bram])
    school.one.sync()
    asked = [
        encode(claims, strange), encode(replace(claims, organisation="Bestaat Niet"), strange), altered, erased,
        "LS1:AAAA", ""]
    answers = [Web(world.app).post(PATH, AskCertificate(code)) for code in asked]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert read(answers[0], CertificateSaid) == CertificateSaid("unknown", TODAY.isoformat())


def test_who_asks_on_and_on_is_slowed_down_and_nobody_else_is_shut_out(
    school: School, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PER_ADDRESS", 3)
    web, code = Web(world.app), of(school, school.amira)["code"]
    assert [web.post(PATH, AskCertificate(code)).status_code for _ in range(3)] == [200, 200, 200]
    declined = web.post(PATH, AskCertificate(code))
    assert code_of(declined) == (429, "too_many") and int(declined.headers["Retry-After"]) > 0
    assert school.two.sync() is not None


def test_no_code_and_no_serial_comes_in_the_log(
    school: School, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown = of(school, school.amira)
    with caplog.at_level(logging.DEBUG):
        told(address, shown["code"])
    written = " ".join(f"{record.getMessage()} {getattr(record, 'fields', '')}" for record in caplog.records)
    assert PATH in written
    assert shown["code"] not in written and shown["serial"] not in written and "Amira" not in written


# What a desk makes of it


def checked(desk: Desk, code: str, address: str = "", name: str | None = None) -> CheckedCertificate:
    """As a window or the command line does: from here, and with an address from the server too."""
    known, _ = told_at(desk, [code], address)
    return check_certificate(code, name, desk.read(known_keys), known[code], desk.sight.today)


def test_a_desk_that_did_not_sync_yet_hears_it_from_the_server(school: School, address: str) -> None:
    gone = of(school, school.bram)
    school.one.do(revoke_certificate, certificate_id=gone["id"], reason="vergissing")
    school.one.sync()
    offline = checked(school.two.desk, gone["code"])
    assert (offline.is_good, str(offline.standing.teller), offline.standing.as_of) == (True, "register", TODAY)
    online = checked(school.two.desk, gone["code"], address)
    assert (online.is_good, str(online.standing.state)) == (False, "revoked")
    assert rows_of(school.two.desk, "certificates")[0]["revoked_us"] is None, "asking is not syncing"


def test_a_certificate_of_another_organisation_is_remembered_with_its_day(
    school: School, address: str, desk: Desk
) -> None:
    """The key is not known here; the server vouches for it, then and, when there is no network, as of then."""
    code = of(school, school.amira)["code"]
    assert checked(desk, code).verdict.outcome is Outcome.KEY_UNKNOWN
    online = checked(desk, code, address, "Amira Bakker")
    assert (online.verdict.outcome, online.verdict.name_checked, online.is_good) == (Outcome.AUTHENTIC, True, True)
    assert checked(desk, code, address, "Iemand Anders").verdict.outcome is Outcome.NAME_DIFFERS
    later = checked(desk, code)
    assert later.is_good and str(later.standing.teller) == "remembered" and later.standing.as_of == TODAY
    forged = encode(decode(code).claims, SigningKey.generate())
    assert checked(desk, forged).verdict.outcome is Outcome.KEY_UNKNOWN, "the serial alone vouches for nothing"
    with desk.database.reading() as connection:
        kept = setting(connection, "certificates.asked") or ""
    assert kept and code not in kept and of(school, school.amira)["serial"] not in kept


def test_own_certificates_are_not_remembered_beside_the_register(school: School, address: str) -> None:
    checked(school.one.desk, of(school, school.amira)["code"], address)
    with school.one.desk.database.reading() as connection:
        assert setting(connection, "certificates.asked") is None


def test_without_a_network_nothing_is_lost_and_it_is_told(school: School) -> None:
    answers, silence = ask_server("http://127.0.0.1:9", [of(school, school.amira)["code"]])
    assert answers == {} and silence is not None


# The command line of somebody without an account


def verify(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["verify", *words, "--json", "--home", str(home)])
    return code, json.loads(capsys.readouterr().out)


def test_an_employer_asks_the_server_with_the_paper_alone(
    school: School, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    valid, gone = of(school, school.amira)["code"], of(school, school.bram)
    school.one.do(revoke_certificate, certificate_id=gone["id"], reason="vergissing")
    school.one.sync()
    nothing = tmp_path / "niets"
    exit_code, answer = verify(capsys, nothing, valid, "--server", address, "--name", "Amira Bakker")
    (found,) = answer["certificates"]
    assert (exit_code, found["outcome"], found["status"], found["told_by"]) == (0, "authentic", "valid", "server")
    assert (found["as_of"], found["name_checked"]) == (TODAY.isoformat(), True)
    exit_code, answer = verify(capsys, nothing, gone["code"], "--server", address)
    assert (exit_code, answer["certificates"][0]["status"]) == (2, "revoked")
    exit_code, answer = verify(capsys, nothing, valid, "--server", "http://127.0.0.1:9")
    assert exit_code == 2 and answer["certificates"][0]["outcome"] == "key unknown"
    assert [one["server"] for one in answer["silent"]] == ["http://127.0.0.1:9"]
    assert not nothing.exists()


def test_a_home_with_a_server_asks_it_and_may_leave_that(
    school: School, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = of(school, school.bram)
    school.one.do(revoke_certificate, certificate_id=gone["id"], reason="vergissing")
    school.one.sync()
    with school.two.desk.database.writing() as connection:
        set_settings(connection, {CONNECTED: address})
    home = school.two.desk.folder.parent.parent
    school.world.desks.remove(school.two)
    school.two.syncer.close()
    school.two.desk.close()
    words = tmp_path / "wachtzin.txt"
    words.write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(words))
    exit_code, answer = verify(capsys, home, gone["code"], "--offline")
    assert (exit_code, answer["certificates"][0]["status"], answer["certificates"][0]["told_by"]) == (
        0, "valid", "register")
    exit_code, answer = verify(capsys, home, gone["code"])
    assert (exit_code, answer["certificates"][0]["status"], answer["certificates"][0]["told_by"]) == (
        2, "revoked", "server")
