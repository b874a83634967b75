"""The command line of the server, `leerspoor-server`: its arguments, and where every command starts."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.cli import own_account_commands as own
from app.cli import server_commands as commands
from app.cli.arguments import LANGUAGES
from app.cli.given import Arguments
from app.cli.main import carried_out
from app.cli.saying import Voice
from app.domain.permissions import Role
from app.server.serving import DATABASE_VARIABLE, LEDGER_VARIABLE
from app.store.home import default_home


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 done, 2 refused with reasons, 1 our fault."""
    given = _parser().parse_args(sys.argv[1:] if argv is None else argv, namespace=Arguments())
    given.home = default_home()
    given.database = given.database or os.environ.get(DATABASE_VARIABLE) or str(default_home() / "server")
    given.ledger = _ledger(given.ledger)
    voice = Voice(given.language, given.json)
    return carried_out(lambda: given.run(given, voice), voice, given.home)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leerspoor-server", description="One truth for every desk: the server, its organisations and accounts.")
    parser.set_defaults(language="nl", json=False)
    kinds = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _serving(kinds)
    _organisations(_several(kinds, "organisation", "the organisations on this server"))
    _licensors(_several(kinds, "licensor", "the licensors on this server, and whose they are"))
    _accounts(_several(kinds, "account", "who may log in"))
    _own_accounts(_several(kinds, "own-account", "accounts that people keep for themselves, of no organisation"))
    _devices(_several(kinds, "device", "the computers that have logged in"))
    _erasures(_several(kinds, "erasure", "who was erased"))
    _safekeeping(kinds)
    return parser


