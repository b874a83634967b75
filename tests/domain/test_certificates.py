"""What stands on a certificate and in its file name."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.certificates import CertificateSheet, certificate_file_name, written_date


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "3 maart 2027"), ("en", "3 March 2027")],
)
def test_the_date_is_spelled_out(language: str, written: str) -> None:
    assert written_date(date(2027, 3, 3), language) == written


def test_a_file_name_tells_nothing_but_the_serial() -> None:
    sheet = CertificateSheet(
        "LS-MG95-FF37-3R1H-K1WW", "Emre de Vries", "Begrijpend lezen", "De Regenboog", "Zutphen",
        date(2026, 11, 23), date(2026, 11, 12), "nl", "LS1:A",
    )
    assert certificate_file_name(sheet) == "LS-MG95-FF37-3R1H-K1WW.pdf"
