"""`leerspoor verify`: is this certificate real, checked without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.actions.founding import open_desk
from app.cli.arguments import Arguments
from app.cli.saying import Voice
from app.documents.read_back import read_back
from app.domain.errors import Refusal
from app.domain.text import Text
from app.domain.verification import PREFIX, IssuerKey, Outcome, Verdict, check
from app.store.home import Home
from app.views.certificates import certificate_status, known_keys

GOOD = (Outcome.AUTHENTIC,)


def run(given: Arguments, voice: Voice) -> int:
    """Exit 0 when every code is authentic and not revoked, 2 otherwise."""
    codes = _codes(given.what)
    keys, states = _known(given, codes)
    verdicts = [check(code, given.name, keys) for code in codes]
    answers = [_answer(voice, verdict, states.get(verdict.claims.serial, "unknown")) for verdict in verdicts]
    voice.answer(answers)
    for verdict, answer in zip(verdicts, answers, strict=True):
        _say(voice, verdict, answer["status"])
    return 0 if all(answer["outcome"] in GOOD and answer["status"] in ("valid", "unknown") for answer in answers) else 2


def _codes(what: str) -> list[str]:
    if what.strip().upper().startswith(PREFIX):
        return [what]
    codes = read_back(Path(what).absolute())
    if not codes:
        raise Refusal(Text("There is no certificate code in {file}.", file=Path(what).name))
    return codes


def _known(given: Arguments, codes: list[str]) -> tuple[dict[bytes, IssuerKey], dict[str, str]]:
    """Keys of all organisations of this home (or the one named) that open without a question, and what they say."""
    home = Home(given.home)
    keys: dict[bytes, IssuerKey] = {}
    states: dict[str, str] = {}
    for code in (given.organisation,) if given.organisation else home.codes():
        desk = open_desk(home, home.choose(code))
        try:
            keys |= desk.read(known_keys)
            for verdict in (check(one, None, keys) for one in codes):
                status = desk.read(certificate_status, verdict.claims.serial)
                if status is not None:
                    states[verdict.claims.serial] = status.state
        finally:
            desk.close()
    return keys, states


def _answer(voice: Voice, verdict: Verdict, status: str) -> dict[str, Any]:
    claims = verdict.claims
    return {
        "outcome": str(verdict.outcome), "status": status, "serial": claims.serial, "organisation": claims.organisation,
        "programme": claims.programme, "completed_on": claims.completed_on.isoformat(),
        "issued_on": claims.issued_on.isoformat(), "language": claims.language, "key": verdict.fingerprint,
        "name_checked": verdict.name_checked, "message": voice.words(verdict.message)}


def _say(voice: Voice, verdict: Verdict, status: str) -> None:
    claims = verdict.claims
    voice.say(verdict.message)
    voice.say(Text("{serial}: {title}, {issuer}, {day}", serial=claims.serial, title=claims.programme,
                   issuer=claims.organisation, day=claims.issued_on))
    if status == "unknown":
        voice.say(Text("Whether it was revoked since is not known here."))
    elif status != "valid":
        voice.say(Text("This certificate was revoked or replaced. It is not valid any more."))
