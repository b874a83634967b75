"""Rules of progress and own views between desks: rules are for everybody, a view is its owner's alone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.learning_rules import choose_help_rules
from app.actions.named_views import change_view, remove_view, rename_view, save_view
from app.actions.undo import undo_last
from app.domain.learning_rules import SETTING
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import judging
from app.store.tables import standings
from app.views.help_rules import help_rules
from app.views.named_views import named_views_of
from app.views.progress import group_matrix
from app.views.wide_progress import wide_progress
from tests.desks import bring_in, person, roster
from tests.lessons import DAY_US, add_programme, at_us, bring_results, exercise_iri, statement
from tests.sync.scenes import School, make_followed_school, open_reviews, send
from tests.syncing import SyncedDesk, World

CHOICES = {"help": "behind", "late": True}


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(make_followed_school)


def names(desk: SyncedDesk) -> list[str]:
    return [one.name for one in desk.desk.read(named_views_of, "progress")]


def attempts(desk: SyncedDesk) -> int:
    return desk.desk.read(help_rules).rules.help.attempts


def test_the_newest_choice_counts_on_every_desk_and_goes_back(school: School) -> None:
    one, two, ben = school.one, school.two, school.coach
    assert ben is not None
    one.do(choose_help_rules, attempts=4)
    two.do(choose_help_rules, attempts=6)
    school.sync(one, two, ben)
    assert [attempts(desk) for desk in (one, two, ben)] == [6, 6, 6] and open_reviews(one) == []
    two.do(undo_last)
    school.sync(two, one, ben)
    assert [attempts(desk) for desk in (one, two, ben)] == [4, 4, 4]
    school.world.agree(one, two)


def test_a_lying_desk_sets_no_rules(school: School) -> None:
    one, ben = school.one, school.coach
    assert ben is not None

    def chosen(value: str) -> Patch:
        return Patch("learning_settings", secrets.token_bytes(16), None, 0, None, {
            "setting": SETTING, "value": value, "decided_us": 1, "decided_by": one.desk.sight.actor.account_id})

    assert send(ben, "help_rules.choose", [chosen('{"attempts": 5}')]).status == "rejected"
    for wrong in ('{"attempts": 0}', '{"who": 5}', "["):
        assert send(one, "help_rules.choose", [chosen(wrong)]).status == "rejected", wrong
    assert send(one, "help_rules.choose", [chosen('{"attempts": 5}')]).status == "applied"


@pytest.mark.clause("O-annex 1")
def test_a_view_is_at_every_desk_of_its_owner_and_nobody_elses(school: School) -> None:
    one, two, ben = school.one, school.two, school.coach
    assert ben is not None
    other = school.ben()
    made = ben.do(save_view, panel="progress", name="Mijn blik", choices=CHOICES).outcome
    one.do(save_view, panel="progress", name="Van Anna", choices={})
    school.sync(ben, other, one, two)
    assert names(ben) == names(other) == ["Mijn blik"] and names(one) == names(two) == ["Van Anna"]
    assert [view.choices for view in other.desk.read(named_views_of, "progress")] == [CHOICES]
    assert ben.desk.read(named_views_of, "difficult") == ()
    ben.do(rename_view, view_id=made, name="Dinsdag")
    other.do(rename_view, view_id=made, name="Donderdag")
    other.do(change_view, view_id=made, choices={"help": "stuck"})
    school.sync(ben, other, ben)
    assert names(ben) == names(other) == ["Donderdag"], "the later one, and nobody needs to hear of it"
    assert open_reviews(ben) == open_reviews(other) == open_reviews(one) == []
    other.do(remove_view, view_id=made)
    school.sync(other, ben)
    assert names(ben) == []
    other.do(undo_last)
    school.sync(other, ben)
    assert names(ben) == ["Donderdag"]
    assert ben.desk.read(named_views_of, "progress")[0].choices == {"help": "stuck"}
    one.sync()
    school.world.agree(one, two)


def test_what_was_kept_can_be_taken_back_everywhere(school: School) -> None:
    ben = school.coach
    assert ben is not None
    ben.do(save_view, panel="progress", name="Vergissing", choices=CHOICES)
    ben.sync()
    ben.do(undo_last)
    ben.sync()
    assert names(ben) == [] and open_reviews(ben) == [] and school.world.server_rows("named_views") == {}


def test_a_coach_without_a_group_takes_back_too(school: School) -> None:
    """Somebody without a group today keeps the own views, and what was removed comes back."""
    alone = school.coach
    assert alone is not None
    school.assign(school.own, until="2026-11-01", row_id=next(iter(alone.rows("coach_assignments"))))
    alone.sync()
    assert alone.desk.sight.actor.groups == frozenset()
    made = alone.do(save_view, panel="progress", name="Mijn blik", choices={}).outcome
    alone.do(remove_view, view_id=made)
    alone.do(undo_last)
    alone.sync()
    assert names(alone) == ["Mijn blik"] and open_reviews(alone) == []
    assert [row["name"] for row in school.world.server_rows("named_views").values()] == ["Mijn blik"]


def test_nobody_writes_the_view_of_another(school: School) -> None:
    one, ben = school.one, school.coach
    assert ben is not None
    made = ben.do(save_view, panel="progress", name="Mijn blik", choices=CHOICES).outcome
    of_anna = one.do(save_view, panel="progress", name="Van Anna", choices={}).outcome
    school.sync(ben, one)
    me, anna = ben.desk.sight.actor.account_id, one.desk.sight.actor.account_id

    def row(account: bytes, **change: Any) -> Patch:
        new = {"account_id": account, "panel": "progress", "name": "x", "choices": "{}", "saved_us": 1} | change
        return Patch("named_views", secrets.token_bytes(16), None, 0, None, new)

    refused = [
        (ben, "view.save", row(anna)), (one, "view.save", row(me)),
        (ben, "view.save", row(me, choices='{"typed": "Amira"}')), (ben, "view.save", row(me, panel="audit")),
        (ben, "view.rename", Patch("named_views", of_anna, "name", 99, "Van Anna", "x")),
        (one, "view.rename", Patch("named_views", made, "name", 99, "Mijn blik", "x")),
        (ben, "view.change", Patch("named_views", made, "panel", 99, "progress", "groups")),
        (ben, "view.remove", Patch("named_views", made, None, 99, row(me).new, None)),
    ]
    for desk, action, patch in refused:
        assert send(desk, action, [patch]).status == "rejected", (action, patch)
    assert {one["name"] for one in school.world.server_rows("named_views").values()} == {"Mijn blik", "Van Anna"}
    assert send(ben, "view.rename", [Patch("named_views", made, "name", 99, "Mijn blik", "Beter")]).status == "applied"


def test_another_rule_tells_anew_who_is_stuck_on_every_desk(school: School) -> None:
    """Who is stuck is kept with the results: a rule that comes from elsewhere marks everybody anew."""
    one, two = school.one, school.two
    bring_in(one.desk, roster(person("p1", "Chi", "Proef", groups=("Dinsdag",)), groups=("Dinsdag",), complete=False))
    add_programme(one.desk, "koken")
    bring_results(one.desk, [
        statement("p1", exercise_iri("koken", 1), at_us(day), passed=False, score=400) for day in range(4)])
    school.sync(one, two)
    assert [stuck(desk) for desk in (one, two)] == [(1, 1), (1, 1)]
    one.do(choose_help_rules, attempts=6)
    assert stuck(one) == (0, 0)
    school.sync(one, two)
    assert stuck(two) == (0, 0)
    one.do(undo_last)
    school.sync(one, two)
    assert [stuck(desk) for desk in (one, two)] == [(1, 1), (1, 1)]


def stuck(desk: SyncedDesk) -> tuple[int, int]:
    """In the matrix of everybody, and in the figures of the whole organisation."""
    today = desk.desk.sight.today
    return (sum(row.stuck for row in desk.desk.read(group_matrix).rows),
            desk.desk.read(wide_progress, today - timedelta(days=60), today).whole.helped)


def test_a_choice_that_the_server_refused_marks_nobody(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown of who is stuck goes back with the rule, also where the rule goes back by itself."""
    one = school.one
    add_programme(one.desk, "koken")
    bring_in(one.desk, roster(person("c1", "Chris", "Chen")))
    bring_results(one.desk, [
        statement("c1", exercise_iri("koken", 1), at_us(day), passed=False, score=100) for day in range(2)])
    one.sync()

    def stuck() -> list[int]:
        with one.desk.database.reading() as connection:
            return list(connection.execute(select(standings.c.stuck)).scalars())

    assert stuck() == [1]
    one.do(choose_help_rules, low_attempts=2, low_score=0, attempts=9)
    assert stuck() == [0]
    monkeypatch.setattr(judging, "broken", lambda kind, _row: Text("No.") if kind == "learning_settings" else None)
    assert one.sync().parked == 1
    assert one.desk.read(help_rules).as_proposed and stuck() == [1]


def test_the_latest_choice_counts_also_after_that_of_a_clock_that_ran_ahead(school: School) -> None:
    one, two = school.one, school.two
    ahead = one.desk.clock() + 365 * DAY_US
    assert send(one, "help_rules.choose", [Patch("learning_settings", secrets.token_bytes(16), None, 0, None, {
        "setting": SETTING, "value": '{"attempts": 4}', "decided_us": ahead,
        "decided_by": one.desk.sight.actor.account_id})]).status == "applied"
    school.sync(two)
    two.do(choose_help_rules, attempts=6)
    school.sync(two, one)
    assert attempts(one) == attempts(two) == 6
