"""What an administrator or coach gets to log in with: shown once, on one sheet, kept nowhere (A-1.1, O-6.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.permissions import Role


@dataclass(frozen=True, slots=True)
class Credentials:
    """`organisation_code`, `username` and `password` are typed at the first log-in of each computer.

    The password never shows in a log or a traceback: it is left out of what this prints itself as.
    """

    organisation: str
    place: str
    server: str
    organisation_code: str
    name: str
    username: str
    password: str = field(repr=False)
    role: Role = Role.ADMINISTRATOR
