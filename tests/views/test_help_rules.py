"""Who needs help and why, by the rules that the organisation chose: the same in the matrix, on the page, in front."""

from __future__ import annotations

import pytest

from app.actions.desk import Desk
from app.actions.groups import create_group, move_participants
from app.actions.learning_rules import choose_help_rules, reset_help_rules
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.learning_rules import PROPOSED
from app.domain.wrong_fields import RefusedFields
from app.store.tables import programme_versions
from app.views.behind import Behind
from app.views.groups import group_list
from app.views.help_rules import help_rules
from app.views.overview import overview
from app.views.progress import MatrixRow, group_matrix, participant_progress
from tests.coaching import coach_of
from tests.desks import Clock
from tests.dumps import rows_of
from tests.lessons import add_programme
from tests.looking import NAMES, seven_people


@pytest.fixture
def seven(desk: Desk, clock: Clock) -> Desk:
    return seven_people(desk, clock)


def rows(desk: Desk, group: bytes | None = None) -> dict[str, MatrixRow]:
    return {row.full.split()[0]: row for row in desk.read(group_matrix, group).rows}


def group_of(desk: Desk) -> bytes:
    return desk.read(group_list)[0].id


def programme_id(desk: Desk, code: str) -> bytes:
    return next(bytes(one["id"]) for one in rows_of(desk, "programmes") if one["code"] == code)


def behind(desk: Desk, group: bytes | None = None) -> set[str]:
    return {name for name, row in rows(desk, group).items() if row.behind is not None}


def test_who_is_far_behind_is_told_apart_from_who_is_not_seen(seven: Desk) -> None:
    found = rows(seven)
    assert found["Fien"].behind == Behind("Groep a", 9, 20) and found["Fien"].needs_help
    assert (found["Fien"].stuck, found["Fien"].inactive) == (False, False)
    assert found["Gijs"].behind == Behind("Groep a", 0, 20) and found["Gijs"].inactive, "both, of who never came"
    assert behind(seven) == behind(seven, group_of(seven)) == {"Fien", "Gijs"}
    page = seven.read(participant_progress, found["Fien"].participant_id)
    assert [str(reason) for reason in page.help] == [
        "Far behind Groep a: 9 exercises done, the middle one 20"]
    assert page.rules == (PROPOSED.behind.text,)


@pytest.mark.clause("O-annex 1")
def test_what_is_set_counts_everywhere_and_can_be_taken_back(seven: Desk, clock: Clock) -> None:
    seven.do(choose_help_rules, behind_percent=40, unseen_days=10)
    matrix = seven.read(group_matrix)
    assert (matrix.rules.behind.percent, matrix.rules.inactive.days) == (40, 10)
    assert behind(seven) == {"Gijs"}
    assert {name for name, row in rows(seven).items() if row.inactive} == set(NAMES)
    (unseen,) = [one for one in seven.read(overview).attention if one.kind == "unseen"]
    assert unseen.title.arguments == {"n": 6, "days": 10}
    page = seven.read(participant_progress, rows(seven)["Amira"].participant_id)
    assert [str(rule) for rule in page.rules] == ["Not seen for 10 days or longer"]
    seven.do(choose_help_rules, behind_percent=0)
    assert behind(seven) == set() and seven.read(group_matrix).rules.inactive.days == 10, "the rest stays"
    seven.do(undo_last)
    assert behind(seven) == {"Gijs"}
    seven.do(reset_help_rules)
    assert seven.read(group_matrix).rules == PROPOSED and behind(seven) == {"Fien", "Gijs"}
    chosen = seven.read(help_rules)
    assert chosen.as_proposed and chosen.decided_us is not None
    for same in (lambda: seven.do(reset_help_rules), lambda: seven.do(choose_help_rules, attempts=3)):
        with pytest.raises(Refusal, match="already"):
            same()


def test_too_few_people_newcomers_and_visitors_are_not_compared(seven: Desk, clock: Clock) -> None:
    general = seven.do(create_group, name="Inloop", kind="general").outcome
    few = {name: row.participant_id for name, row in rows(seven).items()}
    seven.do(choose_help_rules, behind_people=8)
    assert behind(seven) == set(), "seven are too few for eight"
    seven.do(undo_last)
    seven.do(choose_help_rules, behind_weeks=6)
    assert behind(seven) == set(), "nobody is here for so long"
    seven.do(undo_last)
    seven.do(move_participants, from_group_id=group_of(seven), to_group_id=general, participant_ids=list(few.values()))
    clock.forward(60)
    assert behind(seven) == behind(seven, general) == set(), "people come there by themselves"


def test_what_cannot_be_meant_is_refused_and_a_coach_changes_nothing(seven: Desk) -> None:
    with pytest.raises(RefusedFields) as refused:
        seven.do(choose_help_rules, attempts=1, unseen_days=1000)
    assert {one.field for one in refused.value.wrong} == {"attempts", "unseen_days", "low_attempts"}
    coach = coach_of(seven, group_of(seven))
    for wrong in (lambda: coach.do(choose_help_rules, attempts=5), lambda: coach.do(reset_help_rules)):
        with pytest.raises(Refusal, match="role"):
            wrong()
    assert rows_of(seven, "learning_settings") == [] and coach.read(help_rules).as_proposed


def test_a_coach_hears_nothing_of_the_middle_of_another_group(seven: Desk, clock: Clock) -> None:
    other = seven.do(create_group, name="Anders").outcome
    gijs = rows(seven)["Gijs"].participant_id
    seven.do(move_participants, from_group_id=None, to_group_id=other, participant_ids=[gijs])
    coach = coach_of(seven, other)
    assert {name: row.behind for name, row in rows(coach).items()} == {"Gijs": None}
    assert [str(one) for one in coach.read(participant_progress, gijs).rules] == ["Not seen for 21 days or longer"]
    assert behind(coach, group_of(seven)) == set()


def test_who_was_seen_is_seen_in_every_matrix(seven: Desk) -> None:
    """Also where what was tried is of a version that has no column any more."""
    before = {name: (row.last_seen_us, row.inactive) for name, row in rows(seven).items()}
    add_programme(seven, "koken", 2)
    lezen = programme_id(seven, "lezen")
    (first,) = [one for one in rows_of(seven, "programme_versions") if one["programme_id"] == lezen]
    with seven.database.writing() as connection:
        connection.execute(programme_versions.insert().values(**first | {"id": b"2" * 16, "number": 2}))
    assert not any(sum(row.done) for row in rows(seven).values())
    for programme in (None, programme_id(seven, "koken")):
        shown = {row.full.split()[0]: row for row in seven.read(group_matrix, None, programme).rows}
        assert {name: (row.last_seen_us, row.inactive) for name, row in shown.items()} == before
