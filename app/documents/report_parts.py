"""What the charts of a report share: colours, each with a second cue for who sees no colours, and pieces over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.fitting import Fitted, filled, fit, line_width
from app.documents.paper import Format, Sheet, composed
from app.documents.printable import Printed
from app.documents.tagged import Ink, Page

PLAIN, STRONG = "sans", "sans-bold"
INK, QUIET, LINE, THIN, TRACK = Ink("#16242e"), Ink("#53606b"), Ink("#9aa5ae"), Ink("#d3dae0"), Ink("#eef1f4")
LEADING, _SHRINK = 1.25, 0.8


@dataclass(frozen=True, slots=True)
class Cue:
    """How one state looks: `fill` is its ground, `ink` what is written on it, `sign` stands before its number, and
    `step` is how far apart the lines of its hatching are (0: none).
    """

    fill: Ink
    ink: Ink
    sign: str
    step: float = 0.0

    @property
    def tells(self) -> bool:
        """Whether the sign goes before a number; a dash would make it a negative one."""
        return self.sign not in ("", "–")


DONE = Cue(Ink("#1d6b58"), Ink("#ffffff"), "✓")
BUSY = Cue(Ink("#bcd9ea"), INK, "", 0.0)
HELP = Cue(Ink("#f6cf7d"), INK, "!", 4.0)
NOT_STARTED = Cue(Ink("#ffffff"), QUIET, "–")
_HATCH = "0.89 0.70 0.35 RG 0.6 w"


def ground(page: Page, cue: Cue, x: float, y: float, width: float, height: float) -> None:
    """The ground of a state with its hatching and a thin edge."""
    page.rectangle(x, y, width, height, cue.fill)
    box = f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
    if cue.step:
        page.draw(f"{box} W n {_HATCH} {_hatching(x, y, width, height, cue.step)} S")
    page.draw(f"{LINE.stroke} 0.4 w {box} S")


def _hatching(x: float, y: float, width: float, height: float, step: float) -> str:
    lines = range(int((width + height) / step) + 1)
    return " ".join(
        f"{x + at * step - height:.2f} {y:.2f} m {x + at * step:.2f} {y + height:.2f} l" for at in lines)


def pieces(sheet: Sheet, heights: Sequence[float], above: float = 0.0) -> Iterator[tuple[Page, range, float]]:
    """(page, which of the rows, how high they are together with `above`) for each page that they need."""
    start = 0
    while start < len(heights):
        page = sheet.room(above + heights[start])
        end, height = start + 1, above + heights[start]
        while end < len(heights) and height + heights[end] <= sheet.left_over:
            height += heights[end]
            end += 1
        yield page, range(start, end), height
        sheet.y -= height
        start = end


def middle(page: Page, face: str, size: float, x: float, y: float, text: str, ink: Ink) -> None:
    """A line of text with its middle at x."""
    page.text(face, size, x - line_width(face, text, size, 0) / 2, y, text, ink)


def right(page: Page, face: str, size: float, x: float, y: float, text: str, ink: Ink) -> None:
    """A line of text that ends at x."""
    page.text(face, size, x - line_width(face, text, size, 0), y, text, ink)


def fitted(face: str, text: str, size: float, width: float) -> Fitted:
    """On one line or two, at most a fifth smaller; what is longer still takes as many lines as it needs."""
    found = fit(face, text, size, width, 2, _SHRINK) if text else Fitted(size, ())
    if found.size >= _SHRINK * size:
        return found
    return Fitted(_SHRINK * size, filled(face, text, _SHRINK * size, width))


def around_middle(page: Page, face: str, x: float, centre: float, text: Fitted, ink: Ink) -> None:
    """Lines under one another with their middle at this height."""
    step = text.size * LEADING
    first = centre + (len(text.lines) - 1) / 2 * step - 0.36 * text.size
    for number, line in enumerate(text.lines):
        page.text(face, text.size, x, first - number * step, line, ink)


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo of the organisation at the top right of the first page; `number` and `ratio` as of a `Picture`."""

    number: int
    ratio: float
    alternative: str

    def printed(self) -> Iterator[Printed]:
        yield from ()

    def least(self, form: Format) -> float:
        return _LOGO_HIGH

    def draw(self, sheet: Sheet) -> None:
        page = sheet.room(_LOGO_HIGH)
        width = min(_LOGO_WIDE, _LOGO_HIGH * self.ratio)
        height = width / self.ratio
        x, y = sheet.form.width - sheet.form.left - width, sheet.form.height - 18 - height
        with page.figure(self.alternative, x, y, width, height):
            page.place(self.number, x, y, width, height)
        sheet.y = min(sheet.y, y - 4)


_LOGO_WIDE, _LOGO_HIGH = 110.0, 44.0


@dataclass(frozen=True, slots=True)
class Legend:
    """What the grounds mean, each with its word, on one line or more."""

    words: tuple[tuple[Cue, str], ...]

    def printed(self) -> Iterator[Printed]:
        yield from ((PLAIN, composed(word)) for _, word in self.words)
        yield from ((STRONG, cue.sign) for cue, _ in self.words)

    def least(self, form: Format) -> float:
        return 4 * form.small

    def draw(self, sheet: Sheet) -> None:
        size = sheet.form.small
        wide, high = 2.2 * size, 1.3 * size
        page, x = sheet.room(2 * high), sheet.form.left
        sheet.y -= 1.5 * high
        for cue, word in self.words:
            text = composed(word)
            needs = wide + 5 + line_width(PLAIN, text, size, 0)
            if x > sheet.form.left and x + needs > sheet.form.width - sheet.form.left:
                sheet.y -= 1.5 * high
                x = sheet.form.left
            with page.ornament():
                ground(page, cue, x, sheet.y - 0.3 * size, wide, high)
                middle(page, STRONG, size, x + wide / 2, sheet.y, cue.sign, cue.ink)
            with page.content("P"):
                page.text(PLAIN, size, x + wide + 5, sheet.y, text, INK)
            x += needs + 14
        sheet.y -= 10
