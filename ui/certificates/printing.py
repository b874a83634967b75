"""What a print run asks of the documents.

Nothing here knows Qt: it runs on a reader thread or in the worker process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.certificates import CertificateSheet

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


def print_files(
    sheets: Sequence[CertificateSheet], folder: str, *, progress: Progress, cancelled: Cancelled,
) -> int:
    """One file per certificate in `folder`; gives how many, 0 where the user stopped it and nothing is left."""
    from app.documents.print_run import Stopped, write_files

    try:
        return len(write_files(sheets, Path(folder), progress=progress, cancelled=cancelled))
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
