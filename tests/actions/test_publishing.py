"""A licensor records its terms and rounds of prices; nobody else does, and what is wrong is said at its field."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.invoices import enter_figure
from app.actions.offering import change_package, offer_programme, withdraw_programme
from app.actions.publishing import publish_terms, record_price_round
from app.actions.undo import undo_last
from app.domain.contract.published_terms import LONGEST_BODY, broken_terms
from app.domain.errors import Refusal
from app.domain.wrong_fields import RefusedFields
from app.views.catalogue import catalogue
from tests.dumps import rows_of
from tests.licensing import COMPLEET, TERMS, package

SERIES = "CBS, consumentenprijsindex, alle huishoudens (2015=100)"
ROUND = {"way": "percent", "announced_on": "2026-11-02", "applies_from": "2027-01-01", "percent": "2.5"}


def fields_of(problem: pytest.ExceptionInfo[RefusedFields]) -> set[str]:
    return {one.field for one in problem.value.wrong}


def test_an_edition_is_recorded_and_taken_back(licensor: Desk) -> None:
    licensor.do(publish_terms, **TERMS)
    (row,) = licensor.read(catalogue).terms
    assert (row.terms.edition, row.state) == ("2026-1", "stands")
    licensor.do(undo_last)
    assert licensor.read(catalogue).terms == ()


def test_a_wrong_edition_is_refused_at_its_fields(licensor: Desk) -> None:
    licensor.do(publish_terms, **TERMS)
    with pytest.raises(RefusedFields) as again:
        licensor.do(publish_terms, **TERMS | {"checksum": "x"})
    assert fields_of(again) == {"edition", "applies_from", "checksum"}
    assert len(rows_of(licensor, "terms")) == 1


@pytest.mark.clause("O-5.2")
def test_a_round_computes_the_fees_from_the_figures_that_are_kept_here(licensor: Desk) -> None:
    package(licensor)
    for month, value in (("2025-09-01", "130.00"), ("2026-09-01", "134.29")):
        licensor.do(enter_figure, kind="price_index", series=SERIES, begins_on=month, value=value, source="CBS",
                    read_on="2026-10-20", confirmed=True)
    licensor.do(record_price_round, **ROUND | {"way": "indexed", "percent": ""})
    found = licensor.read(catalogue)
    (row,) = found.rounds
    # 32.50 x 134.29 / 130.00 = 33.5725
    assert [(fee.old_cents, fee.new_cents, fee.computation.cents) for fee in row.fees] == [(3_250, 3_357, 3_357)]
    assert (found.packages[0].seat_fee_cents, found.packages[0].next_seat_cents) == (3_250, 3_357)
    kept = rows_of(licensor, "price_rounds")[0]
    assert (kept["series"], kept["base_value"], kept["new_value"]) == (SERIES, "130.00", "134.29")


def test_without_the_figures_nothing_is_computed(licensor: Desk) -> None:
    package(licensor)
    with pytest.raises(RefusedFields) as refused:
        licensor.do(record_price_round, **ROUND | {"way": "indexed", "percent": ""})
    assert fields_of(refused) == {"way"}
    assert rows_of(licensor, "price_rounds") == []


def test_a_round_is_taken_back_whole(licensor: Desk) -> None:
    package(licensor)
    licensor.do(record_price_round, **ROUND)
    assert len(rows_of(licensor, "round_fees")) == 1
    licensor.do(undo_last)
    assert rows_of(licensor, "price_rounds") == rows_of(licensor, "round_fees") == []


def test_new_fees_are_given_per_package(licensor: Desk) -> None:
    first, second = package(licensor), package(licensor, code="basis", title="Basis", seat_fee_cents=1_850)
    typed = [{"package_id": second, "part": "participant", "cents": 1_900}]
    given = ROUND | {"way": "new", "percent": "", "fees": typed, "applies_from": "2026-11-02"}
    licensor.do(record_price_round, **given)
    fees = {row.id: row.seat_fee_cents for row in licensor.read(catalogue).packages}
    assert fees == {first: 3_250, second: 1_900}


def test_a_package_is_changed_and_not_offered_twice(licensor: Desk) -> None:
    first = package(licensor)
    with pytest.raises(RefusedFields) as twice:
        package(licensor, seat_fee_cents=3_000)
    assert fields_of(twice) == {"from_on"}
    licensor.do(change_package, package_id=first, **COMPLEET | {"until_on": "2027-01-01"})
    second = package(licensor, from_on="2027-01-01", seat_fee_cents=3_500)
    states = {row.id: row.state for row in licensor.read(catalogue).packages}
    assert states == {first: "stands", second: "coming"}


def test_a_programme_is_offered_withdrawn_and_offered_in_a_new_version(licensor: Desk) -> None:
    given: dict[str, Any] = {"iri": "https://voorbeeld.example/koken", "code": "koken", "title": "Koken",
                             "from_on": "2026-01-01"}
    offered = licensor.do(offer_programme, **given).outcome
    with pytest.raises(RefusedFields) as twice:
        licensor.do(offer_programme, **given | {"number": 2})
    assert fields_of(twice) == {"from_on"}
    with pytest.raises(RefusedFields) as early:
        licensor.do(withdraw_programme, offered_id=offered, until_on="2025-12-31")
    assert fields_of(early) == {"until_on"}
    licensor.do(withdraw_programme, offered_id=offered, until_on="2026-11-01")
    licensor.do(offer_programme, **given | {"number": 2, "from_on": "2026-11-01"})
    assert {(row.offered.number, row.state) for row in licensor.read(catalogue).programmes} == {
        (1, "ended"), (2, "stands")}


def test_an_organisation_publishes_nothing(desk: Desk) -> None:
    for action, given in ((publish_terms, TERMS), (record_price_round, ROUND)):
        with pytest.raises(Refusal, match="Only a licensor"):
            desk.do(action, **given)


@pytest.mark.clause("O-6.2")
def test_user_terms_come_with_their_text_and_the_checksum_of_exactly_that(licensor: Desk) -> None:
    given = TERMS | {"sort": "users", "checksum": ""}
    with pytest.raises(RefusedFields) as without:
        licensor.do(publish_terms, **given)
    assert fields_of(without) == {"body"}
    with pytest.raises(RefusedFields) as long:
        licensor.do(publish_terms, **given, body="x" * (LONGEST_BODY + 1))
    assert fields_of(long) == {"body"}
    licensor.do(publish_terms, **given, body="\ufeffRegels  \r\n\r\n1. Wees aardig.\x07\r\n\n")
    (row,) = rows_of(licensor, "terms")
    assert row["body"] == "Regels\n\n1. Wees aardig."
    assert row["checksum"] == hashlib.sha256(row["body"].encode()).hexdigest()
    assert broken_terms(row) is None and broken_terms(row | {"body": row["body"] + " "}) is not None
