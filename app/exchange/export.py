"""Everything of an organisation, or of one participant, handed over in forms that any program reads: JSON and CSV."""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Connection, select

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
MARK = codecs.BOM_UTF8
PIECE = 5_000
T = TypeVar("T")


def export_organisation(desk: Desk, target: Path) -> dict[str, int]:
    """Write a ZIP with each table as JSON and CSV; gives the number of rows per table.

    Raises Refusal where the file cannot be written; then nothing stays behind. The export is written to the log.
    """
    require(desk.sight.actor, Permission.EXPORT)
    counts = _into_zip(target, lambda archive: desk.read(_write_tables, archive))
    desk.do(note_export, kind="organisation", rows=counts)
    return counts


def export_participant(desk: Desk, participant_id: bytes, target: Path) -> int:
    """Write what is kept about one participant, with why; gives the number of values. Written to the log."""
    require(desk.sight.actor, Permission.EXPORT)
    file = desk.read(participant_file, participant_id)
    _into_zip(target, lambda archive: _write_file(archive, file))
    desk.do(note_export, kind="participant", participant_id=participant_id)
    return len(file.data)


def _into_zip(target: Path, write: Callable[[zipfile.ZipFile], T]) -> T:
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.unlink(missing_ok=True)
        temporary.touch(0o600)  # from the first byte on nobody else may read along
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            outcome = write(archive)
        temporary.replace(target)
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    finally:
        temporary.unlink(missing_ok=True)
    return outcome


def _write_tables(connection: Connection, sight: Sight, archive: zipfile.ZipFile) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, table in metadata.tables.items():
        if name not in LEFT_OUT:
            columns = [column for column in table.columns if column.name not in SECRET_COLUMNS]
            counts[name] = _write_json(archive, name, columns, _pieces(connection, columns))
            _write_csv(archive, name, columns, _pieces(connection, columns))
    _write_note(archive, sight, counts)
    return counts


def _pieces(connection: Connection, columns: Sequence[Column[Any]]) -> Iterator[list[list[Any]]]:
    """The rows, some thousands at a time: a million results are ordinary here."""
    found = connection.execute(select(*columns).execution_options(yield_per=PIECE))
    for piece in found.partitions():
        yield [[_plain(value) for value in row] for row in piece]


def _write_json(
    archive: zipfile.ZipFile, name: str, columns: Sequence[Column[Any]], pieces: Iterable[list[list[Any]]]
) -> int:
    """One array of objects; gives their number."""
    names, number = [column.name for column in columns], 0
    with archive.open(f"json/{name}.json", "w", force_zip64=True) as file:
        for piece in pieces:
            listed = msgspec.json.encode([dict(zip(names, row, strict=True)) for row in piece])
            file.write((b",\n" if number else b"[") + listed[1:-1])
            number += len(piece)
        file.write(b"]" if number else b"[]")
    return number


def _write_csv(
    archive: zipfile.ZipFile, name: str, columns: Sequence[Column[Any]], pieces: Iterable[list[list[Any]]]
) -> None:
    with archive.open(f"csv/{name}.csv", "w", force_zip64=True) as file:
        file.write(MARK + _csv([[column.name for column in columns]]))
        for piece in pieces:
            file.write(_csv(piece))


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
    archive.writestr("data.csv", MARK + _csv([KEPT_COLUMNS, *(one.values() for one in data)]))


def _wording(text: Any) -> str:
    """A purpose in the data subject's own language: Dutch."""
    wording = text.arguments.get("wording")
    return wording.nl if wording is not None else str(text)


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """As Dutch Excel reads it, after the mark: semicolons, numbers as numbers, no cell that is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
