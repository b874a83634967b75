"""The certificate with which an organisation signs its documents: an electronic seal (eIDAS, article 3, 25 and 29).

It stays on one computer: what is here says whose it is and until when, and keeps the private key out of sight.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from app.domain.text import Text

WARN_DAYS = 60
"""So long before its end there is a warning: a new one takes weeks to get."""
LARGEST_FILE = 100_000
"""Bytes of a PKCS#12 file; real ones have a few thousand."""


class Seal(Struct, frozen=True):
    """`key` is the private key (PKCS#8), `certificate` and `chain` are X.509; all DER. Days count in UTC.

    `subject` is whose it is and `issuer` who vouches for that, in words.
    """

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]
    subject: str
    issuer: str
    from_on: date
    until_on: date

    def __repr__(self) -> str:
        return "Seal(...)"

    @property
    def facts(self) -> SealFacts:
        return SealFacts(self.subject, self.issuer, self.from_on, self.until_on)


class SealFacts(Struct, frozen=True):
    """What may be shown of a seal."""

    subject: str
    issuer: str
    from_on: date
    until_on: date

    @property
    def is_self_signed(self) -> bool:
        return self.subject == self.issuer

    def standing(self, today: date) -> SealStanding:
        if self.until_on < today:
            return SealStanding.ENDED
        if today < self.from_on:
            return SealStanding.EARLY
        return SealStanding.ENDS_SOON if (self.until_on - today).days <= WARN_DAYS else SealStanding.GOOD


class SealStanding(StrEnum):
    """Whether it can be signed with, today."""

    GOOD = "good"
    ENDS_SOON = "ends soon"
    ENDED = "ended"
    EARLY = "early"

    @property
    def signs(self) -> bool:
        return self in (SealStanding.GOOD, SealStanding.ENDS_SOON)


class PdfSignature(Struct, frozen=True):
    """What a signature in a PDF says. `intact`: what was signed is as it was; `whole`: that is all of the file.

    `readable` is false where it could not be looked into at all. `certificate` is that of the signer (DER), whose
    word for who he is nobody here checked; `signed_on` what he says of the day.
    """

    readable: bool
    intact: bool = False
    whole: bool = False
    signer: str = ""
    issuer: str = ""
    signed_on: date | None = None
    valid_then: bool = True
    certificate: bytes = b""

    @property
    def is_good(self) -> bool:
        return self.readable and self.intact and self.whole and self.valid_then

    def message(self, own: bytes = b"") -> Text:
        """In a user's words; `own` is the certificate that is known here as the organisation's own, or empty."""
        if not self.readable:
            return Text("The digital signature in this file cannot be read.")
        if not self.intact:
            return Text("The file was changed after {signer} signed it.", signer=self.signer)
        if not self.whole:
            return Text("{signer} signed an earlier part of this file; something was added since.", signer=self.signer)
        if not self.valid_then:
            return Text("The file was signed with a certificate of {signer} that was not valid then.",
                        signer=self.signer)
        if own and self.certificate == own:
            return Text("The file was signed with the certificate of {signer} and is unchanged.", signer=self.signer)
        return Text(
            "The file is unchanged since it was signed as {signer}. The certificate was given out by {issuer}; whether "
            "you trust that is not checked here.", signer=self.signer, issuer=self.issuer)
