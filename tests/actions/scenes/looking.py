"""When somebody needs help, and the own views of a panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.learning_rules import choose_help_rules
from app.actions.named_views import save_view
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK


def _view(stage: Stage) -> bytes:
    made: bytes = stage.desk.do(save_view, panel="progress", name=f"{MARK} 1", choices={"help": "any"}).outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.named_views.update().values(version=VERSION))
    return made


def _chosen(stage: Stage) -> dict[str, Any]:
    stage.desk.do(choose_help_rules, attempts=5)
    return {}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "help_rules.choose": lambda _stage: {"attempts": 4, "behind_percent": 40},
    "help_rules.reset": _chosen,
    "view.save": lambda _stage: {"panel": "progress", "name": MARK, "choices": {"help": "stuck", "group": "0a" * 16}},
    "view.rename": lambda stage: {"view_id": _view(stage), "name": MARK},
    "view.change": lambda stage: {"view_id": _view(stage), "choices": {"late": True}},
    "view.remove": lambda stage: {"view_id": _view(stage)},
}
