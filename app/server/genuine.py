"""Whether a certificate that a coach sends is one his own computer made (S20): the server takes no forged paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.errors import Refusal
from app.domain.serials import derive_serial
from app.domain.text import Text
from app.domain.verification import IssuerKey, Outcome, check, decode, key_id


def must_be_genuine(certificate: Mapping[str, Any], organisation_id: bytes, device_key: bytes) -> None:
    """Raise Refusal where serial, code and row do not belong together, or another key than the device's signed it."""
    try:
        verdict = check(
            certificate["code"], certificate["name_printed"], {key_id(device_key): IssuerKey(device_key, "")})
        serial = derive_serial(
            organisation_id, certificate["participant_id"], certificate["programme_version_id"],
            date.fromisoformat(certificate["completed_on"]), certificate["correction"])
        claims = decode(certificate["code"]).claims
        last = claims.valid_until.isoformat() if claims.valid_until else ""
        fits = (
            verdict.outcome is Outcome.AUTHENTIC and claims.serial == serial
            and last == certificate.get("valid_until", ""))
    except (Refusal, ValueError):
        fits = False
    if not fits or certificate["serial"] != serial:
        raise Refusal(Text("This certificate does not fit its code. It was not taken over. Issue it again."))
