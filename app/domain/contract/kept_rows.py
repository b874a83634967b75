"""Rows of an agreement as they are kept: read into what the rules take, and what must hold whoever wrote it (S1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.contract.agreement import Agreement
from app.domain.contract.audit_looks import proper_audit, proper_look
from app.domain.contract.authority import Act, Mandate
from app.domain.contract.infringements import proper_infringement
from app.domain.contract.kept_orders import proper_number, proper_order, proper_part
from app.domain.contract.notice import NoticeEffect, notice_effect
from app.domain.contract.permission_register import proper_permission
from app.domain.provider_terms import DurationRules
from app.domain.text import Text

Row = Mapping[str, Any]

SPOKEN = "spoken"
PUBLISHED = "publication"
FORMS = ("letter", "registered", "email", SPOKEN)
"""How notice is given; only what is spoken is not in writing."""
SIGNED = ("agreement", "deviating", "processing")
TICKED, WRITTEN = "ticked", "written"
_SIGNED_IN = ("", TICKED, WRITTEN)
_SIGNERS = ("representative", "administrator")
_PARTIES = ("organisation", "licensor")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


def agreement_of(row: Row) -> Agreement:
    """A row of `agreements` as the rules take it."""
    return Agreement(
        date.fromisoformat(row["starts_on"]), row["months"], concluded_on=day_of(row["concluded_on"]),
        ended_on=day_of(row["ended_on"]), delivered_on=day_of(row["delivered_on"]), consumer=bool(row["consumer"]))


def day_of(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def mandate_of(row: Row) -> Mandate:
    """A row of `mandates` as the rules take it."""
    return Mandate(
        row["given_by"], acts_of(row["acts"]), date.fromisoformat(row["from_on"]), day_of(row["until_on"]))


def acts_of(kept: str) -> frozenset[Act]:
    known = {str(act): act for act in Act}
    return frozenset(known[name] for name in kept.split(",") if name in known)


def kept_acts(acts: Iterable[Act]) -> str:
    return ",".join(sorted(acts))


def standing_end(notices: Iterable[Row], measures: Iterable[Row] = ()) -> str | None:
    """The last day by the notices that were not withdrawn and the measures that end it: the earliest of them.

    None where there is none.
    """
    days = [row["ends_on"] for row in notices if not row["withdrawn_on"]]
    days += [row["last_on"] for row in measures if row["measure"] == "dissolve"]
    return min(days, default=None)


def end_not_by_notice(ended_on: str | None, notices: Iterable[Row], measures: Iterable[Row] = ()) -> Text | None:
    """An agreement ends on the day that its notices and measures give (O-11); two desks may have recorded one each."""
    recorded = standing_end(notices, measures)
    if ended_on == recorded:
        return None
    if recorded is None:
        return Text("No notice that stands ends this agreement. The change was not taken over.")
    return Text(
        "Another notice ends this agreement on {day}. The change was not taken over.",
        day=date.fromisoformat(recorded))


def notice_not_by_rule(rules: DurationRules, agreement: Agreement, notice: Row) -> Text | None:
    """A notice ends what the rule says, whoever worked it out."""
    effect = notice_effect(
        rules, replace(agreement, ended_on=None), notice["party"], date.fromisoformat(notice["received_on"]))
    if not isinstance(effect, NoticeEffect):
        return Text("The terms give this party no right to give notice. Nothing was recorded.")
    if effect.ends_on.isoformat() == notice["ends_on"]:
        return None
    return Text("This notice ends the agreement on {day}, by the terms. The change was not taken over.",
                day=effect.ends_on)


def broken_contract(kind: str, row: Row) -> Text | None:
    """What is wrong with this row of an agreement and what belongs to it, None where nothing is."""
    proper = _PROPER.get(kind)
    return None if proper is None or proper(row) else _SHAPE


def _proper_mandate(row: Row) -> bool:
    names = row["acts"].split(",")
    ends = row["until_on"]
    return bool(
        row["holder"].strip() and row["given_by"].strip() and set(names) <= set(Act) and len(set(names)) == len(names)
        and row["from_on"] and (not ends or ends >= row["from_on"]))


def _proper_signature(row: Row) -> bool:
    return bool(
        row["kind"] in SIGNED and row["form"] in _SIGNED_IN and row["name"].strip() and row["role"] in _SIGNERS
        and row["signed_on"])


def _proper_document(row: Row) -> bool:
    return bool(row["title"].strip() and _SHA256.fullmatch(row["checksum"]))


def _proper_notice(row: Row) -> bool:
    signed = row["party"] == "licensor" or (row["name"].strip() and row["role"] in _SIGNERS)
    return bool(
        row["party"] in _PARTIES and row["form"] in FORMS and row["proof"].strip() and signed and row["received_on"]
        and row["ends_on"] and row["ends_on"] >= row["received_on"])


_PROPER = {
    "mandates": _proper_mandate, "signatures": _proper_signature, "documents": _proper_document,
    "notices": _proper_notice, "permissions": proper_permission, "infringements": proper_infringement,
    "audits": proper_audit, "audit_looks": proper_look,
    "orders": proper_order, "order_parts": proper_part, "seat_numbers": proper_number,
}
