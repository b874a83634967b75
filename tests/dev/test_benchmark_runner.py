"""The runner of the benchmarks: each in a process of its own, one table or one list at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as runner
from tests.benchmarks.figures import Figure, as_json, measure_one

START = Figure("first paint", 182.4, "ms", 1.77, "a bare window", "at most 2 x")
SIZE = Figure("rows", 12_345.0, "rows")


@pytest.fixture
def three_benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("start", "rows", "broken"):
        (tmp_path / f"bench_{name}.py").touch()
    monkeypatch.setattr(runner, "FOLDER", tmp_path)
    monkeypatch.setattr(runner, "measured", lambda name: {"start": [START], "rows": [SIZE]}.get(name))


@pytest.mark.usefixtures("three_benchmarks")
def test_a_table_of_the_named_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["bench_start", "rows"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "figure      | value       | ratio to what        | target",
        "----------- | ----------- | -------------------- | -----------",
        "first paint | 182 ms      | 1.77 x a bare window | at most 2 x",
        "rows        | 12,345 rows |                      |",
    ]


@pytest.mark.usefixtures("three_benchmarks")
def test_json_is_the_same_as_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["start", "--json"]) == 0
    assert [Figure(**figure) for figure in json.loads(capsys.readouterr().out)] == [START]


@pytest.mark.usefixtures("three_benchmarks")
def test_one_that_fails_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main([]) == 1
    output = capsys.readouterr()
    assert "first paint" in output.out and "12,345" in output.out
    assert "Could not measure: broken" in output.err


@pytest.mark.usefixtures("three_benchmarks")
def test_an_unknown_name_is_answered_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["speed"]) == 2
    assert "There are: broken, rows, start." in capsys.readouterr().err


def test_a_benchmark_is_a_module_with_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        @staticmethod
        def measure() -> list[Figure]:
            return [START, SIZE]

    monkeypatch.setitem(__import__("sys").modules, "tests.benchmarks.bench_pretended", Module)
    assert json.loads(as_json(measure_one("bench_pretended")))[1]["name"] == "rows"


def test_a_benchmark_that_is_not_there_fails_in_its_own_process(capfd: pytest.CaptureFixture[str]) -> None:
    assert runner.measured("never_made") is None
    assert "bench_never_made" in capfd.readouterr().err
