"""A coach never sees anybody of another group, in any view there is; a new view needs its scene here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import app.views
from app.actions.assessing import add_sitting, record_result
from app.actions.cards import give_cards
from app.actions.certificates import issue_certificates, revoke_certificate
from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import move_participants
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.media import add_link
from app.actions.messages import open_conversation
from app.actions.named_views import save_view
from app.actions.norming import load_tests
from app.actions.privacy import switch_field
from app.actions.routes import add_route
from app.domain.errors import Refusal
from app.domain.figures.periods import FigurePeriod
from app.domain.learning_rules import BehindRule
from app.domain.names import PersonName
from app.domain.periods import Period
from app.domain.reports import About, ReportOrder
from app.domain.roster import Statements
from app.domain.text import Text
from app.store import tables
from app.store.home import Home
from app.store.tables import certificates, coaches, participants
from app.views.certificates import due_certificates, issued_certificates
from app.views.groups import all_participants, group_list, participant_page
from app.views.person_attempts import Span
from tests.assessing import norm, reading_test
from tests.coaching import coach_of
from tests.desks import CODE, NOON, Clock, bring_in, person, roster, unlock
from tests.dumps import rows_of
from tests.following import noted, notes_on, planned
from tests.invoices import recorded
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement
from tests.observing import instrument, made, saw
from tests.orders import prepared
from tests.reviewing import conflict

MARK = "Geheim"
NOW, BEFORE = Period(date(2026, 11, 1), date(2026, 11, 30)), Period(date(2026, 10, 1), date(2026, 10, 31))


@dataclass(frozen=True, slots=True)
class Ward:
    """Two groups of two. One of each finished a programme, and one of each has a certificate already."""

    desk: Desk
    coach: Desk
    own_group: bytes
    other_group: bytes
    own: tuple[bytes, ...]
    others: tuple[bytes, ...]
    licence: bytes
    programme: bytes
    certificates: dict[str, tuple[bytes, str]]
    invoice: bytes


@pytest.fixture(scope="session")
def _ward_made(founded: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ward]:
    """Where it lies, and what it was when it was made."""
    home = Home(tmp_path_factory.mktemp("ward"))
    shutil.copytree(founded("oefenen"), home.folder(CODE))
    desk = open_desk(home, CODE, unlock, Clock(NOON - timedelta(hours=1)))
    made = _made(desk)
    desk.close()
    return home.folder(CODE), made


@pytest.fixture
def ward(_ward_made: tuple[Path, Ward], data_home: Home, clock: Clock) -> Iterator[Ward]:
    folder, made = _ward_made
    shutil.copytree(folder, data_home.folder(CODE))
    desk = open_desk(data_home, CODE, unlock, clock)
    yield replace(made, desk=desk, coach=Desk(desk.database, clock, made.coach.sight.actor.account_id))
    desk.close()


def _made(desk: Desk) -> Ward:
    people = [
        person(f"{side}{n}", f"{name}{n}", name, groups=(side,), email=f"{name}{n}@example.org", username=f"{name}{n}")
        for side, name in (("own", "Eigen"), ("other", MARK))
        for n in (1, 2)
    ]
    bring_in(desk, roster(*people, person("none", f"{MARK}9", MARK), groups=("own", "other")))
    for programme in ("koken", "fietsen"):
        version = add_programme(desk, programme)
        for key in ("own1", "other1"):
            finish(desk, key, programme)
    bring_results(
        desk, [statement(key, exercise_iri("koken", 1), at_us(n)) for n, key in enumerate(["own2", "other2"])]
    )
    prepared(desk)
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": 9}],
    )  # fmt: skip
    licence = rows_of(desk, "licences")[0]["id"]
    invoice = recorded(desk, rows_of(desk, "agreements")[0]["id"])
    by_name = {row.full: row.id for row in desk.read(all_participants)}
    desk.do(assign_seats, licence_id=licence, participant_ids=list(by_name.values()))
    due = [(one.participant_id, version, one.full) for one in desk.read(due_certificates) if "fietsen" in one.programme]
    issued = desk.do(issue_certificates, due=due, place="", issued_on=date(2026, 11, 20)).outcome
    desk.do(revoke_certificate, certificate_id=issued[1], reason=MARK)
    for number, (name, one) in enumerate(by_name.items()):
        conflict(desk, one, "email", f"{name}@example.org", f"{name}@example.com", number=number)
    groups = {row.name: row.id for row in desk.read(group_list)}
    own = groups["Groep own"]
    _talk(desk, groups, by_name)
    certificates = {row.name_printed: (row.id, row.serial) for row in desk.read(issued_certificates)}
    return Ward(
        desk, coach_of(desk, own), own, groups["Groep other"],
        tuple(row for name, row in by_name.items() if MARK not in name),
        tuple(row for name, row in by_name.items() if MARK in name),
        licence, rows_of(desk, "programmes")[0]["id"], certificates, invoice,
    )  # fmt: skip


def _talk(desk: Desk, groups: dict[str, bytes], people: dict[str, bytes]) -> None:
    """With every group and everybody alone; of the other group under its mark."""
    desk.do(switch_field, subject="participant", field="messages", is_on=True, purpose="p", ground="e",
            addition_on="2026-11-01")
    for name, group in groups.items():
        desk.do(open_conversation, title=MARK if "other" in name else "Eigen",
                body=MARK if "other" in name else "Eigen", group_id=group)
    for name, one in people.items():
        desk.do(open_conversation, title=name, body=name, participant_id=one)


Calls = Callable[[Ward], list[tuple[Any, ...]]]
SCENES: dict[str, Calls] = {
    "all_participants": lambda ward: [(), (True,)],
    "audit_report": lambda ward: [()],
    "certificate_sheets": lambda ward: [((one,),) for one, _ in ward.certificates.values()],
    "certificate_status": lambda ward: [(serial,) for _, serial in ward.certificates.values()],
    "agreement_basis": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "agreement_course": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "index_proposal": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"], ward.licence, date(2027, 2, 1))],
    "open_points": lambda ward: [],  # part of the overview
    "own_card": lambda ward: [()],
    "use_notices": lambda ward: [()],
    "agreement_state": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "licences_of": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "audit_within": lambda ward: [(ward.desk.organisation.id,)],
    "audited": lambda ward: [()],
    "auditors": lambda ward: [()],
    "audits_here": lambda ward: [()],
    "running_audits": lambda ward: [()],
    "billing_choices": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "desk_roster": lambda ward: [()],
    "infringement_reports": lambda ward: [()],
    "licence_audit": lambda ward: [()],
    "next_fee": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "permission_register": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "refund_basis": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "standing_invoices": lambda ward: [(None,), (rows_of(ward.desk, "agreements")[0]["id"],)],
    "all_organisations": lambda ward: [()],
    "catalogue": lambda ward: [()],
    "licensor_overview": lambda ward: [()],
    "organisation_list": lambda ward: [()],
    "organisation_page": lambda ward: [(ward.desk.organisation.id,)],
    "organisation_row": lambda ward: [(ward.desk.organisation.id,)],
    "recent_changes": lambda ward: [()],
    "suspended": lambda ward: [],  # part of `organisation_list`
    "orderer": lambda ward: [()],
    "round_reach": lambda ward: [],  # part of the catalogue of a licensor, after `organisation_list` checked
    "texts_naming": lambda ward: [(one,) for one in ward.others],
    "terms_reach": lambda ward: [],  # the same
    "agreements_from": lambda ward: [],  # part of both
    "mandate_list": lambda ward: [()],
    "one_order": lambda ward: [(rows_of(ward.desk, "orders")[0]["id"],)],
    "order_basis": lambda ward: [()],
    "order_list": lambda ward: [()],
    "seat_picture": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "seats_used": lambda ward: [()],
    "taking_part": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "due_certificates": lambda ward: [(), (ward.other_group,), *((None, one) for one in ward.others)],
    "due_count": lambda ward: [()],
    "find": lambda ward: [(MARK,), ("gehe",), ("e",), ("g",), ("groep",)],
    "group_detail": lambda ward: [(ward.own_group,), (ward.other_group,)],
    "group_list": lambda ward: [()],
    "group_matrix": lambda ward: [
        (group, programme) for group in (None, ward.own_group, ward.other_group) for programme in (None, ward.programme)
    ],
    "group_named": lambda ward: [("Groep other",), (ward.other_group.hex(),)],
    "invoice_page": lambda ward: [(ward.invoice,)],
    "invoices_of": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "invoicing": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "is_there": lambda ward: [(one,) for one in ward.others],
    "issued_count": lambda ward: [(), (ward.other_group,)],
    "issued_certificates": lambda ward: [(), (ward.other_group,), *((None, one) for one in ward.others)],
    "known_keys": lambda ward: [()],
    "licence_counts": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "licence_detail": lambda ward: [(ward.licence,)],
    "licence_list": lambda ward: [()],
    "may_see": lambda ward: [(one,) for one in ward.others],
    "open_count": lambda ward: [()],
    "open_reviews": lambda ward: [()],
    "overview": lambda ward: [()],
    "seat_holders": lambda ward: [(ward.licence,)],
    "people_without_seat": lambda ward: [(ward.licence,)],
    "seat_offers": lambda ward: [(ward.own_group,)],
    "unused_seats": lambda ward: [(ward.licence,)],
    "own_figures": lambda ward: [()],
    "participant_file": lambda ward: [(one,) for one in ward.others],
    "participant_named": lambda ward: [
        ("Geheim1 Geheim",),
        ("other1",),
        ("Geheim1",),
        *((one.hex(),) for one in ward.others),
    ],
    "participant_page": lambda ward: [(one,) for one in ward.others],
    "participant_progress": lambda ward: [(one,) for one in ward.others],
    "participant_rows": lambda ward: [(), (ward.others,), (None, True), (ward.others, True)],
    "participants_without_group": lambda ward: [()],
    "people_figures": lambda ward: [()],
    "attention": lambda ward: [],  # part of the overview, with figures made there
    "one_participant": lambda ward: [],  # part of `participant_progress`, after its check
    "statement": lambda ward: [(rows_of(ward.desk, "agreements")[0]["id"],)],
    "stored_values": lambda ward: [],  # part of `participant_file`, after its check
    "file_against_prepared": lambda ward: [((),)],
    "plan_roster": lambda ward: [(roster(person("own1", "Eigen1", "Eigen")),)],
    "plan_statements": lambda ward: [([Statements((statement("other1", exercise_iri("koken", 1)),))],)],
    "privacy_settings": lambda ward: [()],
    "register": lambda ward: [()],
    "sync_standing": lambda ward: [()],
    "visible_people": lambda ward: [()],
    "whole_file": lambda ward: [(one,) for one in ward.others],
    "coach_list": lambda ward: [(), (True,)],
    "location_list": lambda ward: [()],
    "route_list": lambda ward: _routed(ward) and [(), (True,)],
    "route_page": lambda ward: [(one,) for one in _routed(ward)],
    "route_choices": lambda ward: [()],
    "late_by_person": lambda ward: [],  # part of `group_matrix`, of people chosen there
    "far_behind": lambda ward: [
        (BehindRule(90, 2, 1, 0), group, one) for group in (None, ward.own_group, ward.other_group)
        for one in (None, *ward.others)],
    "difficult_exercises": lambda ward: [(), (ward.own_group,), (ward.other_group,), (None, ward.programme)],
    "stuck_people": lambda ward: _all_stuck(ward) and [
        (one["id"], group) for one in rows_of(ward.desk, "exercises") for group in (None, ward.other_group)],
    "help_rules": lambda ward: [()],
    "named_views_of": lambda ward: _viewed(ward) and [("progress",)],
    "routes_of_person": lambda ward: [],  # part of `participant_progress`, after its check
    "person_head": lambda ward: [(one,) for one in ward.others],
    "person_moments": lambda ward: [(one, Span()) for one in ward.others],
    "person_attempts": lambda ward: [(one, Span()) for one in ward.others],
    "person_weeks": lambda ward: [(one, Span()) for one in ward.others],
    "newest_attempts": lambda ward: [],  # part of `person_attempts`, after its check
    "newest_visits": lambda ward: [],  # part of `person_moments`, after its check
    "weeks_between": lambda ward: [],  # part of `person_weeks`, after its check
    "of_exercises": lambda ward: [],  # and so are the others of `app.views.moments`
    "of_programmes": lambda ward: [],
    "of_certificates": lambda ward: [],
    "of_routes": lambda ward: [],
    "things_of": lambda ward: [([],)],
    "programme_notices": lambda ward: [([ward.programme],)],
    "link_list": lambda ward: _extra(ward, [(), (True,)]),
    "material_list": lambda ward: _extra(ward, [(), (True,)]),
    "learning_material": lambda ward: _extra(ward, [()]),
    "group_media": lambda ward: _extra(ward, [(ward.own_group,), (ward.other_group,)]),
    "person_routes": lambda ward: _routed(ward) and [(one,) for one in (*ward.others, *ward.own)],
    "all_tests": lambda ward: _tested(ward) and [(), (True,)],
    "one_test": lambda ward: _tested(ward) and [(rows_of(ward.desk, "tests")[0]["id"],)],
    "load_plan": lambda ward: [([reading_test(norms=(norm(),))],)],
    "sitting_list": lambda ward: _tested(ward) and [(), (ward.own_group,), (ward.other_group,)],
    "score_sheet": lambda ward: [(one,) for one in _tested(ward)],
    "item_tables": lambda ward: [(one,) for one in _tested(ward)],
    "groups_with_tests": lambda ward: _tested(ward) and [()],
    "people_of_group": lambda ward: [(ward.own_group,), (ward.other_group,)],
    "person_growth": lambda ward: _tested(ward) and [(one,) for one in ward.others],
    "group_growth": lambda ward: _tested(ward) and [(ward.own_group,), (ward.other_group,)],
    "board_row": lambda ward: [(date(2026, 11, 1), date(2026, 11, 30))],
    "compared_groups": lambda ward: [(NOW, BEFORE)],
    "compared_people": lambda ward: [(NOW, BEFORE, ward.own_group), (NOW, BEFORE, ward.other_group)],
    "year_months": lambda ward: [(), (ward.own_group,), (ward.other_group,)],
    "members_between": lambda ward: [(date(2026, 11, 1), date(2026, 11, 30))],
    "wide_progress": lambda ward: [(date(2026, 11, 1), date(2026, 11, 30))],
    "years_with_results": lambda ward: _tested(ward) and [()],
    "results_to_give": lambda ward: _tested(ward) and [(2026,)],
    "conversation_list": lambda ward: [()],
    "conversation": lambda ward: [(one["id"],) for one in rows_of(ward.desk, "conversations")],
    "closed_days": lambda ward: [()],
    "closed_day_list": lambda ward: [()],
    "diagnosis": lambda ward: [()],
    "help_page": lambda ward: [(0,)],
    "support_requests_of": lambda ward: [()],
    "maintenance_list": lambda ward: [(0,)],
    "maintenance_told": lambda ward: [()],
    "addressees": lambda ward: [()],
    "clearing": lambda ward: [()],
    "following": lambda ward: [(one,) for one in _followed(ward)],
    "design_list": lambda ward: [()],
    "programme_choices": lambda ward: [()],
    "own_logo": lambda ward: [()],
    "certificate_standings": lambda ward: [([],)],
    "server_to_ask": lambda ward: [()],
    "seal_facts": lambda ward: [()],
    "seal_certificate": lambda ward: [()],
    "seal_to_sign_with": lambda ward: [()],
    "example_sheet": lambda ward: [],  # of a name that was just typed
    "planned_talks": lambda ward: [(), (365,)],
    "instrument_list": lambda ward: _observed(ward) and [(), (True,)],
    "one_instrument": lambda ward: [(_observed(ward),)],
    "instrument_plan": lambda ward: [([instrument(edition="2")],)],
    "groups_to_observe": lambda ward: [()],
    "observation_sheet": lambda ward: [(_observed(ward), one, date(2026, 11, 20)) for one in (
        ward.own_group, ward.other_group)],
    "participant_profile": lambda ward: _observed(ward) and [(one,) for one in ward.others],
    "group_profile": lambda ward: _observed(ward) and [(ward.own_group,), (ward.other_group,)],
    "report_job": lambda ward: [(ReportOrder(), ward.others), (ReportOrder(about=About.GROUP), (), [ward.other_group])],
    "report_head": lambda ward: [()],
    "people_reports": lambda ward: [((one,), ReportOrder()) for one in _followed(ward)],
    "group_report": lambda ward: [
        (ward.own_group, ward.own, ReportOrder()), (ward.other_group, ward.others, ReportOrder()),
        (None, (*ward.own, *ward.others), ReportOrder())],
    "organisation_report": lambda ward: [(ReportOrder(),)],
    "done_per_week": lambda ward: [],  # part of what names whose weeks they are
    "roll_over_page": lambda ward: [()],
    "checked_roll_over": lambda ward: [()],
    "card_piles": lambda ward: [(_cards(ward),)],
    "cards_of": lambda ward: [(ward.others,)],
    "all_consents": lambda ward: [(), *((one,) for one in ward.others)],
    "consent_sheet": lambda ward: [()],
    "consents_to_ask": lambda ward: [()],
    "person_terms": lambda ward: [(one,) for one in ward.others],
    "not_asked": lambda ward: [()],
    "coach_to_ask": lambda ward: [()],
    "terms_now": lambda ward: [()],
    "entry_points": lambda ward: [],  # part of the overview
    "joining": lambda ward: [_registered(ward)],
    "waiting_count": lambda ward: [()],
    "doubles": lambda ward: [()],
    "doubles_count": lambda ward: [()],
    "told_apart": lambda ward: [()],
    "double_pair": lambda ward: [(ward.others[0], ward.own[0])],
    "leavers": lambda ward: [()],
    "ways_back": lambda ward: [(ward.others,)],
    "shelves": lambda ward: [()],
    "candidate_sides": lambda ward: [(ward.others,)],
    "is_connected": lambda ward: [()],
    "owner_here": lambda ward: [
        (PersonName(MARK, "", MARK), None), *((PersonName("X", "", "Y"), one) for one in ward.others)],
    "own_account_of": lambda ward: [(one,) for one in _with_accounts(ward)],
    "described_people": lambda ward: [(ward.others,)],
    "described_group": lambda ward: [(ward.other_group,), (ward.own_group,)],
    "group_course": lambda ward: [(ward.other_group,)],
    "figure_choices": lambda ward: [()],
    "cbs_page": lambda ward: [(2026,)],
    "breakdown_table": lambda ward: [(date(2026, 1, 1), date(2026, 12, 31), "location")],
    "licence_use": lambda ward: [(date(2026, 1, 1), date(2026, 12, 31), "group")],
    "people_in": lambda ward: [(FigurePeriod(date(2026, 1, 1), date(2026, 12, 31)),)],
}


def _all_stuck(ward: Ward) -> bool:
    with ward.desk.database.writing() as connection:
        connection.execute(tables.progress.update().values(done_us=None, attempts=9))
    return True


def _viewed(ward: Ward) -> bytes:
    """A view of the administrator."""
    chosen = {"group": ward.other_group.hex()}
    made: bytes = ward.desk.do(save_view, panel="progress", name=MARK, choices=chosen).outcome
    return made


def _routed(ward: Ward) -> list[bytes]:
    """Routes of the other group and of one in it, of both groups, and of nobody."""
    return [
        ward.desk.do(add_route, name=name, **given).outcome for name, given in (
            (MARK, {"group_ids": [ward.other_group]}), (f"{MARK} 2", {"participant_ids": [ward.others[0]]}),
            ("Samen", {"group_ids": [ward.own_group, ward.other_group], "participant_ids": list(ward.others)}),
            ("Niemand", {}))]


def _followed(ward: Ward) -> tuple[bytes, ...]:
    notes_on(ward.desk)
    for one in ward.others:
        noted(ward.desk, one, MARK)
        planned(ward.desk, one, subject=MARK)
    return tuple(ward.others)


def _observed(ward: Ward) -> bytes:
    """An instrument by which everybody was observed, the others with a remark; its id."""
    if known := rows_of(ward.desk, "instruments"):
        return bytes(known[0]["id"])
    notes_on(ward.desk)
    laid = made(ward.desk)
    for one in (*ward.own, *ward.others):
        saw(ward.desk, laid, one, remark=MARK if one in ward.others else "Eigen")
    return laid.id


def _extra(ward: Ward, calls: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """A link and a material of the other group."""
    ward.desk.do(add_link, title=MARK, address=f"https://{MARK.lower()}.example/", group_id=ward.other_group)
    with ward.desk.database.writing() as connection:
        connection.execute(tables.materials.insert().values(
            id=secrets.token_bytes(16), title=MARK, file_name=f"{MARK}.pdf", media_type="application/pdf", size=1,
            checksum=MARK, group_id=ward.other_group, from_on="2026-11-01"))
    return calls


def _with_accounts(ward: Ward) -> tuple[bytes, ...]:
    with ward.desk.database.writing() as connection:
        connection.execute(participants.update().values(own_account_id=b"o" * 16))
    return ward.others


def _tested(ward: Ward) -> list[bytes]:
    """A sitting of each group, of the others alone, and of both together, with scores and remarks."""
    if known := rows_of(ward.desk, "sittings"):
        return [row["id"] for row in known]
    ward.desk.do(load_tests, defined=[reading_test(norms=(norm(),), items=3)], source="x", checksum="0" * 64)
    test, found = rows_of(ward.desk, "tests")[0]["id"], []
    for whom in ({"group_id": ward.own_group}, {"group_id": ward.other_group}, {"participant_ids": [ward.others[0]]},
                 {"participant_ids": [ward.own[0], ward.others[0]]}):
        sitting = ward.desk.do(add_sitting, test_id=test, moment="M4", taken_on="2026-11-20", **whom).outcome
        for person_ in (*ward.own, *ward.others):
            ward.desk.do(record_result, sitting_id=sitting, participant_id=person_, scores=[
                {"part_id": None, "item_scores": b"\1\0\1", "remark": MARK if person_ in ward.others else "Eigen"}])
        found.append(sitting)
    return found


def _cards(ward: Ward) -> tuple[bytes, ...]:
    return tuple(ward.desk.do(
        give_cards, participant_ids=list(ward.others), until_on=date(2026, 12, 5), address="x.example").outcome)


def _registered(ward: Ward) -> tuple[Any, ...]:
    """Somebody who waits for the other group, and looks like somebody there."""
    with ward.desk.database.writing() as connection:
        connection.execute(tables.registrations.insert().values(
            id=b"r" * 16, group_id=ward.other_group, participant_id=b"p" * 16, given=MARK, family=MARK,
            asked_us=ward.desk.clock(), state="waiting"))
    return ()


def views() -> dict[str, Callable[..., Any]]:
    """Every public function of the views that reads through somebody's eyes."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(app.views.__path__):
        for name, one in vars(importlib.import_module(f"app.views.{module.name}")).items():
            if inspect.isfunction(one) and not name.startswith("_") and _takes_sight(one):
                found[name] = one
    return found


