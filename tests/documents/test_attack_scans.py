"""Scans that are built to keep the program busy, and days that a code cannot hold."""

from __future__ import annotations

from datetime import date

import pytest
from nacl.signing import SigningKey

from app.documents.read_back import read_back
from app.domain.errors import Refusal
from app.domain.serials import derive_serial
from app.domain.verification import claims_for, encode


def test_a_scan_of_markers_without_a_picture_is_not_read_on() -> None:
    assert read_back(b"%PDF-1.7\n" + b"\xff\xd8\xff" * 2_000_000) == []


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(9999, 1, 1)])
def test_a_day_that_the_code_cannot_hold_is_refused(day: date) -> None:
    serial = derive_serial(b"o" * 16, b"p" * 16, b"v" * 16, day, 0)
    with pytest.raises(Refusal, match="cannot stand on a certificate"):
        encode(claims_for(serial, "Daan Smit", "De Proef", "Rekenen", day, day, "nl"), SigningKey.generate())
