"""Take the tour: pictures of everything and the sample PDFs, offscreen, in a process that has no other window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.first_run.home_opener import HomeOpener
    from ui.running import Running

NOW_US = int(datetime(2026, 11, 23, 13, 32, tzinfo=UTC).timestamp()) * 1_000_000
"""Monday 23 November 2026, 14:32 in Amsterdam: every tour is taken at the same moment."""
IN_JUNE_US = int(datetime(2027, 6, 3, 9, tzinfo=UTC).timestamp()) * 1_000_000
"""Later in that school year, when the school prepares the groups of the next."""
SAMPLES = 3
_THEMES = {"light": "licht", "dark": "donker"}


def take_tour(out: Path, language: str = "nl", theme: str = "light", scale: str = "1") -> list[Path]:
    """Make the pictures and PDFs in `out`; gives their paths.

    The demo is made anew in a folder of its own, so that no real name is ever in a picture.
    """
    out.mkdir(parents=True, exist_ok=True)
    if "PySide6.QtWidgets" in sys.modules:
        return _in_another_process(out, language, theme, scale)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = scale
    # Otherwise the offscreen platform says of every dialog that it does not pass on its smallest size.
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"
    with tempfile.TemporaryDirectory(prefix="leerspoor-tour-") as folder:
        return _taken(Path(folder), out, language, theme, scale)


def _in_another_process(out: Path, language: str, theme: str, scale: str) -> list[Path]:
    """The scale of Qt can only be set before its first window."""
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    given = ["tour", "--out", str(out), "--lang", language, "--theme", theme, "--scale", scale]
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui.start"]
    subprocess.run([*program, *given], check=True, stdout=subprocess.DEVNULL)
    return sorted(path for path in out.iterdir() if before.get(path) != path.stat().st_mtime_ns)


def _taken(folder: Path, out: Path, language: str, theme: str, scale: str) -> list[Path]:
    from PySide6.QtWidgets import QApplication

    from app.demo.build import build_demo
    from app.demo.licensor import LICENSOR
    from app.store.home import Home
    from ui.first_run.home_opener import HomeOpener
    from ui.running import Running
    from ui.tour import scenes
    from ui.tour.coaching_scenes import coaching
    from ui.tour.findings import busiest_group
    from ui.tour.licensor_scenes import licensor
    from ui.tour.people_scenes import people
    from ui.tour.report_scenes import sample_reports
    from ui.tour.stage import Stage
    from ui.tour.sync_scenes import syncing

    application = QApplication(sys.argv[:1])
    opener = HomeOpener(folder / "Leerspoor", lambda: NOW_US)
    build_demo(Home(opener.folder), clock=lambda: NOW_US, licensor=True)
    _prefer(opener, language, theme)
    with Running(application, opener, in_process=False) as running:
        stage = Stage(running, out, _ending(language, theme, scale))
        running.begin("bibliotheek")
        scenes.panels(stage, "bibliotheek")
        scenes.dialogs(stage)
        coaching(stage)
        people(stage, "bibliotheek")
        scenes.search(stage, "ba")
        scenes.presenting(stage)
        scenes.errors(stage)
        syncing(stage)
        pdfs = _sample_certificates(stage.window.session, out)
        pdfs += sample_reports(stage, busiest_group(stage), language)
        scenes.panels(stage, "school")
        scenes.bring_in(stage, _changed_file(folder))
        pdfs += _sample_certificates(stage.window.session, out)
        pdfs += sample_reports(stage, busiest_group(stage), language)
        licensor(stage, LICENSOR)
        scenes.first_run(stage)
    with _school_in_june(application, folder, opener) as later:
        in_june = Stage(later, out, _ending(language, theme, scale))
        in_june.taken = stage.taken
        later.begin("school")
        scenes.preparing(in_june)
    return [*stage.taken, *pdfs]


def _school_in_june(application: QApplication, folder: Path, before: HomeOpener) -> Running:
    """The same school half a year on, with few results: only its groups are looked at."""
    from app.demo.build import build_demo
    from app.demo.files import PARTICIPANTS, SCHOOL
    from app.store.home import Home
    from ui.first_run.home_opener import HomeOpener
    from ui.preferences import load_preferences, save_preferences
    from ui.running import Running

    opener = HomeOpener(folder / "Leerspoor in juni", lambda: IN_JUNE_US)
    build_demo(Home(opener.folder), lambda: IN_JUNE_US, participants=PARTICIPANTS[SCHOOL], results=2_000)
    save_preferences(opener.folder, load_preferences(before.folder))
    return Running(application, opener, in_process=False)


def _prefer(opener: HomeOpener, language: str, theme: str) -> None:
    from ui.preferences import Preferences, save_preferences

    save_preferences(opener.folder, Preferences(language=language, theme=theme))


def _ending(language: str, theme: str, scale: str) -> str:
    larger = "" if scale == "1" else f"-{round(100 * float(scale))}"
    return f"{_THEMES[theme]}-{language}{larger}"


def _changed_file(folder: Path) -> str:
    """The school's own file with a few people changed, as it would come in August."""
    from app.demo.files import shipped_source

    source = shipped_source("school")
    changed = folder / source.name
    changed.write_bytes(source.read_bytes().replace(b"<roepnaam>Emma<", b"<roepnaam>Emmy<"))
    return str(changed)


def _sample_certificates(session: object, out: Path) -> list[Path]:
    """The first certificates that were issued, one by one and together for the printer."""
    from app.documents.print_run import write_files, write_single
    from app.views.certificates import certificate_sheets, issued_certificates
    from ui.window.session import Session

    assert isinstance(session, Session)
    desk = session.desk
    valid = [one.id for one in desk.read(issued_certificates) if one.state == "valid"][:SAMPLES]
    if not valid:
        return []
    sheets = desk.read(certificate_sheets, tuple(valid))
    together = out / f"certificaten-{desk.organisation.code}.pdf"
    return [*write_files(sheets, out), write_single(sheets, together, replace=True)]