def _takes_sight(function: Callable[..., Any]) -> bool:
    return function.__module__.startswith("app.views.") and list(inspect.signature(function).parameters)[:2] == [
        "connection",
        "sight",
    ]


def told(value: Any) -> Iterator[str | bytes]:
    """Every text and every id in a value, however deep."""
    match value:
        case str() | bytes():
            yield value
        case Text():
            yield value.template
            yield from told(dict(value.arguments))
        case dict():
            yield from told(list(value.items()))
        case list() | tuple() | set() | frozenset():
            for one in value:
                yield from told(one)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from told(getattr(value, field.name))


def test_every_view_has_a_scene() -> None:
    assert set(views()) == set(SCENES)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_coach_sees_nobody_of_another_group(ward: Ward, name: str) -> None:
    for arguments in SCENES[name](ward):
        try:
            shown = list(told(ward.coach.read(views()[name], *arguments)))
        except Refusal as refused:
            shown = list(told(list(refused.reasons)))
        hidden = {one for one in shown if one in ward.others or MARK.casefold() in _text(one)}
        hidden -= {one for one in arguments if isinstance(one, str)}  # a refusal may repeat what was typed
        assert hidden == set(), arguments


def _text(one: str | bytes) -> str:
    return one.casefold() if isinstance(one, str) else ""


