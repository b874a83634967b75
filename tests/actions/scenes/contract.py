"""What each action is given, and what must be there before: licences, money, rights, and what came first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Table

from app.actions.action import Action
from app.actions.agreements import record_notice
from app.actions.audits import open_audit
from app.actions.changes import announce_change, object_to_change
from app.actions.claims import log_claim
from app.actions.desk import Desk
from app.actions.groups import rename_group
from app.actions.measures import record_insolvency, record_measure
from app.actions.offering import add_package, offer_programme
from app.actions.rights import ask_permission, give_permission, report_infringement
from app.domain.permissions import Role
from app.store import tables
from app.views.importing import plan_roster
from tests.actions.conftest import VERSION, Stage
from tests.course import claimed
from tests.desks import person, roster
from tests.dumps import rows_of
from tests.orders import accepted, order_given, parts_given, prepared, sent
from tests.reviewing import conflict
from tests.rights import licensor_of

MARK = "Merkteken"
Arguments = dict[str, Any]


def _plan(stage: Stage) -> Any:
    """Somebody new, and somebody whose name is another by now."""
    given = roster(
        person("1", MARK, "Bakker", groups=("Donderdag",)), person("9", MARK, "Nieuw", groups=(MARK,)),
        groups=("Donderdag", MARK), complete=False,
    )  # fmt: skip
    return stage.desk.read(plan_roster, given)


def _something_to_undo(stage: Stage) -> Arguments:
    stage.desk.do(rename_group, group_id=stage.groups["Dinsdag"], name=MARK)
    return {}


def _line(description: str) -> Arguments:
    return {"description": description, "quantity": "1", "unit_cents": 1_000, "vat_percent": "9"}


SIGNER = {"name": MARK, "role": "representative", "mandate_id": None}


def _named_claim(stage: Stage) -> Arguments:
    claim = claimed(stage.desk, rows_of(stage.desk, "agreements")[0]["id"], about="Amira Bakker kon er niet in")
    return {"texts": [{"kind": "claims", "id": claim, "field": "about", "text": "█████ kon er niet in"}]}


def _notice(stage: Stage) -> Arguments:
    return {
        "agreement_id": rows_of(stage.desk, "agreements")[0]["id"], "party": "organisation",
        "received_on": "2026-11-20", "form": "registered", "proof": MARK, "signatory": SIGNER,
    }  # fmt: skip


def _notice_given(stage: Stage) -> bytes:
    """One that the server has confirmed."""
    given: bytes = stage.desk.do(record_notice, **_notice(stage)).outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.notices.update().values(version=VERSION))
    return given


def _licensor(stage: Stage) -> None:
    """The same desk as if it were a licensor's own."""
    with stage.desk.database.writing() as connection:
        connection.execute(tables.organisations.update().values(kind="licensor"))
        connection.execute(tables.accounts.update().values(role="licensor"))
    stage.desk.look_again()


def _package(stage: Stage) -> bytes:
    """One that the server has confirmed."""
    _licensor(stage)
    made: bytes = stage.desk.do(
        add_package, provider="oefenen", code="B", title="Basis", school_fee_cents=1, seat_fee_cents=1, months=12,
        from_on="2026-11-20").outcome
    return _confirmed(stage, tables.packages, made)


def _offered(stage: Stage) -> bytes:
    _licensor(stage)
    made: bytes = stage.desk.do(
        offer_programme, iri="https://p.example/y", code="Y", title="Y", from_on="2026-11-20").outcome
    return _confirmed(stage, tables.offered_programmes, made)


def _confirmed(stage: Stage, table: Table, made: bytes) -> bytes:
    with stage.desk.database.writing() as connection:
        connection.execute(table.update().values(version=VERSION))
    return made


def _refused(stage: Stage) -> Arguments:
    account = stage.desk.sight.actor.account_id
    return {
        "id": b"r" * 16, "sort": "refused", "unit": account, "operation_id": b"o" * 16, "action": MARK, "lost": b"",
        "lost_by": account, "lost_at_us": 1, "reason": MARK, "row_id": b"t" * 16,
    }  # fmt: skip


def _paper(title: str) -> Arguments:
    return {"title": title, "edition": MARK, "checksum": "a" * 64}


