"""Of one content there is one size: who names another would keep everybody from the file that is there. And what
belongs to a group stays with it: by its group it is judged who may see and change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch, Trial
from app.server.tables import records as records_table

MATERIALS, MEDIA = "materials", frozenset({"materials", "media_links"})
_CONTENT = ("checksum", "size")


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """The other materials, where one comes or gets another content."""
    if any(patch.kind == MATERIALS and (patch.inserts or patch.field in _CONTENT) for patch in patches):
        batch.know(records.load_where(
            batch.connection, batch.organisation_id, records_table.c.kind == MATERIALS))


def hold_media(trial: Trial) -> None:
    """Raise Refusal for a material with the checksum of another one and another size, and for what goes elsewhere."""
    for key, record in trial.changes.items():
        if key[0] not in MEDIA or record.fields is None:
            continue
        before = trial.batch.fields(key)
        moves = before is not None and before.get("group_id") != record.fields["group_id"]
        if moves or (key[0] == MATERIALS and _differs(trial, key[1], record.fields)):
            raise Refusal(Text("This change has a shape that the server does not know. It was refused."))


def _differs(trial: Trial, row_id: bytes, now: Mapping[str, Any]) -> bool:
    before = trial.batch.fields((MATERIALS, row_id))
    if before is not None and all(before[name] == now[name] for name in _CONTENT):
        return False
    return any(
        other.fields["checksum"] == now["checksum"] and other.fields["size"] != now["size"]
        for (kind, _), other in (trial.batch.stands | trial.changes).items()
        if kind == MATERIALS and other.lives and other.fields is not None)
