"""When a coach is asked to look at somebody, as the organisation chooses it; of several choices the newest counts."""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Fault, Refusal
from app.domain.learning_rules import BOUNDS, PROPOSED, SETTING, check_rules, rules_of, written
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.learning import chosen_us, learning_rules
from app.store.tables import learning_settings


@action("help_rules.choose", Permission.SET_UP_FOLLOWING, {"learning_settings": set(ANY_FIELD)})
def choose_help_rules(work: Work, **thresholds: int) -> None:
    """`thresholds` are under the names of `BOUNDS`; one that is not given stays. Raises RefusedFields."""
    unknown = thresholds.keys() - BOUNDS.keys()
    if unknown:
        raise Fault(f"no thresholds: {sorted(unknown)}")
    now = learning_rules(work.connection)
    values = now.values | thresholds
    refuse(check_rules(values))
    if rules_of(values) == now:
        raise Refusal(Text("This is what counts already. Nothing was changed."))
    _decide(work, written(values))


@action("help_rules.reset", Permission.SET_UP_FOLLOWING, {"learning_settings": set(ANY_FIELD)})
def reset_help_rules(work: Work) -> None:
    """Back to what the program proposes, also where a later version proposes something else."""
    if learning_rules(work.connection) == PROPOSED:
        raise Refusal(Text("This is what counts already. Nothing was changed."))
    _decide(work, "")


def _decide(work: Work, value: str) -> None:
    work.add(learning_settings, setting=SETTING, value=value,
             decided_us=chosen_us(work.connection, SETTING, work.now_us), decided_by=work.sight.actor.account_id)
