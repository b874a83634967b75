"""Text from outside made fit to keep: invisible signs out, spaces single, letters in one form (Unicode NFC)."""

from __future__ import annotations

import re
import unicodedata

from app.domain.names import PersonName
from app.domain.text import Text
from app.exchange.notebook import Notebook

MAX_NAME_LENGTH = 200
"""Characters in one part of a name (EDEXML achternaam and voornamen, the larger of schema and manual)."""
MAX_KEY_LENGTH = 256
"""Characters in a key (EDEXML 2.1 EDEXKeyType)."""
MAX_FIELD_LENGTH = 256
_LONGEST_COMPOSED = 3 * MAX_KEY_LENGTH
"""Characters in any other value that is kept."""

# Control characters, soft hyphen, invisible spaces, direction overrides and isolates (U+202A-202E, U+2066-2069),
# annotation marks, halves of surrogate pairs. Joiners (U+200C, U+200D) and the marks U+200E and U+200F stay:
# Persian names and many emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_GARBLED = re.compile("[ÂÃÅÄâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")


def visible(raw: str) -> str:
    """`raw` without invisible signs, in NFC; its spaces are untouched."""
    return _composed(_HIDDEN.sub("", raw))


def _composed(text: str) -> str:
    """In NFC, unless the text is too long to be kept: ordering a long row of accents takes the square of its length."""
    return unicodedata.normalize("NFC", text) if len(text) <= _LONGEST_COMPOSED else text


def tidy(raw: str, element: str, line: int, notes: Notebook) -> str:
    """`raw` fit to keep; what had to be changed is noted under the name `element` that the file gives the value."""
    if raw.isascii() and raw.isprintable() and raw == raw.strip() and "  " not in raw:
        return raw
    shown = visible(raw)
    if len(shown) < len(_composed(raw)):
        reason = Text("{element} held invisible or control characters. They were removed.", element=element)
        notes.warning(line, reason)
    single = " ".join(shown.split())
    if single != shown:
        reason = Text("{element} had spaces too many. They were removed.", element=element)
        notes.note(line, reason)
    if _looks_garbled(single):
        reason = Text(
            "{element} is probably garbled: its accents were damaged before this file was made. "
            "Look at the value and correct it.",
            element=element,
        )
        notes.warning(line, reason)
    return single


def _looks_garbled(value: str) -> bool:
    """UTF-8 that was once read as Windows-1252 ("IsmaÃ«l")."""
    if not _GARBLED.search(value):
        return False
    if "\ufffd" in value:
        return True
    try:
        return value.encode("cp1252").decode("utf-8") != value
    except UnicodeError:
        return False


def tidy_key(raw: str) -> str:
    """A key: spaces at either end do not count (EDEXML manual)."""
    return raw if raw.isalnum() and raw.isascii() else visible(raw).strip()


def checked_name(given: str, prefix: str, family: str, line: int, notes: Notebook) -> PersonName | None:
    """The name made of tidied parts, or None when the line is refused: no name at all, or one too long to be one."""
    longest = max(len(given), len(prefix), len(family))
    if longest > MAX_NAME_LENGTH:
        reason = Text(
            "A name of {n} characters is no name: the limit is {limit}. This line is left out. "
            "Correct the name in the source and read the file again.",
            n=longest,
            limit=MAX_NAME_LENGTH,
        )
        notes.refused(line, reason)
        return None
    if not given and not family:
        reason = Text(
            "There is no first name and no family name. This line is left out. "
            "Fill in a name in the source and read the file again."
        )
        notes.refused(line, reason)
        return None
    return PersonName(given, prefix, family)


def fits(value: str, element: str, line: int, notes: Notebook) -> bool:
    """Whether a value other than a name is short enough to keep; if not, that is noted."""
    if len(value) <= MAX_FIELD_LENGTH:
        return True
    reason = Text(
        "{element} has {n} characters; {limit} is the limit. The value is not taken over.",
        element=element,
        n=len(value),
        limit=MAX_FIELD_LENGTH,
    )
    notes.warning(line, reason)
    return False


def key_too_long(key: str, line: int, notes: Notebook) -> bool:
    """Whether the line is refused because its key cannot be one."""
    if len(key) <= MAX_KEY_LENGTH:
        return False
    reason = Text(
        "A key of {n} characters is too long: the limit is {limit}. This line is left out. "
        "Correct the key in the source and read the file again.",
        n=len(key),
        limit=MAX_KEY_LENGTH,
    )
    notes.refused(line, reason)
    return True
