"""How the contents of materials go over the line (D11): in pieces, each by its number, verified on both sides."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from app.domain.media import LARGEST_MATERIAL
from app.store.contents import CHUNK_BYTES, pieces

Checksum = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
PieceNumber = Annotated[int, Meta(ge=0, lt=pieces(LARGEST_MATERIAL))]


class OfferFile(Struct, frozen=True):
    """A desk has this content; which pieces of it does the server lack?"""

    checksum: Checksum
    size: Annotated[int, Meta(ge=1, le=LARGEST_MATERIAL)]


class SendPiece(Struct, frozen=True):
    """One piece, counted from 0."""

    checksum: Checksum
    number: PieceNumber
    data: Annotated[bytes, Meta(max_length=CHUNK_BYTES)]


class FileStanding(Struct, frozen=True):
    """`lacking` are the numbers of pieces that the server does not have; `whole` once all are there and verified."""

    whole: bool
    lacking: list[int] = []


class AskPiece(Struct, frozen=True):
    """One piece of a content that a material points at."""

    checksum: Checksum
    number: PieceNumber


class Piece(Struct, frozen=True):
    data: bytes
