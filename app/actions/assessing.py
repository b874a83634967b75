"""Tests that were taken, and what came of them: typed from paper, corrected, and normed again when somebody says so.

A result keeps the edition of the norm that it was normed by. A coach does this for people in the own groups; the server
holds the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.using import must_give_tests
from app.actions.work import Row, Work
from app.domain.assessment.norming import NormChoice, norm_for, normed
from app.domain.assessment.scores import FIELD, check_result, check_sitting, score_of_items, total_of_parts
from app.domain.calendar import is_day
from app.domain.errors import Refusal
from app.domain.kinds import KINDS
from app.domain.permissions import ORGANISATION, Permission, Role, Scope
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.assessing import level_system, norms_of, parts_of, result_id, results_in
from app.store.merged import kept_id
from app.store.messages import groups_of
from app.store.tables import groups, participants, sittings, test_results, tests

_BOTH = {"sittings": set(ANY_FIELD), "test_results": set(ANY_FIELD)}
_MEASURED = ("items_right", "items_wrong", "items_read", "seconds")
_NORMED = ("norm_id", "scaled", "low", "high", "level")
_EMPTY: Row = {
    "raw": None, "absent": "", "remark": "", "item_scores": None, "norm_id": None, "scaled": None, "low": None,
    "high": None, "level": "", **dict.fromkeys(_MEASURED)}


def _of_those(
    work: Work, group_id: bytes | None = None, participant_ids: Collection[bytes] = (), **_given: Any,
) -> Scope:
    """A group, or the groups in which these people are reached."""
    if group_id is not None:
        return Scope.of_groups(group_id)
    reached: set[bytes] = set()
    for one in participant_ids:
        found = groups_of(work.connection, {"group_id": None, "participant_id": one}, work.day)
        reached |= found & work.sight.actor.works_in or found
        if not found:
            return ORGANISATION
    return Scope(frozenset(reached)) if reached else ORGANISATION


def _of_person(work: Work, participant_id: bytes, **_given: Any) -> Scope:
    return _of_those(work, participant_ids=[participant_id])


def _of_sitting(work: Work, sitting_id: bytes, **_given: Any) -> Scope:
    row = work.rows_by_id(sittings, [sitting_id])[sitting_id]
    people = {one["participant_id"] for one in results_in(work.connection, sitting_id)}
    return _of_those(work, row["group_id"], people)


def _of_group(work: Work, sitting_id: bytes, **_given: Any) -> Scope:
    row = work.rows_by_id(sittings, [sitting_id])[sitting_id]
    return Scope.of_groups(row["group_id"]) if row["group_id"] else ORGANISATION


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """Scores and remarks stand in the rows, and nowhere else."""
    return {name: value for name, value in given.items() if name.endswith(("_id", "_ids"))}


@action("sitting.add", Permission.FOLLOW, _BOTH, scope=_of_those, recorded=_ids)
def add_sitting(
    work: Work, test_id: bytes, moment: str, taken_on: str, group_id: bytes | None = None,
    participant_ids: Sequence[bytes] = (), remark: str = "",
) -> bytes:
    """A test that was taken by a group, or by these people alone; gives its id."""
    _must_be_kept(work)
    refuse(check_sitting(moment, taken_on, remark, work.today))
    if (group_id is None) != bool(participant_ids):
        raise Refusal(Text("Choose {a_group} or {a_participant}. Nothing was recorded."), remedy="with")
    if work.rows_by_id(tests, [test_id])[test_id]["until_on"]:
        raise Refusal(Text("This test was withdrawn. Nothing was recorded. Load it again to give it."))
    must_give_tests(work, date.fromisoformat(taken_on))
    if group_id is not None:
        work.rows_by_id(groups, [group_id])
    work.rows_by_id(participants, participant_ids)
    made = work.add(
        sittings, test_id=test_id, group_id=group_id, moment=moment.strip(), taken_on=taken_on,
        account_id=work.sight.actor.account_id, recorded_us=work.now_us,
        remark=remark.strip() if group_id is not None else "")  # of one person: everybody would read it
    alone = [{"participant_id": kept_id(work.connection, one), "part_id": None} for one in participant_ids]
    work.insert(test_results, [_fresh(work, made, test_id, one, taken_on) for one in alone])
    return made


@action("sitting.change", Permission.FOLLOW, {
    "sittings": {"moment", "taken_on", "remark"}, "test_results": {"taken_on"},
}, scope=_of_group, recorded=_ids)  # fmt: skip
def change_sitting(work: Work, sitting_id: bytes, moment: str, taken_on: str, remark: str = "") -> None:
    """Another day, moment or remark. Results of the same day go along; all stay normed as they are.

    A sitting of somebody alone lies with the whole organisation, and is the administrator's to change.
    """
    refuse(check_sitting(moment, taken_on, remark, work.today))
    must_give_tests(work, date.fromisoformat(taken_on))
    before = work.rows_by_id(sittings, [sitting_id])[sitting_id]
    said = remark.strip() if before["group_id"] is not None else ""
    work.change(sittings, sitting_id, moment=moment.strip(), taken_on=taken_on, remark=said)
    along = [row["id"] for row in _reached(work, sitting_id) if row["taken_on"] == before["taken_on"]]
    work.change_all(test_results, along, taken_on=taken_on)


@action("result.record", Permission.FOLLOW, {"test_results": set(ANY_FIELD)}, scope=_of_person, recorded=_ids)
def record_result(
    work: Work, sitting_id: bytes, participant_id: bytes, scores: Sequence[Mapping[str, Any]],
) -> int:
    """What one person scored: {part_id (None: the whole test), raw, absent, item_scores, remark, taken_on} per score.

    What stands already is corrected: who did so and when stands beside it, and it is normed as it was before. What is
    new is normed by the norm that stood on its day. The score of the whole follows from the parts. Gives how many rows
    are others than before.
    """
    _must_be_kept(work)
    person = kept_id(work.connection, participant_id)
    work.rows_by_id(participants, [person])
    paper = _Paper(work, sitting_id, person)
    for score in scores:
        paper.take(score)
    paper.add_up()
    return paper.write()


@action("results.norm", Permission.FOLLOW, {"test_results": set(_NORMED)}, scope=_of_sitting, recorded=_ids)
def norm_again(work: Work, sitting_id: bytes) -> int:
    """Norm the results of a sitting by the norms that stand for its moment now; gives how many are normed otherwise.

    Of who left the own groups meanwhile a coach changes nothing.
    """
    row = work.rows_by_id(sittings, [sitting_id])[sitting_id]
    norms, system = norms_of(work.connection, [row["test_id"]])[row["test_id"]], level_system(work.connection)
    now = [(one, norm_for(norms, one["part_id"], row["moment"], one["taken_on"]))
           for one in _reached(work, sitting_id) if one["raw"] is not None]
    changed = work.change_each(
        test_results, {one["id"]: _by(norm, one["raw"], system) for one, norm in now if norm is not None})
    if not changed:
        raise Refusal(Text("All results are normed in this way already. Nothing was changed."))
    return changed


def normed_anew(work: Work, row: Row) -> Row:
    """What follows from the score of this row, by the norm that it names."""
    norms = norms_of(work.connection, [row["test_id"]])[row["test_id"]]
    norm = next((one for one in norms if one.id == row["norm_id"]), None)
    found = _by(norm, row["raw"], level_system(work.connection))
    return {name: found[name] for name in KINDS["test_results"].derived}


@dataclass(slots=True)
class _Score:
    """One row of somebody's paper: as it stood, None where it is new, and as it becomes."""

    before: Row | None
    now: Row
    is_typed: bool = False


