"""Whether a certificate is still valid, and how one knows: from the register here, from the server, or from before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.text import Text
from app.domain.verification import Claims, IssuerKey, Outcome, Verdict, check, vouched_for


class CertificateState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


class Teller(StrEnum):
    """Who says so: the register of this computer, the server just now, or the server at some earlier day."""

    REGISTER = "register"
    SERVER = "server"
    REMEMBERED = "remembered"


_OVER = (CertificateState.REVOKED, CertificateState.REPLACED)


@dataclass(frozen=True, slots=True)
class CertificateStanding:
    """`as_of` is the day of which it is told, `since` that of revoking, or the last day of one that expired.

    `replaced_by` is the serial of another, '' where there is none or it is not known.
    """

    state: CertificateState = CertificateState.UNKNOWN
    as_of: date | None = None
    since: date | None = None
    replaced_by: str = ""
    teller: Teller | None = None

    @property
    def is_known(self) -> bool:
        return self.state is not CertificateState.UNKNOWN

    @property
    def may_be_valid(self) -> bool:
        """What nobody knows to be over counts as valid, and is told."""
        return self.state in (CertificateState.VALID, CertificateState.UNKNOWN)

    @property
    def message(self) -> Text:
        """In a user's words."""
        match self.state:
            case CertificateState.VALID:
                return self._valid()
            case CertificateState.EXPIRED if self.since is not None:
                return Text("It was valid up to and including {day}. It is not valid any more.", day=self.since)
            case CertificateState.REPLACED if self.since is not None and self.replaced_by:
                return Text("Replaced by {serial} since {day}. It is not valid any more.", serial=self.replaced_by,
                            day=self.since)
            case CertificateState.REVOKED if self.since is not None:
                return Text("Revoked since {day}. It is not valid any more.", day=self.since)
            case CertificateState.UNKNOWN if self.teller is Teller.SERVER:
                return Text("The server knows no certificate with this code.")
            case CertificateState.UNKNOWN:
                return Text("Whether it was revoked since is not known here.")
        return Text("This certificate was revoked or replaced. It is not valid any more.")

    def _valid(self) -> Text:
        if self.as_of is None:
            return Text("It is valid, as far as is known here.")
        if self.teller is Teller.SERVER:
            return Text("Valid as of {day}: the server says so.", day=self.as_of)
        if self.teller is Teller.REMEMBERED:
            return Text("Valid as of {day}: so the server said then. It was not asked now.", day=self.as_of)
        return Text("Valid as of {day}, as far as is known on this computer.", day=self.as_of)


NOT_KNOWN = CertificateStanding()


def settled(told: Sequence[CertificateStanding], claims: Claims, today: date) -> CertificateStanding:
    """One standing from what several say. Revoked is for ever, whoever says it; else the newest word counts.

    That its last day is past stands in the code itself.
    """
    for one in told:
        if one.state in _OVER:
            return one
    known = sorted((one for one in told if one.is_known), key=lambda one: one.as_of or date.min)
    found = known[-1] if known else next((one for one in told if one.teller is Teller.SERVER), NOT_KNOWN)
    if claims.has_expired(today) and found.may_be_valid:
        return CertificateStanding(
            CertificateState.EXPIRED, found.as_of, claims.valid_until, "", found.teller)
    return found


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """Whether a code is real, and what became of the certificate."""

    code: str
    verdict: Verdict
    standing: CertificateStanding

    @property
    def is_good(self) -> bool:
        return self.verdict.outcome is Outcome.AUTHENTIC and self.standing.may_be_valid


def check_certificate(
    code: str, name: str | None, keys: Mapping[bytes, IssuerKey], told: Sequence[CertificateStanding], today: date
) -> CheckedCertificate:
    """`told` is what was said of this very code. Raises Refusal when the text is no readable code.

    A server that knows it vouches for a key that is not known here; a register goes by serial and does not.
    """
    verdict = check(code, name, keys)
    vouches = any(one.is_known and one.teller in (Teller.SERVER, Teller.REMEMBERED) for one in told)
    if verdict.outcome is Outcome.KEY_UNKNOWN and vouches:
        verdict = vouched_for(verdict, name)
    return CheckedCertificate(code, verdict, settled(told, verdict.claims, today))
