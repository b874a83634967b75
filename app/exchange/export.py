"""Everything of an organisation, or of one participant, handed over in forms that any program reads: JSON and CSV."""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Connection, select

from app.actions.desk import Desk
from app.actions.measures import task_done
from app.actions.privacy import note_export
from app.domain.changes import ChangeSet
from app.domain.contract.tasks import EXPORT
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.exchange.shown_table import harmless
from app.store.files import cannot_write
from app.store.tables import metadata
from app.store.texts import Translator
from app.views.participant_rows import WholeFile, whole_file

# What is not the organisation's data but this device's working: keys, waiting rooms, the journal of undo.
LEFT_OUT = ("secrets", "operations", "outbox", "settings", "erased_ids", "activation_codes")
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


def export_at_end(desk: Desk, target: Path, agreement_id: bytes) -> ChangeSet:
    """The whole export, and the record that it was made before the end (O-11.5); gives what that changed."""
    export_organisation(desk, target)
    return desk.do(
        task_done, agreement_id=agreement_id, task=EXPORT, done_on=desk.sight.today.isoformat(), note=target.name)


def export_participant(desk: Desk, participant_id: bytes, target: Path, language: str = "nl") -> int:
    """Write everything that is kept about one participant, in words a person can read; gives the number of rows.

    Each kind of rows is a CSV, and all of them stand in one JSON. The export is written to the log.
    """
    require(desk.sight.actor, Permission.EXPORT)
    file = desk.read(whole_file, participant_id)
    translator = Translator(language, desk.sight.profile.words)
    _into_zip(target, lambda archive: _write_file(archive, file, translator))
    rows = sum(len(sheet.rows) for sheet in file.sheets)
    desk.do(note_export, kind="participant", participant_id=participant_id)
    return rows


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


def _write_file(archive: zipfile.ZipFile, file: WholeFile, translator: Translator) -> None:
    body: dict[str, Any] = {"name": file.full}
    for sheet in file.sheets:
        name = translator.render(sheet.name)
        headings = [translator.render(heading) for heading in sheet.headings]
        rows = [[_readable(cell, translator) for cell in row] for row in sheet.rows]
        body[name] = [dict(zip(headings, row, strict=True)) for row in rows]
        archive.writestr(f"{name.replace(', ', ' ').lower()}.csv", MARK + _csv([headings, *rows]))
    archive.writestr("alles.json" if translator.language == "nl" else "everything.json",
                     json.dumps(body, ensure_ascii=False, indent=1))


def _readable(cell: Any, translator: Translator) -> Any:
    """Numbers stay numbers; days and moments as people write them."""
    match cell:
        case Text():
            return translator.render(cell)
        case datetime():
            return cell.strftime("%d-%m-%Y %H:%M")
        case date():
            return cell.strftime("%d-%m-%Y")
        case None:
            return ""
    return cell


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """As Dutch Excel reads it, after the mark: semicolons, numbers as numbers, no cell that is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
