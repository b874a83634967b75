"""Changes of terms and prices: the right to object, its last day, the licensor's choice, and the fee that follows."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.changes import announce_change, object_to_change, record_choice
from app.actions.desk import Desk
from app.actions.invoices import enter_figure
from app.domain.calendar import add_months
from app.domain.contract.change_course import ChangeCourse, change_course
from app.domain.contract.objections import ObjectionState
from app.domain.errors import Refusal
from app.store.agreements import agreement_or_refuse
from app.store.fees import rounds_of
from app.store.money import load_price_indexes
from tests.actions.test_agreements import ended_on, wrong_fields
from tests.course import DIRECTOR, announced, new_prices, objected, objection
from tests.desks import Clock
from tests.dumps import rows_of
from tests.invoices import concluded, day


def course_of(desk: Desk, change: bytes) -> ChangeCourse:
    row = next(row for row in rows_of(desk, "changes") if row["id"] == change)
    with desk.database.reading() as connection:
        kept = agreement_or_refuse(connection, row["agreement_id"])
    return change_course(kept.profile, kept.agreement, row, desk.sight.today)


def fees(desk: Desk, agreement: bytes) -> list[tuple[str, int]]:
    with desk.database.reading() as connection:
        kept = agreement_or_refuse(connection, agreement)
        found = rounds_of(connection, kept, rows_of(desk, "licences")[0], desk.sight.today)
    return [(one.begins.isoformat(), one.unit_cents) for one in found]


@pytest.mark.clause("O-2.3")
def test_changed_terms_can_be_objected_to_for_fourteen_days(desk: Desk, clock: Clock) -> None:
    change = announced(desk, concluded(desk))
    assert (course_of(desk, change).term.deadline.last, course_of(desk, change).may_object) == (  # type: ignore[union-attr]
        day("2026-12-04"), True)
    clock.forward(13)  # 4 December, the last day
    assert course_of(desk, change).may_object
    clock.forward(1)
    late = course_of(desk, change)
    assert not late.may_object and late.result is not None
    assert (late.result.state, late.holds_from) == (ObjectionState.CONSENTED, day("2026-12-05"))
    assert wrong_fields(desk, object_to_change, **objection(change, received_on="2026-12-05")) == ["objection_on"]


@pytest.mark.clause("A-2.3")
def test_where_the_terms_give_no_right_nobody_objects(school_desk: Desk) -> None:
    change = announced(school_desk, concluded(school_desk))
    course = course_of(school_desk, change)
    assert (course.term, course.may_object, str(course.no_right.template if course.no_right else "")) == (
        None, False, "The terms give no right to object.")
    assert course.holds_from == day("2027-01-01"), "six weeks after its receipt"
    assert wrong_fields(school_desk, object_to_change, **objection(change)) == ["objection_on"]


@pytest.mark.clause("A-2.3")
def test_six_weeks_ahead_by_letter_or_e_mail_with_proof(school_desk: Desk) -> None:
    given = {"agreement_id": concluded(school_desk), "kind": "terms", "announced_on": "2026-11-20",
             "title": "Voorwaarden"}
    assert wrong_fields(school_desk, announce_change, form="publication", **given) == ["form"]
    assert wrong_fields(school_desk, announce_change, form="email", **given) == ["proof"]


@pytest.mark.clause("O-annex 2")
def test_changed_user_terms_hold_after_thirty_days_for_who_goes_on(desk: Desk) -> None:
    course = course_of(desk, announced(desk, concluded(desk), "user_terms"))
    assert (course.holds_from, course.may_object) == (day("2026-12-20"), False)
    assert course.no_right is not None and "has accepted" in course.no_right.template


@pytest.mark.clause("O-5.3")
def test_new_prices_told_late_can_be_objected_to_and_else_begin_with_the_period(desk: Desk, clock: Clock) -> None:
    agreement = concluded(desk)
    change = new_prices(desk, agreement)
    assert course_of(desk, change).term.deadline.last == day("2026-12-20")  # type: ignore[union-attr]
    assert fees(desk, agreement) == [("2026-02-01", 3_500)], "nothing holds while somebody can object"
    clock.forward(30)
    assert fees(desk, agreement) == [("2026-02-01", 3_500), ("2027-02-01", 4_000)]


@pytest.mark.clause("O-5.3")
def test_new_prices_told_in_time_cannot_be_objected_to(desk: Desk) -> None:
    agreement = concluded(desk)
    change = new_prices(desk, agreement, "2026-09-01")
    course = course_of(desk, change)
    assert course.no_right is not None and "told in time" in course.no_right.template
    assert wrong_fields(desk, object_to_change, **objection(change)) == ["objection_on"]
    assert fees(desk, agreement)[-1] == ("2027-02-01", 4_000)


@pytest.mark.clause("O-2.3")
def test_on_an_objection_the_licensor_goes_on_unchanged(desk: Desk) -> None:
    agreement = concluded(desk)
    change = new_prices(desk, agreement)
    objected(desk, change)
    assert course_of(desk, change).awaits_choice
    desk.do(record_choice, change_id=change, outcome="continues_unchanged", chosen_on="2026-11-21")
    assert (course_of(desk, change).holds_from, fees(desk, agreement)) == (None, [("2026-02-01", 3_500)])
    assert ended_on(desk) is None
    again = {"change_id": change, "outcome": "ends", "chosen_on": "2026-11-21"}
    assert wrong_fields(desk, record_choice, **again) == ["outcome"]


@pytest.mark.clause("O-2.3")
def test_on_an_objection_the_licensor_ends_the_agreement_on_the_day_it_names(desk: Desk) -> None:
    agreement = concluded(desk)
    change = announced(desk, agreement)
    objected(desk, change)
    desk.do(record_choice, change_id=change, outcome="ends", chosen_on="2026-11-21")
    assert (ended_on(desk), course_of(desk, change).awaits_choice) == (None, True), "no day was named yet"
    desk.do(record_choice, change_id=change, outcome="ends", chosen_on="2026-11-21", ends_on="2026-12-31")
    (measure,) = rows_of(desk, "measures")
    assert (ended_on(desk), measure["ground"], measure["change_id"]) == ("2026-12-31", "objection", change)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"form": "spoken"}, "objection_form"), ({"reasons": " "}, "objection_reason"), ({"proof": ""},
         "objection_proof"), ({"received_on": "2026-11-22"}, "objection_on"),
        ({"received_on": "2026-11-19"}, "objection_on"), ({"signatory": DIRECTOR | {"name": ""}}, "signatory"),
        ({"signatory": DIRECTOR | {"role": "administrator"}}, "signatory"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_objection_is_said_at_its_field(desk: Desk, given: dict[str, Any], field: str) -> None:
    change = announced(desk, concluded(desk))
    assert wrong_fields(desk, object_to_change, **objection(change, **given)) == [field]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"announced_on": "2026-11-22"}, "announced_on"), ({"announced_on": "2026-01-09"}, "announced_on"),
        ({"received_on": "2026-11-19"}, "received_on"), ({"title": " "}, "title"),
        ({"kind": "prices", "form": "letter", "proof": "x"}, "fees"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_announcement_is_said_at_its_field(
    desk: Desk, given: dict[str, Any], field: str,
) -> None:
    full = {"agreement_id": concluded(desk), "kind": "terms", "form": "publication", "announced_on": "2026-11-20",
            "title": "Voorwaarden"} | given
    assert wrong_fields(desk, announce_change, **full) == [field]


@pytest.mark.clause("O-5.2")
def test_indexation_is_computed_from_two_figures_of_one_series_and_kept_with_them(desk: Desk) -> None:
    agreement = concluded(desk)
    given = {"fees": [{"licence_id": rows_of(desk, "licences")[0]["id"]}]}
    with pytest.raises(Refusal, match="No series"):
        announced(desk, agreement, "indexation", **given)
    months = desk.sight.profile.price.index_months.value  # type: ignore[union-attr]
    new = add_months(day("2027-02-01"), -months.before)
    title = load_price_indexes()[-1].title
    for month, value in ((add_months(new, -months.apart), "130.00"), (new, "133.90")):
        desk.do(enter_figure, kind="price_index", begins_on=month.isoformat(), value=value, source="CBS StatLine",
                read_on="2026-11-20", series=title, confirmed=True)
    change = announced(desk, agreement, "indexation", **given)
    (fee,) = rows_of(desk, "new_fees")
    assert (fee["before_cents"], fee["fee_cents"], fee["base_value"], fee["new_value"]) == (
        3_500, 3_605, "130.00", "133.90")
    assert fee["series"] == title
    assert course_of(desk, change).holds_from == day("2027-02-01")
    assert fees(desk, agreement)[-1] == ("2027-02-01", 3_605)
