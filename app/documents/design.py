"""The design of a certificate, read from a file of resources/designs: what stands where, how, and in which
words.

Lengths in the file are millimetres from the left and the top of the page; sizes of type are points. The
elements of a design stand in reading order. Words are given per language; `shows` of an element fills in
words and what the sheet says: name, programme, organisation, place, date, serial, valid_until, signer.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.resources import resource_path

POINTS = 72 / 25.4
"""Points in a millimetre."""

Language = Literal["nl", "en"]
FaceName = Literal["sans", "sans-bold", "serif", "serif-bold"]
Align = Literal["left", "centre", "right"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the parts of a design file have in common: no field that the program does not know."""


class TextBox(_Part, frozen=True, tag="text", tag_field="kind"):
    """Text within a box around (x, y): x is its left, middle or right by `align`, y its middle.

    `tag` says how it is read aloud: H1 for the title, P for the rest. `shrink` and `lines` rule how a long
    text is fitted, `leading` is the distance of its lines as a factor of the size. `y_without_logo` replaces
    y on a sheet without a logo.
    """

    shows: str
    face: FaceName
    size: float
    ink: str
    x: float
    y: float
    width: float
    align: Align = "centre"
    tag: Literal["H1", "P"] = "P"
    lines: int = 1
    shrink: float = 0.8
    leading: float = 1.15
    tracking: float = 0
    y_without_logo: float | None = None


class LogoBox(_Part, frozen=True, tag="logo", tag_field="kind"):
    """Where the logo stands: as large as fits in the box; x is its left, middle or right by `align`, y its middle."""

    x: float
    y: float
    width: float
    height: float
    align: Align = "centre"


class SignatureBox(_Part, frozen=True, tag="signature", tag_field="kind"):
    """Where the picture of a signature stands, as a logo does: on the line to sign on."""

    x: float
    y: float
    width: float
    height: float
    align: Align = "centre"


class CodeBox(_Part, frozen=True, tag="code", tag_field="kind"):
    """Where the QR code stands: a square of `side` around (x, y), its white edge not counted."""

    x: float
    y: float
    side: float
    ink: str


class Rule(_Part, frozen=True, tag="rule", tag_field="kind"):
    """A line that is not read aloud: under a signature, between two parts."""

    x: float
    y: float
    width: float
    thickness: float
    ink: str


Box = TextBox | LogoBox | SignatureBox | CodeBox | Rule


class Border(_Part, frozen=True):
    """The ornament: `guilloche` (woven lines, a rosette behind the text) or `frame` (two quiet lines)."""

    kind: Literal["guilloche", "frame"]
    margin: float
    depth: float
    line_ink: str
    wave_inks: tuple[str, ...] = ()
    rosette_ink: str = ""


class Words(_Part, frozen=True):
    """The words of a certificate in one language. Those of `logo`, `code` and `signed` are only read aloud.

    `signature` stands under the line where nobody is named as signer, `valid` only on what is not valid for ever.
    """

    title: str
    sentence: str
    place_and_date: str
    signature: str
    signed: str
    valid: str
    serial: str
    check: str
    logo: str
    code: str
    one_file: str
    """The title of a file with one certificate; `many_files` that of a file for the printer."""
    print_file: str


class Design(_Part, frozen=True):
    """One design; a page is `width` by `height` millimetres."""

    name: dict[Language, str]
    width: float
    height: float
    border: Border
    words: dict[Language, Words]
    boxes: tuple[Box, ...]

    @property
    def text_boxes(self) -> list[TextBox]:
        return [box for box in self.boxes if isinstance(box, TextBox)]


@cache
def load_design(name: str) -> Design:
    """The design of this name; Refusal when there is none, msgspec.ValidationError when its file is wrong."""
    if name not in designs():
        raise Refusal(
            Text(
                "The design “{design}” is not in this version of the program. Nothing was printed. Choose another one.",
                design=name,
            )
        )
    return msgspec.toml.decode(resource_path("designs", f"{name}.toml").read_bytes(), type=Design)


@cache
def designs() -> tuple[str, ...]:
    """The names of all designs, the first one to offer first."""
    return tuple(sorted(path.stem for path in resource_path("designs").glob("*.toml")))
