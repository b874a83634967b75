"""Reads plain data (as TOML gives it) into named tuples, strictly; every fault is named with its path.

The annotations of the classes are the schema. Every key must be there and none too many. A value must have
exactly the type that is asked: a text, a whole number, true or false, one of a few words, an amount or a
time between quotes, a list, a table. A `Regulated[...]` table carries its basis beside its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from app.domain.provider_terms import Basis, NotRegulated, Regulated
from app.domain.text import Text
from app.domain.words import Wording

_CLAUSE = re.compile(r"([A-Z]+)-(?:annex [0-9A-Z]+(?:: \d+(?:\.\d+)*)?|\d+(?:\.\d+)*)")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_BASIS = frozenset(Basis._fields)
_SILENT = frozenset({"not_regulated", "note"})


class Faults(list[Text]):
    """The reasons found so far; `prefix` is the letter with which every clause of these terms begins."""

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self.prefix = prefix

    def missing(self, path: str) -> None:
        self.append(Text("{path} is missing.", path=path))

    def unknown(self, path: str) -> None:
        self.append(Text("{path} is not a key of a provider profile.", path=path))

    def wrong(self, path: str, expected: Text) -> None:
        self.append(Text("{path} must be {expected}.", path=path, expected=expected))


def read(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    """`raw` as a value of `kind`, or None where it cannot be; what is wrong is added to `faults`."""
    simple = _SIMPLE.get(kind)
    if simple is not None:
        expected, convert = simple
        value = convert(raw)
        if value is None:
            faults.wrong(path, expected)
        return value
    origin = get_origin(kind)
    if origin is None:
        return read_table(kind, raw, path, faults)
    return _COMPOUND[origin](kind, raw, path, faults)


def read_table(
    kind: Any, raw: object, path: str, faults: Faults, besides: frozenset[str] = frozenset(),
) -> Any:
    """`raw` as the named tuple `kind`, or None; keys in `besides` are read elsewhere."""
    table = _as_table(raw, path, faults)
    if table is None:
        return None
    schema: Mapping[str, Any] = kind.__annotations__
    for key in table:
        if key not in schema and key not in besides:
            faults.unknown(_join(path, key))
    values = {name: _read_key(field, table, name, path, faults) for name, field in schema.items()}
    return None if None in values.values() else kind(**values)


def _read_key(kind: Any, table: Mapping[str, object], name: str, path: str, faults: Faults) -> Any:
    if name not in table:
        faults.missing(_join(path, name))
        return None
    return read(kind, table[name], _join(path, name), faults)


def _read_choice(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    choices = get_args(kind)
    if isinstance(raw, str) and raw in choices:
        return raw
    faults.wrong(path, Text("one of: {choices}", choices=", ".join(choices)))
    return None


def _read_list(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        faults.wrong(path, Text("a list"))
        return None
    entry = get_args(kind)[0]
    values = tuple(read(entry, value, f"{path}[{number}]", faults) for number, value in enumerate(raw, 1))
    return None if None in values else values


def _read_mapping(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    table = _as_table(raw, path, faults)
    if table is None:
        return None
    entry = get_args(kind)[1]
    values = {key: read(entry, value, _join(path, key), faults) for key, value in table.items()}
    return None if None in values.values() else values


def _read_regulated(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    value = read_table(get_args(kind)[0], raw, path, faults, besides=_BASIS)
    basis = _read_basis(raw, path, faults) if isinstance(raw, Mapping) else None
    return None if value is None or basis is None else Regulated(value, basis)


def _read_rule(kind: Any, raw: object, path: str, faults: Faults) -> Any:
    """A rule that may be silent: `not_regulated = true`, with at most a note."""
    if not isinstance(raw, Mapping) or "not_regulated" not in raw:
        return _read_regulated(get_args(kind)[0], raw, path, faults)
    if raw["not_regulated"] is not True:
        faults.wrong(_join(path, "not_regulated"), Text("true, or left out"))
    for key in raw.keys() - _SILENT:
        faults.append(Text("{path} cannot stand beside not_regulated.", path=_join(path, key)))
    return NotRegulated(_read_note(raw, path, faults))


def _read_basis(table: Mapping[str, object], path: str, faults: Faults) -> Basis:
    texts = {name: read(str, table.get(name, ""), _join(path, name), faults) or "" for name in _CITED}
    assumption = table.get("assumption", False)
    if not isinstance(assumption, bool):
        faults.wrong(_join(path, "assumption"), Text("true or false"))
    basis = Basis(**texts, assumption=assumption is True, note=_read_note(table, path, faults))
    _check_basis(basis, path, faults)
    if basis.assumption and "note" not in table:
        faults.append(Text("{path} is an assumption and needs a note that says why.", path=path))
    return basis


_CITED = ("clause", "law", "standard")


def _check_basis(basis: Basis, path: str, faults: Faults) -> None:
    if not basis.cited and not basis.assumption:
        faults.append(Text(
            "{path} does not say where it comes from: a clause, a law, a standard or an assumption.",
            path=path,
        ))
    if basis.clause and not all(_is_clause(clause, faults.prefix) for clause in basis.clause.split(", ")):
        faults.wrong(_join(path, "clause"), Text(
            'a clause of these terms, such as "{prefix}-1.8" or "{prefix}-annex 3: 6.2"',
            prefix=faults.prefix,
        ))


def _is_clause(clause: str, prefix: str) -> bool:
    found = _CLAUSE.fullmatch(clause)
    return found is not None and found[1] == prefix


def _read_note(table: Mapping[str, object], path: str, faults: Faults) -> Wording | None:
    if "note" not in table:
        return None
    note: Wording | None = read_table(Wording, table["note"], _join(path, "note"), faults)
    return note


def _as_table(raw: object, path: str, faults: Faults) -> Mapping[str, object] | None:
    if isinstance(raw, Mapping):
        return raw
    faults.wrong(path, Text("a table"))
    return None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


def _yes_or_no(raw: object) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _whole_number(raw: object) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None


def _amount(raw: object) -> Decimal | None:
    try:
        amount = Decimal(raw) if isinstance(raw, str) else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() and amount >= 0 else None


def _day(raw: object) -> date | None:
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _clock_time(raw: object) -> time | None:
    found = _TIME.fullmatch(raw) if isinstance(raw, str) else None
    return time(int(found[1]), int(found[2])) if found else None


_SIMPLE: Mapping[Any, tuple[Text, Callable[[object], Any]]] = {
    str: (Text("a text"), _text),
    bool: (Text("true or false"), _yes_or_no),
    int: (Text("a whole number of 0 or more"), _whole_number),
    Decimal: (Text('an amount between quotes, such as "500.00"'), _amount),
    date: (Text("a day without quotes, such as 2026-01-31"), _day),
    time: (Text('a time between quotes, such as "08:00"'), _clock_time),
}
_COMPOUND: Mapping[Any, Callable[[Any, object, str, Faults], Any]] = {
    Literal: _read_choice,
    tuple: _read_list,
    Mapping: _read_mapping,
    Regulated: _read_regulated,
    Union: _read_rule,
    UnionType: _read_rule,
}
