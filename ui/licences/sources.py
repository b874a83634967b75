"""Dates and consequences as lines: the day, what it is, and where it comes from."""

from __future__ import annotations

from app.domain.contract.consequences import Consequence
from app.domain.contract.source import Origin, Source
from app.domain.contract.timeline import Entry, Silent
from app.domain.provider import NotRegulated
from ui.parts.facts import FactLine
from ui.words import show, show_short_date, tr


def entry_line(entry: Entry) -> FactLine:
    """A date with the other day where one can count or read it otherwise, and why there are two."""
    said = [show(entry.what), *map(show, entry.explanation)]
    return FactLine(_days(entry), "\n".join(said), source_words(entry.source))


def silent_line(silent: Silent) -> FactLine:
    """What one looks for and the terms do not regulate, with what stands elsewhere."""
    return FactLine("–", tr("{what}: {said}", what=show(silent.what), said=_silence(silent.rule)))


def consequence_line(one: Consequence) -> FactLine:
    """One thing that happens, with its day where one can be named."""
    day = show_short_date(one.day) if one.day is not None else "–"
    if isinstance(one.source, NotRegulated):
        note = _note(one.source)
        return FactLine(day, "\n".join([show(one.what), note]) if note else show(one.what), tr("not regulated"))
    return FactLine(day, show(one.what), source_words(one.source))


def source_words(source: Source) -> str:
    """The reference as it is cited, and whose reading it is where the clause does not say it itself."""
    if source.cited and source.origin is not Origin.ASSUMPTION:
        return source.cited
    if source.cited:
        return "\n".join((tr("our assumption"), f"({source.cited})"))
    return show(source.text)


def _days(entry: Entry) -> str:
    day = show_short_date(entry.day)
    if entry.until is not None and entry.until != entry.day:
        day = tr("{begins} up to and including {ends}", begins=day, ends=show_short_date(entry.until))
    if entry.other is not None and entry.other != entry.last:
        return tr("{day}, or {other}", day=day, other=show_short_date(entry.other))
    return day


def _silence(rule: NotRegulated) -> str:
    note = _note(rule)
    return f"{show(rule.text)} {note}" if note else show(rule.text)


def _note(rule: NotRegulated) -> str:
    return show(rule.note.text) if rule.note is not None else ""
