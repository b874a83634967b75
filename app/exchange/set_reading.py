"""Reading the rows of a set of files: keys, names and values, with a note at the line where one is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from app.domain.ids import read_id
from app.domain.names import PersonName
from app.domain.roster import Note, Origin, RosterGroup, RosterLocation
from app.domain.text import Text
from app.exchange.cleaning import checked_name, fits, key_too_long, tidy, tidy_key
from app.exchange.csv_set import CsvSet, SetRow
from app.exchange.split_names import split_family

FILLERS = frozenset({"-", "."})
"""What stands in a name that must be filled in and is not there."""


class SetReading:
    """What the readers of School Data Sync and OneRoster have in common.

    `organisation` is the one organisation above all others, when there is exactly one: it is whose files these are,
    and no location of itself. `refused_keys` are keys of people whose line was left out. With `only_changes` the set
    may point at what it does not hold.
    """

    def __init__(self, files: CsvSet, only_changes: bool = False) -> None:
        self.files = files
        self.only_changes = only_changes
        self.organisation: SetRow | None = None
        self.known_locations: dict[str, RosterLocation] = {}
        self.known_groups: dict[str, RosterGroup] = {}
        self._keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.refused_keys: list[str] = []

    @property
    def organisation_key(self) -> str:
        return tidy_key(self.organisation.cell("sourcedid")) if self.organisation else ""

    @property
    def organisation_name(self) -> str:
        return " ".join(self.organisation.cell("name").split()) if self.organisation else ""

    def all_notes(self) -> Iterator[Note]:
        for notebook in self.files.notebooks.values():
            yield from notebook.notes()

    def locations(self, rows: Iterable[SetRow]) -> tuple[RosterLocation, ...]:
        """Every organisation but the one above all others."""
        listed = list(rows)
        self.organisation = _only_root(listed)
        for row in listed:
            column = "sourcedid" if "sourcedid" in row.cells else "sisid"
            readable, key = self.key(row, column, "locations")
            name = self.thing_name(row, "name") if readable and row is not self.organisation else ""
            if name:
                location = RosterLocation(Origin(row.file, row.line), key, name)
                self.known_locations[key or f"name:{name}"] = location
        return tuple(self.known_locations.values())

    def location_of(self, row: SetRow, column: str) -> str | None:
        """The key of the location in a column; None for the organisation itself."""
        if self.organisation is not None and tidy_key(row.cell(column)) == self.organisation_key:
            return None
        return self.known(row, column, self.known_locations)

    def key(self, row: SetRow, column: str, space: str) -> tuple[bool, str | None]:
        """Whether the row can be read, and its key; None, with a note, when it has none."""
        notes, key = self.files.notes_on(row), tidy_key(row.cell(column))
        if not key:
            reason = Text("{element} is not filled in, so it cannot be recognised with certainty.",
                          element=self.files.heading(row, column))  # fmt: skip
            notes.doubtful(row.line, reason)
            return True, None
        if key_too_long(key, row.line, notes):
            return False, key
        first = self._keys[space].setdefault(key, row.line)
        if first == row.line:
            return True, key
        reason = Text(
            "The key {key} stands on line {first} already. This line is left out. "
            "Give each its own key in the source and read the file again.",
            key=key,
            first=first,
        )
        notes.refused(row.line, reason)
        return False, key

    def tidied(self, row: SetRow, column: str) -> str:
        raw = row.cell(column)
        return tidy(raw, self.files.heading(row, column), row.line, self.files.notes_on(row)) if raw else ""

    def plain(self, row: SetRow, column: str) -> str:
        value = self.tidied(row, column)
        fit = fits(value, self.files.heading(row, column), row.line, self.files.notes_on(row))
        return value if fit else ""

    def checked(self, row: SetRow, column: str, check: Callable[[str], str | None]) -> str:
        """The value in our spelling; empty, with a warning, when it is not what the column should hold."""
        value = self.tidied(row, column)
        found = check(value) if value else ""
        if found is not None:
            return found
        reason = Text(
            "{element} is not in order: {value}. It is not taken over.",
            element=self.files.heading(row, column),
            value=value[:50],
        )
        self.files.notes_on(row).warning(row.line, reason)
        return ""

    def thing_name(self, row: SetRow, column: str) -> str:
        """The name of a location or group; empty when the line is refused."""
        name = self.tidied(row, column)
        notes = self.files.notes_on(row)
        if name:
            checked = checked_name("", "", name, row.line, notes)
            return checked.family if checked else ""
        reason = Text(
            "{element} has no name. This line is left out. Fill in the name in the source and read the file again.",
            element=self.files.heading(row, column),
        )
        notes.refused(row.line, reason)
        return ""

    def known(self, row: SetRow, column: str, among: dict[str, RosterLocation] | dict[str, RosterGroup]) -> str | None:
        """The key in a column when it is that of something in the set; a note when it is not."""
        key = tidy_key(row.cell(column))
        if not key or key in among:
            return key or None
        self.note_dangling(row, column, key)
        return None

    def note_dangling(self, row: SetRow, column: str, key: str) -> None:
        reason = Text(
            "There is no {element} with key {key} in this file, or its line was left out. The rest is read.",
            element=self.files.heading(row, column),
            key=key[:100],
        )
        self.files.notes_on(row).doubtful(row.line, reason)

    # People

    def user_rows(self) -> list[SetRow]:
        """Everybody whom the set names."""
        return self.files.rows["users"]

    def rows_by_user(self, kind: str, column: str, roles: frozenset[str]) -> defaultdict[str, list[SetRow]]:
        """The rows of a kind of file by the key of the user; a role or user that is not known is noted."""
        users = {tidy_key(row.cell("sourcedid")) for row in self.user_rows()}
        found: defaultdict[str, list[SetRow]] = defaultdict(list)
        for row in self.files.rows[kind]:
            key = tidy_key(row.cell(column))
            found[key].append(row)
            if key not in users and not self.only_changes:
                self.note_dangling(row, column, key)
            if row.cell("role").casefold() not in roles:
                reason = Text("The role {value} is not known. It is not taken over.", value=row.cell("role")[:50])
                self.files.notes_on(row).warning(row.line, reason)
        return found

    def person_name(self, row: SetRow, given: str, family: str) -> PersonName | None:
        """The name, its prefix taken from before the family name; None when the line is refused."""
        parts = ["" if part in FILLERS else part for part in (self.tidied(row, given), self.tidied(row, family))]
        prefix, last = self.split_family(row, parts[1])
        return checked_name(parts[0], prefix, last, row.line, self.files.notes_on(row))

    def split_family(self, row: SetRow, family: str) -> tuple[str, str]:
        """(prefix, family name): these formats have no place for the prefix of a Dutch name."""
        return split_family(family)

    def username(self, row: SetRow, key: str | None) -> str:
        """The user name; a long key that stands there only because something must is none."""
        name = self.plain(row, "username")
        return "" if name == key and read_id(name) else name

    def leave_out(self, row: SetRow) -> None:
        reason = Text("This person is neither a {participant} nor a {coach} and is left out.")
        self.files.notes_on(row).note(row.line, reason)
        self.files.pass_over(row)


def _only_root(rows: list[SetRow]) -> SetRow | None:
    keys = {tidy_key(row.cell("sourcedid")) for row in rows if "sourcedid" in row.cells}
    roots = [
        row for row in rows if "sourcedid" in row.cells and tidy_key(row.cell("parentsourcedid")) not in keys - {""}
    ]
    return roots[0] if len(roots) == 1 else None
