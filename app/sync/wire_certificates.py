"""What whoever holds a certificate may ask the server about it, without an account: the code is the proof of that."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.domain.verification import LONGEST_CODE
from app.sync.wire import NO_ZERO


class AskCertificate(Struct, frozen=True):
    """`code` as it stands on the paper. It goes in the body: addresses are written to logs."""

    code: Annotated[str, Meta(max_length=LONGEST_CODE, pattern=NO_ZERO)]


class CertificateSaid(Struct, frozen=True):
    """Days are YYYY-MM-DD in the zone of the organisation, `on` is today. `since`: the day of revoking, or the last day
    of one that expired; `replaced_by` the serial of another. Nobody's name, no reason.
    """

    state: Literal["valid", "expired", "revoked", "replaced", "unknown"]
    on: str
    since: str = ""
    replaced_by: str = ""
