"""The pages of a file as pictures, so that what is seen before printing is what comes out, and comes out of a printer.

PDFium draws for one thread at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple

import pypdfium2

_BGRX = 3
"""FPDFBitmap_BGRx."""
_INCH = 72
_BAND = 3_000_000
"""Dots of a page that are drawn at once: 12 MB. A whole page at 600 dots per inch has 35 million."""
_SAFE = 0.01
"""Below a dot, so that what is cut off at a whole number of them is not one more."""
_alone = threading.RLock()


class PagePicture(NamedTuple):
    """`data` has four bytes a dot (blue, green, red, unused), without anything between the lines."""

    width: int
    height: int
    data: bytes


class Pages:
    """An open file; `sizes` are width and height of each page in points. To be used in a `with`."""

    def __init__(self, pdf: bytes) -> None:
        with _alone:
            self._document = pypdfium2.PdfDocument(pdf)
            self.sizes = tuple(
                (float(width), float(height))
                for width, height in map(self._document.get_page_size, range(len(self._document))))

    def __enter__(self) -> Pages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _alone:
            self._document.close()

    def picture(self, page: int, width: int) -> PagePicture:
        """The page, so many dots wide."""
        return self._drawn(page, width / self.sizes[page][0])

    def bands(self, page: int, dots_per_inch: float) -> Iterator[tuple[int, PagePicture]]:
        """The page from top to bottom in pieces that need little memory, each after the row of dots it begins at."""
        scale = dots_per_inch / _INCH
        width, height = (max(1, round(side * scale)) for side in self.sizes[page])
        rows = max(1, _BAND // width)
        for top in range(0, height, rows):
            bottom = max(0, height - top - rows)
            yield top, self._drawn(page, scale, (0, max(0.0, bottom - _SAFE) / scale, 0, max(0.0, top - _SAFE) / scale))

    def _drawn(self, page: int, scale: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> PagePicture:
        with _alone:
            sheet = self._document[page]
            drawn: Any = sheet.render(scale=scale, crop=crop, rev_byteorder=False, force_bitmap_format=_BGRX)
            lines, row = bytes(drawn.buffer), drawn.width * 4
            if drawn.stride != row:
                lines = b"".join(lines[at * drawn.stride : at * drawn.stride + row] for at in range(drawn.height))
            sheet.close()
            return PagePicture(drawn.width, drawn.height, lines)


def page_picture(pdf: bytes, width: int, page: int = 0) -> PagePicture:
    """This page, so many dots wide."""
    with Pages(pdf) as pages:
        return pages.picture(page, width)
