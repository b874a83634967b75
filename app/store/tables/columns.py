"""What tables are made of: their columns, and how a table says whose data it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, MetaData, String, Table, true
from sqlalchemy.types import UserDefinedType

metadata = MetaData()


class Bytes(UserDefinedType[bytes]):
    """A BLOB that goes to and from the driver as it is: the driver takes bytes, so nothing needs converting."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "BLOB"


@dataclass(frozen=True, slots=True)
class Personal:
    """`subject` is 'participant', 'coach' or 'customer'; `by` is the column that names the person.

    With `by` = 'local' the column holds the participant's local integer; with '' the person is named inside values.
    """

    subject: str
    by: str


def row_id() -> Column[bytes]:
    return Column("id", Bytes, primary_key=True)


def ref(name: str, nullable: bool = False) -> Column[bytes]:
    return Column(name, Bytes, nullable=nullable)


def text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable, server_default=None if nullable else "")


def number(name: str, nullable: bool = False, default: int | None = 0) -> Column[int]:
    given = None if nullable or default is None else str(default)
    return Column(name, Integer, nullable=nullable, server_default=given)


def period() -> tuple[Column[str], Column[str]]:
    return Column("from_on", String, nullable=False), Column("until_on", String, nullable=True)


def version() -> Column[int]:
    return number("version")


def tenant() -> Column[bytes]:
    """Whose row it is, on a desk that reads the streams of others beside its own (D10). NULL: of the desk's own."""
    return ref("tenant", nullable=True)


def belongs_to(table: Table, of: bytes | None) -> ColumnElement[bool]:
    """The rows of this tenant, None for the desk's own; a table without tenants has the desk's own alone."""
    if "tenant" not in table.c:
        return true() if of is None else ~true()
    return table.c.tenant.is_(None) if of is None else table.c.tenant == of


def of_others(table: Table, only: bytes | None = None) -> ColumnElement[bool]:
    """The rows of the other tenants that are read here, or of this one of them."""
    return table.c.tenant.is_not(None) if only is None else table.c.tenant == only


def default_of(column: Column[Any]) -> Any:
    """What a row holds that came without this column."""
    if column.server_default is None:
        return None
    given = str(getattr(column.server_default, "arg", ""))
    return int(given or 0) if isinstance(column.type, Integer) else given
