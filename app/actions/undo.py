"""Undo is a new action with its own check (D8): a field goes back only where it still holds what was set.

Rows that others have built on are kept and listed. The journal reaches back thirty days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.actions import (
    acceptances,
    agreements,
    answers,
    aside,
    assessing,
    audits,
    blacking,
    cards,
    catalogue,
    certificates,
    changes,
    choices,
    claims,
    closed_days,
    coaches,
    connecting,
    consents,
    contacts,
    corrections,
    describing,
    designs,
    doubles,
    erasing,
    following,
    groups,
    importing,
    instruments,
    invoices,
    joining,
    learning_rules,
    licences,
    locations,
    maintenance,
    measures,
    media,
    messages,
    named_views,
    norming,
    observing,
    offering,
    orders,
    organisation,
    own_accounts,
    privacy,
    publishing,
    regrouping,
    reports,
    reviews,
    rights,
    rolling_over,
    rollover,
    routes,
    seals,
    support,
)
from app.actions import participants as people
from app.actions.action import ANY_FIELD, REGISTRY, action
from app.actions.journal import DAY_US, JOURNAL_DAYS
from app.actions.outbox import OF_THE_DESK
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.operation import Patch, decode_patches
from app.domain.permissions import ORGANISATION, Permission, Scope, require
from app.domain.text import Text
from app.store.merged import all_merged
from app.store.messages import groups_of
from app.store.routes import routes_touched
from app.store.summaries import remove_batch, summarise
from app.store.tables import default_of, exercises, imports, metadata, operations, participants, results
from app.store.voided import restore_results

# Loaded here, so that every action the journal can name is known, whatever else the program has loaded.
JOURNALLED = (
    acceptances, agreements, answers, aside, assessing, audits, blacking, cards, catalogue, certificates, changes,
    choices, claims, closed_days, coaches, connecting, consents, contacts, corrections, describing, designs,
    doubles, erasing, following, groups, importing, instruments, invoices, joining, learning_rules, licences,
    locations, maintenance, measures, media, messages, named_views, norming, observing, offering, orders,
    organisation, own_accounts, people, privacy, publishing, regrouping, reports, reviews, rights, rolling_over,
    rollover, routes, seals, support)
# A row stays with the row it is a part of: a person without groups or a programme without its last exercise would be
# something that nobody ever made.
PART_OF = ("participant_id", "coach_id", "row_id", "programme_id", "programme_version_id", "route_id", "agreement_id",
           "invoice_id", "signature_id", "package_id", "change_id", "claim_id", "order_id", "round_id",
           "roll_over_id", "roll_over_group_id", "conversation_id", "test_id", "norm_id", "sitting_id",
           "instrument_id")
COUNTED_WITH = "merged_into"


@dataclass(frozen=True, slots=True)
class Undone:
    """`action` is what was taken back, `rows` how many rows went back, `kept` how many others had built on."""

    action: str
    rows: int
    kept: int


def _everything() -> dict[str, set[str]]:
    return {name: set(ANY_FIELD) for name in metadata.tables}


@action(
    "undo",
    Permission.TAKE_BACK,
    _everything(),
    recorded=lambda _given: {},
    belongs=lambda work, operation_id=None: _of_tenant(work, operation_id),
)
def undo_last(work: Work, operation_id: bytes | None = None) -> Undone:
    """Take back one operation, the newest if none is named; not twice, and not what cannot be undone."""
    row = _wanted(work, operation_id)
    patches = decode_patches(row.patches) + answers.came_behind(work, row)
    require(work.sight.actor, REGISTRY.actions[row.action].permission, _scope_of(work, patches))
    kept = _take_back(work, patches)
    work.undoes = row.id
    work.connection.execute(operations.update().where(operations.c.id == row.id).values(undone_by=work.operation_id))
    return Undone(row.action, len({patch.id for patch in patches}) - kept, kept)


def _of_tenant(work: Work, operation_id: bytes | None) -> bytes | None:
    tenant: bytes | None = _wanted(work, operation_id).tenant
    return tenant


def _wanted(work: Work, operation_id: bytes | None) -> Any:
    query = select(operations).where(
        operations.c.undone_by.is_(None),
        operations.c.action.not_in(["undo", *(name for name, action in REGISTRY.actions.items() if action.own)]),
        operations.c.actor_id == work.sight.actor.account_id,
        operations.c.at_us >= work.now_us - JOURNAL_DAYS * DAY_US,
    )
    if operation_id is None:
        query = query.order_by(operations.c.number.desc()).limit(1)
    else:
        query = query.where(operations.c.id == operation_id)
    row = work.connection.execute(query).first()
    if row is None:
        raise Refusal(Text("There is nothing to undo."))
    if not REGISTRY.actions[row.action].undoable:
        raise Refusal(Text("The last thing done cannot be undone: it was printed or handed out."))
    return row


def _scope_of(work: Work, patches: Sequence[Patch]) -> Scope:
    """The groups of these rows, and those through which the routes among them are reached. Answers are left out: there
    are many, of an import, which is nobody's by group.
    """
    patches = [patch for patch in patches if patch.kind != answers.KIND]
    reached = routes_touched(work.connection, work.day, work.sight.actor.groups, patches)
    return ORGANISATION if reached is None else Scope(_groups_in(work, patches) | reached)


def _groups_in(work: Work, patches: Sequence[Patch]) -> frozenset[bytes]:
    """The groups of the rows; of a row about one person those that this person is in, of a coach the own ones."""
    stands = _standing(work, [patch for patch in patches if patch.kind != "results" and not patch.inserts])
    found: set[bytes] = set()
    for patch in patches:
        row = patch.new if patch.inserts else stands.get(patch.kind, {}).get(patch.id, {})
        person = patch.id if patch.kind == "participants" else row.get("participant_id")
        if row.get("group_id") or person:
            of = groups_of(work.connection, {"group_id": None, **row, "participant_id": person}, work.day)
            found |= of & work.sight.actor.groups or of
    return frozenset(found)


def _references(patch: Patch) -> list[tuple[str, bytes]]:
    """(column, id) of the rows that a patch points at."""
    values = patch.new if isinstance(patch.new, dict) else {str(patch.field): patch.new}
    return [(name, value) for name, value in values.items() if name.endswith("_id") and isinstance(value, bytes)]


def _take_back(work: Work, patches: list[Patch]) -> int:
    """Put everything back; gives the number of rows kept because something else rests on them."""
    back = _take_back_results(work, [patch for patch in patches if patch.kind == "results"])
    answers.take_back(work, [patch for patch in patches if patch.kind == answers.KIND], back)
    rows = [patch for patch in patches if patch.kind not in ("results", answers.KIND)]
    changed_since = _put_back(work, [patch for patch in rows if not patch.inserts])
    kept = _rested_on(work, {patch.id: patch for patch in rows if patch.inserts}, {patch.id for patch in rows})
    by_kind: dict[str, list[bytes]] = {}
    for patch in rows:
        if patch.inserts and patch.id not in kept:
            by_kind.setdefault(patch.kind, []).append(patch.id)
    for kind, ids in by_kind.items():
        work.remove_all(metadata.tables[kind], ids)
    _count_anew(work, rows)
    return len(kept | changed_since)


def _count_anew(work: Work, patches: Iterable[Patch]) -> None:
    """Who was put together, or taken apart, has other summaries again."""
    changed = [patch for patch in patches if patch.field == COUNTED_WITH]
    people = [one for patch in changed for one in (patch.id, patch.old, patch.new) if one]
    if people:
        query = select(participants.c.local).where(participants.c.id.in_(people))
        summarise(work.connection, work.connection.execute(query).scalars())


def _rested_on(work: Work, inserts: Mapping[bytes, Patch], touched: Set[bytes]) -> set[bytes]:
    """Inserted rows that must stay: another one by now, named by others, or with results; and what goes with those.

    `touched` are all rows of the operation: what it changed in them is put back already.
    """
    kept = (_no_longer_as_made(work, inserts) | _named_by_others(work, inserts.keys(), touched)
            | _with_results(work, inserts))
    found = kept
    while found:
        found = (_supports(kept, inserts) | _parts(kept, inserts)) - kept
        kept |= found
    return kept


def _no_longer_as_made(work: Work, inserts: Mapping[bytes, Patch]) -> set[bytes]:
    stands = _standing(work, inserts.values())
    return {one for one, patch in inserts.items() if not _is_as_made(patch, stands[patch.kind].get(one))}


def _is_as_made(patch: Patch, row: Row | None) -> bool:
    """True if every column holds what the insert gave it, or its default; the version is the server's."""
    if row is None:
        return False
    columns = [column for column in metadata.tables[patch.kind].columns if column.name not in OF_THE_DESK]
    return all(row[column.name] == patch.new.get(column.name, default_of(column)) for column in columns)


