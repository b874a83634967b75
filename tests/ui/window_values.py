"""Values as the views give them, for the overview and the finder."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.domain.text import Text
from app.views.attention import Attention
from app.views.overview import Overview, RecentChange, SeatsInMonth
from app.views.search import Hit


def at(hour: int, minute: int) -> int:
    """An instant on 23 November 2026, Amsterdam winter time."""
    return int(datetime(2026, 11, 23, hour - 1, minute, tzinfo=UTC).timestamp()) * 1_000_000


USED = (80, 84, 96, 101)
MONTHS = tuple(
    SeatsInMonth(date(2026 + (7 + number) // 12, (7 + number) % 12 + 1, 1), USED[number] if number < 4 else None, 110)
    for number in range(12))

ATTENTION = (
    Attention("notice", "warning",
              Text("Notice can be given for {n} more day", "Notice can be given for {n} more days", n=21),
              Text("{package} renews silently on {day}", package="Oefenen Bibliotheek Noord", day=date(2027, 1, 15)),
              Text("Look"), "licences"),
    Attention("certificates", "good", Text("{n} certificate to print", "{n} certificates to print", n=14),
              Text("Every exercise of the {programme} was made"), Text("Print"), "certificates"),
    Attention("person", "info", Text("{name} was not seen", name="Xanthippe Quirijnen"),
              Text("Every exercise of the {programme} was made"), Text("Look"), "groups", b"x" * 16),
)

RECENT = (
    RecentChange(at(14, 32), Text("{name} moved", name="Xanthippe Quirijnen"), "Zebedeus Wijnschenk"),
    RecentChange(at(9, 5), Text("Seats assigned"), "A. Kaya"),
)

OVERVIEW = Overview(
    participants_active=248, participants_new=9, seats_used=101, seats_bought=110, locations=2,
    exercises_this_week=1932, exercises_last_week=1725, certificates_this_year=86, certificates_due=14,
    attention=ATTENTION, seats_by_month=MONTHS, recent=RECENT)

HITS = (
    Hit("participant", b"1" * 16, "Quirijnen, Xanthippe", "Dinsdagochtend"),
    Hit("participant", b"2" * 16, "Vries, Emre de", "Klik & Tik"),
    Hit("coach", b"3" * 16, "Vries, Anna de", ""),
    Hit("group", b"4" * 16, "Vrijdagmiddag", "Noord"),
)

MARKERS = ("Xanthippe", "Quirijnen", "Zebedeus", "Wijnschenk")
"""Names that stand nowhere else."""
