"""Everything a desk can ask of the server: one entry per address, and what is done for it.

Each function runs in a thread of its own with one transaction; the web around it reads, checks and answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from app.domain.permissions import TenantKind
from app.server import (
    certificates,
    choosing,
    coaching,
    earlier,
    files,
    making,
    own_accounts,
    own_links,
    problems,
    pull,
    push,
    registering,
    results,
    sessions,
    summing,
)
from app.server.adopting import adopt
from app.server.database import ServerDatabase
from app.server.devices import confirm_wiped
from app.server.sessions import Caller
from app.server.tenancy import caller_in
from app.sync import wire, wire_certificates, wire_coaches, wire_files, wire_joining, wire_licensors, wire_own


@dataclass(slots=True)
class Asked:
    """One request. `caller` is known once it was let in; `token` is what it shows."""

    database: ServerDatabase
    body: Any
    token: str
    address: str
    now_us: int
    protocol: int = wire.PROTOCOL
    caller: Caller | None = None

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, Caller]]:
        with self.database.writing() as connection:
            yield connection, self.let_in(connection)

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Caller]]:
        with self.database.reading() as connection:
            yield connection, self.let_in(connection)

    def let_in(self, connection: Connection) -> Caller:
        """Who this is, in the stream that it is about. Raises Declined."""
        may_choose = isinstance(self.body, wire.BEFORE_CHOOSING)
        self.caller = sessions.authenticate(connection, self.token, self.now_us, may_choose)
        refuse_outdated(self.caller.at, self.protocol)
        return caller_in(connection, self.caller, getattr(self.body, "stream", b""))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`gives` None: nothing (204). `open`: no access token is asked for. `refuses`: statuses of its own beside those
    that every address has. `stirs`: those who listen are to look at once.
    """

    path: str
    what: str
    run: Callable[[Asked], Struct | None]
    takes: type[Struct]
    gives: type[Struct] | None = None
    open: bool = False
    stirs: bool = False
    refuses: Sequence[int] = ()


def refuse_outdated(at: TenantKind, protocol: int) -> None:
    """Raise Declined for a desk from before the stream of a licensor had what it has now (S15)."""
    if at is TenantKind.LICENSOR and protocol < wire.OLDEST_OF_LICENSORS:
        raise problems.desk_outdated()


def _log_in(asked: Asked) -> wire.Session:
    session = sessions.log_in(asked.database, asked.body, asked.address, asked.now_us)
    refuse_outdated(TenantKind(session.organisation.kind), asked.protocol)
    return session


def _refresh(asked: Asked) -> wire.Session:
    return sessions.refresh_session(asked.database, asked.body.refresh, asked.now_us)


def _log_out(asked: Asked) -> None:
    with asked.database.writing() as connection:
        sessions.log_out(connection, asked.body.refresh, asked.now_us)


def _wiped(asked: Asked) -> None:
    with asked.database.writing() as connection:
        confirm_wiped(connection, asked.body.refresh, asked.now_us)


def _adopt(asked: Asked) -> wire.Session:
    ledger, wanted = asked.database.ledger, asked.body.organisation_id
    with asked.writing() as (connection, caller):
        return adopt(connection, caller, wanted, asked.now_us, ledger.erased)


def _make(asked: Asked) -> wire_licensors.FirstPassword:
    return making.make_organisation(asked.database, asked.let_in, asked.body, asked.now_us)


def _new_password(asked: Asked) -> wire_licensors.FirstPassword:
    return making.new_password(asked.database, asked.let_in, asked.body, asked.now_us)


def _assign(asked: Asked) -> wire_licensors.Assigned:
    return making.assign(asked.database, asked.let_in, asked.body, asked.now_us)


def _coach_login(asked: Asked) -> wire_coaches.CoachPassword:
    return coaching.give_login(asked.database, asked.let_in, asked.body, asked.now_us)


def _end_coach_login(asked: Asked) -> wire_coaches.CoachLoginEnded:
    return coaching.end_login(asked.database, asked.let_in, asked.body, asked.now_us)


