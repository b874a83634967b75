"""What is said to the server about own accounts: by an organisation, and by whose account it is; beside `wire`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from app.sync.wire import Id, Line, Word

Password = Annotated[str, Meta(max_length=1024)]


# --- An organisation -----------------------------------------------------------------------------------------


class MakeOwnAccount(Struct, frozen=True):
    """For a participant who goes on alone; asked again, another code for the same account."""

    participant_id: Id
    email: Line = ""


class OwnAccountMade(Struct, frozen=True):
    """`code` is told once, and is good up to and including `until_on` (YYYY-MM-DD)."""

    participant_id: Id
    account_id: Id
    username: str
    code: str
    until_on: str


class AskOwnLink(Struct, frozen=True):
    code: Word


class OwnerNamed(Struct, frozen=True):
    """The name as its owner keeps it; `participant_id` is who it is of here already."""

    given: str
    prefix: str
    family: str
    participant_id: Id | None = None


class TakeOwnLink(Struct, frozen=True):
    """The code is used up: for this participant, who may still have to be made."""

    code: Word
    participant_id: Id


class OwnLinkTaken(Struct, frozen=True):
    participant_id: Id
    account_id: Id
    given: str
    prefix: str
    family: str


# --- Whose account it is -------------------------------------------------------------------------------------


class ActivateOwnAccount(Struct, frozen=True):
    """With the code of the letter, once; from then on the password counts."""

    username: Line
    code: Word
    password: Password


class OwnLogIn(Struct, frozen=True):
    username: Line
    password: Password


class OwnSession(Struct, frozen=True):
    """`access` is shown as a bearer token to what is of own accounts, for so many seconds."""

    access: str
    seconds: int
    given: str
    prefix: str
    family: str


class AskLinkCode(Struct, frozen=True):
    """Another code to link with; the one before it is no longer good."""


class LinkCode(Struct, frozen=True):
    """Told once; good until this instant (UTC microseconds)."""

    code: str
    until_us: int
