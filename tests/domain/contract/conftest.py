"""The two profiles that ship, under the names of what they are."""

from __future__ import annotations

import pytest

from app.domain.provider import ProviderProfile
from app.store.resources import load_profile


@pytest.fixture(scope="session")
def practice() -> ProviderProfile:
    """Renews silently, with notice, prices, objections."""
    return load_profile("oefenen")


@pytest.fixture(scope="session")
def monitoring() -> ProviderProfile:
    """Silent about renewal, notice and money."""
    return load_profile("leerling-in-beeld")
