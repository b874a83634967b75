"""Licences under both profiles: the dates that matter, and the terms, or that there are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.licences import assign_seats, conclude_agreement
from app.domain.contract.ending import Ground
from app.domain.contract.notice import NoticeEffect
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.resources import load_words
from app.store.texts import Translator
from app.views.agreement_terms import DateMark
from app.views.licences import LicenceDetail, licence_detail, licence_list, people_without_seat, seat_holders
from app.views.overview import overview
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of

SILENT = "The terms do not regulate this."


def concluded(
    desk: Desk, starts_on: str = "2026-02-01", months: int = 12, seats: int = 40, **more: Any
) -> LicenceDetail:
    beside = next((row["id"] for row in rows_of(desk, "agreements")), None)
    desk.do(
        conclude_agreement, number="2026-7", provider=desk.organisation.provider, package="Alles",
        concluded_on="2026-01-10", starts_on=starts_on, months=months, supplements_id=beside,
        parts=[{"kind": "participant", "seats": seats, "fee_cents": 129_880}],
    )  # fmt: skip
    for column, value in more.items():
        with desk.database.writing() as connection:
            connection.exec_driver_sql(f"UPDATE agreements SET {column} = ?", (value,))
    return desk.read(licence_detail, desk.read(licence_list)[0].id)


def said(text: Text, provider: str = "oefenen", language: str = "en") -> str:
    return Translator(language, load_words(provider)).render(text)


def facts(detail: LicenceDetail, provider: str) -> dict[str, tuple[str, str]]:
    return {said(fact.label, provider): (said(fact.value, provider), fact.clause) for fact in detail.facts}


def marks(found: tuple[DateMark, ...]) -> list[tuple[date, str]]:
    return [(mark.day, str(mark.label)) for mark in found]


@pytest.mark.clause("O-11.1")
def test_a_practice_licence_renews_unless_notice_is_given(desk: Desk) -> None:
    detail = concluded(desk)
    assert (detail.row.begins, detail.row.ends) == (date(2026, 2, 1), date(2027, 1, 31))
    assert marks(detail.marks) == [
        (date(2026, 2, 1), "First day"),
        (date(2026, 10, 31), "New prices told by"),
        (date(2026, 12, 31), "Last day for notice"),
        (date(2027, 2, 1), "Renewal"),
    ]
    assert [(str(entry.kind), entry.day, entry.source.cited) for entry in detail.timeline.entries[:6]] == [
        ("concluded", date(2026, 1, 10), ""),
        ("period", date(2026, 2, 1), ""),
        ("price announcement", date(2026, 10, 31), "O-5.3"),
        ("notice", date(2026, 12, 31), "O-11.1"),
        ("period", date(2027, 2, 1), ""),
        ("renewal", date(2027, 2, 1), "O-11.1"),
    ]
    assert said(detail.row.next_date) == "Give notice by 31 December 2026 at the latest"
    assert said(detail.row.next_date, language="nl") == "Opzeggen uiterlijk 31 december 2026"


def test_after_the_day_for_notice_the_renewal_is_next_and_then_a_new_year(desk: Desk, clock: Clock) -> None:
    concluded(desk)
    clock.forward(41)  # 1 January 2027
    assert said(desk.read(licence_list)[0].next_date) == "Renews on 1 February 2027"
    clock.forward(31)
    row = desk.read(licence_list)[0]
    assert (row.begins, row.ends) == (date(2027, 2, 1), date(2028, 1, 31))
    assert said(row.next_date) == "Give notice by 31 December 2027 at the latest"


@pytest.mark.clause("O-8.1", "O-5.1", "O-11.5")
def test_the_terms_of_the_practice_platform(desk: Desk) -> None:
    told = facts(concluded(desk), "oefenen")
    assert told["Fee per seat, without VAT"][0] == "€ 1,298.80"
    assert told["Renewal"][0] == "silently, for the same duration"
    assert told["Notice"][0].startswith("in writing, at least 1 month before the end")
    assert told["Payment term"][0] == "30 days"
    assert told["Seats used again"][0] == "allowed (our assumption)"
    assert told["Concluded on"][0] == "10 January 2026"
    assert all(clause for label, (_, clause) in told.items() if label in ("Renewal", "Notice", "Payment term"))


def test_what_happens_to_whom_at_the_end(desk: Desk) -> None:
    bring_in(desk, roster(*(person(str(n), f"Naam{n}", "Proef") for n in range(3))))
    licence = concluded(desk).row.id
    desk.do(assign_seats, licence_id=licence, participant_ids=[row["id"] for row in rows_of(desk, "participants")])
    at_end = desk.read(licence_detail, licence).at_end
    assert at_end.ending.last_day == date(2027, 1, 31)
    told = {said(one.what): one.day for one in at_end.consequences}
    assert told["Ask for the export by this day at the latest"] == date(2027, 1, 31)
    assert told["The account of the administrator closes at once"] == date(2027, 2, 1)
    assert told[
        "3 participants are cut loose from the library and the coaches, and can ask for own accounts"
    ] == date(2027, 2, 1)
    assert told["The terms do not say whether something is paid back"] is None
    assert any(what.startswith("Personal data is planned to be destroyed, except for: what the law") for what in told)


@pytest.mark.clause("O-11.1")
def test_what_notice_today_would_end_is_told_before_and_after_the_last_day_for_it(desk: Desk, clock: Clock) -> None:
    licence = concluded(desk).row.id
    in_time = desk.read(licence_detail, licence).at_end.notice
    assert isinstance(in_time, NoticeEffect) and (in_time.in_time, in_time.ends_on) == (True, date(2027, 1, 31))
    clock.forward(41)  # 1 January 2027: a day too late
    late = desk.read(licence_detail, licence).at_end
    assert isinstance(late.notice, NoticeEffect) and late.ending.last_day == date(2028, 1, 31)
    assert [said(one) for one in late.notice.explanation] == [
        "Notice had to be received by 31 December 2026 at the latest. The agreement goes on and ends on "
        "31 January 2028."
    ]


def test_who_takes_part_is_counted_once_over_all_parts_of_an_agreement(desk: Desk) -> None:
    bring_in(desk, roster(*(person(str(n), f"Naam{n}", "Proef") for n in range(3))))
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="Alles", concluded_on="2026-01-10",
        starts_on="2026-02-01", months=12,
        parts=[{"kind": "participant", "seats": 2}, {"kind": "participant", "seats": 3}],
    )  # fmt: skip
    people = [row["id"] for row in rows_of(desk, "participants")]
    parts = [row["id"] for row in rows_of(desk, "licences")]
    desk.do(assign_seats, licence_id=parts[0], participant_ids=people[:2])
    desk.do(assign_seats, licence_id=parts[1], participant_ids=people)
    told = [said(one.what) for one in desk.read(licence_detail, parts[0]).at_end.consequences]
    assert any(what.startswith("3 participants are cut loose") for what in told)


@pytest.mark.clause("A-1.8")
def test_the_monitoring_system_says_what_its_terms_leave_open(school_desk: Desk) -> None:
    detail = concluded(school_desk, starts_on="2026-08-01")
    told = facts(detail, "leerling-in-beeld")
    for label in ("Renewal", "Notice", "Payment term"):
        assert told[label] == (SILENT, "")
    assert told["Seats used again"][0] == "not allowed (our assumption)"
    assert marks(detail.marks) == [(date(2026, 8, 1), "First day"), (date(2027, 7, 31), "End")]
    assert [str(one.what) for one in detail.timeline.silent] == [
        "Renewal", "Notice", "New prices", "Warranty", "Objection to changed terms",
    ]  # fmt: skip
    assert said(detail.row.next_date) == "Ends on 31 July 2027"
    assert detail.at_end.notice == school_desk.sight.profile.duration.notice  # not regulated
    ends = {said(one.what, "leerling-in-beeld"): one for one in detail.at_end.consequences}
    assert ends["0 pupils lose access"].day == date(2027, 8, 1)
    silent = ends["The terms do not say when personal data is destroyed: look in the processing agreement"]
    assert (silent.day, silent.source) == (None, school_desk.sight.profile.end.data)


def test_silence_is_said_in_dutch_too(school_desk: Desk) -> None:
    detail = concluded(school_desk, starts_on="2026-08-01")
    values = [said(fact.value, "leerling-in-beeld", "nl") for fact in detail.facts]
    assert values.count("De voorwaarden regelen dit niet.") == 5


def test_without_renewal_it_ends_and_its_seats_no_longer_count(school_desk: Desk, clock: Clock) -> None:
    concluded(school_desk, starts_on="2026-08-01")
    assert school_desk.read(overview).seats_bought == 40
    clock.forward(260)
    row = school_desk.read(licence_list)[0]
    assert (row.state, said(row.next_date)) == ("ended", "Ended on 31 July 2027")
    assert school_desk.read(overview).seats_bought == 0


def test_notice_was_given(desk: Desk, clock: Clock) -> None:
    detail = concluded(desk, ended_on="2027-01-31")
    assert said(detail.row.next_date) == "Ends on 31 January 2027"
    assert marks(detail.marks)[-1] == (date(2027, 1, 31), "End")
    assert (detail.at_end.notice, detail.at_end.ending.ground) == (None, Ground.NOTICE)
    assert desk.sight.profile.code == "oefenen"
    clock.forward(75)
    assert desk.read(licence_list)[0].state == "ended"


def test_before_it_begins(desk: Desk) -> None:
    detail = concluded(desk, starts_on="2027-02-01")
    assert detail.row.state == "upcoming"
    assert desk.read(overview).seats_bought == 0


@pytest.mark.parametrize(("used", "state"), [(0, "active"), (37, "active"), (38, "nearly_full"), (40, "full")])
def test_how_full_it_is(desk: Desk, used: int, state: str) -> None:
    bring_in(desk, roster(*(person(str(n), f"Naam{n:02}", "Proef") for n in range(41))))
    people = [row["id"] for row in rows_of(desk, "participants")]
    licence = concluded(desk).row.id
    desk.do(assign_seats, licence_id=licence, participant_ids=people[:used])
    detail = desk.read(licence_detail, licence)
    assert (detail.row.used, detail.row.state) == (used, state)
    without = desk.read(people_without_seat, licence)
    assert (len(desk.read(seat_holders, licence)), detail.without_seat, len(without)) == (used, 41 - used, 41 - used)
    assert [one.listed for one in without] == sorted(one.listed for one in without)


def test_a_licence_that_is_not_here(desk: Desk) -> None:
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.read(licence_detail, bytes(16))


def test_newest_agreement_first(desk: Desk) -> None:
    for starts_on in ("2025-02-01", "2026-02-01", "2024-02-01"):
        concluded(desk, starts_on=starts_on, seats=int(starts_on[:4]))
    assert [row.bought for row in desk.read(licence_list)] == [2026, 2025, 2024]
