"""A name blacked out in a text that stays: on every desk, in every journal, and nothing else in its name."""

from __future__ import annotations

import pytest

from app.actions.blacking import black_out
from app.domain.blacking import MARK
from app.domain.operation import Patch
from app.views.named_texts import texts_naming
from tests.course import claimed, measured
from tests.dumps import dump, journal
from tests.sync.publishing import conclude
from tests.sync.scenes import School, make_school, send
from tests.syncing import World


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


@pytest.mark.clause("O-annex 3: 7")
def test_a_name_goes_from_every_desk_and_from_the_words_of_the_licensor(world: World, school: School) -> None:
    agreement = conclude(school.one, "L-1")
    school.sync(school.one, school.two)
    claim = claimed(school.two, agreement, about="Amira Bakker kon er niet in")
    measure = measured(school.two, agreement, reason="gezien door Bakker")
    school.sync(school.two, school.one)
    found = school.one.desk.read(texts_naming, school.amira)
    assert {one.id for one in found} == {claim, measure}
    school.one.do(black_out, texts=[
        {"kind": one.kind, "id": one.id, "field": one.field, "text": one.blacked} for one in found])
    school.sync(school.one, school.two)
    world.agree(school.one, school.two)
    for desk in (school.one, school.two):
        assert desk.one("claims", id=claim)["about"] == f"{MARK} kon er niet in"
        left = repr((dump(desk.desk, frozenset()), journal(desk.desk)))
        assert "Bakker kon" not in left and "door Bakker" not in left


def test_nothing_else_is_changed_in_the_name_of_blacking_out(school: School) -> None:
    claim = claimed(school.one, conclude(school.one, "L-1"), about="Amira kon er niet in")
    school.one.sync()
    for field, wrong in (("about", "Bram kon er niet in"), ("about", f"{MARK} kwam er niet in"), ("outcome", "ended")):
        patch = Patch("claims", claim, field, 2**40, "x", wrong)
        assert send(school.one, "texts.black_out", [patch]).status == "rejected"
    right = [Patch("claims", claim, "about", 2**40, "x", f"{MARK} kon er niet in")]
    school.assign(school.own)
    assert send(school.ben(), "texts.black_out", right).status == "rejected"
    assert send(school.one, "texts.black_out", right).status in ("applied", "conflict")
