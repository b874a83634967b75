"""The views that an account keeps of a panel; those that were removed are not among them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.store.tables import named_views


def views_of(connection: Connection, account_id: bytes, panel: str) -> list[dict[str, Any]]:
    """In the order in which they were first kept."""
    query = select(named_views).where(
        named_views.c.account_id == account_id, named_views.c.panel == panel, named_views.c.name != "")
    return [dict(row) for row in connection.execute(query.order_by(named_views.c.id)).mappings()]
