"""Files of rows, as several forms of a roster are written: commas, UTF-8 without a mark, nothing that is executed."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from app.domain.errors import Refusal
from app.domain.ids import derived_id
from app.domain.names import PersonName
from app.domain.roster import Roster, RosterPerson
from app.domain.text import Text
from app.exchange.shown_table import harmless

NO_NAME = "."
"""Stands for a given or family name that somebody does not have, where the form wants both."""
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
Rows = Sequence[Sequence[str]]


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows, headings first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The files at the root of a ZIP; the same files are the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_MOMENT), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def given_name(name: PersonName) -> str:
    return name.given or NO_NAME


def family_name(name: PersonName) -> str:
    """The family name with its prefix before it, as other programs show it."""
    return " ".join(part for part in (name.prefix, name.family) if part) or NO_NAME


def organisation_key(roster: Roster) -> str:
    """A key for the organisation itself, always the same for one name."""
    return _key_of_organisation(roster.organisation_name)


@lru_cache(maxsize=16)
def _key_of_organisation(name: str) -> str:
    return f"organisation-{derived_id(b'', 'leerspoor', 'organisation', name).hex()[:12]}"


def people(roster: Roster) -> list[tuple[RosterPerson, str]]:
    """Everybody with the role in which they stand in the roster."""
    return [*((one, "student") for one in roster.participants), *((one, "teacher") for one in roster.coaches)]


def refuse_broken(roster: Roster) -> None:
    """Raise `Refusal` where a name or other value holds a line break or control sign: no file may hold those."""
    for what in _texts(roster):
        if not what.isprintable() and any(unicodedata.category(sign) in _BREAKS for sign in what):
            raise Refusal(
                Text("“{text}” holds a line break or a sign that cannot be seen. Nothing was written.",
                     text=" ".join(what.split())),
                Text("Correct it in the program and write the file again."),
            )  # fmt: skip


def _texts(roster: Roster) -> Iterable[str]:
    yield roster.organisation_name
    yield from (location.name for location in roster.locations)
    for group in roster.groups:
        yield from (group.name, group.year_group)
    for person, _role in people(roster):
        yield from (person.name.given, person.name.prefix, person.name.family, *person.fields.values())
