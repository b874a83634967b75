"""No for an answer: what a request gets that cannot be granted, for programs (status, code) and for people (reasons).

A desk goes by the code: `token_expired` refreshes, `log_in_again` asks for the password once and keeps the outbox,
`device_revoked` wipes, `account_ended` locks, `choose_password` asks for a new password, `copied_database` becomes a
new device, `upgrade_needed` says which side is old.
"""

from __future__ import annotations

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.failures import BUSY, Unavailable
from app.store.settings import ACCOUNT_ENDED
from app.sync.wire import Problem, Saying

RETRY_SECONDS = 2
"""When a desk may come back after a server that was busy or had lost its database."""


class Declined(Refusal):
    """`status` as in HTTP; `retry_after` in seconds."""

    def __init__(self, status: int, code: str, *reasons: Text, retry_after: int | None = None) -> None:
        super().__init__(*reasons)
        self.status, self.code, self.retry_after = status, code, retry_after


def problem_of(refusal: Refusal) -> tuple[int, Problem]:
    """Status and body for any refusal, also one of the rules that the desktop has too."""
    says = [saying(reason) for reason in refusal.reasons]
    if isinstance(refusal, Declined):
        return refusal.status, Problem(refusal.code, says, refusal.retry_after)
    if isinstance(refusal, Unavailable):
        return 503, Problem("unavailable", says, RETRY_SECONDS)
    return 422, Problem("refused", says)


def saying(text: Text) -> Saying:
    arguments = {name: _plain(value) for name, value in text.arguments.items()}
    return Saying(text.template, text.many, arguments)


def malformed() -> Declined:
    return Declined(400, "malformed", Text("The server cannot read this request. Nothing was changed."))


def misshapen() -> Declined:
    return Declined(422, "misshapen", Text("The server cannot read this request. Nothing was changed."))


def too_large() -> Declined:
    return Declined(413, "too_large", Text("This is more at once than the server takes. Nothing was changed."))


def files_full() -> Declined:
    return Declined(413, "files_full", Text(
        "All materials of {the_organisation} together are more than the server takes. This one stays on this computer "
        "alone. Withdraw materials that nobody needs any more."))


def file_unknown() -> Declined:
    return Declined(409, "file_unknown", Text("The server does not have the content of this material yet."))


def file_damaged() -> Declined:
    return Declined(422, "misshapen", Text("The server cannot read this request. Nothing was changed."))


def other_form() -> Declined:
    return Declined(415, "unsupported_form", Text("The server cannot read this request. Nothing was changed."))


def not_there() -> Declined:
    return Declined(404, "not_there", Text("The server does not know this address."))


def not_like_this() -> Declined:
    return Declined(405, "not_like_this", Text("The server does not know this address."))


def wrong_password() -> Declined:
    return Declined(401, "wrong_password", Text(
        "The organisation, user name or password is not right. Nothing was changed. Try again."))


def wrong_old_password() -> Declined:
    return Declined(401, "wrong_password", Text(
        "This is not the password that you have now. Nothing was changed. Type it again."))


def used_password() -> Declined:
    return Declined(401, "wrong_password", Text(
        "This first password was used on a computer already, and works only once. Nothing was changed. Was that not "
        "you? Tell whoever gave it to you at once, and ask for a new one."))


def choose_password() -> Declined:
    return Declined(403, "choose_password", Text(
        "You logged in with a password that somebody else made. Choose one of your own; after that your data come. "
        "Does this program not ask for it? Then install the newest version."))


def account_ended() -> Declined:
    return Declined(403, "account_ended", ACCOUNT_ENDED)


def no_such_coach() -> Declined:
    return Declined(409, "no_such_coach", Text(
        "The server does not know this {coach}, or the {coach} works here no longer. Nothing was changed. Synchronise "
        "first, and try again."))


def too_many(seconds: int) -> Declined:
    return Declined(429, "too_many", Text(
        "Somebody tried to log in too often. Nothing was changed. Wait {n} minute and try again.",
        "Somebody tried to log in too often. Nothing was changed. Wait {n} minutes and try again.",
        n=-(-seconds // 60)), retry_after=seconds)


def busy() -> Declined:
    return Declined(503, "unavailable", BUSY, retry_after=RETRY_SECONDS)


def log_in_again() -> Declined:
    return Declined(401, "log_in_again", Text(
        "The server asks you to log in again. What you made is still on this computer, and is sent after that."))


def token_expired() -> Declined:
    return Declined(401, "token_expired", Text(
        "The server asks you to log in again. What you made is still on this computer, and is sent after that."))


def device_revoked() -> Declined:
    return Declined(403, "device_revoked", Text(
        "Your {administrator} has withdrawn this computer. The data on it are removed."))


def copied_database() -> Declined:
    return Declined(409, "copied_database", Text(
        "These data are in use on another computer already. Nothing was changed. This computer gets a place of its own."
    ))


def of_another() -> Declined:
    return Declined(409, "device_of_another", Text(
        "These data belong to another account. Nothing was changed. Log in with that account, or begin with new data."))


def desk_outdated() -> Declined:
    return Declined(426, "upgrade_needed", Text(
        "This Leerspoor is too old for the server. What you made is still here. Install the newest version."))


def server_outdated() -> Declined:
    return Declined(426, "upgrade_server", Text(
        "The server is too old for this Leerspoor. What you made is still here. Ask for the server to be updated."))


def administrators_only() -> Declined:
    return Declined(403, "not_allowed", Text(
        "Your role does not allow this. Nothing was changed. Ask your {administrator}."))


def not_yours() -> Declined:
    return Declined(403, "not_yours", Text("These data are no longer yours to work with. Nothing was changed."))


def no_such_administrator() -> Declined:
    return Declined(409, "no_such_administrator", Text(
        "There is no {administrator} of this user name. Nothing was changed."))


def in_use_already() -> Declined:
    return Declined(409, "in_use", Text(
        "Somebody there has logged in already, so the passwords are theirs alone. Nothing was changed. "
        "Ask whoever looks after the server for a new one."))


def no_such_code() -> Declined:
    """The same for a code that never was, that is used, and that is over: nobody learns which codes there are."""
    return Declined(409, "no_such_code", Text(
        "The server does not know this code, or it was used, or its days are over. Nothing was changed. Look whether "
        "it was typed well, or ask {the_participant} for a new code."))


def no_such_participant() -> Declined:
    return Declined(409, "no_such_participant", Text(
        "The server does not know this {participant}. Nothing was made. Synchronise first, and try again."))


def own_account_in_use() -> Declined:
    return Declined(409, "in_use", Text(
        "This {participant} has an own account and has chosen a password. Nothing was made: only its owner opens it."))


def no_such_own_account() -> Declined:
    return Declined(401, "wrong_password", Text(
        "The user name, code or password is not right. Nothing was changed. Try again."))


def own_log_in_again() -> Declined:
    return Declined(401, "log_in_again", Text("Log in again with your own account."))


def not_empty() -> Declined:
    return Declined(409, "not_empty", Text(
        "The server already has data of this {organisation}. Nothing was changed. "
        "Begin with the data of the server, and import your own."))


def organisation_taken() -> Declined:
    return Declined(409, "organisation_taken", Text(
        "The server already knows these data as another {organisation}. Nothing was changed."))


def not_revoked() -> Declined:
    return Declined(409, "not_revoked", Text("This computer was not withdrawn. Nothing was changed."))


def own_fault() -> Problem:
    return Problem("fault", [saying(Text(
        "Something went wrong on the server itself. What was saved before is still there."))])


def _plain(value: object) -> str | int:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else str(value)
