"""Ten years of licences in a database: agreements, invoices with what was booked and sent, and seats. All made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app.actions.desk import Desk
from app.actions.founding import found_organisation
from app.domain.names import PersonName
from app.store import tables
from app.store.chunks import chunks
from app.store.home import Home
from app.store.protection import Protection

AGREEMENTS, INVOICES, PARTICIPANTS = 200, 5_000, 5_000
LAST_DAY = date(2026, 11, 30)
_DAYS = 3_650
Row = dict[str, Any]


def ten_years(folder: Path) -> Desk:
    """A desk of a library with ten years of administration, opened."""
    desk, _ = found_organisation(
        Home(folder), "tien", "De Tien Jaren", "oefenen", Protection("niet geheim, niets echt"), place="Lindenveen")
    chance = random.Random(7)
    agreements = [_id() for _ in range(AGREEMENTS)]
    people = [_id() for _ in range(PARTICIPANTS)]
    with desk.database.writing() as connection:
        for table, rows in (
            (tables.agreements, list(_agreements(agreements))), (tables.participants, list(_people(people))),
            *_licences(agreements, people), *_invoices(agreements, chance),
        ):
            for some in chunks(rows):
                connection.execute(table.insert(), some)
    return desk


_numbers = iter(range(1, 10**9))


def _id() -> bytes:
    return next(_numbers).to_bytes(16, "big")


def _agreements(ids: list[bytes]) -> Iterator[Row]:
    for number, one in enumerate(ids):
        starts = LAST_DAY - timedelta(days=_DAYS * (number + 1) // len(ids))
        yield {"id": one, "number": f"{starts:%Y}-{number:03}", "provider": "oefenen", "package": f"Pakket {number}",
               "concluded_on": starts.isoformat(), "starts_on": starts.isoformat(), "months": 12,
               "ended_on": None, "delivered_on": None, "consumer": 0}


def _people(ids: list[bytes]) -> Iterator[Row]:
    for number, one in enumerate(ids):
        name = PersonName(f"Voornaam{number}", "", f"Familie{number % 700}")
        yield {"id": one, "local": number + 1, "given": name.given, "family": name.family,
               "sort_key": f"familie{number % 700}", "search": f"voornaam{number} familie{number % 700}",
               "state": "active"}


def _licences(agreements: list[bytes], people: list[bytes]) -> Iterator[tuple[Table, list[Row]]]:
    """Every agreement has its own part and seats; who takes part has a seat of one of them."""
    each = len(people) // len(agreements)
    made, seats = [], []
    for number, agreement in enumerate(agreements):
        begun = {"agreement_id": agreement, "from_on": "2016-12-01", "until_on": None, "location_id": None}
        made.append(begun | {"id": _id(), "kind": "organisation", "seats": 1, "fee_cents": 50_000})
        licence = _id()
        made.append(begun | {"id": licence, "kind": "participant", "seats": each + 5, "fee_cents": 3_500})
        seats += [
            {"id": _id(), "licence_id": licence, "participant_id": person, "from_on": "2025-09-01", "until_on": None}
            for person in people[number * each:(number + 1) * each]]
    yield tables.licences, made
    yield tables.seats, seats


def _invoices(agreements: list[bytes], chance: random.Random) -> Iterator[tuple[Table, list[Row]]]:
    """Nine of ten are paid; of the others some were reminded of."""
    heads, lines, booked, sent = [], [], [], []
    for number in range(INVOICES):
        day = LAST_DAY - timedelta(days=chance.randrange(_DAYS))
        invoice, quantity = _id(), chance.randrange(1, 60)
        heads.append({
            "id": invoice, "agreement_id": agreements[number % len(agreements)], "number": f"F-{number:05}",
            "invoiced_on": day.isoformat(), "received_on": None, "pay_by_on": None, "currency": "EUR", "consumer": 0})
        lines += [
            {"id": _id(), "invoice_id": invoice, "position": at, "description": what, "quantity": much,
             "unit_cents": cents, "vat_percent": "21", "withdrawn_us": None}
            for at, (what, much, cents) in enumerate(
                (("Plaatsen", str(quantity), 3_500), ("Cursusuren", "2.5", 9_500), ("Aansluiting", "1", 50_000)), 1)]
        total = round((quantity * 3_500 + 23_750 + 50_000) * 1.21)
        if chance.random() < 0.9:
            booked += [
                {"id": _id(), "invoice_id": invoice, "kind": "payment", "reference": f"F-{number:05}",
                 "booked_on": (day + timedelta(days=days)).isoformat(), "amount_cents": part}
                for days, part in ((20, total // 2), (28, total - total // 2))]
        elif chance.random() < 0.5:
            sent.append({"id": _id(), "invoice_id": invoice, "kind": "reminder", "form": "email",
                         "sent_on": (day + timedelta(days=40)).isoformat(), "received_on": None, "pay_by_on": None})
    yield from ((tables.invoices, heads), (tables.invoice_lines, lines), (tables.bookings, booked),
                (tables.reminders, sent))
