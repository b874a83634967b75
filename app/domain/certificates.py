"""Certificates: what is printed, and the code that proves it offline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """Everything that stands on one certificate, as issued: a reprint gives the same sheet.

    `code` is the signed verification code as printed in the QR (text). `language` is 'nl' or 'en'. `logo` is
    PNG bytes or empty, and so is `signature`. `design` names a file of resources/designs. `valid_until` is the last
    day on which it is valid, None where there is none; `signer` is who signs, '' where a line is left to sign on.
    """

    serial: str
    name: str
    programme: str
    organisation: str
    place: str
    issued_on: date
    completed_on: date
    language: str
    code: str
    design: str = "classic"
    logo: bytes = b""
    valid_until: date | None = None
    signer: str = ""
    signer_role: str = ""
    signature: bytes = b""


def written_date(day: date, language: str) -> str:
    """The day spelled out in the language of the certificate ('nl' or 'en'): 23 november 2026, 23 November 2026."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def certificate_file_name(sheet: CertificateSheet) -> str:
    """The serial alone: a file name tells neither who somebody is nor what somebody practises."""
    return f"{sheet.serial}.pdf"
