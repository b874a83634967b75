"""Cards with which participants log in for the first time: eight or ten on a sheet of A4, to be cut, and a list for
who hands them out.

A card says only a first name, a user name, a code that works once, and until when. Nobody's family name, postcode or
day of birth stands here, also not on the list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from app.documents.design import POINTS
from app.documents.fitting import Fitted, fit
from app.documents.fonts import FontBatch
from app.documents.paper import HEIGHT, WIDTH, Block, Heading, Paragraph, Table, draw_blocks, printed_in
from app.documents.pdf_file import PdfFile
from app.documents.printable import Printed, refuse_lacking, signs_by_face
from app.documents.qr import qr_mask
from app.documents.tagged import Ink, Page, TaggedDocument, lay_foundation
from app.domain.errors import Refusal
from app.domain.login_cards import CardPile, LoginCard
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator

PerSheet = Literal[8, 10]
ACROSS = 2
_PLAIN, _STRONG = "sans", "sans-bold"
_INK, _QUIET, _CUT = Ink("#16242e"), Ink("#53606b"), Ink("#9aa5ae")
_EDGE = 7 * POINTS
"""Between the cut and anything on the card: no printer reaches the edge of its paper."""
_LEADING = 1.2
_MOST_SHRINK = 0.7
_ENDS = ".@_"
"""Where a long user name or address may go on on the next line."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes of type and the side of the QR code, in points; `grows`: how much higher than a line several may be."""

    name: float
    label: float
    value: float
    code: float
    foot: float
    side: float
    grows: float


_SIZES: dict[int, _Sizes] = {
    8: _Sizes(24, 11, 17, 21, 11, 34 * POINTS, 1.5),
    10: _Sizes(19, 10, 13, 17, 10, 27 * POINTS, 1.2),
}


def write_login_cards(
    path: Path, piles: Sequence[CardPile], translator: Translator, day: date, per_sheet: PerSheet = 8
) -> Path:
    """Write the cards and give the path back; Refusal where they cannot be printed or written."""
    write_atomically(path, login_cards_pdf(piles, translator, day, per_sheet))
    return path


def login_cards_pdf(
    piles: Sequence[CardPile],
    translator: Translator,
    day: date,
    per_sheet: PerSheet = 8,
    progress: Progress = lambda done, total: None,
) -> bytes:
    """Per group a list and its cards, as PDF/A-2a and PDF/UA-1 with one set of fonts; `day` is when they are printed.

    Raises Refusal when there is no card, or a sign that cannot be printed. The same cards of the same day are the same
    bytes.
    """
    total = sum(len(pile.cards) for pile in piles)
    if not total:
        raise Refusal(Text("There is no card to print. Nothing was printed."))
    words = _Words(translator)
    lists = [_list(pile, words, translator) for pile in piles]
    printed = [each for blocks in lists for each in printed_in(blocks)]
    printed += [each for pile in piles for card in pile.cards for each in words.printed(card)]
    refuse_lacking(printed)
    file = PdfFile()
    foundation = lay_foundation(file, FontBatch(signs_by_face(printed)))
    title = translator.render(Text("Cards to log in with"))
    document = TaggedDocument(file, foundation, title=title, language=translator.language, day=day)
    done = 0
    for pile, blocks in zip(piles, lists, strict=True):
        with document.within("Sect"):
            draw_blocks(document, blocks)
            document.bookmark(_nfc(pile.group))
            for start in range(0, len(pile.cards), per_sheet):
                part = pile.cards[start : start + per_sheet]
                _draw_sheet(document, part, words, per_sheet)
                done += len(part)
                progress(done, total)
    return document.finish()


class _Words:
    """The words of a card, which speak to the participant."""

    def __init__(self, translator: Translator) -> None:
        say = translator.render
        self._translator = translator
        self.username = say(Text("Your user name"))
        self.code = say(Text("Your code"))

    def foot(self, card: LoginCard) -> tuple[str, ...]:
        """Where to go, and until when the code works."""
        say = self._translator.render
        return (
            say(Text("Scan the square, or go to {address}.", address=_nfc(card.address))),
            say(Text("The code works once, until {day} at the latest.", day=card.until)),
        )

    def square(self, card: LoginCard) -> str:
        return self._translator.render(Text("QR code that opens {address} with your code", address=_nfc(card.address)))

    def printed(self, card: LoginCard) -> Iterator[Printed]:
        """Every text of a card after its face."""
        yield from ((_STRONG, _nfc(text)) for text in (card.first_name, card.username, card.shown_code))
        yield from ((_PLAIN, text) for text in (self.username, self.code, *self.foot(card)))


