"""What is not code: where the resource files lie, and the provider profiles among them.

The window needs the words of a provider before its first paint, so `load_words` reads only those lines of a
profile and nothing heavy is imported for it; `load_profile` reads and checks the whole file.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Fault, Refusal
from app.domain.text import Text
from app.domain.words import Word, WordList, Words

if TYPE_CHECKING:
    from app.domain.provider import ProviderProfile

_WORD = re.compile(
    r'^(\w+) = \{ article = "([^"\\]+)", singular = "([^"\\]+)", plural = "([^"\\]+)" \}$', re.MULTILINE,
)


@cache
def resource_folder() -> Path:
    """The folder `resources`: beside `app`, or in the bundle of a frozen program."""
    bundle = getattr(sys, "_MEIPASS", None)
    beside = Path(bundle) if bundle else Path(__file__).parents[2]
    root = beside / "resources"
    if not root.is_dir():
        raise Fault(f"the resource files are not in {root}")
    return root


def resource_path(*parts: str) -> Path:
    """The path of one resource, for instance `resource_path("texts", "nl")`; it need not exist."""
    return resource_folder().joinpath(*parts)


@cache
def profile_codes() -> tuple[str, ...]:
    """The codes of the provider profiles that are installed, in order of the alphabet."""
    return tuple(sorted(path.stem for path in resource_path("providers").glob("*.toml")))


@cache
def load_profile(code: str) -> ProviderProfile:
    """The profile of this code; Refusal names the profiles there are, or all that is wrong with its file."""
    import tomllib

    from app.domain.provider import parse_profile

    path = _profile_path(code)
    try:
        profile = parse_profile(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise _unusable(path, Text("The file is not valid TOML: {error}.", error=str(error))) from error
    except Refusal as refusal:
        raise _unusable(path, *refusal.reasons) from refusal
    if profile.code != code:
        raise _unusable(path, Text("{path} must be {expected}.", path="code", expected=f'"{code}"'))
    return profile


@cache
def load_words(code: str) -> Words:
    """The words of this profile, without reading the rest: equal to `load_profile(code).words`."""
    return _words_of(_profile_path(code))


@cache
def neutral_words() -> Words:
    """The words in use before an organisation has chosen its provider."""
    return _words_of(resource_path("texts", "words.toml"))


def _words_of(path: Path) -> Words:
    text = path.read_text(encoding="utf-8")
    try:
        return Words(nl=_words_in(text, "nl"), en=_words_in(text, "en"))
    except (IndexError, TypeError) as error:
        raise _unusable(path, Text("{path} is missing.", path="words")) from error


def _words_in(text: str, language: str) -> WordList:
    section = text.split(f"\n[words.{language}]\n", 1)[1].split("\n[", 1)[0]
    return WordList(**{name: Word(*forms) for name, *forms in _WORD.findall(section)})


def _profile_path(code: str) -> Path:
    if code not in profile_codes():
        raise Refusal(Text(
            "There is no provider profile {code}. Choose one of these: {codes}.",
            code=code, codes=", ".join(profile_codes()),
        ))
    return resource_path("providers", f"{code}.toml")


def _unusable(path: Path, *reasons: Text) -> Refusal:
    return Refusal(
        Text(
            "The provider profile {file} cannot be used. Your data is untouched. "
            "Correct the file or install the program again.", file=path.name,
        ),
        *reasons,
    )
