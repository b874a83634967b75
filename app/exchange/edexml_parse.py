"""EDEXML as a stream of start and end tags, made into objects with their line. No rule about values is here.

Expat reads; document types, entities and references out of the file are refused (defusedxml), so that a file can
neither grow in memory nor make the program fetch anything. Namespaces are not resolved: suppliers put blocks with
prefixes of their own, declared or not, into `toevoegingen`; these are read past.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange import edexml_terms as terms
from app.exchange.sources import refused

MAX_DEPTH = 40
MAX_ELEMENTS = 5_000_000
MAX_PIECES = 4 * MAX_ELEMENTS
"""Pieces of text as the parser gives them: every line end is one."""
MAX_KEPT = 500_000
"""Objects, references and roles in one file; the largest organisation in the country has a tenth of that."""
MAX_TEXT_LENGTH = 100_000
"""Characters in one element that is read; more makes the whole file suspect."""
MAX_KINDS_OF_FAULT = 1000
"""Different unknown, misplaced or doubled elements that are told apart."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A key that points at a groep, samengestelde_groep or vestiging."""

    element: str
    key: str
    line: int


@dataclass(slots=True)
class Item:
    """One object: its attributes, the texts that are read, and where it points."""

    kind: str
    line: int
    key: str = ""
    eckid: str = ""
    values: dict[str, str] = field(default_factory=dict)
    groups: list[Reference] = field(default_factory=list)
    location: Reference | None = None
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Faults:
    """Something that is the same on many lines: where first, and how often."""

    line: int
    number: int = 0


@dataclass(slots=True)
class Document:
    """A whole file. `misplaced` is by (object, element, element before it); `unknown` and `doubled` by (object,
    element)."""

    schools: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    not_taken_over: Counter[str] = field(default_factory=Counter)
    misplaced: dict[tuple[str, ...], Faults] = field(default_factory=dict)
    unknown: dict[tuple[str, ...], Faults] = field(default_factory=dict)
    doubled: dict[tuple[str, ...], Faults] = field(default_factory=dict)


class Locator(Protocol):
    def getLineNumber(self) -> int: ...


