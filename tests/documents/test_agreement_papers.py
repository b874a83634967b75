"""The confirmation of an order and the state of an agreement on paper: what stands on them, and the standards."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.agreements import record_notice
from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.licences import assign_seats, conclude_agreement, lower_seats
from app.actions.orders import accept_order, extend_agreement, prepare_order, send_order, withdraw_order
from app.actions.participants import add_participant
from app.documents.agreement_papers import write_order, write_state
from app.views.licences import licence_list
from tests.actions.test_orders import place
from tests.documents.sheets import standards_broken
from tests.documents.test_invoice_papers import words
from tests.invoices import concluded, recorded
from tests.orders import DIRECTOR, accepted, order_given, parts_given, prepared, sent

LONG = "Openbare Bibliotheek ’s-Gravenzande-Naaldwijk, vestiging Wijkcentrum De Zevensprong aan de Burgemeesterslaan"


@pytest.mark.clause("A-1.2")
def test_a_confirmation_holds_what_an_order_holds(school_desk: Desk, tmp_path: Path) -> None:
    noord = place(school_desk, LONG[:16])
    group = school_desk.do(create_group, name="Groep 3A", location_id=noord).outcome
    order = school_desk.do(
        prepare_order, order=order_given(school_desk, number="B-1", starts_on="2030-08-01"),
        parts=parts_given(20, location=noord, group=group)).outcome
    path = write_order(school_desk, order, tmp_path / "b.pdf", "nl")
    told = words(path)
    for part in (
        "Bestelling B-1", "Niemand zit er nog aan vast", "De Proef", "Pakket: Compleet",
        "Eerste dag: 1 augustus 2030", "Groep 3A 20", "Samen 20", "12 maanden", "€ 35,00", "PO-9", "K 12",
    ):
        assert part in told, part
    assert standards_broken(path) == []
    assert write_order(school_desk, order, tmp_path / "c.pdf", "nl").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_confirmation_says_how_far_it_has_come(desk: Desk, tmp_path: Path, language: str) -> None:
    first, second = sent(desk), accepted(desk, 5, number="B-2", supplements_id=concluded(desk), starts_on="2026-12-01")
    sent_told = words(write_order(desk, first, tmp_path / "a.pdf", language))
    path = write_order(desk, second, tmp_path / "b.pdf", language)
    told = words(path)
    assert "S. Vermeer, directeur" in sent_told
    assert ("wacht op het antwoord" if language == "nl" else "waits for the answer") in sent_told
    assert "2026-7" in told and "e-mail" in told
    assert ("De voorwaarden regelen dit niet" if language == "nl" else "The terms do not regulate this") in told
    assert standards_broken(path) == []


@pytest.mark.clause("A-1.8", "O-2.1", "O-11.1")
def test_the_state_of_an_agreement_holds_everything_that_was_recorded(desk: Desk, tmp_path: Path) -> None:
    noord, zuid = place(desk, LONG), place(desk, "Zuid")
    group = desk.do(create_group, name="Dinsdag", location_id=noord).outcome
    people = [
        desk.do(add_participant, fields={"given_name": name, "family_name": "Geheim"}, group_id=group).outcome
        for name in ("An", "Ben")]
    checksum = "0123456789abcdef" * 4
    paper = {"title": "Licentievoorwaarden van de stichting, met alle bijlagen", "edition": "2025-1",
             "checksum": checksum}
    agreement = desk.do(
        conclude_agreement, number="2026-7", provider="oefenen", package="Alles", concluded_on="2026-01-10",
        starts_on="2026-02-01", months=12, parts=[
            {"kind": "participant", "seats": 3, "location_id": noord, "fee_cents": 3_500},
            {"kind": "participant", "seats": 4, "location_id": zuid, "fee_cents": 3_500}],
        conclusion=DIRECTOR | {"ticked": True, "documents": [paper]}).outcome
    licence = next(row.id for row in desk.read(licence_list) if row.location == LONG)
    desk.do(assign_seats, licence_id=licence, participant_ids=people)
    desk.do(lower_seats, licence_id=licence, number=1, from_on="2027-02-01", proof="brief",
            participant_ids=people[:1])
    order = desk.do(
        prepare_order, order=order_given(desk, number="B-2", supplements_id=agreement, starts_on="2026-11-21"),
        parts=parts_given(5, location=zuid)).outcome
    _accept(desk, order)
    desk.do(extend_agreement, order_id=order)
    recorded(desk, agreement)
    desk.do(record_notice, agreement_id=agreement, party="organisation", received_on="2026-11-20", form="registered",
            proof="RR 12", signatory=DIRECTOR)
    path = write_state(desk, agreement, tmp_path / "s.pdf", "nl")
    told = words(path)
    for part in (
        "Stand van overeenkomst 2026-7", "De Proef, Lindenveen", "S. Vermeer, directeur", "2025-1",
        checksum[:32], checksum[32:], "Wijkcentrum De Zevensprong", "Zuid 9 0 9", "21-11-2026 12 2 10", "1-2-2027 1",
        "B-2", "€ 1.694,00", "RR 12",
    ):
        assert part in told, part
    assert "Geheim" not in told, "people are counted and never named"
    assert standards_broken(path) == []


def test_the_state_of_an_agreement_of_which_little_is_known(school_desk: Desk, tmp_path: Path) -> None:
    path = write_state(school_desk, concluded(school_desk), tmp_path / "s.pdf", "en")
    told = words(path)
    assert "Nobody recorded how this agreement was concluded." in told and "No invoice was recorded." in told
    assert "The terms do not regulate this." in told
    assert standards_broken(path) == []


def _accept(desk: Desk, order: bytes) -> None:
    desk.do(send_order, order_id=order, ordered_on="2026-11-20", signatory=DIRECTOR)
    desk.do(accept_order, order_id=order, answered_on="2026-11-21", answered_by="Verkoop", proof="e-mail")


def test_an_order_that_does_not_stand_says_so(desk: Desk, tmp_path: Path) -> None:
    order = prepared(desk)
    desk.do(withdraw_order, order_id=order, reason="niet nodig")
    told = words(write_order(desk, order, tmp_path / "w.pdf", "nl"))
    assert "Deze bestelling geldt niet: ingetrokken." in told and "niet nodig" in told