def _choose_password(asked: Asked) -> wire.PasswordChosen:
    return choosing.choose_password(asked.database, asked.let_in, asked.body, asked.address, asked.now_us)


def _register(asked: Asked) -> None:
    registering.register(asked.database, asked.body, asked.address, asked.now_us)


def _certificate(asked: Asked) -> wire_certificates.CertificateSaid:
    return certificates.certificate_said(asked.database, asked.body, asked.address, asked.now_us)


def _make_own_account(asked: Asked) -> wire_own.OwnAccountMade:
    return own_links.make_own_account(asked.database, asked.let_in, asked.body, asked.now_us)


def _ask_own_link(asked: Asked) -> wire_own.OwnerNamed:
    return own_links.ask_own_link(asked.database, asked.let_in, asked.body, asked.address, asked.now_us)


def _take_own_link(asked: Asked) -> wire_own.OwnLinkTaken:
    return own_links.take_own_link(asked.database, asked.let_in, asked.body, asked.address, asked.now_us)


def _activate(asked: Asked) -> wire_own.OwnSession:
    return own_accounts.activate(asked.database, asked.body, asked.address, asked.now_us)


def _log_in_own(asked: Asked) -> wire_own.OwnSession:
    return own_accounts.log_in_own(asked.database, asked.body, asked.address, asked.now_us)


def _link_code(asked: Asked) -> wire_own.LinkCode:
    return own_accounts.ask_link_code(asked.database, asked.token, asked.now_us)


def _push(asked: Asked) -> wire.Answers:
    with asked.writing() as (connection, caller):
        return push.push(connection, caller, asked.body, asked.now_us)


def _results(asked: Asked) -> wire.ResultsTaken:
    with asked.writing() as (connection, caller):
        return results.take(connection, caller, asked.body, asked.now_us)


def _pull(asked: Asked) -> wire.Page:
    return pull.answer(asked.database, asked.let_in, asked.body, asked.now_us)


def _sums(asked: Asked) -> wire.Sums:
    with asked.reading() as (connection, caller):
        return summing.sums_per_unit(connection, caller)


def _earlier(asked: Asked) -> wire.Earlier:
    with asked.reading() as (connection, caller):
        return earlier.earlier(connection, caller, asked.body)


def _offer_file(asked: Asked) -> wire_files.FileStanding:
    with asked.writing() as (connection, caller):
        return files.offer(connection, caller, asked.body, asked.now_us)


def _send_piece(asked: Asked) -> wire_files.FileStanding:
    with asked.writing() as (connection, caller):
        return files.take(connection, caller, asked.body)


def _give_piece(asked: Asked) -> wire_files.Piece:
    with asked.reading() as (connection, caller):
        return files.give(connection, caller, asked.body)


