"""Reads the pages of the manual (`resources/manuals`) in a language, with the words of a provider in them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.manuals import Manual, Page
from app.domain.words import Words
from app.store.resources import resource_path
from app.store.texts import Translator


def manuals(pages: Iterable[Page], language: str, words: Words) -> tuple[Manual, ...]:
    """In the order of `pages`; `language` is 'nl' or 'en'."""
    translator = Translator(language, words)
    return tuple(read_manual(page.code, translator) for page in pages)


def read_manual(code: str, translator: Translator) -> Manual:
    """One page; its first line is its title."""
    written = resource_path("manuals", translator.language, f"{code}.md").read_text(encoding="utf-8")
    markdown = translator.filled(written)
    return Manual(code, markdown.splitlines()[0].removeprefix("# "), markdown)
