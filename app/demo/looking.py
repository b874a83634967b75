"""How a demo organisation looks at progress: a rule of its own, and views that its administrator kept."""

from __future__ import annotations

from app.actions.desk import Desk
from app.actions.learning_rules import choose_help_rules
from app.actions.named_views import save_view

LONG_UNSEEN = 28
"""Days: where people come once a week, one who is away for three is on holiday."""
_VIEWS = (
    ("progress", "Wie loopt vast", {"help": "stuck", "column": 1}),
    ("progress", "Ver achter op de groep", {"help": "behind", "column": 2}),
    ("difficult", "Waar iemand vastloopt", {"stuck": True, "column": 5, "downward": True}),
    ("groups", "Wie het langst niet kwam", {"place": "everybody", "left": False, "column": 5, "downward": False}),
)


def look(desk: Desk, with_visitors: bool) -> None:
    """`with_visitors`: people come by themselves, and not every school day."""
    if with_visitors:
        desk.do(choose_help_rules, unseen_days=LONG_UNSEEN)
    for panel, name, choices in _VIEWS:
        desk.do(save_view, panel=panel, name=name, choices=choices)