def _list(pile: CardPile, words: _Words, translator: Translator) -> list[Block]:
    """Who gets a card, to tick off; without the codes, for those are nobody's but the participant's."""
    say = translator.render
    rows = tuple(
        (str(number), card.first_name, card.username, translator.long_date(card.until), "")
        for number, card in enumerate(pile.cards, 1))
    headings = (Text("No."), Text("First name"), Text("User name"), Text("Code works until"), Text("Given"))
    return [
        Heading(say(Text("Cards of {group_name}", group_name=pile.group))),
        Paragraph(say(Text(
            "Cut the cards and give everybody their own. Whoever has a card can log in with it: keep them safe, and "
            "throw away what is left after the last day."))),
        Table(tuple(map(say, headings)), rows, (0.7, 3, 3, 2.6, 1.2)),
    ]


# A sheet of cards


def _draw_sheet(document: TaggedDocument, cards: Sequence[LoginCard], words: _Words, per_sheet: PerSheet) -> None:
    page = document.page(WIDTH, HEIGHT)
    width, height = WIDTH / ACROSS, HEIGHT / (per_sheet // ACROSS)
    with page.ornament():
        _draw_cuts(page, height)
    for place, card in enumerate(cards):
        across, down = place % ACROSS, place // ACROSS
        with document.within("Sect"):
            mask = document.file.add(qr_mask(card.link))
            _draw_card(page, card, words, _Box(across * width, HEIGHT - (down + 1) * height, width, height), mask,
                       _SIZES[per_sheet])  # fmt: skip


def _draw_cuts(page: Page, height: float) -> None:
    """Where to cut: once down, and between the rows."""
    page.line(WIDTH / 2, 0, WIDTH / 2, HEIGHT, 0.4, _CUT)
    for row in range(1, round(HEIGHT / height)):
        page.line(0, row * height, WIDTH, row * height, 0.4, _CUT)


@dataclass(frozen=True, slots=True)
class _Box:
    """A card on its page; x and y are its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def inner(self) -> float:
        return self.width - 2 * _EDGE


def _draw_card(page: Page, card: LoginCard, words: _Words, box: _Box, mask: int, sizes: _Sizes) -> None:
    """In reading order: the name, how to log in, the square, and what it is about."""
    left, top = box.x + _EDGE, box.y + box.height - _EDGE
    beside = box.inner - sizes.side - _EDGE / 2
    name = _fitted(_STRONG, _nfc(card.first_name), sizes.name, beside, sizes.grows)
    y = _draw_text(page, "H2", name, left, top, _STRONG)
    y = _draw_pair(page, words.username, card.username, sizes.value, left, y - 0.35 * sizes.label, beside, sizes)
    _draw_pair(page, words.code, card.shown_code, sizes.code, left, y - 0.35 * sizes.label, beside, sizes)
    x = box.x + box.width - _EDGE - sizes.side
    with page.figure(words.square(card), x, top - sizes.side, sizes.side, sizes.side):
        page.place(mask, x, top - sizes.side, sizes.side, sizes.side, _INK)
    lines = [_fitted(_PLAIN, text, sizes.foot, box.inner, sizes.grows) for text in words.foot(card)]
    y = box.y + _EDGE + sum(_height(each) for each in lines)
    for each in lines:
        y = _draw_text(page, "P", each, left, y, _PLAIN)


def _draw_pair(
    page: Page, label: str, value: str, size: float, left: float, top: float, width: float, sizes: _Sizes
) -> float:
    """A label with its value under it; gives where the next thing begins."""
    y = _draw_text(page, "P", _fitted(_PLAIN, label, sizes.label, width, 1), left, top, _PLAIN, _QUIET)
    return _draw_text(page, "P", _fitted(_STRONG, _nfc(value), size, width, sizes.grows), left, y, _STRONG)


@lru_cache(maxsize=4096)
def _fitted(face: str, text: str, size: float, width: float, grows: float) -> Fitted:
    """On one or two lines within the width, together no higher than `grows` lines at full size."""
    found = fit(face, text, size, width, 2, _MOST_SHRINK, also_after=_ENDS)
    return Fitted(min(found.size, grows * size / len(found.lines)), found.lines) if found.lines else Fitted(size, ("",))


def _height(fitted: Fitted) -> float:
    return len(fitted.lines) * fitted.size * _LEADING


def _draw_text(page: Page, tag: str, fitted: Fitted, x: float, top: float, face: str, ink: Ink = _INK) -> float:
    """Lines from `top` down; gives where they end."""
    size, lines = fitted
    with page.content(tag):
        for number, line in enumerate(lines, 1):
            page.text(face, size, x, top - number * size * _LEADING + 0.25 * size, line, ink)
    return top - _height(fitted)


def _nfc(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
