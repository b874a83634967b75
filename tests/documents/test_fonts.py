"""Faces: which signs they have, how wide text is, and that kerning is read as the fonts mean it."""

from __future__ import annotations

import string

import pytest
from fontTools.ttLib import TTFont

from app.documents.fonts import FILES, FontBatch, face, measure, missing_signs
from app.store.resources import resource_path

LETTERS = string.ascii_letters + "ÅĞŞÖÇëïðłžŻЖΑ’-.1"


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_european_names_is_there(name: str) -> None:
    signs = "".join(chr(code) for block in ((0xA1, 0x180), (0x218, 0x21C), (0x1E00, 0x1F00)) for code in range(*block))
    assert missing_signs(signs.replace("\xad", ""), [name]) == ""
    assert missing_signs("→←↑↓↔−≤≥≠≈✓–—…’“”•€", [name]) == ""


def test_missing_signs_are_named_once_and_in_order() -> None:
    assert missing_signs("a漢b字漢\n\u200dc") == "漢字\n\u200d"


def kerning_by_font_tools(font: TTFont, left: str, right: str) -> int:
    names, table = font.getBestCmap(), font["GPOS"].table
    one, other = names[ord(left)], names[ord(right)]
    numbers = {number for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"
               for number in record.Feature.LookupListIndex}
    lookups = [table.LookupList.Lookup[number] for number in sorted(numbers)]
    for rule in (rule for lookup in lookups if lookup.LookupType == 2 for rule in lookup.SubTable):
        if one not in rule.Coverage.glyphs:
            continue
        if rule.Format == 2:
            row = rule.Class1Record[rule.ClassDef1.classDefs.get(one, 0)]
            value = row.Class2Record[rule.ClassDef2.classDefs.get(other, 0)].Value1
            return int(value.XAdvance) if value else 0
        for record in rule.PairSet[rule.Coverage.glyphs.index(one)].PairValueRecord:
            if record.SecondGlyph == other:
                return int(record.Value1.XAdvance) if record.Value1 else 0
    return 0


@pytest.mark.parametrize("name", FILES)
def test_kerning_is_what_another_reader_finds(name: str) -> None:
    font = TTFont(resource_path("fonts", FILES[name]))
    pairs = [left + right for left in LETTERS for right in LETTERS]
    different = [pair for pair in pairs if face(name).closer(pair)[0] != kerning_by_font_tools(font, *pair)]
    assert different == []
    assert sum(1 for pair in pairs if face(name).closer(pair)[0]) > 100


def test_kerning_counts_in_the_width() -> None:
    apart = measure("serif-bold", "T").width + measure("serif-bold", "o").width
    assert measure("serif-bold", "To").width < apart
    assert measure("serif-bold", "").width == 0


def test_a_batch_shows_only_the_signs_it_was_made_for() -> None:
    batch = FontBatch({"sans": ["Emre"]})
    assert batch.show("sans", 10, "Emre").startswith("/F1 10.00 Tf [<")
    with pytest.raises(KeyError):
        batch.show("sans", 10, "Zoë")


def test_signs_beyond_one_font_get_a_second() -> None:
    signs = [chr(code) for code in range(0x100, 0x230)]
    batch = FontBatch({"sans": signs})
    assert batch.show("sans", 10, signs[0] + signs[-1]).count("/F") == 2
