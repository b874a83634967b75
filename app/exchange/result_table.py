"""Results as a list (CSV): one attempt a row, with what was answered. For programmes that speak no xAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from re import ASCII, compile
from types import MappingProxyType
from zoneinfo import ZoneInfo

import msgspec

from app.domain.roster import Origin, Statement, Statements
from app.domain.text import Text
from app.exchange.cleaning import tidy_key
from app.exchange.columns import plain
from app.exchange.csv_set import first_headings
from app.exchange.notebook import Notebook
from app.exchange.sources import SourceFile
from app.exchange.statement_answers import as_kept
from app.exchange.statement_checks import Invalid
from app.exchange.statement_parts import id_bytes, instant, is_iri
from app.exchange.statements import made_id
from app.exchange.tables import TableRow, read_csv_table
from app.exchange.values import mail_address

COLUMNS: Mapping[str, frozenset[str]] = MappingProxyType({
    "account": frozenset({"account", "gebruikersnaam", "username", "user name"}),
    "mail": frozenset({"e mail", "email", "e mailadres", "e mail address"}),
    "exercise": frozenset({"oefening", "exercise", "activiteit", "activity"}),
    "moment": frozenset({"moment", "tijdstip", "datum en tijd", "date and time", "timestamp"}),
    "score": frozenset({"score", "score procent", "score percentage"}),
    "outcome": frozenset({"uitkomst", "outcome"}),
    "seconds": frozenset({"seconden", "seconds"}),
    "given": frozenset({"antwoord", "gegeven antwoord", "answer", "answer given", "response"}),
    "expected": frozenset({"goede antwoord", "goed antwoord", "right answer"}),
    "id": frozenset({"id"}),
})
"""Our names of the columns, and the headings that name them."""
_OUTCOMES: Mapping[str, tuple[bool | None, bool | None]] = MappingProxyType({
    **dict.fromkeys(("af", "gelukt", "goed", "done", "made", "passed"), (True, True)),
    **dict.fromkeys(("nog niet", "niet gelukt", "fout", "not yet", "failed"), (None, False)),
    **dict.fromkeys(("", "geprobeerd", "tried"), (False, None)),
})
"""(completed, passed)"""
_LOCAL = ZoneInfo("Europe/Amsterdam")
"""Of a moment without a time zone: people write lists by their own clock."""
_MOMENT = compile(r"(\d{1,2})-(\d{1,2})-(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?", ASCII)
_SCORE = compile(r"(\d{1,3})(?:[.,](\d))?\s*%?", ASCII)
_SECONDS = compile(r"\d{1,7}", ASCII)


def is_result_table(source: SourceFile) -> bool:
    """Whether the headings are those of a list of results: who, which exercise, and when."""
    found = _places(first_headings(source))
    return {"exercise", "moment"} <= found.keys() and bool({"account", "mail"} & found.keys())


def read_result_table(source: SourceFile) -> Statements:
    """The results in the list; a row that is not in order is left out and said. Raises Refusal where there is no list.

    An exercise is named by its address (IRI), as in the catalogue. A row without an id gets one made of what it says
    but for the answer, so that the same list can be read again, also with the answers added.
    """
    table, notes = read_csv_table(source), Notebook(source.name)
    places = _places(table.headings)
    found = []
    for row in table.rows:
        try:
            found.append(_statement(source.name, row, places))
        except Invalid as fault:
            notes.refused(row.line, fault.reason)
    return Statements(tuple(found), notes=(*table.notes, *notes.notes()))


def _places(headings: Sequence[str]) -> dict[str, int]:
    """The first column of each name."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        words = plain(heading)
        for name, known in COLUMNS.items():
            if words in known:
                found.setdefault(name, place)
    return found


def _statement(file: str, row: TableRow, places: Mapping[str, int]) -> Statement:
    cell = {name: row.cells[place].strip() for name, place in places.items()}
    kind, key = _actor(cell)
    at_us, offset = _moment(cell["moment"])
    completed, passed = _outcome(cell.get("outcome", ""))
    exercise = cell["exercise"]
    if not is_iri(exercise):
        raise _wrong(Text("Exercise"), exercise)
    return Statement(
        Origin(file, row.line), _id(cell), kind, key, exercise, at_us, offset, _score(cell.get("score", "")), completed,
        passed, _seconds(cell.get("seconds", "")), given=as_kept(cell.get("given", "")),
        expected=as_kept(cell.get("expected", "")) if cell.get("given") else "")


def _actor(cell: Mapping[str, str]) -> tuple[str, str]:
    if account := tidy_key(cell.get("account", "")):
        return "account", account
    mail = cell.get("mail", "")
    address = mail_address(mail)
    if address is None:
        raise _wrong(Text("E-mail address"), mail)
    return "mail", address


def _moment(raw: str) -> tuple[int, int]:
    """UTC microseconds and the offset in minutes."""
    found = instant(raw)
    if found is not None and found[2]:
        return found[0], found[1]
    local = _written(raw) if found is None else datetime.fromisoformat(raw)
    if local is None or local.year < 1970:
        raise _wrong(Text("Time"), raw)
    local = local.replace(tzinfo=_LOCAL)
    offset = local.utcoffset()
    assert offset is not None
    return int(local.astimezone(UTC).timestamp()) * 1_000_000, int(offset.total_seconds()) // 60


def _written(raw: str) -> datetime | None:
    """As Dutch Excel writes it: 2-11-2026 14:05."""
    found = _MOMENT.fullmatch(raw)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _score(raw: str) -> int | None:
    """A percentage, as per mille."""
    if not raw:
        return None
    found = _SCORE.fullmatch(raw)
    score = int(found[1]) * 10 + int(found[2] or 0) if found else -1
    if not 0 <= score <= 1000:
        raise _wrong(Text("Score"), raw)
    return score


def _seconds(raw: str) -> int | None:
    if raw and not _SECONDS.fullmatch(raw):
        raise _wrong(Text("Seconds"), raw)
    return int(raw) if raw else None


def _outcome(raw: str) -> tuple[bool | None, bool | None]:
    found = _OUTCOMES.get(raw.lower())
    if found is None:
        raise _wrong(Text("Outcome"), raw)
    return found


def _id(cell: Mapping[str, str]) -> bytes:
    if not cell.get("id"):
        said = {name: text for name, text in cell.items() if name not in ("given", "expected")}
        return made_id(msgspec.json.encode(said))
    found = id_bytes(cell["id"])
    if found is None:
        raise _wrong(Text("id"), cell["id"])
    return found


def _wrong(element: Text, value: str) -> Invalid:
    return Invalid(Text(
        "{element} is not in order: {value}. It is left out.", element=element, value=value[:50] or "–"))
