"""Results of tests under the server's hand: each stays with its person and sitting, under the name of who typed it."""

from __future__ import annotations

from app.domain.errors import Refusal
from app.domain.messages import SOMEBODY_ELSES
from app.domain.operation import Patch
from app.domain.text import Text
from app.server.sessions import Caller

_STAYS = {
    "sittings": frozenset({"group_id", "test_id"}),
    "test_results": frozenset({"sitting_id", "participant_id", "test_id", "part_id"}),
    "test_parts": frozenset({"test_id"}), "test_norms": frozenset({"test_id", "part_id"}),
    "norm_rows": frozenset({"norm_id"}),
}
_NAMES = {"sittings": "account_id", "test_results": "recorded_by"}


def must_stay(patch: Patch) -> None:
    """Raise Refusal for a row that would go to somebody else than the one it is judged by."""
    if patch.field in _STAYS.get(patch.kind, ()):
        raise Refusal(Text("This change touches more than its kind of change may. It was refused."))


def must_be_own(patch: Patch, caller: Caller, is_undo: bool) -> None:
    """Raise Refusal for a result under somebody else's name; taking back puts the name back that stood,
    and makes no new one.
    """
    name = _NAMES.get(patch.kind)
    if name is None or (is_undo and not patch.inserts):
        return
    given = patch.new.get(name) if patch.inserts else patch.new if patch.field == name else caller.account_id
    if given != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)
