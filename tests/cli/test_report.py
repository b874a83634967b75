"""`leerspoor report`: of a person, a group, all groups or the organisation, as files or as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.founding import open_desk
from app.store.home import Home
from app.views.groups import group_list
from tests.cli.conftest import Leerspoor
from tests.documents.sheets import reader, standards_broken
from tests.dumps import rows_of

LIBRARY = ("--organisation", "bibliotheek")


def test_reports_of_a_group_for_who_practises_and_of_all_groups(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    desk = open_desk(demo, "bibliotheek")
    groups = desk.read(group_list)
    desk.close()
    answer = leerspoor.answer(
        "report", *LIBRARY, "--group", groups[0].name, "--for", "participant", "--out", out / "each")
    assert answer["reports"] == len(answer["files"]) == groups[0].participants
    assert standards_broken(Path(answer["files"][0])) == []
    answer = leerspoor.answer(
        "report", *LIBRARY, "--all", "--out", out, "--single-file", "--sections", "programmes,weeks", "--lang", "en")
    assert answer == {"reports": len(groups), "files": [str(out / "reports.pdf")]}
    opened = reader(out / "reports.pdf")
    assert [one.title for one in opened.outline] == [row.name for row in groups]
    answer = leerspoor.answer("report", *LIBRARY, "--whole", "--out", out / "whole")
    assert answer["reports"] == 1 and standards_broken(Path(answer["files"][0])) == []
    desk = open_desk(demo, "bibliotheek")
    printed = [row["action"] for row in rows_of(desk, "audit_events") if row["action"].startswith("report.print")]
    desk.close()
    assert printed == ["report.print.participant", "report.print.coach", "report.print.coach"]


@pytest.mark.parametrize(("words", "reason"), [
    (("--group", "bestaat niet"), "niet gevonden"), (("--whole", "--for", "parents"), "één persoon"),
    (("--all", "--copies", "2"), "alleen voor ouders"),
    (("--all", "--for", "parents", "--sections", "notes"), "niets gekozen")])
def test_what_is_refused_writes_nothing(
    leerspoor: Leerspoor, demo: Home, out: Path, words: tuple[str, ...], reason: str
) -> None:
    ran = leerspoor.run("report", *LIBRARY, *words, "--out", out / "reports", code=2)
    assert reason in ran.err and not (out / "reports").exists()
