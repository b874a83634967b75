"""Whose desk this is: joining an organisation on a server, connecting a local one later, logging in again and out."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from nacl.signing import SigningKey
from sqlalchemy import func, select

from app.actions.connecting import connect_organisation
from app.actions.desk import Clock, Desk, system_clock
from app.actions.founding import DEVICE_ID, SIGNING_KEY
from app.actions.outbox import PARKED, WAITING
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.permissions import TenantKind
from app.domain.text import Text
from app.store import tables
from app.store.database import Database
from app.store.home import Home
from app.store.protection import Protection
from app.store.schema import CURRENT
from app.store.settings import (
    ACCOUNT,
    CONNECTED,
    KEEPS_NOTHING,
    LAST_CONTACT,
    OFFLINE_DAYS,
    ORGANISATION,
    PROBLEM,
    SCHEMA,
    SERVER_KEY,
    USERNAME,
    set_settings,
    setting,
)
from app.store.streams import OWN, set_stream
from app.sync import refusals, rescuing, tokens
from app.sync.http import HttpWire, Wire, proper_address
from app.sync.refusals import FRESH
from app.sync.refusals import WAITING as WAITING_WORK
from app.sync.streams import forget_all_versions
from app.sync.talk import Exchange, Talk
from app.sync.wire import Adopt, ChoosePassword, LogIn, PasswordChosen, Refresh, Session

MakeWire = Callable[[str], Wire]


def join(
    home: Home, code: str, address: str, organisation: str, username: str, password: str, protection: Protection,
    clock: Clock = system_clock, *, label: str = "", make_wire: MakeWire = HttpWire,
) -> tuple[Desk, str]:
    """Log in on a computer that has nothing of this organisation yet; gives the desk and the recovery key to print.

    The rows come with the first sync. Raises Refusal: wrong password, no such server, a code that is taken.
    """
    home.be_free(code)
    address, signing = proper_address(address), SigningKey.generate()
    device_id = timed_id(clock(), secrets.token_bytes)
    wire = make_wire(address)
    try:
        session = Exchange(wire).answer("/v1/session", LogIn(
            organisation, username, password, device_id, tokens.instance_of(home.root), bytes(signing.verify_key),
            label), Session)
    finally:
        wire.close()
    settings = _settings(address, organisation, username, session, clock())

    def fill(database: Database) -> None:
        _fill(database, session, signing, settings, clock())

    database, recovery_key = home.create(code, protection, fill)
    try:
        return Desk(database, clock), recovery_key
    except BaseException:
        database.close()
        raise


def connect(
    desk: Desk, address: str, organisation: str, username: str, password: str, *, make_wire: MakeWire = HttpWire
) -> None:
    """Give a local organisation its server (S16): what was made here is pushed by the next sync.

    Raises Refusal (remedy 'fresh') where the server's organisation has rows already: they are opened beside these,
    and the local data come in through the ordinary import.
    """
    address = proper_address(address)
    wire = make_wire(address)
    try:
        talk = Talk(wire, desk.database, desk.device_id)
        session = talk.exchange.answer("/v1/session", _log_in(desk, organisation, username, password), Session)
        if session.organisation.kind != TenantKind.ORGANISATION:
            raise Refusal(Text(
                "This is the place of a licensor on the server. Nothing was changed. Open it beside your own data."),
                remedy=FRESH)
        if session.organisation.id != desk.organisation.id:
            talk.access = session.access
            session = _adopted(talk, session, desk)
        elif not session.organisation.empty:
            raise _filled()
        talk.begin(session)
        desk.do(connect_organisation, settings=_settings(address, organisation, username, session, desk.clock()),
                account={"role": session.role, "name": session.name}, epoch=session.organisation.epoch)
        desk.look_again()
        rescuing.finish_bringing(desk)
    finally:
        wire.close()


def log_in_again(desk: Desk, password: str, *, make_wire: MakeWire = HttpWire) -> None:
    """A new session for the same account on this device. Raises Refusal."""
    with desk.database.reading() as connection:
        address, organisation, username = (
            setting(connection, name) or "" for name in (CONNECTED, ORGANISATION, USERNAME))
    wire = make_wire(address)
    try:
        talk = Talk(wire, desk.database, desk.device_id)
        try:
            talk.log_in(_log_in(desk, organisation, username, password))
        except refusals.Copied:
            _become_another_device(desk)
            talk.device_id = desk.device_id
            talk.log_in(_log_in(desk, organisation, username, password))
    finally:
        wire.close()
    with desk.database.writing() as connection:
        set_settings(connection, {PROBLEM: ""})


def choose_password(desk: Desk, old: str, new: str, *, make_wire: MakeWire = HttpWire) -> int:
    """A password of one's own; gives how many other computers of this account must log in anew. `old` may be empty
    where a first password let this computer in. Raises Refusal (remedy 'log in' for a wrong old one).
    """
    with desk.database.reading() as connection:
        address = setting(connection, CONNECTED) or ""
    talk = Talk(make_wire(address), desk.database, desk.device_id)
    try:
        return talk.ask("/v1/password", ChoosePassword(new, old), PasswordChosen).ended
    finally:
        talk.close()


def log_out(desk: Desk, force: bool = False, *, make_wire: MakeWire = HttpWire) -> None:
    """End the session of this device. What waits stays here, encrypted, and is sent after the next log-in.

    Raises Refusal (remedy 'waiting work') where something still waits, unless `force`.
    """
    waiting = waiting_work(desk)
    if waiting and not force:
        raise Refusal(Text(
            "{n} change was not sent yet. It stays on this computer and is sent after the next log-in.",
            "{n} changes were not sent yet. They stay on this computer and are sent after the next log-in.",
            n=waiting), remedy=WAITING_WORK)
    with desk.database.reading() as connection:
        address, token = setting(connection, CONNECTED) or "", tokens.read_refresh(connection, desk.device_id)
    with desk.database.writing() as connection:
        tokens.forget_refresh(connection, desk.device_id)
    if token:
        _end(make_wire(address), token)


def waiting_work(desk: Desk) -> int:
    """How many operations wait for the server, or for somebody to look at them."""
    with desk.database.reading() as connection:
        query = select(func.count()).select_from(tables.outbox).where(tables.outbox.c.state.in_((WAITING, PARKED)))
        return int(connection.execute(query).scalar_one())


def _end(wire: Wire, token: str) -> None:
    try:
        Exchange(wire).post("/v1/logout", Refresh(token))
    except Refusal:  # the server forgets a session by itself; here it has ended
        return
    finally:
        wire.close()


def _log_in(desk: Desk, organisation: str, username: str, password: str) -> LogIn:
    with desk.database.reading() as connection:
        kept = connection.execute(
            select(tables.secrets.c.value).where(tables.secrets.c.name == SIGNING_KEY)).scalar_one()
        label = connection.execute(
            select(tables.devices.c.label).where(tables.devices.c.id == desk.device_id)).scalar() or ""
    instance = tokens.instance_of(desk.folder.parent.parent)
    public = bytes(SigningKey(bytes(kept)).verify_key)
    return LogIn(organisation, username, password, desk.device_id, instance, public, label)


def _adopted(talk: Talk, session: Session, desk: Desk) -> Session:
    if not session.organisation.empty:
        raise _filled()
    return talk.ask("/v1/adopt", Adopt(desk.organisation.id), Session)


def _filled() -> Refusal:
    return Refusal(Text(
        "The server already has data of this organisation. Nothing was changed. Open those beside yours, and bring "
        "yours in with the ordinary import."), remedy=FRESH)


def _settings(address: str, organisation: str, username: str, session: Session, now_us: int) -> dict[str, str]:
    return {
        CONNECTED: address, ORGANISATION: organisation, USERNAME: username,
        ACCOUNT: session.account_id.hex(), SCHEMA: CURRENT,
        SERVER_KEY: session.organisation.server_key.hex(), LAST_CONTACT: str(now_us),
        OFFLINE_DAYS: str(session.organisation.offline_days),
        KEEPS_NOTHING: "" if session.keeps_offline else "1",
    }


def _fill(
    database: Database, session: Session, signing: SigningKey, settings: dict[str, str], now_us: int
) -> None:
    """The few rows without which nobody can work, until the first sync brings them all."""
    card = session.organisation
    with database.writing() as connection:
        connection.execute(tables.organisations.insert().values(
            id=card.id, code=card.code, name=card.name, place=card.place, provider=card.provider, zone=card.zone,
            import_secret=b"", created_us=now_us, kind=card.kind))
        connection.execute(tables.accounts.insert().values(
            id=session.account_id, role=session.role, name=session.name, from_on="1970-01-01"))
        connection.execute(tables.secrets.insert(), [
            {"name": DEVICE_ID, "value": session.device_id}, {"name": SIGNING_KEY, "value": bytes(signing)}])
        set_settings(connection, settings)
        set_stream(connection, OWN, epoch=card.epoch)
        tokens.save_refresh(connection, session.device_id, session.refresh)
        tokens.save_access(connection, session.access)


def _become_another_device(desk: Desk) -> None:
    """The database was copied here: this computer gets a device and a key of its own; the outbox stays (S13)."""
    signing, device_id = SigningKey.generate(), timed_id(desk.clock(), secrets.token_bytes)
    with desk.database.writing() as connection:
        for name, value in ((DEVICE_ID, device_id), (SIGNING_KEY, bytes(signing))):
            connection.execute(tables.secrets.update().where(tables.secrets.c.name == name).values(value=value))
        tokens.forget_refresh(connection, desk.device_id)
        # The server has given this device nothing yet: what the other one read and was told is not this one's.
        forget_all_versions(connection)
        connection.execute(tables.outbox.update().values(seen=0, number=0))
    desk.look_again()