def _named_by_others(work: Work, ids: Set[bytes], touched: Set[bytes]) -> set[bytes]:
    """Those of these rows that a row outside the operation points at."""
    found: set[bytes] = set()
    for table in metadata.tables.values():
        names = [column.name for column in table.columns if column.name.endswith("_id") and "version" in table.c]
        for row in work.connection.execute(select(table.c.id, *(table.c[name] for name in names))) if names else ():
            if row[0] not in touched:
                found.update(value for value in row[1:] if value in ids)
    return found | (set(all_merged(work.connection).values()) & ids)


def _supports(rows: Iterable[bytes], inserts: Mapping[bytes, Patch]) -> set[bytes]:
    return {value for one in rows for _, value in _references(inserts[one]) if value in inserts}


def _parts(wholes: set[bytes], inserts: Mapping[bytes, Patch]) -> set[bytes]:
    return {one for one, patch in inserts.items() if any(patch.new.get(name) in wholes for name in PART_OF)}


def _with_results(work: Work, inserts: Mapping[bytes, Patch]) -> set[bytes]:
    """People who have results by now, and exercises that were made."""
    kinds = {patch.kind for patch in inserts.values()}
    found: set[bytes] = set()
    for table, column in ((participants, results.c.participant), (exercises, results.c.exercise)):
        if table.name in kinds:
            query = select(table.c.id).where(table.c.local.in_(select(column)))
            found |= set(work.connection.execute(query).scalars())
    return found & inserts.keys()


