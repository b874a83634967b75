"""Serials: the same on every desk, and a sign read wrong is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.serials import SIGNS, derive_serial, read_serial, serial_bytes, serial_from_bytes

ORGANISATION, PARTICIPANT, PROGRAMME = b"o" * 16, b"p" * 16, b"v" * 16
DAY = date(2026, 11, 12)
ids = st.binary(min_size=16, max_size=16)
serials = st.builds(derive_serial, ids, ids, ids, st.dates(date(2000, 1, 1), date(2170, 1, 1)), st.integers(0, 99))


def test_two_desks_make_the_same_serial() -> None:
    assert derive_serial(ORGANISATION, PARTICIPANT, PROGRAMME, DAY) == "LS-MG95-FF37-3R1H-K1WW"


@pytest.mark.parametrize(
    "other",
    [
        derive_serial(PARTICIPANT, ORGANISATION, PROGRAMME, DAY),
        derive_serial(ORGANISATION, PARTICIPANT, b"w" * 16, DAY),
        derive_serial(ORGANISATION, PARTICIPANT, PROGRAMME, date(2026, 11, 13)),
        derive_serial(ORGANISATION, PARTICIPANT, PROGRAMME, DAY, correction=1),
    ],
)
def test_another_certificate_has_another_serial(other: str) -> None:
    assert other != derive_serial(ORGANISATION, PARTICIPANT, PROGRAMME, DAY)


def test_an_id_of_another_length_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        derive_serial(b"short", PARTICIPANT, PROGRAMME, DAY)


def test_many_serials_are_all_different() -> None:
    made = {derive_serial(ORGANISATION, number.to_bytes(16, "big"), PROGRAMME, DAY) for number in range(20_000)}
    assert len(made) == 20_000


@given(serials)
def test_a_serial_survives_its_bytes(serial: str) -> None:
    assert serial_from_bytes(serial_bytes(serial)) == serial


@given(serials)
def test_it_may_be_typed_without_care(serial: str) -> None:
    careless = serial.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert read_serial(careless) == serial
    assert read_serial(serial.removeprefix("LS-").replace("-", "")) == serial


@given(serials, st.integers(0, 15), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(serial: str, place: int, sign: str) -> None:
    signs = list(serial.removeprefix("LS-").replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    with pytest.raises(Refusal):
        read_serial("LS" + "".join(signs))


@given(serials, st.integers(0, 15), st.integers(0, 15))
def test_two_signs_that_changed_places_are_noticed(serial: str, one: int, other: int) -> None:
    signs = list(serial.removeprefix("LS-").replace("-", ""))
    if signs[one] == signs[other]:
        return
    signs[one], signs[other] = signs[other], signs[one]
    with pytest.raises(Refusal):
        read_serial("".join(signs))


@pytest.mark.parametrize("text", ["", "LS", "LS-UUUU-UUUU-UUUU-UUUU", "LS-0000-0000-0000-000", "2026-0001"])
def test_what_is_no_serial_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        serial_bytes(text)


def test_bytes_that_no_serial_has_are_not_written() -> None:
    with pytest.raises(ValueError, match="not the bytes"):
        serial_from_bytes(b"\xff" * 10)
