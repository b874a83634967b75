"""Why a sync stops: each says what it means for the data, and names the one thing that helps (`remedy`)."""

from __future__ import annotations

from app.domain.errors import Refusal
from app.domain.text import Text
from app.sync.proper import can_be_said
from app.sync.wire import Problem

LATER, LOG_IN, UPGRADE, WIPED, FRESH, WAITING, CHOOSE, ENDED = (
    "later", "log in", "upgrade", "wiped", "fresh", "waiting work", "choose password", "ended")


class Later(Refusal):
    """Nobody needs to do anything: it is tried again. `retry_after` in seconds, where the server said so."""

    def __init__(self, *reasons: Text, retry_after: int | None = None) -> None:
        super().__init__(*reasons, remedy=LATER)
        self.retry_after = retry_after


class Revoked(Refusal):
    """This device was revoked: its data must go."""

    def __init__(self) -> None:
        super().__init__(
            Text("This computer was withdrawn by the {administrator}. Its data were removed from it."), remedy=WIPED)


class Copied(Refusal):
    """The database came from another computer: it needs a device of its own."""

    def __init__(self) -> None:
        super().__init__(
            Text("These data came from another computer. Nothing was lost. Log in again on this one."), remedy=LOG_IN)


class NotYours(Refusal):
    """A stream that this account reads no longer."""

    def __init__(self) -> None:
        super().__init__(Text("These data are no longer yours to work with. Nothing was changed."))


def unreachable() -> Later:
    return Later(Text(
        "The server cannot be reached. What you make is kept on this computer and sent as soon as it can be."))


def too_slow() -> Later:
    return Later(Text(
        "The server takes too long. What you make is kept on this computer and sent as soon as it can be."))


def untrusted() -> Later:
    return Later(Text(
        "The connection to the server is not trusted: its certificate does not fit. Nothing was sent. "
        "Ask whoever looks after this network whether it inspects connections."))


def garbled() -> Later:
    return Later(Text("The answer of the server broke off. Nothing was lost; it is tried again."))


def log_in_again() -> Refusal:
    return Refusal(
        Text("The server asks you to log in again. What you made is still on this computer, and is sent after that."),
        remedy=LOG_IN)


def refusal_of(status: int, problem: Problem) -> Refusal:
    """What an answer that is no success means to a desk."""
    says = [Text(one.template, one.many, **one.arguments) for one in problem.says if can_be_said(one)]
    if problem.code == "device_revoked":
        return Revoked()
    if problem.code == "copied_database":
        return Copied()
    if problem.code == "account_ended":
        return Refusal(*(says or [_trouble()]), remedy=ENDED)
    if problem.code == "not_yours":
        return NotYours()
    if problem.code == "upgrade_needed" or status == 426:
        return Refusal(*(says or [_too_old()]), remedy=UPGRADE)
    if problem.code == "wrong_password":
        return Refusal(*says, remedy=LOG_IN)
    if problem.code == "choose_password":
        return Refusal(*(says or [_trouble()]), remedy=CHOOSE)
    if status == 401:
        return log_in_again()
    if status == 429 or status >= 500:
        return Later(*(says or [_trouble()]), retry_after=problem.retry_after)
    return Refusal(*(says or [_trouble()]))


def _too_old() -> Text:
    return Text("This Leerspoor and the server do not fit each other. Nothing was lost. Install the newest version.")


def _trouble() -> Text:
    return Text(
        "The server has trouble at the moment. What you make is kept on this computer and sent as soon as it can be.")
