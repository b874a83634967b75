"""One certificate: what stands on it, that it can be read aloud and kept, and that its code is true."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.documents.design import designs
from app.documents.fonts import FILES, face, missing_signs
from app.documents.print_run import certificate_pdf
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.verification import Outcome, check
from tests.documents.sheets import KNOWN, logo, picture_of, reader, sheet, standards_broken, text_of

LONGEST = (
    "Maria-Fernanda Guadalupe Wolfeschlegelsteinhausen-Bergerdorff van den Bergh-Łukasiewicz y Nguyễn-Đorđević"
    " de Jonge van Ellemeet tot Nieuw-Beijerland"
)
STRANGE = [
    "X Æ", "İbrahim ğŞıİ", "Ḥāfiẓ al-Ṣāliḥ", "Nguyễn Thị Ngọc Ánh", "Þórgunnur Ævarsdóttir", "Ștefan Țepeș",
    "Owain ap Gwilym ŵ ŷ", "Ελένη Παπαδοπούλου", "Юлія Їжакевич", "O", "'t", "Zoe\u0308 de\u0301",
    "Ẹ̀bùn Adébáyọ̀", "Ŵ" * 60, "(Naam) \\ 100% <&>", "A\u00a0B", LONGEST,
]
ALL_KINDS = [
    sheet(language=language, design=design, logo=picture)
    for language in ("nl", "en") for design in designs() for picture in (b"", logo())
]
INK = 120


@pytest.mark.clause("O-annex 1")
@pytest.mark.parametrize("chosen", ALL_KINDS, ids=lambda each: f"{each.language}-{each.design}-{bool(each.logo)}")
def test_every_certificate_passes_the_standards(chosen: CertificateSheet) -> None:
    assert standards_broken(certificate_pdf(chosen)) == []


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names_pass_the_standards_and_can_be_copied(name: str) -> None:
    data = certificate_pdf(sheet(name))
    assert standards_broken(data) == []
    assert _letters(name) in _letters("".join(text_of(data)))


def _letters(text: str) -> str:
    """The text composed and without spaces, which copying from a PDF may add or lose at the end of a line."""
    return "".join(unicodedata.normalize("NFC", text).split())


def test_it_says_what_it_should_in_reading_order() -> None:
    chosen = sheet()
    assert text_of(certificate_pdf(chosen)) == [
        "Bibliotheek Noord", "Certificaat", "Çağla Yıldız", "heeft alle oefeningen gemaakt van",
        "Klik & Tik: de basis", "Zutphen, 23 november 2026", "Handtekening", f"Nummer {chosen.serial}",
        "Controleren met de QR-code: leerspoor verify",
    ]


def test_it_says_so_in_english() -> None:
    lines = text_of(certificate_pdf(sheet(language="en")))
    assert lines[1:7] == [
        "Certificate", "Çağla Yıldız", "has done all the exercises of", "Klik & Tik: de basis",
        "Zutphen, 23 November 2026", "Signature",
    ]


def test_without_a_place_the_date_stands_alone() -> None:
    assert "23 november 2026" in text_of(certificate_pdf(sheet(place="")))


def test_the_date_is_the_one_on_the_sheet() -> None:
    chosen = replace(sheet(), issued_on=date(2027, 1, 5))
    assert "Zutphen, 5 januari 2027" in text_of(certificate_pdf(chosen))


@pytest.mark.parametrize("chosen", ALL_KINDS, ids=lambda each: f"{each.language}-{each.design}-{bool(each.logo)}")
def test_it_claims_no_more_than_that_every_exercise_was_made(chosen: CertificateSheet) -> None:
    data = certificate_pdf(chosen)
    said = " ".join([*text_of(data), *_alternatives(data), str(reader(data).metadata)])
    assert not re.search(r"behaald|geslaagd|diploma|passed|achieved|taal|language|letter", said, re.IGNORECASE)


@pytest.mark.parametrize("design", designs())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_code_on_the_paper_is_the_code_of_the_sheet(design: str, language: str) -> None:
    chosen = sheet(design=design, language=language)
    found = zxingcpp.read_barcodes(picture_of(certificate_pdf(chosen)))
    assert [each.text for each in found] == [chosen.code]
    assert check(found[0].text, chosen.name, KNOWN).outcome is Outcome.AUTHENTIC


def test_the_longest_code_can_still_be_read_from_paper() -> None:
    chosen = sheet(programme="Programma met een lange titel " * 4, organisation="Stichting voor het openbaar " * 4)
    found = zxingcpp.read_barcodes(picture_of(certificate_pdf(chosen)))
    assert [each.text for each in found] == [chosen.code]


def test_a_changed_paper_no_longer_fits_its_code() -> None:
    chosen = sheet()
    changed = replace(chosen, name="Emre de Vries")
    found = zxingcpp.read_barcodes(picture_of(certificate_pdf(changed)))
    printed = text_of(certificate_pdf(changed))[2]
    assert check(found[0].text, printed, KNOWN).outcome is Outcome.NAME_DIFFERS


@pytest.mark.parametrize("design", designs())
@pytest.mark.parametrize("name", [LONGEST, "W" * 150, "Bo"], ids=["longest", "one word", "short"])
def test_no_name_leaves_its_box(name: str, design: str) -> None:
    """Between text and border, and between text and edge, the paper stays white."""
    programme = "Coöperatief leren en sociale veiligheid & burgerschap: niveau 3, deel A1→A2, het hele vervolg"
    picture = picture_of(certificate_pdf(sheet(name, programme, design=design, place="’s-Gravenhage " * 5)), 72)
    grey = picture.convert("L")
    width, height = grey.size
    for left, right in ((0.065, 0.085), (0.915, 0.935)):
        strip = grey.crop((round(width * left), round(height * 0.1), round(width * right), round(height * 0.9)))
        assert strip.getextrema()[0] > INK


def test_a_sign_that_cannot_be_printed_is_named_before_anything_is_made() -> None:
    with pytest.raises(Refusal) as refused:
        certificate_pdf(sheet("Li 李\u2067"))
    assert "李 (U+674E) U+2067" in str(refused.value)


@given(st.text(st.characters(max_codepoint=0x24F, categories=["L", "M", "P", "Zs"]), min_size=1, max_size=60))
@settings(max_examples=60)
def test_any_name_is_printed_whole_or_refused(name: str) -> None:
    try:
        data = certificate_pdf(sheet(name))
    except Refusal:
        assert missing_signs(name)
        return
    assert _letters(name) in _letters("".join(text_of(data)))


def test_it_is_a4_landscape() -> None:
    box = reader(certificate_pdf(sheet())).pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (297, 210)


def test_metadata_holds_nothing_personal() -> None:
    chosen = sheet()
    data = certificate_pdf(chosen)
    opened = reader(data)
    packet = opened.root_object["/Metadata"].get_object().get_data().decode()
    assert opened.metadata is not None
    assert opened.metadata.title == f"Certificaat {chosen.serial}"
    for told in (packet, str(opened.metadata)):
        assert chosen.name not in told
        assert chosen.programme not in told
    assert chosen.code in packet


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_it_tells_its_language(language: str, locale: str) -> None:
    root = reader(certificate_pdf(sheet(language=language))).root_object
    assert root["/Lang"] == locale
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_pictures_have_words() -> None:
    chosen = sheet(logo=logo())
    assert _alternatives(certificate_pdf(chosen)) == [
        "Logo van Bibliotheek Noord", f"QR-code om certificaat {chosen.serial} te controleren"]


def test_the_same_sheet_gives_the_same_file() -> None:
    assert certificate_pdf(sheet(logo=logo())) == certificate_pdf(sheet(logo=logo()))


def test_a_logo_that_is_no_picture_is_refused() -> None:
    with pytest.raises(Refusal, match="logo cannot be read"):
        certificate_pdf(sheet(logo=b"GIF89a, or so it says"))


def test_a_logo_that_would_fill_the_memory_is_refused() -> None:
    target = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(target, "PNG")
    with pytest.raises(Refusal, match="too large"):
        certificate_pdf(sheet(logo=target.getvalue()))


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(Refusal, match="baroque"):
        certificate_pdf(sheet(design="baroque"))


def test_a_certificate_is_small() -> None:
    assert len(certificate_pdf(sheet(logo=logo()))) < 40_000


def test_faces_are_not_hinted() -> None:
    """Hinting would triple every embedded font."""
    assert [name for name in FILES if {"fpgm", "prep", "cvt "} & set(face(name).table)] == []


def _alternatives(data: bytes) -> list[str]:
    """The alternative texts of the structure tree, in order."""
    found: list[str] = []

    def walk(element: object) -> None:
        element = getattr(element, "get_object", lambda: element)()
        if isinstance(element, dict):
            if "/Alt" in element:
                found.append(str(element["/Alt"]))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    walk(reader(data).root_object["/StructTreeRoot"])
    return found


def _signature() -> bytes:
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(20, 150), (200, 30), (400, 170), (580, 60)], fill="#1a2f6b", width=9)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("design", designs())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_signs_and_until_when_stands_on_it(design: str, language: str) -> None:
    signed = replace(
        sheet(design=design, language=language, logo=logo(), valid_until=date(2029, 11, 22)),
        signer="W" * 60, signer_role="M" * 40, signature=_signature())
    data = certificate_pdf(signed)
    assert not standards_broken(data)
    text = " ".join(text_of(data))
    until = "Geldig tot en met 22 november 2029" if language == "nl" else "Valid up to and including 22 November 2029"
    assert until in text
    assert "Handtekening" not in text and "W" * 60 in text.replace(" ", "")
    plain = picture_of(certificate_pdf(replace(signed, signature=b"")))
    assert picture_of(data) != plain


def test_without_a_signer_a_line_is_left_to_sign_on() -> None:
    text = text_of(certificate_pdf(sheet()))
    assert "Handtekening" in text and not any("Geldig" in line for line in text)
