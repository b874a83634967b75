"""The subcommands, each a short road to the floor below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.given import Arguments
from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.text import Text

if TYPE_CHECKING:
    from app.actions.desk import Desk
    from app.cli.given import Window
    from app.store.home import Home


def window(given: Arguments, voice: Voice, window: Window | None) -> int:
    return _lent(window).open(given.home, demo=False, organisation=given.organisation)


def demo(given: Arguments, voice: Voice, window: Window | None) -> int:
    if given.no_window or given.participants or given.results:
        from app.demo.build import build_demo

        made = build_demo(
            _home(given), participants=given.participants, results=given.results, licensor=given.licensor)
        voice.say(Text("Made: {codes}", codes=made) if made else Text("The demo was already here."))
    if given.no_window:
        return 0
    return _lent(window).open(given.home, demo=True, organisation=given.organisation)


def tour(given: Arguments, voice: Voice, window: Window | None) -> int:
    made = _lent(window).tour(given.home, given.out.absolute(), given.language, given.theme, given.scale)
    voice.say(Text("{n} file in {folder}", "{n} files in {folder}", n=len(made), folder=str(given.out)))
    return 0


def bring_in(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.importing import run

    return run(given, voice)


def certificates(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.printing import run

    with open_organisation(given, voice) as desk:
        return run(desk, given, voice)


def report(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.reporting import run

    with open_organisation(given, voice) as desk:
        return run(desk, given, voice)


def cards(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.handing_out import run

    with open_organisation(given, voice) as desk:
        return run(desk, given, voice)


def verify(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.verifying import run

    return run(given, voice)


def export(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.exchange.export import export_organisation

    with open_organisation(given, voice) as desk:
        counts = export_organisation(desk, given.out.absolute())
    voice.answer({"file": str(given.out), "rows": counts})
    voice.say(Text("Everything was exported to {file}.", file=str(given.out)))
    return 0


def roster(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.exchange.roster_writing import write_roster

    with open_organisation(given, voice) as desk:
        counts = write_roster(desk, given.format, given.out.absolute(), given.language)
    voice.answer({"file": str(given.out), **counts})
    voice.say(Text("Groups and people were written to {file}.", file=str(given.out)))
    return 0


def audit(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.documents.audit_paper import audit_pdf
    from app.exchange.audit_dossier import write_dossier

    with open_organisation(given, voice) as desk:
        write_dossier(desk, audit_pdf, given.out.absolute(), given.language)
    voice.answer({"file": str(given.out)})
    voice.say(Text("The licence audit dossier is {file}. Nobody is named in it.", file=str(given.out)))
    return 0


def sync(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.syncing import run

    with open_organisation(given, voice, even_locked=True) as desk:
        return run(desk, voice)


def backup(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.store.backup import BACKUPS, default_backup_name, make_backup
    from app.store.files import make_private_folder

    with open_organisation(given, voice) as desk:
        out = (given.out or given.home / BACKUPS).absolute()
        if given.out is None:
            make_private_folder(out)
        target = out / default_backup_name(desk.folder.name) if out.is_dir() else out
        note = make_backup(desk.database, target)
    voice.answer({"file": str(target), "organisation": note.code, "rows": note.rows})
    voice.say(Text("The backup is {file}. It was opened and checked.", file=str(target)))
    return 0


def restore(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.store.protection import unlock_without_asking
    from app.store.restore import restore as put_back

    code, aside = put_back(_home(given), given.file.absolute(), unlock_without_asking, given.organisation)
    voice.answer({"organisation": code, "kept_aside": str(aside) if aside else None})
    voice.say(Text("{code} is back as it was when the backup was made.", code=code))
    if aside:
        voice.say(Text("What was there before is kept in {folder}.", folder=str(aside)))
    return 0


def check(given: Arguments, voice: Voice, window: Window | None) -> int:
    from app.cli.checking import run

    return run(given, voice, window.facts() if window else {})


@contextmanager
def open_organisation(given: Arguments, voice: Voice, even_locked: bool = False) -> Iterator[Desk]:
    """The organisation that was asked for, or the only one, open as its administrator.

    `even_locked`: also where it was not at its server for too long, for that is what a sync is there for.
    """
    from app.actions.founding import open_desk

    home = _home(given)
    desk = open_desk(home, home.choose(given.organisation), even_locked=even_locked)
    voice.speak_for(desk.sight.profile.code)
    try:
        yield desk
    finally:
        desk.close()


def _home(given: Arguments) -> Home:
    from app.store.home import Home

    return Home(given.home)


def _lent(window: Window | None) -> Window:
    if window is None:
        raise Refusal(Text("This Leerspoor was started without its window."))
    return window
