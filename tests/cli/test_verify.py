"""`leerspoor verify`: a code, a file, a name, and a home that cannot say everything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.actions.certificates import revoke_certificate
from app.actions.founding import open_desk
from app.actions.seals import keep_seal
from app.documents.sealing import read_seal
from app.store.home import Home
from app.views.certificates import issued_certificates
from tests.cli.conftest import Leerspoor
from tests.seals import PASSWORD, given

SCHOOL = ("--organisation", "school")


@pytest.fixture
def printed(leerspoor: Leerspoor, demo: Home, out: Path) -> list[dict[str, Any]]:
    """Certificates of the demo school, each with its file."""
    answer = leerspoor.answer("certificates", *SCHOOL, "--all", "--out", out, "--only-new")
    files = dict(zip([one["serial"] for one in answer["certificates"]], answer["files"], strict=True))
    return [one | {"file": files[one["serial"]]} for one in answer["certificates"]]


@pytest.fixture
def code(printed: list[dict[str, Any]]) -> str:
    from app.documents.read_back import read_back

    return read_back(Path(printed[0]["file"]))[0]


def changed(code: str) -> str:
    """The same code with another signature."""
    at = len(code) - 20
    return code[:at] + ("B" if code[at] != "B" else "C") + code[at + 1 :]


def test_a_file_is_authentic(leerspoor: Leerspoor, printed: list[dict[str, Any]]) -> None:
    (found,) = leerspoor.answer("verify", printed[0]["file"])["certificates"]
    assert (found["outcome"], found["status"], found["name_checked"]) == ("authentic", "valid", False)
    assert (found["serial"], found["programme"]) == (printed[0]["serial"], printed[0]["programme"])


def test_a_print_file_is_checked_code_by_code(leerspoor: Leerspoor, printed: list[dict[str, Any]], out: Path) -> None:
    (file,) = leerspoor.answer("certificates", *SCHOOL, "--all", "--out", out, "--single-file")["files"]
    found = leerspoor.answer("verify", file)["certificates"]
    assert len(found) == len(PdfReader(file).pages)
    assert {one["status"] for one in found} == {"valid"}


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f"  {code[:40]}\n{code[40:]} "])
def test_a_code_may_be_typed_or_pasted(leerspoor: Leerspoor, code: str, typed: Any) -> None:
    ran = leerspoor.run("verify", typed(code))
    assert ran.out.startswith("Echt: ondertekend door ")
    assert ran.err == ""


def test_the_name_on_the_paper_is_compared(leerspoor: Leerspoor, printed: list[dict[str, Any]]) -> None:
    file, name = printed[0]["file"], printed[0]["name"]
    (found,) = leerspoor.answer("verify", file, "--name", name.upper())["certificates"]
    assert (found["outcome"], found["name_checked"]) == ("authentic", True)
    ran = leerspoor.run("verify", file, "--name", "Iemand Anders", code=2)
    assert "andere naam" in ran.err
    assert ran.out == ""


def test_an_unknown_key_is_refused(leerspoor: Leerspoor, code: str, tmp_path: Path) -> None:
    empty = tmp_path / "data" / "elsewhere"
    (found,) = leerspoor.answer("verify", code, home=empty, code=2)["certificates"]
    assert (found["outcome"], found["status"]) == ("key unknown", "unknown")
    assert not empty.exists()


def test_an_altered_code_is_refused(leerspoor: Leerspoor, code: str) -> None:
    (found,) = leerspoor.answer("verify", changed(code), code=2)["certificates"]
    assert found["outcome"] == "not authentic"


@pytest.mark.parametrize("typed", ["LS1:", "LS1:AAAA", "LS1:!!!!", "LS1:" + "A" * 5000])
def test_half_a_code_is_refused(leerspoor: Leerspoor, demo: Home, typed: str) -> None:
    ran = leerspoor.run("verify", typed, code=2)
    assert ran.err
    assert ran.out == ""


@pytest.mark.parametrize("content", [b"", b"hallo", b"%PDF-1.7\n%%EOF\n", os.urandom(5000)])
def test_a_file_without_a_code_is_refused(leerspoor: Leerspoor, demo: Home, given: Path, content: bytes) -> None:
    (given / "paper.pdf").write_bytes(content)
    assert leerspoor.answer("verify", given / "paper.pdf", code=2)["refused"]


def test_a_file_that_is_not_there_is_refused(leerspoor: Leerspoor, demo: Home, given: Path) -> None:
    assert "weg.pdf" in leerspoor.run("verify", given / "weg.pdf", code=2).err


def test_a_revoked_certificate_is_refused(
    leerspoor: Leerspoor, demo: Home, printed: list[dict[str, Any]], code: str
) -> None:
    desk = open_desk(demo, "school")
    issued = {one.serial: one.id for one in desk.read(issued_certificates)}
    desk.do(revoke_certificate, certificate_id=issued[printed[0]["serial"]], reason="vergissing")
    desk.close()
    ran = leerspoor.run("verify", code, "--json", code=2)
    (found,) = ran.json["certificates"]
    assert (found["outcome"], found["status"]) == ("authentic", "revoked")
    assert "Ingetrokken op " in ran.err and found["since"] == found["as_of"]


# A home that cannot say everything


def test_an_organisation_that_asks_for_a_passphrase_is_skipped(
    leerspoor: Leerspoor, code: str, library: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEERSPOOR_PASSPHRASE_FILE")
    ran = leerspoor.run("verify", code, "--json")
    assert [one["organisation"] for one in ran.json["skipped"]] == ["proef"]
    assert ran.json["certificates"][0]["status"] == "valid"
    assert ran.err.startswith("proef is overgeslagen: ")


def test_an_organisation_in_another_window_is_skipped(leerspoor: Leerspoor, demo: Home, code: str) -> None:
    desk = open_desk(demo, "school")
    try:
        ran = leerspoor.run("verify", code, "--json", code=2)
    finally:
        desk.close()
    assert [one["organisation"] for one in ran.json["skipped"]] == ["school"]
    assert ran.json["certificates"][0]["outcome"] == "key unknown"


def test_an_organisation_that_is_named_must_open(
    leerspoor: Leerspoor, code: str, library: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEERSPOOR_PASSPHRASE_FILE")
    assert leerspoor.answer("verify", code, "--organisation", "proef", code=2)["refused"]
    assert leerspoor.answer("verify", code, *SCHOOL)["certificates"][0]["status"] == "valid"


# Digital signatures


@pytest.mark.clause("O-annex 1")
def test_signed_files_say_so_and_a_changed_one_is_refused(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    refused = leerspoor.run("certificates", *SCHOOL, "--all", "--out", out, "--sign", code=2)
    assert "geen certificaat om mee te ondertekenen" in refused.err and not out.exists()
    desk = open_desk(demo, "school")
    desk.do(keep_seal, seal=read_seal(given(days=(-100, 4000)).file, PASSWORD))
    desk.close()
    path = Path(leerspoor.answer("certificates", *SCHOOL, "--all", "--out", out, "--sign")["files"][0])
    answer = leerspoor.answer("verify", path)
    assert [one["status"] for one in answer["certificates"]] == ["valid"]
    (signature,) = answer["signatures"]
    assert (signature["good"], signature["signer"]) == (True, "Bibliotheek Noord, Zegel certificaten")
    assert "met het certificaat van Bibliotheek Noord" in leerspoor.run("verify", path).out
    path.write_bytes(path.read_bytes().replace(b"Leerspoor", b"Leerspook", 1))
    ran = leerspoor.run("verify", path, code=2)
    assert "is veranderd nadat" in ran.err