ASKED = {"kind": "third_party", "what": MARK, "third_party": MARK, "asked_on": "2026-11-19", "asked_by": MARK}
GIVEN = {"given_on": "2026-11-20", "proof": MARK, "checksum": "a" * 64, "answered_by": MARK, "conditions": MARK}


def _permission(stage: Stage, given: bool = False) -> bytes:
    """One that the server has confirmed."""
    agreement = rows_of(stage.desk, "agreements")[0]["id"]
    made: bytes = stage.desk.do(ask_permission, agreement_id=agreement, **ASKED).outcome
    if given:
        stage.desk.do(give_permission, permission_id=made, **GIVEN)
    return _confirmed(stage, tables.permissions, made)


def _reported(stage: Stage) -> bytes:
    made: bytes = stage.desk.do(
        report_infringement, what=MARK, seen_at="een krant", seen_on="2026-11-20").outcome
    return _confirmed(stage, tables.infringements, made)


AUDIT = {
    "account_id": b"k" * 16, "auditor": MARK, "from_on": "2026-11-20", "until_on": "2026-12-20", "purpose": MARK,
}  # fmt: skip
AT = {"audit.open": Role.LICENSOR, "audit.end": Role.LICENSOR, "audit.look": Role.AUDITOR}
"""Who does what no administrator does."""


def _opened(stage: Stage) -> bytes:
    given = AUDIT | {"organisation_id": stage.desk.organisation.id}
    return _confirmed(stage, tables.audits, licensor_of(stage.desk).do(open_audit, **given).outcome)


def desk_for(stage: Stage, name: str) -> Desk:
    """The desk at which this action is done: the administrator's, or that of a party that alone may do it."""
    return licensor_of(stage.desk, role=AT[name]) if name in AT else stage.desk


def _confirmed(stage: Stage, table: Table, made: bytes) -> bytes:
    with stage.desk.database.writing() as connection:
        connection.execute(table.update().values(version=VERSION))
    return made


def _order(stage: Stage) -> Arguments:
    """More seats of the agreement that runs."""
    return order_given(
        stage.desk, number=MARK, cost_centre=MARK, supplements_id=_first_agreement(stage), starts_on="2026-12-01")


def _first_agreement(stage: Stage) -> bytes:
    found: bytes = rows_of(stage.desk, "agreements")[0]["id"]
    return found


def _made_before(stage: Stage, act: Action, **given: Any) -> bytes:
    """A row that was made before, and that the server has confirmed."""
    made: bytes = stage.desk.do(act, **given).outcome
    with stage.desk.database.writing() as connection:
        for table in tables.metadata.tables.values():
            if "version" in table.c:
                connection.execute(table.update().values(version=VERSION))
    return made


def _new_prices(stage: Stage) -> Arguments:
    """Told less than three months before the end: until 20 December there is a right to object."""
    return {
        "agreement_id": _first_agreement(stage), "kind": "prices", "form": "email", "announced_on": "2026-11-20",
        "received_on": "2026-11-20", "proof": MARK,
        "fees": [{"licence_id": stage.licence, "fee_cents": 4_000}],
    }  # fmt: skip


def _objection(stage: Stage) -> Arguments:
    return {
        "change_id": _made_before(stage, announce_change, **_new_prices(stage)), "received_on": "2026-11-21",
        "form": "registered", "reasons": MARK, "proof": MARK, "signatory": SIGNER,
    }  # fmt: skip


def _objected(stage: Stage) -> bytes:
    given = _objection(stage)
    _made_before(stage, object_to_change, **given)
    return bytes(given["change_id"])


def _third_party(stage: Stage) -> Arguments:
    return {
        "agreement_id": _first_agreement(stage), "sort": "third_party", "about": MARK, "claimant": MARK,
        "known_on": "2026-11-20",
    }  # fmt: skip


def _suspended(stage: Stage) -> bytes:
    """A user, since these terms suspend nobody else."""
    return _made_before(stage, record_measure, **_measure(stage) | {"ground": "suspected abuse", "measure": "suspend"})


def _measure(stage: Stage) -> Arguments:
    return {
        "agreement_id": _first_agreement(stage), "ground": "misuse", "measure": "dissolve", "told_on": "2026-11-20",
        "from_on": "2026-11-21", "form": "registered", "reason": MARK, "proof": MARK,
    }  # fmt: skip


