"""What is loaded behind the first panel."""

from __future__ import annotations

import gc
import sys

import pytest

from ui.window import panels


class Collector:
    """Stands in for Python's, which must not set apart what other tests left."""

    frozen = 0

    def get_freeze_count(self) -> int:
        return self.frozen

    def freeze(self) -> None:
        assert not self.frozen, "what was opened since would never be given back"
        self.frozen = 1


def test_every_panel_and_view_is_there_and_is_set_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = Collector()
    monkeypatch.setattr(gc, "get_freeze_count", collector.get_freeze_count)
    monkeypatch.setattr(gc, "freeze", collector.freeze)
    panels.load_panels()
    assert {*panels.VIEWS, "ui.licences.panel", "ui.audit.panel"} <= sys.modules.keys() and collector.frozen
    panels.load_panels()  # another organisation is opened
