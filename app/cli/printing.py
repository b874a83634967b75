"""`leerspoor certificates`: issue what is due, show the names, write the files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.actions.certificates import issue_certificates
from app.actions.desk import Desk
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.documents.design import load_design
from app.documents.print_run import write_files, write_single
from app.documents.printable import refuse_unprintable
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.names import fold
from app.domain.text import Text
from app.store.files import make_private_folder
from app.views.certificates import certificate_sheets, due_certificates, issued_certificates
from app.views.lookup import group_named, participant_named
from app.views.seals import seal_to_sign_with

if TYPE_CHECKING:
    from app.documents.sealing import Sealer

SINGLE_FILE = "certificates.pdf"


def run(desk: Desk, given: Arguments, voice: Voice) -> int:
    """Exit 0, also where there was nothing to print."""
    sealer = _sealer(desk) if given.sign else None  # before anything is issued
    group = desk.read(group_named, given.group) if given.group is not None else None
    participant = desk.read(participant_named, given.participant) if given.participant is not None else None
    new = _issue(desk, given, group, participant)
    sheets = desk.read(certificate_sheets, _wanted(desk, given, group, participant, new))
    files = _write(sheets, given, sealer) if sheets else []
    listed = [{"serial": one.serial, "name": one.name, "programme": one.programme} for one in sheets]
    voice.answer({"certificates": listed, "files": files})
    _say(voice, sheets, given)
    return 0


def _issue(desk: Desk, given: Arguments, group: bytes | None, participant: bytes | None) -> tuple[bytes, ...]:
    """What cannot be printed is refused first: what was issued stays as it was issued."""
    load_design(given.design)
    due = desk.read(due_certificates, group, participant)
    if not due:
        return ()
    place = desk.organisation.place if given.place is None else given.place
    refuse_unprintable([place, *(one.full for one in due)])
    make_private_folder(given.out.absolute())
    changes = desk.do(
        issue_certificates,
        due=[(one.participant_id, one.programme_version_id, one.full) for one in due],
        place=place,
        issued_on=given.date or desk.sight.today,
        language=given.language,
        design=given.design,
    )
    ids: tuple[bytes, ...] = changes.outcome
    return ids


def _sealer(desk: Desk) -> Sealer:
    """Raises Refusal where this computer has nothing to sign with, or nothing that is valid now."""
    from app.documents.sealing import Sealer

    seal = desk.read(seal_to_sign_with)
    if seal is None:
        raise Refusal(Text(
            "This computer has no certificate to sign with. Nothing was printed. Choose one in the window, under "
            "Certificates, or print without --sign."))
    return Sealer(seal, datetime.fromtimestamp(desk.clock() / 1_000_000, UTC))


def _wanted(
    desk: Desk, given: Arguments, group: bytes | None, participant: bytes | None, new: tuple[bytes, ...]
) -> tuple[bytes, ...]:
    """What is valid, by name and programme: the same order however often and in how many turns it was issued."""
    issued = [one for one in desk.read(issued_certificates, group, participant) if one.state == "valid"]
    issued.sort(key=lambda one: (fold(one.listed), one.programme, one.serial))
    return tuple(one.id for one in issued if one.id in new or not given.only_new)


def _write(sheets: tuple[CertificateSheet, ...], given: Arguments, sealer: Sealer | None) -> list[str]:
    out = given.out.absolute()
    make_private_folder(out)
    if given.single_file:
        return [str(write_single(sheets, out / SINGLE_FILE, replace=True))]
    return [str(path) for path in write_files(sheets, out, sealer=sealer)]


def _say(voice: Voice, sheets: tuple[CertificateSheet, ...], given: Arguments) -> None:
    if not sheets:
        voice.say(Text("There is no certificate to print here."))
        return
    for one in sheets:
        voice.say(Text("{serial}  {name}: {title}", serial=one.serial, name=one.name, title=one.programme))
    voice.say(Text("{n} certificate in {folder}", "{n} certificates in {folder}", n=len(sheets), folder=str(given.out)))
