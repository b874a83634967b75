"""Choosing a password of one's own: after a first one that another person made, or whenever somebody wants to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server import problems
from app.server.accounts import end_sessions, set_login
from app.server.database import ServerDatabase
from app.server.passwords import fits, hashed, refuse_short
from app.server.sessions import Caller, count_tries, forgive_tries
from app.server.stream import lock
from app.server.tables import logins, organisations
from app.sync.wire import ChoosePassword, PasswordChosen


def choose_password(
    database: ServerDatabase, let_in: Callable[[Connection], Caller], asked: ChoosePassword, address: str, now_us: int
) -> PasswordChosen:
    """The new password counts from now on, and every other device of the account logs in anew. Raises Refusal,
    Declined.

    The old one is looked at as at a log-in, except on the device that a first password has just let in. Passwords are
    worked on outside any transaction: that takes long, on purpose.
    """
    with database.writing() as connection:
        caller = let_in(connection)
        refuse_short(asked.new)
        login = _login(connection, caller)
        keys = count_tries(connection, login.code, login.username, address, now_us)
    if login.one_time != caller.device_id and not fits(asked.old, login.password_hash):
        raise problems.wrong_old_password()
    if fits(asked.new, login.password_hash):
        raise Refusal(Text("This is the password that you have already. Nothing was changed. Choose another one."))
    kept = hashed(asked.new)
    with database.writing() as connection:
        caller = let_in(connection)
        lock(connection, caller.home_id)  # before the rows of devices, as everywhere
        if _login(connection, caller).password_hash != login.password_hash:
            raise problems.log_in_again()
        set_login(connection, caller.home_id, caller.account_id, password_hash=kept, one_time=None)
        ended = end_sessions(connection, caller.home_id, caller.account_id, now_us, but=caller.device_id)
        forgive_tries(connection, keys, now_us)
    return PasswordChosen(ended)


def _login(connection: Connection, caller: Caller) -> Any:
    both = organisations.join(logins, logins.c.organisation_id == organisations.c.id)
    query = select(organisations.c.code, logins.c.username, logins.c.password_hash, logins.c.one_time)
    return connection.execute(query.select_from(both).where(
        logins.c.organisation_id == caller.home_id, logins.c.account_id == caller.account_id)).one()
