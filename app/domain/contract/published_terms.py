"""Terms as a licensor publishes them: which document, which edition, from when; and what cannot be right in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.contract.changes import Announced, ChangeEffect, terms_change, user_terms_change
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, too_long, wrong_day, wrong_future, wrong_order, wrong_words

GENERAL, USERS, PROCESSING, ANNEX = "general", "users", "processing", "annex"
SORTS: Mapping[str, Text] = {
    GENERAL: Text("General terms"), USERS: Text("User terms"), PROCESSING: Text("Processing agreement"),
    ANNEX: Text("Annex"),
}
LONGEST_NAME, LONGEST_BODY = 200, 60_000
"""Signs; our own choice. A text of some thirty pages."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


@dataclass(frozen=True, slots=True)
class PublishedTerms:
    """One edition of a document. `sort` is one of SORTS, `checksum` the SHA-256 of its file in hex, or of `body`: the
    text itself, which is kept of what people tick.

    `applies_from` is the first day on which it is said to hold.
    """

    sort: str
    title: str
    edition: str
    checksum: str
    published_on: date
    applies_from: date
    body: str = ""

    @property
    def document(self) -> tuple[str, str]:
        """What stays the same from one edition to the next."""
        return self.sort, self.title.casefold()


def plain_text(typed: str) -> str:
    """The text as it is kept: with the same line ends everywhere, and without loose spaces at the ends of lines."""
    lines = typed.replace("\ufeff", "").replace("\t", "    ").splitlines()
    return "\n".join("".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines).strip("\n")


def text_checksum(body: str) -> str:
    """The SHA-256 of exactly this text, in hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def check_terms(terms: PublishedTerms, others: Iterable[PublishedTerms], today: date) -> tuple[WrongField, ...]:
    """What is wrong with an edition that is to be recorded, each at its field; `others` are those there are."""
    return tuple(_wrong_in_terms(terms, tuple(others), today))


def _wrong_in_terms(
    terms: PublishedTerms, others: Sequence[PublishedTerms], today: date,
) -> Iterator[WrongField]:
    if terms.sort not in SORTS:
        yield missing("sort")
    for field, value in (("title", terms.title), ("edition", terms.edition)):
        if unfit := wrong_words(field, value, LONGEST_NAME):
            yield unfit
    if terms.sort == USERS and not terms.body:
        yield WrongField("body", Text("Who ticks must be able to read it. Nothing was recorded. Put the text here."))
    elif long := too_long("body", terms.body, LONGEST_BODY):
        yield long
    elif not _SHA256.fullmatch(terms.checksum):
        yield WrongField("checksum", Text(
            "The file is not chosen yet: its checksum shows later which text it was. Nothing was recorded."))
    wrong = (
        wrong_day("published_on", terms.published_on) or wrong_future("published_on", terms.published_on, today),
        wrong_day("applies_from", terms.applies_from)
        or wrong_order("applies_from", terms.published_on, terms.applies_from),
    )
    yield from (one for one in wrong if one is not None)
    yield from _wrong_beside(terms, [one for one in others if one.document == terms.document])


def _wrong_beside(terms: PublishedTerms, editions: Sequence[PublishedTerms]) -> Iterator[WrongField]:
    """An edition has its own name and its own first day."""
    if any(one.edition.strip().casefold() == terms.edition.strip().casefold() for one in editions):
        yield WrongField("edition", Text(
            "Edition {edition} of this document was recorded already. Nothing was recorded. Name another edition.",
            edition=terms.edition))
    if any(one.applies_from == terms.applies_from for one in editions):
        yield WrongField("applies_from", Text(
            "Another edition of this document applies from {day} already. Nothing was recorded. Choose another day.",
            day=terms.applies_from))


def in_force(editions: Iterable[PublishedTerms], day: date) -> tuple[PublishedTerms, ...]:
    """Of each document the edition that applies on `day`: the last one that had begun by then."""
    newest: dict[tuple[str, str], PublishedTerms] = {}
    for one in sorted(editions, key=lambda each: each.applies_from):
        if one.applies_from <= day:
            newest[one.document] = one
    return tuple(sorted(newest.values(), key=lambda each: (tuple(SORTS).index(each.sort), each.title)))


def announced(editions: Iterable[PublishedTerms], day: date) -> tuple[PublishedTerms, ...]:
    """What is to apply later, the nearest first."""
    return tuple(sorted((one for one in editions if one.applies_from > day), key=lambda each: each.applies_from))


def effect_of(profile: ProviderProfile, terms: PublishedTerms) -> ChangeEffect | NotRegulated:
    """What publishing this edition comes to: from when it holds, and how long it can be objected to (A-2.3, O-2.3)."""
    said = Announced("publication", terms.published_on, effective_on=terms.applies_from)
    if terms.sort == USERS:
        return user_terms_change(profile, said)
    return terms_change(profile, said)


def terms_of(row: Mapping[str, Any]) -> PublishedTerms:
    """A row of `terms` as the rules take it."""
    return PublishedTerms(
        row["sort"], row["title"], row["edition"], row["checksum"], date.fromisoformat(row["published_on"]),
        date.fromisoformat(row["applies_from"]), row["body"])


def broken_terms(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of `terms` whoever wrote it (S1), None where nothing is."""
    proper = (
        row["sort"] in SORTS and row["title"].strip() and row["edition"].strip()
        and _SHA256.fullmatch(row["checksum"]) and row["published_on"]
        and row["applies_from"] and row["applies_from"] >= row["published_on"]
        and (not row["body"] or (len(row["body"]) <= LONGEST_BODY and text_checksum(row["body"]) == row["checksum"])))
    return None if proper else _SHAPE
