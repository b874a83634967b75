"""Maintenance that a licensor announces to all its organisations, and withdraws. In its own stream only."""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.offering import only_a_licensor
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.maintenance import MaintenanceState, announced_of, check_announcement
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.tables import maintenances


@action("maintenance.announce", Permission.EDIT_CATALOGUE, {"maintenances": set(ANY_FIELD)})
def announce_maintenance(
    work: Work, starts_us: int, ends_us: int, what: str, meanwhile: str, urgent: bool = False,
) -> bytes:
    """Every desk of a linked organisation hears of it with its next sync; instants in UTC microseconds. Gives its id.

    Hours that the terms would rather keep free are warned of where it is typed, and never refused.
    """
    only_a_licensor(work)
    refuse(check_announcement(starts_us, ends_us, what, meanwhile, work.now_us))
    return work.add(
        maintenances, starts_us=starts_us, ends_us=ends_us, what=what.strip(), meanwhile=meanwhile.strip(),
        urgent=int(urgent), published_us=work.now_us, withdrawn_us=None)


@action("maintenance.withdraw", Permission.EDIT_CATALOGUE, {"maintenances": {"withdrawn_us"}})
def withdraw_maintenance(work: Work, maintenance_id: bytes) -> None:
    """It does not go on, or not any longer."""
    only_a_licensor(work)
    row = work.rows_by_id(maintenances, [maintenance_id])[maintenance_id]
    if announced_of(row).state(work.now_us) not in (MaintenanceState.COMING, MaintenanceState.RUNNING):
        raise Refusal(Text("This maintenance is over or was withdrawn already. Nothing was changed."))
    work.change(maintenances, maintenance_id, withdrawn_us=work.now_us)
