"""What a licensor's people say to the server about their organisations; beside `wire`, in the same shapes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from app.sync.wire import NO_ZERO, Id, Line, Word

Code = Annotated[str, Meta(max_length=40, pattern=NO_ZERO)]


class MakeOrganisation(Struct, frozen=True):
    """`id` is chosen by who asks: the same one again is the same organisation. `username` and `administrator` (the
    name of the person) are of its first account.
    """

    id: Id
    code: Code
    name: Line
    username: Line
    administrator: Line
    place: Line = ""
    zone: Word = "Europe/Amsterdam"


class FirstPassword(Struct, frozen=True):
    """Told once: it is kept nowhere as it is."""

    organisation_id: Id
    code: str
    username: str
    password: str


class NewPassword(Struct, frozen=True):
    organisation_id: Id
    username: Line


class AssignOrganisation(Struct, frozen=True):
    """`licensor` is the code of the one that takes over, `from_on` the first day, today or later (O-13). `told_on` and
    `proof` are of the written notice to the organisation.
    """

    organisation_id: Id
    licensor: Code
    from_on: Annotated[str, Meta(max_length=10, pattern=NO_ZERO)]
    told_on: Annotated[str, Meta(max_length=10, pattern=NO_ZERO)] = ""
    proof: Line = ""


class Assigned(Struct, frozen=True):
    organisation_id: Id
    licensor: str
    name: str
    from_on: str
