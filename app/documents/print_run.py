"""A print run: many certificates as one file each, or as one file for the printer.

Everything is checked before the first byte is written. When a run is cancelled or fails, it leaves nothing
behind: files are made in a hidden folder beside their destination and get their names at the end.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.certificate import FilledSheet, Plate, draw_certificate, fill, write_plate
from app.documents.fonts import FontBatch
from app.documents.pdf_file import PdfFile
from app.documents.printable import refuse_lacking, signs_by_face
from app.documents.read_back import serials_in
from app.documents.tagged import Foundation, TaggedDocument, lay_foundation
from app.domain.certificates import CertificateSheet, certificate_file_name
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.files import cannot_write, clear_forgotten, write_atomically

if TYPE_CHECKING:
    from app.documents.sealing import Sealer

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_WORKSHOP = ".leerspoor-print-"
"""Seconds after which the hidden folder of a run that was killed is cleared away."""


class Stopped(Exception):
    """The user cancelled the run; nothing was left behind."""


def write_files(
    sheets: Sequence[CertificateSheet],
    folder: Path,
    *,
    sealer: Sealer | None = None,
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> list[Path]:
    """Write each certificate to its own file in `folder`; the paths in the order of the sheets.

    With `sealer` each is signed. A file that is there already is replaced only when it holds the same serial. Raises
    Refusal, or Stopped when `cancelled` says so; then no new file is left.
    """
    filled = _filled(sheets)
    targets = [folder / certificate_file_name(sheet) for sheet in sheets]
    for sheet, target in zip(sheets, targets, strict=True):
        _keep_others(target, [sheet.serial])
    with workshop(folder) as shop:
        for number, data in enumerate(_each(filled, sealer), 1):
            step(number, len(filled), progress, cancelled)
            (shop / targets[number - 1].name).write_bytes(data)
        hand_over(shop, targets)
    return targets


def write_single(
    sheets: Sequence[CertificateSheet],
    path: Path,
    *,
    replace: bool = False,
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> Path:
    """Write all certificates to one file for the printer, with a bookmark for each page.

    A file that is there already is replaced only when it holds the same serials, or when `replace` says that
    the user was asked. Raises Refusal, or Stopped when `cancelled` says so; then nothing was written.
    """
    filled = _filled(sheets)
    if not replace:
        _keep_others(path, [sheet.serial for sheet in sheets])
    write_atomically(path, _together(filled, progress, cancelled))
    return path


def single_pdf(
    sheets: Sequence[CertificateSheet],
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> bytes:
    """The same as one file in memory, to be sent to a printer without touching a disk. Raises Refusal or Stopped."""
    return _together(_filled(sheets), progress, cancelled)


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """One certificate, for a preview: the same bytes as `write_files` writes for this sheet alone."""
    return next(_each(_filled([sheet])))


def _filled(sheets: Sequence[CertificateSheet]) -> list[FilledSheet]:
    """The sheets with their words; raises Refusal when a sign on one of them cannot be printed."""
    filled = [fill(sheet) for sheet in sheets]
    refuse_lacking(_printed(filled))
    return filled


def _printed(filled: Sequence[FilledSheet]) -> list[tuple[str, str]]:
    return [printed for each in filled for printed in each.faces()]


def _each(filled: Sequence[FilledSheet], sealer: Sealer | None = None) -> Iterator[bytes]:
    """The file of each sheet. Fonts are shared by all, border and logo by those that have the same."""
    start = PdfFile()
    foundation = lay_foundation(start, FontBatch(signs_by_face(_printed(filled))))
    plates: dict[tuple[str, bytes, bytes], tuple[PdfFile, Plate]] = {}
    for each in filled:
        key = each.sheet.design, each.sheet.logo, each.sheet.signature
        if key not in plates:
            base = start.fork()
            plates[key] = base, write_plate(base, each.design, each.sheet)
        yield _one(each, foundation, *plates[key], sealer)


def _one(
    filled: FilledSheet, foundation: Foundation, base: PdfFile, plate: Plate, sealer: Sealer | None
) -> bytes:
    sheet = filled.sheet
    document = TaggedDocument(
        base.fork(),
        foundation,
        title=filled.words["one_file"],
        language=sheet.language,
        day=sheet.issued_on,
        codes=[sheet.code],
        signature=sealer.field(sheet.language) if sealer else None,
    )
    draw_certificate(document, plate, filled)
    return sealer.fill(document.finish()) if sealer else document.finish()


def _together(filled: Sequence[FilledSheet], progress: Progress, cancelled: Cancelled) -> bytes:
    """One file with a section, a page and a bookmark for each sheet."""
    file, first = PdfFile(), filled[0]
    foundation = lay_foundation(file, FontBatch(signs_by_face(_printed(filled))))
    plates: dict[tuple[str, bytes, bytes], Plate] = {}
    document = TaggedDocument(
        file,
        foundation,
        title=first.words["print_file"],
        language=first.sheet.language,
        day=max(each.sheet.issued_on for each in filled),
        codes=[each.sheet.code for each in filled],
    )
    for number, each in enumerate(filled, 1):
        step(number, len(filled), progress, cancelled)
        key = each.sheet.design, each.sheet.logo, each.sheet.signature
        if key not in plates:
            plates[key] = write_plate(file, each.design, each.sheet)
        with document.within("Sect", each.sheet.language):
            draw_certificate(document, plates[key], each)
        document.bookmark(f"{each.words['name']} ({each.sheet.serial})")
    return document.finish()


def step(number: int, total: int, progress: Progress, cancelled: Cancelled) -> None:
    """Tell how far the run is, about a hundred times in all, and stop where the user wants that."""
    if cancelled():
        raise Stopped
    if number % max(1, total // 100) == 0 or number == total:
        progress(number, total)


def _keep_others(target: Path, serials: Sequence[str]) -> None:
    """Refuse to replace a file that holds anything but these certificates."""
    if target.exists() and serials_in(target) != list(dict.fromkeys(serials)):
        raise Refusal(
            Text(
                "{file} is there already and holds something else. "
                "Nothing was printed. Move that file or choose another place.",
                file=target.name,
            )
        )


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A hidden folder on the same disk as the destination, gone afterwards whatever happens."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_forgotten(folder, f"{_WORKSHOP}*")
        shop = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=folder))
        try:
            yield shop
        finally:
            shutil.rmtree(shop, ignore_errors=True)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def hand_over(shop: Path, targets: Sequence[Path]) -> None:
    """Give the files their names; when one cannot get it, take back those that are new."""
    new: list[Path] = []
    try:
        for target in dict.fromkeys(targets):
            if not target.exists():
                new.append(target)
            (shop / target.name).replace(target)
    except OSError:
        for target in new:
            target.unlink(missing_ok=True)
        raise
