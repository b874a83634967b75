"""Checking a certificate that somebody shows, over a real desk and real files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.certificates import issue_certificates, revoke_certificate
from app.actions.desk import Desk
from app.actions.seals import keep_seal
from app.documents.print_run import write_files
from app.documents.sealing import Sealer, read_seal
from app.domain.certificate_standing import CertificateStanding, CertificateState, Teller
from app.domain.errors import Refusal
from app.domain.verification import decode, encode
from app.sync import certificate_status, refusals
from app.views.certificates import certificate_sheets, due_certificates, issued_certificates
from tests.actions.conftest import set_stage
from tests.seals import NOW, PASSWORD, given
from tests.ui.desk_shell import DeskShell
from tests.ui.rooms import button, dialog, named, press, shown
from tests.ui.seen_text import nameless, seen_text
from ui.certificates.checking import check_code, check_file
from ui.certificates.panel import CertificatesPanel

TODAY = date(2026, 11, 21)


@pytest.fixture
def codes(desk: Desk) -> list[str]:
    """Of two certificates that were issued here."""
    set_stage(desk)
    due = desk.read(due_certificates)[:2]
    desk.do(issue_certificates, place="Lindenveen", issued_on=TODAY,
            due=[(one.participant_id, one.programme_version_id, one.full) for one in due])
    ids = tuple(one.id for one in desk.read(issued_certificates))
    return [sheet.code for sheet in desk.read(certificate_sheets, ids)]


def opened(qtbot: QtBot, desk: Desk) -> tuple[Any, DeskShell, CertificatesPanel]:
    shell = DeskShell(desk)
    panel = shown(qtbot, CertificatesPanel(shell))
    press(qtbot, panel, "Controleren…")
    return dialog("Certificaat controleren"), shell, panel


def typed(qtbot: QtBot, form: Any, code: str, name: str = "") -> list[str]:
    named(form, QLineEdit, "Code").setText("")
    qtbot.keyClicks(named(form, QLineEdit, "Code"), code)
    named(form, QLineEdit, "Naam op het papier").setText(name)
    press(qtbot, form, "Controleren")
    return list(seen_text(form))


@pytest.mark.clause("O-annex 1")
def test_a_code_is_checked_and_the_dialog_stays_for_the_next(qtbot: QtBot, desk: Desk, codes: list[str]) -> None:
    form, _, _panel = opened(qtbot, desk)
    assert nameless(form) == [] and not button(form, "Controleren").isEnabled()
    seen = typed(qtbot, form, codes[0])
    assert "Echt en geldig" in seen
    assert any("Geldig op 21 november 2026" in text for text in seen), seen
    revoked = next(one for one in desk.read(issued_certificates) if one.serial == decode(codes[1]).claims.serial)
    desk.do(revoke_certificate, certificate_id=revoked.id, reason="vergissing")
    seen = typed(qtbot, form, codes[1].lower())
    assert "Ingetrokken" in seen and "Echt en geldig" not in seen
    assert any("Ingetrokken op 21 november 2026" in text for text in seen)
    seen = typed(qtbot, form, codes[0], "Iemand Anders")
    assert "Niet echt" in seen
    seen = typed(qtbot, form, encode(replace(decode(codes[0]).claims), SigningKey.generate()))
    assert "Niet gecontroleerd" in seen


def test_what_is_no_code_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not the code"):
        check_code(desk, "hallo", "")
    (tmp_path / "leeg.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(Refusal, match="no certificate code"):
        check_file(desk, str(tmp_path / "leeg.pdf"), "")


def test_a_signed_file_says_what_its_signature_says(
    qtbot: QtBot, desk: Desk, codes: list[str], tmp_path: Path
) -> None:
    seal = read_seal(given(days=(-100, 4000)).file, PASSWORD)
    desk.do(keep_seal, seal=seal)
    ids = tuple(one.id for one in desk.read(issued_certificates))
    path = write_files(desk.read(certificate_sheets, ids[:1]), tmp_path, sealer=Sealer(seal, NOW))[0]
    form, shell, _panel = opened(qtbot, desk)
    shell.files = [str(path)]
    press(qtbot, form, "Bestand…")
    press(qtbot, form, "Controleren")
    seen = seen_text(form)
    assert {"Echt en geldig", "Digitale handtekening"} <= set(seen)
    words = "met het certificaat van Bibliotheek Noord, Zegel certificaten en is ongewijzigd"
    assert any(words in text for text in seen)
    path.write_bytes(path.read_bytes().replace(b"Leerspoor", b"Leerspook", 1))
    press(qtbot, form, "Controleren")
    assert any("is veranderd nadat" in text for text in seen_text(form))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """In place of the server of this desk."""
    answers: dict[str, Any] = {}
    monkeypatch.setattr(certificate_status, "ask_server", lambda server, codes, make: (
        {code: answers[code] for code in codes if code in answers}, answers.get("silence")))
    monkeypatch.setattr("app.views.certificate_standing.server_to_ask", lambda *_: "https://server.example")
    yield answers


def test_the_server_is_asked_and_its_word_counts(
    qtbot: QtBot, desk: Desk, codes: list[str], asked: dict[str, Any]
) -> None:
    form, _, _panel = opened(qtbot, desk)
    asked[codes[0]] = CertificateStanding(CertificateState.REVOKED, TODAY, TODAY, "", Teller.SERVER)
    assert "Ingetrokken" in typed(qtbot, form, codes[0])
    asked["silence"] = refusals.unreachable()
    seen = typed(qtbot, form, codes[1])
    assert "Echt en geldig" in seen and any(text.startswith("De server is niet gevraagd") for text in seen)


def test_what_was_found_of_one_never_stands_by_the_next(
    qtbot: QtBot, desk: Desk, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, shell, _panel = opened(qtbot, desk)
    assert "Echt en geldig" in typed(qtbot, form, codes[0])
    qtbot.keyClicks(named(form, QLineEdit, "Naam op het papier"), "I")
    assert "Echt en geldig" not in seen_text(form), "nobody looked at that name yet"
    assert "Echt en geldig" in typed(qtbot, form, codes[0])
    shell.files = [str(tmp_path / "nagemaakt.pdf")]
    press(qtbot, form, "Bestand…")
    assert "Echt en geldig" not in seen_text(form)
    late: list[Any] = []
    monkeypatch.setattr(shell, "work", lambda function, *given, then, **_: late.append(lambda: then(function(*given))))
    typed(qtbot, form, codes[0])
    press(qtbot, form, "Bestand…")
    late[0]()
    assert "nagemaakt.pdf" in seen_text(form) and "Echt en geldig" not in seen_text(form)
