"""The contents of materials go after the rows (D11): what the server lacks is sent, what is not here is fetched.

Piece by piece, each kept as it comes, so that whatever stops it, the next time goes on where it was. One content that
the server does not take, or has not yet, keeps nothing else from going.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.store import contents
from app.store.contents import HERE, SEND, Content
from app.store.limits import keeps_nothing
from app.sync import refusals
from app.sync.talk import Talk
from app.sync.wire_files import AskPiece, FileStanding, OfferFile, Piece, SendPiece

Cancelled = Callable[[], bool]
MOST_TRIES = 2
"""A content that was damaged on the way is sent once more."""


def exchange_files(
    desk: Desk, talk: Talk, progress: Callable[[int, int], None], cancelled: Cancelled, restored: bool = False,
) -> int:
    """Send and fetch everything; gives how many contents became whole here. `restored`: the server was put back, so
    it may lack what it had. Raises Refusal where the line is gone.
    """
    here, wanted = _tidied(desk, restored)
    sending = [one for one in here.values() if one.state == SEND]
    fetching = [one for one in wanted if one not in here or not here[one].is_whole] if _keeps(desk) else []
    steps = [*(partial(send, desk, talk, one, cancelled) for one in sending),
             *(partial(fetch, desk, talk, one, wanted[one], cancelled) for one in fetching)]
    done = []
    for number, step in enumerate(steps):
        progress(number, len(steps))
        done.append(_in_peace(step))
    return sum(done[len(sending):])


def _keeps(desk: Desk) -> bool:
    """Who may keep nothing would fetch everything every day: what is opened is fetched then."""
    with desk.database.reading() as connection:
        return not keeps_nothing(connection)


def _tidied(desk: Desk, restored: bool) -> tuple[dict[str, Content], dict[str, int]]:
    """(what is here, what must be), once what nothing points at any more is gone."""
    with desk.database.reading() as connection:
        here, wanted = contents.contents(connection), contents.wanted(connection, desk.sight.today)
    if restored or not here.keys() <= wanted.keys():
        with desk.database.writing() as connection:
            contents.drop_unwanted(connection, desk.sight.today)
            if restored:
                contents.mark_unsent(connection)
            here = contents.contents(connection)
    return here, wanted


def send(desk: Desk, talk: Talk, one: Content, cancelled: Cancelled) -> bool:
    """True once the server has it whole. Raises Refusal."""
    for _ in range(MOST_TRIES):
        standing = talk.ask("/v1/files/offer", OfferFile(one.checksum, one.size), FileStanding)
        for number in standing.lacking:
            if cancelled() or number >= one.chunks:
                return False
            with desk.database.reading() as connection:
                data = contents.piece(connection, one.checksum, number)
            standing = talk.ask("/v1/files/send", SendPiece(one.checksum, number, data), FileStanding)
        if standing.whole:
            with desk.database.writing() as connection:
                contents.mark(connection, one.checksum, HERE)
            return True
    return False


def fetch(desk: Desk, talk: Talk, checksum: str, size: int, cancelled: Cancelled) -> bool:
    """True once it is whole here and its checksum fits; a piece that is no piece of it is not kept. Raises Refusal."""
    with desk.database.writing() as connection:
        whole = contents.begin(connection, checksum, size)
        there = contents.numbers_here(connection, checksum)
    for number in range(whole.chunks):
        if number in there:
            continue
        if cancelled():
            return False
        data = talk.ask("/v1/files/piece", AskPiece(checksum, number), Piece).data
        if len(data) != contents.piece_size(size, number):
            raise refusals.garbled()
        with desk.database.writing(bulk=True) as connection:
            contents.begin(connection, checksum, size)
            contents.put(connection, checksum, number, data)
    with desk.database.writing(bulk=True) as connection:
        return contents.finish(connection, checksum, HERE)


def _in_peace(step: Callable[[], bool]) -> bool:
    """What is refused about one content concerns that one alone; a line that is gone concerns all of them."""
    try:
        return step()
    except (refusals.Later, refusals.Revoked, refusals.Copied, refusals.NotYours):
        raise
    except Refusal as refusal:
        if refusal.remedy:
            raise
        return False
