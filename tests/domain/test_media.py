"""Addresses that are taken and those that are not; how names are shown; when a content may go."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import ascii_host, broken_media, check_link, is_wanted, kind_of_bytes, proper_link, shown_host


@pytest.mark.parametrize("address", [
    "https://www.example.nl", "https://www.example.nl/a/b?c=d&e=%20f#g", "HTTPS://Example.NL:8443/x",
    "https://bücher.example/ü", "https://xn--bcher-kva.example/"])
def test_an_address_of_a_page(address: str) -> None:
    assert check_link("Uitleg", address) == ()
    assert check_link("Uitleg", proper_link(address)) == ()


@pytest.mark.parametrize("address", [
    "", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,<script>", "http://www.example.nl", "ftp://x.nl",
    "www.example.nl", "https://", "https://localhost/", "https:///pad", "https://naam:geheim@example.nl",
    "https://naam@example.nl", "https://example.nl/a b", "https://example.nl/\u202egnp.exe", "https://exa\nmple.nl",
    "https://example.nl:99999/", "https://example.nl:x/", "https://[::1", "https://example..nl/", "https://-a.nl/",
    "https://example.nl/\\evil.nl", "https://" + "a" * 300 + ".nl", "https://example.nl/" + "a" * 2_000])
def test_what_is_no_address_of_a_page(address: str) -> None:
    assert [one.field for one in check_link("Uitleg", address)] == ["address"]
    assert broken_media("media_links", {"title": "Uitleg", "address": address}) is not None


def test_a_link_has_a_title() -> None:
    assert [one.field for one in check_link(" ", "https://x.example")] == ["title"]


def test_a_name_in_other_letters_is_shown_as_it_is_written_too() -> None:
    looks_alike = proper_link("https://аррӏе.example/")  # in Cyrillic letters
    host, written = shown_host(looks_alike)
    assert host == "аррӏе.example" and written.startswith("xn--")
    assert shown_host("https://apple.example/") == ("apple.example", "")
    assert shown_host("https://xn--x.example/")[0]


@given(st.text(max_size=60))
def test_nothing_that_is_typed_makes_it_stumble(typed: str) -> None:
    for address in (typed, f"https://{typed}", f"https://x.example/{typed}"):
        if not check_link("Uitleg", address):
            kept = proper_link(address)
            assert kept.startswith("https://") and "@" not in kept.split("/")[2]
            shown_host(kept)
    ascii_host(typed)


@given(st.binary(max_size=40))
def test_whatever_a_file_begins_with_it_is_of_a_known_kind_or_none(head: bytes) -> None:
    assert kind_of_bytes(head) in {
        "", "zip", "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "audio/mpeg", "audio/wav",
        "audio/ogg", "audio/mp4", "audio/flac"}


def test_a_content_stays_while_its_withdrawal_can_be_undone() -> None:
    assert is_wanted(None, date(2026, 11, 21)) and is_wanted("2026-11-21", date(2026, 12, 20))
    assert not is_wanted("2026-11-21", date(2026, 12, 21))
