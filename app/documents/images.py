"""Pictures in a PDF: a logo is prepared once for a whole batch."""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

from PIL import Image

from app.documents.pdf_file import PdfFile, Stream, reference, stream
from app.domain.errors import Refusal
from app.domain.text import Text

DOTS_PER_POINT = 254 / 72
"""Ten dots per millimetre."""
_KINDS = ("PNG", "JPEG")
_MOST_PIXELS = 40_000_000


class Picture(NamedTuple):
    """An image that was written as object `number`; `ratio` is its width divided by its height."""

    number: int
    ratio: float


def write_picture(file: PdfFile, data: bytes, width: float, height: float) -> Picture:
    """Write a PNG or JPEG that will be printed within so many points, at ten dots per millimetre at most.

    Raises Refusal when the data is no picture, or an unreasonably large one.
    """
    image = opened_picture(data, _KINDS, _MOST_PIXELS, "RGBA")
    if image is None:
        raise Refusal(
            Text(
                "The logo cannot be read, or it is too large. Nothing was printed. "
                "Choose another picture (PNG or JPEG) of at most 2,000 by 2,000 dots."
            )
        )
    # The average of what falls together: sharper filters draw rings around the edges of a logo, and double
    # its bytes.
    image.thumbnail((round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT)), Image.Resampling.BOX)
    opacity = image.getchannel("A")
    mask = b""
    if opacity.getextrema() != (255, 255):
        mask = b"/SMask " + reference(file.add(_image_object(opacity, b"/DeviceGray")))
    number = file.add(_image_object(image.convert("RGB"), b"/DeviceRGB", mask))
    return Picture(number, image.width / image.height)


def is_printable(data: bytes) -> bool:
    """Whether this is a picture that can stand on a document."""
    return opened_picture(data, _KINDS, _MOST_PIXELS, "RGBA") is not None


def opened_picture(data: bytes, kinds: tuple[str, ...], most_pixels: int, mode: str) -> Image.Image | None:
    """A picture from outside in a Pillow mode such as 'RGBA'; None when it is none, or has more than so many pixels."""
    # Pillow warns of pictures that are too large by its own measure, and of damaged parts that it passes over.
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=kinds) as image,
        ):
            return image.convert(mode) if image.width * image.height <= most_pixels else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _image_object(image: Image.Image, colours: bytes, more: bytes = b"") -> Stream:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%b%b"
    return stream(entries % (image.width, image.height, colours, more), image.tobytes(), level=9)
