"""What goes along with a request is data: told in the language of whoever reads it, whoever sent it."""

from __future__ import annotations

import pytest

from app.domain.diagnosis import Bundle, packed, told
from app.domain.support import LONGEST_DIAGNOSIS
from app.store.resources import load_profile
from app.store.texts import Translator

BUNDLE = Bundle("Leerspoor 1", 1_794_000_000_000_000, "Python 3, Linux", "oefenen", "coach",
                {"participants": 2, "groups": 1}, True, 3, 0, 1, True, 1_794_000_000_000_000, 4,
                "The server cannot be reached.")


def _words(diagnosis: str, language: str) -> str:
    say = Translator(language, load_profile("oefenen").words)
    return "\n".join(say.render(line) for line in told(diagnosis))


def test_it_is_told_in_the_language_of_the_reader() -> None:
    kept = packed(BUNDLE)
    dutch, english = _words(kept, "nl"), _words(kept, "en")
    assert "Profiel oefenen, als begeleider" in dutch and "1 groep en 2 deelnemers" in dutch
    assert "Deze computer is op slot" in dutch and "de klok wijkt 4 seconden af" in dutch
    assert "Profile oefenen, as coach" in english and "1 group and 2 participants" in english
    assert "To be sent: 3, held back: 0, to check: 1" in english


def test_of_a_long_fault_goes_what_there_is_room_for() -> None:
    bundle = Bundle("Leerspoor 1", 1, "s", "p", "coach", fault_at="20261130-1932",
                    fault="\n".join(f"  “regel”.py:{n}" for n in range(999)))
    kept = packed(bundle)
    assert len(kept) <= LONGEST_DIAGNOSIS
    words = _words(kept, "nl")
    assert "  “regel”.py:0" in words and "Nieuwste fout: 20261130-1932" in words


@pytest.mark.parametrize("sent", [
    "v 1\nregel", "{", "[]", "null", '{"program": 1}', packed(BUNDLE).replace("1794000000000000", str(10**30)),
    packed(BUNDLE).replace("1794000000000000", "-1"),
])  # fmt: skip
def test_what_is_no_bundle_stands_as_it_was_written(sent: str) -> None:
    assert _words(sent, "nl") == sent
