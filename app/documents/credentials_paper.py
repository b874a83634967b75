"""The sheet that goes to a new administrator or coach: where to log in, with what, and what to do first (A-1.1, O-6.1).

The password stands on this sheet and nowhere else. Where it was written, the reader is told to take care of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.credentials import Credentials
from app.domain.permissions import Role
from app.domain.text import Text
from app.domain.words import Words
from app.store.files import write_atomically
from app.store.texts import Translator

_BEGIN = (
    Text("1. Install Leerspoor, or ask the people who look after your computers to do so."),
    Text("2. Choose “{choice}” and type the four lines above.", choice=Text("Log in at your server")),
)
_OF_AN_ADMINISTRATOR = (
    Text("3. The program asks you to choose a password of your own at once. The one on this sheet works only once: is "
         "it refused, then somebody else used it. Tell your licensor."),
    Text("4. Look in “{panel}” whether {the_organisation} and the agreement are written down correctly.",
         panel=Text("Licences")),
    Text("5. Make an account for everybody who works with Leerspoor. Nobody lends a password to somebody else."),
    Text("6. Destroy this sheet afterwards, and delete the file it was printed from."),
    Text("Did you lose this sheet before you logged in? Ask your licensor for another one. This password was kept "
         "nowhere."),
)
_OF_A_COACH = (
    Text("3. The program asks you to choose a password of your own at once. The one on this sheet works only once: is "
         "it refused, then somebody else used it. Tell your {administrator}."),
    Text("4. Look in “{panel}” whether these are your {groups}. Is something not right? Tell your {administrator}.",
         panel=Text("{Groups}")),
    Text("5. Keep your password to yourself: nobody lends a password to somebody else."),
    Text("6. Destroy this sheet afterwards, and delete the file it was printed from."),
    Text("Did you lose this sheet before you logged in? Ask your {administrator} for another one. This password was "
         "kept nowhere."),
)
def write_credentials(given: Credentials, issued_on: date, words: Words, path: Path, language: str) -> Path:
    """Write the sheet and give the path back; Refusal where it cannot be printed or written."""
    write_atomically(path, credentials_pdf(given, issued_on, Translator(language, words)))
    return path


def credentials_pdf(given: Credentials, issued_on: date, translator: Translator) -> bytes:
    """One page. Its title, which goes into the metadata, names nobody."""
    say = translator.render
    *then, lost = _OF_A_COACH if given.role is Role.COACH else _OF_AN_ADMINISTRATOR
    lines = (
        (Text("Address of the server"), given.server), (Text("Code of {the_organisation}"), given.organisation_code),
        (Text("User name"), given.username), (Text("Password"), given.password),
    )
    blocks: list[Block] = [
        Heading(say(Text("Your access to Leerspoor"))),
        Lines((given.organisation, given.place, given.name, say(Text("Handed out on {day}", day=issued_on)))),
        Paragraph(say(_you_are(given))),
        Table((say(Text("What is asked")), say(Text("What you type"))),
              tuple((say(what), value) for what, value in lines), (2, 3)),
        Heading(say(Text("What to do first")), 2),
        *(Paragraph(say(step)) for step in (*_BEGIN, *then)),
        Paragraph(say(lost), quiet=True),
    ]
    return paper_pdf(blocks, say(Text("Your access to Leerspoor")), translator.language, issued_on)


def _you_are(given: Credentials) -> Text:
    if given.role is Role.COACH:
        return Text(
            "You are {coach} at {organisation_name}. Keep this sheet to yourself: until you have chosen a password of "
            "your own, whoever has it can log in in your place.", organisation_name=given.organisation)
    return Text(
        "You are {administrator} of {organisation_name}. Keep this sheet to yourself: until you have chosen a "
        "password of your own, whoever has it can log in in your place.", organisation_name=given.organisation)
