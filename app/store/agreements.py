"""An agreement as it is kept: its row, its provider's profile, its notices and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Mandate, Signatory
from app.domain.contract.kept_rows import agreement_of, mandate_of
from app.domain.errors import Refusal
from app.domain.provider import ProviderProfile
from app.domain.text import Text
from app.store.course import kept_measures
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to, documents, mandates, notices, signatures

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptAgreement:
    """`notices` in order of receipt, `signatures` of signing, `documents` of one signature after the other, `measures`
    of the last day of use.
    """

    row: Row
    profile: ProviderProfile
    notices: tuple[Row, ...]
    signatures: tuple[Row, ...]
    documents: tuple[Row, ...]
    measures: tuple[Row, ...] = ()

    @property
    def agreement(self) -> Agreement:
        return agreement_of(self.row)


def kept_agreement(connection: Connection, agreement_id: bytes) -> KeptAgreement | None:
    """Everything kept of it, None where there is no such agreement."""
    found = _rows(connection, agreements, agreements.c.id == agreement_id)
    if not found:
        return None
    signed = _rows(connection, signatures, signatures.c.agreement_id == agreement_id, "signed_on")
    papers = _rows(
        connection, documents, documents.c.signature_id.in_([row["id"] for row in signed]), "signature_id", "position")
    given = _rows(connection, notices, notices.c.agreement_id == agreement_id, "received_on")
    return KeptAgreement(
        found[0], load_profile(found[0]["provider"]), given, signed, papers, kept_measures(connection, agreement_id))


def agreement_or_refuse(connection: Connection, agreement_id: bytes) -> KeptAgreement:
    """Raises Refusal for an agreement that is not here."""
    kept = kept_agreement(connection, agreement_id)
    if kept is None:
        raise Refusal(Text("This agreement does not exist any more. Nothing was recorded."))
    return kept


def kept_mandates(connection: Connection, tenant: bytes | None = None) -> tuple[Row, ...]:
    """All mandates of the own organisation or of another tenant, the newest first."""
    return tuple(reversed(_rows(connection, mandates, belongs_to(mandates, tenant), "from_on")))


def mandate_by_id(connection: Connection, mandate_id: bytes | None) -> Mandate | None:
    """None where none is named, or it is not here any more."""
    found = _rows(connection, mandates, mandates.c.id == mandate_id) if mandate_id else ()
    return mandate_of(found[0]) if found else None


def signatory_of(connection: Connection, given: Row) -> Signatory:
    """Who signed, from {name, role, mandate_id}: as it was given to an action, and as it is kept."""
    return Signatory(given["name"].strip(), given["role"], mandate_by_id(connection, given.get("mandate_id")))


def _rows(connection: Connection, table: Table, condition: Any, *order: str) -> tuple[Row, ...]:
    query = select(table).where(condition).order_by(*(table.c[name] for name in (*order, "id")))
    return tuple(dict(row) for row in connection.execute(query).mappings())
