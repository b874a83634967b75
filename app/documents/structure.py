"""The structure tree of a tagged PDF: what is a heading, a paragraph, a figure, a table, in reading order.

Kinds are the standard structure types of ISO 32000-1, 14.8.4: Document, Sect, H1, P, Figure, Table, TR, TH,
TD …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.documents.pdf_file import PdfFile, dictionary, reference, references, text_string


class Mark(NamedTuple):
    """A piece of marked content: the place of its page in the document, and its number on that page."""

    page: int
    number: int


class Annotation(NamedTuple):
    """A field in the tree: the place of its page, its object number, and its key in the tree (its /StructParent)."""

    page: int
    number: int
    key: int


class Element:
    """One element. `alternative` is what a screen reader says of a figure; `attributes` a ready dictionary or empty."""

    __slots__ = ("alternative", "attributes", "kids", "kind", "language")

    def __init__(self, kind: str, alternative: str = "", language: str = "", attributes: bytes = b"") -> None:
        self.kind = kind
        self.alternative = alternative
        self.language = language
        self.attributes = attributes
        self.kids: list[Element | Mark | Annotation] = []

    def elements(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.elements()


def write_tree(file: PdfFile, document: Element, pages: Sequence[int]) -> bytes:
    """Write the tree; a reference to its root. `pages` are the object numbers of the pages in order.

    Page n of the document must have n as its /StructParents.
    """
    root = file.reserve()
    numbers = {element: file.reserve() for element in document.elements()}
    owners: list[list[int]] = [[] for _ in pages]
    _write_element(file, document, root, numbers, pages, owners)
    # A number tree: the key of a page, then the owner of each mark on that page; the key of a field, then its owner.
    fields = [(kid.key, numbers[each]) for each in numbers for kid in each.kids if isinstance(kid, Annotation)]
    entries = b" ".join(
        [b"%d %b" % (page, references(marks)) for page, marks in enumerate(owners)]
        + [b"%d %b" % (key, reference(owner)) for key, owner in sorted(fields)]
    )
    file.put(
        root,
        dictionary(
            {
                "Type": b"/StructTreeRoot",
                "K": reference(numbers[document]),
                "ParentTree": b"<</Nums[%b]>>" % entries,
                "ParentTreeNextKey": b"%d" % (len(pages) + len(fields)),
            }
        ),
    )
    return reference(root)


def _write_element(
    file: PdfFile,
    element: Element,
    parent: int,
    numbers: dict[Element, int],
    pages: Sequence[int],
    owners: list[list[int]],
) -> None:
    """Write an element and all below it. Marks were numbered in reading order, so each page's owners come in order."""
    number = numbers[element]
    first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(reference(numbers[kid]))
            _write_element(file, kid, number, numbers, pages, owners)
        elif isinstance(kid, Annotation):
            kids.append(b"<</Type/OBJR/Obj %b/Pg %b>>" % (reference(kid.number), reference(pages[kid.page])))
        else:
            owners[kid.page].append(number)
            kids.append(_mark(kid, first, pages))
    content = kids[0] if len(kids) == 1 else b"[%b]" % b" ".join(kids)
    entries = {"S": b"/" + element.kind.encode(), "P": reference(parent), "K": content}
    if first is not None:
        entries["Pg"] = reference(pages[first])
    if element.alternative:
        entries["Alt"] = text_string(element.alternative)
    if element.language:
        entries["Lang"] = text_string(element.language)
    if element.attributes:
        entries["A"] = element.attributes
    file.put(number, dictionary(entries))


def _mark(mark: Mark, element_page: int | None, pages: Sequence[int]) -> bytes:
    if mark.page == element_page:
        return b"%d" % mark.number
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (reference(pages[mark.page]), mark.number)
