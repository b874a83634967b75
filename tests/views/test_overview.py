"""The first panel: how things stand, and what asks for attention, most pressing first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.licences import assign_seats, conclude_agreement, free_seats
from app.actions.participants import add_participant, leave
from app.actions.rolling_over import roll_over
from app.actions.rollover import prepare_roll_over
from app.domain.rollover.kept import ROLL_OVER
from app.store.settings import CONNECTED, LAST_SUCCESS, set_settings
from app.views.overview import Overview, overview
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of
from tests.following import notes_on, planned
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement
from tests.rolling import GROUPS, PEOPLE, TO_AUGUST, TO_MAY, file_of


def attention(desk: Desk) -> list[tuple[str, str]]:
    return [(one.kind, one.tone) for one in desk.read(overview).attention]


def agree(desk: Desk, seats: int = 3, provider: str = "oefenen", starts_on: str = "2026-02-01") -> bytes:
    desk.do(
        conclude_agreement, number="1", provider=provider, package="Alles", concluded_on="2026-01-01",
        starts_on=starts_on, months=12, parts=[{"kind": "participant", "seats": seats}],
    )  # fmt: skip
    return bytes(rows_of(desk, "licences")[-1]["id"])


def people(desk: Desk, number: int) -> list[bytes]:
    bring_in(desk, roster(*(person(str(n), f"Naam{n}", "Proef", groups=("a",)) for n in range(number)), groups=("a",)))
    return [row["id"] for row in rows_of(desk, "participants")]


def test_an_empty_organisation_asks_nothing(desk: Desk) -> None:
    shown = desk.read(overview)
    assert shown.attention == ()
    assert (shown.participants_active, shown.seats_used, shown.seats_bought, shown.certificates_due) == (0, 0, 0, 0)
    assert [one.used for one in shown.seats_by_month] == [0] * 11 + [None]


def test_most_pressing_first(desk: Desk, clock: Clock) -> None:
    everybody = people(desk, 4)
    add_programme(desk, "koken")
    finish(desk, "0", "koken")
    licence = agree(desk, seats=3)
    desk.do(assign_seats, licence_id=licence, participant_ids=everybody[:3])
    clock.forward(5)
    assert attention(desk) == [
        ("notice", "warning"),
        ("nearly full", "warning"),
        ("without seat", "warning"),
        ("certificates", "good"),
        ("unseen", "info"),
    ]
    notice, full, without, due, unseen = desk.read(overview).attention
    assert notice.title.arguments["n"] == (date(2026, 12, 31) - desk.sight.today).days
    assert (full.title.arguments, full.target) == ({"used": 3, "bought": 3}, licence)
    assert (without.title.arguments["n"], due.title.arguments["n"], unseen.title.arguments["n"]) == (1, 1, 1)
    assert {one.panel for one in (notice, full, without)} == {"licences"}


@pytest.mark.parametrize(
    ("days", "tone"),
    [(-52, None), (-51, "info"), (-3, "info"), (-2, "warning"), (25, "warning"), (26, "danger"), (40, "danger"),
     (41, None)],
)  # fmt: skip
def test_weeks_before_the_notice_date_it_is_said_more_urgently_as_it_nears(
    desk: Desk, clock: Clock, days: int, tone: str | None
) -> None:
    agree(desk)
    clock.forward(days)  # from 21 November; notice can be received until 31 December
    assert dict(attention(desk)).get("notice") == tone


def test_a_renewal_that_nears_is_said_and_leads_to_its_licence(desk: Desk, clock: Clock) -> None:
    licence = agree(desk)
    clock.forward(58)  # 18 January 2027: the last day is 31 January
    renewal = next(one for one in desk.read(overview).attention if one.kind == "renewal")
    assert (renewal.tone, renewal.title.arguments["n"], renewal.target) == ("info", 14, licence)


def test_an_end_that_nears_is_said_with_its_day(school_desk: Desk, clock: Clock) -> None:
    agree(school_desk, provider="leerling-in-beeld", starts_on="2026-02-01")
    clock.forward(58)
    end = next(one for one in school_desk.read(overview).attention if one.kind == "end")
    assert (end.tone, end.title.arguments["n"], end.detail.arguments["day"]) == ("danger", 13, date(2027, 1, 31))


def test_an_agreement_that_has_ended_is_not_spoken_of(school_desk: Desk, clock: Clock) -> None:
    agree(school_desk, provider="leerling-in-beeld", starts_on="2026-02-01")
    clock.forward(72)  # 1 February 2027
    found = [one for one in school_desk.read(overview).attention if one.kind not in ("nearly full", "without seat")]
    assert {one.title.template for one in found} == {
        "Make the export", "Have the personal data destroyed, and ask for the proof",
    }, "only the steps that follow the end"  # fmt: skip


def test_where_the_terms_know_no_notice_none_is_announced(school_desk: Desk) -> None:
    agree(school_desk, provider="leerling-in-beeld", starts_on="2026-08-01")
    assert "notice" not in dict(attention(school_desk))


def test_figures_of_people_and_exercises(desk: Desk, clock: Clock) -> None:
    clock.forward(-25)
    everybody = people(desk, 3)
    clock.forward(25)
    desk.do(add_participant, fields={"given_name": "Nieuw"})
    desk.do(leave, participant_ids=everybody[:1])
    add_programme(desk, "koken")
    today = 19  # days after 2 November
    made = [statement("1", exercise_iri("koken", 1), at_us(day)) for day in (today, today - 6, today - 7, today - 13)]
    bring_results(desk, [*made, statement("2", exercise_iri("koken", 1), at_us(today - 14))])
    shown = desk.read(overview)
    assert (shown.participants_active, shown.participants_new) == (3, 1)
    assert (shown.exercises_this_week, shown.exercises_last_week) == (2, 2)


@pytest.mark.clause("A-1.13")
@pytest.mark.parametrize(
    ("provider", "first", "months_so_far"), [("desk", date(2026, 1, 1), 11), ("school_desk", date(2026, 8, 1), 4)]
)
def test_seats_over_the_running_year(
    request: pytest.FixtureRequest, clock: Clock, provider: str, first: date, months_so_far: int
) -> None:
    desk: Desk = request.getfixturevalue(provider)
    clock.forward(-60)
    everybody = people(desk, 3)
    licence = agree(desk, provider=desk.organisation.provider, starts_on="2026-08-01", seats=5)
    desk.do(assign_seats, licence_id=licence, participant_ids=everybody)
    clock.forward(30)
    desk.do(free_seats, licence_id=licence, participant_ids=everybody[:1])
    clock.forward(30)
    months = desk.read(overview).seats_by_month
    assert (months[0].month, len(months)) == (first, 12)
    used = {one.month: one.used for one in months}
    assert (used[date(2026, 8, 1)], used[date(2026, 9, 1)], used[date(2026, 10, 1)], used[date(2026, 11, 1)]) == (
        0,
        3,
        2,
        2,
    )
    assert [one.used is None for one in months] == [False] * months_so_far + [True] * (12 - months_so_far)
    assert {one.bought for one in months} == {5}


def test_the_newest_changes_are_told_in_words_without_names(desk: Desk, clock: Clock) -> None:
    for name in ("Een", "Twee"):
        desk.do(create_group, name=name)
        clock.forward(1)
    people(desk, 3)
    newest: Overview = desk.read(overview)
    assert [str(change.what) for change in newest.recent[1:]] == ["{Group} made", "{Group} made"]
    assert newest.recent[0].what.arguments["n"] == 3
    assert [change.at_us for change in newest.recent] == sorted(
        (change.at_us for change in newest.recent), reverse=True
    )


def test_a_coach_is_not_asked_what_only_an_administrator_can_do(desk: Desk, clock: Clock) -> None:
    desk.do(assign_seats, licence_id=agree(desk, seats=1), participant_ids=people(desk, 2)[:1])
    add_programme(desk, "koken")
    finish(desk, "0", "koken")
    clock.forward(30)
    coach = coach_of(desk, rows_of(desk, "groups")[0]["id"])
    assert attention(coach) == [("accept terms", "warning"), ("certificates", "good"), ("unseen", "info")]
    assert {one[0] for one in attention(desk)} >= {"without seat", "nearly full", "certificates", "unseen"}
    assert coach.read(overview).recent == ()


def test_the_data_are_coming_in_until_the_first_sync_was_whole(desk: Desk) -> None:
    def told(**values: str) -> bool:
        with desk.database.writing() as connection:
            set_settings(connection, values)
        return desk.read(overview).is_coming_in

    assert not told()
    assert told(**{CONNECTED: "https://server.example"})
    assert not told(**{LAST_SUCCESS: "1"})


@pytest.mark.clause("A-1.13")
def test_new_groups_are_reminded_of_in_may_and_from_their_day_on(school_desk: Desk, clock: Clock) -> None:
    bring_in(school_desk, file_of(2026, PEOPLE, GROUPS))
    assert "new groups" not in dict(attention(school_desk))
    clock.forward(TO_MAY)
    assert dict(attention(school_desk))["new groups"] == "info"
    wanted = school_desk.do(prepare_roll_over).outcome
    assert "new groups" not in dict(attention(school_desk))
    clock.forward(TO_AUGUST - TO_MAY)
    (found,) = [one for one in school_desk.read(overview).attention if one.kind == "new groups"]
    assert (found.tone, found.panel, found.target) == ("warning", "groups", ROLL_OVER)
    school_desk.do(roll_over, roll_over_id=wanted)
    assert "new groups" not in dict(attention(school_desk))
    clock.forward(365)
    assert dict(attention(school_desk))["new groups"] == "warning"  # a year later nobody prepared anything


def test_planned_talks_of_the_week_are_told_and_lead_to_the_first_person(desk: Desk, clock: Clock) -> None:
    group = desk.do(create_group, name="Dinsdag").outcome
    amira = desk.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}, group_id=group).outcome
    notes_on(desk)
    planned(desk, amira, planned_on=(desk.sight.today + timedelta(days=30)).isoformat())
    assert "talks" not in dict(attention(desk))
    planned(desk, amira, planned_on=(desk.sight.today + timedelta(days=6)).isoformat())
    told = next(one for one in desk.read(overview).attention if one.kind == "talks")
    assert (told.tone, told.panel, told.target) == ("info", "progress", amira) and "Amira" not in repr(told)
    clock.forward(7)
    assert dict(attention(desk))["talks"] == "warning"
