"""What the server's commands do about own accounts (O-11.5): for who lost a letter, and until owners have a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.actions.desk import system_clock
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.cli.server_commands import opened, writing
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.own_accounts import in_parts
from app.domain.text import Text
from app.server import own_accounts
from app.sync.wire_own import LinkCode


def create(given: Arguments, voice: Voice) -> int:
    """An own account that belongs to no organisation, with the code to activate it."""
    now_us = system_clock()
    with writing(given) as connection:
        name = PersonName(given.given, given.prefix, given.family)
        made, username = own_accounts.create_own_account(
            connection, name, now_us, email=given.email, wanted=given.username)
        code = own_accounts.make_activation_code(connection, made, now_us)
    return _tell(voice, username, code)


def activation(given: Arguments, voice: Voice) -> int:
    """Another code to activate with; a password that there was counts no more once it is used."""
    with writing(given) as connection:
        row = own_accounts.the_own_account(connection, given.username)
        _must_work(row, given.username)
        code = own_accounts.make_activation_code(connection, row.id, system_clock())
    return _tell(voice, row.username, code)


def link_code(given: Arguments, voice: Voice) -> int:
    """A code that the owner gives to an organisation."""
    with writing(given) as connection:
        row = own_accounts.the_own_account(connection, given.username)
        _must_work(row, given.username)
        made = own_accounts.make_link_code(connection, row.id, system_clock())
    return _tell(voice, row.username, made)


def disable(given: Arguments, voice: Voice) -> int:
    with writing(given) as connection:
        own_accounts.disable_own_account(connection, given.username, system_clock())
    voice.answer({"own_account": given.username, "disabled": True})
    voice.say(Text("{username} logs in no more.", username=given.username))
    return 0


def list_all(given: Arguments, voice: Voice) -> int:
    """User names and how they stand; no names of people."""
    with opened(given) as database, database.reading() as connection:
        lines = own_accounts.own_account_lines(connection)
    voice.answer({"own_accounts": [
        {"username": one.username, "activated": one.activated, "disabled": one.disabled} for one in lines]})
    for one in lines:
        state = "disabled" if one.disabled else "active" if one.activated else "not activated"
        voice.say(Text("{username}: {state}", username=one.username, state=_STATES[state]))
    return 0


_STATES = {
    "disabled": Text("disabled"), "active": Text("activated"), "not activated": Text("not activated yet"),
}


def _must_work(row: Any, username: str) -> None:
    if row.disabled_us is not None:
        raise Refusal(Text("{username} was disabled. Nothing was made.", username=username))


def _tell(voice: Voice, username: str, made: LinkCode) -> int:
    until = datetime.fromtimestamp(made.until_us / 1_000_000, UTC)
    voice.answer({"own_account": username, "code": made.code, "until": until.isoformat()})
    voice.say(Text("User name: {username}", username=username))
    voice.say(Text("Code, shown only now: {code}", code=in_parts(made.code)))
    voice.say(Text("It works once, until {day}.", day=until.date()))
    return 0
