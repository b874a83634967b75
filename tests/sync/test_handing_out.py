"""A licensor makes organisations, hands out access and hands an organisation over, all over a real server."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.licences import conclude_agreement
from app.actions.offering import add_package
from app.actions.publishing import publish_terms, record_price_round
from app.domain.contract.new_organisation import NewOrganisation
from app.domain.credentials import Credentials
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.server.database import ServerDatabase
from app.store.home import Home
from app.store.protection import Protection
from app.sync.connect import choose_password, join
from app.sync.engine import Syncer
from app.sync.handing_out import hand_out_organisation, hand_out_password, hand_over_organisation
from app.views.catalogue import catalogue
from app.views.licences import licence_detail, licence_list
from app.views.organisation_page import organisation_page
from app.views.organisations import organisation_list
from tests.desks import PASSPHRASE, Clock
from tests.licensing import COMPLEET, TERMS
from tests.lines import Line
from tests.servers import PASSWORD
from tests.sync.publishing import LICENSOR, OTHER_LICENSOR, Publishing
from tests.sync.scenes import send
from tests.syncing import SyncedDesk

ZUID = NewOrganisation("Bibliotheek Zuid", "Zuidhaven", "zuid", "Noor Visser", "n.visser")
LICENCE = {"number": "L-7", "provider": "oefenen", "package": "Compleet", "concluded_on": "2026-11-20",
           "starts_on": "2026-11-20", "months": 12, "parts": [{"kind": "participant", "seats": 40, "fee_cents": 3_250}]}
ROUND = {"way": "percent", "announced_on": "2026-11-02", "applies_from": "2027-01-01", "percent": "2.5"}


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None,
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path)
    made.licensor(OTHER_LICENSOR)
    yield made
    made.end()


class OneQuestion(Syncer):
    """What asks beside the sync; its line ends with it."""

    def close(self) -> None:
        super().close()
        assert isinstance(self._wire, Line)
        self._wire.end()


def on_a_line(publishing: Publishing, *faults: str) -> Callable[[Desk], Syncer]:
    """A line of its own with these faults."""
    return lambda desk: OneQuestion(desk, Line(publishing.app, list(faults)))


def made_zuid(publishing: Publishing, lies: SyncedDesk, *faults: str, organisation: bytes = b"") -> Credentials:
    return hand_out_organisation(
        lies.desk, organisation or secrets.token_bytes(16), ZUID, on_a_line(publishing, *faults))


def first_log_in(publishing: Publishing, given: Credentials) -> SyncedDesk:
    """The administrator types what stands on the sheet, and chooses another password."""
    line = Line(publishing.app)
    home = Home(publishing.folder / f"nieuw{len(publishing.desks)}")
    try:
        desk, _ = join(home, "zuid", given.server, given.organisation_code, given.username, given.password,
                       Protection(PASSPHRASE), publishing.clock, make_wire=lambda _address: line)
    except Refusal:
        line.end()
        raise
    made = SyncedDesk(desk, line, Syncer(desk, line))
    publishing.desks.append(made)
    choose_password(desk, "", PASSWORD, make_wire=lambda _address: line)
    made.sync()
    return made


@pytest.mark.clause("A-1.1", "O-6.1")
def test_from_the_sheet_to_the_first_log_in(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.do(add_package, **COMPLEET)
    lies.do(publish_terms, **TERMS)
    given = made_zuid(publishing, lies)
    (row,) = lies.desk.read(organisation_list)
    lies.do(conclude_agreement, within=row.id, **LICENCE)
    lies.sync()
    noor = first_log_in(publishing, given)
    assert noor.desk.sight.actor.name == "Noor Visser"
    assert [(one.package, one.bought) for one in noor.desk.read(licence_list)] == [("Compleet", 40)]
    offered = noor.desk.read(catalogue)
    assert [(one.offered.title, one.seat_fee_cents) for one in offered.packages] == [("Compleet", 3_250)]
    assert [(one.terms.edition, one.state) for one in offered.terms] == [("2026-1", "stands")]
    lies.sync()
    (row,) = lies.desk.read(organisation_list)
    page = lies.desk.read(organisation_page, row.id)
    assert (row.name, row.bought, row.used, page.counted.administrators) == ("Bibliotheek Zuid", 40, 0, 1)


def test_an_answer_that_was_lost_makes_no_second_organisation(publishing: Publishing) -> None:
    lies, organisation = publishing.join(LICENSOR, "lies"), secrets.token_bytes(16)
    with pytest.raises(Refusal):
        made_zuid(publishing, lies, "lost", organisation=organisation)
    given = made_zuid(publishing, lies, organisation=organisation)
    lies.sync()
    assert [row.id for row in lies.desk.read(organisation_list)] == [organisation]
    assert first_log_in(publishing, given).desk.sight.actor.name == "Noor Visser"


def test_a_code_that_is_taken_is_refused_and_leaves_nothing(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    made_zuid(publishing, lies)
    with pytest.raises(Refusal):
        made_zuid(publishing, lies)
    assert len(lies.desk.read(organisation_list)) == 1


def test_without_a_network_nothing_is_made(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    with pytest.raises(Refusal):
        made_zuid(publishing, lies, "cut")
    assert lies.desk.read(organisation_list) == ()


def test_a_desk_without_a_server_says_so(licensor: Desk) -> None:
    with pytest.raises(Refusal, match="not connected"):
        hand_out_organisation(licensor, secrets.token_bytes(16), ZUID)


@pytest.mark.clause("A-1.1")
def test_a_lost_sheet_gets_another_password_until_somebody_has_logged_in(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    first = made_zuid(publishing, lies)
    organisation = lies.desk.read(organisation_list)[0].id
    second = hand_out_password(lies.desk, organisation, "n.visser", on_a_line(publishing))
    assert second.password != first.password and second.organisation == "Bibliotheek Zuid"
    with pytest.raises(Refusal):
        first_log_in(publishing, first)
    first_log_in(publishing, second)
    with pytest.raises(Refusal):
        hand_out_password(lies.desk, organisation, "n.visser", on_a_line(publishing))


@pytest.mark.clause("O-13")
def test_an_organisation_is_handed_over_and_both_sides_see_when_and_how(publishing: Publishing) -> None:
    lies, other = publishing.join(LICENSOR, "lies"), publishing.join(OTHER_LICENSOR, "lies")
    given = made_zuid(publishing, lies)
    organisation = lies.desk.read(organisation_list)[0].id
    lies.do(conclude_agreement, within=organisation, **LICENCE)
    lies.sync()
    noor = first_log_in(publishing, given)
    told = {"licensor_code": OTHER_LICENSOR, "told_on": "2026-11-16", "proof": "RR 9", "effective_on": "2026-11-16"}
    hand_over_organisation(lies.desk, organisation, told, on_a_line(publishing))
    for one in (lies, other, noor):
        one.sync()
    assert lies.desk.read(organisation_list) == ()
    (row,) = other.desk.read(organisation_list)
    page = other.desk.read(organisation_page, row.id)
    assert [one.agreement_number for one in page.agreements] == ["L-7"]
    assert (str(page.licensors[-1].told_on), page.licensors[-1].proof) == ("2026-11-16", "RR 9")
    detail = noor.desk.read(licence_detail, noor.desk.read(licence_list)[0].id)
    (entry,) = [one for one in detail.timeline.entries if one.kind == "assigned"]
    assert (str(entry.day), entry.what.arguments["licensor"]) == ("2026-11-21", OTHER_LICENSOR.title())
    assert entry.explanation[0].arguments["proof"] == "RR 9"


def test_an_organisation_cannot_write_in_the_catalogue_of_its_licensor(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    noor = first_log_in(publishing, made_zuid(publishing, lies))
    with pytest.raises(Refusal):
        noor.do(publish_terms, within=publishing.ids[LICENSOR], **TERMS)


@pytest.mark.clause("O-5.2")
def test_a_fee_that_does_not_follow_from_its_round_is_refused(publishing: Publishing) -> None:
    lies = publishing.join(LICENSOR, "lies")
    lies.do(add_package, **COMPLEET)
    lies.do(record_price_round, **ROUND)
    lies.sync()
    (fee,) = lies.rows("round_fees").values()
    forged = {name: fee[name] for name in ("round_id", "package_id", "part", "old_cents")} | {"new_cents": 9_999}
    new_id = secrets.token_bytes(16)
    patch = Patch("round_fees", new_id, None, 0, None, forged | {"id": new_id})
    answer = send(lies, "price_round.record", [patch])
    assert answer.status == "rejected"
    lies.sync()
    assert len(lies.rows("round_fees")) == 1
