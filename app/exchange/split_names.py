"""A name in one column taken apart: "Vries, Emre de" or "Emre de Vries" into given name, prefix, family name."""

from __future__ import annotations

from dataclasses import dataclass

# Words of the official table of prefixes (Landelijke tabel 36, voorvoegsels) that occur in Dutch names.
_PREFIXES = frozenset({
    "van", "de", "der", "den", "het", "'t", "'s", "ten", "ter", "te", "tot", "toe", "thoe", "in", "op", "aan", "bij",
    "uit", "uijt", "over", "onder", "voor", "af", "von", "vom", "vor", "zu", "zum", "zur", "vande", "vander",
    "vanden", "d'", "l'", "la", "le", "les", "du", "des", "del", "della", "dello", "dal", "di", "da", "do", "dos",
    "das", "el", "al",
})  # fmt: skip
# These begin names of their own as well: only a prefix when a given name stands before them.
_ONLY_AFTER_A_NAME = frozenset({
    "la", "le", "al", "el", "di", "da", "do", "dos", "das", "in", "op", "te", "toe",
})  # fmt: skip
_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")


@dataclass(frozen=True, slots=True)
class SplitName:
    """The parts; `certain` is false where another way to split is as likely."""

    given: str
    prefix: str
    family: str
    certain: bool = True


def split_name(whole: str) -> SplitName:
    """The parts of a tidied name; never raises, and loses no word."""
    if "," in whole:
        return _split_listed(whole)
    return _split_spoken(whole.split())


def split_family(family: str) -> tuple[str, str]:
    """(prefix, family name) of a family name that was typed with its prefix in front: "de Jong", "van 't Hoff".

    Only small letters count as a prefix here: "De Clercq" and "Van Damme" are written so on purpose (Flemish names).
    """
    words = family.split()
    number = next((place for place, word in enumerate(words) if not _is_small_prefix(word)), 0)
    return " ".join(words[:number]), " ".join(words[number:])


def _is_small_prefix(word: str) -> bool:
    return is_prefix(word) and word.casefold() not in _ONLY_AFTER_A_NAME and word == word.lower()


def is_prefix(word: str) -> bool:
    return word.translate(_APOSTROPHES).casefold() in _PREFIXES


def _split_listed(whole: str) -> SplitName:
    """Family name first, as in a register: "Vries, Emre de", "de Vries, Emre"."""
    before, _, after = (part.strip() for part in whole.partition(","))
    family, given = before.split(), after.replace(",", " ").split()
    behind = _trailing_prefixes(given)
    ahead = _leading_prefixes(family)
    prefix = [*given[len(given) - behind :], *family[:ahead]]
    return SplitName(" ".join(given[: len(given) - behind]), " ".join(prefix), " ".join(family[ahead:]))


def _trailing_prefixes(words: list[str]) -> int:
    number = 0
    while number < len(words) - 1 and is_prefix(words[-1 - number]):
        number += 1
    return number


def _leading_prefixes(words: list[str]) -> int:
    number = 0
    while number < len(words) - 1 and is_prefix(words[number]):
        number += 1
    return number


def _split_spoken(words: list[str]) -> SplitName:
    """Given name first, as spoken: "Emre de Vries"."""
    start = next((place for place in range(len(words) - 1) if _begins_prefix(words, place)), None)
    if start is None:
        return _split_plain(words)
    end = start + _leading_prefixes(words[start:])
    return SplitName(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]))


def _begins_prefix(words: list[str], place: int) -> bool:
    word = words[place]
    if not is_prefix(word) or (place and words[place - 1].endswith("-")):
        return False
    return place > 0 or (word[0].islower() and word.casefold() not in _ONLY_AFTER_A_NAME) or word[0] in "'’‘"


def _split_plain(words: list[str]) -> SplitName:
    """Without a prefix: the last word is the family name, together with what a hyphen ties to it."""
    if len(words) < 2:
        return SplitName(" ".join(words), "", "")
    start = len(words) - 1
    while start > 1 and _is_tied(words[start - 1], words[start]):
        start -= 1
    certain = start == 1
    return SplitName(" ".join(words[:start]), "", " ".join(words[start:]), certain)


def _is_tied(word: str, following: str) -> bool:
    """Jansen-de Boer, Jansen - Boer."""
    last = word.rpartition("-")[2]
    return ("-" in word and (not last or is_prefix(last))) or following.startswith("-") or is_prefix(word)
