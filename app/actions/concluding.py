"""How an agreement was concluded: who bound the organisation, on which documents, with what beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.actions.work import Work
from app.domain.contract.agreement import (
    AcceptedDocument,
    Conclusion,
    DeviatingTerms,
    ProcessingSigned,
    check_conclusion,
)
from app.domain.contract.kept_rows import TICKED, WRITTEN
from app.domain.provider import ProviderProfile
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.agreements import signatory_of
from app.store.tables import documents, signatures

Given = Mapping[str, Any]


def keep_conclusion(
    work: Work, profile: ProviderProfile, agreement_id: bytes, concluded_on: str, given: Given,
) -> None:
    """Check and keep it (O-2.1, O-2.2, A-8.3); RefusedFields names each field that is wrong.

    `given` has {name, role, mandate_id}, ticked, documents ({title, edition, checksum}), and where there is one
    `deviating` and `processing`: {signed_on, written, document} with who signed that.
    """
    refuse(check_conclusion(profile, _conclusion(work, concluded_on, given), work.today))
    form = TICKED if given["ticked"] else ""
    _keep(work, agreement_id, "agreement", form, {**given, "signed_on": concluded_on}, given["documents"])
    for kind in ("deviating", "processing"):
        signed = given.get(kind)
        if signed is not None:
            form = WRITTEN if signed.get("written") else ""
            _keep(work, agreement_id, kind, form, signed, [signed["document"]])


def _conclusion(work: Work, concluded_on: str, given: Given) -> Conclusion:
    deviating, processing = given.get("deviating"), given.get("processing")
    return Conclusion(
        day_or_refuse("concluded_on", concluded_on), signatory_of(work.connection, dict(given)), bool(given["ticked"]),
        tuple(map(_document, given["documents"])),
        _deviating(work, deviating) if deviating is not None else None,
        _processing(work, processing) if processing is not None else None)


def _deviating(work: Work, given: Given) -> DeviatingTerms:
    return DeviatingTerms(
        day_or_refuse("deviating.agreed_on", given["signed_on"]), bool(given.get("written")),
        signatory_of(work.connection, dict(given)), _document(given["document"]))


def _processing(work: Work, given: Given) -> ProcessingSigned:
    return ProcessingSigned(
        day_or_refuse("processing.signed_on", given["signed_on"]), signatory_of(work.connection, dict(given)),
        _document(given["document"]))


def _document(given: Given) -> AcceptedDocument:
    return AcceptedDocument(given["title"].strip(), given["edition"].strip(), given["checksum"])


def _keep(
    work: Work, agreement_id: bytes, kind: str, form: str, signed: Given, papers: Sequence[Given],
) -> None:
    signature = work.add(
        signatures, agreement_id=agreement_id, kind=kind, signed_on=signed["signed_on"], name=signed["name"].strip(),
        role=signed["role"], mandate_id=signed.get("mandate_id"), form=form)
    work.insert(documents, [
        {"signature_id": signature, "position": at, "title": paper["title"].strip(),
         "edition": paper["edition"].strip(), "checksum": paper["checksum"]}
        for at, paper in enumerate(papers, 1)])
