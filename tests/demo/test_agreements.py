"""The agreements of both demos: every part of the page about one has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.demo.build import build_demo
from app.demo.files import CODES, LIBRARY, SCHOOL
from app.domain.assessment.growth import segments
from app.domain.calendar import SchoolYear
from app.store.home import Home
from app.views.agreements import mandate_list
from app.views.growth import person_growth
from app.views.licence_counts import licence_counts
from app.views.licences import LicenceDetail, licence_detail, licence_list
from app.views.sittings import item_tables, score_sheet, sitting_list
from app.views.tests import all_tests, one_test
from tests.views.test_licence_counts import behind_the_tabs
from ui.words import show, use_language

NOW_US = int(datetime(2026, 11, 23, 13, 32, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """Whatever window was open before in this process, and for whatever comes after."""
    use_language("nl")
    yield
    use_language("nl")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[LicenceDetail]]:
    """The licences of each demo, as its panel shows them."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    build_demo(home, clock=lambda: NOW_US)
    found = {}
    for code in CODES:
        desk = open_desk(home, code, clock=lambda: NOW_US)
        found[code] = [desk.read(licence_detail, row.id) for row in desk.read(licence_list)]
        assert desk.read(mandate_list), code
        for detail in found[code]:
            assert desk.read(licence_counts, detail.agreement_id) == behind_the_tabs(desk, detail.agreement_id)
        assert_tests(desk)
        desk.close()
    return found


def assert_tests(desk: Desk) -> None:
    """The school has three tests over two school years in two editions of a norm, all of them invented and marked so;
    where the provider has no tests, there are none.
    """
    sittings = desk.read(sitting_list)
    if desk.sight.profile.lacks_panel("tests"):
        assert sittings == () == desk.read(all_tests)
        return
    pages = [desk.read(one_test, row.id) for row in desk.read(all_tests)]
    editions = {norm.edition for page in pages for norm in page.norms}
    assert len(pages) == 3 and len(editions) == 2 and all("verzonnen" in one for one in editions)
    assert {SchoolYear.of(row.taken_on).first for row in sittings} == {2025, 2026}
    newest = desk.read(score_sheet, sittings[0].id)
    growth = desk.read(person_growth, newest.lines[0].participant_id)
    assert len(segments(growth.lines[0].points)) == 2, "no line over two norms"
    assert desk.read(item_tables, sittings[0].id)[0].analysis.alpha is not None


def _facts(detail: LicenceDetail) -> dict[str, str]:
    return {show(fact.label): show(fact.value) for fact in detail.facts}


@pytest.mark.clause("O-2.1", "O-2.2", "A-8.3", "O-10.1")
def test_the_papers_the_mandate_and_the_delivery_are_there(shown: dict[str, list[LicenceDetail]]) -> None:
    library, school = _facts(shown[LIBRARY][0]), _facts(shown[SCHOOL][-1])
    assert library["Gesloten door"] == "Jolanda Smit (beheerder, met volmacht)"
    assert {"Andere voorwaarden overeengekomen door", "Verwerkersovereenkomst getekend door"} <= library.keys()
    assert "controlegetal" in library["Prijslijst"] and "versie 2026" in library["Prijslijst"]
    assert school["Gesloten door"].startswith("Femke Adriaans") and "Model verwerkersovereenkomst" in school
    for detail in (shown[LIBRARY][0], shown[SCHOOL][-1]):
        assert any(str(entry.kind) == "delivered" for entry in detail.timeline.entries)


@pytest.mark.clause("O-11.1")
def test_one_agreement_of_the_library_is_under_notice(shown: dict[str, list[Any]]) -> None:
    main, trial = shown[LIBRARY]
    assert not main.notices and main.row.bought == 62
    assert [one.ends_on.isoformat() for one in trial.notices] == ["2026-12-31"]
    assert (trial.row.used, trial.row.bought, show(trial.row.next_date)) == (8, 10, "Eindigt op 31 december 2026")
    assert "Hedda Linthorst" in _facts(trial)["Opgezegd"]
