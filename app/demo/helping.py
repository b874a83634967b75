"""What a demo organisation asked the help desk, and the maintenance that its licensor announced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.actions.desk import Desk
from app.actions.founding import ZONE
from app.actions.support import answer_help, ask_help
from app.demo.organisation import DemoMaintenance, DemoOrganisation
from app.domain.closed_days import days_in
from app.domain.contract.published_terms import USERS, plain_text, text_checksum
from app.domain.ids import derived_id
from app.domain.maintenance import instant
from app.domain.support import CLOSED
from app.store.tables import closed_days, maintenances, terms

GoTo = Callable[[date], None]


def ask(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than `today` did not happen yet."""
    for one in told.requests:
        if one.asked_on <= today:
            go_to(one.asked_on)
            made = desk.do(ask_help, sort=one.sort, subject=one.subject, body=one.body).outcome
            if one.answered_on is not None and one.answered_on <= today:
                go_to(one.answered_on)
                desk.do(answer_help, request_id=made, state=CLOSED, answer=one.answer, answered_by="helpdesk")
    _hear(desk, told)


def maintenance_given(one: DemoMaintenance) -> dict[str, Any]:
    """The arguments of an announcement."""
    begins, ends = (instant("", one.day, clock, ZoneInfo(ZONE)) for clock in (one.begins, one.ends))
    return {"starts_us": begins, "ends_us": ends, "what": one.what, "meanwhile": one.meanwhile, "urgent": one.urgent}


def _hear_terms(desk: Desk, told: DemoOrganisation) -> None:
    """The user terms, before anybody accepts them."""
    if told.user_terms is not None:
        given, body = told.user_terms, plain_text(told.user_terms.body)
        with desk.database.writing() as connection:
            connection.execute(terms.insert().values(
                id=derived_id(b"", told.provider, "terms", given.edition), sort=USERS, title=given.title,
                edition=given.edition, checksum=text_checksum(body), published_on=given.published_on.isoformat(),
                applies_from=given.applies_from.isoformat(), body=body, version=1,
                tenant=derived_id(b"", told.provider, "licensor", "")))


def _hear(desk: Desk, told: DemoOrganisation) -> None:
    """As the server would have told of it from the stream of the licensor."""
    _hear_terms(desk, told)
    rows = [
        maintenance_given(one) | {
            "id": derived_id(b"", told.provider, "maintenance", one.day.isoformat()), "urgent": int(one.urgent),
            "published_us": desk.clock(), "withdrawn_us": None, "version": 1,
            "tenant": derived_id(b"", told.provider, "licensor", "")}
        for one in told.maintenances]
    if rows:
        with desk.database.writing() as connection:
            connection.execute(maintenances.insert(), rows)
    days = [
        {"id": derived_id(b"", told.provider, "closed day", day.isoformat()), "day_on": day.isoformat(),
         "what": one.what, "published_us": desk.clock(), "withdrawn_us": None, "version": 1,
         "tenant": derived_id(b"", told.provider, "licensor", "")}
        for one in told.closings for day in days_in(one.first, one.last, ())]
    if days:
        with desk.database.writing() as connection:
            connection.execute(closed_days.insert(), days)
