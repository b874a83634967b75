"""`leerspoor certificates`: issue what is due, show the names, write the files."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from app.actions.certificates import issue_certificates
from app.actions.desk import Desk
from app.cli.arguments import Arguments
from app.cli.saying import Voice
from app.documents.print_run import write_files, write_single
from app.documents.printable import refuse_unprintable
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.names import fold
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.files import make_private_folder
from app.store.tables import groups, import_links, participants
from app.views.certificates import certificate_sheets, due_certificates, issued_certificates

SINGLE_FILE = "certificates.pdf"


def run(desk: Desk, given: Arguments, voice: Voice) -> int:
    group = desk.read(_group, given.group) if given.group else None
    participant = desk.read(_participant, given.participant) if given.participant else None
    issued_before = () if given.only_new else desk.read(issued_certificates, group, participant)
    new = _issue(desk, given, group, participant)
    ids = (*new, *(one.id for one in issued_before if one.state == "valid"))
    if not ids:
        voice.answer({"certificates": [], "files": []})
        voice.say(Text("There is no certificate to print here."))
        return 0
    sheets = desk.read(certificate_sheets, ids)
    written = _write(sheets, given)
    voice.answer(
        {
            "certificates": [{"serial": one.serial, "name": one.name, "programme": one.programme} for one in sheets],
            "files": written,
        }
    )
    for one in sheets:
        voice.say(Text("{serial}  {name}: {title}", serial=one.serial, name=one.name, title=one.programme))
    voice.say(Text("{n} certificate in {folder}", "{n} certificates in {folder}", n=len(sheets), folder=str(given.out)))
    return 0


def _issue(desk: Desk, given: Arguments, group: bytes | None, participant: bytes | None) -> tuple[bytes, ...]:
    due = desk.read(due_certificates, group, participant)
    if not due:
        return ()
    refuse_unprintable([one.full for one in due])
    place = desk.organisation.place if given.place is None else given.place
    day: date = given.date or desk.sight.today
    changes = desk.do(
        issue_certificates,
        due=[(one.participant_id, one.programme_version_id, one.full) for one in due],
        place=place,
        issued_on=day,
        language=given.language,
        design=given.design,
    )
    ids: tuple[bytes, ...] = changes.outcome
    return ids


def _write(sheets: tuple[CertificateSheet, ...], given: Arguments) -> list[str]:
    out = given.out.absolute()
    make_private_folder(out)
    if given.single_file:
        return [str(write_single(sheets, out / SINGLE_FILE, replace=True))]
    return [str(path) for path in write_files(sheets, out)]


def _group(connection: Connection, sight: Sight, named: str) -> bytes:
    """By id or by name; Refusal for none or several."""
    rows = connection.execute(select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None))).all()
    return _one(
        [bytes(row.id) for row in rows if row.id.hex() == named.lower() or fold(row.name) == fold(named)], named
    )


def _participant(connection: Connection, sight: Sight, named: str) -> bytes:
    """By id, source key, user name or name."""
    linked = select(import_links.c.row_id).where(import_links.c.kind == "participant", import_links.c.key == named)
    by_key: Any = or_(participants.c.id.in_(linked), participants.c.username == named)
    found = {bytes(one) for one in connection.execute(select(participants.c.id).where(by_key)).scalars() if named}
    for row in connection.execute(select(participants)):
        full = " ".join(part for part in (row.given, row.prefix, row.family) if part)
        if row.id.hex() == named.lower() or fold(full) == fold(named):
            found.add(bytes(row.id))
    return _one(sorted(found), named)


def _one(found: list[bytes], named: str) -> bytes:
    if not found:
        raise Refusal(Text("{name} was not found. Nothing was printed.", name=named))
    if len(found) > 1:
        raise Refusal(
            Text(
                "{name} fits {n} rows. Nothing was printed. Name one by its id: {ids}.",
                name=named,
                n=len(found),
                ids=", ".join(one.hex() for one in found[:10]),
            )
        )
    return found[0]
