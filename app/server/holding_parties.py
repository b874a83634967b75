"""Neither party does what only the other does, whoever sends it, and what was sent to the licensor stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.contract.order_states import OrderState, has_licensor
from app.domain.contract.parties import wrong_party
from app.domain.errors import Refusal
from app.domain.kinds import REPORTS
from app.domain.merging import BORN
from app.domain.operation import Patch
from app.domain.permissions import Role, TenantKind
from app.domain.support import NOT_YOURS, sorts_for
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch, Trial
from app.server.records import Key
from app.server.sessions import Caller
from app.server.tables import records as records_table
from app.store.resources import load_profile

ORDERS, ORDER_PARTS, ACCOUNTS, LINKS = "orders", "order_parts", "accounts", "links"
SUPPORT, ORGANISATIONS = "support_requests", "organisations"
OF_TWO_PARTIES = frozenset({ORDERS, ORDER_PARTS, "changes", "measures", "permissions", *REPORTS})


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Who works here, and the orders of the parts."""
    if any(patch.kind in OF_TWO_PARTIES for patch in patches):
        batch.know(records.load_where(
            batch.connection, batch.organisation_id, records_table.c.kind.in_((ACCOUNTS, LINKS))))
    if any(patch.kind == SUPPORT for patch in patches):
        batch.read([(ORGANISATIONS, batch.organisation_id)])
    parts = (batch.fields((ORDER_PARTS, patch.id)) for patch in patches if patch.kind == ORDER_PARTS)
    batch.read((ORDERS, part["order_id"]) for part in list(parts) if part is not None)


def hold_parties(trial: Trial, key: Key, now: Mapping[str, Any] | None, caller: Caller, brings: bool) -> None:
    """Raise Refusal where this change is the other party's to make."""
    if key[0] not in OF_TWO_PARTIES or caller.at is not TenantKind.ORGANISATION:
        return
    before = trial.batch.fields(key)
    wrong = wrong_party(
        key[0], before, now, caller.role, works_here(trial, caller), _is_the_licensors(trial, key), brings)
    if wrong is None and key[0] == SUPPORT and before is None and now is not None:
        wrong = _beyond_the_terms(trial, now, caller)
    if wrong is None and key[0] == ORDER_PARTS and before is not None and _was_sent(trial, before):
        wrong = Text("This order was sent, so it stays as it is. Nothing was changed. Make another order.")
    if wrong is not None:
        raise Refusal(wrong)


def _beyond_the_terms(trial: Trial, request: Mapping[str, Any], caller: Caller) -> Text | None:
    """Under some terms only the administrator asks (O-7)."""
    organisation = trial.batch.fields((ORGANISATIONS, trial.batch.organisation_id))
    if caller.role is not Role.COACH or organisation is None:
        return None
    sorts = sorts_for(load_profile(organisation["provider"]).help_desk, "coach")
    return None if request["sort"] in sorts else NOT_YOURS


def works_here(trial: Trial, caller: Caller) -> bool:
    """Whether a licensor does: with an account, or by the tie to one."""
    return has_licensor(_who_works(trial), caller.today.isoformat())


def _who_works(trial: Trial) -> Iterator[Mapping[str, Any]]:
    for (kind, _), row in (trial.batch.stands | trial.changes).items():
        if kind in (ACCOUNTS, LINKS) and row.lives and row.fields is not None:
            yield row.fields


def _is_the_licensors(trial: Trial, key: Key) -> bool:
    """Whether somebody made it who is nobody of the organisation."""
    stands = trial.batch.stands.get(key)
    born = stands.history.get(BORN) if stands is not None else None
    if born is None:
        return False
    maker = trial.batch.fields((ACCOUNTS, born.account_id))
    return maker is None or maker["role"] == Role.LICENSOR


def _was_sent(trial: Trial, part: Mapping[str, Any]) -> bool:
    order = trial.record((ORDERS, part["order_id"]))
    return order is not None and order.fields is not None and order.fields["state"] != OrderState.PREPARED
