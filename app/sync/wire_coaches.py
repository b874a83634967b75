"""What an administrator says to the server about the logins of coaches; beside `wire`, in the same shapes."""

from __future__ import annotations

from msgspec import Struct

from app.sync.wire import Id, Line


class CoachLogin(Struct, frozen=True):
    """A first password for this coach. `username` counts where there is no login yet."""

    coach_id: Id
    username: Line = ""


class CoachPassword(Struct, frozen=True):
    """Told once: it is kept nowhere as it is. `code` is that of the organisation."""

    coach_id: Id
    code: str
    username: str
    password: str


class EndCoachLogin(Struct, frozen=True):
    coach_id: Id


class CoachLoginEnded(Struct, frozen=True):
    """`devices` is how many computers wipe themselves at their next contact."""

    coach_id: Id
    devices: int
