"""A hundred desks that push at once: what they send is made beforehand, and one small process sends it over sockets.

The desks are simulated, since a hundred real ones would need the whole machine; the requests are those of real ones.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import zstandard
from sqlalchemy import select

from app.domain.ids import timed_id
from app.domain.names import PersonName
from app.domain.operation import Patch
from app.server import records, tables
from app.server.database import ServerDatabase, open_server_database
from app.server.devices import register_device
from app.server.identity import identity
from app.server.tokens import ACCESS_SECONDS, Access, write_access
from app.sync.wire import MSGPACK, PROTOCOL, PROTOCOL_HEADER, Answers, LogIn, Push, PushResults, Results, Sent

DAY_US = 86_400_000_000
TYPED = ("given", "family", "username", "email", "postcode")


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation with people and exercises, and desks that are logged in: (device, access token) each."""

    organisation: bytes
    people: list[bytes]
    exercises: list[bytes]
    batch: bytes
    desks: list[tuple[bytes, str]]


def furnish(where: str, organisations: Sequence[bytes], people: int, desks: int) -> list[Place]:
    """Fill organisations that have only their account; `people` and `desks` are for each."""
    database = open_server_database(where)
    try:
        return [_furnished(database, one, people, desks) for one in organisations]
    finally:
        database.close()


def edits(place: Place, per_desk: int, per_request: int, chance: random.Random) -> list[list[bytes]]:
    """Per desk the bodies of its requests: every operation sets one field of somebody, by turns also of whom
    another desk changes at the same moment."""
    return [
        [_packed(Push([_edit(place, chance) for _ in range(per_request)])) for _ in range(per_desk // per_request)]
        for _ in place.desks
    ]


def results(place: Place, per_desk: int, per_request: int, chance: random.Random) -> list[list[bytes]]:
    """Per desk the bodies of its requests with results."""
    return [
        [_packed(PushResults(place.batch, _results(place, per_request, chance)))
         for _ in range(per_desk // per_request)]
        for _ in place.desks
    ]


def results_rows(place: Place, count: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    """As many rows for the table of the server itself, for the floor."""
    now_us = time.time_ns() // 1000
    for number in range(count):
        yield (place.organisation, chance.randbytes(16), chance.choice(place.people), chance.choice(place.exercises),
               place.batch, now_us - chance.randrange(200) * DAY_US, 60, chance.randrange(1001), 1,
               chance.randrange(900), 2026, 0, number + 10**9)


def send(file: str, address: str) -> None:
    """Send what a file holds, every desk at its own pace and all at once; prints seconds, statuses and answers."""
    desks, path = msgspec.msgpack.decode(Path(file).read_bytes(), type=tuple[list[tuple[str, list[bytes]]], str])
    statuses: Counter[str] = Counter()
    seconds = asyncio.run(_all(address, path, desks, statuses))
    print(json.dumps({"seconds": seconds, "statuses": statuses}))


async def _all(
    address: str, path: str, desks: Sequence[tuple[str, list[bytes]]], statuses: Counter[str]
) -> float:
    lines = [await asyncio.open_connection(urlsplit(address).hostname, urlsplit(address).port) for _ in desks]
    began = time.perf_counter()
    kept = await asyncio.gather(*(
        _desk(reader, writer, path, *desk) for (reader, writer), desk in zip(lines, desks, strict=True)))
    seconds = time.perf_counter() - began
    for status, body in (answer for answers in kept for answer in answers):
        statuses[f"HTTP {status}"] += 1
        if path == "/v1/push" and status == 200:
            statuses.update(one.status for one in msgspec.msgpack.decode(body, type=Answers).answers)
    return seconds


async def _desk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, token: str, bodies: list[bytes]
) -> list[tuple[int, bytes]]:
    answers = []
    for body in bodies:
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {MSGPACK}\r\nAccept: {MSGPACK}\r\n"
            f"Content-Encoding: zstd\r\n{PROTOCOL_HEADER}: {PROTOCOL}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length"))
        answers.append((int(lines[0].split()[1]), await reader.readexactly(length)))
    writer.close()
    return answers


def _furnished(database: ServerDatabase, organisation: bytes, people: int, desks: int) -> Place:
    now_us = time.time_ns() // 1000
    place = Place(organisation, [_new() for _ in range(people)], [_new() for _ in range(100)], _new(), [])
    with database.writing() as connection:
        account = connection.execute(select(tables.logins.c.account_id).where(
            tables.logins.c.organisation_id == organisation)).scalar_one()
        for _ in range(desks):
            device = _new()
            asked = LogIn("", "", "", device, _new(), secrets.token_bytes(32))
            register_device(connection, organisation, account, asked, b"", now_us)
            until_us = now_us + ACCESS_SECONDS * 1_000_000
            place.desks.append((device, write_access(
                identity(connection).token_key, Access(organisation, device, account, until_us))))
        records.write_rows(connection, organisation, [
            ("exercises", {"id": one, "programme_version_id": one, "iri": "", "title": "Oefening", "position": 1})
            for one in place.exercises], account, now_us)
        records.write_rows(connection, organisation, [
            ("participants", _person(one, number, now_us)) for number, one in enumerate(place.people)
        ], account, now_us)
        connection.execute(tables.batches.insert().values(
            organisation_id=organisation, id=place.batch, first=0, last=0, rows=10**9))
    return place


def _person(person: bytes, number: int, now_us: int) -> dict[str, object]:
    name = PersonName(f"Amira{number}", "de", "Bakker")
    return {"id": person, "given": name.given, "prefix": name.prefix, "family": name.family,
            "sort_key": name.sort_key, "search": name.search, "state": "active", "created_us": now_us}


def _edit(place: Place, chance: random.Random) -> Sent:
    field = chance.choice(TYPED)
    patch = Patch("participants", chance.choice(place.people), field, 10**6, None, f"waarde {chance.randrange(10**6)}")
    now_us = time.time_ns() // 1000
    return Sent(_new(), "participant.change", 1, {"participant_id": patch.id, "fields": {}}, [patch], [], now_us)


def _results(place: Place, count: int, chance: random.Random) -> Results:
    now_us = time.time_ns() // 1000
    people, exercises = len(place.people), len(place.exercises)
    return Results(
        place.people, place.exercises, [place.batch], chance.randbytes(16 * count),
        [chance.randrange(people) for _ in range(count)], [chance.randrange(exercises) for _ in range(count)],
        [0] * count, [now_us - chance.randrange(200) * DAY_US for _ in range(count)], [60] * count,
        [chance.randrange(1001) for _ in range(count)], [1] * count, [chance.randrange(900) for _ in range(count)])


def _packed(message: msgspec.Struct) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(msgspec.msgpack.encode(message))


def _new() -> bytes:
    return timed_id(time.time_ns() // 1000, secrets.token_bytes)


if __name__ == "__main__":
    send(*sys.argv[1:])
