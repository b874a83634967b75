"""What stands on the card with which a participant logs in for the first time, and where it stands with a card."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from string import ascii_lowercase

from app.domain.names import fold
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, wrong_order

_TOGETHER = 5
"""Signs of a code that are read in one go."""
LONGEST_USERNAME, LONGEST_ADDRESS = 20, 200
MOST_DAYS, USUAL_DAYS = 366, 14
"""Our own choice, no clause: how long a card may be good, and how long it is where nobody says otherwise."""
_WITHOUT_NAME = "gebruiker"


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


class CardState(StrEnum):
    NONE = "none"
    WAITING = "waiting"
    EXPIRED = "expired"
    USED = "used"
    WITHDRAWN = "withdrawn"


STATES = {
    CardState.NONE: Text("No card yet"), CardState.WAITING: Text("Not used yet"),
    CardState.EXPIRED: Text("Past its last day"), CardState.USED: Text("Used"),
    CardState.WITHDRAWN: Text("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class HandedCode:
    """A one-time code as it is kept. `until` is None for one that was made with the person and never printed."""

    made_us: int
    until: date | None
    used_us: int | None
    withdrawn_us: int | None


def counting_code(codes: Iterable[HandedCode]) -> HandedCode | None:
    """Only the newest code of a person ever opens anything, also where two desks each made one without a network."""
    return max(codes, key=lambda code: code.made_us, default=None)


def state_of(code: HandedCode | None, today: date) -> CardState:
    """Where it stands with the card of somebody whose counting code this is."""
    if code is None or code.until is None:
        return CardState.NONE
    if code.used_us is not None:
        return CardState.USED
    if code.withdrawn_us is not None:
        return CardState.WITHDRAWN
    return CardState.EXPIRED if code.until < today else CardState.WAITING


def check_cards(until: date, address: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the last day and the address of cards that are to be printed."""
    return (
        *only_wrong((wrong_order("until_on", today, until), _too_late(until, today))), *_wrong_address(address))


def _too_late(until: date, today: date) -> WrongField | None:
    last = today + timedelta(days=MOST_DAYS)
    if until <= last:
        return None
    return WrongField("until_on", Text(
        "A card that is good for longer than a year will be lost before it is used. Nothing was made. Choose {day} or "
        "an earlier day.", day=last))


def _wrong_address(address: str) -> tuple[WrongField, ...]:
    proper = address.strip()
    if not proper:
        return (missing("address"),)
    if len(proper) > LONGEST_ADDRESS or any(sign.isspace() or sign in "#<>\"" for sign in proper):
        return (WrongField("address", Text(
            "This is no address where somebody can log in. Nothing was made. Type it as in {example}.",
            example="inloggen.voorbeeld.nl")),)
    return ()


def propose_username(given: str, taken: Collection[str]) -> str:
    """A user name that nobody has: the first name, with a number where that is needed.

    It holds no family name, and no number that could be read as a year of birth. `taken` are the names there are, as
    `fold` gives them; another desk without a network may think of the same one, which is flagged later (S11).
    """
    first = next(iter(fold(given).split()), "")
    base = "".join(sign for sign in first if sign in ascii_lowercase)[:LONGEST_USERNAME] or _WITHOUT_NAME
    if base not in taken:
        return base
    numbered = (f"{base}{number}" for number in count(2) if not _reads_as_year(number))
    return next(name for name in numbered if name not in taken)


def _reads_as_year(number: int) -> bool:
    return 10 <= number <= 99 or 1900 <= number <= 2099
