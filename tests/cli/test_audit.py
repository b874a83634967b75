"""`leerspoor audit`: the licence audit dossier of an organisation."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.store.home import Home
from tests.cli.conftest import Leerspoor


@pytest.mark.clause("O-12")
def test_the_dossier_is_written_and_answered(leerspoor: Leerspoor, library: Home, out: Path) -> None:
    out.mkdir()
    target = out / "controle.zip"
    assert leerspoor.answer("audit", "--out", target) == {"file": str(target)}
    with zipfile.ZipFile(target) as archive:
        assert {"audit.json", "manifest.json", "licentiecontrole.pdf"} <= set(archive.namelist())
    assert "niemand in genoemd" in leerspoor.run("audit", "--out", target).out
    assert "Nobody is named" in leerspoor.run("audit", "--out", target, "--lang", "en").out


def test_where_it_cannot_be_written_it_is_refused(leerspoor: Leerspoor, library: Home, out: Path) -> None:
    assert "controle.zip" in leerspoor.run("audit", "--out", out / "none" / "controle.zip", code=2).err
