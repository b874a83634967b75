"""Serial numbers of certificates: the same on every desk, easy to read aloud, and wrong ones are noticed.

A serial is `LS-` and four groups of four signs in Crockford's base 32 (no I, L, O or U): 15 signs (75 bits)
of a hash and one check sign. Ten million certificates have a chance of about one in a million to share a
serial.
"""

from __future__ import annotations

import hashlib
from datetime import date

from app.domain.errors import Refusal
from app.domain.text import Text

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_BYTES = 10
_PREFIX, _DATA_SIGNS, _GROUP = "LS", 15, 4
_VALUES = {sign: value for value, sign in enumerate(SIGNS)} | {"O": 0, "I": 1, "L": 1}
_CONTEXT = b"leerspoor serial 1\0"


def derive_serial(
    organisation_id: bytes,
    participant_id: bytes,
    programme_version_id: bytes,
    completion: date,
    correction: int = 0,
) -> str:
    """The serial of one certificate (S20); ids are UUIDs in 16 bytes.

    `correction` counts the certificates that this one replaces: a corrected name gives another serial.
    """
    ids = (organisation_id, participant_id, programme_version_id)
    if any(len(each) != 16 for each in ids):
        raise ValueError("an id has 16 bytes")
    message = _CONTEXT + b"".join(ids) + completion.isoformat().encode() + correction.to_bytes(4, "big")
    return serial_from_bytes(_cleared(hashlib.sha256(message).digest()[:SERIAL_BYTES]))


def serial_from_bytes(data: bytes) -> str:
    """The written serial of ten bytes of which the last five bits are zero; raises ValueError for others."""
    number = int.from_bytes(data, "big")
    if len(data) != SERIAL_BYTES or number & 31:
        raise ValueError("not the bytes of a serial")
    values = [number >> 5 * place & 31 for place in range(_DATA_SIGNS, 0, -1)]
    signs = "".join(SIGNS[value] for value in (*values, _check_value(values)))
    groups = (signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))
    return "-".join((_PREFIX, *groups))


def serial_bytes(serial: str) -> bytes:
    """The ten bytes of a serial; raises Refusal like `read_serial`."""
    values = _values(serial)
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return (number << 5).to_bytes(SERIAL_BYTES, "big")


def read_serial(typed: str) -> str:
    """A serial as somebody typed it, written properly: case, spaces, dashes and O for 0 do not matter."""
    return serial_from_bytes(serial_bytes(typed))


def _values(serial: str) -> list[int]:
    signs = "".join(serial.upper().replace("-", " ").split()).removeprefix(_PREFIX)
    values = [_VALUES.get(sign, -1) for sign in signs]
    if len(values) != _DATA_SIGNS + 1 or -1 in values or _check_value(values[:-1]) != values[-1]:
        raise Refusal(
            Text("This is not a serial number of a certificate: {serial}. Check it sign by sign.", serial=serial)
        )
    return values


def _check_value(values: list[int]) -> int:
    """Weighted sum in the field of 32 elements: finds one wrong sign and any two that changed places."""
    total = 0
    for value in values:
        total = _next_power(total) ^ value
    return _next_power(total)


def _next_power(value: int) -> int:
    """Times the generator of GF(32), modulo x^5 + x^2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _cleared(data: bytes) -> bytes:
    return data[:-1] + bytes((data[-1] & 0b11100000,))
