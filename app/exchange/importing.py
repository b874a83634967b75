"""From files to a plan: reading what was given and matching it; the same for the window and the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.plan import Decision, ImportPlan
from app.domain.text import Text
from app.exchange.files import OpenedSource, kinds_at, open_source
from app.exchange.recognise import SourceKind
from app.views.importing import plan_roster
from app.views.importing_results import plan_statements

# How a provider profile names the forms its customers bring.
OWN_FORMAT = {
    SourceKind.EDEXML: "edexml",
    SourceKind.SDS: "school_data_sync",
    SourceKind.ONEROSTER: "oneroster",
    SourceKind.CSV: "table",
    SourceKind.XLSX: "table",
    SourceKind.STATEMENTS: "statements",
}
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """What was chosen, recognised and read: people first, results after them."""

    opened: tuple[OpenedSource, ...]
    digest: str

    @property
    def format(self) -> str:
        """The form of the first file, as a provider profile names it."""
        return OWN_FORMAT[self.opened[0].kind]

    @property
    def organisation_name(self) -> str:
        rosters = (one.roster for one in self.opened if one.roster is not None)
        return next((roster.organisation_name for roster in rosters if roster.organisation_name), "")


def read_files(paths: Sequence[Path], choices: Mapping[str, str] | None = None) -> GivenFiles:
    """Read everything before anything is planned. Raises Refusal for any file that cannot be read.

    `choices` say which column of a list holds a field (field -> heading).
    """
    opened = _open(paths, choices)
    for one in opened:
        _refuse_unreadable(one)
    return GivenFiles(tuple(sorted(opened, key=lambda one: one.kind is SourceKind.STATEMENTS)), _digest(paths))


def plan_given(
    desk: Desk, given: GivenFiles, decisions: Mapping[str, Decision] | None = None
) -> Iterator[ImportPlan]:
    """One plan per roster and one for the results of each file, in the order in which they must be applied.

    A plan is worked out when it is asked for, so that the results meet the people who were just imported. `decisions`
    are about lines of these files (see `plan_roster`), each of which begins with its source.
    """
    require(desk.sight.actor, Permission.IMPORT)
    left = dict(decisions or {})
    rosters = [one.required_roster() for one in given.opened if one.kind is not SourceKind.STATEMENTS]
    _refuse_elsewhere(left, [roster.source for roster in rosters])
    for one in given.opened:
        if one.kind is SourceKind.STATEMENTS:
            yield desk.read(plan_statements, one.statement_batches(), given.digest)
        else:
            roster = one.required_roster()
            own = {ref: left.pop(ref) for ref in list(left) if _is_of(ref, roster.source)}
            yield desk.read(plan_roster, roster, given.digest, own)


def plan_files(
    desk: Desk, paths: Sequence[Path], choices: Mapping[str, str] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> Iterator[ImportPlan]:
    """`read_files` and `plan_given` in one."""
    return plan_given(desk, read_files(paths, choices), decisions)


def _is_of(ref: str, source: str) -> bool:
    return ref.startswith(f"{source}|")


def _refuse_elsewhere(decisions: Mapping[str, Decision], sources: Sequence[str]) -> None:
    """A decision about a file that was not given is a mistake: it is never read past."""
    if any(not any(_is_of(ref, source) for source in sources) for ref in decisions):
        raise Refusal(
            Text("Something was decided about another file. Nothing was imported. Look at the preview again."))


def _open(paths: Sequence[Path], choices: Mapping[str, str] | None) -> list[OpenedSource]:
    """Each file by itself; but those of OneRoster or School Data Sync are one set, and all results are one import."""
    kinds = {path: kinds_at(path) for path in paths}
    named = frozenset[SourceKind]().union(*kinds.values())
    of_set = next((kind for kind in (SourceKind.ONEROSTER, SourceKind.SDS) if kind in named), None)
    lists = {of_set, SourceKind.CSV} if of_set else set()
    sets = [[path for path in kinds if kinds[path] <= together] for together in (lists, {SourceKind.STATEMENTS})]
    alone = [[path] for path in kinds if not any(path in one for one in sets)]
    return [open_source(one, choices=choices) for one in (*sets, *alone) if one]


def _refuse_unreadable(opened: OpenedSource) -> None:
    """Results are only read while they are planned; whether there are any is seen in the first piece."""
    if opened.kind is SourceKind.STATEMENTS:
        next(opened.statement_batches(1))
    else:
        opened.required_roster()


def _digest(paths: Sequence[Path]) -> str:
    """SHA-256 over the files in their order: names the import in the log without naming a file."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
    return digest.hexdigest()
