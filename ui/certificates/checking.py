"""Whether certificates are real and still valid: from a file or a code, with the server of this desk where it has one.

Nothing here knows Qt: it runs off the GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.text import Text

if TYPE_CHECKING:
    from app.actions.desk import Desk
    from app.domain.certificate_standing import CheckedCertificate


@dataclass(frozen=True, slots=True)
class Checked:
    """`signatures` are (good, words) of what a PDF says of itself; `silence` why the server said nothing."""

    certificates: tuple[CheckedCertificate, ...]
    signatures: tuple[tuple[bool, Text], ...] = ()
    silence: Text | None = None


def check_file(desk: Desk, path: str, name: str) -> Checked:
    """Every code in a PDF, a scan or a photograph. Raises Refusal where there is none."""
    from app.documents.read_back import read_back
    from app.documents.signature_check import signatures_in
    from app.domain.errors import Refusal
    from app.views.seals import seal_certificate

    codes = read_back(Path(path))
    if not codes:
        raise Refusal(Text("There is no certificate code in {file}.", file=Path(path).name))
    own = desk.read(seal_certificate)
    signatures = tuple((one.is_good, one.message(own)) for one in signatures_in(Path(path)))
    return _checked(desk, codes, name, signatures)


def check_code(desk: Desk, code: str, name: str) -> Checked:
    """One code as it was typed or pasted. Raises Refusal where it is none."""
    return _checked(desk, ["".join(code.split()).upper()], name, ())


def _checked(desk: Desk, codes: list[str], name: str, signatures: tuple[tuple[bool, Text], ...]) -> Checked:
    from app.domain.certificate_standing import check_certificate
    from app.sync.certificate_status import told_at
    from app.views.certificate_standing import server_to_ask
    from app.views.certificates import known_keys

    keys, today = desk.read(known_keys), desk.sight.today
    told, silence = told_at(desk, codes, desk.read(server_to_ask))
    found = tuple(check_certificate(code, name or None, keys, told[code], today) for code in codes)
    return Checked(found, signatures, silence.reasons[0] if silence is not None else None)
