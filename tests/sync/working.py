"""What people do at a desk, each in a line or two: any of it may be refused, and then it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.agreements import record_delivery, record_mandate, record_notice, withdraw_notice
from app.actions.certificates import issue_certificates
from app.actions.erasing import erase_participants
from app.actions.groups import (
    add_participants,
    close_group,
    create_group,
    move_participants,
    remove_participants,
    rename_group,
)
from app.actions.invoices import book, correct_invoice, record_invoice
from app.actions.licences import assign_seats, conclude_agreement, free_seats, lower_seats
from app.actions.orders import accept_order, extend_agreement, prepare_order, send_order, withdraw_order
from app.actions.participants import add_participant, change_participant, leave, revive
from app.actions.privacy import switch_field
from app.actions.reviews import settle_review
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain import reviews as rules
from app.domain.contract.seat_numbers import bought_on, holders_on
from app.domain.names import PersonName
from app.domain.roster import Origin, RosterPerson
from app.store.seats import seats_of_licence
from app.store.tables import metadata
from app.views.certificates import due_certificates
from tests.desks import bring_in, roster
from tests.lessons import at_us, bring_results, exercise_iri, statement, statement_id
from tests.sync.computers import Computer, Server

Word = Callable[[], str]
Task = Callable[[Computer, int, Word], object]
RECEIVED = ("2026-11-20", "2026-10-05", "2026-11-02", "2026-09-30", "2026-07-15")
"""Of an agreement that renews each month these end it on four different days."""
CHOICES = (rules.RESTORE, rules.KEEP, rules.TAKE, rules.AGAIN, rules.DROP, rules.APPLY)


def ids(computer: Computer, kind: str, **wanted: Any) -> list[bytes]:
    """Rows of a kind that are shown and have these values, oldest first."""
    table = metadata.tables[kind]
    query = select(table.c.id).where(*(table.c[name] == value for name, value in wanted.items()))
    with computer.desk.database.reading() as connection:
        return list(connection.execute(query.order_by(table.c.id)).scalars())


def pick_of(rows: Sequence[bytes], pick: int) -> bytes:
    """One of them; an id that is nobody's where there is none."""
    return rows[pick % len(rows)] if rows else bytes(16)


def _group(computer: Computer, pick: int) -> bytes:
    return pick_of(ids(computer, "groups", until_on=None), pick)


def _people(computer: Computer, pick: int) -> list[bytes]:
    people = ids(computer, "participants")
    return [pick_of(people, pick), *people[:pick % 3]] if people else []


def _change(computer: Computer, pick: int, word: Word) -> None:
    field = ("given_name", "family_name", "gender")[pick % 3]
    for person in _people(computer, pick)[:1]:
        computer.desk.do(change_participant, participant_id=person, fields={field: word()})


def _import(computer: Computer, pick: int, word: Word) -> None:
    """A few people under keys that other desks import too."""
    people = [
        RosterPerson(Origin("lijst.csv", 2), str(1 + (pick + more) % 6), PersonName(word(), "", word()), {}, groups)
        for more, groups in ((0, ("a",)), (1, ("b",)), (3, ()))][:1 + pick % 3]
    bring_in(computer.desk, roster(*people, groups=("a", "b"), complete=False))


