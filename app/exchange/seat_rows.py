"""Seats over time as rows: what the picture shows, day by day, per location and in total."""

from __future__ import annotations

from pathlib import Path

from app.actions.desk import Desk
from app.domain.contract.seats import days_in
from app.domain.text import Text
from app.exchange.shown_table import write_shown_table
from app.store.texts import Translator
from app.views.seat_picture import SeatPicture, seat_picture

_HEADINGS = (Text("Date"), Text("{Location}"), Text("Bought"), Text("In use"), Text("Free"))


def write_seat_rows(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write a row for each day until today and give the path back; Refusal where it cannot be written."""
    say = Translator(language, desk.sight.profile.words).render
    rows = seat_rows(desk.read(seat_picture, agreement_id), say(Text("Together")), say(Text("No {location}")))
    return write_shown_table(path, [[say(heading) for heading in _HEADINGS], *rows])


def seat_rows(picture: SeatPicture, together: str, nowhere: str) -> list[list[str]]:
    """The total first, then each location; `together` and `nowhere` are their words."""
    last = min(picture.today, picture.last)
    named = [(together, picture.total), *((place.name or nowhere, place) for place in picture.places)]
    return [
        [use.day.isoformat(), name, str(use.bought), str(use.used), str(use.bought - use.used)]
        for name, place in named for use in days_in([one for one in place.series if one.day <= last], last)]
