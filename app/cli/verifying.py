"""`leerspoor verify`: is this certificate real, checked without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.actions.founding import open_desk
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.documents.read_back import read_back
from app.domain.errors import Refusal
from app.domain.text import Text
from app.domain.verification import PREFIX, IssuerKey, Outcome, Verdict, check
from app.store.home import Home
from app.views.certificates import issued_certificates, known_keys

UNKNOWN, VALID, EXPIRED = "unknown", "valid", "expired"


@dataclass(slots=True)
class Register:
    """What this home can say: its keys, the state of each serial, and which organisations stayed shut and why."""

    keys: dict[bytes, IssuerKey] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, Text] = field(default_factory=dict)


def run(given: Arguments, voice: Voice) -> int:
    """Exit 0 when every code is authentic and not known to be revoked, 2 otherwise."""
    codes = _codes(given.what)
    register = _register(given, {check(code, None, {}).claims.serial for code in codes})
    verdicts = [check(code, given.name, register.keys) for code in codes]
    today = date.today()  # where there is no organisation at all, nothing else tells
    answers = [_answer(voice, one, _status(one, register, today)) for one in verdicts]
    skipped = [{"organisation": code, "reason": voice.words(why)} for code, why in register.skipped.items()]
    voice.answer({"certificates": answers, "skipped": skipped})
    for code, why in register.skipped.items():
        voice.tell(Text("{code} was skipped: {reason}", code=code, reason=why))
    for verdict, answer in zip(verdicts, answers, strict=True):
        _say(voice, verdict, answer["status"])
    return 0 if all(_is_good(one, answer["status"]) for one, answer in zip(verdicts, answers, strict=True)) else 2


def _status(verdict: Verdict, register: Register, today: date) -> str:
    """What the register says, or that its last day is past: that stands in the code itself."""
    said = register.states.get(verdict.claims.serial, UNKNOWN)
    return EXPIRED if said in (VALID, UNKNOWN) and verdict.claims.has_expired(today) else said


def _is_good(verdict: Verdict, status: str) -> bool:
    return verdict.outcome is Outcome.AUTHENTIC and status in (VALID, UNKNOWN)


def _codes(what: str) -> list[str]:
    """The code itself, as typed or pasted, or those in a file."""
    typed = "".join(what.split()).upper()
    if typed.startswith(PREFIX):
        return [typed]
    codes = read_back(Path(what).absolute())
    if not codes:
        raise Refusal(Text("There is no certificate code in {file}.", file=Path(what).name))
    return codes


def _register(given: Arguments, serials: set[str]) -> Register:
    """Of the organisation that was named; otherwise of all that open without a question."""
    home, register = Home(given.home), Register()
    if given.organisation is not None:
        _look_up(home, home.choose(given.organisation), serials, register)
        return register
    for code in home.codes():
        try:
            _look_up(home, code, serials, register)
        except Refusal as refusal:
            register.skipped[code] = refusal.reasons[0]
    return register


def _look_up(home: Home, code: str, serials: set[str], register: Register) -> None:
    """The newest word counts where a serial is there twice."""
    desk = open_desk(home, code)
    try:
        register.keys |= desk.read(known_keys)
        for issued in desk.read(issued_certificates):
            if issued.serial in serials:
                register.states.setdefault(issued.serial, issued.state)
    finally:
        desk.close()


def _answer(voice: Voice, verdict: Verdict, status: str) -> dict[str, Any]:
    claims = verdict.claims
    return {
        "outcome": str(verdict.outcome),
        "status": status,
        "serial": claims.serial,
        "organisation": claims.organisation,
        "programme": claims.programme,
        "completed_on": claims.completed_on.isoformat(),
        "issued_on": claims.issued_on.isoformat(),
        "valid_until": claims.valid_until.isoformat() if claims.valid_until else None,
        "language": claims.language,
        "key": verdict.fingerprint,
        "name_checked": verdict.name_checked,
        "message": voice.words(verdict.message),
    }


def _say(voice: Voice, verdict: Verdict, status: str) -> None:
    """A verdict that is not good is a refusal, so it goes to standard error."""
    claims = verdict.claims
    tell = voice.say if _is_good(verdict, status) else voice.tell
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
    if status == UNKNOWN:
        tell(Text("Whether it was revoked since is not known here."))
    elif status == EXPIRED and claims.valid_until is not None:
        tell(Text("It was valid up to and including {day}. It is not valid any more.", day=claims.valid_until))
    elif status != VALID:
        tell(Text("This certificate was revoked or replaced. It is not valid any more."))
