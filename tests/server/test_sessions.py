"""Logging in, going on and ending (S14): with a password once, then with tokens that change hands each time."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from nacl.signing import VerifyKey
from sqlalchemy import select

from app.domain.permissions import Role
from app.domain.verification import endorsed_text
from app.server import limits, passwords
from app.server.accounts import accounts_of, create_account, disable_account, reset_password
from app.server.devices import devices_of, revoke_device
from app.server.problems import Declined
from app.server.records import load
from app.server.sessions import authenticate, log_in, log_out, refresh_session
from app.server.tables import attempts, devices, logins
from app.server.tokens import ACCESS_SECONDS
from app.sync.wire import Session
from tests.servers import PASSWORD, Computer, Office, make_office

MINUTE_US = 60_000_000


def _code(office: Office, token: str) -> str:
    """What a request with this access token gets: '' where it is let in."""
    try:
        with office.database.reading() as connection:
            authenticate(connection, token, office.clock())
    except Declined as declined:
        return f"{declined.status} {declined.code}"
    return ""


def _refresh(office: Office, session: Session) -> Session:
    return refresh_session(office.database, session.refresh, office.clock())


def _refused_refresh(office: Office, token: str) -> str:
    with pytest.raises(Declined) as declined:
        refresh_session(office.database, token, office.clock())
    return f"{declined.value.status} {declined.value.code}"


def _failed_log_in(office: Office, username: str, password: str, address: str = "127.0.0.1") -> Declined:
    with pytest.raises(Declined) as declined:
        log_in(office.database, Computer().log_in(username, password), address, office.clock())
    return declined.value


@pytest.mark.parametrize(("username", "role", "has_coach"), [
    ("anna", Role.ADMINISTRATOR, False), ("ben", Role.COACH, True), ("lies", Role.LICENSOR, False)])
def test_a_session_tells_who_is_asking(office: Office, username: str, role: Role, has_coach: bool) -> None:
    computer = Computer()
    session = office.session(username, computer)
    with office.database.reading() as connection:
        caller = authenticate(connection, session.access, office.clock())
    assert (caller.organisation_id, caller.account_id, caller.device_id) == (
        office.id, office.accounts[username], computer.device_id)
    assert (caller.role, caller.coach_id is not None, caller.name) == (role, has_coach, session.name)
    assert caller.today.isoformat() == "2026-11-21"
    assert session.organisation.empty and session.organisation.code == "proef"


def test_names_are_the_same_with_capitals_and_accents(office: Office) -> None:
    session = log_in(office.database, Computer().log_in(" ÁNNA ", organisation="PROEF "), "::1", office.clock())
    assert session.account_id == office.accounts["anna"]


def test_no_password_or_token_is_kept(office: Office) -> None:
    session = office.session()
    with office.database.reading() as connection:
        kept = repr(connection.execute(select(logins)).all()) + repr(connection.execute(select(devices)).all())
    assert PASSWORD not in kept and session.refresh not in kept and "$argon2id$" in kept


def test_an_access_token_lasts_minutes(office: Office) -> None:
    session = office.session()
    assert _code(office, session.access) == ""
    office.clock.now_us += ACCESS_SECONDS * 1_000_000
    assert _code(office, session.access) == "401 token_expired"
    assert _code(office, _refresh(office, session).access) == ""


@pytest.mark.parametrize("change", [
    lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), lambda token: "x" + token,
    lambda token: token[4:], lambda token: "é", lambda token: "AAAA"])
def test_a_changed_token_is_no_token(office: Office, change: object) -> None:
    session = office.session()
    assert callable(change)
    assert _code(office, change(session.access)) == "401 token_expired"
    assert _refused_refresh(office, change(session.refresh)) == "401 log_in_again"
    assert _code(office, session.access) == "", "a made-up token ends nobody's session"


def test_without_a_token_one_logs_in(office: Office) -> None:
    assert _code(office, "") == "401 log_in_again"
    assert _code(office, office.session().refresh) == "401 token_expired", "a refresh token opens nothing"


def test_s14_a_lost_reply_to_a_refresh_costs_nothing(office: Office) -> None:
    first = office.session()
    lost = _refresh(office, first)
    again = _refresh(office, first)
    assert again.refresh == lost.refresh
    third = _refresh(office, again)
    assert _code(office, third.access) == "" and third.refresh != again.refresh


def test_s14_a_spent_refresh_token_ends_the_session(office: Office) -> None:
    first = office.session()
    second = _refresh(office, first)
    third = _refresh(office, second)
    assert _refused_refresh(office, first.refresh) == "401 log_in_again"
    assert _code(office, third.access) == "401 log_in_again"
    assert _refused_refresh(office, third.refresh) == "401 log_in_again"


def test_s14_logging_in_again_goes_on_with_the_same_device(office: Office) -> None:
    computer = Computer()
    first = office.session("anna", computer)
    for session in (first, first):
        with office.database.writing() as connection:
            log_out(connection, session.refresh, office.clock())
    assert _code(office, first.access) == "401 log_in_again"
    assert _code(office, office.session("anna", computer).access) == ""
    with office.database.reading() as connection:
        assert len(devices_of(connection, office.id)) == 1


def test_s14_a_revoked_device_hears_it_at_every_door(office: Office) -> None:
    computer = Computer()
    session = office.session("anna", computer)
    with office.database.writing() as connection:
        revoke_device(connection, office.id, computer.device_id, office.clock())
    assert _code(office, session.access) == "403 device_revoked"
    assert _refused_refresh(office, session.refresh) == "403 device_revoked"
    office.clock.forward(days=3)
    assert _code(office, session.access) == "403 device_revoked", "with an expired token too"
    with pytest.raises(Declined) as declined:
        office.session("anna", computer)
    assert declined.value.code == "device_revoked"
    assert _code(office, office.session("anna").access) == "", "another device of the same person goes on"


def test_s13_a_copied_database_becomes_a_new_device(office: Office) -> None:
    computer = Computer()
    session = office.session("anna", computer)
    for copy in (replace(computer, instance=b"i" * 16), replace(computer, public_key=b"k" * 32)):
        with pytest.raises(Declined) as declined:
            office.session("anna", copy)
        assert (declined.value.status, declined.value.code) == (409, "copied_database")
    assert _code(office, session.access) == ""


def test_data_of_one_account_are_not_for_another(office: Office) -> None:
    computer = Computer()
    office.session("anna", computer)
    with pytest.raises(Declined) as declined:
        office.session("ben", computer)
    assert declined.value.code == "device_of_another"


def test_s20_the_server_signs_the_key_of_a_device(office: Office) -> None:
    computer = Computer()
    session = office.session("ben", computer)
    with office.database.reading() as connection:
        row = load(connection, office.id, [("devices", computer.device_id)])["devices", computer.device_id]
    assert row.fields is not None and row.fields["public_key"] == computer.public_key
    signed = endorsed_text(office.id, computer.device_id, computer.public_key)
    assert VerifyKey(session.organisation.server_key).verify(signed, row.fields["endorsement"]) == signed


def test_a_disabled_account_stops_and_a_reset_starts_it_again(office: Office) -> None:
    session = office.session("ben")
    with office.database.writing() as connection:
        disable_account(connection, office.id, "Ben", office.clock())
        assert [line.disabled for line in accounts_of(connection, office.id)] == [False, True, False]
    assert _code(office, session.access) == "401 log_in_again"
    assert _refused_refresh(office, session.refresh) == "401 log_in_again"
    assert _failed_log_in(office, "ben", PASSWORD).code == "log_in_again"
    with office.database.writing() as connection:
        reset_password(connection, office.id, "ben", passwords.hashed("een ander wachtwoord"), office.clock())
    assert _failed_log_in(office, "ben", PASSWORD).code == "wrong_password"
    assert log_in(office.database, Computer().log_in("ben", "een ander wachtwoord"), "", office.clock()).name


def test_ten_failures_lock_a_name_for_a_quarter(office: Office) -> None:
    for _ in range(limits.MOST_PER_NAME):
        assert _failed_log_in(office, "anna", "mis").code == "wrong_password"
    locked = _failed_log_in(office, "anna", PASSWORD)
    assert (locked.status, locked.code, locked.retry_after) == (429, "too_many", 900)
    assert office.session("ben").name == "Ben Jansen", "others are not locked"
    office.clock.now_us += 15 * MINUTE_US
    assert office.session("anna").name == "Anna de Vries"


def test_a_success_forgives_what_went_before(office: Office) -> None:
    for _ in range(3):
        for _ in range(limits.MOST_PER_NAME - 1):
            assert _failed_log_in(office, "anna", "mis").code == "wrong_password"
        assert office.session("anna").name == "Anna de Vries"


def test_a_reset_unlocks(office: Office) -> None:
    for _ in range(limits.MOST_PER_NAME):
        _failed_log_in(office, "anna", "mis")
    with office.database.writing() as connection:
        reset_password(connection, office.id, "anna", passwords.hashed(PASSWORD), office.clock())
    assert office.session("anna").name == "Anna de Vries"


def test_who_does_not_exist_looks_like_who_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []
    verify = passwords.pwhash.verify
    monkeypatch.setattr(passwords.pwhash, "verify", lambda kept, given: checked.append(kept) or verify(kept, given))
    codes = [[_failed_log_in(office, name, "mis").code for _ in range(11)] for name in ("anna", "nobody")]
    assert codes[0] == codes[1] == ["wrong_password"] * 10 + ["too_many"]
    assert len(checked) == 20, "for nobody a password is checked as well, so that time tells nothing"


def test_one_address_has_a_limit_of_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PER_ADDRESS", 5)
    codes = [_failed_log_in(office, f"naam{n}", "mis", f"2001:db8::{n:x}").code for n in range(1, 7)]
    assert codes == ["wrong_password"] * 5 + ["too_many"], "a network of IPv6 counts as one"
    assert _failed_log_in(office, "naam", "mis", "192.0.2.1").code == "wrong_password"


def test_what_is_counted_names_nobody_and_goes(office: Office) -> None:
    _failed_log_in(office, "anna", "mis", "192.0.2.1")
    with office.database.reading() as connection:
        assert all(len(row.key) == 32 for row in connection.execute(select(attempts)))
    office.clock.now_us += 16 * MINUTE_US
    office.session("ben")
    with office.database.reading() as connection:
        assert {row.count for row in connection.execute(select(attempts))} == {0}


def test_tokens_of_one_organisation_open_no_other(office: Office) -> None:
    other = make_office(office.database, office.clock, "ander")
    computer = Computer()
    mine = office.session("anna", computer)
    theirs = log_in(office.database, computer.log_in("anna", organisation="ander"), "", office.clock())
    with office.database.writing() as connection:
        assert authenticate(connection, theirs.access, office.clock()).organisation_id == other.id
        revoke_device(connection, other.id, computer.device_id, office.clock())
    assert _code(office, mine.access) == ""


def test_an_account_goes_with_the_coach_of_its_name(office: Office) -> None:
    with office.database.writing() as connection:
        create_account(connection, office.id, "b.jansen", "ben jansen", Role.COACH, "", office.clock())
        keys = [("accounts", row.account_id) for row in connection.execute(select(logins))]
        found = load(connection, office.id, keys)
    coaches = [row.fields["coach_id"] for row in found.values() if row.fields and row.fields["role"] == "coach"]
    assert len(coaches) == 2 and len(set(coaches)) == 1


def test_a_session_is_readable_in_both_forms(office: Office) -> None:
    session = office.session()
    assert msgspec.json.decode(msgspec.json.encode(session), type=Session) == session
