"""Building the demo: two organisations, founded and filled through the ordinary actions and the ordinary import."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from app.actions.catalogue import add_programmes
from app.actions.certificates import issue_certificates
from app.actions.desk import Clock, Desk, system_clock
from app.actions.founding import found_organisation
from app.actions.importing import apply_plan
from app.actions.licences import assign_seats
from app.actions.privacy import switch_field
from app.actions.routes import add_route
from app.demo import files
from app.demo.agreeing import agree, follow_agreements
from app.demo.answering import questions
from app.demo.billing import bill
from app.demo.coaching import look_after_coaches
from app.demo.course import happen
from app.demo.entry import let_in
from app.demo.figures import tell_for_figures
from app.demo.following import follow
from app.demo.helping import ask
from app.demo.licensor import LICENSOR, build_licensor
from app.demo.looking import look
from app.demo.observing import observe
from app.demo.ordering import order
from app.demo.organisation import DemoOrganisation
from app.demo.renewing import renew_groups
from app.demo.rights import ask_and_report
from app.demo.routing import guide
from app.demo.story import Story
from app.demo.talking import talk
from app.demo.testing import take_tests
from app.demo.twice import come_twice
from app.domain.answers import FIELD
from app.domain.calendar import last_day_of
from app.domain.sight import Sight
from app.exchange.importing import plan_files
from app.store.home import Home
from app.store.protection import DEMO
from app.store.tables import groups, participants, programmes
from app.views.certificates import DueCertificate, due_certificates

Say = Callable[[str], None]
# Certificates of programmes finished before this many weeks ago were printed already; the rest is waiting.
WAITING_WEEKS = 6
FIRST_IMPORT_AFTER = 23  # days after the agreement starts
SEATED_AT_ONCE = 85  # percent
COACHES_LOOKED_AFTER = timedelta(weeks=3)
"""So long ago the administrator went through the coaches."""


def build_demo(
    home: Home, clock: Clock = system_clock, participants: int | None = None, results: int | None = None,
    say: Say = lambda line: None, licensor: bool = False,
) -> tuple[str, ...]:
    """Make the demo organisations that are not here yet; gives the codes of those made.

    With `participants` or `results` only the first organisation is made, at that size, for measuring; with `licensor`
    a licensor too.
    """
    wanted = files.CODES if participants is None and results is None else files.CODES[:1]
    wanted = (*wanted, LICENSOR) if licensor else wanted
    made = tuple(code for code in wanted if code not in home.codes())
    for code in made:
        say(code)
        if code == LICENSOR:
            build_licensor(home, clock)
        else:
            _build(home, code, clock, participants, results)
    return made


def _build(home: Home, code: str, clock: Clock, people: int | None, results: int | None) -> None:
    told, story = files.demo_organisation(code), Story(clock)
    today = datetime.fromtimestamp(clock() / 1_000_000, UTC).date()
    story.at(told.agreement.concluded_on)
    desk, _ = found_organisation(
        home, code, told.name, told.provider, DEMO, place=told.place, administrator=told.administrator.name.full,
        logo=files.logo(code), clock=story)
    try:
        _fill(desk, story, today, told, people, results)
    finally:
        desk.close()


def _fill(
    desk: Desk, story: Story, today: date, told: DemoOrganisation, people: int | None, results: int | None,
) -> None:
    desk.do(add_programmes, provider=told.provider, programmes=[
        {"code": one.code, "iri": one.iri, "title": one.title["nl"], "title_en": one.title["en"],
         "certificate": one.certificate,
         "exercises": [(one.exercise_iri(number), title) for number, title in enumerate(one.exercises, 1)]}
        for one in told.programmes])
    licence = agree(desk, story.at, told, people)
    begin = min(told.agreement.starts_on + timedelta(days=FIRST_IMPORT_AFTER), today)
    with tempfile.TemporaryDirectory() as folder:
        story.at(begin)
        _import(desk, _source(told, people, Path(folder)))
        _make_routes(desk, told)
        _give_seats(desk, story, licence, begin, min(today, _last_day(told)))
        follow_agreements(desk, story.at, told, desk.read(_active), today)
        bill(desk, story.at, told, today)
        ask_and_report(desk, story.at, told, today)
        order(desk, story.at, told, today)
        talk(desk, story.at, told, today)
        ask(desk, story.at, told, today)
        let_in(desk, story.at, today)
        story.to_now()
        renew_groups(desk)
        happen(desk, story.at, told)
        come_twice(desk, story.at, today)
        story.to_now()
        _keep_answers(desk, told)
        _import(desk, _results(desk, told, people, results, Path(folder)))
    _issue_the_older(desk, story, told)
    story.at(max(begin, today - COACHES_LOOKED_AFTER))
    with_visitors = desk.sight.profile.period_kind != "school_year"
    look_after_coaches(desk, with_visitors=with_visitors)
    look(desk, with_visitors)
    follow(desk, story.at, told, today)
    observe(desk, story.at, today, _last_day(told))
    tell_for_figures(desk, story.at, told, today)
    story.to_now()
    guide(desk, told, dict(desk.read(_programmes)))
    take_tests(desk, _last_day(told))


def _keep_answers(desk: Desk, told: DemoOrganisation) -> None:
    """Where the programmes tell what was answered, the organisation recorded that it keeps that."""
    if questions(told.code):
        subject, field = FIELD
        desk.do(
            switch_field, subject=subject, field=field, is_on=True, purpose="Zien waar iemand vastloopt", ground="e",
            retention="twee jaar na vertrek", addition_on=desk.sight.today.isoformat())


def _source(told: DemoOrganisation, people: int | None, folder: Path) -> Path:
    if people is None:
        return files.shipped_source(told.code)
    path = folder / told.source
    path.write_bytes(files.source(told.code, people))
    return path


def _results(desk: Desk, told: DemoOrganisation, people: int | None, count: int | None, folder: Path) -> Path:
    path = folder / "results.jsonl"
    with path.open("wb") as file:
        for line in files.results(told.code, desk.sight.today, people, count):
            file.write(line.rstrip(b"\n") + b"\n")
    return path


def _import(desk: Desk, path: Path) -> None:
    for plan in plan_files(desk, [path]):
        apply_plan(desk, plan)


def _last_day(told: DemoOrganisation) -> date:
    """Of the first period: after it a licence that does not renew is not used any more."""
    return last_day_of(told.agreement.starts_on, told.agreement.months)


def _give_seats(desk: Desk, story: Story, licence: bytes, begin: date, today: date) -> None:
    """Most people from the beginning, the others as the months go by."""
    active = desk.read(_active)
    at_once = len(active) * SEATED_AT_ONCE // 100
    desk.do(assign_seats, licence_id=licence, participant_ids=active[:at_once])
    steps = max(1, (today - begin).days // 30)
    later = active[at_once:]
    for step in range(1, steps + 1):
        story.at(min(begin + timedelta(days=30 * step), today))
        part = later[len(later) * (step - 1) // steps:len(later) * step // steps]
        if part:
            desk.do(assign_seats, licence_id=licence, participant_ids=part)


def _make_routes(desk: Desk, told: DemoOrganisation) -> None:
    by_code, in_order = dict(desk.read(_programmes)), desk.read(_named, groups)
    for route in told.routes:
        desk.do(
            add_route, name=route.name, programme_ids=[by_code[code] for code in route.programmes],
            group_ids=[group for name, group in in_order if route.covers(name)])


def _issue_the_older(desk: Desk, story: Story, told: DemoOrganisation) -> None:
    """What was finished longer ago was printed at the end of that month, so that there is a history to look at."""
    before = desk.sight.today - timedelta(weeks=WAITING_WEEKS)
    by_month: dict[date, list[DueCertificate]] = {}
    for due in desk.read(due_certificates):
        if due.completed_on < before:
            by_month.setdefault(_end_of_month(due.completed_on), []).append(due)
    for day, dues in sorted(by_month.items()):
        story.at(day)
        desk.do(
            issue_certificates, due=[(one.participant_id, one.programme_version_id, one.full) for one in dues],
            place=told.place, issued_on=desk.sight.today)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _active(connection: Connection, sight: Sight) -> list[bytes]:
    query = select(participants.c.id).where(participants.c.state == "active").order_by(participants.c.sort_key)
    return [bytes(one) for one in connection.execute(query).scalars()]


def _named(connection: Connection, sight: Sight, table: object) -> list[tuple[str, bytes]]:
    return [(row.name, row.id) for row in connection.execute(select(table))]  # type: ignore[call-overload]


def _programmes(connection: Connection, sight: Sight) -> Iterable[tuple[str, bytes]]:
    return [(row.code, row.id) for row in connection.execute(select(programmes))]
