"""What the organisation chose for its figures, and which tables without names left it, among the settings of learning.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from app.domain.calendar import SchoolYear
from app.domain.figures.cbs import NUMBERS, Numbering, numbering_of
from app.domain.figures.published import PUBLISHED, Publication, publication_of
from app.domain.small_cells import SETTING, threshold_of
from app.store.settings import SINCE_YEAR, setting
from app.store.tables import learning_settings


def threshold(connection: Connection) -> int:
    """Under how many people a number is hidden in what leaves the organisation."""
    return threshold_of(_newest(connection, SETTING))


def numbering(connection: Connection) -> Numbering:
    return numbering_of(_newest(connection, NUMBERS))


def publications(connection: Connection) -> tuple[Publication, ...]:
    """Every table that left, in order; what cannot be read is passed by."""
    query = select(learning_settings.c.value).where(learning_settings.c.setting == PUBLISHED).order_by(
        learning_settings.c.decided_us, learning_settings.c.id)
    found = map(publication_of, connection.execute(query).scalars())
    return tuple(one for one in found if one is not None)


def results_since(connection: Connection) -> date:
    """From which day on every result is on this computer (S9); a desk that holds all of them has them of all time."""
    year = int(setting(connection, SINCE_YEAR) or 0)
    return SchoolYear(year).begins if year else date.min


def _newest(connection: Connection, setting: str) -> str:
    query = select(learning_settings.c.value).where(learning_settings.c.setting == setting).order_by(
        learning_settings.c.decided_us.desc(), learning_settings.c.id.desc())
    return connection.execute(query.limit(1)).scalar() or ""
