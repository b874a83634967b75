"""`leerspoor check`: is this computer fit, and is the data sound (A-5.1, O-annex 1)."""

from __future__ import annotations

import platform
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.cli.given import Arguments
from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.database import DATABASE_FILE, check_readable, damaged_pages
from app.store.home import Home
from app.store.keys import keyring_works
from app.store.protection import unlock_without_asking
from app.store.resources import resource_path

OK, WARNING, FAILED = "ok", "warning", "failed"
LEAST_DISK = 500 * 1024 * 1024
FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf")
EARLIEST = 1_767_225_600  # 1 January 2026: a clock before this program existed is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is one of the words below, or 'database CODE'; `state` one of the three above.

    `remedy` is 'passphrase' for data that cannot be looked at before somebody unlocks them.
    """

    name: str
    state: str
    detail: Text
    remedy: str = ""


def run(given: Arguments, voice: Voice, window_facts: Mapping[str, str]) -> int:
    """Exit 0 when nothing failed, 2 otherwise."""
    found = list(findings(Home(given.home), window_facts))
    voice.answer([{"name": one.name, "state": one.state, "detail": voice.words(one.detail)} for one in found])
    for one in found:
        line = Text("{name}: {detail} ({state})", name=_title(one.name), detail=one.detail, state=_verdict(one.state))
        (voice.tell if one.state == FAILED else voice.say)(line)
    return 2 if any(one.state == FAILED for one in found) else 0


def _title(name: str) -> Text:
    words = {
        "system": Text("System"),
        "screen": Text("Screen"),
        "disk": Text("Disk"),
        "database": Text("Data"),
        "keyring": Text("Keyring"),
        "fonts": Text("Fonts"),
        "printer": Text("Printer"),
        "clock": Text("Clock"),
    }
    kind, _, code = name.partition(" ")
    return Text("Data of {code}", code=code) if code else words[kind]


def _verdict(state: str) -> Text:
    words = {OK: Text("good"), WARNING: Text("look at this"), FAILED: Text("not good")}
    return words[state]


def findings(home: Home, window_facts: Mapping[str, str]) -> Iterator[Finding]:
    system, python = platform.platform(terse=True), platform.python_version()
    yield Finding("system", OK, Text("{system}, Python {python}", system=system, python=python))
    yield _screen(window_facts)
    yield _disk(home)
    yield from _databases(home)
    yield _keyring()
    yield _fonts()
    yield _printer(window_facts)
    yield _clock()


def _screen(facts: Mapping[str, str]) -> Finding:
    size = {name: facts[name] for name in ("width", "height", "scale") if name in facts}
    if len(size) == 3:
        return Finding("screen", OK, Text("{width} by {height} at {scale} %", **size))
    return Finding("screen", WARNING, Text("no screen was found here"))


def _printer(facts: Mapping[str, str]) -> Finding:
    if printer := facts.get("printer", ""):
        return Finding("printer", OK, Text("{printer}", printer=printer))
    return Finding("printer", WARNING, Text("no printer was found; files can still be made"))


def _disk(home: Home) -> Finding:
    folder = next(one for one in (home.root, *home.root.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    return Finding("disk", OK if free >= LEAST_DISK else WARNING, Text("{n} MB free", n=free // 1024**2))


def _databases(home: Home) -> Iterator[Finding]:
    if not home.codes():
        yield Finding("database", OK, Text("no data here yet"))
    for code in home.codes():
        yield _database(home, code)


def _database(home: Home, code: str) -> Finding:
    """A key that must be asked for is no harm; a file that is missing or damaged is."""
    name = f"database {code}"
    try:
        key = unlock_without_asking(home.keys(code))
        check_readable(home.folder(code) / DATABASE_FILE, key)
    except Refusal as refusal:
        return Finding(name, WARNING if refusal.remedy else FAILED, refusal.reasons[0], refusal.remedy or "")
    if damaged_pages(home.folder(code) / DATABASE_FILE, key):
        return Finding(name, FAILED, Text("damaged: restore the newest backup"))
    return Finding(name, OK, Text("sound, encrypted"))


def _keyring() -> Finding:
    if keyring_works():
        return Finding("keyring", OK, Text("answers"))
    return Finding("keyring", WARNING, Text("none: data are locked with a passphrase"))


def _fonts() -> Finding:
    missing = [font for font in FONTS if not resource_path("fonts", font).is_file()]
    if missing:
        return Finding("fonts", FAILED, Text("missing: {fonts}. Install Leerspoor again.", fonts=", ".join(missing)))
    return Finding("fonts", OK, Text("all here"))


def _clock() -> Finding:
    if time.time() < EARLIEST:
        return Finding("clock", FAILED, Text("the clock of this computer is wrong: set it right"))
    return Finding("clock", OK, Text("{zone}", zone="/".join(time.tzname)))
