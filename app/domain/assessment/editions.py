"""What tells one norm of a test from another, and whether two are the same: an edition never changes."""

from __future__ import annotations

import hashlib

import msgspec

from app.domain.assessment.norming import NormTable
from app.domain.text import Text


def norm_key(norm: NormTable) -> str:
    """Of one test there is one norm with this part, edition and moment."""
    return "\x1f".join((norm.part, norm.edition, norm.moment))


def content_of(norm: NormTable) -> str:
    """The checksum of its scale and rows, in whatever order they stand in a file."""
    rows = sorted(msgspec.json.encode(row) for row in norm.rows)
    return hashlib.sha256(b"\n".join([norm.scale.encode(), *rows])).hexdigest()


def edition_differs(norm: NormTable) -> Text:
    return Text(
        "Version {edition} of the norm for {moment} is here with other rows. A version never changes: give this one "
        "another name.", edition=norm.edition, moment=norm.moment or "–")
