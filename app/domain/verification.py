"""The code on a certificate: signed, checked without a network, and silent about who it is for.

A code is `LS1:` and base 32 in capitals without padding (which a QR code holds at 5.5 bits a sign), of:

    1 version | 8 id of the key | 10 serial | 10 digest of the name | 2 completed | 2 issued | 1 language
    | 1 length of the organisation | organisation | programme (both UTF-8) | 64 Ed25519 signature

A certificate that is not valid for ever has version 2: two bytes more after `issued`, for its last day.

Days count from 1 January 2000. The name itself is not in the code: only a digest of serial and name, so that
a checker who reads the name from the paper can see that it was not altered, while a photographed code shows
no name. Who has the code can still try out a name he suspects; hiding that too would make the code useless on
paper.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from nacl.exceptions import BadSignatureError
from nacl.exceptions import ValueError as NaclValueError
from nacl.signing import SigningKey, VerifyKey

from app.domain.errors import Refusal
from app.domain.serials import SERIAL_BYTES, serial_bytes, serial_from_bytes
from app.domain.serials import derive_serial as derive_serial
from app.domain.text import Text

PREFIX = "LS1:"
LONGEST_CODE = 700
LONGEST_TEXT = 120
"""Bytes of UTF-8 that the name of the organisation and the title of the programme may each have."""
LANGUAGES = ("nl", "en")
KEY_ID_BYTES = 8
_FOR_EVER, _UNTIL_A_DAY = 1, 2
"""Versions."""
_DIGEST_BYTES, _SIGNATURE_BYTES, _DAY_BYTES = 10, 64, 2
_DAYS_AT = 1 + KEY_ID_BYTES + SERIAL_BYTES + _DIGEST_BYTES
_DAYS = {_FOR_EVER: 2, _UNTIL_A_DAY: 3}
"""How many days there are in a code of each version."""
_DAY_ZERO = date(2000, 1, 1)
_SIGNED_CONTEXT = b"leerspoor certificate\0"
_NAME_CONTEXT = b"leerspoor name 1\0"
# Part of version 1: these letters keep their stroke or dot when Unicode takes a letter and its accent apart.
# A later idea needs a new version, or old paper no longer verifies.
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ŋ": "n",
        "ħ": "h",
    }
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a certificate states. `name_digest` stands for the printed name, see `name_digest`; `valid_until` is the
    last day on which it is valid, None where there is none.
    """

    serial: str
    name_digest: bytes
    organisation: str
    programme: str
    completed_on: date
    issued_on: date
    language: str
    valid_until: date | None = None

    def has_expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class SignedClaims:
    """A code taken apart: the claims, the id of the key, and what was signed with it."""

    claims: Claims
    key_id: bytes
    signed: bytes
    signature: bytes

    def is_signed_by(self, public_key: bytes) -> bool:
        try:
            VerifyKey(public_key).verify(_SIGNED_CONTEXT + self.signed, self.signature)
        except BadSignatureError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key (32 bytes, Ed25519) that the checker trusts, and whose it is."""

    public_key: bytes
    owner: str


class Outcome(StrEnum):
    """What a check of one code gave; whether the certificate was revoked since is for the caller to add."""

    AUTHENTIC = "authentic"
    NAME_DIFFERS = "name differs"
    KEY_UNKNOWN = "key unknown"
    NOT_AUTHENTIC = "not authentic"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`claims` are what the code says: only to be believed when the outcome is authentic or name differs.

    `signed_by` is the owner of the key, empty where the key is not known; `name_checked` tells whether a name
    was compared at all.
    """

    outcome: Outcome
    claims: Claims
    fingerprint: str
    signed_by: str
    name_checked: bool

    @property
    def message(self) -> Text:
        """The outcome in a user's words."""
        match self.outcome:
            case Outcome.AUTHENTIC if self.name_checked:
                return Text("Authentic: signed by {signer}, and the name is right.", signer=self.signed_by)
            case Outcome.AUTHENTIC:
                return Text(
                    "Authentic: signed by {signer}. The name was not checked: type it as it is printed to do so.",
                    signer=self.signed_by,
                )
            case Outcome.NAME_DIFFERS:
                return Text("The code is authentic, but it belongs to another name. The name was altered or mistyped.")
            case Outcome.KEY_UNKNOWN:
                return Text(
                    "Not checked: the key {fingerprint} is not known here. Ask {issuer} whether this is its key.",
                    fingerprint=self.fingerprint,
                    issuer=self.claims.organisation,
                )
        return Text("Not authentic: the code was altered or was not made with this key.")


