"""What the server's commands do, each a short road to the floor below."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from app.actions.desk import system_clock
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.server import accounts, backups, devices, licensors, maintenance
from app.server.database import ServerDatabase, create_server_database, open_server_database
from app.server.passwords import hashed, one_time_password
from app.server.serving import DATABASE_VARIABLE, Place
from app.server.serving import serve as run_server
from app.server.vacuuming import RIGHTS, Log

if TYPE_CHECKING:
    from sqlalchemy import Connection

LARGEST_FILE = 4096


def init(given: Arguments, voice: Voice) -> int:
    database, recovery_key = create_server_database(_address(given))
    database.close()
    voice.answer({"database": _shown(given), "recovery_key": recovery_key})
    voice.say(Text("The server's database was made: {place}", place=_shown(given)))
    if recovery_key:
        voice.say(Text("Its recovery key, shown only now: {key}", key=recovery_key))
    return 0


def serve(given: Arguments, voice: Voice) -> int:
    if (given.tls_cert is None) != (given.tls_key is None):
        raise Refusal(Text("TLS needs a certificate and its key: give --tls-cert and --tls-key. Nothing was started."))
    for file in (given.tls_cert, given.tls_key):
        if file is not None and not file.is_file():
            raise Refusal(Text("The file {file} is not there. Nothing was started.", file=str(file)))

    def announce(address: str, database: ServerDatabase) -> None:
        voice.answer({"address": address, "ledger": str(database.ledger.folder)})
        voice.say(Text("The server answers at {address}", address=address))
        _say_ledger(database, voice)
        print(end="", flush=True)
        if given.tls_cert is None and given.host not in ("127.0.0.1", "::1", "localhost"):
            voice.tell(Text(
                "Without TLS everybody on the network can read along. Use --tls-cert, or a proxy with TLS."))

    place = Place(given.host, given.port, given.tls_cert, given.tls_key)
    run_server(_address(given), given.ledger, place, given.workers, announce)
    return 0


def health(given: Arguments, voice: Voice) -> int:
    with opened(given) as database:
        database.ledger.be_writable()
        with database.reading() as connection:
            count = len(accounts.organisation_codes(connection, TenantKind.ORGANISATION))
        voice.answer({"ready": True, "database": database.dialect, "organisations": count,
                      "ledger": str(database.ledger.folder), "not_applied": backups.not_applied(database)})
        voice.say(Text("The database answers and is up to date. Organisations: {n}.", n=count))
        _say_ledger(database, voice)
    return 0


def _say_ledger(database: ServerDatabase, voice: Voice) -> None:
    voice.say(Text("Who was erased is kept in {folder}", folder=str(database.ledger.folder)))
    count = backups.not_applied(database)
    if count:
        voice.tell(Text(
            "{n} person in the list of who was erased is not erased in this database. If it was put back from a "
            "backup, run: leerspoor-server restored",
            "{n} people in the list of who was erased are not erased in this database. If it was put back from a "
            "backup, run: leerspoor-server restored", n=count))


def create_organisation(given: Arguments, voice: Voice) -> int:
    return _create(given, voice, TenantKind.ORGANISATION)


def create_licensor(given: Arguments, voice: Voice) -> int:
    return _create(given, voice, TenantKind.LICENSOR)


def _create(given: Arguments, voice: Voice, kind: TenantKind) -> int:
    with writing(given) as connection:
        made = accounts.create_organisation(
            connection, given.code, given.name, given.provider, system_clock(), place=given.place, zone=given.zone,
            offline_days=given.offline_days, kind=kind)
    voice.answer({kind.value: given.code, "id": made.hex()})
    voice.say(Text("Made: {codes}", codes=given.code))
    return 0


def list_organisations(given: Arguments, voice: Voice) -> int:
    return _list(given, voice, TenantKind.ORGANISATION, "organisations")


def list_licensors(given: Arguments, voice: Voice) -> int:
    return _list(given, voice, TenantKind.LICENSOR, "licensors")


def link_licensor(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        licensor = accounts.the_organisation(connection, given.licensor, TenantKind.LICENSOR)
        licensors.link(connection, organisation_id, licensor, system_clock(), given.from_on)
    voice.answer({"organisation": given.organisation, "licensor": given.licensor})
    voice.say(Text("{code} now has a licensor: {other}", code=str(given.organisation), other=given.licensor))
    return 0


def unlink_licensor(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        licensors.unlink(connection, organisation_id, system_clock())
    voice.answer({"organisation": given.organisation, "licensor": None})
    voice.say(Text("{code} has no licensor here any more.", code=str(given.organisation)))
    return 0


def _list(given: Arguments, voice: Voice, kind: TenantKind, name: str) -> int:
    with opened(given) as database, database.reading() as connection:
        codes = accounts.organisation_codes(connection, kind)
    voice.answer({name: codes})
    for code in codes:
        voice.say(Text("Code: {code}", code=code))
    return 0


def create_account(given: Arguments, voice: Voice) -> int:
    password = _password(given)
    kept = hashed(password)
    with _of_organisation(given) as (connection, organisation_id):
        made = accounts.create_account(
            connection, organisation_id, given.username, given.name, Role(given.role), kept, system_clock(),
            coach=given.coach, until=given.until)
    _tell_password(given, voice, password, {"account": given.username, "id": made.hex()})
    return 0


def reset_account(given: Arguments, voice: Voice) -> int:
    password = _password(given)
    kept = hashed(password)
    with _of_organisation(given) as (connection, organisation_id):
        accounts.reset_password(connection, organisation_id, given.username, kept, system_clock())
    _tell_password(given, voice, password, {"account": given.username})
    return 0


def disable_account(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        accounts.disable_account(connection, organisation_id, given.username, system_clock())
    voice.answer({"account": given.username, "disabled": True})
    voice.say(Text("{username} can no longer log in. What was made with the account stays.", username=given.username))
    return 0


def list_accounts(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        lines = accounts.accounts_of(connection, organisation_id)
    voice.answer({"accounts": [asdict(line) for line in lines]})
    for line in lines:
        shown = {"username": line.username, "name": line.name, "role": line.role}
        voice.say(Text("{username}: {name}, {role}, disabled", **shown) if line.disabled
                  else Text("{username}: {name}, {role}", **shown))
    return 0


def list_devices(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        lines = devices.devices_of(connection, organisation_id)
    voice.answer({"devices": [asdict(line) | {"id": line.id.hex()} for line in lines]})
    for line in lines:
        voice.say(Text("{id}: {label} of {username}, last heard of on {day}; {state}", id=line.id.hex(),
                       label=line.label or "-", username=line.username, day=_day(line.seen_us), state=_state(line)))
    return 0


def revoke_device(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        device_id = devices.device_named(connection, organisation_id, given.device)
        devices.revoke_device(connection, organisation_id, device_id, system_clock())
    voice.answer({"device": device_id.hex(), "revoked": True})
    voice.say(Text("The device {device} is withdrawn. It wipes itself at its next contact.", device=device_id.hex()))
    return 0


def list_erasures(given: Arguments, voice: Voice) -> int:
    with _of_organisation(given) as (connection, organisation_id):
        lines = maintenance.erasures_of(connection, organisation_id)
    voice.answer({"erasures": [
        {"id": line.participant_id.hex(), "on": _day(line.at_us).isoformat(),
         "waiting": [one.hex() for one in line.waiting]} for line in lines]})
    for line in lines:
        shown = {"id": line.participant_id.hex(), "day": _day(line.at_us)}
        voice.say(Text("{id}, erased on {day}: not confirmed yet by {devices}", **shown,
                       devices=", ".join(one.hex() for one in line.waiting)) if line.waiting
                  else Text("{id}, erased on {day}: confirmed by every device", **shown))
    return 0


def back_up(given: Arguments, voice: Voice) -> int:
    with opened(given) as database:
        file = backups.back_up(database, given.out.absolute())
    voice.answer({"backup": str(file)})
    voice.say(Text("Backup: {file}", file=str(file)))
    return 0


def restore(given: Arguments, voice: Voice) -> int:
    address = _address(given)
    if "://" in address:
        raise Refusal(Text("This database is PostgreSQL. Nothing was changed. Put it back with pg_restore, then run: "
                           "leerspoor-server restored"))
    aside = backups.restore(given.file, Path(address).absolute(), system_clock(), ledger=given.ledger)
    voice.answer({"database": address, "aside": str(aside) if aside else None})
    voice.say(Text("The backup was put back. Every desk starts afresh and sends what it still had."))
    if aside:
        voice.say(Text("What was there before: {folder}", folder=str(aside)))
    return 0


def maintain(given: Arguments, voice: Voice) -> int:
    with opened(given) as database:
        done = maintenance.maintain(database, system_clock())
    voice.answer(asdict(done))
    voice.say(Text("Removed rows forgotten: {forgotten}. Silent devices withdrawn: {revoked}.",
                   forgotten=done.forgotten, revoked=done.revoked))
    if done.lapsed:
        voice.say(Text("Registrations emptied that nobody answered: {n}.", n=done.lapsed))
    for line in _about_log(done.log):
        voice.say(line)
    return 0


def _about_log(log: Log) -> Iterator[Text]:
    if log.state == "cleared":
        yield Text("Nothing of what was erased is left in the files of the database or in its log.")
    elif log.state == "kept":
        yield Text(
            "{n} file of PostgreSQL's log (pg_wal) can still hold what was erased. Ask its owner to set "
            "wal_recycle = off, and to look for replication slots and wal_keep_size.",
            "{n} files of PostgreSQL's log (pg_wal) can still hold what was erased. Ask its owner to set "
            "wal_recycle = off, and to look for replication slots and wal_keep_size.", n=log.kept)
    else:
        yield Text(
            "This user may not clear PostgreSQL's log (pg_wal), so what was erased can still stand there. Ask its "
            "owner for these rights, or to do it: {rights}", rights=RIGHTS)
    if log.archived:
        yield Text("PostgreSQL's log is archived as well: what was erased goes from there when the archive ages out.")


def restored(given: Arguments, voice: Voice) -> int:
    with opened(given) as database:
        done = backups.came_back(database, system_clock())
        voice.answer(asdict(done) | {"ledger": str(database.ledger.folder)})
        _say_ledger(database, voice)
    voice.say(Text("Erased again, because they were erased since that backup: {n}.", n=done.erased))
    voice.say(Text("Every desk starts afresh and sends what it still had."))
    return 0


@contextmanager
def opened(given: Arguments) -> Iterator[ServerDatabase]:
    database = open_server_database(_address(given), ledger=given.ledger)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def writing(given: Arguments) -> Iterator[Connection]:
    with opened(given) as database, database.writing() as connection:
        yield connection


@contextmanager
def _of_organisation(given: Arguments) -> Iterator[tuple[Connection, bytes]]:
    with writing(given) as connection:
        yield connection, accounts.the_organisation(connection, str(given.organisation))


def _address(given: Arguments) -> str:
    """Where the database is. Other users of the computer can read arguments: no password stands among them."""
    address = str(given.database)
    if address != os.environ.get(DATABASE_VARIABLE) and _holds_password(address):
        raise Refusal(Text(
            "There is a password in this address, and others on this computer can read it. Nothing was done. "
            "Put the address in {variable}.", variable=DATABASE_VARIABLE))
    return address


def _holds_password(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.password) or "password" in parse_qs(parts.query)
    except ValueError:
        return False


def _shown(given: Arguments) -> str:
    return "PostgreSQL" if "://" in given.database else str(given.database)


def _password(given: Arguments) -> str:
    """From the file that was named, else a new one."""
    if given.password_file is None:
        return one_time_password()
    try:
        with given.password_file.open("rb") as file:
            content: str = file.read(LARGEST_FILE).decode("utf-8")
    except (OSError, ValueError) as problem:
        name = given.password_file.name
        raise Refusal(Text("The password file {file} cannot be read. Nothing was changed.", file=name)) from problem
    return content.strip("\r\n")


def _tell_password(given: Arguments, voice: Voice, password: str, body: dict[str, Any]) -> None:
    """A password that somebody chose is not said again."""
    made = given.password_file is None
    voice.answer(body | ({"password": password} if made else {}))
    voice.say(Text("{username} can log in now.", username=given.username))
    if made:
        voice.say(Text("The password, shown only now: {password}", password=password))


def _day(at_us: int) -> Any:
    return datetime.fromtimestamp(at_us / 1_000_000, UTC).date()


def _state(line: devices.DeviceLine) -> Text:
    if line.wiped_us is not None:
        return Text("withdrawn and wiped")
    if line.revoked_us is not None:
        return Text("withdrawn, not wiped yet")
    return Text("logged out") if line.ended_us is not None else Text("in use")
