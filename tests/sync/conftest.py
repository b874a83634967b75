"""What several modules of these tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.server.database import ServerDatabase
from tests.desks import Clock
from tests.sync.publishing import Publishing


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None
) -> Iterator[Publishing]:
    """A licensor with two organisations."""
    made = Publishing.make(server_database, clock, tmp_path, "noord", "zuid")
    yield made
    made.end()
