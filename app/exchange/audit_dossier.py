"""The licence audit dossier (O-12): one ZIP with the paper, every figure as CSV and JSON, and a list of checksums.

It is another thing than the export of the organisation and than the privacy dossier: nobody is named in it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from app.actions.audits import note_dossier
from app.actions.desk import Desk
from app.domain.text import Text
from app.exchange.shown_table import sheet_rows, shown_table
from app.store.files import PRIVATE, cannot_write
from app.store.texts import Translator
from app.views.licence_audit import LicenceAudit, audit_within, licence_audit
from app.views.sheets import Cell

ToPdf: TypeAlias = Callable[[LicenceAudit, Translator], bytes]
MANIFEST = "manifest.json"


def write_dossier(desk: Desk, to_pdf: ToPdf, target: Path, language: str, tenant: bytes | None = None) -> Path:
    """Write the ZIP, only for this user's eyes, and give its path back.

    `to_pdf` makes the paper (`app.documents.audit_paper.audit_pdf`); `tenant` is whose administration it is where that
    is another's (D10). Raises Refusal where it cannot be printed or written; then nothing stays behind. It is written
    to the log that a dossier was made.
    """
    audit = desk.read(licence_audit) if tenant is None else desk.read(audit_within, tenant)
    translator = Translator(language, audit.profile.words)
    files = dossier_files(audit, to_pdf, translator)
    _write(target, files)
    desk.do(note_dossier)
    return target


def dossier_files(audit: LicenceAudit, to_pdf: ToPdf, translator: Translator) -> dict[str, bytes]:
    """Every file by its name in the ZIP, the list of checksums last; the same audit gives the same bytes."""
    paper = f"{translator.render(Text('licence audit'))}.pdf"
    files = {paper: to_pdf(audit, translator)}
    files |= {f"csv/{one.code}.csv": shown_table(sheet_rows(one, translator)) for one in audit.sheets}
    files["audit.json"] = _json(audit_json(audit, translator))
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return files | {MANIFEST: _json({"day": audit.day.isoformat(), "sha256": sums})}


def audit_json(audit: LicenceAudit, translator: Translator) -> dict[str, Any]:
    """The audit as plain data: days as 2026-11-30, numbers as numbers."""
    say = translator.render
    return {
        "organisation": audit.organisation, "place": audit.place, "licensor": audit.profile.licensor,
        "provider": audit.profile.code, "day": audit.day.isoformat(),
        "sheets": {one.code: {
            "title": say(one.title), "headings": [say(heading) for heading in one.headings],
            "rows": [[_plain(cell, translator) for cell in row] for row in one.rows],
        } for one in audit.sheets},
    }


def _plain(cell: Cell, translator: Translator) -> str | int | None:
    if isinstance(cell, Text):
        return translator.render(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.unlink(missing_ok=True)
        temporary.touch(PRIVATE)  # from the first byte on nobody else may read along
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        temporary.replace(target)
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    finally:
        temporary.unlink(missing_ok=True)
