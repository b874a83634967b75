"""One sync of one desk: push, pull, settle, compare. It can stop anywhere and the next one goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct

from app.actions.desk import SHAPING, Desk
from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.sayings import kept
from app.store.forgetting import sweep
from app.store.schema import CURRENT
from app.store.settings import (
    CLOCK_OFF,
    CONNECTED,
    ENDED,
    IN_CONTACT,
    LAST_CONTACT,
    LAST_SUCCESS,
    OFFLINE_DAYS,
    PROBLEM,
    SCHEMA,
    SINCE_YEAR,
    set_settings,
    setting,
)
from app.store.streams import OWN, other_streams, stream_here
from app.sync import differences, refusals, rescuing, state, streams, wiping
from app.sync.applying import Arrived
from app.sync.earlier_years import fetch_whole
from app.sync.files import exchange_files, fetch
from app.sync.http import HttpWire, Wire
from app.sync.pulling import Pulled, pull_all, summarise_all
from app.sync.pushing import Pushed, push_all
from app.sync.reviewed import release_settled
from app.sync.sending_results import send_results
from app.sync.talk import Talk
from app.sync.wire import OtherStream

MOST_ROUNDS = 3
"""A server that was put back takes a second round, and so does what differs; what it lost may be told in a third."""
CLOCK_OFF_SECONDS = 300
T = TypeVar("T", bound=Struct)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a sync is: 'push', 'rows', 'results', 'summaries' or 'files'. `total` is 0 while nobody knows."""

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


