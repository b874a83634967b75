"""A profile and an empty form on paper: what stands on them, and the standards they keep."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents.observation_papers import form_paper, profile_paper
from app.documents.paper import Block, paper_pdf
from app.domain.observing import LONGEST_POINT, LONGEST_STEP, MOST_STEPS, Seen
from app.exchange.instrument_files import example_file, read_instrument_file
from app.store.resources import load_words
from app.store.texts import Translator
from app.views.instruments import InstrumentPage, InstrumentRow, PointLine
from app.views.observing import ObservationProfile, PointProfile
from tests.documents.sheets import standards_broken, text_of

TODAY = date(2026, 11, 30)
DUTCH, ENGLISH = (Translator(language, load_words("leerling-in-beeld")) for language in ("nl", "en"))


def _page(steps: tuple[str, ...], points: tuple[tuple[str, str], ...], title: str = "Kijklijst") -> InstrumentPage:
    row = InstrumentRow(b"i" * 16, title, "1", "1, 2", "eigen lijst", len(steps), len(points), 0, None)
    return InstrumentPage(row, tuple((bytes([at]) * 16, words) for at, words in enumerate(steps)), tuple(
        PointLine(bytes([at]) * 16, area, words) for at, (area, words) in enumerate(points)))


def _profile() -> ObservationProfile:
    page = _page(("nog niet", "soms", "meestal"), (("Spelen", "speelt samen"), ("Taal", "rijmt"), ("", "springt")))
    now = Seen(2, "met Bram", date(2026, 11, 20), 3, "Joke Smit")
    other, before = Seen(1, "", date(2026, 11, 20), 2), Seen(0, "", date(2026, 9, 3), 1)
    only = Seen(None, "was er weinig", date(2026, 11, 2), 1)
    return ObservationProfile(b"p" * 16, "Amira Bakker", "Bakker, Amira", False, page, (
        PointProfile(page.points[0], (now, other), (before,), (now, other, before)),
        PointProfile(page.points[1], (), (), (only,)), PointProfile(page.points[2], (before,), (), (before,))), ())


def told(blocks: list[Block], language: str = "nl") -> str:
    data = paper_pdf(blocks, "Observatie", language, TODAY)
    assert standards_broken(data) == []
    return " ".join(text_of(data, 0))


@pytest.mark.clause("A-1.6")
def test_a_profile_says_in_words_and_days_what_was_seen_and_no_mark() -> None:
    said = told(profile_paper(_profile(), TODAY, DUTCH))
    for part in ("Wat wij zagen bij Amira Bakker", "Kijklijst, editie 1 · afgedrukt op", "Spelen", "speelt samen",
                 "• 20-11-2026", "(3-9-2026)", "speelt samen: met Bram", "rijmt: was er weinig",
                 "zijn samen geen cijfer"):
        assert part in said, part
    assert said.count("• 20-11-2026") == 2, "two people looked that day"
    assert "Joke" not in said and "Taal" not in said, "no area of which no step was seen"
    assert "What we saw of Amira Bakker" in told(profile_paper(_profile(), TODAY, ENGLISH), "en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_of_the_example_has_room_for_every_point(language: str) -> None:
    (example,) = read_instrument_file(example_file(language)).instruments
    page = _page(example.steps, tuple((one.area, one.title) for one in example.points), example.title)
    data = paper_pdf(form_paper(page, DUTCH if language == "nl" else ENGLISH), "Observatie", language, TODAY)
    assert standards_broken(data) == []
    said = " ".join(" ".join(text_of(data, number)) for number in range(2))
    assert said.split().count("____") == len(example.points) * len(example.steps)
    assert ("Naam:" if language == "nl" else "Name:") in said


def test_the_longest_words_there_can_be_still_fit_a_page() -> None:
    word = "observatiepunt "
    page = _page(tuple(f"{'w' * (LONGEST_STEP - 2)} {sign}" for sign in "abcdefg"[:MOST_STEPS]),
                 (("", (word * 20)[:LONGEST_POINT]),) * 30)
    assert standards_broken(paper_pdf(form_paper(page, DUTCH), "Observatie", "nl", TODAY)) == []
