"""The two profiles that ship: O regulates the money, A leaves most of it to the order."""

from __future__ import annotations

import pytest

from app.domain.provider import ProviderProfile
from app.store.resources import load_profile


@pytest.fixture(scope="session")
def practice() -> ProviderProfile:
    return load_profile("oefenen")


@pytest.fixture(scope="session")
def monitoring() -> ProviderProfile:
    return load_profile("leerling-in-beeld")
