"""The locks: every package with its hashes, no address of any machine, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.code import ROOT

LOCKS = ("requirements.lock", "requirements-uv.lock")


def _pinned(lock: str) -> dict[str, str]:
    """Version by package."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    assert len(entries) == len(_pinned(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|\B/\w+/", text)


def test_the_lock_fits_the_project() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = _pinned("requirements.lock")
    for line in settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]:
        wanted = Requirement(line)
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        assert wanted.specifier.contains(pinned[name]), line


def test_the_supported_pythons_are_the_same_everywhere() -> None:
    import dev

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest, newest = dev.OLDEST, dev.NEWEST
    assert settings["project"]["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"


def test_ci_runs_what_the_readme_says() -> None:
    command = "python3 dev.py test"
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_licence_is_whole() -> None:
    text = Path(ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [number for number in range(1, 16) if f"\n{number}." not in text] == []
    assert "Reciprocity (LiLiQ-R) or Strong Reciprocity" in text