def key_id(public_key: bytes) -> bytes:
    """The first 8 bytes of the SHA-256 of a public key: how a code names its key."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def endorsed_text(organisation_id: bytes, device_id: bytes, public_key: bytes) -> bytes:
    """What a server signs to say that a key belongs to a device of an organisation (S20)."""
    return b"leerspoor-device\0" + organisation_id + device_id + public_key


def is_endorsed(server_key: bytes, text: bytes, endorsement: bytes) -> bool:
    """True if the server with this key signed the text."""
    try:
        VerifyKey(server_key).verify(text, endorsement)
    except (BadSignatureError, NaclValueError, ValueError):
        return False
    return True


def fingerprint(identity: bytes) -> str:
    """The id of a key as people compare it: 3F2A 91C0 77D4 0B1E."""
    return identity.hex(" ", 2).upper()


def name_digest(serial: str, name: str) -> bytes:
    """Ten bytes that stand for this name on this certificate.

    Accents, case, spaces, hyphens and apostrophes do not count, so that a checker may type what he reads.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).casefold().translate(_PLAIN)
    letters = "".join(sign for sign in plain if sign.isalnum())
    return hashlib.sha256(_NAME_CONTEXT + serial_bytes(serial) + letters.encode()).digest()[:_DIGEST_BYTES]


def claims_for(
    serial: str,
    name: str,
    organisation: str,
    programme: str,
    completed_on: date,
    issued_on: date,
    language: str,
    valid_until: date | None = None,
) -> Claims:
    """The claims of a certificate with this printed name."""
    digest = name_digest(serial, name)
    return Claims(serial, digest, organisation, programme, completed_on, issued_on, language, valid_until)


def encode(claims: Claims, key: SigningKey) -> str:
    """The signed code of these claims; the same claims and key always give the same code.

    Raises Refusal when the organisation's name or the programme's title is too long for a QR code.
    """
    organisation, programme = (_text_bytes(text) for text in (claims.organisation, claims.programme))
    last = claims.valid_until
    signed = b"".join(
        (
            bytes((_FOR_EVER if last is None else _UNTIL_A_DAY,)),
            key_id(bytes(key.verify_key)),
            serial_bytes(claims.serial),
            claims.name_digest,
            _day_bytes(claims.completed_on),
            _day_bytes(claims.issued_on),
            b"" if last is None else _day_bytes(last),
            bytes((LANGUAGES.index(claims.language), len(organisation))),
            organisation,
            programme,
        )
    )
    signature = key.sign(_SIGNED_CONTEXT + signed).signature
    return _written(signed + signature)


def encoded(opened: SignedClaims) -> str:
    """The code that was taken apart, as it is printed."""
    return _written(opened.signed + opened.signature)


def _written(data: bytes) -> str:
    return PREFIX + base64.b32encode(data).decode().rstrip("=")


def decode(code: str) -> SignedClaims:
    """Take a code apart; spaces, line ends and case do not matter. Raises Refusal for anything else."""
    data = _code_bytes("".join(code.split()).upper())
    if data[0] not in _DAYS:
        raise Refusal(
            Text("This code was made by a newer version of the program. Install the newest version and check again.")
        )
    if len(data) < _head_bytes(data) + _SIGNATURE_BYTES:
        raise _damaged()
    signed, signature = data[:-_SIGNATURE_BYTES], data[-_SIGNATURE_BYTES:]
    try:
        return SignedClaims(_claims(signed), signed[1 : 1 + KEY_ID_BYTES], signed, signature)
    except (ValueError, IndexError) as problem:
        raise _damaged() from problem


