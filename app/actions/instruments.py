"""Instruments for observing: made here or loaded, changed while nobody used them, and closed (A-1.6, A-1.14).

A step or point keeps its words: to change one is to take it out and to lay another beside it. So what a coach sees
without a network, by the words of this morning, can always be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.observing import (
    IN_USE,
    TAKEN_OUT,
    DefinedInstrument,
    DefinedPoint,
    check_instrument,
    tidy,
)
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import RefusedFields, WrongField, refuse
from app.store.observing import id_within, loaded_id, points_of, steps_of, used
from app.store.tables import instrument_points, instrument_steps, instruments

_ALL = {name: set(ANY_FIELD) for name in ("instruments", "instrument_steps", "instrument_points")}
_TOLD = ("title", "edition", "year_groups", "source")


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """The words are in the rows, and not copied into the operation."""
    return {name: value for name, value in given.items() if name.endswith("_id")}


@action("instrument.make", Permission.SET_UP_FOLLOWING, _ALL, recorded=_ids)
def make_instrument(work: Work, defined: DefinedInstrument) -> bytes:
    """Gives the id of the instrument."""
    return _make(work, defined, None)


@action("instrument.new_edition", Permission.SET_UP_FOLLOWING, _ALL, recorded=_ids)
def new_edition(work: Work, instrument_id: bytes, defined: DefinedInstrument) -> bytes:
    """A copy with these words, beside the one that it comes from; gives its id. What was seen by that one stays."""
    work.rows_by_id(instruments, [instrument_id])
    return _make(work, defined, instrument_id)


@action("instrument.change", Permission.SET_UP_FOLLOWING, {
    "instruments": set(_TOLD), "instrument_steps": set(ANY_FIELD), "instrument_points": set(ANY_FIELD),
}, recorded=_ids)
def change_instrument(work: Work, instrument_id: bytes, defined: DefinedInstrument) -> None:
    """Raises Refusal once somebody was observed by it."""
    work.rows_by_id(instruments, [instrument_id])
    if used(work.connection, [instrument_id]):
        raise Refusal(IN_USE)
    given = _checked(work, defined, instrument_id)
    work.change(instruments, instrument_id, **_told(given))
    _lay(work, instrument_steps, steps_of(work.connection, [instrument_id])[instrument_id],
         instrument_id, [{"title": words} for words in given.steps])
    _lay(work, instrument_points, points_of(work.connection, [instrument_id])[instrument_id],
         instrument_id, [{"area": point.area, "title": point.title} for point in given.points])
    if not work.patches:
        raise Refusal(Text("It is so already. Nothing was changed."))


@action("instrument.close", Permission.SET_UP_FOLLOWING, {"instruments": {"until_on"}})
def close_instrument(work: Work, instrument_id: bytes) -> None:
    """Nobody is observed by it any more; what was seen stays."""
    if work.rows_by_id(instruments, [instrument_id])[instrument_id]["until_on"]:
        raise Refusal(Text("This instrument is closed already. Nothing was changed."))
    work.change(instruments, instrument_id, until_on=work.day)


@action("instrument.reopen", Permission.SET_UP_FOLLOWING, {"instruments": {"until_on"}})
def reopen_instrument(work: Work, instrument_id: bytes) -> None:
    row = work.rows_by_id(instruments, [instrument_id])[instrument_id]
    if not row["until_on"]:
        raise Refusal(Text("This instrument is open already. Nothing was changed."))
    _must_be_another(work, row["title"], row["edition"], instrument_id)
    work.change(instruments, instrument_id, until_on=None)


@action("instrument.load", Permission.SET_UP_FOLLOWING, _ALL, recorded=lambda given: {"checksum": given["checksum"]})
def load_instruments(work: Work, defined: Sequence[DefinedInstrument], checksum: str) -> int:
    """Record instruments as a list that was looked through describes them; gives how many are new or open again.

    Raises Refusal where one of them is wrong, or another one of this name and edition is here.
    """
    for one in defined:
        given = tidy(one)
        refuse(check_instrument(given))
        instrument_id = loaded_id(given)
        stands = work.rows_still_there(instruments, [instrument_id]).get(instrument_id)
        if stands is None or stands["until_on"]:
            _must_be_another(work, given.title, given.edition, instrument_id)
        if stands is None:
            _insert(work, given, instrument_id, None, by_words=True)
        elif stands["until_on"]:
            work.change(instruments, instrument_id, until_on=None)
    if not work.patches:
        raise Refusal(Text("All of this is here already. Nothing was recorded."))
    return len({patch.id for patch in work.patches if patch.kind == instruments.name})


def _make(work: Work, defined: DefinedInstrument, copied_from: bytes | None) -> bytes:
    return _insert(work, _checked(work, defined, None), work.new_id(), copied_from)


def _checked(work: Work, defined: DefinedInstrument, but: bytes | None) -> DefinedInstrument:
    given = tidy(defined)
    refuse(check_instrument(given))
    _must_be_another(work, given.title, given.edition, but)
    return given


def _must_be_another(work: Work, title: str, edition: str, but: bytes | None) -> None:
    """Of what is open each has a name and edition of its own."""
    key = DefinedInstrument(title, edition).key
    query = select(instruments.c.id, instruments.c.title, instruments.c.edition).where(instruments.c.until_on.is_(None))
    if any(row.id != but and DefinedInstrument(row.title, row.edition).key == key
           for row in work.connection.execute(query)):
        raise RefusedFields([WrongField("edition", Text(
            "{title} is here already in this edition. Nothing was recorded. Give this one another edition, or close "
            "that one first.", title=title))])


def _insert(
    work: Work, given: DefinedInstrument, instrument_id: bytes, copied_from: bytes | None, by_words: bool = False,
) -> bytes:
    """`by_words`: steps and points get ids that another desk that loads the same list makes too."""
    def made(kind: str, words: str) -> bytes:
        return id_within(instrument_id, kind, words) if by_words else work.new_id()

    work.add(instruments, id=instrument_id, **_told(given), from_on=work.day, until_on=None, copied_from=copied_from)
    work.insert(instrument_steps, [
        {"id": made("step", words), "instrument_id": instrument_id, "position": number, "title": words}
        for number, words in enumerate(given.steps, 1)])
    work.insert(instrument_points, [
        {"id": made("point", _key(point)), "instrument_id": instrument_id, "position": number, "area": point.area,
         "title": point.title} for number, point in enumerate(given.points, 1)])
    return instrument_id


def _key(point: DefinedPoint) -> str:
    return f"{point.area}\x1f{point.title}"


def _told(given: DefinedInstrument) -> Row:
    return {name: getattr(given, name) for name in _TOLD}


def _lay(work: Work, table: Table, there: Sequence[Row], instrument_id: bytes, wanted: Sequence[Row]) -> None:
    """Put what there is in the order that is wanted; what is not wanted is taken out, what is new is laid beside it."""
    known = {tuple(row[name] for name in wanted[0]): row["id"] for row in reversed(there)}
    places = dict.fromkeys((row["id"] for row in there), TAKEN_OUT)
    fresh: list[Row] = []
    for number, words in enumerate(wanted, 1):
        row_id = known.get(tuple(words.values()))
        if row_id is None:
            fresh.append({"instrument_id": instrument_id, "position": number, **words})
        else:
            places[row_id] = number
    work.change_each(table, {row_id: {"position": number} for row_id, number in places.items()})
    work.insert(table, fresh)
