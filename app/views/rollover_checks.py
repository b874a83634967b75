"""What is still to be looked at before the new groups are made, and what doing it will come to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.domain.contract.seat_numbers import bought_on
from app.domain.rollover.kept import Choice
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.rollover import IS_HERE
from app.store.seats import bought_by_licence, licence_rows
from app.store.tables import licences, participants
from app.views.rollover import RollOver, RollOverPage, roll_over_page

TONES = ("danger", "warning", "info", "good")


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is 'place', 'coach', 'name', 'without', 'seats', 'leave', 'file', 'closed', 'others', 'empty' or 'fine';
    `names` whom or what it is about, as far as that is short.
    """

    kind: str
    tone: str
    text: Text
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """`page` with what was found about it; `seats` are (people who stay, seats of that day) where there are seats.

    `can_do`: its day has come and nobody is without a place.
    """

    page: RollOverPage
    findings: tuple[Finding, ...] = ()
    seats: tuple[int, int] | None = None
    can_do: bool = False


def checked_roll_over(connection: Connection, sight: Sight) -> Checked:
    """Raises Refusal for who may not make groups."""
    page = roll_over_page(connection, sight)
    prepared = page.prepared
    if prepared is None:
        return Checked(page)
    seats = _seats(connection, prepared)
    findings = _findings(prepared, seats)
    blocked = any(one.kind == "place" for one in findings)
    return Checked(page, findings, seats, not blocked and prepared.effective_on <= sight.today)


def _findings(prepared: RollOver, seats: tuple[int, int] | None) -> tuple[Finding, ...]:
    found = [*_about_people(prepared), *_about_groups(prepared), *_about_seats(seats)]
    if prepared.others:
        found.append(Finding("others", "warning", Text(
            "A colleague prepared new {groups} for another day as well. After these, those come up: drop them then.")))
    if not any(one.tone in ("danger", "warning") for one in found):
        found.insert(0, Finding("fine", "good", Text("Nothing is missing.")))
    return tuple(sorted(found, key=lambda one: TONES.index(one.tone)))


def _about_people(prepared: RollOver) -> list[Finding]:
    people, found = prepared.people, list[Finding]()
    open_ones = [one for one in people if one.needs_place]
    if open_ones:
        found.append(Finding("place", "danger", Text(
            "{n} {participant} has no place yet", "{n} {participants} have no place yet", n=len(open_ones))))
    if prepared.differences:
        found.append(Finding("file", "warning", Text(
            "Of {n} {participant} the imported file says something else",
            "Of {n} {participants} the imported file says something else", n=len(prepared.differences))))
    without = [one for one in people if not one.group_ids and not one.to and not one.was_chosen]
    if without:
        found.append(Finding("without", "info", Text(
            "{n} {participant} is in no {group}, and will be in none",
            "{n} {participants} are in no {group}, and will be in none", n=len(without))))
    leaving = sum(1 for one in people if one.choice is Choice.LEAVE)
    if leaving:
        found.append(Finding("leave", "info", Text(
            "{n} {participant} leaves: out of the {groups}, with the seat free again",
            "{n} {participants} leave: out of the {groups}, with their seats free again", n=leaving)))
    return found


def _about_groups(prepared: RollOver) -> list[Finding]:
    going = prepared.going_on
    found = []
    if bare := tuple(one.name for one in going if not one.coaches):
        found.append(Finding("coach", "warning", Text(
            "{n} {group} has no {coach}", "{n} {groups} have no {coach}", n=len(bare)), bare))
    if twice := tuple(one.name for one in going if one.is_twice):
        found.append(Finding("name", "warning", Text("{n} {group} has the same name", "{n} {groups} have the same name",
                                                     n=len(twice)), twice))
    if empty := tuple(one.name for one in going if not one.people):
        found.append(Finding("empty", "info", Text(
            "Nobody goes to {n} {group}", "Nobody goes to {n} {groups}", n=len(empty)), empty))
    if closed := tuple(one.comes_from for one in prepared.new if one.is_closed):
        found.append(Finding("closed", "info", Text(
            "{n} {group} was closed since this is prepared", "{n} {groups} were closed since this is prepared",
            n=len(closed)), closed))
    return found


def _about_seats(seats: tuple[int, int] | None) -> list[Finding]:
    if seats is None:
        return []
    people, bought = seats
    text = Text("{people} of {bought} seats will be needed", people=people, bought=bought)
    if people <= bought:
        return [Finding("seats", "info", text)]
    return [Finding("seats", "warning", Text(
        "{people} seats will be needed and there are {bought} then: order more, or free seats",
        people=people, bought=bought))]


def _seats(connection: Connection, prepared: RollOver) -> tuple[int, int] | None:
    """Who stays with the organisation, and how many seats there are on that day. None where none were ever bought."""
    rows = licence_rows(connection, licences.c.kind == "participant")
    if not rows:
        return None
    bought = bought_by_licence(connection, rows)
    here = connection.execute(select(func.count(participants.c.id)).where(*IS_HERE)).scalar_one()
    leaving = sum(1 for one in prepared.people if one.choice is Choice.LEAVE)
    return here - leaving, sum(bought_on(parts, prepared.effective_on) for parts in bought.values())