@dataclass(slots=True)
class _Done:
    """What this sync has done so far, in all streams."""

    pushed: Pushed = field(default_factory=Pushed)
    arrived: Arrived = field(default_factory=Arrived)
    kinds: set[str] = field(default_factory=set)
    results: int = 0
    sent: int = 0
    restored: bool = False

    def more(self, pushed: Pushed, changed: set[str], pulled: Pulled) -> None:
        self.pushed.operations += pushed.operations
        self.pushed.parked += pushed.parked
        self.pushed.conflicts += pushed.conflicts
        self.arrived.more(pulled.arrived)
        self.results += pulled.results
        self.restored |= pulled.restored
        self.kinds |= changed | pulled.arrived.kinds.keys()


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

    def send(self) -> None:
        """Push what waits in the own stream and pull nothing, so that the server knows what it is asked about next.

        It may run beside a sync: whatever is sent twice has one effect and one answer (S6). Raises Refusal.
        """
        push_all(self._talking(), lambda _count: None, _never)

    def fetch_file(self, checksum: str, size: int) -> bool:
        """On request: the content of a material, now (D11). True once it is here whole. Raises Refusal."""
        try:
            return fetch(self.desk, self._talking(), checksum, size, _never)
        except refusals.Revoked:
            wiping.wipe(self.desk, self._talking())
            raise

    def ask(self, path: str, message: Struct, gives: type[T]) -> T:
        """One question beside the sync, of the same account. Raises Refusal."""
        try:
            return self._talking().ask(path, message, gives)
        except refusals.Revoked:
            wiping.wipe(self.desk, self._talking())
            raise

    def close(self) -> None:
        if self._talk is not None:
            self._talk.close()
            self._talk = None

    def _sync(self, progress: Callable[[Stage], None], cancelled: Callable[[], bool]) -> SyncReport:
        talk = self._talking()
        before = talk.exchange.requests
        sweep(self.desk.database)
        rescuing.finish_bringing(self.desk)
        done = _Done(kinds=rescuing.settle_held(self.desk))
        own = self._one(talk, OWN, done, progress, cancelled)
        if own.streams is not None and not cancelled():
            self._others(talk, own.streams, done, progress, cancelled)
        if not cancelled():
            self._files(talk, done, progress, cancelled)
        self._finish(own, cancelled)
        changes = _changes(done)
        if changes.touches(SHAPING) or self.desk.is_of_another_day:
            self.desk.look_again()
        return SyncReport(
            done.pushed.operations, done.arrived.rows, done.results, done.pushed.parked, done.pushed.conflicts,
            talk.exchange.requests - before, changes, self._clock_off(own))

    def _files(
        self, talk: Talk, done: _Done, progress: Callable[[Stage], None], cancelled: Callable[[], bool],
    ) -> None:
        """Contents come last, so that nobody waits for them."""
        fetched = exchange_files(
            self.desk, talk, lambda count, total: progress(Stage("files", count, total)), cancelled, done.restored)
        if fetched:
            done.kinds.add("files")

    def _others(
        self, talk: Talk, listed: list[OtherStream], done: _Done, progress: Callable[[Stage], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """The streams of others that moved, or for which something waits; each can stop without the rest."""
        moved, kinds = streams.note_listed(self.desk, listed)
        done.kinds |= kinds
        for stream in moved:
            if cancelled():
                return
            try:
                self._one(talk, stream, done, progress, cancelled)
            except refusals.NotYours:
                done.kinds |= streams.leave(self.desk, stream)

    def _one(
        self, talk: Talk, stream: bytes, done: _Done, progress: Callable[[Stage], None],
        cancelled: Callable[[], bool],
    ) -> Pulled:
        """Push and pull one stream until nothing is left to do; gives what the last pull brought."""
        pulled = Pulled()
        for _ in range(MOST_ROUNDS):
            sent, changed = push_all(talk, lambda count: progress(Stage("push", count)), cancelled, stream)
            if stream == OWN:
                done.sent += send_results(talk, lambda count: progress(Stage("results", count)), cancelled)
            pulled = self._pull(talk, stream, progress, cancelled)
            with self.desk.database.writing() as connection:
                changed |= release_settled(connection)
            done.more(sent, changed, pulled)
            # Who was stopped half-way has not read yet what would be taken for lost.
            if cancelled() or not (
                pulled.restored or rescuing.rescue(self.desk, stream) or self._differs(talk, pulled, stream)
            ):
                break
        return pulled

    def _pull(
        self, talk: Talk, stream: bytes, progress: Callable[[Stage], None], cancelled: Callable[[], bool]
    ) -> Pulled:
        pulled = pull_all(
            talk, self.desk.folder, self.desk.sight, self.desk.clock,
            lambda name, done, total: progress(Stage(name, done, total)), cancelled, stream)
        if stream == OWN:
            summarise_all(talk, lambda name, done, total: progress(Stage(name, done, total)))
        if pulled.arrived.erased:
            self.desk.database.forget_deleted()
        return pulled

    def _differs(self, talk: Talk, pulled: Pulled, stream: bytes) -> bool:
        return pulled.sum is not None and differences.find(talk, pulled.sum, self.desk.clock(), stream)

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
                for stream in (OWN, *(one.stream for one in other_streams(connection))):
                    state.start_afresh(connection, stream_here(connection, stream).epoch, state.STALE, stream)
            set_settings(connection, {SCHEMA: CURRENT})

    def _finish(self, pulled: Pulled, cancelled: Callable[[], bool]) -> None:
        now = str(self.desk.clock())
        values = {LAST_CONTACT: now, PROBLEM: "", IN_CONTACT: "1", ENDED: "", CLOCK_OFF: str(self._clock_off(pulled)),
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
            set_settings(connection, {
                PROBLEM: kept(refusal.reasons[0]), IN_CONTACT: "",
                **({ENDED: "1"} if refusal.remedy == refusals.ENDED else {})})


def _changes(done: _Done) -> ChangeSet:
    touched = {kind: frozenset(done.arrived.kinds.get(kind, ())) for kind in done.kinds}
    if done.results:
        touched["results"] = frozenset()
    if done.sent or done.kinds:
        touched.setdefault("outbox", frozenset())
    return ChangeSet({kind: ids if len(ids) <= 500 else frozenset() for kind, ids in touched.items()}, action="sync")