class Collector(ContentHandler):
    """Takes the parser's events and fills a `Document`. Raises `Refusal` for what makes a file no EDEXML at all."""

    def __init__(self, file: str, locator: Locator) -> None:
        super().__init__()
        self.document = Document()
        self._file = file
        self._locator = locator
        self._depth = 0
        self._elements = 0
        self._pieces = 0
        self._kept = 0
        self._section = ""
        self._item: Item | None = None
        self._item_depth = 0
        self._last = ""
        self._element = ""
        self._text: list[str] | None = None
        self._length = 0
        self._skipped_from = 0
        self._skipped = ""
        self._filled = False

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise self.too_big()
        if self._skipped_from:
            self._count_block(name)
        elif self._item is not None:
            self._start_within(self._item, name, attributes)
        elif self._depth == 1:
            self._start_root(name)
        elif self._depth == 2:
            self._start_section(name)
        else:
            self._start_object(name, attributes)

    def _start_root(self, name: str) -> None:
        if name != terms.ROOT:
            raise refused(
                self._file,
                Text(
                    "{file} is XML, but not EDEXML: it begins with {element} instead of {root}.",
                    file=self._file,
                    element=name[:100],
                    root=terms.ROOT,
                ),
                Text("Choose the EDEXML export in your administration and try that file."),
            )

    def _start_section(self, name: str) -> None:
        known = name in terms.SECTIONS
        if not known:
            self._skip(name, terms.ROOT)
            return
        self._note_order(terms.ROOT, name, terms.SECTIONS, self.document.sections)
        self.document.sections.append(name)
        self._section = name
        if name == "school":
            self._begin(Item(name, self._line()))

    def _start_object(self, name: str, attributes: AttributesImpl) -> None:
        if name not in terms.OBJECTS.get(self._section, ()):
            self._skip(name, self._section)
            return
        self._begin(Item(name, self._line(), attributes.get("key", ""), attributes.get("eckid", "")))

    def _count_kept(self) -> None:
        self._kept += 1
        if self._kept > MAX_KEPT:
            raise self.too_big()

    def _begin(self, item: Item) -> None:
        self._count_kept()
        self._item = item
        self._item_depth = self._depth
        self._last = ""

    def _start_within(self, item: Item, name: str, attributes: AttributesImpl) -> None:
        if self._text is not None:
            self._skip(name, self._element)
        elif self._depth > self._item_depth + 1:
            self._start_reference(item, name, attributes)
        elif name not in terms.CHILDREN[item.kind]:
            self._skip(name, item.kind)
        else:
            self._check_order(item, name)
            self._start_child(item, name, attributes)

    def _start_child(self, item: Item, name: str, attributes: AttributesImpl) -> None:
        if name in terms.READ[item.kind] or (name == "rol" and item.kind == "leerkracht"):
            self._capture(name)
        elif name == "vestiging":
            item.location = Reference(name, attributes.get("key", ""), self._line())
        elif name in terms.REFERENCES:
            self._point(item, name, attributes)
        elif name not in terms.CONTAINERS:
            self._skip(name)

    def _start_reference(self, item: Item, name: str, attributes: AttributesImpl) -> None:
        if name in terms.REFERENCES:
            self._point(item, name, attributes)
        elif name == "rol" and item.kind == "leerkracht":
            self._capture(name)
        else:
            self._skip(name, "" if name == "rolomschrijving" else item.kind)

    def _point(self, item: Item, name: str, attributes: AttributesImpl) -> None:
        self._count_kept()
        item.groups.append(Reference(name, attributes.get("key", ""), self._line()))

    def _capture(self, name: str) -> None:
        self._element = name
        self._text = []
        self._length = 0

    def _skip(self, name: str, unknown_in: str = "") -> None:
        """Read past this element and all in it; `unknown_in` is its parent when EDEXML does not know it there."""
        if unknown_in:
            self._count(self.document.unknown, (unknown_in, name[:100]))
        self._skipped_from = self._depth
        self._skipped = name[:100]
        self._filled = False

    def _count_block(self, name: str) -> None:
        """A supplier's block counts as one value, whatever is in it."""
        if self._skipped == "toevoegingen":
            if self._depth == self._skipped_from + 1 and name == "blok":
                self.document.not_taken_over["toevoegingen/blok"] += 1
        else:
            self._filled = True

    def characters(self, content: str) -> None:
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise self.too_big()
        if self._text is not None and not self._skipped_from:
            self._length += len(content)
            if self._length > MAX_TEXT_LENGTH:
                raise self.too_big()
            self._text.append(content)
        elif self._skipped_from and not self._filled:
            self._filled = not content.isspace() and self._skipped != "toevoegingen"

    def endElement(self, name: str) -> None:
        if self._skipped_from:
            self._end_skipped()
        elif self._text is not None and self._item is not None:
            self._end_capture(self._item, "".join(self._text))
        elif self._item is not None and self._depth == self._item_depth:
            self._end_object(self._item)
        self._depth -= 1

    def _end_skipped(self) -> None:
        if self._depth == self._skipped_from:
            self._skipped_from = 0
            if self._filled:
                self.document.not_taken_over[self._skipped] += 1

    def _end_capture(self, item: Item, text: str) -> None:
        self._text = None
        if not text or text.isspace():
            return
        if self._element == "rol":
            self._count_kept()
            item.roles.append(text)
        else:
            item.values.setdefault(self._element, text)
        if self._element in terms.USED_ONLY:
            self.document.not_taken_over[self._element] += 1

    def _end_object(self, item: Item) -> None:
        (self.document.schools if item.kind == "school" else self.document.items).append(item)
        self._item = None

    def _check_order(self, item: Item, name: str) -> None:
        order = terms.CHILDREN[item.kind]
        if name == self._last and name not in terms.FREE_ORDER:
            self._count(self.document.doubled, (item.kind, name))
        elif self._last and name not in terms.FREE_ORDER and order.index(name) < order.index(self._last):
            self._count(self.document.misplaced, (item.kind, name, self._last))
        self._last = name

    def _note_order(self, parent: str, name: str, order: tuple[str, ...], seen: list[str]) -> None:
        if name in seen:
            self._count(self.document.doubled, (parent, name))
        elif seen and order.index(name) < order.index(seen[-1]):
            self._count(self.document.misplaced, (parent, name, seen[-1]))

    def _count(self, faults: dict[tuple[str, ...], Faults], key: tuple[str, ...]) -> None:
        if key in faults or len(faults) < MAX_KINDS_OF_FAULT:
            faults.setdefault(key, Faults(self._line())).number += 1

    def _line(self) -> int:
        return self._locator.getLineNumber()

    def too_big(self) -> Refusal:
        """The refusal of a file that is built to exhaust this computer."""
        return refused(
            self._file,
            Text(
                "Line {line} of {file}: the file is built in a way that no real export is "
                "(too deep, too long or too many parts).",
                line=self._line(),
                file=self._file,
            ),
            Text("Make the export again. If it happens again, ask the supplier of your administration."),
        )
