"""A page of a file as a picture, so that what is seen before printing is what comes out."""

from __future__ import annotations

from typing import NamedTuple

import pypdfium2


class PagePicture(NamedTuple):
    """`data` has four bytes a dot (blue, green, red, unused), without anything between the lines."""

    width: int
    height: int
    data: bytes


def page_picture(pdf: bytes, width: int, page: int = 0) -> PagePicture:
    """This page, so many dots wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        drawn = sheet.render(scale=width / sheet.get_width(), rev_byteorder=False, force_bitmap_format=_BGRX)
        lines = bytes(drawn.buffer)
        row = drawn.width * 4
        data = b"".join(lines[at * drawn.stride : at * drawn.stride + row] for at in range(drawn.height))
        return PagePicture(drawn.width, drawn.height, data)
    finally:
        document.close()


_BGRX = 3
"""FPDFBitmap_BGRx."""
