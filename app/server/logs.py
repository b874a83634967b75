"""One line of JSON per event. Never a body, a name, a user name or an address: ids, statuses, times and places in code.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REQUESTS = logging.getLogger("app.server.requests")
FAULTS = logging.getLogger("app.server.faults")


class JsonLines(logging.Formatter):
    """`fields` of a record where it has them, else its message; of an error its kind and places, never its words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        line |= getattr(record, "fields", None) or {"from": record.name, "says": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line["fault"] = places_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def write_json_lines() -> None:
    """From now on everything that is logged goes to standard error like this."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def note_request(
    method: str, path: str, status: int, milliseconds: float, organisation_id: bytes, device_id: bytes
) -> None:
    fields = {"method": method, "path": path, "status": status, "milliseconds": round(milliseconds, 1),
              "organisation": organisation_id.hex(), "device": device_id.hex()}
    REQUESTS.info("%s %s %s", method, path, status, extra={"fields": fields})


def note_fault(path: str, fault: BaseException) -> None:
    """Where it went wrong, for us to mend; no value, since that may be somebody's."""
    places = places_of(fault)
    FAULTS.error("fault at %s: %s", path, " < ".join(places), extra={"fields": {"path": path, "fault": places}})


def note_unavailable(path: str, reason: str) -> None:
    FAULTS.warning("unavailable at %s: %s", path, reason, extra={"fields": {"path": path, "unavailable": reason}})


def places_of(fault: BaseException) -> list[str]:
    """Kinds of error with the files and lines they came by, the innermost last."""
    lines: list[str] = []
    link: BaseException | None = fault
    while link is not None:
        lines.append(type(link).__name__)
        lines += [f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return lines
