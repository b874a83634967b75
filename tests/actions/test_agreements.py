"""What happens to an agreement: concluded with its documents, delivered, given notice, and notice withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.actions.action import Action
from app.actions.agreements import record_delivery, record_mandate, record_notice, withdraw_notice
from app.actions.desk import Desk
from app.actions.licences import conclude_agreement
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.wrong_fields import RefusedFields
from app.store.files import checksum_of
from app.store.tables import accounts
from app.views.licences import licence_detail, licence_list
from tests.desks import Clock
from tests.dumps import dump, rows_of
from tests.invoices import concluded

DIRECTOR = {"name": "S. Vermeer", "role": "representative", "mandate_id": None}
PAPER = {"title": "Licentievoorwaarden", "edition": "2025-1", "checksum": "0" * 64}


@pytest.fixture
def agreement(desk: Desk) -> bytes:
    """From 1 February 2026 for twelve months: notice can be received until 31 December 2026."""
    return concluded(desk)


def give_notice(desk: Desk, agreement: bytes, **more: Any) -> bytes:
    given: dict[str, Any] = {
        "party": "organisation", "received_on": "2026-11-20", "form": "registered", "proof": "RR 12",
        "signatory": DIRECTOR,
    }  # fmt: skip
    return bytes(desk.do(record_notice, agreement_id=agreement, **(given | more)).outcome)


def conclude(desk: Desk, **more: Any) -> bytes:
    signed = DIRECTOR | {"ticked": True, "documents": [PAPER]} | more
    return bytes(desk.do(
        conclude_agreement, number="9", provider=desk.organisation.provider, package="Alles",
        concluded_on="2026-11-20", starts_on="2027-02-01", months=12,
        parts=[{"kind": "participant", "seats": 3}], conclusion=signed,
    ).outcome)  # fmt: skip


def wrong_fields(desk: Desk, act: Action, **given: Any) -> list[str]:
    """The fields that are wrong; nothing was changed."""
    before = dump(desk, frozenset())
    with pytest.raises(RefusedFields) as refused:
        desk.do(act, **given)
    assert dump(desk, frozenset()) == before
    return [one.field for one in refused.value.wrong]


def ended_on(desk: Desk) -> str | None:
    found: str | None = rows_of(desk, "agreements")[0]["ended_on"]
    return found


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize(("received_on", "ends_on"), [("2026-11-20", "2027-01-31"), ("2026-11-21", "2027-01-31")])
@pytest.mark.parametrize("party", ["organisation", "licensor"])
def test_notice_sets_the_end_by_the_rule(
    desk: Desk, agreement: bytes, received_on: str, ends_on: str, party: str,
) -> None:
    signatory = DIRECTOR if party == "organisation" else None
    give_notice(desk, agreement, received_on=received_on, party=party, signatory=signatory)
    (notice,) = rows_of(desk, "notices")
    assert (notice["ends_on"], notice["withdrawn_on"], ended_on(desk)) == (ends_on, None, ends_on)
    row = desk.read(licence_list)[0]
    assert (row.next_date.template, row.next_date.arguments["day"]) == ("Ends on {day}", date(2027, 1, 31))


@pytest.mark.clause("O-11.1")
def test_late_notice_ends_the_next_period(desk: Desk, agreement: bytes, clock: Clock) -> None:
    clock.forward(41)  # 1 January 2027, a day too late
    give_notice(desk, agreement, received_on="2027-01-01")
    assert ended_on(desk) == "2028-01-31"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": "2026-11-22"}, "received_on"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": "2026-01-09"}, "received_on"),
        ({"form": "spoken"}, "written"),
        ({"proof": "  "}, "proof"),
        ({"signatory": None}, "signatory"),
        ({"signatory": DIRECTOR | {"name": ""}}, "signatory"),
        ({"signatory": DIRECTOR | {"role": "administrator"}}, "signatory"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_at_its_field(
    desk: Desk, agreement: bytes, given: dict[str, Any], field: str,
) -> None:
    full = {"party": "organisation", "received_on": "2026-11-20", "form": "email", "proof": "x",
            "signatory": DIRECTOR} | given
    assert wrong_fields(desk, record_notice, agreement_id=agreement, **full) == [field]


@pytest.mark.clause("O-2.2")
def test_an_administrator_gives_notice_as_far_as_the_mandate_goes(desk: Desk, agreement: bytes) -> None:
    def mandate(*acts: str, until_on: str | None = None) -> dict[str, Any]:
        made = desk.do(
            record_mandate, holder="Anna de Vries", given_by="S. Vermeer", acts=acts, from_on="2026-01-01",
            until_on=until_on,
        ).outcome  # fmt: skip
        return {"name": "Anna de Vries", "role": "administrator", "mandate_id": made}

    for beyond in (mandate("conclude"), mandate("give notice", until_on="2026-11-20")):
        full = {"party": "organisation", "received_on": "2026-11-20", "form": "email", "proof": "x",
                "signatory": beyond}
        assert wrong_fields(desk, record_notice, agreement_id=agreement, **full) == ["signatory"]
    give_notice(desk, agreement, signatory=mandate("give notice", "conclude"))
    assert rows_of(desk, "notices")[0]["mandate_id"] == rows_of(desk, "mandates")[2]["id"]


def test_a_mandate_has_who_gave_it_to_whom_and_for_what(desk: Desk) -> None:
    given = {"holder": " ", "given_by": "", "acts": [], "from_on": "2026-02-01", "until_on": "2026-01-01"}
    assert wrong_fields(desk, record_mandate, **given) == ["holder", "given_by", "acts", "until_on"]


@pytest.mark.clause("A-1.2")
def test_where_the_terms_know_no_notice_none_is_recorded(school_desk: Desk) -> None:
    agreement = concluded(school_desk)
    with pytest.raises(Refusal, match="know no notice"):
        give_notice(school_desk, agreement)
    assert rows_of(school_desk, "notices") == []


def test_a_second_notice_has_nothing_to_end(desk: Desk, agreement: bytes) -> None:
    give_notice(desk, agreement)
    full = {"party": "licensor", "received_on": "2026-11-20", "form": "email", "proof": "x", "signatory": None}
    assert wrong_fields(desk, record_notice, agreement_id=agreement, **full) == ["received_on"]


def test_notice_is_withdrawn_with_proof_and_the_agreement_goes_on(
    desk: Desk, agreement: bytes, clock: Clock,
) -> None:
    notice = give_notice(desk, agreement)
    assert wrong_fields(desk, withdraw_notice, notice_id=notice, proof="") == ["proof"]
    clock.forward(2)
    desk.do(withdraw_notice, notice_id=notice, proof="mail van de licentiegever")
    (row,) = rows_of(desk, "notices")
    assert (row["withdrawn_on"], row["withdrawn_proof"], ended_on(desk)) == (
        "2026-11-23", "mail van de licentiegever", None)
    with pytest.raises(Refusal, match="withdrawn already"):
        desk.do(withdraw_notice, notice_id=notice, proof="x")
    desk.do(undo_last)
    assert ended_on(desk) == "2027-01-31"
    give_back = desk.do(withdraw_notice, notice_id=notice, proof="x")
    assert give_back.operation_id is not None
    give_notice(desk, agreement)
    assert ended_on(desk) == "2027-01-31"


def test_after_the_end_nothing_is_withdrawn(desk: Desk, agreement: bytes, clock: Clock) -> None:
    notice = give_notice(desk, agreement)
    clock.forward(72)  # 1 February 2027
    with pytest.raises(Refusal, match="cannot be withdrawn any more"):
        desk.do(withdraw_notice, notice_id=notice, proof="x")


def test_the_checksum_is_of_what_the_file_holds(tmp_path: Path) -> None:
    (tmp_path / "leeg.pdf").write_bytes(b"abc")
    assert checksum_of(tmp_path / "leeg.pdf") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(Refusal, match=r"weg\.pdf cannot be read"):
        checksum_of(tmp_path / "weg.pdf")


@pytest.mark.clause("O-2.1")
def test_how_it_was_concluded_is_kept_with_the_version_of_every_document(desk: Desk) -> None:
    deviating = DIRECTOR | {"signed_on": "2026-11-19", "written": True,
                            "document": PAPER | {"title": "Afwijking", "checksum": "a" * 64}}
    processing = DIRECTOR | {"signed_on": "2026-11-20", "document": PAPER | {"title": "Verwerkersovereenkomst"}}
    conclude(desk, documents=[PAPER, PAPER | {"title": "Bijlage 3"}], deviating=deviating, processing=processing)
    signed = {row["id"]: row for row in rows_of(desk, "signatures")}
    assert sorted((row["kind"], row["signed_on"], row["form"]) for row in signed.values()) == [
        ("agreement", "2026-11-20", "ticked"), ("deviating", "2026-11-19", "written"),
        ("processing", "2026-11-20", ""),
    ]  # fmt: skip
    papers = [(signed[row["signature_id"]]["kind"], row["position"], row["title"], row["edition"], row["checksum"][:1])
              for row in rows_of(desk, "documents")]
    assert sorted(papers) == [
        ("agreement", 1, "Licentievoorwaarden", "2025-1", "0"), ("agreement", 2, "Bijlage 3", "2025-1", "0"),
        ("deviating", 1, "Afwijking", "2025-1", "a"), ("processing", 1, "Verwerkersovereenkomst", "2025-1", "0"),
    ]  # fmt: skip


def test_who_signed_what_and_the_notice_can_be_read(desk: Desk, clock: Clock) -> None:
    conclude(desk)
    notice = give_notice(desk, rows_of(desk, "agreements")[0]["id"])
    clock.forward(1)
    desk.do(withdraw_notice, notice_id=notice, proof="mail")
    detail = desk.read(licence_detail, desk.read(licence_list)[0].id)
    told = {str(one.label): (one.value.template, dict(one.value.arguments)) for one in detail.facts[-4:]}
    assert told["Concluded by"][1]["name"] == "S. Vermeer"
    assert told["Licentievoorwaarden"][1] == {"edition": "2025-1", "checksum": "0" * 12}
    assert told["Notice given"][1]["proof"] == "RR 12"
    assert told["Notice withdrawn"][1] == {"day": date(2026, 11, 22), "proof": "mail"}
    assert [(one.id, one.ends_on, one.withdrawn_on) for one in detail.notices] == [
        (notice, date(2028, 1, 31), date(2026, 11, 22))]


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"ticked": False}, ["ticked"]),
        ({"documents": []}, ["documents"]),
        ({"documents": [PAPER | {"checksum": ""}]}, ["documents[1].checksum"]),
        ({"documents": [PAPER, PAPER | {"title": ""}]}, ["documents[2].title"]),
        ({"role": "administrator"}, ["concluded_by"]),
        ({"deviating": DIRECTOR | {"signed_on": "2026-11-19", "written": False, "document": PAPER}},
         ["deviating.written"]),
        ({"processing": DIRECTOR | {"signed_on": "2026-12-19", "document": PAPER}}, ["processing.signed_on"]),
    ],
)
def test_what_is_wrong_with_a_conclusion_is_said_at_its_field(
    desk: Desk, more: dict[str, Any], fields: list[str],
) -> None:
    before = dump(desk, frozenset())
    with pytest.raises(RefusedFields) as refused:
        conclude(desk, **more)
    assert [one.field for one in refused.value.wrong] == fields
    assert dump(desk, frozenset()) == before


def test_what_is_wrong_with_an_order_is_said_all_at_once(desk: Desk) -> None:
    given = {"number": " ", "provider": "oefenen", "package": "P", "concluded_on": "2026-11-20",
             "starts_on": "2027-02-01", "months": 0, "parts": [{"kind": "participant", "seats": 0}]}
    assert wrong_fields(desk, conclude_agreement, **given) == ["months", "number", "seats"]


@pytest.mark.clause("O-10.1")
def test_from_the_day_of_delivery_the_warranty_runs(desk: Desk, agreement: bytes) -> None:
    assert wrong_fields(desk, record_delivery, agreement_id=agreement, delivered_on="2026-12-01") == ["delivered_on"]
    desk.do(record_delivery, agreement_id=agreement, delivered_on="2026-02-01")
    dates = desk.read(licence_detail, desk.read(licence_list)[0].id).timeline.entries
    assert [(entry.day, entry.last) for entry in dates if entry.kind == "warranty"] == [
        (date(2026, 2, 1), date(2027, 1, 31))]


@pytest.mark.clause("O-11.2")
def test_a_consumer_ends_a_renewed_agreement_at_any_time(desk: Desk) -> None:
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2025-01-10",
        starts_on="2025-02-01", months=12, parts=[{"kind": "participant", "seats": 1}], consumer=True,
    )  # fmt: skip
    give_notice(desk, rows_of(desk, "agreements")[0]["id"])
    assert ended_on(desk) == "2026-12-20"


@pytest.mark.clause("A-3.5")
def test_no_work_leaves_an_organisation_without_an_administrator(desk: Desk) -> None:
    """No action ends an account today; the next one that does cannot end the last."""
    from app.actions.action import REGISTRY, action
    from app.actions.work import Work
    from app.domain.permissions import Permission

    @action("test.end", Permission.EDIT_ORGANISATION, {"accounts": {"until_on"}})
    def end_account(work: Work, account_id: bytes) -> None:
        work.change(accounts, account_id, until_on=work.day)

    try:
        own, other = desk.sight.actor.account_id, b"2" * 16
        with desk.database.writing() as connection:
            connection.execute(accounts.insert().values(
                id=other, role="administrator", name="Tweede", from_on="2026-01-01"))
        desk.do(end_account, account_id=other)
        with pytest.raises(Refusal, match="always has at least"):
            desk.do(end_account, account_id=own)
        assert {row["id"]: row["until_on"] for row in rows_of(desk, "accounts")} == {own: None, other: "2026-11-21"}
    finally:
        del REGISTRY.actions["test.end"]
