"""For what consent is asked: the fields that are kept here and of which consent is the ground in the register."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from app.domain.consents import CONSENT
from app.domain.sight import Sight
from app.store.tables import field_switches


def consent_purposes(connection: Connection, sight: Sight) -> tuple[str, ...]:
    """Our own names of those fields of a participant, in the order of the profile."""
    chosen = switched_grounds(connection)
    return tuple(
        datum.field for datum in sight.profile.personal_data("participant")
        if sight.keeps("participant", datum.field)
        and (datum.purpose.ground if datum.kept else chosen.get(datum.field)) == CONSENT)


def switched_grounds(connection: Connection) -> Mapping[str, str]:
    """Of each field of a participant the ground with which it was last switched."""
    switches = field_switches.c
    query = select(switches.field, switches.ground).where(switches.subject == "participant")
    return {row.field: row.ground for row in connection.execute(query.order_by(switches.recorded_us, switches.id))}
