"""The arguments of every subcommand; stable from the first version on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.cli import commands
from app.cli.given import Arguments
from app.store.home import default_home

LANGUAGES = ("nl", "en")
RECEIVERS = ("coach", "parents", "participant")
SECTIONS = ("help", "programmes", "weeks", "routes", "growth", "certificates", "talks", "goals", "notes")
ROSTER_FORMS = ("oneroster-1.2", "oneroster-1.1", "sds", "csv", "xlsx")


def parse(argv: Sequence[str]) -> Arguments:
    """Raises SystemExit(2) for arguments that make no sense, as every command line does."""
    given = _parser().parse_args(argv, namespace=Arguments())
    given.home = (given.home or default_home()).absolute()
    return given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leerspoor", description="Learning licences, groups, progress, certificates and privacy, offline."
    )
    _common(parser, top=True)
    parser.set_defaults(run=commands.window, json=False)
    kinds = parser.add_subparsers(title="commands", metavar="COMMAND")

    demo = _add(kinds, "demo", commands.demo, "make the demo organisations and open the window on them")
    demo.add_argument("--no-window", action="store_true", help="only make them")
    demo.add_argument("--participants", type=_number, help="make one organisation of this size, for measuring")
    demo.add_argument("--results", type=_number, help="with this many results")
    demo.add_argument("--licensor", action="store_true", help="make a licensor with a dozen organisations too")

    tour = _add(kinds, "tour", commands.tour, "draw every panel and main dialog, and the sample PDFs")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")
    tour.add_argument("--scale", choices=("1", "1.5", "2"), default="1")

    bring = _add(
        kinds, "import", commands.bring_in, "read EDEXML, CSV, XLSX, OneRoster, School Data Sync or xAPI files",
        answers=True)
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--dry-run", action="store_true", help="only show what would happen")
    bring.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help="which column holds a field")
    bring.add_argument("--gone", choices=("keep", "leave"), default="keep", help="who is no longer in the file")
    bring.add_argument("--provider", help="provider profile for a new organisation")

    export = _add(
        kinds, "export", commands.export, "everything of the organisation as JSON and CSV in one ZIP", answers=True
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE.zip")

    hands = _add(
        kinds, "roster", commands.roster, "groups and people as a file that this or another program reads",
        answers=True)
    hands.add_argument("--format", choices=ROSTER_FORMS, required=True)
    hands.add_argument("--out", type=Path, required=True, metavar="FILE")

    audit = _add(
        kinds, "audit", commands.audit, "the licence audit dossier: a paper and its figures in one ZIP", answers=True
    )
    audit.add_argument("--out", type=Path, required=True, metavar="FILE.zip")

    prints = _add(kinds, "certificates", commands.certificates, "issue what is due and print it", answers=True)
    whom = prints.add_mutually_exclusive_group(required=True)
    whom.add_argument("--group", metavar="G", help="name or id of a group")
    whom.add_argument("--participant", metavar="P", help="name, key, user name or id")
    whom.add_argument("--all", action="store_true")
    prints.add_argument("--out", type=Path, required=True, metavar="DIR")
    files = prints.add_mutually_exclusive_group()
    files.add_argument("--single-file", action="store_true", help="one file for the printer")
    files.add_argument("--sign", action="store_true", help="sign each file with the organisation's certificate")
    prints.add_argument("--only-new", action="store_true", help="not those that were issued before")
    prints.add_argument("--place")
    prints.add_argument("--date", type=_day, metavar="YYYY-MM-DD")
    prints.add_argument("--design", default="classic")

    report = _add(kinds, "report", commands.report, "print reports of progress", answers=True)
    of = report.add_mutually_exclusive_group(required=True)
    of.add_argument("--group", metavar="G", help="name or id of a group")
    of.add_argument("--participant", metavar="P", help="name, key, user name or id")
    of.add_argument("--all", action="store_true", help="every group; with --each-person everybody")
    of.add_argument("--whole", action="store_true", help="the whole organisation in numbers, nobody named")
    report.add_argument("--out", type=Path, required=True, metavar="DIR")
    report.add_argument("--for", dest="receiver", choices=RECEIVERS, default="coach", help="who reads it")
    report.add_argument("--each-person", action="store_true", help="a report of each person instead of the group")
    report.add_argument("--sections", type=_words, metavar="A,B", help="what stands in it; everything otherwise")
    report.add_argument("--weeks", type=int, choices=(4, 13, 26), default=13, help="how far it looks back")
    report.add_argument("--copies", type=int, choices=(1, 2, 3, 4), default=1, help="for parents, each marked")
    report.add_argument("--single-file", action="store_true", help="one file for the printer")

    cards = _add(kinds, "cards", commands.cards, "give new codes and print the cards to log in with", answers=True)
    to = cards.add_mutually_exclusive_group(required=True)
    to.add_argument("--group", metavar="G", help="name or id of a group")
    to.add_argument("--participant", metavar="P", help="name, key, user name or id")
    to.add_argument("--all", action="store_true")
    cards.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    cards.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="last day of the codes; two weeks otherwise")
    cards.add_argument("--address", help="where participants log in; the last one, or the server, otherwise")
    cards.add_argument("--per-sheet", type=int, choices=(8, 10), default=8)

    verify = _add(kinds, "verify", commands.verify, "check a certificate, with or without a network", answers=True)
    verify.add_argument("what", metavar="FILE-or-CODE")
    verify.add_argument("--name", help="the name as it stands on the paper")
    line = verify.add_mutually_exclusive_group()
    line.add_argument("--server", metavar="ADDRESS", help="ask this server too; no account is needed")
    line.add_argument("--offline", action="store_true", help="ask no server at all")

    _add(kinds, "sync", commands.sync, "send what waits to the server and read what changed", answers=True)

    backup = _add(kinds, "backup", commands.backup, "write a verified, encrypted backup", answers=True)
    backup.add_argument("--out", type=Path, metavar="FILE-or-DIR", help="by default a new file in HOME/backups")

    restore = _add(kinds, "restore", commands.restore, "put a backup back; what was there is kept aside", answers=True)
    restore.add_argument("file", type=Path, metavar="FILE")

    _add(kinds, "check", commands.check, "check this computer and the data", answers=True)
    return parser


def _add(kinds: Any, name: str, run: Callable[..., int], what: str, answers: bool = False) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = kinds.add_parser(name, help=what, description=what)
    _common(made, top=False)
    if answers:
        made.add_argument("--json", action="store_true", help="answer as JSON")
    made.set_defaults(run=run)
    return made


def _common(parser: argparse.ArgumentParser, top: bool) -> None:
    """Given before or after the subcommand alike; what stands after it counts."""

    def otherwise(value: Any) -> Any:
        return value if top else argparse.SUPPRESS

    parser.add_argument("--home", type=Path, metavar="DIR", default=otherwise(None), help="folder with all data")
    parser.add_argument("--organisation", metavar="CODE", default=otherwise(None), help="which organisation of it")
    parser.add_argument("--lang", dest="language", choices=LANGUAGES, default=otherwise("nl"), help="Dutch or English")


def _words(text: str) -> list[str]:
    words = [word.strip() for word in text.split(",")]
    unknown = [word for word in words if word not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(SECTIONS)}")
    return words


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-23") from None
