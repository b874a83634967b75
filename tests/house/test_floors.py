"""Imports only go down, and `app` runs without a window (the contracts stand in pyproject.toml)."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.code import ROOT, modules, place

LONGEST = 400

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
import app
for module in pkgutil.walk_packages(app.__path__, "app."):
    # Alembic runs these itself, inside a migration; a __main__ would start something.
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "ui")))
"""


def test_every_import_keeps_to_the_floors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("logging.config.dictConfig", lambda settings: None)  # it would silence every logger there is
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path))
    assert code == 0, capsys.readouterr().out


def test_every_room_has_its_floor() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {room.strip() for floor in floors for room in floor.split("|")}
    rooms = {f"app.{folder.parent.name}" for folder in (ROOT / "app").glob("*/__init__.py")}
    assert rooms <= placed


def test_window_and_command_line_write_no_sql() -> None:
    """They may name the type of a connection that they hand on; they load nothing that could use it."""
    speaking = [
        f"{place(path)}: {name}"
        for path in modules()
        if place(path).startswith(("ui/", "app/cli/"))
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name.split(".")[0] in ("sqlalchemy", "sqlcipher3", "sqlite3")
    ]
    assert speaking == []


def _imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported when the program runs, anywhere in this tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        yield from _imported(node)


def test_app_loads_no_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}