ENDPOINTS = (
    Endpoint("/v1/session", "Log in on a device, which becomes known at its first log-in (S14).", _log_in,
             wire.LogIn, wire.Session, open=True, stirs=True, refuses=(401, 403, 409, 429)),
    Endpoint("/v1/refresh", "The next pair of tokens; the previous one stays good until its successor is used (S14).",
             _refresh, wire.Refresh, wire.Session, open=True, refuses=(401, 403)),
    Endpoint("/v1/logout", "End the session of a device.", _log_out, wire.Refresh, open=True, refuses=(401,)),
    Endpoint("/v1/wiped", "A revoked device says that its data are gone; `refresh` is any token it was given (S14).",
             _wiped, wire.Refresh, open=True, refuses=(401, 409)),
    Endpoint("/v1/password", "A password of one's own; other devices of the account log in anew.", _choose_password,
             wire.ChoosePassword, wire.PasswordChosen, stirs=True, refuses=(429,)),
    Endpoint("/v1/adopt", "An empty organisation takes over the id of the desk that was there first (S16).", _adopt,
             wire.Adopt, wire.Session, stirs=True, refuses=(409,)),
    Endpoint("/v1/organisations", "A licensor makes an organisation with its first administrator.", _make,
             wire_licensors.MakeOrganisation, wire_licensors.FirstPassword, stirs=True, refuses=(409,)),
    Endpoint("/v1/first-password", "Another first password for an administrator, while nobody there has chosen one.",
             _new_password, wire_licensors.NewPassword, wire_licensors.FirstPassword, refuses=(409,)),
    Endpoint("/v1/coach-login", "An administrator gets a first password for a coach of the own organisation (O-1).",
             _coach_login, wire_coaches.CoachLogin, wire_coaches.CoachPassword, stirs=True, refuses=(409,)),
    Endpoint("/v1/coach-login-end", "Nobody logs in as this coach any more; its computers wipe themselves (O-1, S14).",
             _end_coach_login, wire_coaches.EndCoachLogin, wire_coaches.CoachLoginEnded, stirs=True, refuses=(409,)),
    Endpoint("/v1/assign", "From a day an organisation has another licensor of this server (O-13).", _assign,
             wire_licensors.AssignOrganisation, wire_licensors.Assigned, stirs=True, refuses=(409,)),
    Endpoint("/v1/registrations", "Put oneself down for a group with its code; answered alike whether there is such a "
             "code or not, and held until the organisation approves.", _register, wire_joining.Register, open=True,
             stirs=True, refuses=(429,)),
    Endpoint("/v1/certificate", "What became of the certificate whose code one holds; what does not fit is answered as "
             "what never was (S20).", _certificate, wire_certificates.AskCertificate,
             wire_certificates.CertificateSaid, open=True, refuses=(429,)),
    Endpoint("/v1/own-account", "An administrator gets a code for the own account of a participant who goes on alone "
             "(O-11.5).", _make_own_account, wire_own.MakeOwnAccount, wire_own.OwnAccountMade, refuses=(409,)),
    Endpoint("/v1/own-link-ask", "Whose code to link with this is: a name, and nothing is changed (O-annex 1).",
             _ask_own_link, wire_own.AskOwnLink, wire_own.OwnerNamed, refuses=(409, 429)),
    Endpoint("/v1/own-link", "Use a code to link with, for one participant; the same organisation may ask again.",
             _take_own_link, wire_own.TakeOwnLink, wire_own.OwnLinkTaken, refuses=(409, 429)),
    Endpoint("/v1/own-activate", "Choose a password for an own account, with the code of the letter.", _activate,
             wire_own.ActivateOwnAccount, wire_own.OwnSession, open=True, refuses=(401, 429)),
    Endpoint("/v1/own-session", "Log in to an own account; the token is for what is of own accounts.", _log_in_own,
             wire_own.OwnLogIn, wire_own.OwnSession, open=True, refuses=(401, 429)),
    Endpoint("/v1/own-link-code", "Another code to link the own account with; its token is shown as a bearer token.",
             _link_code, wire_own.AskLinkCode, wire_own.LinkCode, open=True, refuses=(401,)),
    Endpoint("/v1/push", "Operations, each of which gets one answer, the same one when it comes again (S6).", _push,
             wire.Push, wire.Answers, stirs=True),
    Endpoint("/v1/results", "A slice of a batch of results, set-wise (S6).", _results, wire.PushResults,
             wire.ResultsTaken, stirs=True),
    Endpoint("/v1/pull", "One page of what changed since the cursors (S7, S8).", _pull, wire.Pull, wire.Page),
    Endpoint("/v1/sums", "Counts and sums of rows per unit, for finding the one that differs (S13).", _sums,
             wire.AskSums, wire.Sums),
    Endpoint("/v1/earlier", "Sums, or all, of the results of earlier school years (S9).", _earlier, wire.AskEarlier,
             wire.Earlier),
    Endpoint("/v1/files/offer", "The content of a material, of which the server says what it lacks (D11).", _offer_file,
             wire_files.OfferFile, wire_files.FileStanding, refuses=(409,)),
    Endpoint("/v1/files/send", "A piece of such a content; the last one is where the whole is verified.", _send_piece,
             wire_files.SendPiece, wire_files.FileStanding, refuses=(409,)),
    Endpoint("/v1/files/piece", "A piece of a content that the server has whole.", _give_piece, wire_files.AskPiece,
             wire_files.Piece, refuses=(409,)),
)
