"""Lists of people on paper: what stands on them, what never does, and the standards they keep."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents.paper import Block, paper_pdf
from app.documents.people_papers import attendance_list, card_list, class_list, join_sheet, sheet_blocks
from app.domain.login_cards import CardState
from app.domain.text import Text
from app.store.resources import load_words
from app.store.texts import Translator
from app.views.cards import CardRow
from app.views.joining import JoinCodeRow
from app.views.sheets import Sheet
from tests.documents.sheets import standards_broken, text_of

TODAY, UNTIL = date(2026, 11, 30), date(2026, 12, 14)
DUTCH, ENGLISH = (Translator(language, load_words("oefenen")) for language in ("nl", "en"))
ROW = CardRow(b"p" * 16, "Emre de Vries", "Vries, Emre de", "Emre", "emre2", "Dinsdag", CardState.WAITING, UNTIL, None,
              False, True)
CODE = JoinCodeRow(b"c" * 16, b"g" * 16, "Dinsdagochtend", "7K3QF00007", UNTIL)


def told(blocks: list[Block], language: str = "nl") -> str:
    data = paper_pdf(blocks, "Lijst", language, TODAY)
    assert standards_broken(data) == []
    return " ".join(text_of(data, 0))


def test_a_class_list_is_the_list_of_the_screen_in_its_order() -> None:
    shown = [["Naam", "Jaargroep"], ["Vries, Emre de", "5"], ["Aal, Ria", "6"]]
    said = told(class_list("Groep 5", shown, DUTCH))
    assert said.index("Vries, Emre de") < said.index("Aal, Ria") and "Jaargroep" in said


def test_an_attendance_list_has_a_name_and_room() -> None:
    assert "Schrijf boven elke kolom de dag." in told(attendance_list("Groep 5", ["Vries, Emre de"], DUTCH))


@pytest.mark.clause("A-1.1")
def test_the_list_for_the_coach_has_no_code_and_no_family_name() -> None:
    said = told(card_list("Kaartjes", [ROW], DUTCH))
    for part in ("Emre", "emre2", "14-12-2026", "Nog niet gebruikt"):
        assert part in said
    assert "Vries" not in said


def test_the_paper_on_the_wall_says_where_and_with_what() -> None:
    said = told(join_sheet(CODE, "https://leren.voorbeeld.nl", "noord", DUTCH))
    for part in ("Meedoen met Dinsdagochtend", "7K3QF 00007", "noord", "https://leren.voorbeeld.nl", "30 dagen"):
        assert part in said
    assert "Code of the library: noord" in told(join_sheet(CODE, "", "noord", ENGLISH), "en")


def test_a_sheet_with_many_columns_is_a_list_of_lines_and_an_empty_one_says_so() -> None:
    sheet = Sheet("x", Text("Consents"), (Text("Name"), Text("Proof")), (("Aal, Jip", "map 3"),))
    assert "Bewijs: map 3" in told(sheet_blocks(sheet, DUTCH))
    empty = Sheet("x", Text("Consents"), sheet.headings, ())
    assert "Geen." in told(sheet_blocks(empty, DUTCH))
