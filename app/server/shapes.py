"""Whether what a desk sends has the shape of our tables: known columns, the right types, a bounded size."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Integer, String

from app.domain.contract.published_terms import LONGEST_BODY
from app.domain.invariants import LARGEST_BYTES, LONGEST_TEXT
from app.domain.kinds import KINDS
from app.domain.operation import Patch
from app.store import tables

LARGEST_NUMBER = 2**62
NOT_SHARED = frozenset({"local", "version", "tenant"})
"""Columns that every desk has for itself."""
_LONG = {"terms.body": LONGEST_BODY}
"""Texts that may be longer than all others."""
_COLUMNS: Mapping[str, Mapping[str, Column[Any]]] = {
    kind: {str(column.name): column for column in tables.metadata.tables[kind].columns if column.name not in NOT_SHARED}
    for kind in KINDS
}


class Misshapen(Exception):
    """Something no desk of ours sends."""


def shaped(patch: Patch) -> Patch:
    """The patch with values of the declared types and without columns of the desk's own. Raises Misshapen."""
    if patch.kind not in KINDS or not isinstance(patch.id, bytes) or len(patch.id) != 16:
        raise Misshapen(patch.kind)
    if patch.field is None:
        return _whole(patch)
    column = _column(patch.kind, patch.field)
    if patch.field in ("id", "row_id", *KINDS[patch.kind].units):
        raise Misshapen("a row never moves to another unit")
    return Patch(
        patch.kind, patch.id, patch.field, patch.base, _value(column, patch.old), _value(column, patch.new))


def whole(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that the server makes itself, with every column that one from a desk would have."""
    return _DEFAULTS.get(kind, {}) | dict(row)


def as_id(value: object) -> bytes:
    """An id from the arguments of an operation, which in JSON is base64; empty where it is none."""
    if isinstance(value, str):
        try:
            value = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return b""
    return value if isinstance(value, bytes) and len(value) == 16 else b""


def _whole(patch: Patch) -> Patch:
    if not isinstance(patch.old, dict | None) or not isinstance(patch.new, dict | None):
        raise Misshapen("a row is a set of columns")
    if (patch.old is None) == (patch.new is None):
        raise Misshapen("a whole row comes or goes")
    old, new = _row(patch, patch.old), _row(patch, patch.new)
    if new is not None:
        new = _DEFAULTS[patch.kind] | new
        if any(new[name] is None for name in _REQUIRED[patch.kind]):
            raise Misshapen("a row without what it must have")
    return Patch(patch.kind, patch.id, None, patch.base, old, new)


def _row(patch: Patch, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    shared = {name: value for name, value in row.items() if name not in NOT_SHARED}
    made = {name: _value(_column(patch.kind, name), value) for name, value in shared.items()}
    if made.get("id", patch.id) != patch.id:
        raise Misshapen("a row under the id of another")
    return made | {"id": patch.id}


def _column(kind: str, name: object) -> Column[Any]:
    column = _COLUMNS[kind].get(str(name))
    if column is None:
        raise Misshapen(f"{kind}.{name}")
    return column


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        if column.nullable or column.server_default is not None:
            return None if column.nullable else tables.default_of(column)
        raise Misshapen(f"{column.name} is missing")
    if isinstance(column.type, Integer):
        return _number(column, value)
    if isinstance(column.type, String):
        return _text(column, value)
    return _blob(column, value)


def _number(column: Column[Any], value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_NUMBER:
        raise Misshapen(f"{column.name} is a number")
    return value


def _text(column: Column[Any], value: Any) -> str:
    longest = _LONG.get(f"{column.table.name}.{column.name}", LONGEST_TEXT)
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise Misshapen(f"{column.name} is a text")
    return value


def _blob(column: Column[Any], value: Any) -> bytes:
    if isinstance(value, str):  # JSON has no bytes
        try:
            value = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as problem:
            raise Misshapen(f"{column.name} is no base64") from problem
    reference = column.name == "id" or column.name.endswith("_id")
    if not isinstance(value, bytes) or len(value) > LARGEST_BYTES or (reference and len(value) != 16):
        raise Misshapen(f"{column.name} is bytes")
    return value


_DEFAULTS = {
    kind: {name: tables.default_of(column) for name, column in columns.items()} for kind, columns in _COLUMNS.items()
}
_REQUIRED = {
    kind: [name for name, column in columns.items() if not column.nullable] for kind, columns in _COLUMNS.items()
}