class _Paper:
    """The scores of one person in one sitting."""

    def __init__(self, work: Work, sitting_id: bytes, person: bytes) -> None:
        self._work, self._person = work, person
        self._sitting = work.rows_by_id(sittings, [sitting_id])[sitting_id]
        test_id = self._sitting["test_id"]
        self._test = work.rows_by_id(tests, [test_id])[test_id]
        self._parts = {row["id"]: row for row in parts_of(work.connection, [test_id])[test_id]}
        self._norms = norms_of(work.connection, [test_id])[test_id]
        self._system = level_system(work.connection)
        self._scores = {
            row["part_id"]: _Score(row, dict(row)) for row in results_in(work.connection, sitting_id)
            if row["participant_id"] == person}

    def take(self, given: Mapping[str, Any]) -> None:
        """One score as it was typed."""
        part_id = given.get("part_id")
        described = self._test if part_id is None else self._parts.get(part_id)
        if described is None:
            raise Refusal(Text("This part is not of this test. Nothing was recorded."))
        typed = {name: given[name] for name in ("raw", "absent", "item_scores", "remark", *_MEASURED) if name in given}
        if typed.get("item_scores") is not None and "raw" not in typed:
            typed["raw"] = score_of_items(typed["item_scores"])
        refuse(check_result(typed, described["highest"], described["items"]))
        score = self._score(part_id)
        score.is_typed = True
        score.now |= {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}
        if is_day(given.get("taken_on")):
            score.now["taken_on"] = given["taken_on"]

    def add_up(self) -> None:
        """Where parts have scores, the whole follows from them; who missed every part missed the whole."""
        if not self._parts or not any(part in self._scores for part in self._parts):
            return
        total = total_of_parts(
            self._scores[part].now["raw"] if part in self._scores else None for part in self._parts)
        reasons = [self._scores[part].now["absent"] if part in self._scores else "" for part in self._parts]
        absent = reasons[0] if total is None and all(reasons) else ""
        whole = self._scores.get(None)
        if total is not None or absent or (whole is not None and not whole.is_typed):
            self._score(None).now |= {"raw": total, "absent": absent}

    def write(self) -> int:
        """Norm what has another score, and write what differs."""
        for score in self._scores.values():
            if score.before is None or score.before["raw"] != score.now["raw"]:
                score.now |= self._normed(score)
        fresh = [score.now for score in self._scores.values() if score.before is None]
        others = {score.now["id"]: score.now for score in self._scores.values()
                  if score.before is not None and score.before != score.now}
        mark = {"recorded_us": self._work.now_us, "recorded_by": self._work.sight.actor.account_id}
        self._work.insert(test_results, fresh)
        self._work.change_each(test_results, {one: _without_own(row) | mark for one, row in others.items()})
        return len(fresh) + len(others)

    def _score(self, part_id: bytes | None) -> _Score:
        if part_id not in self._scores:
            whom = {"participant_id": self._person, "part_id": part_id}
            self._scores[part_id] = _Score(None, _fresh(
                self._work, self._sitting["id"], self._test["id"], whom, self._sitting["taken_on"]))
        return self._scores[part_id]

    def _normed(self, score: _Score) -> Row:
        """By the norm that it had before, or the one that stood on its day."""
        had = score.before["norm_id"] if score.before is not None else None
        norm = next((norm for norm in self._norms if norm.id == had), None) if had else None
        norm = norm or norm_for(
            self._norms, score.now["part_id"], self._sitting["moment"], score.now["taken_on"])
        return _by(norm, score.now["raw"], self._system)


