"""The code on a certificate: what it proves without a network, and what it does not tell."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from app.domain.errors import Refusal
from app.domain.serials import derive_serial
from app.domain.verification import (
    LONGEST_CODE,
    LONGEST_TEXT,
    PREFIX,
    Claims,
    IssuerKey,
    Outcome,
    check,
    claims_for,
    decode,
    encode,
    fingerprint,
    key_id,
    name_digest,
)

KEY, OTHER_KEY = SigningKey(b"1" * 32), SigningKey(b"2" * 32)
PUBLIC = bytes(KEY.verify_key)
KNOWN = {key_id(PUBLIC): IssuerKey(PUBLIC, "Bibliotheek Noord")}
SERIAL = derive_serial(b"o" * 16, b"p" * 16, b"v" * 16, date(2026, 11, 12))
NAME = "Çağla Yıldız-van ’t Hoff"
CLAIMS = claims_for(
    SERIAL, NAME, "Bibliotheek Noord", "Klik & Tik: basis", date(2026, 11, 12), date(2026, 11, 23), "nl")
CODE = encode(CLAIMS, KEY)
KEPT_CODE = (
    "LS1:AESKUKSVRHW4WV5ECJL3YZY6AMMYPAFAMTXL5VAHSIHF6EBGKQTF6AARIJUWE3DJN52GQZLFNMQE433POJSEW3DJNMQC"
    "MICUNFVTUIDCMFZWS4YLMZWWOUO3CBCHQWUGGWCXOZP2AZOEK2NYFVBRIVYJFUGZT5H5DSBAFTSPNWKTB2Q5VYQDDK7GVH3N"
    "KGJMNLEKR2TKVFZSPKZMDDFAK"
)
"""CODE as the first version of the program made it."""

short_texts = st.text(st.characters(codec="utf-8"), max_size=30)
days = st.dates(date(2000, 1, 1), date(2170, 12, 31))
claims = st.builds(
    claims_for, st.just(SERIAL), short_texts, short_texts, short_texts, days, days, st.sampled_from(["nl", "en"]),
    st.none() | days)


@pytest.mark.clause("O-annex 1")
def test_the_printed_name_proves_the_paper() -> None:
    verdict = check(CODE, NAME, KNOWN)
    assert (verdict.outcome, verdict.claims, verdict.signed_by) == (Outcome.AUTHENTIC, CLAIMS, "Bibliotheek Noord")
    assert verdict.name_checked


def test_another_name_on_the_paper_is_noticed() -> None:
    assert check(CODE, "Emre de Vries", KNOWN).outcome is Outcome.NAME_DIFFERS


@pytest.mark.parametrize("name", [None, "", "  "])
def test_without_a_name_the_check_says_so(name: str | None) -> None:
    verdict = check(CODE, name, KNOWN)
    assert verdict.outcome is Outcome.AUTHENTIC
    assert not verdict.name_checked
    assert "not checked" in str(verdict.message)


@pytest.mark.parametrize(
    "typed", ["cagla yildiz van t hoff", "ÇAĞLA YILDIZ-VAN ’T HOFF", "Çağla  Yıldız - van 't Hoff"],
)
def test_a_checker_may_type_what_he_reads(typed: str) -> None:
    assert check(CODE, typed, KNOWN).outcome is Outcome.AUTHENTIC


@pytest.mark.parametrize("one, other", [("Łukasz Øster", "lukasz oster"), ("Þóra Strauß", "thora strauss")])
def test_letters_with_a_stroke_are_typed_plain(one: str, other: str) -> None:
    assert name_digest(SERIAL, one) == name_digest(SERIAL, other)


def test_names_in_another_script_differ_from_each_other() -> None:
    assert name_digest(SERIAL, "Ελένη") != name_digest(SERIAL, "Мария")


def test_the_digest_of_a_name_stays_as_it_is_for_ever() -> None:
    """Paper that was printed with version 1 must verify in ten years."""
    assert name_digest("LS-MG95-FF37-3R1H-K1WW", "Emre de Vries").hex() == "bdb0779d8ee6346a6e47"


def test_a_code_of_version_one_stays_readable_for_ever() -> None:
    assert CODE == KEPT_CODE


def test_the_code_holds_no_name() -> None:
    data = base64.b32decode(CODE.removeprefix(PREFIX) + "=" * (-len(CODE.removeprefix(PREFIX)) % 8))
    for part in ("Çağla", "Yıldız", "Hoff"):
        assert part.encode() not in data


def test_the_same_name_leaves_no_trace_between_certificates() -> None:
    other = derive_serial(b"o" * 16, b"p" * 16, b"w" * 16, date(2026, 11, 12))
    assert name_digest(SERIAL, NAME) != name_digest(other, NAME)


def test_an_unknown_key_is_named_by_its_fingerprint() -> None:
    verdict = check(encode(CLAIMS, OTHER_KEY), NAME, KNOWN)
    assert verdict.outcome is Outcome.KEY_UNKNOWN
    assert verdict.fingerprint == fingerprint(key_id(bytes(OTHER_KEY.verify_key)))
    assert verdict.fingerprint in str(verdict.message)
    assert verdict.signed_by == ""


def test_a_fingerprint_is_read_in_groups() -> None:
    assert fingerprint(bytes.fromhex("3f2a91c077d40b1e")) == "3F2A 91C0 77D4 0B1E"


def test_a_code_that_borrows_the_id_of_a_key_is_not_authentic() -> None:
    known = {key_id(bytes(OTHER_KEY.verify_key)): KNOWN[key_id(PUBLIC)]}
    assert check(encode(CLAIMS, OTHER_KEY), None, known).outcome is Outcome.NOT_AUTHENTIC


@pytest.mark.parametrize(
    "altered",
    [
        replace(CLAIMS, programme="Klik & Tik: gevorderd"),
        replace(CLAIMS, organisation="Bibliotheek Zuid"),
        replace(CLAIMS, issued_on=date(2026, 11, 24)),
        replace(CLAIMS, completed_on=date(2026, 11, 11)),
        replace(CLAIMS, language="en"),
        replace(CLAIMS, serial=derive_serial(b"o" * 16, b"q" * 16, b"v" * 16, date(2026, 11, 12))),
        replace(CLAIMS, name_digest=name_digest(SERIAL, "Emre de Vries")),
    ],
)
def test_no_claim_can_be_altered(altered: Claims) -> None:
    """The signature of the true code behind other claims."""
    mine, true = decode(encode(altered, KEY)), decode(CODE)
    forged = PREFIX + base64.b32encode(mine.signed + true.signature).decode().rstrip("=")
    assert check(forged, None, KNOWN).outcome is Outcome.NOT_AUTHENTIC


@given(st.integers(len(PREFIX), len(CODE) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_no_single_sign_of_a_code_can_be_altered(place: int, sign: str) -> None:
    altered = CODE[:place] + sign + CODE[place + 1:]
    try:
        verdict = check(altered, NAME, KNOWN)
    except Refusal:
        return
    assert altered == CODE or verdict.outcome in (Outcome.NOT_AUTHENTIC, Outcome.KEY_UNKNOWN)


@given(claims)
def test_claims_survive_their_code(made: Claims) -> None:
    opened = decode(encode(made, KEY))
    assert replace(opened.claims, organisation="", programme="") == replace(made, organisation="", programme="")
    assert opened.is_signed_by(PUBLIC)
    assert len(encode(made, KEY)) <= LONGEST_CODE


@given(st.text())
def test_any_text_is_refused_or_read(text: str) -> None:
    for code in (text, PREFIX + text):
        with pytest.raises(Refusal):
            decode(code)


@given(st.binary(max_size=250))
def test_any_bytes_are_refused_or_judged(data: bytes) -> None:
    code = PREFIX + base64.b32encode(b"\x01" + data).decode().rstrip("=")
    try:
        verdict = check(code, None, KNOWN)
    except Refusal:
        return
    assert verdict.outcome in (Outcome.KEY_UNKNOWN, Outcome.NOT_AUTHENTIC)


def test_a_code_may_be_pasted_with_line_ends_and_in_small_letters() -> None:
    pasted = "\n".join(CODE[start:start + 40] for start in range(0, len(CODE), 40)).lower()
    assert decode(pasted) == decode(CODE)


def test_there_is_one_way_to_write_a_code() -> None:
    with pytest.raises(Refusal, match="damaged"):
        decode(CODE + "=")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "begins with LS1:"),
        ("HC1:6BFOXN", "begins with LS1:"),
        (PREFIX, "damaged"),
        (PREFIX + "A1B8", "damaged"),
        (CODE[:100], "damaged"),
        (PREFIX + "A" * LONGEST_CODE, "too long"),
        (PREFIX + base64.b32encode(b"\x03" + bytes(120)).decode().rstrip("="), "newer version"),
    ],
)
def test_what_is_no_code_is_refused_with_a_plain_reason(code: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        decode(code)


def test_the_longest_texts_still_fit() -> None:
    long = replace(CLAIMS, organisation="o" * LONGEST_TEXT, programme="é" * (LONGEST_TEXT // 2))
    assert decode(encode(long, KEY)).claims == long


def test_a_longer_title_is_refused_before_anything_is_issued() -> None:
    with pytest.raises(Refusal, match="too long for the code"):
        encode(replace(CLAIMS, programme="p" * (LONGEST_TEXT + 1)), KEY)


def test_the_last_day_stands_in_the_code_and_cannot_be_moved() -> None:
    last = date(2029, 11, 22)
    until = claims_for(
        SERIAL, NAME, "Bibliotheek Noord", "Klik & Tik: basis", date(2026, 11, 12), date(2026, 11, 23), "nl", last)
    code = encode(until, KEY)
    assert decode(code).claims.valid_until == last and decode(CODE).claims.valid_until is None
    assert not until.has_expired(last) and until.has_expired(date(2029, 11, 23))
    assert not CLAIMS.has_expired(date(2199, 1, 1))
    data = bytearray(base64.b32decode(code.removeprefix("LS1:") + "=" * (-len(code.removeprefix("LS1:")) % 8)))
    data[34] ^= 1  # the last bit of the last day
    moved = "LS1:" + base64.b32encode(data).decode().rstrip("=")
    assert decode(moved).claims.valid_until != last
    assert check(moved, NAME, KNOWN).outcome is Outcome.NOT_AUTHENTIC
