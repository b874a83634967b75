"""The typefaces of every document, and the subset of them that a batch of documents shares.

Every sign of a batch is known before the first page is drawn, so one subset per face is made for all its
files, once. A sign that a face lacks is found by `missing_signs` before anything is written.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFontFace

from app.documents.kerning import Kerning
from app.documents.pdf_file import PdfFile, dictionary, reference, stream
from app.store.resources import resource_path

FILES = {
    "sans": "NotoSans-Regular.ttf",
    "sans-bold": "NotoSans-Bold.ttf",
    "serif": "NotoSerif-Regular.ttf",
    "serif-bold": "NotoSerif-Bold.ttf",
}
_SIGNS_PER_FONT = 255
"""A simple PDF font has 256 codes; code 0 stays the sign that is missing."""
_MAPPINGS_PER_BLOCK = 100
_SHORT = 8
_SYMBOLIC = 4
"""The flag of a font whose codes are its own."""
_CONTROLS = frozenset({"Cc", "Cf", "Zl", "Zp"})
_subsetting = Lock()


class Face(TTFontFace):  # type: ignore[misc]  # reportlab has no annotations
    """One typeface of resources/fonts; lengths are in thousandths of the size."""

    _LEFT_OUT = frozenset({"name", "OS/2", "cvt ", "fpgm", "prep"})
    """Tables that a subset inside a PDF does not need."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._kerning = Kerning(self.get_table("GPOS"))
        self._pairs: dict[str, int] = {}

    def get_table(self, tag: str) -> bytes:
        if tag in self._LEFT_OUT:  # the subset maker leaves out what it is told is not there
            raise KeyError(tag)
        return bytes(super().get_table(tag))

    def lacks(self, sign: str) -> bool:
        """Whether the sign cannot be printed. Control signs cannot: they are invisible, and nobody means them."""
        return ord(sign) not in self.charToGlyph or unicodedata.category(sign) in _CONTROLS

    def closer(self, text: str) -> list[int]:
        """For each sign, how its width changes before the next sign; zero for the last."""
        pairs = [text[at : at + 2] for at in range(len(text) - 1)]
        for pair in pairs:
            if pair not in self._pairs:
                self._pairs[pair] = self._kerning.between(*(self.charToGlyph.get(ord(sign), 0) for sign in pair))
        return [*map(self._pairs.__getitem__, pairs), 0] if text else []

    def subset(self, signs: str) -> bytes:
        """A TrueType file in which code n stands for the nth of `signs`, counted from 1."""
        with _subsetting:  # reportlab's reader keeps its place in the file in the face itself
            return bytes(self.makeSubset([0, *map(ord, signs)]))


@cache
def face(name: str) -> Face:
    """One of the faces of `FILES`, read once."""
    return Face(resource_path("fonts", FILES[name]))


class Measured(NamedTuple):
    """A line of text in thousandths of the size: its width, and `Face.closer` for its signs."""

    width: int
    closer: Sequence[int]


@lru_cache(maxsize=8192)
def measure(name: str, text: str) -> Measured:
    """Measure a line of text in a face, kerning included."""
    chosen = face(name)
    closer = chosen.closer(text)
    return Measured(round(sum(chosen.getCharWidth(ord(sign)) for sign in text)) + sum(closer), closer)


def missing_signs(text: str, faces: Iterable[str] = tuple(FILES)) -> str:
    """The signs of `text` that at least one of the faces cannot print, each once, in order."""
    chosen = [face(name) for name in faces]
    return "".join(sign for sign in dict.fromkeys(text) if any(each.lacks(sign) for each in chosen))


class _Code(NamedTuple):
    """How a sign is written: the resource name of its font, and two hexadecimal digits."""

    font: str
    code: str


