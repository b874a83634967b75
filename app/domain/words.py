"""The words that differ per provider: what it calls a participant, a coach, an organisation and so on.

Templates never spell such a word: they hold a placeholder ({participants}, {The_coach}) that is filled from
here in the language of the screen. These are named tuples because they are defined before the first window
is painted, and a dataclass costs eight times as much to define.
"""

from typing import NamedTuple

from app.domain.text import Text


class Wording(NamedTuple):
    """A short text that a data file gives in both languages; it may be an argument of a `Text`."""

    nl: str
    en: str

    @property
    def text(self) -> Text:
        return Text("{wording}", wording=self)

    def in_language(self, language: str) -> str:
        """`language` is 'nl' or 'en'."""
        return self.nl if language == "nl" else self.en


class Word(NamedTuple):
    """A noun. `article` is the Dutch definite article (de, het) or the English indefinite one (a, an)."""

    article: str
    singular: str
    plural: str


class WordList(NamedTuple):
    """What one provider calls things, in one language."""

    participant: Word
    coach: Word
    organisation: Word
    location: Word
    group: Word
    programme: Word
    administrator: Word


class Words(NamedTuple):
    """What one provider calls things."""

    nl: WordList
    en: WordList

    def placeholders(self, language: str) -> dict[str, str]:
        """Every placeholder and its text: participant, participants, the_participant, …, Participant, …"""
        small: dict[str, str] = {}
        for name, word in zip(WordList._fields, self.nl if language == "nl" else self.en, strict=True):
            small |= _dutch(name, word) if language == "nl" else _english(name, word)
        return small | {_capital(name): _capital(text) for name, text in small.items()}


def _dutch(name: str, word: Word) -> dict[str, str]:
    this = "dit" if word.article == "het" else "deze"
    return _forms(name, word, a="een", the=word.article, this=this, the_many="de")


def _english(name: str, word: Word) -> dict[str, str]:
    return _forms(name, word, a=word.article, the="the", this="this", the_many="the")


def _forms(name: str, word: Word, *, a: str, the: str, this: str, the_many: str) -> dict[str, str]:
    many = name + ("es" if name.endswith("ch") else "s")
    return {
        name: word.singular,
        many: word.plural,
        f"a_{name}": f"{a} {word.singular}",
        f"the_{name}": f"{the} {word.singular}",
        f"this_{name}": f"{this} {word.singular}",
        f"the_{many}": f"{the_many} {word.plural}",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
