"""Our field names, categories and grounds in the words of the screen."""

from __future__ import annotations

from app.domain.field_words import CATEGORY_TEXTS, FIELD_TEXTS, GROUND_TEXTS, ROW_TEXTS
from app.domain.text import Text
from ui.words import show

SUBJECT_TEXTS = {
    "participant": Text("{Participants}"), "coach": Text("{Coaches}"), "customer": Text("Customer ({administrator})"),
}


def field_label(name: str) -> str:
    """A field as people call it; a name we have no words for stands as it is."""
    return _shown(FIELD_TEXTS, name)


def rows_label(table: str) -> str:
    """A kind of rows as people call it."""
    return _shown(ROW_TEXTS, table)


def category_label(code: str, from_terms: bool = True) -> str:
    """What kind of field it is; a list that is not the terms' own is never called so."""
    if code == "named" and not from_terms:
        return show(Text("not from the terms"))
    return _shown(CATEGORY_TEXTS, code)


def ground_label(letter: str) -> str:
    """The ground of GDPR article 6(1), by its letter."""
    return _shown(GROUND_TEXTS, letter)


def subject_label(code: str) -> str:
    return _shown(SUBJECT_TEXTS, code)


def _shown(texts: dict[str, Text], code: str) -> str:
    return show(texts[code]) if code in texts else code
