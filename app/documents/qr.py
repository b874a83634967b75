"""QR codes as 1-bit image masks: small, without hairlines, exact in print."""

from __future__ import annotations

import zxingcpp

from app.documents.pdf_file import Stream, stream

QUIET_MODULES = 4
"""White modules that a reader needs around the code (ISO/IEC 18004)."""
_DOTS_ACROSS, _DOTS_UP = 8, 4
"""Dots per module, so that a program that smooths a picture when it enlarges it leaves the code sharp."""
# The best of eight masks is sought to avoid patterns that confuse a reader, and takes four fifths of the
# time. A signed code is as good as random: with a fixed mask as many damaged pictures were read (626 of 800,
# against 622).
_MASK = 3


def modules(code: str) -> tuple[int, bytes]:
    """The number of modules in a row, and a byte for each module: 0 is dark, 255 light."""
    # The options are documented only as text; as keyword arguments both are heeded, in `options=` one of
    # them.
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image = barcode.to_image(add_quiet_zones=False)
    return image.shape[0], bytes(image)  # type: ignore[call-overload]  # a buffer, which its stub does not say


def qr_mask(code: str) -> Stream:
    """The image object of a code without its quiet zone; it is drawn in the colour that is set.

    A byte of a module, 0 or 255, is also eight dots of a 1-bit picture, so rows need only be repeated.
    """
    count, grey = modules(code)
    rows = b"".join(grey[start : start + count] * _DOTS_UP for start in range(0, count * count, count))
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ImageMask true/BitsPerComponent 1" % (
        count * _DOTS_ACROSS,
        count * _DOTS_UP,
    )
    return stream(entries, rows)
