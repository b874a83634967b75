"""Tagged documents: PDF/A-2a (kept for decades) and PDF/UA-1 (read aloud), for certificates and reports
alike.

A page is built in reading order. What has meaning is put in `page.content(kind)`, what is only ornament in
`page.ornament()`; nothing is drawn outside these two.

    document = TaggedDocument(file.fork(), foundation, title="Certificaat", language="nl", day=issued_on)
    page = document.page(842, 595)
    with page.content("H1"):
        page.text("serif-bold", 36, 100, 400, "Certificaat", Ink("#16324a"))
    data = document.finish()
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from PIL import ImageCms

from app.documents.fonts import FontBatch
from app.documents.metadata import PRODUCER, metadata_stream
from app.documents.pdf_file import PdfFile, dictionary, reference, references, stream, text_string
from app.documents.signature_field import SignatureField, write_field
from app.documents.structure import Annotation, Element, Mark, write_tree

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_PROFILE_DATE = slice(24, 36)
"""Where an ICC profile has its moment of creation."""


class Foundation(NamedTuple):
    """What every document of a batch shares: its fonts, and references to them and to the output intent."""

    fonts: FontBatch
    font_resources: bytes
    output_intent: bytes


def lay_foundation(file: PdfFile, fonts: FontBatch) -> Foundation:
    """Write what the documents of a batch share to the file that they will fork from."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = bytes(2) + b"\x00\x01\x00\x01" + bytes(6)  # the moment of printing is nobody's business
    intent = dictionary(
        {
            "Type": b"/OutputIntent",
            "S": b"/GTS_PDFA1",
            "OutputConditionIdentifier": b"(sRGB)",
            "Info": b"(sRGB)",
            "DestOutputProfile": reference(file.add(stream(b"/N 3", bytes(profile), level=9))),
        }
    )
    return Foundation(fonts, fonts.write(file), reference(file.add(intent)))