class FontBatch:
    """The subsets that hold every sign of a batch of documents.

    `signs` gives for each face of `FILES` every sign that is printed in it.
    """

    def __init__(self, signs: Mapping[str, Iterable[str]]) -> None:
        self._fonts: dict[str, tuple[Face, str]] = {}
        """Resource name to the face and the signs of one PDF font."""
        self._codes: dict[str, dict[str, _Code]] = {}
        self._shown: dict[tuple[str, float, str], str] = {}
        """Short texts, such as numbers, which come again and again in one batch."""
        for name, texts in signs.items():
            self._codes[name] = dict(self._encode(name, "".join(sorted(set().union(*texts)))))

    def _encode(self, name: str, signs: str) -> Iterator[tuple[str, _Code]]:
        for start in range(0, len(signs), _SIGNS_PER_FONT):
            part = signs[start : start + _SIGNS_PER_FONT]
            font = f"F{len(self._fonts) + 1}"
            self._fonts[font] = (face(name), part)
            yield from ((sign, _Code(font, f"{code:02X}")) for code, sign in enumerate(part, 1))

    def show(self, name: str, size: float, text: str) -> str:
        """The operators that show a line of text inside a text object; KeyError for a sign that is not in the batch."""
        if len(text) > _SHORT:
            return self._written(name, size, text)
        key = name, size, text
        if key not in self._shown:
            self._shown[key] = self._written(name, size, text)
        return self._shown[key]

    def _written(self, name: str, size: float, text: str) -> str:
        codes = map(self._codes[name].__getitem__, text)
        written = zip(codes, measure(name, text).closer, strict=True)
        return " ".join(_run(size, font, run) for font, run in groupby(written, lambda each: each[0].font))

    def write(self, file: PdfFile) -> bytes:
        """Write every font to the file; a reference to the dictionary of fonts."""
        fonts = {font: reference(_write_font(file, chosen, signs)) for font, (chosen, signs) in self._fonts.items()}
        return reference(file.add(dictionary(fonts)))


def _run(size: float, font: str, written: Iterable[tuple[_Code, int]]) -> str:
    """One run of signs in one font: `<..>` strings, and between them how far to move back."""
    pieces = "".join(f"{code}>{-change}<" if change else code for (_, code), change in written)
    return f"/{font} {size:.2f} Tf [<{pieces}>] TJ"


def _write_font(file: PdfFile, chosen: Face, signs: str) -> int:
    program = chosen.subset(signs)
    name = f"{_tag(signs)}+{chosen.name.decode()}".encode()
    descriptor = dictionary(
        {
            "Type": b"/FontDescriptor",
            "FontName": b"/" + name,
            "Flags": b"%d" % _SYMBOLIC,
            "FontBBox": b"[%d %d %d %d]" % tuple(map(round, chosen.bbox)),
            "ItalicAngle": b"0",
            "Ascent": b"%d" % chosen.ascent,
            "Descent": b"%d" % chosen.descent,
            "CapHeight": b"%d" % chosen.capHeight,
            "StemV": b"%d" % chosen.stemV,
            "FontFile2": reference(file.add(stream(b"/Length1 %d" % len(program), program, level=9))),
        }
    )
    widths = " ".join(str(round(chosen.getCharWidth(ord(sign)))) for sign in signs)
    return file.add(
        dictionary(
            {
                "Type": b"/Font",
                "Subtype": b"/TrueType",
                "BaseFont": b"/" + name,
                "FirstChar": b"1",
                "LastChar": b"%d" % len(signs),
                "Widths": f"[{widths}]".encode(),
                "FontDescriptor": reference(file.add(descriptor)),
                "ToUnicode": reference(file.add(stream(b"", _to_unicode(signs)))),
            }
        )
    )


def _tag(signs: str) -> str:
    """Six capitals that name this subset: another subset of the same face has another tag."""
    digest = hashlib.sha256(signs.encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(signs: str) -> bytes:
    """The map from codes to Unicode, by which text is copied, searched and read aloud."""
    lines = [f"<{code:02X}> <{sign.encode('utf-16-be').hex().upper()}>" for code, sign in enumerate(signs, 1)]
    blocks = [lines[start : start + _MAPPINGS_PER_BLOCK] for start in range(0, len(lines), _MAPPINGS_PER_BLOCK)]
    mappings = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{mappings}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
