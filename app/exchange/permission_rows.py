"""The register of permissions as rows that open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from app.actions.desk import Desk
from app.exchange.shown_table import sheet_rows, write_shown_table
from app.store.texts import Translator
from app.views.rights import permission_register, register_sheet


def write_register_rows(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write every line of the register and give the path back; Refusal where it cannot be written."""
    translator = Translator(language, desk.sight.profile.words)
    return write_shown_table(path, sheet_rows(register_sheet(desk.read(permission_register, agreement_id)), translator))
