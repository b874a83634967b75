"""One certificate on one page: the sheet's values put in the boxes of its design."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.documents.design import POINTS, CodeBox, Design, LogoBox, Rule, SignatureBox, TextBox, load_design
from app.documents.fitting import Fitted, fit, line_width
from app.documents.fonts import face
from app.documents.images import Picture, write_picture
from app.documents.ornament import write_border
from app.documents.pdf_file import PdfFile
from app.documents.qr import QUIET_MODULES, qr_mask
from app.documents.tagged import Ink, Page, TaggedDocument
from app.domain.certificates import CertificateSheet, written_date

_WHITE = Ink("#ffffff")
_FEWEST_MODULES = 41
"""The white edge is drawn for a code with this few modules: for a larger code it is a little too wide."""
_ink = lru_cache(maxsize=64)(Ink)


class Plate(NamedTuple):
    """What the certificates of one design share with the same logo and signature, by their object numbers."""

    design: Design
    border: int
    logo: Picture | None
    signature: Picture | None


def write_plate(file: PdfFile, design: Design, sheet: CertificateSheet) -> Plate:
    """Write border, logo and signature to the file that such certificates will be in, or will fork from."""
    return Plate(
        design, write_border(file, design), _picture(file, design, LogoBox, sheet.logo),
        _picture(file, design, SignatureBox, sheet.signature))


def _picture(file: PdfFile, design: Design, sort: type[LogoBox | SignatureBox], data: bytes) -> Picture | None:
    box = next((box for box in design.boxes if isinstance(box, sort)), None)
    return write_picture(file, data, box.width * POINTS, box.height * POINTS) if data and box else None


class FilledSheet(NamedTuple):
    """A sheet with its words: `texts` are those of the text boxes of its design, in order."""

    sheet: CertificateSheet
    design: Design
    words: Mapping[str, str]
    texts: Sequence[str]

    def faces(self) -> Iterator[tuple[str, str]]:
        """Every text that is printed, after the face it is printed in."""
        return zip((box.face for box in self.design.text_boxes), self.texts, strict=True)


def fill(sheet: CertificateSheet) -> FilledSheet:
    """Put what the sheet says into the words of its design. Raises Refusal when there is no such design."""
    design = load_design(sheet.design)
    said = {
        "name": sheet.name,
        "programme": sheet.programme,
        "organisation": sheet.organisation,
        "place": sheet.place,
        "date": written_date(sheet.issued_on, sheet.language),
        "serial": sheet.serial,
        "valid_until": written_date(sheet.valid_until, sheet.language) if sheet.valid_until else "",
        "signer": ", ".join(part for part in (sheet.signer, sheet.signer_role) if part),
    }
    said = {key: unicodedata.normalize("NFC", text) for key, text in said.items()}
    words = said | {key: template.format_map(said) for key, template in _templates(design, sheet.language).items()}
    if not said["place"]:
        words["place_and_date"] = said["date"]
    if said["signer"]:
        words["signature"] = said["signer"]
    if not said["valid_until"]:
        words["valid"] = ""
    return FilledSheet(sheet, design, words, [box.shows.format_map(words) for box in design.text_boxes])


def _templates(design: Design, language: str) -> Mapping[str, str]:
    chosen = design.words["nl" if language == "nl" else "en"]
    return {name: getattr(chosen, name) for name in chosen.__struct_fields__}


def draw_certificate(document: TaggedDocument, plate: Plate, filled: FilledSheet) -> None:
    """Draw a sheet as the next page, in the reading order of its design."""
    design, words, texts = filled.design, filled.words, iter(filled.texts)
    page = document.page(design.width * POINTS, design.height * POINTS)
    with page.ornament():
        page.place(plate.border, 0, 0)
    for box in design.boxes:
        match box:
            case TextBox():
                _draw_text(page, box, next(texts), plate.logo is not None)
            case LogoBox() if plate.logo:
                _draw_picture(page, box, plate.logo, words["logo"])
            case SignatureBox() if plate.signature:
                _draw_picture(page, box, plate.signature, words["signed"])
            case CodeBox():
                _draw_code(page, box, document.file.add(qr_mask(filled.sheet.code)), words["code"])
            case Rule():
                _draw_rule(page, box)


@lru_cache(maxsize=4096)
def _fitted(box: TextBox, text: str) -> Fitted:
    return fit(box.face, text, box.size, box.width * POINTS, box.lines, box.shrink, box.tracking)


def _draw_text(page: Page, box: TextBox, text: str, with_logo: bool) -> None:
    """The lines as one block, its middle at the y of the box; capitals count as the height of a line."""
    if not text:
        return
    size, lines = _fitted(box, text)
    tracking = box.tracking * size / box.size
    middle = box.y if with_logo or box.y_without_logo is None else box.y_without_logo
    leading, capital = box.leading * size, face(box.face).capHeight / 1000 * size
    baseline = page.height - middle * POINTS - capital / 2 + leading * (len(lines) - 1) / 2
    with page.content(box.tag):
        for number, line in enumerate(lines):
            start = _left(box, line_width(box.face, line, size, tracking))
            page.text(box.face, size, start, baseline - number * leading, line, _ink(box.ink), tracking)


def _left(box: TextBox | LogoBox | SignatureBox, width: float) -> float:
    """Where something of this width begins, in points."""
    part = {"left": 0.0, "centre": 0.5, "right": 1.0}[box.align]
    return box.x * POINTS - part * width


def _draw_picture(page: Page, box: LogoBox | SignatureBox, picture: Picture, alternative: str) -> None:
    width = min(box.width, box.height * picture.ratio) * POINTS
    height = width / picture.ratio
    x, y = _left(box, width), page.height - box.y * POINTS - height / 2
    with page.figure(alternative, x, y, width, height):
        page.place(picture.number, x, y, width, height)


def _draw_code(page: Page, box: CodeBox, mask: int, alternative: str) -> None:
    side = box.side * POINTS
    x, y = box.x * POINTS - side / 2, page.height - box.y * POINTS - side / 2
    edge = side / _FEWEST_MODULES * QUIET_MODULES
    with page.ornament():
        page.rectangle(x - edge, y - edge, side + 2 * edge, side + 2 * edge, _WHITE)
    with page.figure(alternative, x, y, side, side):
        page.place(mask, x, y, side, side, _ink(box.ink))


def _draw_rule(page: Page, box: Rule) -> None:
    half, y = box.width * POINTS / 2, page.height - box.y * POINTS
    with page.ornament():
        page.line(box.x * POINTS - half, y, box.x * POINTS + half, y, box.thickness, _ink(box.ink))
