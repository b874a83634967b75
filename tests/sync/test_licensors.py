"""What a licensor does on a server: who its organisations and auditors are, from when and until when (O-12, O-13)."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.agreements import record_delivery
from app.actions.audits import SCOPE
from app.actions.invoices import record_invoice
from app.actions.licences import assign_seats
from app.actions.reviews import settle_review
from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.server.accounts import disable_account
from app.server.licensors import unlink
from app.server.tables import organisations
from app.store.home import Home
from app.store.protection import Protection
from app.store.streams import other_streams
from app.store.tables import metadata
from app.sync.connect import choose_password, join
from app.sync.licensing import assign_organisation, make_organisation, new_password
from app.sync.wire import PROTOCOL_HEADER, Pull, Session
from app.sync.wire_licensors import MakeOrganisation
from tests.desks import PASSPHRASE, Clock
from tests.dumps import rows_of
from tests.lines import Line
from tests.servers import PASSWORD, Computer, Web, read
from tests.sync.publishing import (
    LICENSOR,
    OTHER_LICENSOR,
    SECRET,
    Publishing,
    conclude,
    counted,
    invoice_line,
    offer_package,
    tenants,
    with_a_person,
)


def test_a_link_that_ends_takes_the_rows_along_and_puts_what_waits_before_people(publishing: Publishing) -> None:
    lies, anna = publishing.join(LICENSOR, "lies"), publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    agreement = conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    offer_package(lies)
    lies.sync()
    anna.sync()
    lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-12")
    with publishing.database.writing() as connection:
        unlink(connection, noord, publishing.clock())
    lies.sync()
    anna.sync()
    for kind in ("agreements", "licences", "counts", "confirmed"):
        assert noord not in tenants(lies, kind), kind
    assert noord not in tenants(lies, "organisations") and len(tenants(lies, "organisations")) == 2
    assert not rows_of(anna.desk, "packages") and rows_of(anna.desk, "agreements")
    (refused,) = rows_of(lies.desk, "reviews")
    assert refused["sort"] == "refused" and refused["row_id"] == noord
    with pytest.raises(Refusal):
        lies.desk.do(record_delivery, within=noord, agreement_id=agreement, delivered_on="2026-11-13")
    lies.desk.do(settle_review, review_id=refused["id"], choice="again")
    lies.sync()
    lies.sync()
    (still,) = rows_of(lies.desk, "reviews")
    assert still["settled_us"] is None, "it could not be sent this time either"
    publishing.link("noord")
    lies.desk.do(settle_review, review_id=still["id"], choice="again")
    lies.sync()
    anna.sync()
    assert anna.one("agreements")["delivered_on"] == "2026-11-12"


def test_an_auditor_reads_what_the_licensor_opened_for_as_long_as_it_says(publishing: Publishing, clock: Clock) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    person = with_a_person(anna)
    agreement = conclude(anna, "L-1")
    anna.do(assign_seats, licence_id=anna.one("licences")["id"], participant_ids=[person])
    anna.do(record_invoice, agreement_id=agreement, head={"number": "F-1", "invoiced_on": "2026-11-20"},
            lines=[invoice_line()])
    anna.sync()
    account = publishing.account(LICENSOR, "otto", "Otto Controle", Role.AUDITOR, until="2026-12-01")
    otto = publishing.join(LICENSOR, "otto")
    otto.sync()
    assert tenants(otto, "organisations") == {None} and not rows_of(otto.desk, "agreements")
    publishing.write(
        "noord", "audits", id=b"a" * 16, organisation_id=publishing.ids["noord"], account_id=account, auditor="Otto",
        from_on="2026-11-20", until_on="2026-11-25", scope=SCOPE, purpose="jaarlijks", granted_by="Lies", outside=0)
    otto.sync()
    assert tenants(otto, "agreements") == {publishing.ids["noord"]}
    assert not rows_of(otto.desk, "invoices")
    assert SECRET not in str([rows_of(otto.desk, name) for name in metadata.tables])
    assert counted(otto, publishing.ids["noord"])[None, "participants"] == 1
    with pytest.raises(Refusal):
        otto.desk.do(record_delivery, within=publishing.ids["noord"], agreement_id=agreement,
                     delivered_on="2026-11-12")
    clock.forward(4)
    otto.sync()
    assert not rows_of(otto.desk, "agreements") and tenants(otto, "organisations") == {None}
    clock.forward(10)
    with pytest.raises(Refusal) as ended:
        otto.sync()
    assert ended.value.remedy == "ended"


def test_a_licensor_makes_an_organisation_with_its_first_administrator(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.sync()
    asked = MakeOrganisation(b"n" * 16, "nieuw", "De Nieuwe", "beheer", "Bea Beheer", "Lindenveen")
    first = make_organisation(lies.syncer, asked)
    again = make_organisation(lies.syncer, asked)  # the answer was lost
    assert again.password != first.password and again.organisation_id == asked.id
    lies.sync()
    assert {row["organisation_code"] for row in rows_of(lies.desk, "links")} == {"noord", "zuid", "nieuw"}
    assert b"n" * 16 in tenants(lies, "organisations")
    password = new_password(lies.syncer, asked.id, "beheer").password
    publishing.ids["nieuw"] = asked.id

    line = Line(publishing.app)
    for wrong in (first.password, again.password):
        with pytest.raises(Refusal):
            join(Home(publishing.folder / "x"), "nieuw", "http://127.0.0.1:1", "nieuw", "beheer", wrong,
                 Protection(PASSPHRASE), publishing.clock, make_wire=lambda _address: line)
    desk, _ = join(Home(publishing.folder / "x"), "nieuw", "http://127.0.0.1:1", "nieuw", "beheer", password,
                   Protection(PASSPHRASE), publishing.clock, make_wire=lambda _address: line)
    choose_password(desk, "", PASSWORD, make_wire=lambda _address: line)
    desk.close()
    line.end()
    with pytest.raises(Refusal):
        new_password(lies.syncer, asked.id, "beheer")
    with pytest.raises(Refusal):
        make_organisation(lies.syncer, asked)
    with publishing.database.writing() as connection:
        unlink(connection, publishing.ids["noord"], publishing.clock())
    with pytest.raises(Refusal):  # no longer of this licensor
        make_organisation(lies.syncer, MakeOrganisation(publishing.ids["noord"], "noord", "N", "anna", "Anna"))


def test_only_a_licensor_makes_organisations_and_only_for_its_own(publishing: Publishing) -> None:
    anna = publishing.join("noord", "anna")
    anna.sync()
    with pytest.raises(Refusal):
        make_organisation(anna.syncer, MakeOrganisation(b"n" * 16, "nieuw", "N", "beheer", "Bea"))
    publishing.account("noord", "carla", "Carla Admin", Role.ADMINISTRATOR)
    lies = publishing.join(LICENSOR, "lies")
    with pytest.raises(Refusal):  # there are people in it by now, whom a licensor must not see
        new_password(lies.syncer, publishing.ids["noord"], "carla")
    publishing.licensor(OTHER_LICENSOR)
    other = publishing.join(OTHER_LICENSOR, "lies")
    other.sync()
    with pytest.raises(Refusal):
        new_password(other.syncer, publishing.ids["noord"], "anna")
    with publishing.database.reading() as connection:
        assert connection.execute(organisations.select().where(organisations.c.code == "nieuw")).first() is None


@pytest.mark.clause("O-13")
def test_an_organisation_goes_to_another_licensor_and_both_hear_of_it(publishing: Publishing, clock: Clock) -> None:

    publishing.licensor(OTHER_LICENSOR)
    lies, other = publishing.join(LICENSOR, "lies"), publishing.join(OTHER_LICENSOR, "lies")
    anna = publishing.join("noord", "anna")
    noord = publishing.ids["noord"]
    anna.sync()
    conclude(anna, "L-1")
    anna.sync()
    lies.sync()
    assign_organisation(lies.syncer, noord, OTHER_LICENSOR, date(2026, 11, 23))
    for one in (lies, other, anna):
        one.sync()
    told = {row["licensor_code"]: (row["from_on"], row["until_on"]) for row in rows_of(anna.desk, "links")}
    assert told == {LICENSOR: ("2026-11-21", "2026-11-23"), OTHER_LICENSOR: ("2026-11-23", None)}
    assert rows_of(other.desk, "links")[0]["organisation_code"] == "noord"
    assert noord in tenants(lies, "agreements") and not rows_of(other.desk, "agreements")
    clock.forward(2)
    for one in (lies, other, anna):
        one.sync()
    assert not rows_of(lies.desk, "agreements") and noord in tenants(other, "agreements")
    with other.desk.database.reading() as connection:
        assert [one.stream for one in other_streams(connection)] == [noord]


def test_a_desk_of_before_goes_on_at_an_organisation_and_hears_what_it_needs_at_a_licensors(
    publishing: Publishing, web: Web
) -> None:
    for code, username, status in (("noord", "anna", 200), (LICENSOR, "lies", 426)):
        session = read(web.post("/v1/session", Computer().log_in(username, organisation=code)), Session)
        old = {PROTOCOL_HEADER.replace("-", "_"): "1"}
        assert web.post("/v1/pull", Pull(), session.access, **old).status_code == status
        assert web.post("/v1/session", Computer().log_in(username, organisation=code), **old).status_code == status


def test_accounts_have_the_roles_of_their_place(publishing: Publishing) -> None:
    for code, role in (("noord", Role.AUDITOR), (LICENSOR, Role.ADMINISTRATOR), (LICENSOR, Role.COACH)):
        with pytest.raises(Refusal):
            publishing.account(code, "nieuw", "Nieuw", role)
    with pytest.raises(Refusal):  # without a last day
        publishing.account(LICENSOR, "nieuw", "Nieuw", Role.AUDITOR)
    with pytest.raises(Refusal), publishing.database.writing() as connection:  # the only one
        disable_account(connection, publishing.ids[LICENSOR], "lies", publishing.clock())
    publishing.account(LICENSOR, "leo", "Leo Licentie", Role.LICENSOR)
    with publishing.database.writing() as connection:
        disable_account(connection, publishing.ids[LICENSOR], "lies", publishing.clock())
