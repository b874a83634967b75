"""`leerspoor verify`: is this certificate real, and still valid; with a server where there is one, and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.actions.founding import open_desk
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.documents.read_back import read_back
from app.documents.signature_check import signatures_in
from app.domain.certificate_standing import CertificateStanding, CheckedCertificate, check_certificate
from app.domain.errors import Refusal
from app.domain.seals import PdfSignature
from app.domain.text import Text
from app.domain.verification import PREFIX, IssuerKey
from app.store.home import Home
from app.sync.certificate_status import ask_server, told_at
from app.views.certificate_standing import server_to_ask
from app.views.certificates import known_keys
from app.views.seals import seal_certificate


@dataclass(slots=True)
class Known:
    """What this home and the servers can say: keys, what is told of each code, and which organisations stayed shut.

    `seals` are the organisations' own certificates to sign with; `silent` the servers that did not answer, and why.
    """

    keys: dict[bytes, IssuerKey] = field(default_factory=dict)
    told: dict[str, list[CertificateStanding]] = field(default_factory=dict)
    seals: set[bytes] = field(default_factory=set)
    skipped: dict[str, Text] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    silent: dict[str, Text] = field(default_factory=dict)

    def add(self, told: dict[str, list[CertificateStanding]]) -> None:
        for code, standings in told.items():
            self.told.setdefault(code, []).extend(standings)

    def note(self, server: str, silence: Refusal | None) -> None:
        """That this server was asked, and why it did not answer."""
        self.asked.add(server)
        if silence is not None:
            self.silent[server] = silence.reasons[0]


def run(given: Arguments, voice: Voice) -> int:
    """Exit 0 when every code is authentic and not known to be revoked and no signature is broken, 2 otherwise."""
    codes, signatures = _found(given.what)
    for code in codes:
        check_certificate(code, None, {}, (), date.max)  # what is no code is refused before anything is opened
    known = _known(given, codes)
    today = date.today()  # where there is no organisation at all, nothing else tells
    checked = [check_certificate(code, given.name, known.keys, known.told.get(code, ()), today) for code in codes]
    voice.answer(_answer(voice, checked, signatures, known))
    _say_around(voice, known)
    for one in checked:
        _say(voice, one)
    for signature in signatures:
        (voice.say if signature.is_good else voice.tell)(_signature_words(signature, known))
    good = all(one.is_good for one in checked) and all(one.is_good for one in signatures)
    return 0 if good else 2


def _found(what: str) -> tuple[list[str], Sequence[PdfSignature]]:
    """The code itself, as typed or pasted, or those in a file, with the digital signatures of that."""
    typed = "".join(what.split()).upper()
    if typed.startswith(PREFIX):
        return [typed], ()
    path = Path(what).absolute()
    codes = read_back(path)
    if not codes:
        raise Refusal(Text("There is no certificate code in {file}.", file=Path(what).name))
    return codes, signatures_in(path)


def _known(given: Arguments, codes: list[str]) -> Known:
    """Of the organisation that was named; otherwise of all that open without a question. And of a server that was."""
    home, known = Home(given.home), Known()
    if given.server is not None:
        said, silence = ask_server(given.server, codes)
        known.add({code: [standing] for code, standing in said.items()})
        known.note(given.server, silence)
    if given.organisation is not None:
        _look_up(home, home.choose(given.organisation), codes, known, given.offline)
        return known
    for code in home.codes():
        try:
            _look_up(home, code, codes, known, given.offline)
        except Refusal as refusal:
            known.skipped[code] = refusal.reasons[0]
    return known


def _look_up(home: Home, code: str, codes: list[str], known: Known, offline: bool) -> None:
    desk = open_desk(home, code)
    try:
        known.keys |= desk.read(known_keys)
        known.seals.add(desk.read(seal_certificate))
        server = desk.read(server_to_ask)
        to_ask = "" if offline or server in known.asked else server
        told, silence = told_at(desk, codes, to_ask)
        known.add(told)
        known.note(to_ask, silence)
    finally:
        desk.close()


def _answer(
    voice: Voice, checked: Sequence[CheckedCertificate], signatures: Sequence[PdfSignature], known: Known
) -> dict[str, Any]:
    return {
        "certificates": [_as_json(voice, one) for one in checked],
        "signatures": [_signature(voice, one, known) for one in signatures],
        "skipped": [{"organisation": code, "reason": voice.words(why)} for code, why in known.skipped.items()],
        "silent": [{"server": server, "reason": voice.words(why)} for server, why in known.silent.items()],
    }


def _as_json(voice: Voice, checked: CheckedCertificate) -> dict[str, Any]:
    claims, standing = checked.verdict.claims, checked.standing
    return {
        "outcome": str(checked.verdict.outcome),
        "status": str(standing.state),
        "as_of": _iso(standing.as_of),
        "told_by": str(standing.teller) if standing.teller else None,
        "since": _iso(standing.since),
        "replaced_by": standing.replaced_by or None,
        "serial": claims.serial,
        "organisation": claims.organisation,
        "programme": claims.programme,
        "completed_on": claims.completed_on.isoformat(),
        "issued_on": claims.issued_on.isoformat(),
        "valid_until": _iso(claims.valid_until),
        "language": claims.language,
        "key": checked.verdict.fingerprint,
        "name_checked": checked.verdict.name_checked,
        "message": voice.words(checked.verdict.message),
    }


def _signature(voice: Voice, signature: PdfSignature, known: Known) -> dict[str, Any]:
    return {
        "good": signature.is_good, "signer": signature.signer or None, "issuer": signature.issuer or None,
        "signed_on": _iso(signature.signed_on), "message": voice.words(_signature_words(signature, known))}


def _signature_words(signature: PdfSignature, known: Known) -> Text:
    return signature.message(signature.certificate if signature.certificate in known.seals else b"")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _say_around(voice: Voice, known: Known) -> None:
    for code, why in known.skipped.items():
        voice.tell(Text("{code} was skipped: {reason}", code=code, reason=why))
    for server, why in known.silent.items():
        voice.tell(Text("{server} was not asked: {reason}", server=server, reason=why))


def _say(voice: Voice, checked: CheckedCertificate) -> None:
    """A verdict that is not good is a refusal, so it goes to standard error."""
    verdict, claims = checked.verdict, checked.verdict.claims
    tell = voice.say if checked.is_good else voice.tell
    tell(verdict.message)
    tell(
        Text(
            "{serial}: {title}, {issuer}, {day}",
            serial=claims.serial,
            title=claims.programme,
            issuer=claims.organisation,
            day=claims.issued_on,
        )
    )
    tell(checked.standing.message)
