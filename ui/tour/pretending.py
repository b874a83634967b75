"""A server and what came from it, made up for the tour: nothing is connected, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.contract.audit_looks import looked_at
from app.domain.text import Text
from app.views.audited import AuditedRow, audited
from app.views.audits import AuditRow, Audits, LookRow
from app.views.licence_audit import licence_audit
from app.views.overview import Overview
from app.views.progress import EarlierAttempts, ParticipantProgress
from app.views.reviews import ReviewLine, ReviewRow
from app.views.sync import SyncStanding

_MINUTE, _DAY = 60_000_000, 86_400_000_000


class PretendingDesk:
    """A desk of which some readings are made up (`answers`, by the name of the view); everything else is as it is."""

    def __init__(self, desk: Any, standing: SyncStanding, reviews: tuple[ReviewRow, ...]) -> None:
        self._desk = desk
        self.answers: dict[str, Any] = {"sync_standing": standing, "open_reviews": reviews}

    def read(self, view: Callable[..., Any], *arguments: Any) -> Any:
        return self.answers[view.__name__] if view.__name__ in self.answers else self._desk.read(view, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


class AuditorsShell:
    """The shell of an auditor who may look at one organisation, over that of its licensor; nothing is written."""

    def __init__(self, shell: Any, row: AuditedRow) -> None:
        self._shell, self._row = shell, row

    def read(
        self, view: Callable[..., Any], *_arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        if view is audited:
            then((self._row,))
        else:
            self._shell.read(licence_audit, then=then, within=self._row.id)

    def act(self, action: Any, *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        """On the tour no look is written down."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shell, name)


def pretended_audits(now_us: int) -> Audits:
    """An audit that runs, one of last year, and what was looked at."""
    row = AuditRow(
        b"5" * 16, "R. Visser", True, "jaarlijkse controle", "L. Prins", date(2026, 11, 16), date(2026, 12, 1),
        "running", Text("running"), 2, now_us - _DAY)
    before = replace(row, id=b"6" * 16, begins=date(2025, 11, 17), until=date(2025, 12, 1), state="ended",
                     said=Text("ended"), looks=0, last_us=None)
    looks = (
        LookRow(b"7" * 16, now_us - _DAY, "R. Visser", looked_at("screen")),
        LookRow(b"8" * 16, now_us - _DAY - 9 * _MINUTE, "R. Visser", looked_at("fetched")),
    )
    return Audits((row, before), looks, False, "O-12")


def pretended_standing(now_us: int) -> SyncStanding:
    return SyncStanding(
        "https://leerspoor.voorbeeld.nl", "m.deboer", "noord", last_success_us=now_us - 30 * _MINUTE,
        last_contact_us=now_us - 30 * _MINUTE, to_review=3)


def pretended_reviews(people: list[tuple[bytes, str]], now_us: int) -> tuple[ReviewRow, ...]:
    """A difference, a refusal and removals that wait, about these (id, name) of the demo."""
    (first, one), (second, two) = people[:2]
    difference = ReviewRow(
        b"1" * 16, "conflict", Text("{name}", name=one), first, Text("e-mail address"),
        (ReviewLine(Text("e-mail address"), _value("j.smit@voorbeeld.nl"), _value("jolanda.smit@voorbeeld.nl")),),
        0, Text("{name}", name="J. Smit"), now_us - 290 * _MINUTE, Text("yourself"), now_us - 3 * _DAY, None,
        ("keep", "restore"))
    refusal = replace(
        difference, id=b"2" * 16, sort="refused", about=Text("{name}", name=two), person=second,
        what=Text("Data of a {participant} changed"), other_by=Text("{name}", name="A. Kaya"),
        other_at_us=now_us - _DAY, choices=("drop", "again", "take"),
        lines=(ReviewLine(Text("last name"), _value("Bakker"), _value("Bakker-de Wit")),
               ReviewLine(Text("postcode"), Text("(empty)"), _value("2201 AB"))),
        reason=Text("Your role does not allow this. Nothing was changed. Ask your {administrator}."))
    removals = replace(
        difference, id=b"3" * 16, sort="removals", about=Text("This computer"), person=None,
        what=Text("Much would go at once"), other_at_us=now_us - 2 * _DAY, choices=("keep", "apply"),
        lines=(ReviewLine(Text("{Groups}"), None, Text("{number}", number=9)),
               ReviewLine(Text("Results"), None, Text("{number}", number=4210))))
    return difference, refusal, removals


def with_earlier_years(progress: ParticipantProgress) -> ParticipantProgress:
    return replace(progress, earlier=EarlierAttempts(34, date(2025, 8, 1)))


def coming_in(overview: Overview) -> Overview:
    """As it is at the first sync, before anything came."""
    return replace(
        overview, participants_active=0, participants_new=0, seats_used=0, seats_bought=0, exercises_this_week=0,
        exercises_last_week=0, certificates_this_year=0, certificates_due=0, attention=(), recent=(), is_coming_in=True)


def _value(words: str) -> Text:
    return Text("{value}", value=words)