def _put_back(work: Work, patches: list[Patch]) -> set[bytes]:
    """Set fields back; gives the rows where a field holds something else by now, or that are not there any more."""
    stands = _standing(work, patches)
    changed_since: set[bytes] = set()
    back: dict[str, dict[bytes, Row]] = {}
    for patch in reversed(patches):
        row = stands[patch.kind].get(patch.id)
        if row is None or row[str(patch.field)] != patch.new:
            changed_since.add(patch.id)
        else:
            row[str(patch.field)] = patch.old
            back.setdefault(patch.kind, {}).setdefault(patch.id, {})[str(patch.field)] = patch.old
    for kind, wanted in back.items():
        work.change_each(metadata.tables[kind], wanted)
    return changed_since


def _standing(work: Work, patches: Iterable[Patch]) -> dict[str, dict[bytes, Row]]:
    ids: dict[str, list[bytes]] = {}
    for patch in patches:
        ids.setdefault(patch.kind, []).append(patch.id)
    return {kind: work.rows_still_there(metadata.tables[kind], wanted) for kind, wanted in ids.items()}


def _take_back_results(work: Work, patches: list[Patch]) -> set[bytes]:
    """A batch goes as a whole; what its source had taken back in the same import comes back: gives the ids of that."""
    touched: list[int] = []
    for patch in patches:
        if patch.field == "batch":
            touched += _take_back_batch(work, patch)
    restored = restore_results(work.connection, [patch.old for patch in patches if patch.deletes])
    work.patches += [Patch("results", row["id"], None, 0, None, row) for row in restored]
    summarise(work.connection, [*touched, *(row["participant"] for row in restored)])
    return {row["id"] for row in restored}


def _take_back_batch(work: Work, patch: Patch) -> list[int]:
    batch = work.connection.execute(select(imports.c.local).where(imports.c.id == patch.id)).scalar()
    if batch is None:
        return []
    work.connection.execute(imports.update().where(imports.c.local == batch).values(undo_state="undone"))
    work.note_batch(patch.id, -int(patch.new))
    return remove_batch(work.connection, batch)
