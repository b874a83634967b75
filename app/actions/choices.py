"""What the organisation chooses itself where the terms leave it open, for all of its desks."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.billing.choices import setting_fault
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.store.invoices import chosen_settings
from app.store.tables import billing_settings


@action("billing.choose", Permission.EDIT_LICENCES, {"billing_settings": set(ANY_FIELD)})
def choose(work: Work, chosen: Mapping[str, str]) -> int:
    """The value of each of these settings from now on; gives how many are others than before."""
    for setting, value in chosen.items():
        wrong = setting_fault(setting, value)
        if wrong is not None:
            raise Refusal(wrong, remedy=setting)
    before = chosen_settings(work.connection, work.tenant)
    rows = [{"setting": setting, "value": value, "decided_us": work.now_us}
            for setting, value in chosen.items() if before.get(setting, "") != value]
    return len(work.insert(billing_settings, rows))
