"""Instruments for tests, and what somebody saw by them: every word is our own."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.actions.instruments import make_instrument
from app.actions.observing import record_observations
from app.domain.observing import DefinedInstrument, DefinedPoint
from app.store.observing import points_of, steps_of

STEPS = ("nog niet", "soms", "meestal")
POINTS = (
    DefinedPoint("Spelen", "speelt samen"), DefinedPoint("Spelen", "verzint een spel"),
    DefinedPoint("Taal", "vertelt uit zichzelf"))


def instrument(title: str = "Kleuters", edition: str = "1", **more: Any) -> DefinedInstrument:
    given: dict[str, Any] = {"year_groups": "1, 2", "source": "eigen", "steps": STEPS, "points": POINTS} | more
    return DefinedInstrument(title, edition, **given)


class Laid(NamedTuple):
    """An instrument as it lies: its steps and points by their words."""

    id: bytes
    steps: dict[str, bytes]
    points: dict[str, bytes]


def laid(connection: Any, instrument_id: bytes) -> Laid:
    return Laid(
        instrument_id, {row["title"]: row["id"] for row in steps_of(connection, [instrument_id])[instrument_id]},
        {row["title"]: row["id"] for row in points_of(connection, [instrument_id])[instrument_id]})


def made(desk: Any, **more: Any) -> Laid:
    """An instrument that was just made at this desk (one of a test, or one that syncs)."""
    found: bytes = desk.do(make_instrument, defined=instrument(**more)).outcome
    return at(desk, found)


def at(desk: Any, instrument_id: bytes) -> Laid:
    with getattr(desk, "desk", desk).database.reading() as connection:
        return laid(connection, instrument_id)


def saw(desk: Any, of: Laid, person: bytes, step: str | None = "soms", point: str = "speelt samen",
        day: str = "2026-11-20", remark: str = "", **more: Any) -> int:
    """One look; gives how many observations became others."""
    entry = {"participant_id": person, "point_id": of.points[point],
             "step_id": of.steps[step] if step is not None else None, "remark": remark}
    number: int = desk.do(
        record_observations, instrument_id=of.id, observed_on=day, entries=[entry], **more).outcome
    return number
