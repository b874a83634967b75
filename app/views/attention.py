"""What asks for attention today, most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.calendar import NoticeDay
from app.domain.licence import LicenceState
from app.domain.progress import INACTIVE_RULE
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.resources import load_profile
from app.views.agreement_terms import agreement_terms
from app.views.figures import PeopleFigures
from app.views.licences import agreements_open, licence_list

NOTICE_WEEKS = 13
TONES = ("danger", "warning", "good", "info")


@dataclass(frozen=True, slots=True)
class Attention:
    """Something to do. `tone` is 'danger', 'warning', 'good' or 'info'; `panel` and `target` say where it is done."""

    kind: str
    tone: str
    title: Text
    detail: Text
    button: Text
    panel: str
    target: bytes | None = None


def attention(
    connection: Connection, sight: Sight, people: PeopleFigures, due: int
) -> tuple[Attention, ...]:
    found = list(_licences(connection, sight, people)) if sight.sees_all else []
    if due:
        found.append(
            Attention(
                "certificates",
                "good",
                Text("{n} certificate to print", "{n} certificates to print", n=due),
                Text("Every exercise of the {programme} was made"),
                Text("Print"),
                "certificates",
            )
        )
    found += _unseen(people.unseen)
    return tuple(sorted(found, key=lambda one: TONES.index(one.tone)))


def _licences(connection: Connection, sight: Sight, people: PeopleFigures) -> Iterator[Attention]:
    for row in agreements_open(connection):
        terms = agreement_terms(load_profile(row.provider), row, sight.today)
        notice = terms.dates.notice
        if isinstance(notice, NoticeDay) and 0 <= (left := (notice.last - sight.today).days) <= NOTICE_WEEKS * 7:
            yield Attention(
                "notice",
                "warning",
                Text("Notice can be given for {n} more day", "Notice can be given for {n} more days", n=left),
                Text("{package} renews silently on {day}", package=row.package, day=terms.dates.renews_on),
                Text("Look"),
                "licences",
            )
    yield from _full(connection, sight)
    without = people.without_seat
    if without:
        yield Attention(
            "without seat",
            "warning",
            Text("{n} {participant} without a seat", "{n} {participants} without a seat", n=without),
            Text("They cannot take part until they have one"),
            Text("Assign"),
            "licences",
        )


def _full(connection: Connection, sight: Sight) -> Iterator[Attention]:
    for row in licence_list(connection, sight):
        if row.kind == "participant" and row.state in (LicenceState.FULL, LicenceState.NEARLY_FULL):
            yield Attention(
                "nearly full",
                "warning",
                Text("{used} of {bought} seats in use", used=row.used, bought=row.bought),
                Text("Package {package}: order more, or free seats that are not used", package=row.package),
                Text("Solve"),
                "licences",
                row.id,
            )


def _unseen(unseen: int) -> list[Attention]:
    if not unseen:
        return []
    return [
        Attention(
            "unseen",
            "info",
            Text(
                "{n} {participant} not seen for {days} days",
                "{n} {participants} not seen for {days} days",
                n=unseen,
                days=INACTIVE_RULE.days,
            ),
            Text("No result since then"),
            Text("Look"),
            "progress",
        )
    ]
