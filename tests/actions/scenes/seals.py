"""The certificate to sign with: there, or about to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.actions.seals import keep_seal
from app.domain.seals import Seal
from tests.actions.conftest import Stage
from tests.actions.scenes.contract import MARK

SEAL = Seal(b"key", b"certificate", (), MARK, MARK, date(2020, 1, 1), date(2099, 1, 1))


def _sealed(stage: Stage) -> dict[str, Any]:
    stage.desk.do(keep_seal, seal=SEAL)
    return {}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "seal.keep": lambda _stage: {"seal": SEAL},
    "seal.remove": _sealed,
}
