"""Reads back what the demo makes, without the program's own readers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from app.demo.organisation import DemoOrganisation

SCHEMA = Path(__file__).parents[1] / "data" / "edexml-xsd-2.1" / "EDEXML.structuur.xsd"
DONE = {"passed", "completed"}


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def schema_errors(content: bytes) -> list[str]:
    """What the official schema has against this file, one message per error."""
    schema().validate(etree.fromstring(content))
    return [error.message for error in schema().error_log]


def text(element: Any, tag: str) -> str:
    return element.findtext(tag) or ""


def full_name(element: Any) -> str:
    """Roepnaam, voorvoegsel and achternaam of a leerling or leerkracht."""
    return " ".join(filter(None, (text(element, tag) for tag in ("roepnaam", "voorvoegsel", "achternaam"))))


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: `exercise` as programme IRI and number."""

    id: str
    key: str
    verb: str
    programme: str
    number: int
    at: datetime
    result: dict[str, Any]


def parsed(lines: Iterable[bytes]) -> list[Line]:
    return [_line(json.loads(line)) for line in lines]


def _line(statement: dict[str, Any]) -> Line:
    programme, _, number = statement["object"]["id"].partition("/oefening/")
    return Line(
        statement["id"],
        statement["actor"]["account"]["name"],
        statement["verb"]["id"].rsplit("/", 1)[1],
        programme,
        int(number),
        datetime.fromisoformat(statement["timestamp"]),
        statement["result"],
    )


def finished(lines: Iterable[Line], organisation: DemoOrganisation) -> dict[tuple[str, str], date]:
    """Participant key and programme IRI where all exercises are made, and the day the last one was."""
    made: dict[tuple[str, str], dict[int, date]] = defaultdict(dict)
    for line in lines:
        if line.verb in DONE:
            made[line.key, line.programme].setdefault(line.number, line.at.date())
    sizes = {programme.iri: len(programme.exercises) for programme in organisation.programmes}
    return {who: max(days.values()) for who, days in made.items() if len(days) == sizes[who[1]]}
