"""How somebody stands in words: the same on the screen, in a file and on paper."""

from __future__ import annotations

from collections import Counter

from app.domain.text import Text
from app.views.progress_values import BUSY, DONE, HELP, NOT_STARTED, GroupMatrix, MatrixColumn, MatrixRow


def standing_words(row: MatrixRow, column: MatrixColumn, at: int) -> Text:
    """One cell of the matrix: 'done 12 of 12'. `at` is the number of the column."""
    state, done, total = row.states[at], row.done[at], column.total
    if state not in (BUSY, DONE, HELP):
        return Text("not started")
    if total < 2:
        return {BUSY: Text("busy"), DONE: Text("done"), HELP: Text("needs help")}[state]
    if state == DONE:
        return Text("done {done} of {total}", done=done, total=total)
    if state == BUSY:
        return Text("busy, {done} of {total} done", done=done, total=total)
    return Text("needs help, {done} of {total} done", done=done, total=total)


def tally(matrix: GroupMatrix, at: int) -> Counter[int]:
    """How many stand where in one column, by state."""
    return Counter(row.states[at] for row in matrix.rows)


def tally_words(matrix: GroupMatrix, at: int) -> Text:
    """'Taal A2: done 8, busy 5, needs help 3, not started 4'."""
    counts = tally(matrix, at)
    return Text(
        "{title}: done {done}, busy {busy}, needs help {help}, not started {rest}",
        title=matrix.columns[at].title, done=counts[DONE], busy=counts[BUSY], help=counts[HELP],
        rest=counts[NOT_STARTED])


def attention_words(row: MatrixRow) -> tuple[Text, ...]:
    """What asks for a look at somebody: stuck, far behind, not seen, late; each for itself."""
    found = (
        Text("stuck") if row.stuck else None,
        None if row.behind is None else Text(
            "far behind {group_name} ({done} done, the middle one {middle})", group_name=row.behind.group,
            done=row.behind.done, middle=row.behind.middle),
        Text("not seen for a long time") if row.inactive else None,
        Text("{n} step late", "{n} steps late", n=row.late) if row.late else None)
    return tuple(one for one in found if one is not None)
