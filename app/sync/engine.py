"""One sync of one desk: push, pull, settle, compare. It can stop anywhere and the next one goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.actions.desk import SHAPING, Desk
from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.sayings import kept
from app.store.schema import CURRENT
from app.store.settings import (
    CLOCK_OFF,
    CONNECTED,
    EPOCH,
    LAST_CONTACT,
    LAST_SUCCESS,
    OFFLINE_DAYS,
    PROBLEM,
    SCHEMA,
    SINCE_YEAR,
    set_settings,
    setting,
)
from app.sync import differences, refusals, rescuing, state, wiping
from app.sync.earlier_years import fetch_whole
from app.sync.http import HttpWire, Wire
from app.sync.pulling import Pulled, pull_all, summarise_all
from app.sync.pushing import Pushed, push_all
from app.sync.reviewed import release_settled
from app.sync.sending_results import send_results
from app.sync.talk import Talk

MOST_ROUNDS = 3
"""A server that was put back takes a second round, and so does what differs; what it lost may be told in a third."""
CLOCK_OFF_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a sync is: 'push', 'rows', 'results' or 'summaries'. `total` is 0 while nobody knows."""

    name: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. `clock_off_seconds` is how far this computer's clock is from the server's, 0 if near."""

    pushed: int = 0
    pulled: int = 0
    results: int = 0
    parked: int = 0
    conflicts: int = 0
    requests: int = 0
    changes: ChangeSet = field(default_factory=ChangeSet)
    clock_off_seconds: int = 0


def _quiet(_stage: Stage) -> None: ...


def _never() -> bool:
    return False


class Syncer:
    """Syncs one desk with the server it was connected to. Keeps its connection between two syncs."""

    def __init__(self, desk: Desk, wire: Wire | None = None) -> None:
        self.desk = desk
        self._wire = wire
        self._talk: Talk | None = None

    def sync(
        self, progress: Callable[[Stage], None] = _quiet, cancelled: Callable[[], bool] = _never
    ) -> SyncReport:
        """Send what waits and read what changed. Raises Refusal, with `remedy`; then what waits still waits."""
        try:
            return self._sync(progress, cancelled)
        except refusals.Revoked:
            wiping.wipe(self.desk, self._talking())
            raise
        except Refusal as refusal:
            self._note_problem(refusal)
            raise

    def fetch_earlier(self, participant_ids: Sequence[bytes]) -> int:
        """On request: all results of these people of school years that are not here (S9). Raises Refusal."""
        with self.desk.database.reading() as connection:
            since = int(setting(connection, SINCE_YEAR) or 0)
        try:
            count = fetch_whole(self._talking(), participant_ids, since) if since else 0
        except refusals.Revoked:
            wiping.wipe(self.desk, self._talking())
            raise
        summarise_all(self._talking(), lambda name, done, total: None)
        return count

    def close(self) -> None:
        if self._talk is not None:
            self._talk.close()
            self._talk = None

    def _sync(self, progress: Callable[[Stage], None], cancelled: Callable[[], bool]) -> SyncReport:
        talk = self._talking()
        before = talk.exchange.requests
        rescuing.finish_bringing(self.desk)
        pushed, kinds = Pushed(), rescuing.settle_held(self.desk)
        pulled, whole, sent = Pulled(), Pulled(), 0
        for _ in range(MOST_ROUNDS):
            done, changed = push_all(talk, lambda count: progress(Stage("push", count)), cancelled)
            sent += send_results(talk, lambda count: progress(Stage("results", count)), cancelled)
            _add(pushed, done)
            kinds |= changed
            pulled = self._pull(talk, progress, cancelled)
            whole.arrived.more(pulled.arrived)
            whole.results += pulled.results
            kinds |= pulled.arrived.kinds.keys()
            with self.desk.database.writing() as connection:
                kinds |= release_settled(connection)
            # Who was stopped half-way has not read yet what would be taken for lost.
            if cancelled() or not (pulled.restored or rescuing.rescue(self.desk) or self._differs(talk, pulled)):
                break
        self._finish(pulled, cancelled)
        changes = _changes(whole, kinds, sent)
        if changes.touches(SHAPING) or self.desk.is_of_another_day:
            self.desk.look_again()
        return SyncReport(
            pushed.operations, whole.arrived.rows, whole.results, pushed.parked, pushed.conflicts,
            talk.exchange.requests - before, changes, self._clock_off(pulled))

    def _pull(self, talk: Talk, progress: Callable[[Stage], None], cancelled: Callable[[], bool]) -> Pulled:
        pulled = pull_all(
            talk, self.desk.folder, self.desk.sight, self.desk.clock,
            lambda name, done, total: progress(Stage(name, done, total)), cancelled)
        summarise_all(talk, lambda name, done, total: progress(Stage(name, done, total)))
        if pulled.arrived.erased:
            self.desk.database.forget_deleted()
        return pulled

    def _differs(self, talk: Talk, pulled: Pulled) -> bool:
        return pulled.sum is not None and differences.find(talk, pulled.sum, self.desk.clock())

    def _talking(self) -> Talk:
        if self._talk is None:
            with self.desk.database.reading() as connection:
                address = setting(connection, CONNECTED)
            if address is None:
                raise refusals.log_in_again()
            self._talk = Talk(self._wire or HttpWire(address), self.desk.database, self.desk.device_id)
            self._refetch_after_upgrade()
        return self._talk

    def _refetch_after_upgrade(self) -> None:
        """A newer program may have columns that were left out until now (S15)."""
        with self.desk.database.writing() as connection:
            schema = setting(connection, SCHEMA)
            if schema is not None and schema != CURRENT:
                state.start_afresh(connection, setting(connection, EPOCH) or "", state.STALE)
            set_settings(connection, {SCHEMA: CURRENT})

    def _finish(self, pulled: Pulled, cancelled: Callable[[], bool]) -> None:
        now = str(self.desk.clock())
        values = {LAST_CONTACT: now, PROBLEM: "", CLOCK_OFF: str(self._clock_off(pulled)),
                  OFFLINE_DAYS: str(pulled.offline_days)}
        if not cancelled():
            values[LAST_SUCCESS] = now
        with self.desk.database.writing() as connection:
            set_settings(connection, values)

    def _clock_off(self, pulled: Pulled) -> int:
        """Seconds that this clock is ahead of the server's; shown when it is minutes, and never used for order."""
        if not pulled.server_us:
            return 0
        off = (self.desk.clock() - pulled.server_us) // 1_000_000
        return off if abs(off) > CLOCK_OFF_SECONDS else 0

    def _note_problem(self, refusal: Refusal) -> None:
        with self.desk.database.writing() as connection:
            set_settings(connection, {PROBLEM: kept(refusal.reasons[0])})


def _add(total: Pushed, more: Pushed) -> None:
    total.operations += more.operations
    total.parked += more.parked
    total.conflicts += more.conflicts


def _changes(pulled: Pulled, kinds: set[str], sent: int) -> ChangeSet:
    touched = {kind: frozenset(pulled.arrived.kinds.get(kind, ())) for kind in kinds}
    if pulled.results:
        touched["results"] = frozenset()
    if sent or kinds:
        touched.setdefault("outbox", frozenset())
    return ChangeSet({kind: ids if len(ids) <= 500 else frozenset() for kind, ids in touched.items()}, action="sync")
