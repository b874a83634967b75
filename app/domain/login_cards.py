"""What stands on the card with which a participant logs in for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_TOGETHER = 5
"""Signs of a code that are read in one go."""


@dataclass(frozen=True, slots=True)
class LoginCard:
    """`first_name` and nothing else of the person: a card that is lost says little. `until` is the last day of `code`.

    `address` is where one logs in, as it is typed: "inloggen.voorbeeld.nl" or with "https://" before it.
    """

    first_name: str
    username: str
    code: str
    until: date
    address: str

    @property
    def shown_code(self) -> str:
        """The code in groups, easier to type over."""
        return " ".join(self.code[at : at + _TOGETHER] for at in range(0, len(self.code), _TOGETHER))

    @property
    def link(self) -> str:
        """What the QR code opens: the address with the code behind a '#', a part that a browser sends to nobody."""
        start = self.address if "://" in self.address else f"https://{self.address}"
        return f"{start}#code={self.code}"


@dataclass(frozen=True, slots=True)
class CardPile:
    """The cards of one group, in the order in which they are handed out."""

    group: str
    cards: tuple[LoginCard, ...]