def check(code: str, name: str | None, known_keys: Mapping[bytes, IssuerKey]) -> Verdict:
    """Judge a code; `name` is the name as read from the paper, or None; keys are found by `key_id`.

    Raises Refusal when the text is no readable code.
    """
    opened = decode(code)
    key = known_keys.get(opened.key_id)
    named = name is not None and bool(name.strip())
    outcome = _outcome(opened, key, name if named else None)
    return Verdict(outcome, opened.claims, fingerprint(opened.key_id), key.owner if key else "", named)


def vouched_for(verdict: Verdict, name: str | None) -> Verdict:
    """The same for a code of which the server says that it issued it: whose key it is need not be known here."""
    named = name is not None and bool(name.strip())
    differs = named and name_digest(verdict.claims.serial, name or "") != verdict.claims.name_digest
    outcome = Outcome.NAME_DIFFERS if differs else Outcome.AUTHENTIC
    return replace(verdict, outcome=outcome, signed_by=verdict.claims.organisation, name_checked=named)


def _outcome(opened: SignedClaims, key: IssuerKey | None, name: str | None) -> Outcome:
    if key is None:
        return Outcome.KEY_UNKNOWN
    if not opened.is_signed_by(key.public_key):
        return Outcome.NOT_AUTHENTIC
    if name is not None and name_digest(opened.claims.serial, name) != opened.claims.name_digest:
        return Outcome.NAME_DIFFERS
    return Outcome.AUTHENTIC


def _head_bytes(data: bytes) -> int:
    """Everything before the two texts."""
    return _DAYS_AT + _DAYS[data[0]] * _DAY_BYTES + 2


def _claims(signed: bytes) -> Claims:
    """Read the fixed part and the two texts; raises ValueError or IndexError when they make no sense."""
    head = _head_bytes(signed)
    days = [_day(signed[at : at + _DAY_BYTES]) for at in range(_DAYS_AT, head - 2, _DAY_BYTES)]
    programme_at = head + signed[head - 1]
    if programme_at > len(signed):
        raise ValueError("the organisation's name is cut off")
    serial_at = 1 + KEY_ID_BYTES
    return Claims(
        serial=serial_from_bytes(signed[serial_at : serial_at + SERIAL_BYTES]),
        name_digest=signed[_DAYS_AT - _DIGEST_BYTES : _DAYS_AT],
        organisation=signed[head:programme_at].decode(),
        programme=signed[programme_at:].decode(),
        completed_on=days[0],
        issued_on=days[1],
        language=LANGUAGES[signed[head - 2]],
        valid_until=days[2] if len(days) > 2 else None,
    )


def _code_bytes(code: str) -> bytes:
    if len(code) > LONGEST_CODE:
        raise Refusal(Text("This text is too long for a certificate's code. Copy or photograph only the code."))
    if not code.startswith(PREFIX):
        raise Refusal(Text("This is not the code of a certificate. Such a code begins with {prefix}.", prefix=PREFIX))
    letters = code.removeprefix(PREFIX)
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as problem:  # a wrong sign, a wrong length, or a sign that is not ASCII
        raise _damaged() from problem
    if not data or base64.b32encode(data).decode().rstrip("=") != letters:  # spare bits must be zero
        raise _damaged()
    return data


def _damaged() -> Refusal:
    return Refusal(Text("This code is damaged or incomplete. Copy or photograph it again."))


def _text_bytes(text: str) -> bytes:
    data = unicodedata.normalize("NFC", text).encode()
    if len(data) > LONGEST_TEXT:
        raise Refusal(
            Text(
                "“{text}” is too long for the code on a certificate ({most} signs at most). Nothing was issued. "
                "Shorten it and try again.",
                text=text,
                most=LONGEST_TEXT,
            )
        )
    return data


def _day_bytes(day: date) -> bytes:
    try:
        return (day - _DAY_ZERO).days.to_bytes(2, "big")
    except OverflowError as problem:
        raise Refusal(
            Text(
                "{day} cannot stand on a certificate: it is before 2000 or too far ahead. Nothing was issued.", day=day
            )
        ) from problem


def _day(data: bytes) -> date:
    return _DAY_ZERO + timedelta(days=int.from_bytes(data, "big"))