class Ink:
    """A colour as '#rrggbb', ready to be used in operators."""

    __slots__ = ("fill", "stroke")

    def __init__(self, colour: str) -> None:
        parts = " ".join(f"{int(colour[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
        self.fill = f"{parts} rg"
        self.stroke = f"{parts} RG"


class Page:
    """One page; lengths are points, from the lower left corner. Made by `TaggedDocument.page`."""

    def __init__(self, document: TaggedDocument, place: int, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._document, self._place = document, place
        self._operators: list[str] = []
        self._marks = 0
        self._objects: dict[str, bytes] = {}
        self.fields: list[int] = []
        """Object numbers of the fields on this page."""

    @contextmanager
    def content(self, kind: str, alternative: str = "", attributes: bytes = b"") -> Iterator[None]:
        """Draw an element that is read: a heading (H1), a paragraph (P), a figure with its alternative text …"""
        self._document.add(Element(kind, alternative, attributes=attributes), Mark(self._place, self._marks))
        self._operators.append(f"/{kind} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        self._operators.append("EMC")

    @contextmanager
    def figure(self, alternative: str, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """Draw a picture in this box; `alternative` is what a screen reader says of it."""
        box = b"[%.2f %.2f %.2f %.2f]" % (x, y, x + width, y + height)
        with self.content("Figure", alternative, b"<</O/Layout/Placement/Block/BBox%b>>" % box):
            yield

    @contextmanager
    def ornament(self) -> Iterator[None]:
        """Draw what is not read: borders, lines, backgrounds."""
        self._operators.append("/Artifact BMC")
        yield
        self._operators.append("EMC")

    def text(self, face: str, size: float, x: float, y: float, text: str, ink: Ink, tracking: float = 0) -> None:
        """One line of text from x on the baseline y; `tracking` is extra space after each sign, in points."""
        shown = self._document.fonts.show(face, size, text)
        spacing = f"{tracking:.2f} Tc " if tracking else ""
        reset = " 0 Tc" if tracking else ""
        self._operators.append(f"BT {ink.fill} {spacing}{x:.2f} {y:.2f} Td {shown}{reset} ET")

    def text_up(self, face: str, size: float, x: float, y: float, text: str, ink: Ink) -> None:
        """One line of text that runs upwards from y on the baseline x."""
        shown = self._document.fonts.show(face, size, text)
        self._operators.append(f"BT {ink.fill} 0 1 -1 0 {x:.2f} {y:.2f} Tm {shown} ET")

    def draw(self, operators: str) -> None:
        """Paths and colours as they are, such as `app.documents.drawing` makes them; the graphics state stays."""
        self._operators.append(f"q {operators} Q")

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float, ink: Ink) -> None:
        self._operators.append(f"{ink.stroke} {width:.2f} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def rectangle(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """A filled rectangle; x and y are its lower left corner."""
        self._operators.append(f"{ink.fill} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def place(
        self, number: int, x: float, y: float, width: float = 1, height: float = 1, ink: Ink | None = None
    ) -> None:
        """Draw an image or form that was written as object `number`; an image fills width and height."""
        name = f"X{number}"
        self._objects[name] = reference(number)
        colour = f"{ink.fill} " if ink else ""
        self._operators.append(f"q {colour}{width:.3f} 0 0 {height:.3f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def dictionary(self, file: PdfFile, tree: int, fonts: bytes) -> bytes:
        """Write the page's content; the dictionary of the page, `tree` being the object of all pages."""
        content = file.add(stream(b"", "\n".join(self._operators).encode("ascii")))
        resources = {"Font": fonts, "XObject": dictionary(self._objects)}
        fields = {"Annots": references(self.fields), "Tabs": b"/S"} if self.fields else {}
        return dictionary(
            {
                **fields,
                "Type": b"/Page",
                "Parent": reference(tree),
                "MediaBox": b"[0 0 %.2f %.2f]" % (self.width, self.height),
                "Resources": dictionary(resources),
                "Contents": reference(content),
                "StructParents": b"%d" % self._place,
            }
        )


class TaggedDocument:
    """One PDF. `file` is a fork of the file with the foundation; `language` is 'nl' or 'en'.

    `title` and `codes` (of certificates) go into the metadata, which may hold no personal data. With `signature` the
    file has a signature that is still to be filled in, over the whole of it.
    """

    def __init__(
        self,
        file: PdfFile,
        foundation: Foundation,
        *,
        title: str,
        language: str,
        day: date,
        codes: Sequence[str] = (),
        signature: SignatureField | None = None,
    ) -> None:
        self._signature = signature
        self.file, self.fonts = file, foundation.fonts
        self._foundation, self._title, self._language = foundation, title, language
        self._day, self._codes = day, codes
        self._pages: list[Page] = []
        self._numbers: list[int] = []
        self._open = [Element("Document")]
        self._bookmarks: list[tuple[str, int]] = []

    def page(self, width: float, height: float) -> Page:
        """The next page."""
        page = Page(self, len(self._pages), width, height)
        self._pages.append(page)
        self._numbers.append(self.file.reserve())
        return page

    @contextmanager
    def within(self, kind: str, language: str = "", attributes: bytes = b"") -> Iterator[None]:
        """Group the elements that follow: a section (Sect), a table (Table), its rows (TR)."""
        locale = LOCALES[language] if language and language != self._language else ""
        element = Element(kind, language=locale, attributes=attributes)
        self._open[-1].kids.append(element)
        self._open.append(element)
        yield
        self._open.pop()

    def add(self, element: Element, mark: Mark) -> None:
        """Hang an element with this content in the group that is open."""
        element.kids.append(mark)
        self._open[-1].kids.append(element)

    def bookmark(self, title: str) -> None:
        """A bookmark to the newest page."""
        self._bookmarks.append((title, self._numbers[-1]))

    def finish(self) -> bytes:
        """The whole file; the document cannot be used afterwards."""
        file = self.file
        form = self._sign_here() if self._signature is not None else b""
        tree = file.reserve()
        for number, page in zip(self._numbers, self._pages, strict=True):
            file.put(number, page.dictionary(file, tree, self._foundation.font_resources))
        file.put(
            tree, dictionary({"Type": b"/Pages", "Count": b"%d" % len(self._pages), "Kids": references(self._numbers)})
        )
        return file.finish(file.add(self._catalogue(tree, form)), file.add(self._information()))

    def _sign_here(self) -> bytes:
        """The field of the signature, on the first page and last in reading order; what the catalogue says of it."""
        assert self._signature is not None
        key = len(self._pages)
        number = write_field(self.file, self._signature, self._numbers[0], key)
        self._pages[0].fields.append(number)
        element = Element("Form")
        element.kids.append(Annotation(0, number, key))
        self._open[0].kids.append(element)
        return b"<</Fields%b/SigFlags 3>>" % references([number])

    def _catalogue(self, tree: int, form: bytes) -> bytes:
        locale = LOCALES[self._language]
        metadata = metadata_stream(self._title, locale, self._day, self._codes)
        entries = {
            "Type": b"/Catalog",
            "Pages": reference(tree),
            "Lang": text_string(locale),
            "MarkInfo": b"<</Marked true>>",
            "ViewerPreferences": b"<</DisplayDocTitle true>>",
            "StructTreeRoot": write_tree(self.file, self._open[0], self._numbers),
            "Metadata": reference(self.file.add(metadata)),
            "OutputIntents": b"[%b]" % self._foundation.output_intent,
        }
        if form:
            entries["AcroForm"] = form
        if self._bookmarks:
            entries |= {"Outlines": self._write_bookmarks(), "PageMode": b"/UseOutlines"}
        return dictionary(entries)

    def _write_bookmarks(self) -> bytes:
        root, numbers = self.file.reserve(), [self.file.reserve() for _ in self._bookmarks]
        neighbours = zip([0, *numbers], [*numbers[1:], 0], strict=False)
        for number, (title, page), (before, after) in zip(numbers, self._bookmarks, neighbours, strict=True):
            entries = {"Title": text_string(title), "Parent": reference(root), "Dest": b"[%b /Fit]" % reference(page)}
            entries |= {"Prev": reference(before)} if before else {}
            entries |= {"Next": reference(after)} if after else {}
            self.file.put(number, dictionary(entries))
        ends = {"First": reference(numbers[0]), "Last": reference(numbers[-1]), "Count": b"%d" % len(numbers)}
        self.file.put(root, dictionary({"Type": b"/Outlines", **ends}))
        return reference(root)

    def _information(self) -> bytes:
        """The old place for metadata, kept for programs that read no XMP; both must say the same."""
        day = f"D:{self._day:%Y%m%d}000000Z"
        return dictionary(
            {
                "Title": text_string(self._title),
                "Producer": text_string(PRODUCER),
                "CreationDate": text_string(day),
                "ModDate": text_string(day),
            }
        )
