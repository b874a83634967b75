"""Cards to log in with: what stands on them and what never does, that everything fits, and the standards they keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp

from app.documents.login_cards import login_cards_pdf, write_login_cards
from app.domain.errors import Refusal
from app.domain.login_cards import CardPile, LoginCard
from app.store.resources import load_words
from app.store.texts import Translator
from tests.documents.sheets import picture_of, reader, standards_broken, text_of

TODAY, UNTIL = date(2026, 11, 30), date(2026, 12, 14)
DUTCH, ENGLISH = (Translator(language, load_words("oefenen")) for language in ("nl", "en"))
STRANGE = (
    "Çağla", "Łukasz", "Nguyễn", "Þóra", "Ștefan", "Anne-Fleur Charlotte Wilhelmina", "Wolfeschlegelsteinhausenberger",
    "Maximiliaan-Alexander van Oranje tot en met de Lange Achternaam die er geen is", "I", "Đorđe",
)  # fmt: skip


def card(name: str = "Emre", number: int = 0, username: str = "", address: str = "inloggen.voorbeeld.nl") -> LoginCard:
    return LoginCard(name, username or f"{name.split()[0].lower()}{number}", f"7K3QF{number:05d}", UNTIL, address)


def pile(*cards: LoginCard, group: str = "Groep 5") -> CardPile:
    return CardPile(group, cards)


def texts(data: bytes) -> str:
    return " ".join(line for place in range(len(reader(data).pages)) for line in text_of(data, place))


def placed_texts(data: bytes, place: int) -> Iterator[tuple[float, float, float, str]]:
    """(x, y, size, text) of everything on a page."""
    found: list[tuple[float, float, float, str]] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((tm[4], tm[5], size, text.strip()))

    reader(data).pages[place].extract_text(visitor_text=visit)
    yield from found


def test_a_card_says_how_to_log_in_in_the_words_of_the_participant() -> None:
    data = login_cards_pdf([pile(card(number=7))], DUTCH, TODAY)
    told = " ".join(text_of(data, 1))
    for part in ("Emre", "Je gebruikersnaam", "emre7", "Je code", "7K3QF 00007", "inloggen.voorbeeld.nl",
                 "De code werkt één keer, uiterlijk op 14 december 2026."):
        assert part in told
    assert standards_broken(data) == []
    assert "works once, until 14 December 2026" in texts(login_cards_pdf([pile(card())], ENGLISH, TODAY))


def test_the_square_opens_the_address_with_the_code() -> None:
    data = login_cards_pdf([pile(card(number=7), card("Ria", 8))], DUTCH, TODAY, 10)
    found = {one.text for one in zxingcpp.read_barcodes(picture_of(data, 150, 1))}
    assert found == {f"https://inloggen.voorbeeld.nl#code=7K3QF0000{number}" for number in (7, 8)}


@pytest.mark.parametrize("per_sheet", [8, 10])
def test_so_many_on_a_sheet_and_a_list_for_every_group(per_sheet: int) -> None:
    piles = [pile(*(card(number=n) for n in range(11))), pile(card("Ria"), group="Plusklas")]
    data = login_cards_pdf(piles, DUTCH, TODAY, per_sheet)  # type: ignore[arg-type]
    opened = reader(data)
    assert len(opened.pages) == 1 + 2 + 1 + 1
    assert [each.title for each in opened.outline] == ["Groep 5", "Plusklas"]
    assert sum("Je code" in line for line in text_of(data, 1)) == per_sheet
    assert "Inlogkaartjes van Groep 5" in texts(data)
    assert standards_broken(data) == []


@pytest.mark.clause("O-annex I")
def test_the_list_tells_nobody_the_codes() -> None:
    data = login_cards_pdf([pile(card(number=7))], DUTCH, TODAY)
    told = " ".join(text_of(data, 0))
    assert "emre7" in told and "7K3QF" not in told


@pytest.mark.parametrize("per_sheet", [8, 10])
@pytest.mark.parametrize("name", STRANGE)
def test_the_longest_and_strangest_names_stay_on_their_card(name: str, per_sheet: int) -> None:
    long = card(name, 1, username="een.heel.lange.gebruikersnaam.die.bijna.niet.past@voorbeeld-school.nl",
                address="https://leren.een-lange-naam-van-een-organisatie.voorbeeld.nl/inloggen/eerste-keer")
    data = login_cards_pdf([pile(*[long] * per_sheet)], DUTCH, TODAY, per_sheet)  # type: ignore[arg-type]
    width, height = 595.28 / 2, 841.89 / (per_sheet / 2)
    for x, y, size, text in placed_texts(data, 1):
        assert x % width >= 15 and size > 2, text
        assert 12 <= y % height <= height - 15, text
    assert name.split()[0] in texts(data) and standards_broken(data) == []
    assert len(zxingcpp.read_barcodes(picture_of(data, 150, 1))) == per_sheet


def test_nothing_on_a_card_runs_into_the_square_or_the_foot() -> None:
    long = card("Maximiliaan-Alexander Wilhelmina Charlotte", 1, username="w" * 60)
    for per_sheet in (8, 10):
        data = login_cards_pdf([pile(long)], DUTCH, TODAY, per_sheet)  # type: ignore[arg-type]
        rows = sorted({round(y, 1): size for _x, y, size, _text in placed_texts(data, 1)}.items(), reverse=True)
        for (upper, _), (lower, size) in pairwise(rows):
            assert upper - lower >= 0.9 * size, (upper, lower, size)


def test_all_cards_share_one_set_of_fonts_and_no_name_is_in_the_metadata() -> None:
    data = login_cards_pdf([pile(*(card(name, number) for number, name in enumerate(STRANGE)))], DUTCH, TODAY)
    fonts = {each.get_object()["/BaseFont"] for page in reader(data).pages
             for each in page["/Resources"]["/Font"].values()}  # type: ignore[index, union-attr]
    assert len(fonts) == 2
    told = reader(data).metadata
    assert told is not None and told.title == "Inlogkaartjes"
    assert not any(name.encode() in data for name in STRANGE if len(name) > 1)


def test_the_same_cards_are_the_same_bytes(tmp_path: Path) -> None:
    piles = [pile(card(), card("Ria", 1))]
    path = write_login_cards(tmp_path / "k.pdf", piles, DUTCH, TODAY)
    assert path.read_bytes() == login_cards_pdf(piles, DUTCH, TODAY)


def test_what_cannot_be_printed_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "k.pdf"
    with pytest.raises(Refusal, match="cannot be printed"):
        write_login_cards(path, [pile(card("漢字"))], DUTCH, TODAY)
    with pytest.raises(Refusal, match="no card to print"):
        write_login_cards(path, [pile()], DUTCH, TODAY)
    assert not path.exists()