@pytest.mark.parametrize("name", ["agreement_basis", "agreement_course", "all_consents", "audit_report",
                                  "candidate_sides", "card_piles", "cards_of", "coach_list",
                                  "consent_sheet", "consents_to_ask", "double_pair", "doubles",
                                  "index_proposal", "leavers", "told_apart", "ways_back",
                                  "invoice_page", "invoices_of", "invoicing", "licence_counts", "licence_detail",
                                  "licence_list",
                                  "mandate_list", "own_card", "own_figures", "participant_file",
                                  "people_without_seat", "plan_roster", "seat_holders", "seat_offers", "unused_seats",
                                  "plan_statements", "privacy_settings", "register", "statement",
                                  "whole_file", "roll_over_page", "checked_roll_over"])  # fmt: skip
def test_what_is_the_administrators_alone_is_refused(ward: Ward, name: str) -> None:
    for arguments in SCENES[name](ward):
        with pytest.raises(Refusal, match="role does not allow"):
            ward.coach.read(views()[name], *arguments)


@pytest.mark.parametrize("name", ["participant_page", "participant_progress"])
def test_a_page_of_somebody_else_is_refused_and_not_noted_as_seen(ward: Ward, name: str) -> None:
    for one in (ward.others[0], bytes(16)):
        with pytest.raises(Refusal, match="not yours to see"):
            ward.coach.read(views()[name], one)
    ward.coach.flush_looks()
    assert "participants.looked_at" not in [row["action"] for row in rows_of(ward.desk, "audit_events")]


