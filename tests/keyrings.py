"""Keyrings for tests: one in memory with the limit of Windows, one that is missing, one that stays locked."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError, PasswordSetError

LONGEST_ENTRY = 1280
"""Windows keeps 2,560 bytes of UTF-16 per entry; a longer one fails there with error 1783."""


class MemoryKeyring(KeyringBackend):
    """Keeps entries in `entries`, keyed by (service, username), for as long as the test runs."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > LONGEST_ENTRY:
            raise PasswordSetError(f"{len(password)} characters, and Windows takes {LONGEST_ENTRY}")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("no such entry")


class RefusingKeyring(KeyringBackend):
    """Raises the same error whatever is asked."""

    priority = 1.0

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


def missing() -> RefusingKeyring:
    """What a machine without any keyring gives."""
    return RefusingKeyring(NoKeyringError("No recommended backend was available."))


def locked(refusal: type[InitError | KeyringLocked] = InitError) -> RefusingKeyring:
    """What a shut keyring gives: its owner waved the question away (`InitError`) or it asked none."""
    return RefusingKeyring(refusal("Failed to create the collection: Prompt dismissed.."))
