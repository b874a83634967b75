"""The demo library: adult participants, and the list of them as Dutch Excel writes it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.organisation import CourseGroup, DemoOrganisation
from app.demo.people import (
    FixedPerson,
    Names,
    Usernames,
    draw_adult,
    draw_day,
    draw_postcode,
    on_weekday,
    plain,
)
from app.domain.names import PersonName

SEATS_IN_GROUP = 16  # a larger demo has "Dinsdagochtend 2" and so on
HEADINGS = (
    "Deelnemernummer", "Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "Gebruikersnaam", "Postcode",
    "Groep", "Locatie", "Begeleider", "Telefoon", "Startdatum",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LibraryParticipant:
    """One line of the list; empty text where nothing is known. `weekday` is the group's, 1 for Monday."""

    number: str
    name: PersonName
    email: str
    username: str
    postcode: str
    group: str
    location: str
    coach: str
    phone: str
    started: date
    weekday: int | None


def build_participants(
    names: Names, organisation: DemoOrganisation, seed: int, participants: int, today: date
) -> tuple[LibraryParticipant, ...]:
    """Exactly `participants` adults; ValueError below one."""
    if participants < 1:
        raise ValueError("a library has at least one participant")
    dice = random.Random(f"{seed}:library:{participants}")
    usernames = Usernames()
    places = list(_places(organisation, participants))
    dice.shuffle(places)
    everybody = list(_everybody(dice, names, participants))
    since, until = today - timedelta(days=640), today - timedelta(days=9)
    started = sorted(on_weekday(draw_day(dice, since, until)) for _ in places)
    return tuple(
        _participant(dice, usernames, str(1001 + number), *row)
        for number, row in enumerate(zip(everybody, places, started, strict=True))
    )


def library_csv(
    names: Names, organisation: DemoOrganisation, seed: int, participants: int, today: date
) -> bytes:
    """The list as Dutch Excel saves "CSV UTF-8": with a byte order mark, semicolons, CRLF and Dutch dates."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_row(one) for one in build_participants(names, organisation, seed, participants, today))
    return text.getvalue().encode("utf-8-sig")


def _row(one: LibraryParticipant) -> tuple[str, ...]:
    started = f"{one.started.day}-{one.started.month}-{one.started.year}"
    return (
        one.number, one.name.given, one.name.prefix, one.name.family, one.email, one.username, one.postcode,
        one.group, one.location, one.coach, one.phone, started,
    )  # fmt: skip


def _places(organisation: DemoOrganisation, participants: int) -> Iterator[tuple[CourseGroup, str]]:
    """A group and its name for each participant, by share; a group that is too large is split."""
    shares = sum(group.share for group in organisation.groups)
    before = 0
    for group in organisation.groups:
        size = (before + group.share) * participants // shares - before * participants // shares
        before += group.share
        count = max(1, -(-size // SEATS_IN_GROUP))
        for seat in range(size):
            part = seat * count // size
            yield group, group.name if part == 0 else f"{group.name} {part + 1}"


def _everybody(dice: random.Random, names: Names, participants: int) -> Iterator[FixedPerson]:
    """The fixed people spread over the list, where it is long enough for them; the dice do the rest."""
    fixed = names.fixed_adults if participants >= 2 * len(names.fixed_adults) else ()
    places = {number * participants // len(fixed): one for number, one in enumerate(fixed)}
    seen = {one.name for one in fixed}
    for number in range(participants):
        yield places.get(number) or FixedPerson(_new_name(dice, names, seen), "", "", None, "")


def _new_name(dice: random.Random, names: Names, seen: set[PersonName]) -> PersonName:
    for _ in range(5):
        name = draw_adult(dice, names)
        if name not in seen:
            break
    seen.add(name)
    return name


def _participant(
    dice: random.Random, usernames: Usernames, number: str,
    who: FixedPerson, place: tuple[CourseGroup, str], started: date,
) -> LibraryParticipant:  # fmt: skip
    group, group_name = place
    postcode = draw_postcode(dice, dice.choice(("1234", "1234", "1235")))
    own = f"{plain(who.name.given)[:1]}.{plain(who.name.family or who.name.given)}{dice.randint(1, 99)}"
    return LibraryParticipant(
        number=number,
        name=who.name,
        email=who.email or (f"{own}@post.example" if dice.random() < 0.74 else ""),
        username=usernames.of(who.name),
        postcode=f"{postcode[:4]} {postcode[4:]}" if dice.random() < 0.85 else "",
        group=group_name,
        location=group.location,
        coach=group.coach,
        phone=f"06-00{dice.randint(0, 999999):06d}" if dice.random() < 0.6 else "",
        started=started,
        weekday=group.weekday,
    )
