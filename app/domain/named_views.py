"""A panel as somebody filtered and sorted it, kept under a name: for the own account alone, at every desk of it.

What is kept of it names nobody. A name that was typed to find somebody is never part of it, and there is no place
where it could stand: only ids of groups and programmes, columns, and signs that are on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.names import fold
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing

KIND = "named_views"
LONGEST_NAME = 60
MOST = 50
"""Our own choice: of one panel more than these are no help any more."""
HELP_REASONS = ("", "any", "stuck", "behind", "unseen")
"""What can be asked for of who needs help; '' is everybody."""
PLACES = ("everybody", "without", "doubles", "leavers")
"""What can be opened in the list of groups beside a group."""
_ID = re.compile(r"[0-9a-f]{32}\Z")

Choices = Mapping[str, Any]
_Fits = Callable[[Any], bool]


def _is_id(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and _ID.match(value) is not None)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_column(value: Any) -> bool:
    return type(value) is int and 0 <= value < 100


def _is_help(value: Any) -> bool:
    return value in HELP_REASONS


def _is_column_or_id(value: Any) -> bool:
    return _is_column(value) or _is_id(value)


def _is_place(value: Any) -> bool:
    return value in PLACES or _is_id(value)


CHOICES: Mapping[str, Mapping[str, _Fits]] = {
    "progress": {"group": _is_id, "programme": _is_id, "column": _is_column_or_id, "downward": _is_flag,
                 "help": _is_help, "late": _is_flag},
    "difficult": {"group": _is_id, "programme": _is_id, "column": _is_column, "downward": _is_flag,
                  "stuck": _is_flag},
    "groups": {"place": _is_place, "left": _is_flag, "column": _is_column, "downward": _is_flag},
}
"""Per panel what may be kept. A group or programme is the hexadecimal id, or '' for all of them."""


def written(choices: Choices) -> str:
    """As they are kept."""
    return json.dumps(dict(choices), sort_keys=True)


def choices_of(panel: str, kept: str) -> dict[str, Any]:
    """What is kept, without what this program does not know; what is not there is as the panel begins."""
    fits = CHOICES.get(panel, {})
    return {name: value for name, value in (_read(kept) or {}).items() if name in fits and fits[name](value)}


def check_name(name: str, others: Iterable[str]) -> WrongField | None:
    """What is wrong with a name; `others` are those of the other views of the panel."""
    if not name.strip():
        return missing("name")
    if len(" ".join(name.split())) > LONGEST_NAME:
        return WrongField("name", Text(
            "This is too long: at most {n} characters. Nothing was recorded.", n=LONGEST_NAME))
    if fold(" ".join(name.split())) in {fold(one) for one in others}:
        return WrongField("name", Text("There is a view with this name already. Nothing was recorded."))
    return None


def broken_view(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a kept view, whoever sends it (S1). One that was removed has no name and no choices."""
    if kind != KIND or _is_proper(row):
        return None
    return Text("This change has a shape that the server does not know. It was refused.")


def _is_proper(row: Mapping[str, Any]) -> bool:
    choices, fits = _read(row["choices"]), CHOICES.get(row["panel"])
    return bool(
        choices is not None and fits is not None and len(row["name"]) <= LONGEST_NAME
        and all(name in fits and fits[name](value) for name, value in choices.items()))


def _read(kept: str) -> dict[str, Any] | None:
    try:
        choices = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return None
    return choices if isinstance(choices, dict) else None
