"""The order of a list of people in a query: that of `PersonName.sort_key`; of two alike always the same one first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table

_PARTS = ("sort_key", "family", "given", "prefix", "id")


def by_name(table: Table) -> tuple[Column[Any], ...]:
    """`table` is that of participants or coaches."""
    return tuple(table.c[name] for name in _PARTS)


def name_order(row: Any) -> tuple[Any, ...]:
    """The same of a row that was read."""
    return tuple(getattr(row, name) for name in _PARTS)
