"""What the command line says: words for a person, JSON for a program, and a file for our own faults."""

from __future__ import annotations

import json
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.resources import load_words, neutral_words
from app.store.texts import Translator

FAULTS = "faults"


class Voice:
    """Speaks Dutch or English, with the words of a provider once one is known; answers go to standard output."""

    def __init__(self, language: str, as_json: bool) -> None:
        self.language, self.as_json = language, as_json
        self._translator = Translator(language, neutral_words())

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
        """A line beside the answer, on standard error."""
        print(self.words(text), file=sys.stderr)

    def answer(self, body: Any) -> None:
        if self.as_json:
            print(json.dumps(body, ensure_ascii=False))

    def refuse(self, refusal: Refusal) -> None:
        lines = self._translator.lines(refusal)
        self.answer({"refused": lines})
        for line in lines:
            print(line, file=sys.stderr)

    def own_fault(self, fault: Exception, home: Path) -> None:
        """No traceback on the screen: where it went wrong goes into a file, without any value."""
        place = _write_fault(fault, home)
        self.tell(Text("Something went wrong in Leerspoor itself. What was saved before is still there."))
        if place is not None:
            self.tell(Text("Send this file to the help desk; it holds no personal data: {file}", file=str(place)))


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


def _write_fault(fault: Exception, home: Path) -> Path | None:
    folder = home / FAULTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        place.write_text(fault_report(fault), "utf-8")
    except OSError:
        return None
    return place
