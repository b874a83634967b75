"""Everything of an organisation, or of one participant, handed over in forms that any program reads: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from app.actions.desk import Desk
from app.actions.privacy import note_export
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.exchange.shown_table import harmless
from app.store.files import cannot_write
from app.store.tables import metadata
from app.views.privacy import ParticipantFile, participant_file

# What is not the organisation's data but this device's working: keys, waiting rooms, the journal of undo.
LEFT_OUT = ("secrets", "operations", "outbox", "settings", "erased_ids", "activation_codes")
KEPT_COLUMNS = ("field", "value", "purpose", "ground", "clause", "kept_in")
SECRET_COLUMNS = ("import_secret", "salt", "payload", "taken")


def export_organisation(desk: Desk, target: Path) -> dict[str, int]:
    """Write a ZIP with each table as JSON and CSV; gives the number of rows per table.

    Raises Refusal where the file cannot be written; then nothing stays behind. The export is written to the log.
    """
    require(desk.sight.actor, Permission.EXPORT)
    counts: dict[str, int] = _into_zip(target, lambda archive: desk.read(_write_tables, archive))
    desk.do(note_export, kind="organisation", rows=counts)
    return counts


def export_participant(desk: Desk, participant_id: bytes, target: Path) -> int:
    """Write what is kept about one participant, with why; gives the number of values. Written to the log."""
    require(desk.sight.actor, Permission.EXPORT)
    file = desk.read(participant_file, participant_id)
    _into_zip(target, lambda archive: _write_file(archive, file))
    desk.do(note_export, kind="participant", participant_id=participant_id)
    return len(file.data)


def _into_zip(target: Path, write: Any) -> Any:
    temporary = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            outcome = write(archive)
        temporary.chmod(0o600)
        temporary.replace(target)
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    finally:
        temporary.unlink(missing_ok=True)
    return outcome


def _write_tables(connection: Connection, sight: Sight, archive: zipfile.ZipFile) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, table in metadata.tables.items():
        if name in LEFT_OUT:
            continue
        columns = [column for column in table.columns if column.name not in SECRET_COLUMNS]
        rows = [dict(row) for row in connection.execute(select(*columns)).mappings()]
        _write_rows(archive, name, [column.name for column in columns], rows)
        counts[name] = len(rows)
    _write_note(archive, sight, counts)
    return counts


def _write_rows(archive: zipfile.ZipFile, name: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
    plain = [{column: _plain(row[column]) for column in columns} for row in rows]
    archive.writestr(f"json/{name}.json", json.dumps(plain, ensure_ascii=False))
    archive.writestr(f"csv/{name}.csv", _csv(columns, (row.values() for row in plain)))


def _write_note(archive: zipfile.ZipFile, sight: Sight, counts: Mapping[str, int]) -> None:
    body = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "provider": sight.profile.code,
        "rows": counts,
    }
    archive.writestr("export.json", json.dumps(body, indent=1))


def _write_file(archive: zipfile.ZipFile, file: ParticipantFile) -> None:
    data = [
        {"field": one.field, "value": one.value, "purpose": _wording(one.purpose), "ground": one.ground,
         "clause": one.clause, "kept_in": one.where}
        for one in file.data
    ]
    body = {"name": file.full, "data": data, "rows": dict(file.counts)}
    archive.writestr("data.json", json.dumps(body, ensure_ascii=False, indent=1))
    archive.writestr("data.csv", _csv(KEPT_COLUMNS, (one.values() for one in data)))


def _wording(text: Any) -> str:
    """A purpose in the data subject's own language: Dutch."""
    wording = text.arguments.get("wording")
    return wording.nl if wording is not None else str(text)


def _csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """As Dutch Excel reads it: semicolons, a byte order mark, numbers as numbers, no cell that is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
