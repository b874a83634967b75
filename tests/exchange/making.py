"""Small files for the tests of the readers, and what readers say about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.domain.errors import Refusal
from app.domain.roster import Note, Severity
from app.exchange.sources import SourceFile

DATA = Path(__file__).parents[1] / "data"

SCHOOL = """  <school>
    <schooljaar>2026-2027</schooljaar>
    <peildatum>2026-10-01</peildatum>
    <brincode>99ZZ</brincode>
    <xsdversie>2.1</xsdversie>
  </school>
"""
GROUPS = """  <groepen>
    <groep key="g5"><naam>Groep 5</naam><jaargroep>5</jaargroep></groep>
    <samengestelde_groep key="plus"><naam>Plusklas</naam></samengestelde_groep>
  </groepen>
"""
PUPIL = '<leerling key="1"><achternaam>Vries</achternaam><roepnaam>Emre</roepnaam><jaargroep>5</jaargroep></leerling>'


def edexml(
    *, school: str = SCHOOL, groups: str = GROUPS, pupils: str = PUPIL, coaches: str = "", more: str = ""
) -> str:
    """An EDEXML file; `pupils` start on line 14 with the standard school and groups."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<EDEX>\n'
        f"{school}{groups}  <leerlingen>\n{pupils}\n  </leerlingen>\n"
        f"  <leerkrachten>{coaches}</leerkrachten>{more}\n</EDEX>\n"
    )


def pupil(key: str, *, extra: str = "", name: str = "Vries", given: str = "Emre") -> str:
    return (
        f'<leerling key="{key}"><achternaam>{name}</achternaam><roepnaam>{given}</roepnaam>'
        f"<jaargroep>5</jaargroep>{extra}</leerling>"
    )


def source(content: str | bytes, name: str = "file") -> SourceFile:
    return SourceFile.in_memory(name, content.encode() if isinstance(content, str) else content)


def refusal(read: Callable[[], object]) -> str:
    """The reasons with which `read` declines, as one text."""
    with pytest.raises(Refusal) as caught:
        read()
    assert len(caught.value.reasons) >= 2, "a refusal says what is wrong and what to do"
    return str(caught.value)


def said(notes: Sequence[Note], severity: Severity) -> list[tuple[int, str]]:
    """Line and reason of the notes of one weight."""
    return [(note.line, str(note.reason)) for note in notes if note.severity is severity]


def refused(notes: Sequence[Note]) -> list[tuple[int, str]]:
    return said(notes, Severity.REFUSED)


def doubtful(notes: Sequence[Note]) -> list[tuple[int, str]]:
    return said(notes, Severity.DOUBTFUL)


def warned(notes: Sequence[Note]) -> list[tuple[int, str]]:
    return said(notes, Severity.WARNING)
