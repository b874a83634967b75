"""Which column of a list holds which of our fields: guessed from headings and contents, and put right by the user."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.domain.errors import Refusal
from app.domain.names import fold
from app.domain.text import Text
from app.exchange import values
from app.exchange.column_words import FORBIDDEN, SOMEONE_ELSE, SYNONYMS

FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "key": Text("Number or key"),
        "given_name": Text("First name"),
        "prefix": Text("Prefix of the family name"),
        "family_name": Text("Family name"),
        "name": Text("Whole name"),
        "username": Text("Username"),
        "email": Text("E-mail address"),
        "postcode": Text("Postcode"),
        "groups": Text("Group or groups"),
        "coach": Text("{Coach} of the group"),
        "location": Text("{Location}"),
        "role": Text("Role"),
        "birth_date": Text("Date of birth"),
        "gender": Text("Gender"),
        "birth_year": Text("Year of birth"),
        "mother_tongue": Text("Mother tongue"),
        "younger_than_16": Text("Younger than 16"),
        "year_group": Text("Year group"),
        "eckid": Text("ECK iD"),
        "group_kind": Text("Kind of {group}"),
        "group_year": Text("School year of the {group}"),
        "course_kind": Text("Kind of course"),
        "course_type": Text("Type of course"),
    }
)
"""Our fields, in the order in which a mapping dialog shows them, with what they are called on screen."""

SAMPLE = 200
"""Rows that are looked at to guess what a column holds."""


class Certainty(StrEnum):
    """SURE: the heading says so. LIKELY: it begins so, or the contents say so. CHOSEN: the user did."""

    SURE = "sure"
    LIKELY = "likely"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Our field -> index of the column (from 0), how certain that is, and the columns that are never read."""

    columns: Mapping[str, int]
    certainty: Mapping[str, Certainty] = field(default_factory=dict)
    forbidden: frozenset[int] = frozenset()

    @property
    def has_name(self) -> bool:
        """Without a name column no row is a person."""
        return bool({"name", "given_name", "family_name"} & self.columns.keys())


def plain(heading: str) -> str:
    """A heading as words: no accents, no case, no punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(heading)))


def recognised(heading: str) -> tuple[str, Certainty] | None:
    """The field that a heading names, if it does."""
    words = plain(heading)
    if not words or is_forbidden(heading):
        return None
    if found := _BY_WORDS.get(words.replace(" ", "")):
        return found, Certainty.SURE
    parts = words.split()
    if not SOMEONE_ELSE.isdisjoint(parts):
        return None
    for length in (3, 2, 1):
        if len(parts) > length and (found := _BY_WORDS.get("".join(parts[:length]))):
            return found, Certainty.LIKELY
    return None


_BY_WORDS = {word: name for name, words in SYNONYMS.items() for word in words}


def is_forbidden(heading: str) -> bool:
    """Citizen service numbers, bank accounts and passwords: never read, whoever asks."""
    words = plain(heading).split()
    joined = "".join(words)
    return not FORBIDDEN.isdisjoint([*words, joined]) or any(word in joined for word in FORBIDDEN if len(word) > 5)


def propose_mapping(headings: Sequence[str], sample_rows: Sequence[Sequence[str]]) -> ColumnMapping:
    """The likeliest mapping. Each field has at most one column: the surest, then the leftmost (roepnaam first)."""
    forbidden = _forbidden_columns(headings, sample_rows)
    columns: dict[str, int] = {}
    certainty: dict[str, Certainty] = {}
    places = sorted(set(range(len(headings))) - forbidden, key=lambda at: (plain(headings[at]) != "roepnaam", at))
    found = {place: recognised(headings[place]) for place in places}
    for wanted in (Certainty.SURE, Certainty.LIKELY):
        for place, guess in found.items():
            if guess and guess[1] is wanted and guess[0] not in columns:
                columns[guess[0]], certainty[guess[0]] = place, wanted
    _settle_name(columns, certainty)
    _guess_by_contents(columns, certainty, forbidden, sample_rows)
    return ColumnMapping(columns, certainty, forbidden)


def _settle_name(columns: dict[str, int], certainty: dict[str, Certainty]) -> None:
    """Beside a first name, "Naam" is the family name; beside both, it says nothing new."""
    if "name" not in columns or "given_name" not in columns:
        return
    place, how = columns.pop("name"), certainty.pop("name")
    if "family_name" not in columns:
        columns["family_name"], certainty["family_name"] = place, how


def _forbidden_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> frozenset[int]:
    return frozenset(
        place
        for place, heading in enumerate(headings)
        if is_forbidden(heading) or _holds(rows, place, values.is_citizen_number) or
        _holds(rows, place, values.is_bank_account)
    )  # fmt: skip


def _holds(rows: Sequence[Sequence[str]], place: int, test: Callable[[str], object]) -> bool:
    """Whether at least three cells of a column are filled and all of these pass."""
    filled = [row[place] for row in rows[:SAMPLE] if place < len(row) and row[place]]
    return len(filled) >= 3 and all(test(cell) for cell in filled)


def _guess_by_contents(
    columns: dict[str, int],
    certainty: dict[str, Certainty],
    forbidden: frozenset[int],
    rows: Sequence[Sequence[str]],
) -> None:
    width = max((len(row) for row in rows[:SAMPLE]), default=0)
    tests = (("email", values.mail_address), ("postcode", values.dutch_postcode))
    for place in range(width):
        if place in forbidden or place in columns.values():
            continue
        for name, test in tests:
            if name not in columns and _holds(rows, place, test):
                columns[name], certainty[name] = place, Certainty.LIKELY
                break


def choose(mapping: ColumnMapping, headings: Sequence[str], choices: Mapping[str, str]) -> ColumnMapping:
    """`mapping` changed as the user says: our field -> heading, or '' for no column.

    A column serves one field; what it served before loses it. Raises `Refusal` for a field or heading that does
    not exist, and for a column that is never read.
    """
    columns, certainty = dict(mapping.columns), dict(mapping.certainty)
    for name, heading in choices.items():
        if name not in FIELDS:
            raise _unknown_field(name)
        columns.pop(name, None)
        certainty.pop(name, None)
        if heading:
            place = _place_of(heading, headings, mapping.forbidden)
            for other in [served for served, column in columns.items() if column == place]:
                del columns[other], certainty[other]
            columns[name], certainty[name] = place, Certainty.CHOSEN
    return ColumnMapping(columns, certainty, mapping.forbidden)


def _place_of(heading: str, headings: Sequence[str], forbidden: frozenset[int]) -> int:
    wanted = plain(heading)
    place = next((place for place, other in enumerate(headings) if plain(other) == wanted or other == heading), None)
    if place is None:
        raise Refusal(
            Text("There is no column {heading}.", heading=heading),
            Text("The columns are: {headings}.", headings=", ".join(headings)),
        )
    if place in forbidden:
        raise Refusal(
            Text(
                "The column {heading} is never read: it looks like citizen service numbers, bank accounts or "
                "passwords.",
                heading=headings[place],
            ),
            Text("Choose another column, or take this column out of the file."),
        )
    return place


def _unknown_field(name: str) -> Refusal:
    return Refusal(
        Text("There is no field {field}.", field=name),
        Text("The fields are: {fields}.", fields=", ".join(FIELDS)),
    )
