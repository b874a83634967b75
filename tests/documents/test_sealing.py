"""Signed certificates: they keep PDF/A-2a and PDF/UA-1, readers trust them, and what was changed is found out."""

from __future__ import annotations

import io
import pickle
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.documents.print_run import write_files
from app.documents.read_back import read_back
from app.documents.sealing import Sealer, read_seal
from app.documents.signature_check import signatures_in
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.seals import SealStanding
from tests.documents.sheets import logo, reader, sheet, standards_broken
from tests.seals import NOW, PASSWORD, given

SHEETS = [
    sheet(number=1), sheet("Łukasz Đorđević", number=2, language="en", design="plain"),
    sheet("Þóra ten Brinke", number=3, logo=logo())]


def signed(folder: Path, sort: str = "P-256", sheets: list[CertificateSheet] = SHEETS) -> list[bytes]:
    sealer = Sealer(read_seal(given(sort).file, PASSWORD), NOW)
    return [path.read_bytes() for path in write_files(sheets, folder, sealer=sealer)]


@pytest.mark.clause("O-annex 1")
@pytest.mark.parametrize("sort", ["P-256", "P-384", "RSA"])
def test_every_signed_file_keeps_the_standards_and_is_trusted_whole(tmp_path: Path, sort: str) -> None:
    """As another program sees it, whoever trusts the root that vouches for the organisation."""
    root = Certificate.load(given(sort).root)
    for data, each in zip(signed(tmp_path, sort), SHEETS, strict=True):
        assert standards_broken(data) == []
        assert read_back(data) == [each.code]
        (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
        status = validate_pdf_signature(
            signature, ValidationContext(trust_roots=[root], allow_fetching=False, moment=NOW + timedelta(1)))
        assert (status.intact, status.valid, status.trusted) == (True, True, True)
        assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert status.signer_reported_dt == NOW


def test_the_field_is_in_the_structure_and_has_a_name(tmp_path: Path) -> None:
    (dutch, english, _) = (reader(data) for data in signed(tmp_path))
    for opened, words in ((dutch, "Digitale handtekening van de organisatie"),
                          (english, "Digital signature of the organisation")):
        (field,) = opened.pages[0]["/Annots"]
        assert (field["/TU"], field["/Rect"]) == (words, [0, 0, 0, 0])
        form = opened.root_object["/StructTreeRoot"]["/K"]["/K"][-1].get_object()
        assert (form["/S"], form["/K"]["/Type"]) == ("/Form", "/OBJR")


def test_what_a_signature_says_is_read_back(tmp_path: Path) -> None:
    (found,) = signatures_in(signed(tmp_path)[0])
    assert found.is_good
    assert (found.signer, found.issuer) == (
        "Bibliotheek Noord, Zegel certificaten", "Proefinstantie, Proefinstantie wortel")
    assert found.signed_on == date(2026, 11, 23)
    assert "not checked" in found.message().template
    own = read_seal(given().file, PASSWORD).certificate
    assert "unchanged" in found.message(own).template and "not checked" not in found.message(own).template


def changed_in(data: bytes) -> dict[str, bytes]:
    """One file, damaged in several ways."""
    later = io.BytesIO(data)
    writer = IncrementalPdfFileWriter(later)
    writer.root["/PageMode"] = NameObject("/FullScreen")
    writer.update_root()
    writer.write_in_place()
    return {"a byte": data.replace(b"Leerspoor", b"Leerspook", 1), "more": later.getvalue(), "cut": data[:-30]}


def test_whatever_was_changed_is_found_out(tmp_path: Path) -> None:
    data = signed(tmp_path)[0]
    found = {how: signatures_in(changed)[0] for how, changed in changed_in(data).items()}
    assert not any(each.is_good for each in found.values())
    assert "was changed after" in found["a byte"].message().template
    assert "something was added" in found["more"].message().template
    assert "cannot be read" in found["cut"].message().template


def test_no_other_byte_of_the_file_passes(tmp_path: Path) -> None:
    """One bit at a hundred places, before and after the signature itself."""
    data = signed(tmp_path, sheets=SHEETS[:1])[0]
    start = data.rindex(b"/Contents <")
    end, chance = data.index(b">", start), random.Random(7)
    places = [at for at in chance.sample(range(len(data)), 150) if not start <= at <= end]
    for at in (*places, len(data) - 1, end + 1):
        changed = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
        assert not any(each.is_good for each in signatures_in(changed)), at


@pytest.mark.parametrize("hostile", [
    b"%PDF-1.7\n/ByteRange [0 5 9999999999 10]", b"%PDF-1.7\n/ByteRange [0 9 9 0]",
    b"%PDF-1.7\n" + b"/ByteRange [0 10 20 5]" * 100_000,
    b"%PDF-1.7\n<3000>/ByteRange [0 9 15 30]                            "])
def test_a_hostile_file_is_no_more_than_unreadable(hostile: bytes) -> None:
    found = signatures_in(hostile)
    assert 0 < len(found) <= 8 and not any(each.readable for each in found)


def test_a_file_without_a_signature_has_none(tmp_path: Path) -> None:
    assert signatures_in(write_files(SHEETS[:1], tmp_path)[0]) == ()
    assert signatures_in(b"hallo") == ()


@pytest.mark.parametrize(("sort", "more", "password", "says"), [
    ("P-256", {}, "iets anders", "does not open"), ("P-256", {"with_key": False}, PASSWORD, "no private key"),
    ("weak", {}, PASSWORD, "too weak"), ("P-256", {"signs": False}, PASSWORD, "not meant to sign")])
def test_what_cannot_be_signed_with_is_refused(sort: str, more: dict[str, bool], password: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read_seal(given(sort, **more).file, password)


@pytest.mark.parametrize("data", [b"", b"hallo", b"0" * 200_000, given().file[:-50]])
def test_a_file_that_is_no_pkcs12_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="does not open"):
        read_seal(data, PASSWORD)


@pytest.mark.parametrize("days", [(-20, -1), (1, 20)])
def test_nothing_is_signed_before_or_after_its_days(tmp_path: Path, days: tuple[int, int]) -> None:
    seal = read_seal(given(days=days).file, PASSWORD)
    with pytest.raises(Refusal, match="valid from"):
        Sealer(seal, NOW)


def test_it_warns_before_its_end() -> None:
    seal, today = read_seal(given(days=(-10, 60)).file, PASSWORD), NOW.date()
    assert seal.facts.standing(today) is SealStanding.ENDS_SOON
    assert seal.facts.standing(today - timedelta(1)) is SealStanding.GOOD
    assert seal.facts.standing(today + timedelta(61)) is SealStanding.ENDED


def test_the_key_is_in_no_words_and_travels_to_the_worker_process() -> None:
    seal = read_seal(given().file, PASSWORD)
    assert repr(seal) == str(seal) == "Seal(...)"
    assert pickle.loads(pickle.dumps(seal)).key == seal.key
