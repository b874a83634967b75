"""What the import dialog asks of the program. Nothing here knows Qt: it runs in the worker process or a thread.

Everything the dialog shows is one plain `Preview`; a refusal is a value here, because the dialog shows it itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.plan import KINDS, OUTCOMES, Decision, ImportPlan, PlanLine
from app.domain.rollover.kept import Settled
from app.domain.text import Text

if TYPE_CHECKING:
    from app.actions.desk import Desk
    from app.exchange.files import OpenedSource
    from app.views.rollover_differences import FileAgainst

SAMPLES = 3


class Access(NamedTuple):
    """What a worker process needs to read the organisation; it travels by pipe and nowhere else."""

    database: Path
    key: Any
    account_id: bytes


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. `field` is '' where it is not taken over; `certainty` sure, likely, chosen or ''.

    `sample` holds the first values; a `forbidden` column is never read, whoever asks.
    """

    heading: str
    field: str
    sample: tuple[str, ...]
    certainty: str = ""
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, or why nothing can. `columns` and `fields` (code and words) are there for a list only.

    `against` is what the file says beside the new groups that are prepared; `settled` what was chosen about that.
    """

    paths: tuple[str, ...]
    plans: tuple[ImportPlan, ...] = ()
    columns: tuple[Column, ...] = ()
    fields: tuple[tuple[str, Text], ...] = ()
    choices: Mapping[str, str] | None = None
    reasons: tuple[Text, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    against: FileAgainst | None = None
    settled: tuple[Settled, ...] = ()

    @property
    def undecided(self) -> int:
        """Doubtful lines about which somebody could decide and did not yet."""
        return sum(plan.undecided for plan in self.plans)

    @property
    def files(self) -> list[str]:
        return [Path(path).name for path in self.paths]

    @property
    def needs_columns(self) -> bool:
        """True where it is not clear which column holds the names."""
        return not self.plans and not self.reasons

    @property
    def lines(self) -> list[PlanLine]:
        return [line for plan in self.plans for line in plan.lines]

    @property
    def does_something(self) -> bool:
        return any(plan.does_something for plan in self.plans)

    @property
    def gone(self) -> int:
        """How many people of this source are not in it any more."""
        return sum(len(plan.gone) for plan in self.plans)

    def counted(self, outcome: str) -> dict[str, int]:
        """How many of each kind (participants, groups, …) have this outcome; only kinds that have any."""
        sums = {kind: sum(plan.counts[kind][outcome] for plan in self.plans) for kind in KINDS}
        return {kind: number for kind, number in sums.items() if number}

    def total(self, outcome: str) -> int:
        return sum(self.counted(outcome).values())

    def not_taken_over(self) -> dict[str, int]:
        left: Counter[str] = Counter()
        for plan in self.plans:
            left.update(plan.not_taken_over)
        return dict(left)


def read_preview(
    access: Access, paths: Sequence[str], choices: Mapping[str, str] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> Preview:
    """Read the files and work out what they would do; nothing is written. `decisions` are about doubtful lines."""
    from app.actions.desk import Desk
    from app.store.database import Database

    database = Database(access.database, access.key)
    try:
        return preview_at(Desk(database, account_id=access.account_id), paths, choices, decisions)
    except Refusal as refusal:
        return Preview(tuple(paths), reasons=tuple(refusal.reasons))
    finally:
        database.close()


def preview_at(
    desk: Desk, paths: Sequence[str], choices: Mapping[str, str] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> Preview:
    """`read_preview` at a desk that is open. Raises Refusal."""
    from app.exchange.importing import plan_given, read_files
    from app.views.rollover_differences import file_against_prepared

    files = [Path(path) for path in paths]
    try:
        given = read_files(files, choices)
    except Refusal:
        unclear = _unclear_list(files, choices)
        if unclear is None:
            raise
        return Preview(tuple(paths), (), _columns(unclear), _fields(), choices)
    plans = tuple(plan_given(desk, given, decisions))
    lists = [one for one in given.opened if one.mapping is not None]
    columns = _columns(lists[0]) if len(lists) == 1 else ()
    return Preview(
        tuple(paths), plans, columns, _fields() if columns else (), choices,
        decisions=dict(decisions or {}), against=desk.read(file_against_prepared, plans))


def apply_preview(
    desk: Desk, preview: Preview, gone: str, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool],
) -> ChangeSet | Refusal | None:
    """Take it over. A refusal comes back as a value, and None where the user stopped it: nothing was changed then."""
    from app.actions.importing import Stopped, apply_plan
    from app.exchange.importing import plan_files

    plans = preview.plans
    try:
        if len(plans) == 1:
            return apply_plan(
                desk, plans[0], gone=gone, settled=preview.settled, progress=progress, cancelled=cancelled)
        # results are matched with the people that were taken over just before them
        files = [Path(path) for path in preview.paths]
        return _together([
            apply_plan(desk, plan, gone=gone, settled=preview.settled if plan.results is None else (),
                       progress=progress, cancelled=cancelled)
            for plan in plan_files(desk, files, preview.choices, preview.decisions)
        ])
    except Refusal as refusal:
        return refusal
    except Stopped:
        return None


def _together(done: Sequence[ChangeSet]) -> ChangeSet:
    """One change set for several; undo takes back the last."""
    kinds: dict[str, frozenset[bytes]] = {}
    for changes in done:
        for kind, ids in changes.kinds.items():
            kinds[kind] = kinds.get(kind, frozenset()) | ids
    return ChangeSet(kinds, done[-1].operation_id, done[-1].action, done[-1].outcome)


def _unclear_list(files: Sequence[Path], choices: Mapping[str, str] | None) -> OpenedSource | None:
    """The list that was refused only because nobody said yet which column holds the names."""
    from app.exchange.files import open_source

    try:
        opened = open_source(files, choices=choices)
    except Refusal:
        return None
    return opened if opened.mapping is not None and not opened.mapping.has_name else None


def _fields() -> tuple[tuple[str, Text], ...]:
    from app.exchange.columns import FIELDS

    return tuple(FIELDS.items())


def _columns(source: OpenedSource) -> tuple[Column, ...]:
    table, mapping = source.table, source.mapping
    assert table is not None and mapping is not None
    fields = {place: field for field, place in mapping.columns.items()}
    return tuple(
        Column(
            heading, fields.get(place, ""), _sample(table.samples(), place),
            str(mapping.certainty.get(fields.get(place, ""), "")), place in mapping.forbidden)
        for place, heading in enumerate(table.headings)
    )


def _sample(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    """The first different values that are filled."""
    filled = dict.fromkeys(row[place] for row in rows if place < len(row) and row[place])
    return tuple(filled)[:SAMPLES]


__all__ = ["OUTCOMES", "Access", "Column", "Preview", "apply_preview", "preview_at", "read_preview"]