def test_the_own_people_are_all_there(ward: Ward) -> None:
    coach = ward.coach
    assert {row.id for row in coach.read(all_participants)} == set(ward.own)
    assert [row.participants for row in coach.read(group_list)] == [2]
    figures = coach.read(views()["overview"])
    assert (figures.participants_active, figures.certificates_due, figures.certificates_this_year) == (2, 1, 1)
    assert (figures.seats_used, figures.seats_bought, figures.seats_by_month) == (0, 0, ())
    assert {hit.kind for hit in coach.read(views()["find"], "e")} == {"participant"}
    assert len(coach.read(views()["group_matrix"], ward.own_group).rows) == 2
    assert coach.read(participant_page, ward.own[0]).row.id == ward.own[0]


LAST = "Zichtbaar"


@pytest.fixture
def no_last_names(ward: Ward) -> Desk:
    """The coach of the ward, who is to see none; every name of the own people then ends in the same word."""
    with ward.desk.database.writing() as connection:
        rows = connection.execute(participants.select()).all()
        for row in rows:
            name = PersonName(row.given, "van", LAST)
            connection.execute(participants.update().where(participants.c.id == row.id).values(
                prefix="van", family=LAST, sort_key=name.sort_key, search=name.search,
                username=f"{row.given}.{LAST}", email=f"{LAST}@example.org"))
        connection.execute(certificates.update().values(name_printed=f"Iemand van {LAST}", revoked_reason=LAST))
        connection.execute(coaches.update().values(shows_surnames=0))
    for number, one in enumerate(ward.own):
        conflict(ward.desk, one, "email", f"{LAST}@example.org", f"{LAST}@example.com", number=50 + number)
    ward.coach.look_again()
    return ward.coach


