"""What somebody without an account says to the server: who wants to join a group, with the code of that group."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from app.sync.wire import NO_ZERO, Word

Part = Annotated[str, Meta(max_length=100, pattern=NO_ZERO)]


class Register(Struct, frozen=True):
    """`organisation` and `code` stand on the paper of the group. What the organisation does not keep is dropped."""

    organisation: Word
    code: Word
    given: Part = ""
    prefix: Annotated[str, Meta(max_length=20, pattern=NO_ZERO)] = ""
    family: Part = ""
    username: Part = ""
    email: Part = ""
