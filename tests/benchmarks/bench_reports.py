"""Reports: two hundred of groups of thirty people with charts, tagged, against the same drawn plainly, and typst."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_certificates import alone, cpu, logo
from tests.benchmarks.figures import Figure

REPORTS, PLAIN, PEOPLE, PROGRAMMES = 200, 40, 30, 10
DAY = date(2026, 11, 23)
FIRST = ["Zoë", "Łukasz", "Çağla", "İrem", "Þóra", "Nadia", "Sem", "Emre", "Bjørn", "Ștefan"]
LAST = ["van den Bergh", "Özdemir", "Nguyễn", "de Vries", "Kovačević", "Jansen", "El Amrani", "van ’t Hoff"]
TITLES = ["Klik & Tik de basis", "Taal A1", "Taal A2", "Rekenen voor thuis", "DigiD aanvragen en gebruiken",
          "Omgaan met geld", "Taal voor het werk", "Gezond leven", "Zoeken naar werk", "Voor jezelf"]


def measure() -> Iterable[Figure]:
    ours, files, plain = (alone(work) for work in (as_one_file, as_files, plainly))
    of_plain = plain.seconds / PLAIN * REPORTS
    against = "plain ReportLab canvas, untagged"
    target = "at most 4 s, then 1.5 s"
    yield Figure("200 group reports in one file", ours.seconds, "s CPU", ours.seconds / of_plain, against, target)
    yield Figure("200 of them, a file each", files.seconds, "s CPU", files.seconds / of_plain, against, target)
    yield Figure("one of those files", files.written / REPORTS / 1024, "KB")
    if ours.memory:
        yield Figure("memory while making one file", ours.memory / 1e6, "MB")
    yield Figure("first report and imports", alone(first_one).seconds * 1000, "ms CPU", target="at most 500 ms")
    if find_spec("typst") is not None:  # no package of ours: measured where somebody installed it
        of_typst = alone(by_typst).seconds / PLAIN * REPORTS
        yield Figure("200 by typst, PDF/A-2a and PDF/UA-1", of_typst, "s CPU", of_typst / files.seconds, "a file each")


def groups(count: int) -> Any:
    """`count` groups of thirty made-up people with ten programmes."""
    from app.domain.progress import HELP_RULE
    from app.views.progress import GroupMatrix, MatrixColumn, MatrixRow
    from app.views.reports import GroupReport

    chance, columns = random.Random(7), tuple(MatrixColumn(b"", title, 20) for title in TITLES)
    made = []
    for number in range(count):
        rows = []
        for _ in range(PEOPLE):
            states = bytes(chance.choice((0, 1, 1, 2, 2, 3)) for _ in columns)
            done = tuple(20 if state == 2 else chance.randrange(1, 19) if state else 0 for state in states)
            rows.append(MatrixRow(b"", f"{chance.choice(FIRST)} {chance.choice(LAST)}", "", states, done,
                                  1_795_000_000_000_000, 3 in states, False))
        matrix = GroupMatrix(b"g", f"Groep {number}", None, columns, tuple(rows), HELP_RULE.text)
        made.append(GroupReport(matrix, tuple(chance.randrange(40) for _ in range(26))))
    return made


def job(count: int, each: bool = False) -> Any:
    from app.domain.learning_rules import PROPOSED
    from app.domain.reports import About, ReportOrder, Section
    from app.views.reports import ReportHead, ReportJob

    head = ReportHead("Bibliotheek De IJsselvallei", logo(), "oefenen", "Europe/Amsterdam", DAY, None, PROPOSED.texts)
    parts = frozenset({Section.HELP, Section.PROGRAMMES, Section.WEEKS})
    return ReportJob(head, ReportOrder(sections=parts, about=About.GROUP, each=each), groups=tuple(groups(count)))


def as_one_file(folder: Path) -> float:
    from app.documents.report_run import write_report

    made = job(REPORTS)
    write_report(job(1), folder / "first.pdf")  # what is imported and read once does not count here
    (folder / "first.pdf").unlink()
    return cpu(lambda: write_report(made, folder / "all.pdf"))


def as_files(folder: Path) -> float:
    from app.documents.report_run import write_report, write_reports

    made = job(REPORTS, each=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        write_report(job(1), Path(elsewhere) / "first.pdf")
    return cpu(lambda: write_reports(made, folder))


def first_one(folder: Path) -> float:
    made = job(1)

    def click() -> None:
        from app.documents.report_run import write_report

        write_report(made, folder / "first.pdf")

    return cpu(click)


def plainly(folder: Path) -> float:
    from tests.benchmarks.plain_reports import write_plainly

    made = groups(PLAIN)
    write_plainly(made[:1], folder)
    return cpu(lambda: write_plainly(made, folder))


def by_typst(folder: Path) -> float:
    from tests.benchmarks.plain_reports import write_by_typst

    made = groups(PLAIN)
    write_by_typst(made[:1], folder)
    return cpu(lambda: write_by_typst(made, folder))