def _serving(kinds: Any) -> None:
    _add(kinds, "init", commands.init, "make the database, or its tables in an empty PostgreSQL")
    serve = _add(kinds, "serve", commands.serve, "answer the desks until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    serve.add_argument("--port", type=int, default=8447, help="0 takes any that is free (default %(default)s)")
    serve.add_argument("--workers", type=_number, default=1, help="processes that share the port")
    serve.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate with its chain, in PEM")
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key, in PEM")
    _add(kinds, "health", commands.health, "check that the database can be reached and is current")


def _organisations(kinds: Any) -> None:
    _tenant(_add(kinds, "create", commands.create_organisation, "make an organisation"))
    _add(kinds, "list", commands.list_organisations, "show the organisations")


def _licensors(kinds: Any) -> None:
    _tenant(_add(kinds, "create", commands.create_licensor, "make a licensor"))
    _add(kinds, "list", commands.list_licensors, "show the licensors")
    join = _add(kinds, "link", commands.link_licensor, "say which licensor an organisation has from a day")
    join.add_argument("organisation", metavar="ORGANISATION", help="code of the organisation")
    join.add_argument("--licensor", required=True, metavar="CODE")
    join.add_argument("--from", dest="from_on", default="", metavar="DAY", help="today or later, as 2027-08-01")
    part = _add(kinds, "unlink", commands.unlink_licensor, "say that an organisation has no licensor here any more")
    part.add_argument("organisation", metavar="ORGANISATION", help="code of the organisation")


def _tenant(create: argparse.ArgumentParser) -> None:
    create.add_argument("code", metavar="CODE", help="what people type when they log in")
    create.add_argument("--name", required=True)
    create.add_argument("--provider", required=True, help="provider profile")
    create.add_argument("--place", default="")
    create.add_argument("--zone", default="Europe/Amsterdam", help="time zone in which its days count")
    create.add_argument("--offline-days", type=_number, default=30, help="a desk locks after so many without us")


def _accounts(kinds: Any) -> None:
    create = _account(kinds, "create", commands.create_account, "make an account", password=True)
    create.add_argument("--name", required=True, help="name of the person")
    create.add_argument("--role", required=True, choices=[role.value for role in Role if role is not Role.LICENSEE])
    create.add_argument("--coach", default="", metavar="NAME", help="user name or name of the coach this is")
    create.add_argument("--until", default=None, metavar="DAY", help="the first day on which it works no longer")
    _account(kinds, "reset", commands.reset_account, "give a new password, unlock, and allow again", password=True)
    _account(kinds, "disable", commands.disable_account, "allow no more log-ins and stop its devices")
    _of_organisation(_add(kinds, "list", commands.list_accounts, "show the accounts"))


def _own_accounts(kinds: Any) -> None:
    create = _add(kinds, "create", own.create, "make an own account, with a code to activate it that is shown once")
    create.add_argument("--given", default="", metavar="NAME", help="first name")
    create.add_argument("--prefix", default="", metavar="NAME", help="between first and last name: de, van der")
    create.add_argument("--family", default="", metavar="NAME", help="last name")
    create.add_argument("--email", default="", help="only where the person wants it kept")
    create.add_argument("--username", default="", help="otherwise one is made from the first name")
    for name, run, what in (
        ("activation", own.activation, "another code to choose a password with, for who lost the letter or forgot it"),
        ("link-code", own.link_code, "a code that the owner gives to an organisation to link the account with"),
        ("disable", own.disable, "allow no more log-ins, and let no code be good"),
    ):
        _add(kinds, name, run, what).add_argument("username", metavar="USERNAME")
    _add(kinds, "list", own.list_all, "show user names and how they stand")


def _devices(kinds: Any) -> None:
    _of_organisation(_add(kinds, "list", commands.list_devices, "show the devices"))
    revoke = _add(kinds, "revoke", commands.revoke_device, "the device wipes itself at its next contact")
    revoke.add_argument("device", metavar="ID", help="as the list shows it; its beginning will do")
    _of_organisation(revoke)


def _erasures(kinds: Any) -> None:
    _of_organisation(_add(kinds, "list", commands.list_erasures, "show who was erased and who has not confirmed it"))


def _safekeeping(kinds: Any) -> None:
    backup = _add(kinds, "backup", commands.back_up, "write a verified, encrypted backup of a database on SQLite")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE-or-DIR")
    restore = _add(kinds, "restore", commands.restore, "put a backup back; what was there is kept aside")
    restore.add_argument("file", type=Path, metavar="FILE")
    _add(kinds, "maintain", commands.maintain, "forget old tombstones, withdraw silent devices, give back space")
    _add(kinds, "restored", commands.restored, "say that PostgreSQL was put back, so that every desk starts afresh")


def _several(kinds: Any, name: str, what: str) -> Any:
    made = kinds.add_parser(name, help=what, description=what)
    return made.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _account(
    kinds: Any, name: str, run: Callable[..., int], what: str, password: bool = False
) -> argparse.ArgumentParser:
    made = _of_organisation(_add(kinds, name, run, what))
    made.add_argument("username", metavar="USERNAME")
    if password:
        made.add_argument("--password-file", type=Path, metavar="FILE", help="otherwise one is made and shown once")
    return made


def _of_organisation(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("--organisation", required=True, metavar="CODE")
    return made


def _add(kinds: Any, name: str, run: Callable[..., int], what: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = kinds.add_parser(name, help=what, description=what)
    made.add_argument("--database", metavar="WHERE", help=(
        f"folder, or postgresql://user@host/name; a password belongs in {DATABASE_VARIABLE} or in PostgreSQL's own "
        "password file, never here"))
    made.add_argument("--ledger", type=Path, metavar="DIR", help=(
        f"where the ids of who was erased are kept, outside the database and its backups (or {LEDGER_VARIABLE}; "
        "default: beside a database that is a folder, else where that is by default)"))
    made.add_argument("--lang", dest="language", choices=LANGUAGES, default="nl", help="Dutch or English")
    made.add_argument("--json", action="store_true", help="answer as JSON")
    made.set_defaults(run=run)
    return made


def _ledger(given: Path | None) -> Path | None:
    named = given or os.environ.get(LEDGER_VARIABLE)
    return Path(named).absolute() if named else None


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