def _results(computer: Computer, pick: int, _word: Word) -> None:
    """Results of statements that other desks import too."""
    made = [statement(str(1 + (pick + more) % 4), exercise_iri("koken", 1 + (pick // 4 + more) % 2), at_us(more % 2),
                      statement_id=f"{pick % 4}.{pick // 4}.{more}") for more in range(1 + pick % 3)]
    bring_results(computer.desk, made)


def _voided(computer: Computer, pick: int, _word: Word) -> None:
    bring_results(computer.desk, [], [statement_id(f"{pick % 4}.{pick // 4}.{more}") for more in range(2)])


def _switch(computer: Computer, pick: int, _word: Word) -> None:
    computer.desk.do(switch_field, subject="participant", field="gender", is_on=pick % 3 > 0, purpose="telling",
                     ground="consent", retention="1 year", addition_on="2026-01-01")


def _settle(computer: Computer, pick: int, _word: Word) -> None:
    review = pick_of(ids(computer, "reviews", settled_us=None), pick)
    computer.desk.do(settle_review, review_id=review, choice=CHOICES[pick % len(CHOICES)])


def _certify(computer: Computer, pick: int, _word: Word) -> None:
    due = [(one.participant_id, one.programme_version_id, one.full) for one in computer.desk.read(due_certificates)]
    computer.desk.do(issue_certificates, due=due[:1 + pick % 2], place="Lindenveen", issued_on=date(2026, 11, 21))


def _invoice(computer: Computer, pick: int, _word: Word) -> None:
    head = {"number": str(pick % 5), "invoiced_on": "2026-08-01", "cost_centre": f"K {pick % 3}"}
    lines = [{"description": "Plaatsen", "quantity": str(1 + pick % 4), "unit_cents": 1_000, "vat_percent": "21"}]
    there = ids(computer, "invoices")
    if there and pick % 2:
        computer.desk.do(correct_invoice, invoice_id=pick_of(there, pick), head=head, lines=lines * (1 + pick % 3))
    else:
        computer.desk.do(record_invoice, agreement_id=pick_of(ids(computer, "agreements"), 0), head=head, lines=lines)


def _signer(computer: Computer, pick: int, word: Word) -> dict[str, Any]:
    """Who may sign, or the administrator by a mandate: that may be missing, or not reach so far."""
    if pick % 3:
        return {"name": word(), "role": "representative", "mandate_id": None}
    return {"name": word(), "role": "administrator", "mandate_id": pick_of(ids(computer, "mandates"), pick)}


def _mandate(computer: Computer, pick: int, word: Word) -> None:
    acts = ("conclude", "give notice", "sign processing agreement")[pick % 3:]
    computer.desk.do(
        record_mandate, holder=word(), given_by=word(), acts=acts, until_on="2026-11-10" if pick % 4 == 0 else None,
        from_on="2025-12-01" if pick % 2 else RECEIVED[pick % len(RECEIVED)])


def _beside(computer: Computer) -> bytes | None:
    """Agreements for the same days run beside the first that is known here."""
    return next(iter(ids(computer, "agreements")), None)


def _conclude(computer: Computer, pick: int, word: Word) -> None:
    """With the terms, and now and then with other terms and a processing agreement beside them."""
    signer = _signer(computer, pick, word)
    paper = {"title": word(), "edition": "2025", "checksum": f"{pick:064x}"}
    beside = signer | {"signed_on": "2026-01-01", "written": True}
    computer.desk.do(
        conclude_agreement, number=word(), provider=computer.desk.organisation.provider, package="basis",
        supplements_id=_beside(computer),
        concluded_on="2026-01-01", starts_on="2026-01-01", months=(1, 3, 12)[pick % 3], consumer=pick % 4 == 0,
        parts=[{"kind": "participant", "seats": 1 + pick % 3}], conclusion={
            **signer, "ticked": True, "documents": [paper, paper | {"title": word()}][:1 + pick % 2],
            "deviating": beside | {"document": paper | {"title": word()}} if pick % 4 == 1 else None,
            "processing": beside | {"document": paper | {"title": word()}} if pick % 2 else None})


def _order(computer: Computer, pick: int, word: Word) -> None:
    """More seats of an agreement, now and then of one that does not run then."""
    order = {
        "number": word(), "fee_cents": 100 * pick, "starts_on": RECEIVED[pick % len(RECEIVED)],
        "supplements_id": pick_of(ids(computer, "agreements"), pick), "purchase_order": word(), "cost_centre": "",
    }
    computer.desk.do(prepare_order, order=order, parts=[
        {"location_id": None, "group_id": None, "participants": 1 + pick % 3}])


def _order_step(computer: Computer, pick: int, word: Word) -> None:
    """The next thing that can be done with an order, or something that cannot."""
    order = pick_of(ids(computer, "orders"), pick // 5)
    match pick % 5:
        case 0:
            computer.desk.do(withdraw_order, order_id=order, reason=word())
        case 1:
            computer.desk.do(extend_agreement, order_id=order)
        case 2:
            computer.desk.do(accept_order, order_id=order, answered_on="2026-11-21", answered_by=word(), proof=word())
        case _:
            signer = _signer(computer, pick, word)
            computer.desk.do(send_order, order_id=order, ordered_on="2026-11-20", signatory=signer)


def _lower(computer: Computer, pick: int, word: Word) -> None:
    """Fewer seats from the next year on; who is chosen is now and then one too few."""
    licence = pick_of(ids(computer, "licences"), pick // 6)
    with computer.desk.database.reading() as connection:
        kept = seats_of_licence(connection, licence)
    day = date(2027, 1, 1)
    number = max(0, bought_on(kept.bought, day) - 1)
    holders = sorted(holders_on(kept.held, day))
    computer.desk.do(
        lower_seats, licence_id=licence, number=number, from_on=day.isoformat(), proof=word(),
        participant_ids=holders[:max(0, len(holders) - number - (pick % 4 == 0))])


def _notice(computer: Computer, pick: int, word: Word) -> None:
    own = pick % 2 == 0
    computer.desk.do(
        record_notice, agreement_id=pick_of(ids(computer, "agreements"), pick // 2),
        party="organisation" if own else "licensor", received_on=RECEIVED[pick % len(RECEIVED)],
        form=("letter", "registered", "email")[pick % 3], proof=word(),
        signatory=_signer(computer, pick // 2, word) if own else None)


TASKS: dict[str, Task] = {
    "create a group": lambda at, _pick, word: at.desk.do(create_group, name=word()),
    "rename a group": lambda at, pick, word: at.desk.do(rename_group, group_id=_group(at, pick), name=word()),
    "close a group": lambda at, pick, _word: at.desk.do(close_group, group_id=_group(at, pick)),
    "add somebody": lambda at, pick, word: at.desk.do(
        add_participant, fields={"given_name": word(), "family_name": word()},
        group_id=_group(at, pick) if pick % 2 else None),
    "change somebody": _change,
    "change somebody else": _change,
    "leave": lambda at, pick, _word: at.desk.do(leave, participant_ids=_people(at, pick)),
    "revive": lambda at, pick, _word: at.desk.do(revive, participant_ids=_people(at, pick)),
    "join a group": lambda at, pick, _word: at.desk.do(
        add_participants, group_id=_group(at, pick), participant_ids=_people(at, pick)),
    "move": lambda at, pick, _word: at.desk.do(
        move_participants, from_group_id=_group(at, pick), to_group_id=_group(at, pick + 1),
        participant_ids=_people(at, pick)),
    "out of a group": lambda at, pick, _word: at.desk.do(
        remove_participants, group_id=_group(at, pick), participant_ids=_people(at, pick)),
    "give seats": lambda at, pick, _word: at.desk.do(
        assign_seats, licence_id=pick_of(ids(at, "licences"), pick // 6), participant_ids=_people(at, pick)[:1]),
    "free seats": lambda at, pick, _word: at.desk.do(
        free_seats, licence_id=pick_of(ids(at, "licences"), pick // 6), participant_ids=_people(at, pick)),
    "lower the number": _lower,
    "prepare an order": _order,
    "an order a step further": _order_step,
    "an order another step": _order_step,
    "add a route": lambda at, pick, word: at.desk.do(
        add_route, name=word(), programme_ids=ids(at, "programmes"), group_ids=[_group(at, pick)]),
    "record a mandate": _mandate,
    "conclude an agreement": _conclude,
    "deliver": lambda at, pick, _word: at.desk.do(
        record_delivery, agreement_id=pick_of(ids(at, "agreements"), pick), delivered_on=RECEIVED[pick % 4]),
    "give notice": _notice,
    "give notice again": _notice,
    "withdraw notice": lambda at, pick, word: at.desk.do(
        withdraw_notice, notice_id=pick_of(ids(at, "notices"), pick), proof=word()),
    "record or correct an invoice": _invoice,
    "book a payment": lambda at, pick, _word: at.desk.do(
        book, invoice_id=pick_of(ids(at, "invoices"), pick), kind="payment", booked_on="2026-08-20",
        amount_cents=100 * (1 + pick % 20)),
    "import people": _import,
    "import results": _results,
    "results taken back": _voided,
    "switch a field": _switch,
    "settle": _settle,
    "certify": _certify,
    "undo": lambda at, _pick, _word: at.desk.do(undo_last),
    "erase": lambda at, pick, _word: at.desk.do(erase_participants, participant_ids=_people(at, pick)[:1]),
}


def places_where(server: Server, computers: Iterable[Computer], name: str) -> list[tuple[str, str]]:
    """Tables of the server and of the desks in which this name stands anywhere, in a value or inside a packed one."""
    kept = server.copied().items()
    found = [("server", table) for table, rows in kept if _is_in(name, (row.values() for row in rows))]
    for one in computers:
        with one.desk.database.reading() as connection:
            for table in metadata.tables.values():
                if _is_in(name, connection.execute(select(table))):
                    found.append((one.username, table.name))
    return found


def _is_in(name: str, rows: Iterable[Iterable[Any]]) -> bool:
    sought = name.encode()
    return any(
        sought in (cell if isinstance(cell, bytes) else str(cell).encode()) for row in rows for cell in row
        if isinstance(cell, bytes | str))
