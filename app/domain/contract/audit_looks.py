"""What an auditor can have looked at, and what must hold for an access and for a look whoever wrote it (O-12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.text import Text

Row = Mapping[str, Any]
FETCHED, SCREEN, DOSSIER = "fetched", "screen", "dossier"
LOOKED: Mapping[str, Text] = {
    FETCHED: Text("Fetched to the auditor's computer"),
    SCREEN: Text("Looked at on the screen"),
    DOSSIER: Text("A dossier was made"),
}


RUNNING, COMING, ENDED = "running", "coming", "ended"


def access_on(row: Row, day: date) -> str:
    """How an access stands; one whose end is its beginning was ended before it began."""
    today = day.isoformat()
    if row["until_on"] <= row["from_on"] or today >= row["until_on"]:
        return ENDED
    return RUNNING if today >= row["from_on"] else COMING


def looked_at(what: str) -> Text:
    return LOOKED.get(what, Text("{what}", what=what))


def proper_audit(row: Row) -> bool:
    """An access always has an end, not before its beginning: one that was ended at once may have no day at all."""
    return bool(
        row["auditor"].strip() and row["granted_by"].strip() and row["purpose"].strip() and row["scope"].strip()
        and row["from_on"] and row["until_on"] and row["until_on"] >= row["from_on"])


def proper_look(row: Row) -> bool:
    return bool(row["auditor"].strip() and row["what"].strip() and row["at_us"] > 0)
