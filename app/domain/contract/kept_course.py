"""Rows of what happens to an agreement on the way: what must hold of each, whoever wrote it (S1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.domain.billing.computation import half_up
from app.domain.billing.kept_rows import decimal_of
from app.domain.contract.change_course import CHANGE_KINDS
from app.domain.contract.ending import Ground
from app.domain.contract.kept_rows import FORMS, PUBLISHED, SPOKEN
from app.domain.contract.tasks import END_TASKS
from app.domain.text import Text

Row = Mapping[str, Any]
WRITTEN = tuple(form for form in FORMS if form != SPOKEN)
OWN, THIRD_PARTY = "own", "third_party"
INSOLVENCIES = ("bankruptcy", "suspension")
BREACH = "breach"
ORGANISATION_DATA = "organisation"
MEASURES = ("suspend", "limit", "end_access", "dissolve")
LIFTED = ("suspend", "limit")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OUTCOMES = ("", "ends", "continues_unchanged")
_CLAIM_OUTCOMES = ("", "changed", "replaced", "ended")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


def broken_course(kind: str, row: Row) -> Text | None:
    """What is wrong with this row, None where nothing is."""
    if kind == "new_fees" and not _is_indexed_right(row):
        return Text("This fee does not follow from the figures beside it. The change was not taken over.")
    proper = _PROPER.get(kind)
    return None if proper is None or proper(row) else _SHAPE


def _proper_change(row: Row) -> bool:
    announced = bool(row["kind"] in CHANGE_KINDS and row["form"] in (PUBLISHED, *WRITTEN) and row["announced_on"])
    paper = not row["checksum"] or bool(_SHA256.fullmatch(row["checksum"]))
    order = not row["received_on"] or row["received_on"] >= row["announced_on"]
    return announced and paper and order and _proper_objection(row)


def _proper_objection(row: Row) -> bool:
    """A choice follows an objection, and an objection the announcement."""
    if row["outcome"] not in _OUTCOMES or bool(row["outcome"]) != bool(row["chosen_on"]):
        return False
    if not row["objection_on"]:
        return not row["outcome"]
    said = bool(row["objection_form"] in FORMS and row["objection_name"].strip())
    chosen = not row["chosen_on"] or row["chosen_on"] >= row["objection_on"]
    return said and chosen and row["objection_on"] >= row["announced_on"]


def _proper_fee(row: Row) -> bool:
    return int(row["fee_cents"]) >= 0 and int(row["before_cents"]) >= 0


def _is_indexed_right(row: Row) -> bool:
    """Old × index of the new month ÷ index of the base month, rounded to the cent (O-5.2)."""
    if not row["series"]:
        return True
    base, new = decimal_of(row["base_value"]), decimal_of(row["new_value"])
    if not (base.is_finite() and new.is_finite() and base > 0 and new > 0):
        return False
    return bool(half_up(row["before_cents"] * Fraction(new) / Fraction(base)) == row["fee_cents"])


def _proper_claim(row: Row) -> bool:
    told = not row["received_on"] or bool(row["sent_on"] and row["received_on"] >= row["sent_on"])
    return bool(
        row["sort"] in (OWN, THIRD_PARTY) and row["about"].strip() and row["known_on"] and told
        and row["outcome"] in _CLAIM_OUTCOMES and bool(row["outcome"]) == bool(row["outcome_on"])
        and (row["sort"] == THIRD_PARTY or not row["outcome"])
        and int(row["amount_cents"]) >= 0)


def _proper_measure(row: Row) -> bool:
    lifted = not row["lifted_on"] or (row["measure"] in LIFTED and row["lifted_on"] >= row["last_on"])
    return bool(
        row["ground"] in set(Ground) and row["measure"] in MEASURES and row["told_on"] and row["last_on"]
        and row["last_on"] >= row["told_on"] and row["form"] in FORMS and lifted)


def _proper_insolvency(row: Row) -> bool:
    told = not row["told_on"] or (row["form"] in WRITTEN and row["told_on"] >= row["began_on"])
    return bool(row["sort"] in INSOLVENCIES and row["began_on"] and told)


def _proper_task(row: Row) -> bool:
    return row["task"] in END_TASKS and bool(row["done_on"])


def _proper_contact(row: Row) -> bool:
    return bool(row["purpose"] == BREACH and row["name"].strip() and (row["email"].strip() or row["phone"].strip()))


def _proper_confirmation(row: Row) -> bool:
    return bool(row["what"] == ORGANISATION_DATA and row["confirmed_on"])


_PROPER = {
    "changes": _proper_change, "new_fees": _proper_fee, "claims": _proper_claim, "measures": _proper_measure,
    "insolvencies": _proper_insolvency, "end_tasks": _proper_task, "contacts": _proper_contact,
    "confirmations": _proper_confirmation,
}
