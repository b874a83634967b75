"""Reading what changed (S7): page by page up to a bound, each with its cursor in one transaction; killed anywhere, it
goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select, update

from app.actions.outbox import ALL_SENT, SENT, SETTLED, TO_SEND, WAITING
from app.domain.calendar import school_year_of
from app.domain.kinds import EVERYTHING
from app.domain.sight import Sight
from app.store.forgetting import sweep
from app.store.settings import SENDING, SINCE_YEAR, forget_setting, set_settings, setting
from app.store.streams import OWN, set_stream, stream_here, tenant_of
from app.store.tables import belongs_to, held_removals, operations, outbox
from app.sync import state
from app.sync.ahead import Ahead
from app.sync.applying import Arrived, apply_page
from app.sync.arriving_results import apply_results, summarise_some
from app.sync.earlier_years import note_changed, read_earlier, reread_changed
from app.sync.hiding import forget_last_names
from app.sync.reviewed import held_review, too_many
from app.sync.talk import Talk
from app.sync.wire import OtherStream, Page, Pull, SumOfRows

PAGE_BYTES = 400_000
"""Some thousands of rows: who saves something meanwhile waits for the page that is laid down."""


@dataclass(slots=True)
class Pulled:
    """What came in. `restored`: the server had been put back, so what it lost is sent again first. `streams` are the
    others that the own one told of.
    """

    arrived: Arrived = field(default_factory=Arrived)
    results: int = 0
    restored: bool = False
    sum: SumOfRows | None = None
    server_us: int = 0
    offline_days: int = 0
    streams: list[OtherStream] | None = None


def pull_all(
    talk: Talk, folder: Path, sight: Sight, now_us: Callable[[], int], progress: Callable[[str, int, int], None],
    cancelled: Callable[[], bool], stream: bytes = OWN,
) -> Pulled:
    """Everything of a stream up to now. Stops early where the server turns out to be another one than before."""
    pulled = Pulled()
    state.forget_versions(talk.database, stream)
    since = _since_year(talk, sight) if stream == OWN else 0
    bound, held = 0, _held(talk, stream)
    with Ahead(talk) as ahead:
        while not cancelled():
            asked = _asked(talk, bound, since, stream)
            page = ahead.page(asked)
            if _is_afresh(asked, page):
                pulled.restored = _start_afresh(talk, page, stream)
                return pulled if pulled.restored else pull_all(
                    talk, folder, sight, now_us, progress, cancelled, stream)
            ahead.go_on(asked, page)
            with talk.database.writing(bulk=True) as connection:
                state.note_hiding(connection, page, stream)
                held |= too_many(connection, page.removals, stream)
                pulled.arrived.more(apply_page(connection, page, held, folder, now_us(), stream))
                pulled.results += apply_results(connection, page)
                note_changed(connection, page.earlier_of)
                _note(connection, page, stream)
            bound = page.bound
            progress("rows" if page.rows else "results", _done(page), page.bound)
            if not page.more:
                pulled.sum, pulled.server_us, pulled.offline_days = page.sum, page.server_us, page.offline_days
                pulled.streams = page.streams
                break
    if held:
        with talk.database.writing() as connection:
            held_review(connection)
    if stream == OWN:
        read_earlier(talk, since, cancelled)
        reread_changed(talk, since)
    return pulled


def _asked(talk: Talk, bound: int, since: int, stream: bytes) -> Pull:
    with talk.database.reading() as connection:
        here, rows = stream_here(connection, stream), state.reaches(connection, state.ROWS, stream)
        return Pull(
            rows, state.reaches(connection, state.RESULTS, stream), bound, here.epoch, here.oldest,
            state.named(connection, stream), since, PAGE_BYTES, stream,
            state.hides(connection) if rows and stream == OWN else None)


def summarise_all(talk: Talk, progress: Callable[[str, int, int], None]) -> None:
    """Make the summaries of who was touched again, some at a time; what a broken sync left is done now."""
    done = 0
    while True:
        with talk.database.writing(bulk=True) as connection:
            if not summarise_some(connection):
                return
        done += 1
        progress("summaries", done, 0)


def requeue(connection: Connection, stream: bytes) -> None:
    """Send again what this server has forgotten (S13): it answers what it still knows as it did before."""
    of_it = outbox.c.operation_id.in_(select(operations.c.id).where(belongs_to(operations, tenant_of(stream))))
    known = of_it, outbox.c.state.in_((SENT, SETTLED))
    connection.execute(update(outbox).where(*known, outbox.c.results_sent == ALL_SENT).values(results_sent=TO_SEND))
    connection.execute(update(outbox).where(*known).values(state=WAITING, parts_done=0))
    connection.execute(update(outbox).where(of_it).values(number=0))
    if stream == OWN:
        forget_setting(connection, SENDING)


def _is_afresh(asked: Pull, page: Page) -> bool:
    """Told so, or no longer somebody who sees everything."""
    if EVERYTHING in page.leave:
        return True
    return page.enter == [EVERYTHING] and page.reached is None and page.results_reached is None and page.more


def _start_afresh(talk: Talk, page: Page, stream: bytes) -> bool:
    """True where it is another life of the server, False where this desk was only away too long."""
    with talk.database.writing() as connection:
        restored = (stream_here(connection, stream).epoch or page.epoch) != page.epoch
        state.start_afresh(connection, page.epoch, state.RESTORED if restored else state.STALE, stream)
        if restored:
            requeue(connection, stream)
        if state.note_hiding(connection, page, stream) and page.hides:
            forget_last_names(connection, talk.device_id)
    sweep(talk.database)
    return restored


def _note(connection: Connection, page: Page, stream: bytes) -> None:
    here = stream_here(connection, stream)
    heard = here.heard if page.more else page.heard
    if (here.epoch, here.oldest, here.heard) != (page.epoch, page.oldest, heard):
        set_stream(connection, stream, epoch=page.epoch, oldest=page.oldest, heard=heard)
    state.keep_named(connection, page.epoch, page.named, stream)


def _held(talk: Talk, stream: bytes) -> frozenset[str]:
    """Kinds of which removals wait already."""
    with talk.database.reading() as connection:
        return frozenset(connection.execute(select(held_removals.c.kind).where(
            belongs_to(held_removals, tenant_of(stream))).distinct()).scalars())


def _done(page: Page) -> int:
    reached = page.results_reached or page.reached
    return reached.cursor if reached is not None else page.bound


def _since_year(talk: Talk, sight: Sight) -> int:
    """Results of this and the last school year are here (S9); what is here already stays when a year passes."""
    with talk.database.reading() as connection:
        kept = setting(connection, SINCE_YEAR)
    if kept is not None:
        return int(kept)
    year = school_year_of(sight.today) - 1
    with talk.database.writing() as connection:
        set_settings(connection, {SINCE_YEAR: str(year)})
    return year
