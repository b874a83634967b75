"""Whether an operation may be: the action known, every field declared, every row in reach, every rule kept (S1).

One permission function decides, the same as on the desk: `app.domain.permissions.allowed`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from app.actions.action import ANY_FIELD, REGISTRY, Action, Written
from app.actions.blacking import BLACK_OUT
from app.actions.undo import JOURNALLED
from app.domain.contract.parties import forged
from app.domain.errors import Refusal
from app.domain.invariants import broken
from app.domain.kinds import KINDS, REPORTS, kinds_for, may_have, reports_unit, unit_of
from app.domain.merging import BORN, Author, Fields, Loss
from app.domain.operation import BRINGS, Patch
from app.domain.permissions import ORGANISATION, Permission, Role, Scope, own_scope, require
from app.domain.reviews import needed_to_write
from app.domain.text import Text
from app.server import (
    assessing,
    batches,
    describing,
    erasing,
    following,
    hiding,
    holding,
    records,
    reviewing,
    routing,
    seating,
    talking,
)
from app.server.batch import Batch, Trial
from app.server.database import one_of
from app.server.genuine import must_be_genuine
from app.server.joining import APPROVE, goes_again, groups_of_newcomers, hold_codes, must_have_registered
from app.server.joining import read_beside as read_codes
from app.server.own_links import LINK_ACTION, must_be_given, must_link_only
from app.server.records import Key, Record
from app.server.scope import Reach, reach_of
from app.server.sessions import Caller
from app.server.shapes import as_id
from app.server.tables import answers, results
from app.server.tables import records as records_table
from app.store.chunks import chunks
from app.sync.wire import Sent

assert JOURNALLED  # loaded for what it registers: every action that a desk can send
UNDO, SETTLE, IMPORT = "undo", "review.settle", "import"
SWITCHES, CERTIFICATES, LOOKS, LINKS = "field_switches", "certificates", "audit_looks", "links"
ACCEPTED = frozenset({"acceptances", "coach_acceptances"})
EVERYTHING_WRITTEN: Written = dict.fromkeys((*KINDS, batches.KIND), ANY_FIELD)


def means_many(sent: Sent) -> bool:
    """True where somebody meant many rows to go at once: by taking back, or by what removes what its time is over."""
    action = REGISTRY.actions.get(sent.action)
    return sent.action == UNDO or bool(action and action.removes)


class Judge:
    """What is needed to judge the operations of one push, read in a few queries."""

    def __init__(self, connection: Connection, caller: Caller, batch: Batch) -> None:
        self.connection, self.caller, self.batch = connection, caller, batch
        self._reaches: dict[int | None, Reach] = {}
        self._users: dict[bytes, list[Record]] = {}
        self._with_results: set[bytes] = set()
        self._names: dict[bytes, str] = {}

    def read(self, patches: Sequence[Patch]) -> None:
        """Read what rests on the rows that would go, and who holds the seats of the licences touched."""
        going = [patch.id for patch in patches if patch.deletes]
        if going:
            for row in records.users_of(self.connection, self.batch.organisation_id, going):
                self.batch.know([row])
                for named in {row.unit, *_parents(row)}:
                    self._users.setdefault(named, []).append(row)
        if any(patch.kind == CERTIFICATES for patch in patches):
            self.batch.read([("devices", self.caller.device_id)])
        if any(patch.kind == SWITCHES for patch in patches):
            self.batch.know(records.load_where(
                self.connection, self.batch.organisation_id, records_table.c.kind == SWITCHES))
        self.batch.read(("audits", patch.new["audit_id"]) for patch in patches
                        if patch.kind == LOOKS and patch.inserts)
        holding.read_beside(self.batch, patches)
        routing.read_beside(self.batch, patches)
        seating.read_beside(self.batch, patches)
        talking.read_beside(self.batch, patches)
        following.read_beside(self.batch, patches)
        describing.read_beside(self.batch, patches)
        read_codes(self.batch, patches)

    def read_results(self, patches: Sequence[Patch]) -> None:
        """Whose results stand, of those who would go: once this operation has taken back what it does."""
        going = [patch.id for patch in patches if patch.deletes and patch.kind in KINDS]
        taken_back = [patch.id for patch in patches if patch.kind == batches.KIND and patch.field == "batch"]
        self._with_results.clear()
        for some in chunks(going):
            query = select(results.c.participant_id).distinct().where(
                results.c.organisation_id == self.batch.organisation_id, results.c.removed == 0,
                results.c.batch_id.not_in(batches.taken_back(self.batch.organisation_id)),
                results.c.batch_id.not_in(taken_back), one_of(self.connection, results.c.participant_id, some))
            self._with_results |= set(self.connection.execute(query).scalars())

    def permit(self, sent: Sent, patches: Sequence[Patch]) -> None:
        """Raise Refusal where this operation may not be."""
        action = self._action(sent.action, sent.action_version)
        self._names[sent.id] = sent.action
        done = self._undone(sent) if sent.action == UNDO else action
        writes, permission = (
            (done.writes, done.permission) if done is not None else (EVERYTHING_WRITTEN, Permission.EDIT_ORGANISATION))
        removes = frozenset(KINDS) if sent.action == UNDO else action.removes
        for patch in patches:
            _declared(patch, writes, removes)
            routing.must_stay_with_its_route(patch)
            assessing.must_stay(patch)
            if sent.action not in (*BRINGS, IMPORT):
                holding.must_join_open(self.batch, patch, self.caller.today.isoformat())
                assessing.must_be_own(patch, self.caller, sent.action == UNDO)
        talking.must_be_own(self.batch, self.caller, patches, sent.action in BRINGS)
        if sent.action not in BRINGS:
            must_be_given(self.batch, patches)
        for patch in patches:
            self._only_here(patch)
        if not self.caller.sees_all:
            self._only_free_ids(patches)
            if sent.action == UNDO:
                self._only_own_rows_go(patches)
            if done is not None and done.name == SETTLE:
                self._only_what_was_lost(patches, "kept" if sent.action == UNDO else "lost")
            if done is not None and done.name == APPROVE:
                must_have_registered(self.batch, self.caller, patches)
            if done is not None and done.name == LINK_ACTION:
                must_link_only(self.batch, self.caller, patches)
        if self.caller.role is Role.LICENSOR and not self.caller.sees_all:
            self._only_what_is_shown(patches)
        reach = self._reach(sent.seen)
        hiding.must_see(self.batch, reach, patches)
        scope = self._scope(reach, patches)
        require(reach.actor, permission, scope)
        talking.must_write(self.connection, self.caller, scope, patches)
        if done is not None and done.name == SETTLE:
            for kind in {patch.kind for patch in patches} - {reviewing.KIND}:
                require(reach.actor, needed_to_write(kind), scope)

    def as_taken(self, trial: Trial, sent: Sent, patches: Sequence[Patch]) -> Sequence[Patch]:
        """The patches of this operation as they are laid on the rows."""
        if sent.action in BRINGS:
            return holding.as_taken(self.batch, self.caller, patches)
        if sent.action == IMPORT:
            patches = describing.as_taken(trial, patches)
        return following.as_taken(trial, patches)

    def hold(self, trial: Trial, sent: Sent) -> None:
        """Raise Refusal where a row would become something it must not be."""
        for (kind, _), record in trial.changes.items():
            if kind == SWITCHES and record.fields is not None and record.fields["is_on"]:
                self._must_still_be_wanted(record.fields, sent.seen)
            if kind == CERTIFICATES and record.fields is not None and self.batch.fields((kind, record.id)) is None:
                self._must_be_own_work(record.fields)
            if kind in REPORTS and record.fields is not None and self.batch.fields((kind, record.id)) is None:
                self._must_be_own_report(record.fields)
            if kind in ACCEPTED and record.fields is not None:
                self._must_be_own_record(record.fields, self.batch.fields((kind, record.id)))
            if kind == LOOKS and record.fields is not None:
                self._must_be_own_look(record.fields, self.batch.fields((kind, record.id)) is not None)
            wrong = broken(kind, record.fields) if record.fields is not None else None
            if wrong is not None:
                raise Refusal(wrong)
            self._must_speak_for_own_party(kind, record)
        if sent.action == BLACK_OUT:
            erasing.hold_blacked(trial)  # in whosever words the name stands, and however settled they are
            return
        seating.count_seats(trial, self.caller.today)
        holding.hold_over_rows(trial, self.caller, sent.action in BRINGS)
        talking.hold(trial, self.caller, sent.action in BRINGS)
        following.hold(trial, self.caller, sent.action)
        if sent.action not in BRINGS:
            describing.hold(trial)
        hold_codes(trial, self.caller.today)

    def is_built_on(self, patch: Patch, patches: Sequence[Patch]) -> bool:
        """True for a row to be removed on which somebody else has built meanwhile."""
        if not patch.deletes:
            return False
        going = {(one.kind, one.id) for one in patches if one.deletes}
        others = [
            row for row in self._users.get(patch.id, ())
            if (row.kind, row.id) not in going and row.id != patch.id and self._is_anothers(row)
            and (now := self.batch.stands.get((row.kind, row.id))) is not None and now.lives
        ]
        return bool(others) or patch.id in self._with_results

    def _is_anothers(self, row: Record) -> bool:
        """What this desk itself made goes with what it takes back, perhaps in another part."""
        born = row.history.get(BORN)
        return born is None or born.device_id != self.caller.device_id

    def kept_row(self, patch: Patch) -> tuple[Key, Loss]:
        """What people are told of a row that stays although somebody took it back."""
        row = self.batch.stands.get((patch.kind, patch.id))
        other = max(row.history.values(), default=None) if row is not None else None
        nobody = Author(0, b"", b"", 0)
        return (patch.kind, patch.id), Loss("", None, None, other or nobody, arrived=True)

    def _must_speak_for_own_party(self, kind: str, record: Record) -> None:
        actor = Reach(self.caller).actor
        for fields in (record.fields, self.batch.fields((kind, record.id))):
            wrong = forged(actor, kind, fields) if fields is not None else None
            if wrong is not None:
                raise Refusal(wrong)

    def _must_be_own_work(self, certificate: Fields) -> None:
        """An administrator brings what any desk made; a coach only what his own computer did."""
        device = self.batch.fields(("devices", self.caller.device_id))
        if not self.caller.sees_all and device is not None:
            must_be_genuine(certificate, self.batch.organisation_id, device["public_key"])

    def _must_be_own_report(self, report: Fields) -> None:
        """Whoever reports does so under the own name; what was made before there was a server is brought whole."""
        own = report["account_id"] == self.caller.account_id or self.caller.sees_all
        if not own or report["unit"] != reports_unit(report["account_id"]):
            raise _beyond()

    def _must_be_own_record(self, row: Fields, stands: Fields | None) -> None:
        """Who recorded that somebody accepted the user terms says so himself, and a coach accepts for himself alone
        (O-6.2). What was accepted stays as it was. Who sees everything brings what was there before the server.
        """
        own = row["recorded_by"] == self.caller.account_id and row.get("coach_id") in (None, self.caller.coach_id)
        if stands not in (None, row) or not (own or self.caller.sees_all):
            raise _beyond()

    def _must_be_own_look(self, look: Fields, stands: bool) -> None:
        """Of an access that the licensor gave to this very account; what stands written stays as it is."""
        access = self.batch.fields(("audits", look["audit_id"]))
        mine = access is not None and access["account_id"] == self.caller.account_id
        if stands or not mine or access is None or look["auditor"] != access["auditor"]:
            raise _beyond()

    def _must_still_be_wanted(self, switch: Fields, seen: int) -> None:
        """Privacy takes the stricter value (S10): off stays off for who switched on without knowing of it."""
        for (kind, _), row in self.batch.stands.items():
            if kind != SWITCHES or row.fields is None or row.fields["is_on"] or row.number <= seen:
                continue
            same = (row.fields["subject"], row.fields["field"]) == (switch["subject"], switch["field"])
            if same and self._is_anothers(row):
                raise Refusal(Text(
                    "A colleague switched this field off in the meantime, so it stays off. "
                    "Switch it on again if it is still needed."))

    def _action(self, name: str, version: int) -> Action:
        action = REGISTRY.actions.get(name)
        if action is None or version > action.version:
            raise Refusal(Text(
                "The server does not know this kind of change yet. It is kept on this computer. "
                "Ask for a newer server."))
        return action

    def _undone(self, sent: Sent) -> Action | None:
        """The caller's own action that is taken back; only an administrator takes back what nobody knows of."""
        wanted = as_id(sent.arguments.get("operation"))
        query = select(answers.c.action).where(
            answers.c.organisation_id == self.caller.organisation_id, answers.c.operation_id == wanted,
            answers.c.account_id == self.caller.account_id)
        name = self._names.get(wanted) or self.connection.execute(query).scalar()
        action = REGISTRY.actions.get(name) if name and name != UNDO else None
        if action is not None and not action.undoable:
            raise Refusal(Text("The last thing done cannot be undone: it was printed or handed out."))
        return action

    def _only_here(self, patch: Patch) -> None:
        """Some kinds are only of licensors, or of organisations; and whose licensor it is the server says itself."""
        kind = KINDS.get(patch.kind)
        if patch.kind == LINKS or (kind is not None and kind.only_of not in (None, self.caller.at)):
            raise _beyond()

    def _only_what_is_shown(self, patches: Sequence[Patch]) -> None:
        """A licensor changes nothing in an organisation that he could not see there."""
        role, units = self.caller.role, reach_of(self.connection, self.caller).units()
        units |= {reports_unit(self.caller.account_id)}
        for patch in patches:
            stands = self.batch.fields((patch.kind, patch.id))
            row = stands if stands is not None else patch.new if isinstance(patch.new, dict) else None
            hidden = patch.kind not in kinds_for(role) or (row is not None and not may_have(role, patch.kind, row))
            if hidden or self._unit(patch)[0] not in units:
                raise _beyond()

    def _only_free_ids(self, patches: Sequence[Patch]) -> None:
        """A desk finds what lies under a row by the id alone: no row comes under the id of one of another kind."""
        made: dict[bytes, set[str]] = {}
        for patch in patches:
            if patch.inserts:
                made.setdefault(patch.id, set()).add(patch.kind)
        there = records.under_ids(self.connection, self.caller.organisation_id, made)
        if any(made[row_id] != {kind} for kind, row_id in there):
            raise _beyond()

    def _only_own_rows_go(self, patches: Sequence[Patch]) -> None:
        """Taking back removes what was made, so of who does not see everything only what this account made."""
        for patch in patches:
            stands = self.batch.fields((patch.kind, patch.id))
            if patch.deletes and stands is not None and not goes_again(self.batch, self.caller, patch):
                raise _beyond()

    def _only_what_was_lost(self, patches: Sequence[Patch], side: str) -> None:
        """Of a difference the value that lost is put back; taking that back sets again what stood (`side`: kept)."""
        offered = {
            (row["kind"], row["row_id"], row["field"], row[side])
            for patch in patches if patch.kind == "reviews"
            if (row := self.batch.fields(("reviews", patch.id))) is not None
        }
        for patch in patches:
            derived = KINDS[patch.kind].derived if patch.kind in KINDS else frozenset()
            value = msgspec.msgpack.encode(patch.new)
            if patch.kind == "reviews" or patch.field in derived:
                continue
            if (patch.kind, patch.id, patch.field, value) not in offered:
                raise Refusal(Text("Your role does not allow this. Nothing was changed. Ask your {administrator}."))

    def _scope(self, reach: Reach, patches: Sequence[Patch]) -> Scope:
        """The groups through which these rows are reached; the whole organisation where a row is beyond them."""
        if self.caller.sees_all:
            return ORGANISATION
        groups: set[bytes] = set()
        newcomers = groups_of_newcomers(self.batch, patches)
        for patch in patches:
            if patch.kind not in KINDS:
                return ORGANISATION
            if routing.lies_with_its_route(self.batch, patch):
                reached = self._through_route(reach, patch, patches)
                if reached is None:
                    return ORGANISATION
                groups |= reached
                continue
            unit, own = self._unit(patch)
            if unit == self.caller.organisation_id and not own:
                return ORGANISATION
            if unit not in (self.caller.organisation_id, self.caller.account_id):
                groups |= reach.groups_of(unit) or newcomers.get(unit) or {unit}
        return Scope(frozenset(groups)) if groups else self._own_only(reach, patches)

    def _through_route(self, reach: Reach, patch: Patch, patches: Sequence[Patch]) -> frozenset[bytes] | None:
        day = self.caller.today.isoformat()
        return routing.reached_through(self.batch, routing.route_of(self.batch, patch), patches, reach, day)

    def _own_only(self, reach: Reach, patches: Sequence[Patch]) -> Scope:
        """What concerns only the own account (a refused change that is settled) lies in all of the own groups."""
        own = all(self._unit(patch)[0] == self.caller.account_id for patch in patches)
        return own_scope(reach.actor) if own and patches else ORGANISATION

    def _unit(self, patch: Patch) -> tuple[bytes, bool]:
        """The unit of the row, and whether the caller makes or made it."""
        stands = self.batch.stands.get((patch.kind, patch.id))
        if stands is not None and stands.lives:
            born = stands.history.get(BORN)
            return stands.unit, born is not None and born.account_id == self.caller.account_id
        if isinstance(patch.new, dict):
            return unit_of(patch.kind, patch.new, self.caller.organisation_id), True
        return (stands.unit if stands is not None else self.caller.organisation_id), False

    def _reach(self, seen: int) -> Reach:
        """The caller's reach as it was when the desk had last read, and no earlier than this device was ever given.

        A device that was never given anything has no earlier reach to go by.
        """
        if self.caller.role is not Role.COACH:
            return Reach(self.caller)
        given = self.caller.given_to
        at = max(seen, given) if given else None
        if at not in self._reaches:
            self._reaches[at] = reach_of(self.connection, self.caller, at)
        return self._reaches[at]


def _declared(patch: Patch, writes: Written, removes: frozenset[str]) -> None:
    may = writes.get(patch.kind, frozenset())
    if patch.deletes and patch.kind not in (*removes, batches.KIND):
        raise _beyond()
    if "*" not in may and (patch.field is None or patch.field not in may):
        raise _beyond()


def _beyond() -> Refusal:
    return Refusal(Text("This change touches more than its kind of change may. It was refused."))


def _parents(row: Record) -> list[bytes]:
    parent = KINDS[row.kind].parent if row.kind in KINDS else ""
    value = row.fields.get(parent) if parent and row.fields else None
    return [value] if value else []

