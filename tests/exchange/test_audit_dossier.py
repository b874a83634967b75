"""The licence audit dossier: the same figures in paper, CSV and JSON, and nobody in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlalchemy import select

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.licences import assign_seats
from app.actions.participants import add_participant
from app.demo.build import build_demo
from app.documents.audit_paper import audit_pdf
from app.domain.errors import Refusal
from app.exchange.audit_dossier import MANIFEST, audit_json, dossier_files, write_dossier
from app.exchange.shown_table import plain_cell
from app.store import tables
from app.store.home import Home
from app.store.texts import Translator
from app.views.licence_audit import LicenceAudit, licence_audit
from app.views.licences import licence_list
from tests.coaching import coach_of
from tests.documents.sheets import standards_broken
from tests.dumps import events
from tests.invoices import concluded
from tests.rights import given, reported


def words(data: bytes) -> str:
    """All text of a PDF in its reading order, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(data), strict=True).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def filled(desk: Desk) -> Desk:
    given(desk, concluded(desk))
    reported(desk)
    person = desk.do(add_participant, fields={"given_name": "Zeldzaam", "family_name": "Merkteken"}).outcome
    desk.do(assign_seats, licence_id=desk.read(licence_list)[0].id, participant_ids=[person])
    return desk


def whole(desk: Desk, language: str) -> tuple[LicenceAudit, Translator, dict[str, bytes]]:
    translator = Translator(language, desk.sight.profile.words)
    audit = desk.read(licence_audit)
    return audit, translator, dossier_files(audit, audit_pdf, translator)


@pytest.mark.clause("O-12")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_paper_rows_data_and_screen_hold_the_same_figures(filled: Desk, language: str) -> None:
    audit, translator, files = whole(filled, language)
    data = json.loads(files["audit.json"])
    paper = words(next(file for name, file in files.items() if name.endswith(".pdf")))
    assert data == audit_json(audit, translator)
    for sheet in audit.sheets:
        told = data["sheets"][sheet.code]["rows"]
        listed = list(csv.reader(io.StringIO(files[f"csv/{sheet.code}.csv"].decode("utf-8-sig")), delimiter=";"))
        assert [[str(cell if cell is not None else "") for cell in row] for row in told] == listed[1:]
        assert listed[1:] == [[plain_cell(cell, translator) for cell in row] for row in sheet.rows]
        at = paper.index(translator.render(sheet.title))
        for row in sheet.rows:
            for cell in row:
                shown = " ".join(translator.cell(cell).split())
                assert shown in paper[at:] or shown.replace(" ", "") in paper[at:].replace(" ", ""), (sheet.code, shown)


@pytest.mark.clause("O-12")
def test_seats_and_accounts_are_counted(filled: Desk) -> None:
    audit = filled.read(licence_audit)
    (licence,) = audit.sheet("licences").rows
    assert licence[3:] == (40, 1)
    assert [row[2:] for row in audit.sheet("seats").rows][-2:] == [(40, 0), (40, 1)]
    assert [row[1] for row in audit.sheet("accounts").rows] == [1, 0, 1]
    assert [row[1] for row in audit.sheet("infringements").rows] == [1, 0, 0]
    assert audit.sheet("permissions").rows[0][5].template == "given"


def test_the_paper_keeps_the_standards_and_the_same_day_gives_the_same_bytes(filled: Desk) -> None:
    _, _, files = whole(filled, "nl")
    assert standards_broken(files["licentiecontrole.pdf"]) == []
    assert whole(filled, "nl")[2] == files


def test_what_is_in_it_is_listed_with_its_checksum(filled: Desk, tmp_path: Path) -> None:
    path = write_dossier(filled, audit_pdf, tmp_path / "d.zip", "nl")
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        listed: dict[str, Any] = json.loads(archive.read(MANIFEST))["sha256"]
        assert listed.keys() == names - {MANIFEST}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == total for name, total in listed.items())
    assert events(filled)[-1][0] == "audit.dossier"
    assert not list(tmp_path.glob(".*"))


def test_where_it_cannot_be_written_nothing_stays(filled: Desk, tmp_path: Path) -> None:
    before, there = len(events(filled)), set(tmp_path.iterdir())
    with pytest.raises(Refusal):
        write_dossier(filled, audit_pdf, tmp_path / "none" / "d.zip", "nl")
    assert len(events(filled)) == before and set(tmp_path.iterdir()) == there


def test_a_coach_gets_none(filled: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        write_dossier(coach_of(filled, b"g" * 16), audit_pdf, tmp_path / "d.zip", "nl")


def _names(desk: Desk) -> set[str]:
    """Every name of everybody in it: of participants, coaches and accounts, whole and apart."""
    found: set[str] = set()
    with desk.database.reading() as connection:
        for table in (tables.participants, tables.coaches):
            for row in connection.execute(select(table.c.given, table.c.family)):
                found |= {row.given, row.family, f"{row.given} {row.family}"}
        found |= set(connection.execute(select(tables.accounts.c.name)).scalars())
        typed = select(tables.participants.c.username, tables.participants.c.email)
        found |= {name for row in connection.execute(typed) for name in row}
    return {name for name in found if len(name) > 2}


@pytest.mark.clause("O-12")
def test_nobody_of_the_demo_is_in_it(tmp_path: Path, clock: Callable[[], int]) -> None:
    home = Home(tmp_path / "home")
    for code in build_demo(home, clock):
        desk = open_desk(home, code, clock=clock)
        path = write_dossier(desk, audit_pdf, tmp_path / f"{code}.zip", "nl")
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        told = path.read_bytes() + b"".join(files.values())
        text = told.decode("utf-8", "replace") + " ".join(
            words(data) for name, data in files.items() if name.endswith(".pdf"))
        named = [name for name in _names(desk) if re.search(rf"\b{re.escape(name)}\b", text)]
        desk.close()
        assert named == []
        assert "60" in text or "240" in text
