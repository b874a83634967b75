"""The letter to who goes on alone with an own account (O-11.5): plain words, large type, one page for each person.

The code stands in this letter and nowhere else. Nothing on it says why somebody practises or leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.documents.fonts import FontBatch
from app.documents.paper import Block, Heading, Lines, Paragraph, draw_blocks, printed_in
from app.documents.pdf_file import PdfFile
from app.documents.printable import refuse_lacking, signs_by_face
from app.documents.tagged import TaggedDocument, lay_foundation
from app.domain.own_accounts import OwnAccountLetter
from app.domain.text import Text
from app.domain.words import Words
from app.store.files import write_atomically
from app.store.texts import Translator


def write_letters(
    path: Path, letters: Sequence[OwnAccountLetter], words: Words, day: date, language: str,
) -> Path:
    """Write the letters and give the path back; Refusal where they cannot be printed or written."""
    write_atomically(path, letters_pdf(letters, Translator(language, words), day))
    return path


def letters_pdf(letters: Sequence[OwnAccountLetter], translator: Translator, day: date) -> bytes:
    """One letter on a page of its own for each. The title, which goes into the metadata, names nobody."""
    pages = [_letter(one, translator, day) for one in letters]
    printed = [each for blocks in pages for each in printed_in(blocks)]
    refuse_lacking(printed)
    file = PdfFile()
    foundation = lay_foundation(file, FontBatch(signs_by_face(printed)))
    title = translator.render(Text("Letters"))
    document = TaggedDocument(file, foundation, title=title, language=translator.language, day=day)
    for blocks in pages:
        with document.within("Sect"):
            draw_blocks(document, blocks)
    return document.finish()


def _letter(given: OwnAccountLetter, translator: Translator, day: date) -> list[Block]:
    say = translator.render
    return [
        Heading(say(Text("Your own account"))),
        Lines((given.person.full, given.organisation, say(Text("Handed out on {day}", day=day)))),
        *(_large(words) for words in (
            say(Text("Hello {name},", name=given.person.given or given.person.full)),
            say(Text("Do you want to go on by yourself? You can, with an account of your own. This is how it works:")),
            say(Text("1. Go to this address: {address}", address=given.server)),
            say(Text("2. Type your user name: {username}", username=given.username)),
            say(Text("3. Type your code: {code}", code=given.shown_code)),
            say(Text("4. Choose a password yourself. Tell it to nobody.")),
            say(Text("The code works once, up to and including {day}.", day=given.until)),
            say(Text("Only you can open your account. {organisation_name} cannot look into it, and neither can your "
                     "{coach}.", organisation_name=given.organisation)),
            say(Text("Do you want to keep your results? Ask {organisation_name} for a file with them.",
                     organisation_name=given.organisation)),
            say(Text("Will you go somewhere else later? You can link your account there. You make a code for that "
                     "yourself.")),
            say(Text("Keep this letter safe. Throw it away once you have chosen a password.")))),
    ]


def _large(words: str) -> Paragraph:
    return Paragraph(words, large=True)
