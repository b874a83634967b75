"""The element `toetsen` of UWLR 2.2: tests with their parts and norms, from raw scores to terms.

It stands in a message with results, or alone (Toetsdefinities). Document types and entities are refused (defusedxml).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.domain.assessment.norm_checks import DefinedPart, DefinedTest
from app.domain.assessment.norming import NormRow, NormTable, RowSort
from app.domain.text import Text
from app.exchange.notebook import Notebook
from app.exchange.sources import SourceFile, refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_TESTS = 2_000


def read_uwlr_tests(source: SourceFile, edition: str, notes: Notebook) -> tuple[DefinedTest, ...]:
    """Every test in the file. UWLR names no edition of a norm: it gets `edition`. Raises Refusal for other XML."""
    try:
        root = fromstring(source.content(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise refused(source.name, Text("{file} is damaged, or it is no XML that can be read here.", file=source.name),
                      Text("Ask for the file again.")) from error
    lists = [one for one in root.iter() if _name(one) == "toetsen"]
    tests = [one for found in lists for one in found if _name(one) == "toets"]
    if not tests or len(tests) > MAX_TESTS:
        raise refused(source.name, Text("{file} holds no tests in the way of UWLR.", file=source.name),
                      Text("Choose a file with the element toetsen in it, or a list (.csv or .xlsx)."))
    return tuple(_test(one, number, edition, notes) for number, one in enumerate(tests, 1))


def _test(one: Element, number: int, edition: str, notes: Notebook) -> DefinedTest:
    code = _text(one, "toetscode")
    parts, norms = [], []
    for found in _within(one, "toetsonderdelen", "toetsonderdeel"):
        part = _text(found, "toetsonderdeelcode")
        norm = _norm(_child(found, "toetsonderdeelnormering"), edition, part, code, notes)
        parts.append((_number(_text(found, "toetsonderdeelvolgnummer")) or 0, DefinedPart(
            part, _text(found, "toetsonderdeelnaam"), _highest(norm))))
        norms += [norm] if norm is not None else []
    whole = _child(one, "toetsnormering")
    norm = _norm(whole, edition, "", code, notes)
    norms = [*([norm] if norm is not None else []), *norms]
    category = " ".join(filter(None, (_text(whole, "toetscategorie"), _text(whole, "toetsniveau"))))
    return DefinedTest(
        code, _text(one, "versie"), _text(one, "toetsnaam"), _text(one, "vakgebied"), _text(one, "leerjaar"), category,
        _highest(norm), parts=tuple(part for _, part in sorted(parts, key=lambda pair: pair[0])), norms=tuple(norms),
        line=number)


def _norm(found: Element | None, edition: str, part: str, code: str, notes: Notebook) -> NormTable | None:
    """None where there is none, or one of its rows is wrong."""
    if found is None:
        return None
    rows = []
    for one in (child for child in found if _name(child) == "norm"):
        begins, ends = (_number(_text(one, name)) for name in ("beginnormwaarde", "eindnormwaarde"))
        if begins is None or ends is None:
            notes.refused(0, Text("The norm of test {code} is left out: a boundary in it is no whole number.",
                                  code=code))
            return None
        rows.append(NormRow(RowSort.RAW_LEVEL, begins, ends, term=_text(one, "term"),
                            description=_text(one, "omschrijving")))
    return NormTable(edition, tuple(rows), part) if rows else None


def _highest(norm: NormTable | None) -> int | None:
    """UWLR 2.2 names no highest score: it is where the last norm ends."""
    return max((row.ends for row in norm.rows), default=None) if norm is not None else None


def _name(one: Element) -> str:
    return str(one.tag).rsplit("}", 1)[-1]


def _child(one: Element | None, name: str) -> Element | None:
    return next((child for child in one if _name(child) == name), None) if one is not None else None


def _within(one: Element, outer: str, inner: str) -> Iterator[Element]:
    found = _child(one, outer)
    return (child for child in found if _name(child) == inner) if found is not None else iter(())


def _text(one: Element | None, name: str) -> str:
    found = _child(one, name)
    return " ".join((found.text or "").split()) if found is not None else ""


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
