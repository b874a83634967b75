"""How the program stands, as it goes with a request to the help desk: kept as data, told in the reader's language.

Versions, numbers, states and the newest fault; nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import msgspec

from app.domain.support import LONGEST_DIAGNOSIS
from app.domain.text import Text

_LATEST_US = 253_402_214_400_000_000
_COUNTS: Mapping[str, Callable[[int], Text]] = {
    "groups": lambda n: Text("{n} {group}", "{n} {groups}", n=n),
    "participants": lambda n: Text("{n} {participant}", "{n} {participants}", n=n),
    "coaches": lambda n: Text("{n} {coach}", "{n} {coaches}", n=n),
    "results": lambda n: Text("{n} result", "{n} results", n=n),
    "certificates": lambda n: Text("{n} certificate", "{n} certificates", n=n),
    "conversations": lambda n: Text("{n} conversation", "{n} conversations", n=n),
    "messages": lambda n: Text("{n} message", "{n} messages", n=n),
}
_ROLES: Mapping[str, Text] = {
    "administrator": Text("{administrator}"), "coach": Text("{coach}"), "licensor": Text("licensor"),
    "auditor": Text("auditor"),
}


class Bundle(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`at_us` and `last_sync_us` in UTC microseconds, 0 for never; `problem` is a template from the list of texts.

    `fault` holds kinds of error with files and lines of code, `fault_at` the beginning of its file's name.
    """

    program: str
    at_us: int
    system: str
    profile: str
    role: str
    counts: dict[str, int] = {}
    connected: bool = False
    waiting: int = 0
    parked: int = 0
    to_review: int = 0
    locked: bool = False
    last_sync_us: int = 0
    clock_off_seconds: int = 0
    problem: str = ""
    fault_at: str = ""
    fault: str = ""


def packed(bundle: Bundle) -> str:
    """As it is kept and sent; of a long fault only as much as there is room for."""
    text = msgspec.json.encode(bundle).decode()
    while len(text) > LONGEST_DIAGNOSIS and bundle.fault:
        lines = bundle.fault.splitlines()
        bundle = msgspec.structs.replace(bundle, fault="\n".join(lines[:-1]))
        text = msgspec.json.encode(bundle).decode()
    return text


def told(diagnosis: str) -> tuple[Text, ...]:
    """The lines of what was sent along. What is no bundle, such as one of before, stands as it was written."""
    bundle = _unpacked(diagnosis)
    if bundle is None:
        return tuple(Text("{line}", line=line) for line in diagnosis.splitlines())
    return (
        Text("{program}, {at} (UTC)", program=bundle.program, at=_moment(bundle.at_us)),
        Text("{line}", line=bundle.system),
        Text("Profile {profile}, as {role}", profile=bundle.profile, role=_ROLES.get(bundle.role, bundle.role)),
        Text("Here: {counts}", counts=[
            said(bundle.counts[name]) for name, said in _COUNTS.items() if name in bundle.counts]),
        *_sync(bundle), *_fault(bundle))


def _sync(bundle: Bundle) -> tuple[Text, ...]:
    if not bundle.connected:
        return (Text("Works without a server"),)
    last = Text("{at} (UTC)", at=_moment(bundle.last_sync_us)) if bundle.last_sync_us else Text("never")
    lines = [
        Text("To be sent: {waiting}, held back: {parked}, to check: {to_review}", waiting=bundle.waiting,
             parked=bundle.parked, to_review=bundle.to_review),
        Text("Last synchronisation: {when}; the clock is {n} second off",
             "Last synchronisation: {when}; the clock is {n} seconds off", when=last, n=bundle.clock_off_seconds)]
    if bundle.locked:
        lines.append(Text("This computer is locked"))
    if bundle.problem:
        lines.append(Text("Trouble: {problem}", problem=Text(bundle.problem)))
    return tuple(lines)


def _fault(bundle: Bundle) -> tuple[Text, ...]:
    if not bundle.fault:
        return ()
    return (Text("Newest fault: {at}", at=bundle.fault_at),
            *(Text("{line}", line=line) for line in bundle.fault.splitlines()))


def _unpacked(diagnosis: str) -> Bundle | None:
    """Whoever sent it: what cannot be shown as a moment is no bundle."""
    try:
        bundle = msgspec.json.decode(diagnosis, type=Bundle)
    except msgspec.DecodeError:
        return None
    proper = all(0 <= moment < _LATEST_US for moment in (bundle.at_us, bundle.last_sync_us))
    return bundle if proper else None


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us // 60_000_000 * 60, UTC)
