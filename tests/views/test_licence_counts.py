"""What the titles of the tabs of a licence say is what the views of those tabs give."""

from __future__ import annotations

from app.actions.corrections import withdraw
from app.actions.desk import Desk
from app.actions.measures import record_insolvency
from app.actions.rights import answer_infringement
from app.actions.undo import undo_last
from app.domain.contract.infringements import CLOSED
from app.domain.permissions import Role
from app.store import tables
from app.views.audits import audits_here
from app.views.course import agreement_course
from app.views.invoices import invoicing
from app.views.licence_counts import LicenceCounts, licence_counts
from app.views.orders import order_list
from app.views.rights import infringement_reports, permission_register
from tests.actions.test_audits import opened
from tests.course import announced, claimed, measured
from tests.dumps import rows_of
from tests.invoices import concluded, recorded
from tests.orders import prepared, sent
from tests.rights import asked, licensor_of, reported


def behind_the_tabs(desk: Desk, agreement: bytes) -> LicenceCounts:
    """The same by reading everything that is counted."""
    course = desk.read(agreement_course, agreement)
    reports = desk.read(infringement_reports).rows
    return LicenceCounts(
        agreement, len(desk.read(order_list)), len(desk.read(invoicing, agreement).rows),
        len(course.changes) + len(course.claims) + len(course.measures) + len(course.insolvencies),
        len(desk.read(permission_register, agreement).rows), sum(row.state != CLOSED for row in reports),
        desk.read(audits_here).running)


def _beside(desk: Desk) -> bytes:
    """Another agreement, as a sync brings one that could not be concluded here beside the first."""
    (row,) = rows_of(desk, "agreements")
    with desk.database.writing() as connection:
        connection.execute(tables.agreements.insert().values(row | {"id": b"2" * 16, "number": "2026-8"}))
    return b"2" * 16


def test_what_is_counted_is_what_is_there_after_every_step(desk: Desk) -> None:
    first = concluded(desk)
    second = _beside(desk)
    lies, robin = licensor_of(desk), licensor_of(desk, "R. Visser", Role.AUDITOR)
    told: list[LicenceCounts] = []

    def same() -> None:
        for agreement in (first, second):
            told.append(desk.read(licence_counts, agreement))
            assert told[-1] == behind_the_tabs(desk, agreement)

    same()
    invoice = recorded(desk, first)
    recorded(desk, first, "2026-018")
    recorded(desk, second, "2026-017")
    same()
    desk.do(withdraw, kind="invoices", row_id=invoice, reason="van een ander")  # stays in the list, struck through
    prepared(desk, 3, number="B-1", supplements_id=first, starts_on="2026-11-21")
    sent(desk, 2, number="B-2", supplements_id=first, starts_on="2026-11-21")
    same()
    announced(desk, first)
    claimed(desk, first)
    claimed(desk, second)
    desk.do(record_insolvency, agreement_id=first, sort="suspension", began_on="2026-11-20")
    measured(desk, first)
    same()
    asked(desk, first)
    asked(desk, first, what="Klikken en typen")
    reported(desk)
    closed = reported(desk, "Nog een.")
    lies.do(answer_infringement, infringement_id=closed, state=CLOSED, answer="Verwijderd.", answered_by="Lies Prins")
    opened(desk, lies, robin.sight.actor.account_id)
    same()
    desk.do(undo_last)
    same()
    most = told[-4]
    assert (most.orders, most.invoices, most.course, most.permissions, most.reports) == (2, 2, 4, 2, 1)
    assert [one.auditor for one in most.audits] == ["R. Visser"] and told[1].audits == ()


def test_an_auditor_is_told_of_the_own_access_alone(desk: Desk) -> None:
    agreement = concluded(desk)
    lies, robin = licensor_of(desk), licensor_of(desk, "R. Visser", Role.AUDITOR)
    opened(desk, lies)
    for who, running in ((desk, 1), (robin, 0)):
        assert len(who.read(licence_counts, agreement).audits) == running == len(who.read(audits_here).running)


def test_of_an_agreement_that_is_not_here_there_is_nothing(desk: Desk) -> None:
    assert desk.read(licence_counts, bytes(16)) == LicenceCounts(bytes(16), 0, 0, 0, 0, 0, ())
