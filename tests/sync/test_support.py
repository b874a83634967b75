"""Questions and faults between an organisation and its licensor, and maintenance that it announces."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.actions.closed_days import say_closed_days, withdraw_closed_days
from app.actions.maintenance import announce_maintenance, withdraw_maintenance
from app.actions.publishing import publish_terms
from app.actions.support import answer_help, ask_help, keep_days_off
from app.actions.undo import undo_last
from app.domain.calendar import DAY
from app.domain.errors import Refusal
from app.domain.kinds import reports_unit
from app.domain.operation import Patch
from app.server.database import ServerDatabase
from app.views.acceptances import terms_now
from app.views.licensor_overview import licensor_overview
from app.views.maintenance import maintenance_told
from app.views.support import closed_days, help_page, support_requests_of
from tests.desks import Clock
from tests.licensing import TERMS
from tests.sync.publishing import LICENSOR, Publishing
from tests.sync.scenes import send
from tests.syncing import SyncedDesk, World

HOUR = 3_600_000_000


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None,
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path, "noord", "zuid")
    yield made
    made.end()


def together(*desks: SyncedDesk) -> None:
    for desk in (*desks, *desks):
        desk.sync()


def asked(desk: Any, sort: str = "fault", subject: str = "Filmpje") -> bytes:
    return bytes(desk.do(ask_help, sort=sort, subject=subject, body="Het blijft zwart.", diagnosis="v 1").outcome)


@pytest.mark.clause("A-6.5", "O-annex 2")
def test_a_coach_reports_a_fault_and_the_linked_licensor_answers(publishing: Publishing) -> None:
    anna, ben, lies = (publishing.join(*who) for who in (("noord", "anna"), ("noord", "ben"), (LICENSOR, "lies")))
    together(anna, ben, lies)
    assert ben.desk.read(help_page, ben.desk.clock()).linked
    first, second = asked(ben), asked(anna, "question", "Lijst")
    together(ben, anna, lies)
    noord = publishing.ids["noord"]
    assert {row.id for row in lies.desk.read_within(noord, support_requests_of)} == {first, second}
    assert "support" in {one.kind for one in lies.desk.read(licensor_overview).attention}
    assert {row.id for row in ben.desk.read(help_page, 0).rows} == {first}
    lies.do(answer_help, within=noord, request_id=first, state="closed", answer="Het doet het weer.")
    together(lies, ben, anna)
    (row,) = ben.desk.read(help_page, 0).rows
    assert (row.state, row.answer, row.answered_by) == ("closed", "Het doet het weer.", "Lies Licentie")
    assert len(anna.desk.read(help_page, 0).rows) == 2
    with pytest.raises(Refusal, match="Only the licensor"):
        anna.do(answer_help, request_id=second, state="closed", answer="Zelf gedaan.")


def test_nobody_of_another_organisation_reads_it(publishing: Publishing) -> None:
    anna, other = publishing.join("noord", "anna"), publishing.join("zuid", "anna")
    together(anna, other)
    asked(anna)
    together(anna, other)
    assert not other.rows("support_requests")


REQUEST = {
    "asked_by": "Ben", "asked_on": "2026-11-20", "sort": "fault", "subject": "s", "body": "b", "diagnosis": "",
    "state": "reported",
}  # fmt: skip


@pytest.mark.clause("O-7")
@pytest.mark.parametrize("change", [
    {"sort": "question"}, {"account_id": bytes(16)}, {"unit": bytes(16)}, {"body": " "}, {"state": "closed"},
    {"sort": "x"},
])  # fmt: skip
def test_nobody_asks_under_another_name_or_beyond_the_terms(world: World, change: dict[str, Any]) -> None:
    ben = world.join("ben")
    ben.sync()
    account, made = world.office.accounts["ben"], secrets.token_bytes(16)
    row = REQUEST | {"id": made, "account_id": account, "unit": reports_unit(account)}
    assert send(ben, "support.ask", [Patch("support_requests", made, None, 0, None, row)]).status == "applied"
    wrong = row | {"id": secrets.token_bytes(16)} | change
    answer = send(ben, "support.ask", [Patch("support_requests", wrong["id"], None, 0, None, wrong)])
    assert answer.status == "rejected" and wrong["id"] not in world.server_rows("support_requests")


def test_nobody_answers_the_licensor_for_itself(world: World) -> None:
    one, lies = world.join(), world.join("lies")
    together(one, lies)
    made = asked(one, "question")
    together(one, lies)
    version = one.rows("support_requests")[made]["version"]
    patches = [Patch("support_requests", made, name, version, old, new) for name, old, new in (
        ("state", "reported", "closed"), ("answer", "", "x"), ("answered_on", None, "2026-11-21"))]
    assert send(one, "support.answer", patches).status == "rejected"
    lies.do(answer_help, request_id=made, state="under way", answer="We kijken ernaar.")
    together(lies)
    world.agree(one)
    assert one.desk.read(help_page, 0).rows[0].answer == "We kijken ernaar."


@pytest.mark.clause("A-6.3", "A-6.7", "O-4.7")
def test_maintenance_reaches_every_desk_of_every_organisation_and_goes_when_withdrawn(
    publishing: Publishing,
) -> None:
    desks = [publishing.join(*who) for who in (("noord", "anna"), ("noord", "ben"), ("zuid", "anna"))]
    lies = publishing.join(LICENSOR, "lies")
    now = publishing.clock()
    first, second = (lies.do(
        announce_maintenance, starts_us=now + begins * HOUR, ends_us=now + 5 * HOUR, what="Nieuwe schijven",
        meanwhile="Het programma werkt door.", urgent=begins == 1).outcome for begins in (1, 2))
    together(lies, *desks)
    for desk in desks:
        assert [(one.id, one.urgent) for one in desk.desk.read(maintenance_told)] == [(first, True), (second, False)]
    assert lies.desk.read(maintenance_told) == ()
    lies.do(withdraw_maintenance, maintenance_id=first)
    together(lies, *desks)
    for desk in desks:
        assert [one.withdrawn for one in desk.desk.read(maintenance_told)] == [True, False]


@pytest.mark.clause("A-6.6", "O-annex 2")
def test_days_off_of_the_help_desk_reach_every_desk_and_count_for_the_next_opening(publishing: Publishing) -> None:
    desks = [publishing.join(*who) for who in (("noord", "anna"), ("noord", "ben"), ("zuid", "anna"))]
    lies = publishing.join(LICENSOR, "lies")
    friday = lies.desk.sight.today + DAY * ((4 - lies.desk.sight.today.weekday()) % 7 + 7)
    monday = friday + DAY * 3
    made = lies.do(say_closed_days, first=friday, last=monday, what="  Verhuizing  van de helpdesk").outcome
    together(lies, *desks)
    evening = int(datetime.combine(friday - DAY, time(20), ZoneInfo("Europe/Amsterdam")).timestamp()) * 1_000_000
    for desk in desks:
        page = desk.desk.read(help_page, evening)
        assert page.state is not None and page.state.until is not None
        assert page.state.until.date() == monday + DAY, "shut from Friday up to and including Monday"
        assert [why for _, why in page.days_off] == ["Verhuizing van de helpdesk"] * 4
        with pytest.raises(Refusal, match="licensor says"):
            desk.do(keep_days_off, days=[friday.isoformat()])
    lies.do(withdraw_closed_days, day_ids=made[-1:])
    together(lies, *desks)
    assert [desk.desk.read(help_page, evening).state.until.date() for desk in desks] == [monday] * 3
    lies.do(undo_last)
    together(lies, *desks)
    assert [len(desk.desk.read(closed_days)) for desk in desks] == [4] * 3
    with pytest.raises(Refusal, match="closed then already"):
        lies.do(say_closed_days, first=friday, last=monday, what="Nog eens")
    assert len(lies.do(say_closed_days, first=monday, last=monday + DAY, what="Nog een dag").outcome) == 1


@pytest.mark.parametrize("change", [{"day_on": "morgen"}, {"what": " "}, {"what": "x" * 101}, {"published_us": 0}, {}])
def test_no_organisation_says_a_day_off_and_nobody_one_that_is_none(
    publishing: Publishing, change: dict[str, Any],
) -> None:
    """`change` {}: a proper one, from who may not."""
    desk = publishing.join(*((LICENSOR, "lies") if change else ("noord", "anna")))
    desk.sync()
    made = secrets.token_bytes(16)
    row = {"id": made, "day_on": "2026-12-28", "what": "x", "published_us": 1, "withdrawn_us": None} | change
    assert send(desk, "closed_days.say", [Patch("closed_days", made, None, 0, None, row)]).status == "rejected"
    if not change:
        with pytest.raises(Refusal, match="Only a licensor"):
            desk.do(say_closed_days, first=date(2026, 12, 28), last=date(2026, 12, 28), what="x")


def test_only_a_licensor_announces(publishing: Publishing) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    given = {"starts_us": 2**51, "ends_us": 2**51 + HOUR, "what": "x", "meanwhile": "y"}
    with pytest.raises(Refusal, match="Only a licensor"):
        anna.do(announce_maintenance, **given)
    made = secrets.token_bytes(16)
    row = given | {"id": made, "urgent": 0, "published_us": 1, "withdrawn_us": None}
    answer = send(anna, "maintenance.announce", [Patch("maintenances", made, None, 0, None, row)])
    assert answer.status == "rejected"


def test_what_is_no_announcement_the_server_does_not_take(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    made = secrets.token_bytes(16)
    row = {"id": made, "starts_us": 2, "ends_us": 1, "what": "x", "meanwhile": "y", "urgent": 0, "published_us": 1,
           "withdrawn_us": None}
    answer = send(lies, "maintenance.announce", [Patch("maintenances", made, None, 0, None, row)])
    assert answer.status == "rejected"


@pytest.mark.clause("O-6.2")
def test_the_text_of_the_user_terms_is_ticked_and_read_at_the_organisation(publishing: Publishing) -> None:
    lies, ben = publishing.join(LICENSOR, "lies"), publishing.join("noord", "ben")
    body = "\n".join(f"{number}. Een regel voor iedereen, in gewone woorden." for number in range(1, 400))
    lies.do(publish_terms, **TERMS | {"sort": "users", "checksum": ""}, body=body)
    for desk in (lies, ben, lies, ben):
        desk.sync()
    terms = ben.desk.read(terms_now)
    assert terms.body == body and len(body) > 4_000, "longer than any other text"
    assert terms.checksum == hashlib.sha256(body.encode()).hexdigest()
    made = secrets.token_bytes(16)
    row = TERMS | {"id": made, "sort": "users", "edition": "9", "checksum": terms.checksum, "body": body + "!"}
    answer = send(lies, publish_terms.name, [Patch("terms", made, None, 0, None, row)])
    assert answer.status == "rejected", "another text than that of the checksum"
