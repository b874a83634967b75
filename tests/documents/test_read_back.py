"""Finding the code again: in our own PDF, in a scan, in a photograph; and in nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from app.documents import read_back as module
from app.documents.print_run import certificate_pdf, write_single
from app.documents.read_back import read_back, serials_in
from app.domain.errors import Refusal
from app.domain.verification import Outcome, check
from tests.documents.sheets import KNOWN, picture_of, sheet

SHEET = sheet()


def as_file(picture: Image.Image, kind: str, **options: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def test_our_own_pdf_says_its_code(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate_pdf(SHEET))
    assert read_back(path) == [SHEET.code]
    assert serials_in(path) == [SHEET.serial]


def test_a_print_file_says_all_its_codes_in_order(tmp_path: Path) -> None:
    sheets = [sheet(number=number) for number in range(40)]
    path = write_single(sheets, tmp_path / "all.pdf")
    assert read_back(path) == [each.code for each in sheets]
    assert serials_in(path) == [each.serial for each in sheets]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_picture_of_the_paper_shows_its_code(kind: str) -> None:
    assert read_back(as_file(picture_of(certificate_pdf(SHEET)), kind)) == [SHEET.code]


def test_a_skewed_blurred_photograph_shows_its_code() -> None:
    picture = picture_of(certificate_pdf(SHEET), 200)
    photograph = picture.rotate(11, expand=True, fillcolor="#8a7f70").filter(ImageFilter.GaussianBlur(1.2))
    found = read_back(as_file(photograph, "JPEG", quality=60))
    assert [check(code, SHEET.name, KNOWN).outcome for code in found] == [Outcome.AUTHENTIC]


def test_a_scan_in_a_pdf_shows_its_code() -> None:
    assert read_back(as_file(picture_of(certificate_pdf(SHEET)), "PDF", quality=80)) == [SHEET.code]


def test_a_pdf_whose_code_was_altered_is_not_authentic() -> None:
    data = certificate_pdf(SHEET)
    code = SHEET.code.encode()
    in_signature = len(code) - 40
    other = b"A" if code[in_signature:in_signature + 1] == b"B" else b"B"
    found, = read_back(data.replace(code, code[:in_signature] + other + code[in_signature + 1:]))
    assert check(found, SHEET.name, KNOWN).outcome is Outcome.NOT_AUTHENTIC


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-", b"%PDF-1.7\n" + b"\xff\xd8\xff" * 1000, b"LS1:AAAA", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0",
     b"%PDF-1.7 LS2:AAAA", as_file(Image.new("L", (300, 300), 255), "PNG")],
)
def test_a_file_without_a_code_has_none(data: bytes) -> None:
    assert read_back(data) == []


@given(st.binary(max_size=2000))
def test_any_file_is_searched_without_trouble(data: bytes) -> None:
    for each in (data, b"%PDF-1.7\n" + data, b"%PDF-1.7\nstream\n\xff\xd8\xff" + data):
        assert all(code.startswith("LS1:") for code in read_back(each))


def test_other_files_hold_no_serials(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_bytes(b"%PDF-1.7 LS1:AAAA")
    assert serials_in(path) == []
    assert serials_in(tmp_path / "absent.pdf") == []


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_back(tmp_path / "absent.pdf")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(module.LARGEST_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    with pytest.raises(Refusal, match="too large"):
        read_back(path)


def test_a_picture_with_too_many_dots_is_left_alone() -> None:
    assert read_back(as_file(Image.new("1", (20_000, 5_000), 1), "PNG")) == []


def test_a_pdf_full_of_codes_does_not_flood_the_checker() -> None:
    letters = (bytes((65 + n % 26, 65 + n // 26 % 26, 65 + n // 676)) for n in range(17_000))
    assert len(read_back(b"%PDF-1.7\n" + b" ".join(b"LS1:%b" % each for each in letters))) == 5_000
