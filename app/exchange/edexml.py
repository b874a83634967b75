"""EDEXML 2.1, 2.0 and 1.03: the roster that a pupil administration exports (Edustandaard)."""

from __future__ import annotations

import codecs
import re
from typing import NoReturn
from xml.parsers.expat import errors
from xml.sax import SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from app.domain.errors import Refusal
from app.domain.roster import Roster
from app.domain.text import Text
from app.exchange.edexml_parse import Collector, Document
from app.exchange.edexml_roster import roster_of
from app.exchange.notebook import Notebook
from app.exchange.sources import MAX_ROSTER_BYTES, SourceFile, refused, refused_empty
from app.exchange.xml_feeding import EndlessTag, feed

FORMAT = "EDEXML"
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")


def read_edexml(source: SourceFile) -> Roster:
    """The roster in an EDEXML file, with a note for every line that is left out or looks wrong.

    `left` is set for year group H and for who left before the reference date (peildatum). `source` is 'edexml:'
    with BRIN and dependance code, institution number or school key. A group or location whose own key is missing
    or a dummy ('#') gets the key 'name:' and its name, so that persons in the file can still point at it.
    Raises `Refusal` when the file is no EDEXML, is damaged, in another encoding than it says, larger than
    `MAX_ROSTER_BYTES`, without a school year or persons, or holds two organisations.
    """
    source.refuse_if_larger(MAX_ROSTER_BYTES)
    if not source.size:
        raise refused_empty(source.name)
    notes = Notebook(source.name)
    declared = _declared_encoding(source.head(200))
    if declared and declared not in _UTF_8:
        reason = Text("The file is in the encoding {encoding}; EDEXML asks for UTF-8.", encoding=declared)
        notes.warning(1, reason)
    return roster_of(_parse(source), source.name, notes)


def _declared_encoding(head: bytes) -> str:
    found = _DECLARED.search(head)
    return found[1].decode("ascii").lower() if found else ""


def _parse(source: SourceFile) -> Document:
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    collector = Collector(source.name, parser)
    parser.setContentHandler(collector)
    with source.reading() as stream:
        try:
            feed(parser, stream)
        except EndlessTag as error:
            raise collector.too_big() from error
        except SAXParseException as error:
            _refuse_xml(source, error)
        except DefusedXmlException as error:
            raise _refused_document_type(source.name, parser.getLineNumber()) from error
        except (LookupError, ValueError) as error:
            raise _refused_encoding(source.name, 1) from error
    return collector.document


def _refused_document_type(file: str, line: int) -> Refusal:
    return refused(
        file,
        Text(
            "Line {line} of {file}: the file defines texts of its own or refers to other files (DOCTYPE). "
            "That can be harmful and never belongs in EDEXML.",
            line=line,
            file=file,
        ),
        Text("Make the export again. If it happens again, ask the supplier of your administration."),
    )


def _refused_encoding(file: str, line: int) -> Refusal:
    return refused(
        file,
        Text(
            "Line {line} of {file}: the letters are in another encoding than the file says (it should be UTF-8).",
            line=line,
            file=file,
        ),
        Text("Make the export again and do not open and save the file in another program in between."),
    )


def _refuse_xml(source: SourceFile, error: SAXParseException) -> NoReturn:
    line, column = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
    code = getattr(error.getException(), "code", 0)
    if code in _WRONG_ENCODING or (code == _INVALID and _first_broken_line(source) == line):
        raise _refused_encoding(source.name, line) from error
    raise refused(
        source.name,
        Text("{file} is not good XML: it goes wrong at line {line}, column {column}.", file=source.name, line=line,
             column=column),
        _cause(code),
        Text("Make the export again, or choose another file."),
    ) from error  # fmt: skip


def _code(message: str) -> int:
    return errors.codes[message]


_INVALID = _code(errors.XML_ERROR_INVALID_TOKEN)
_WRONG_ENCODING = {_code(errors.XML_ERROR_UNKNOWN_ENCODING), _code(errors.XML_ERROR_INCORRECT_ENCODING)}
_CUT_OFF = {
    _code(errors.XML_ERROR_UNCLOSED_TOKEN),
    _code(errors.XML_ERROR_PARTIAL_CHAR),
    _code(errors.XML_ERROR_UNCLOSED_CDATA_SECTION),
}
_BAD_SIGN = {_code(errors.XML_ERROR_BAD_CHAR_REF), _code(errors.XML_ERROR_UNDEFINED_ENTITY)}


def _cause(code: int) -> Text:
    """What expat's error means, in plain words."""
    if code == _code(errors.XML_ERROR_NO_ELEMENTS):
        return Text("The file is empty or was cut off.")
    if code in _CUT_OFF:
        return Text("The file was cut off before its end.")
    if code == _code(errors.XML_ERROR_TAG_MISMATCH):
        return Text("An end tag there does not belong to the tag that is open.")
    if code == _code(errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT):
        return Text("Something follows after the end, as if two files were put together.")
    if code in _BAD_SIGN:
        return Text("A sign is written there in a way that XML does not know.")
    return Text("What stands there is not XML.")


def _first_broken_line(source: SourceFile) -> int:
    """The first line that is not UTF-8, or 0. Counted as expat does: a line ends with a line feed."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.reading() as stream:
        for number, line in enumerate(stream, start=1):
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                return number
    return 0