def test_who_sees_no_last_names_sees_none_in_any_view(ward: Ward, no_last_names: Desk) -> None:
    """A new view shows participants by `app.views.people.shown_name`."""
    for name, scene in SCENES.items():
        for arguments in scene(ward) if name in views() else []:
            try:
                shown = set(told(no_last_names.read(views()[name], *arguments)))
            except Refusal:
                continue
            assert [one for one in shown if LAST.casefold() in _text(one)] == [], name


def test_without_last_names_there_is_a_letter(ward: Ward, no_last_names: Desk) -> None:
    assert [row.full for row in no_last_names.read(all_participants)] == ["Eigen1 Z.", "Eigen2 Z."]
    assert {row.listed for row in no_last_names.read(all_participants)} == {"Eigen1 Z.", "Eigen2 Z."}
    page = no_last_names.read(participant_page, ward.own[0])
    assert [field.name for field in page.fields][:1] == ["given_name"]
    assert {"family_name", "username", "email"}.isdisjoint(field.name for field in page.fields)
    assert no_last_names.read(views()["find"], LAST) == no_last_names.read(views()["find"], "van z") == ()
    assert [hit.title for hit in no_last_names.read(views()["find"], "eigen1")] == ["Eigen1 Z."]


def test_who_sees_no_last_names_issues_and_prints_no_certificates(ward: Ward, no_last_names: Desk) -> None:
    assert no_last_names.read(due_certificates) == () and no_last_names.read(views()["due_count"]) == 0
    with pytest.raises(Refusal, match="no last names"):
        no_last_names.read(views()["certificate_sheets"], (next(iter(ward.certificates.values()))[0],))
    version = rows_of(ward.desk, "programme_versions")[0]["id"]
    with pytest.raises(Refusal, match="role does not allow"):
        no_last_names.do(issue_certificates, due=[(ward.own[0], version, "Eigen1 Zichtbaar")], place="",
                         issued_on=date(2026, 11, 20))


def test_differences_of_the_own_people_are_all_there(ward: Ward) -> None:
    assert {row.person for row in ward.coach.read(views()["open_reviews"])} == set(ward.own)
    assert ward.coach.read(views()["is_there"], ward.own[0])
    assert not ward.desk.read(views()["is_there"], bytes(16))


def test_a_coach_of_no_group_sees_nobody(ward: Ward) -> None:
    nobody = coach_of(ward.desk, name="Nieuw Hier")
    assert nobody.read(all_participants) == () and nobody.read(group_list) == ()
    assert nobody.read(views()["overview"]).participants_active == 0


def test_who_moved_away_is_no_longer_seen(ward: Ward) -> None:
    ward.desk.do(
        move_participants, from_group_id=ward.own_group, to_group_id=ward.other_group, participant_ids=[ward.own[0]]
    )
    assert {row.id for row in ward.coach.read(all_participants)} == set(ward.own[1:])
    with pytest.raises(Refusal, match="not yours to see"):
        ward.coach.read(participant_page, ward.own[0])