def _fresh(work: Work, sitting_id: bytes, test_id: bytes, whom: Mapping[str, Any], taken_on: str) -> Row:
    return _EMPTY | dict(whom) | {
        "id": result_id(sitting_id, whom["participant_id"], whom["part_id"]), "sitting_id": sitting_id,
        "test_id": test_id, "taken_on": taken_on, "recorded_us": work.now_us,
        "recorded_by": work.sight.actor.account_id}


def _by(norm: NormChoice | None, raw: int | None, system: Any) -> Row:
    """What a norm makes of a score; a score outside it keeps the edition, and has no point or level."""
    if norm is None or raw is None:
        return {"norm_id": None, "scaled": None, "low": None, "high": None, "level": ""}
    found = normed(raw, norm.table, system)
    return {"norm_id": norm.id, "scaled": found.scaled, "low": found.low, "high": found.high, "level": found.level}


def _without_own(row: Row) -> Row:
    """What an action may change of a result that stands."""
    stays = ("id", "sitting_id", "participant_id", "test_id", "part_id", "version")
    return {str(name): value for name, value in row.items() if name not in stays}


def _reached(work: Work, sitting_id: bytes) -> Iterable[Row]:
    """The results of a sitting that the actor may change."""
    actor = work.sight.actor
    for row in results_in(work.connection, sitting_id):
        of = groups_of(work.connection, {"group_id": None, "participant_id": row["participant_id"]}, work.day)
        if actor.role is not Role.COACH or of & actor.works_in:
            yield row


def _must_be_kept(work: Work) -> None:
    if not work.sight.keeps(*FIELD):
        raise Refusal(Text(
            "Results are not kept here: the register of processing does not name them. Nothing was recorded."))
