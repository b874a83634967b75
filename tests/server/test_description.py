"""What the description says is what the server does: schemathesis makes requests from it, and finds nothing.

`LEERSPOOR_REQUESTS=200` makes that many of each sort to each address, drawn anew, instead of a few.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from app.server.embedded import embedded
from app.server.endpoints import ENDPOINTS
from app.server.openapi import description
from app.server.web import Settings
from app.sync.wire import MSGPACK
from tests.servers import Office

REQUESTS = int(os.environ.get("LEERSPOOR_REQUESTS", "0"))


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with embedded(office.database, Settings(clock=office.clock)) as found:
        yield found


def _described() -> Any:
    """The description as far as JSON goes: schemathesis knows no msgpack."""
    document = json.loads(description())
    for path in document["paths"].values():
        for operation in path.values():
            operation.get("requestBody", {"content": {}})["content"].pop(MSGPACK, None)
    config = schemathesis.config.SchemathesisConfig.from_dict({"checks": {
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 413, 415, 422, 426, 429]},
        "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422, 429]}}})
    return schemathesis.openapi.from_dict(document, config=config)


def _with_plain_numbers(value: Any) -> Any:
    """To a JSON schema 7.0 is a whole number; our desks write 7, and the server takes nothing else."""
    if isinstance(value, dict):
        return {name: _with_plain_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_plain_numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _try(operation: Any, mode: GenerationMode, address: str, token: str) -> None:
    @settings(
        max_examples=REQUESTS or 5, derandomize=not REQUESTS, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def every(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            case.body = _with_plain_numbers(case.body)
        case.call_and_validate(base_url=address, headers={"Authorization": f"Bearer {token}"})

    every()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS])
def test_schemathesis_finds_nothing(office: Office, address: str, path: str, mode: GenerationMode) -> None:
    _try(_described()[path]["POST"], mode, address, office.session().access)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/openapi.json"])
def test_what_is_only_read_is_as_described(address: str, path: str) -> None:
    _try(_described()[path]["GET"], GenerationMode.POSITIVE, address, "")
