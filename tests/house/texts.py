"""Finds the texts in the code: the literal templates of Text(...), tr(...) and tr_count(...)."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.code import ROOT, place

DUTCH = ROOT / "resources" / "texts" / "nl"
TEMPLATES_OF = {"Text": 2, "tr": 1, "tr_count": 2}
"""How many of the first positional arguments are templates."""


@dataclass(frozen=True, slots=True)
class Use:
    """One template in the code. `names` are the arguments given beside it; None where `**` hides them."""

    template: str
    names: frozenset[str] | None
    where: str


def uses_in(path: Path) -> tuple[list[Use], list[str]]:
    """The templates in one module, and the places where something is built that should be a literal."""
    uses, built = [], []
    for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
        where = f"{place(path)}:{call.lineno}"
        for argument in call.args[: TEMPLATES_OF[_name(call)]]:
            for choice in _choices(argument):
                if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                    uses.append(Use(choice.value, _names(call), where))
                elif isinstance(choice, ast.JoinedStr | ast.BinOp | ast.Call):
                    built.append(f"{where}: {ast.unparse(choice)}")
    return uses, built


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in TEMPLATES_OF)


def _name(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _choices(argument: ast.expr) -> list[ast.expr]:
    """`tr("a" if x else "b")` has two templates."""
    if isinstance(argument, ast.IfExp):
        return _choices(argument.body) + _choices(argument.orelse)
    return [argument]


def _names(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    if None in names:
        return None
    return frozenset(name for name in names if name) | ({"n"} if _name(call) == "tr_count" else set())


def fields(text: str) -> set[str]:
    """The names of the placeholders in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def without_fields(text: str) -> str:
    return " ".join(literal for literal, _, _, _ in string.Formatter().parse(text))


def dutch_lines() -> list[tuple[str, str, str]]:
    """(file name, English template, Dutch line) for every line there is."""
    return [
        (path.name, template, line)
        for path in sorted(DUTCH.glob("*.toml"))
        for template, line in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
