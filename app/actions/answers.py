"""What somebody answered: laid down with the results of an import, and taken away with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

import msgspec
from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.operation import Patch, decode_patches
from app.domain.permissions import Permission
from app.store.chunks import chunks
from app.store.database import plain_rows
from app.store.tables import answers, operations, participants

KIND = "answers"
AT_ONCE = 2_000
"""Answers in one transaction, so that nobody's save waits (D7)."""
Said = Mapping[bytes, tuple[bytes, str, str]]
"""By the id of the result: whose it is, what was given, what was expected."""


def lay_answers(work: Work, said: Said) -> None:
    """Those of people who are here, for results that have no answer yet: the first one stays."""
    here, there = _people(work, said), work.rows_still_there(answers, said)
    work.insert(answers, [
        {"id": result, "participant_id": person, "given": given, "expected": expected}
        for result, (person, given, expected) in said.items() if person in here and result not in there])


@action("import.answers", Permission.IMPORT, {KIND: set(ANY_FIELD)}, recorded=lambda given: {"of": given["of"]},
        own=True)
def keep_answers(work: Work, said: Said, of: bytes) -> None:
    """The next answers of a large import; `of` is its operation, in whose record and undo they are included."""
    lay_answers(work, said)


def take_answers(work: Work, results: Sequence[bytes]) -> None:
    """The answers of results that go."""
    found = (row for some in chunks(results) for row in plain_rows(
        work.connection, select(answers.c.id).where(answers.c.id.in_(some))))
    work.remove_all(answers, [row[0] for row in found])


def came_behind(work: Work, row: Any) -> list[Patch]:
    """What the operations that belong to this import wrote; they are taken back with it, and marked so."""
    query = select(operations.c.id, operations.c.arguments, operations.c.patches).where(
        operations.c.action == keep_answers.name, operations.c.number > row.number, operations.c.undone_by.is_(None))
    behind = [one for one in work.connection.execute(query)
              if msgspec.msgpack.decode(one.arguments).get("of") == row.id] if row.action == "import" else []
    for some in chunks([one.id for one in behind]):
        work.connection.execute(
            operations.update().where(operations.c.id.in_(some)).values(undone_by=work.operation_id))
    return [patch for one in behind for patch in decode_patches(one.patches)]


def take_back(work: Work, patches: Sequence[Patch], restored: Set[bytes]) -> None:
    """Answers that came go; those that went with their results come back with the `restored` ones."""
    take_answers(work, [patch.id for patch in patches if patch.inserts])
    went = {patch.id: patch.old for patch in patches if patch.deletes and patch.id in restored}
    lay_answers(work, {one: (row["participant_id"], row["given"], row["expected"]) for one, row in went.items()})


def _people(work: Work, said: Said) -> set[bytes]:
    """Who of them is here: somebody may have been erased since the answers were read."""
    wanted = {person for person, _, _ in said.values()}
    return {one for some in chunks(list(wanted)) for one in work.connection.execute(
        select(participants.c.id).where(participants.c.id.in_(some))).scalars()}
