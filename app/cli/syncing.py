"""One sync with the server, told in words or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.text import Text
from app.views.sync import sync_standing

if TYPE_CHECKING:
    from app.actions.desk import Desk
    from app.sync.engine import SyncReport
    from app.views.sync import SyncStanding

_CLOCK_MATTERS = 300


def run(desk: Desk, voice: Voice) -> int:
    """Raises Refusal where this desk has no server, or where the sync stopped; what waits then still waits."""
    from app.sync.engine import Syncer

    if not desk.read(sync_standing).is_connected:
        raise Refusal(Text(
            "This {organisation} works on this computer alone. Nothing was sent. "
            "Connect it with a server in the window first."))
    syncer = Syncer(desk)
    try:
        report = syncer.sync()
    finally:
        syncer.close()
    standing = desk.read(sync_standing)
    voice.answer(_body(report, standing))
    for line in _lines(report, standing):
        voice.say(line)
    return 0


def _body(report: SyncReport, standing: SyncStanding) -> dict[str, int]:
    return {
        "pushed": report.pushed, "pulled": report.pulled, "results": report.results, "parked": report.parked,
        "conflicts": report.conflicts, "waiting": standing.waiting, "to_review": standing.to_review,
        "clock_off_seconds": report.clock_off_seconds,
    }


def _lines(report: SyncReport, standing: SyncStanding) -> list[Text]:
    told = [
        Text("Sent: {n} change", "Sent: {n} changes", n=report.pushed),
        Text("Received: {n} row", "Received: {n} rows", n=report.pulled),
        Text("Received: {n} result", "Received: {n} results", n=report.results),
    ]
    if report.parked:
        told.append(Text("Refused by the server: {n} change. Look under To check in the window.",
                         "Refused by the server: {n} changes. Look under To check in the window.", n=report.parked))
    if standing.waiting:
        told.append(Text("Still to send: {n} change", "Still to send: {n} changes", n=standing.waiting))
    if standing.to_review:
        told.append(Text("To check in the window: {n}", n=standing.to_review))
    if abs(report.clock_off_seconds) >= _CLOCK_MATTERS:
        told.append(Text("The clock of this computer differs {n} minutes from the server's. Set it right.",
                         n=abs(report.clock_off_seconds) // 60))
    return told
