"""What each action is given, and what must be there before it: one module per room, put together here.

A module has `SCENES`, from the name of an action to a function that sets the stage and gives the arguments.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from tests.actions.conftest import Stage

SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {}
for _found in pkgutil.iter_modules(__path__):
    SCENES |= importlib.import_module(f"{__name__}.{_found.name}").SCENES
