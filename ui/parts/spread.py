"""Labels along a line: as near to where they belong as they can stand without touching."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], widths: Sequence[float], total: float, gap: float = 0.0) -> list[float]:
    """Centres for labels of `widths` on a line of length `total`, in the order given, never overlapping.

    Each stands as near to its `wanted` centre (ascending) as the others allow: clusters stay centred over their
    points. Where the labels together are wider than the line they are laid side by side from 0 and stick out.
    """
    offsets = _offsets(widths, gap)
    blocks: list[tuple[float, int]] = []  # mean of the wanted shifts, and how many labels share it
    for centre, offset in zip(wanted, offsets, strict=True):
        block = (centre - offset, 1)
        while blocks and blocks[-1][0] > block[0]:
            block = _joined(blocks.pop(), block)
        blocks.append(block)
    shifts = [mean for mean, count in blocks for _ in range(count)]
    if not shifts:
        return []
    furthest = total - offsets[-1] - widths[-1] / 2
    nearest = widths[0] / 2
    return [offset + max(min(shift, furthest), nearest) for shift, offset in zip(shifts, offsets, strict=True)]


def fits(widths: Sequence[float], total: float, gap: float = 0.0) -> bool:
    """True if the labels can stand side by side on a line of length `total`."""
    return sum(widths) + gap * max(len(widths) - 1, 0) <= total


def _offsets(widths: Sequence[float], gap: float) -> list[float]:
    """How far each centre lies beyond the first when all stand side by side."""
    offsets: list[float] = []
    for index, width in enumerate(widths):
        offsets.append(offsets[-1] + (widths[index - 1] + width) / 2 + gap if offsets else 0.0)
    return offsets


def _joined(left: tuple[float, int], right: tuple[float, int]) -> tuple[float, int]:
    count = left[1] + right[1]
    return (left[0] * left[1] + right[0] * right[1]) / count, count
