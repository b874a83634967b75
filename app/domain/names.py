"""Dutch personal names: shown, sorted, searched and initialled (roepnaam, voorvoegsel, achternaam)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters that Unicode decomposition leaves alone, yet everybody types without the stroke or dot.
_STROKES = str.maketrans({
    "ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
    "þ": "th", "Þ": "th", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ŋ": "n", "ħ": "h", "Ħ": "h",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "ĳ": "ij", "Ĳ": "ij",
})
# Nothing that is kept is as long; ordering a long row of accents would take the square of its length.
_LONGEST_TAKEN_APART = 1000


def fold(text: str) -> str:
    """Text as people search it: no accents, no case, plain apostrophes, single spaces."""
    if text.isascii():  # most names are, and an import folds every one several times
        return " ".join(text.lower().replace("`", "'").split())
    stroked = text.translate(_STROKES)
    decomposed = unicodedata.normalize("NFKD", stroked) if len(stroked) <= _LONGEST_TAKEN_APART else stroked
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.casefold().translate(_STROKES).split())


def list_key(full: str, listed: str, as_listed: bool) -> str:
    """What every list of people sorts by, on the screen and on paper: as in a register, else by the spoken name.

    Folded, so that ASLAN stands among the Aslans; of two who are the same but for that, always the same one is first.
    """
    if not as_listed:
        return "\x1f".join((fold(full), listed))
    family, _, rest = listed.partition(", ")
    return "\x1f".join((fold(family), fold(rest), listed))


@dataclass(frozen=True, slots=True)
class PersonName:
    """Given name, prefix (voorvoegsel) and family name; at least given or family is not empty."""

    given: str
    prefix: str
    family: str

    @property
    def full(self) -> str:
        """As spoken and printed: Emre de Vries."""
        return " ".join(part for part in (self.given, self.prefix, self.family) if part)

    @property
    def listed(self) -> str:
        """As in a register: Vries, Emre de."""
        if not self.family:
            return self.given
        first = " ".join(part for part in (self.given, self.prefix) if part)
        return f"{self.family}, {first}" if first else self.family

    @property
    def short(self) -> str:
        """With one initial of the family name, for a screen that strangers can see: Emre V."""
        return f"{self.given} {self.family[0]}." if self.given and self.family else self.given or self.family

    @property
    def without_family(self) -> PersonName:
        """What is left where last names are not to be seen: the first name, and one letter. Emre V."""
        initial = f"{self.family[0]}." if self.family else ""
        return PersonName(" ".join(part for part in (self.given, initial) if part), "", "")

    @property
    def sort_key(self) -> str:
        """Dutch order: family name without prefix, then given name, then prefix."""
        return "\x1f".join((fold(self.family or self.given), fold(self.given), fold(self.prefix)))

    @property
    def search(self) -> str:
        """Folded words in both orders, so that a typed beginning of either finds the person."""
        return f"{fold(self.full)}\n{fold(self.listed)}"
