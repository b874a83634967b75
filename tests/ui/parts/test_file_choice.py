"""Asking where a file is to be kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.parts import file_choice


def test_a_name_without_ending_gets_the_proposed_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.setattr(file_choice, "documents", lambda: tmp_path)

    def answer(dialog: QFileDialog) -> int:
        assert Path(dialog.directory().absolutePath()) == tmp_path
        dialog.selectFile(str(tmp_path / "kopie"))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    target = file_choice.ask_target(None, "Waar?", "noord.leerspoor", "Back-ups (*.leerspoor)")
    assert Path(target) == tmp_path / "kopie.leerspoor"