def _insolvency(stage: Stage) -> Arguments:
    return {"agreement_id": _first_agreement(stage), "sort": "bankruptcy", "began_on": "2026-11-20"}


def confirmed_order(stage: Stage, make: Callable[..., bytes], **more: Any) -> bytes:
    """An order that the server has confirmed."""
    given = {"supplements_id": _first_agreement(stage), "starts_on": "2026-12-01"} | more
    made = make(stage.desk, **given)
    with stage.desk.database.writing() as connection:
        for table in (tables.orders, tables.order_parts):
            connection.execute(table.update().values(version=VERSION))
    return made


def _lost_name(stage: Stage) -> bytes:
    return conflict(stage.desk, stage.people["Amira"], "family", "Bakker", MARK, version=VERSION)


SCENES: dict[str, Callable[[Stage], Arguments]] = {
    "group.create": lambda stage: {"name": MARK},
    "group.rename": lambda stage: {"group_id": stage.groups["Dinsdag"], "name": MARK},
    "group.close": lambda stage: {"group_id": stage.groups["Dinsdag"]},
    "group.add": lambda stage: {"group_id": stage.groups["Dinsdag"], "participant_ids": [stage.people["Daan"]]},
    "group.move": lambda stage: {
        "from_group_id": stage.groups["Dinsdag"],
        "to_group_id": stage.groups["Donderdag"],
        "participant_ids": [stage.people["Amira"]],
    },
    "group.remove": lambda stage: {"group_id": stage.groups["Dinsdag"], "participant_ids": [stage.people["Bram"]]},
    "participant.add": lambda stage: {
        "fields": {"given_name": MARK, "family_name": MARK, "email": f"{MARK}@example.org"},
        "group_id": stage.groups["Dinsdag"],
    },
    "participant.change": lambda stage: {"participant_id": stage.people["Amira"], "fields": {"family_name": MARK}},
    "participant.leave": lambda stage: {"participant_ids": [stage.people["Amira"], stage.people["Bram"]]},
    "agreement.conclude": lambda stage: {
        "number": MARK, "provider": "oefenen", "package": MARK, "concluded_on": "2026-11-20",
        "starts_on": "2027-02-01", "months": 12, "parts": [{"kind": "participant", "seats": 5}],
        "supplements_id": _first_agreement(stage), "conclusion": SIGNER | {
            "ticked": True, "documents": [_paper(MARK), _paper("Bijlage")],
            "deviating": SIGNER | {"signed_on": "2026-11-20", "written": True, "document": _paper(MARK)},
            "processing": SIGNER | {"signed_on": "2026-11-20", "document": _paper(MARK)},
        },
    },
    "agreement.deliver": lambda stage: {
        "agreement_id": rows_of(stage.desk, "agreements")[0]["id"], "delivered_on": "2026-02-01",
    },
    "mandate.record": lambda stage: {
        "holder": MARK, "given_by": MARK, "acts": ["give notice"], "from_on": "2026-11-20",
    },
    "notice.record": _notice,
    "notice.withdraw": lambda stage: {"notice_id": _notice_given(stage), "proof": MARK},
    "change.announce": _new_prices,
    "change.object": _objection,
    "change.choose": lambda stage: {
        "change_id": _objected(stage), "outcome": "ends", "chosen_on": "2026-11-21", "ends_on": "2027-01-31",
    },
    "claim.log": _third_party,
    "claim.tell": lambda stage: {
        "claim_id": _made_before(stage, log_claim, **_third_party(stage)), "sent_on": "2026-11-20",
        "received_on": "2026-11-21", "form": "letter", "proof": MARK, "handling_left": True,
    },
    "claim.outcome": lambda stage: {
        "claim_id": _made_before(stage, log_claim, **_third_party(stage)), "outcome": "ended",
        "outcome_on": "2026-11-21", "form": "letter", "amount_cents": 10_500,
    },
    "claim.settle": lambda stage: {
        "claim_id": _made_before(stage, log_claim, **_third_party(stage)), "settled_on": "2026-11-21",
        "settlement": MARK,
    },
    "measure.record": _measure,
    "measure.lift": lambda stage: {"measure_id": _suspended(stage), "lifted_on": "2026-11-21", "proof": MARK},
    "insolvency.record": _insolvency,
    "insolvency.tell": lambda stage: {
        "insolvency_id": _made_before(stage, record_insolvency, **_insolvency(stage)), "told_on": "2026-11-21",
        "form": "registered", "proof": MARK,
    },
    "end.task_done": lambda stage: {
        "agreement_id": _first_agreement(stage), "task": "destruction", "done_on": "2026-11-21", "note": MARK,
    },
    "contact.record": lambda stage: {"name": MARK, "role": MARK, "email": f"{MARK}@example.org", "phone": ""},
    "organisation.confirm": lambda stage: {},
    "invoice.record": lambda stage: {
        "agreement_id": rows_of(stage.desk, "agreements")[0]["id"],
        "head": {"number": MARK, "invoiced_on": "2026-11-20", "cost_centre": MARK}, "lines": [_line(MARK)],
    },
    "invoice.correct": lambda stage: {
        "invoice_id": stage.invoices["F-1"],
        "head": {"number": MARK, "invoiced_on": "2026-02-02"}, "lines": [_line(MARK), _line("Rekenen")],
    },
    "invoice.book": lambda stage: {
        "invoice_id": stage.invoices["F-1"], "kind": "payment", "booked_on": "2026-11-20", "amount_cents": 100,
        "reference": MARK,
    },
    "invoice.remind": lambda stage: {
        "invoice_id": stage.invoices["F-1"], "kind": "reminder", "form": "email", "sent_on": "2026-11-20",
    },
    "invoice.letter_received": lambda stage: {
        "reminder_id": rows_of(stage.desk, "reminders")[0]["id"], "received_on": "2026-11-04",
    },
    "invoice.withdraw": lambda stage: {
        "kind": "bookings", "row_id": next(
            row["id"] for row in rows_of(stage.desk, "bookings") if row["withdrawn_us"] is None), "reason": MARK,
    },
    "invoice.credit": lambda stage: {
        "invoice_id": stage.invoices["F-1"], "number": MARK, "booked_on": "2026-11-20",
    },
    "billing.choose": lambda stage: {"chosen": {"rate_day": "period", "costs_base": "without_vat"}},
    "permission.ask": lambda stage: ASKED | {"agreement_id": rows_of(stage.desk, "agreements")[0]["id"]},
    "permission.give": lambda stage: GIVEN | {"permission_id": _permission(stage)},
    "permission.refuse": lambda stage: {
        "permission_id": _permission(stage), "refused_on": "2026-11-20", "refused_reason": MARK, "answered_by": MARK,
    },
    "permission.withdraw": lambda stage: {
        "permission_id": _permission(stage, given=True), "withdrawn_on": "2026-11-21", "withdrawn_reason": MARK,
    },
    "infringement.report": lambda stage: {"what": MARK, "seen_at": "https://p.example/x", "seen_on": "2026-11-20"},
    "infringement.answer": lambda stage: {
        "infringement_id": _reported(stage), "state": "closed", "answer": MARK, "answered_by": MARK,
    },
    "audit.open": lambda stage: AUDIT | {"organisation_id": stage.desk.organisation.id},
    "audit.end": lambda stage: {"audit_id": _opened(stage)},
    "audit.look": lambda stage: {"audit_id": _opened(stage), "what": MARK},
    "audit.dossier": lambda _stage: {},
    "figure.enter": lambda stage: {
        "kind": "commercial", "begins_on": "2026-07-01", "value": "10.00", "source": MARK, "read_on": "2026-11-20",
    },
    "order.prepare": lambda stage: {"order": _order(stage), "parts": parts_given(3, 4)},
    "order.change": lambda stage: {
        "order_id": confirmed_order(stage, prepared), "order": _order(stage), "parts": parts_given(3)},
    "order.send": lambda stage: {
        "order_id": confirmed_order(stage, prepared), "ordered_on": "2026-11-20", "signatory": SIGNER},
    "order.withdraw": lambda stage: {"order_id": confirmed_order(stage, sent), "reason": MARK},
    "order.accept": lambda stage: {
        "order_id": confirmed_order(stage, sent), "answered_on": "2026-11-21", "answered_by": MARK, "proof": MARK},
    "order.decline": lambda stage: {
        "order_id": confirmed_order(stage, sent), "answered_on": "2026-11-21", "reason": MARK, "answered_by": MARK,
        "proof": MARK},
    "agreement.extend": lambda stage: {
        "order_id": confirmed_order(stage, accepted)},
    "seats.lower": lambda stage: {
        "licence_id": stage.licence, "number": 1, "from_on": "2027-02-01", "proof": MARK,
        "participant_ids": [stage.people["Amira"]]},
    "seats.assign": lambda stage: {"licence_id": stage.licence, "participant_ids": [stage.people["Daan"]]},
    "seats.free": lambda stage: {"licence_id": stage.licence, "participant_ids": [stage.people["Amira"]]},
    "catalogue.add": lambda stage: {
        "provider": "oefenen",
        "programmes": [
            {"code": MARK, "iri": "https://p.example/x", "title": MARK, "certificate": True,
             "exercises": [("https://p.example/x/1", MARK)]}
        ],
    },
    "package.add": lambda stage: _licensor(stage) or {
        "provider": "oefenen", "code": MARK, "title": MARK, "school_fee_cents": 10_000, "seat_fee_cents": 500,
        "months": 12, "from_on": "2026-11-20",
    },
    "package.withdraw": lambda stage: {"package_id": _package(stage), "until_on": "2027-08-01"},
    "offer.add": lambda stage: _licensor(stage) or {
        "iri": "https://p.example/x", "code": MARK, "title": MARK, "from_on": "2026-11-20",
    },
    "package.change": lambda stage: {
        "package_id": _package(stage), "provider": "oefenen", "code": "B", "title": MARK, "school_fee_cents": 0,
        "seat_fee_cents": 750, "months": 6, "from_on": "2026-11-21", "until_on": "2027-08-01",
    },
    "terms.publish": lambda stage: _licensor(stage) or {
        "sort": "general", "title": MARK, "edition": MARK, "checksum": "0" * 64, "published_on": "2026-11-20",
        "applies_from": "2027-01-01",
    },
    "price_round.record": lambda stage: {
        "way": "new", "announced_on": "2026-11-20", "applies_from": "2027-01-01", "source": MARK,
        "fees": [{"package_id": _package(stage), "part": "participant", "cents": 2}],
    },
    "offer.withdraw": lambda stage: {"offered_id": _offered(stage), "until_on": "2027-08-01"},
    "route.add": lambda stage: {
        "name": MARK, "programme_ids": [stage.programme], "group_ids": [stage.groups["Dinsdag"]],
    },
    "certificates.issue": lambda stage: {
        "due": [(stage.people["Amira"], stage.version, MARK)], "place": MARK, "issued_on": date(2026, 11, 21),
    },
    "certificates.correct": lambda stage: {"certificate_id": stage.certificate, "name": MARK},
    "certificates.revoke": lambda stage: {"certificate_id": stage.certificate, "reason": MARK},
    "field.switch": lambda stage: {"subject": "participant", "field": "gender", "is_on": False, "purpose": MARK},
    "data.exported": lambda stage: {"kind": "participant", "participant_id": stage.people["Amira"]},
    "report.print": lambda stage: {"receiver": "parents", "participant_ids": [stage.people["Amira"]]},
    "organisation.change": lambda stage: {
        "organisation_id": stage.desk.organisation.id, "name": MARK, "place": MARK, "administrator": MARK,
    },
    "review.settle": lambda stage: {"review_id": _lost_name(stage), "choice": "restore"},
    "review.keep": lambda stage: {"refused": [_refused(stage)]},
    "texts.black_out": _named_claim,
    "participant.erase": lambda stage: {"participant_ids": [stage.people["Amira"]]},
    "organisation.connect": lambda stage: {
        "settings": {"connected_to": "https://server.example", "account_id": stage.desk.sight.actor.account_id.hex()},
        "account": {"role": "administrator", "name": MARK}, "epoch": "1",
    },
    "organisation.bring": lambda stage: {"rows": {"groups": [stage.groups["Dinsdag"]]}},
    "import": lambda stage: {"plan": _plan(stage), "gone": "keep", "staged": None},
    "undo": _something_to_undo,
}  # fmt: skip
