"""What the command line says: words for a person, JSON for a program, and a file for our own faults."""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.resources import load_words, neutral_words
from app.store.texts import Translator

FAULTS = "faults"


class Voice:
    """Speaks Dutch or English, with the words of a provider once one is known.

    Standard output gets the answer: sentences, or with `as_json` exactly one document. What stands beside the answer,
    and the reasons of a refusal, go to standard error.
    """

    def __init__(self, language: str, as_json: bool) -> None:
        self.language, self.as_json = language, as_json
        self._translator = Translator(language, neutral_words())
        _take_any_sign(as_json)

    def speak_for(self, provider: str) -> None:
        """From now on with the words of this provider."""
        self._translator = Translator(self.language, load_words(provider))

    def words(self, text: Text) -> str:
        return self._translator.render(text)

    def say(self, text: Text) -> None:
        """A line for a person; nothing where a program reads."""
        if not self.as_json:
            print(self.words(text))

    def tell(self, text: Text) -> None:
        """A line beside the answer."""
        print(self.words(text), file=sys.stderr)

    def answer(self, body: Any) -> None:
        """The document for a program; to be called once."""
        if self.as_json:
            print(json.dumps(body, ensure_ascii=False))

    def refuse(self, refusal: Refusal, body: Any = None) -> None:
        """The reasons, and for a program `body` or else the reasons again."""
        lines = self._translator.lines(refusal)
        self.answer({"refused": lines} if body is None else body)
        for line in lines:
            print(line, file=sys.stderr)

    def own_fault(self, fault: BaseException, home: Path) -> None:
        """No traceback on the screen: where it went wrong goes into a file, without any value."""
        place = _write_fault(fault, home)
        self.tell(Text("Something went wrong in Leerspoor itself. What was saved before is still there."))
        if place is not None:
            self.tell(Text("Send this file to the help desk; it holds no personal data: {file}", file=str(place)))


def stop_talking() -> None:
    """Nobody reads what comes next: whoever closed the pipe gets no complaint about it when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fault_report(fault: BaseException) -> str:
    """Kinds of error with files and lines, never a message or a value: those may hold personal data."""
    lines: list[str] = []
    link: BaseException | None = fault
    while link is not None:
        lines.append(type(link).__name__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _take_any_sign(as_json: bool) -> None:
    """A name with a sign that the screen's own encoding lacks is no reason to fail; JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")


def _write_fault(fault: BaseException, home: Path) -> Path | None:
    folder = home / FAULTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        place.write_text(fault_report(fault), "utf-8")
    except OSError:
        return None
    return place
