"""The description of the server for other programs, made from the same tables that it runs by (OpenAPI 3.1)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import msgspec

from app import __version__
from app.server.endpoints import ENDPOINTS, Endpoint
from app.sync.wire import JSON, MSGPACK, OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER, Problem

_REF = "#/components/schemas/{name}"
_BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$"
_OF_16 = "^[A-Za-z0-9+/]{21}[AQgw]==$"
_NONE_OR_16 = "^(?:[A-Za-z0-9+/]{21}[AQgw]==)?$"
_OF_32 = "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$"
_PROBLEMS = {
    400: "The body cannot be read.", 401: "Not logged in, or no longer.", 403: "Withdrawn, or not allowed.",
    409: "Not as things stand here.", 413: "Too much at once.", 415: "Neither JSON nor msgpack.",
    422: "Understood, and refused.", 426: "One side is too old.", 429: "Too many tries; see Retry-After.",
    500: "Our own fault.", 503: "Busy or without its database; see Retry-After.",
}
_EVERY = (400, 413, 415, 422, 426, 500, 503)
_PROTOCOL = {
    "name": PROTOCOL_HEADER, "in": "header", "required": True,
    "schema": {"type": "string", "enum": [str(number) for number in range(OLDEST_PROTOCOL, PROTOCOL + 1)]},
}
_TOKEN: list[dict[str, list[str]]] = [{"access": []}]


@cache
def description() -> bytes:
    """The whole document as JSON."""
    given = [endpoint.gives for endpoint in ENDPOINTS if endpoint.gives]
    taken = [endpoint.takes for endpoint in ENDPOINTS]
    _, schemas = msgspec.json.schema_components([Problem, *given, *taken], ref_template=_REF)
    return json.dumps({
        "openapi": "3.1.0",
        "info": {"title": "Leerspoor", "version": __version__,
                 "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
                 "description": "One truth for every desk. Instants are UTC microseconds; ids are 16 bytes."},
        "paths": {endpoint.path: {"post": _posted(endpoint)} for endpoint in ENDPOINTS} | _read_only(),
        "components": {"schemas": _exact(schemas),
                       "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}}},
    }).encode()


def _posted(endpoint: Endpoint) -> dict[str, Any]:
    refusals = {*_EVERY, *endpoint.refuses, *(() if endpoint.open else (401, 403))}
    name = endpoint.path.rsplit("/", 1)[1]
    answers: dict[str, Any] = {str(status): _refusal(status) for status in sorted(refusals)}
    if endpoint.gives is None:
        answers["204"] = {"description": "Done."}
    else:
        answers["200"] = {"description": "Done.", "content": _content(endpoint.gives.__name__)}
    return {
        "operationId": name, "summary": endpoint.what, "parameters": [_PROTOCOL],
        "security": [] if endpoint.open else _TOKEN, "responses": answers,
        "requestBody": {"required": True, "content": _content(endpoint.takes.__name__)},
    }


def _read_only() -> dict[str, Any]:
    status = {"application/json": {"schema": {
        "type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}}}
    return {
        "/v1/live": _got("live", "Server-sent events `changed` with the number of the stream (S17).",
                         {"text/event-stream": {"schema": {"type": "string"}}}, (401, 403, 426, 500, 503), True),
        "/health/live": _got("alive", "The program runs.", status, ()),
        "/health/ready": _got("ready", "The program can reach its database.", status, (422, 500, 503)),
        "/metrics": _got("metrics", "Counts and times of this process.",
                         {"text/plain": {"schema": {"type": "string"}}}, ()),
        "/openapi.json": _got("description", "This document.",
                              {"application/json": {"schema": {"type": "object"}}}, ()),
    }


def _got(name: str, what: str, content: Any, refuses: tuple[int, ...], closed: bool = False) -> dict[str, Any]:
    return {"get": {
        "operationId": name, "summary": what, "security": _TOKEN if closed else [],
        "parameters": [_PROTOCOL] if closed else [],
        "responses": {"200": {"description": "Here it is.", "content": content}}
        | {str(status): _refusal(status) for status in refuses},
    }}


def _refusal(status: int) -> dict[str, Any]:
    described: dict[str, Any] = {"description": _PROBLEMS[status], "content": _content("Problem")}
    if status in (429, 503):
        described["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return described


def _content(name: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(name=name)}
    return {JSON: {"schema": schema}, MSGPACK: {"schema": schema}}


def _exact(schema: Any) -> Any:
    """Bytes as the strings they are in JSON: of the right length, and base64 that can be read back; bounded numbers."""
    if isinstance(schema, list):
        return [_exact(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "integer":
        return {"minimum": -(2**63), "maximum": 2**63 - 1} | schema
    if schema.get("contentEncoding") != "base64":
        return {name: _exact(part) for name, part in schema.items()}
    kept = {name: part for name, part in schema.items() if name not in ("minLength", "maxLength")}
    any_length = _NONE_OR_16 if schema.get("maxLength") == 24 else _BASE64
    return kept | {"pattern": {24: _OF_16, 44: _OF_32}.get(schema.get("minLength", 0), any_length)}
