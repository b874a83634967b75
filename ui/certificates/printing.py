"""What a print run asks of the documents.

Nothing here knows Qt: it runs on a reader thread or in the worker process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.certificates import CertificateSheet
    from app.domain.seals import Seal
    from app.views.designs import Example

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def offered_designs(_connection: Any, _sight: Any) -> tuple[tuple[str, str, str], ...]:
    """The designs there are: code, Dutch name, English name. Read like a view, because it loads files."""
    from app.documents.design import designs, load_design

    return tuple((code, load_design(code).name["nl"], load_design(code).name["en"]) for code in designs())


def lacking_signs(_connection: Any, _sight: Any, names: tuple[str, ...]) -> dict[str, str]:
    """For each name that cannot be printed, the signs that the fonts lack. Read like a view: it loads the fonts."""
    from app.documents.fonts import missing_signs

    found = {name: missing_signs(name) for name in names}
    return {name: signs for name, signs in found.items() if signs}


def example_run(
    connection: Any, sight: Any, names: tuple[tuple[str, str], ...], example: Example
) -> bytes | None:
    """Every (name, programme) as it will look, in memory. Read like a view; None for what cannot be printed."""
    from app.documents.print_run import single_pdf
    from app.domain.errors import Refusal
    from app.views.designs import example_sheet

    try:
        return single_pdf([
            example_sheet(connection, sight, replace(example, name=name, programme=programme))
            for name, programme in names])
    except Refusal:
        return None


def print_in_memory(
    sheets: Sequence[CertificateSheet], *, progress: Progress, cancelled: Cancelled,
) -> bytes:
    """All as one file that touches no disk; empty where the user stopped it."""
    from app.documents.print_run import Stopped, single_pdf

    try:
        return single_pdf(sheets, progress=progress, cancelled=cancelled)
    except Stopped:
        return b""


def print_files(
    sheets: Sequence[CertificateSheet], folder: str, seal: Seal | None = None, at_us: int = 0, *,
    progress: Progress, cancelled: Cancelled,
) -> int:
    """One file per certificate in `folder`, signed with `seal` at this moment where there is one.

    Gives how many; 0 where the user stopped it, and then nothing is left.
    """
    from app.documents.print_run import Stopped, write_files
    from app.documents.sealing import Sealer

    sealer = Sealer(seal, datetime.fromtimestamp(at_us / 1_000_000, UTC)) if seal is not None else None
    try:
        return len(write_files(sheets, Path(folder), sealer=sealer, progress=progress, cancelled=cancelled))
    except Stopped:
        return 0


def print_single(
    sheets: Sequence[CertificateSheet], path: str, *, progress: Progress, cancelled: Cancelled,
) -> int:
    """One file for the printer; the user chose its name and was asked about replacing. Gives how many pages."""
    from app.documents.print_run import Stopped, write_single

    try:
        write_single(sheets, Path(path), replace=True, progress=progress, cancelled=cancelled)
    except Stopped:
        return 0
    return len(sheets)
