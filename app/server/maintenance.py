"""What must be done now and then by `leerspoor-server maintain`: old tombstones, silent devices, space."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Join, and_, func, select

from app.domain.joining import KEPT_DAYS
from app.server import stream
from app.server.accounts import today_of
from app.server.database import ServerDatabase
from app.server.devices import revoke_device
from app.server.files import drop_unwanted
from app.server.own_accounts import forget_never_activated, forget_old_codes
from app.server.own_links import forget_old_links
from app.server.registering import lapse
from app.server.tables import REMOVED, answers, devices, erasures, organisations, reads, records, results, streams
from app.server.vacuuming import Log, vacuum

DAY_US = 86_400_000_000
LICENCE_YEAR_DAYS, SILENT_DAYS = 366, 30
"""How long a removed row is remembered, and how long a device may be silent about an erasure (S12)."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What was done: removed rows forgotten, devices revoked because they never confirmed an erasure, registrations
    emptied that nobody answered; and whether what was erased can still stand in the database's own log.
    """

    forgotten: int
    revoked: int
    log: Log
    lapsed: int = 0


def maintain(database: ServerDatabase, now_us: int) -> Maintained:
    """Forget what no desk needs any more, revoke who never confirmed an erasure, and leave nothing of it on disk."""
    with database.reading() as connection:
        everybody = list(connection.execute(select(organisations.c.id)).scalars())
    forgotten = revoked = lapsed = 0
    for organisation_id in everybody:
        with database.writing() as connection:
            lapsed += lapse(connection, organisation_id, now_us - KEPT_DAYS * DAY_US, now_us)
            revoked += _revoke_silent(connection, organisation_id, now_us)
            forgotten += _forget_removed(connection, organisation_id, now_us)
            drop_unwanted(connection, organisation_id, today_of(connection, organisation_id, now_us))
            forget_old_links(connection, organisation_id, now_us)
    with database.writing() as connection:
        forget_old_codes(connection, now_us)
        forget_never_activated(connection)
    return Maintained(forgotten, revoked, vacuum(database), lapsed)


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """An erasure as the proof of destruction needs it: whose (an id says nothing), when, and who has not confirmed."""

    participant_id: bytes
    at_us: int
    waiting: tuple[bytes, ...]


def erasures_of(connection: Connection, organisation_id: bytes) -> list[ErasureLine]:
    """All erasures, each with the devices (ids) that have not read so far yet; wiped ones have nothing left (S12)."""
    pulled_to = func.coalesce(reads.c.pulled_to, 0).label("pulled_to")
    known = list(connection.execute(select(devices.c.id, pulled_to).select_from(_reading()).where(
        devices.c.organisation_id == organisation_id, devices.c.wiped_us.is_(None)).order_by(devices.c.id)))
    query = select(erasures).where(erasures.c.organisation_id == organisation_id).order_by(erasures.c.number)
    return [
        ErasureLine(row.participant_id, row.at_us, tuple(one.id for one in known if one.pulled_to < row.number))
        for row in connection.execute(query)]


def _revoke_silent(connection: Connection, organisation_id: bytes, now_us: int) -> int:
    before = now_us - SILENT_DAYS * DAY_US
    newest = select(func.max(erasures.c.number)).where(
        erasures.c.organisation_id == organisation_id, erasures.c.at_us < before).scalar_subquery()
    query = select(devices.c.id).select_from(_reading()).where(
        devices.c.organisation_id == organisation_id, devices.c.revoked_us.is_(None), devices.c.seen_us < before,
        func.coalesce(reads.c.pulled_to, 0) < newest)
    silent = list(connection.execute(query).scalars())
    for device in silent:
        revoke_device(connection, organisation_id, device, now_us)
    return len(silent)


def _reading() -> Join:
    """Devices with how far each has read its own organisation's stream: there is nobody in what others see of it."""
    own = reads.c.organisation_id == devices.c.organisation_id, reads.c.home_id == devices.c.organisation_id
    return devices.outerjoin(reads, and_(*own, reads.c.device_id == devices.c.id))


def _forget_removed(connection: Connection, organisation_id: bytes, now_us: int) -> int:
    """Tombstones of over a licence year ago go; who comes with an older cursor starts afresh (S12)."""
    before = now_us - LICENCE_YEAR_DAYS * DAY_US
    old = select(func.max(answers.c.number)).where(
        answers.c.organisation_id == organisation_id, answers.c.received_us < before)
    number = connection.execute(old).scalar() or 0
    here = stream.lock(connection, organisation_id)
    if number <= here.oldest:
        return 0
    gone = connection.execute(records.delete().where(
        records.c.organisation_id == organisation_id, records.c.state == REMOVED, records.c.number <= number)).rowcount
    gone += connection.execute(results.delete().where(
        results.c.organisation_id == organisation_id, results.c.removed == 1, results.c.number <= number)).rowcount
    connection.execute(streams.update().where(streams.c.organisation_id == organisation_id).values(oldest=number))
    return int(gone)


