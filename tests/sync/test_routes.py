"""Learning routes between desks: they arrive whole, and a coach changes what only the own groups have."""

from __future__ import annotations

import secrets

import pytest

from app.actions.groups import move_participants
from app.actions.media import add_link
from app.actions.reviews import settle_review
from app.actions.routes import add_route, assign_route, change_route, copy_route, end_assignments, withdraw_route
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.server.migrations.versions import v0005_files
from app.server.records import children
from app.server.tables import records
from app.store.routes import open_assignments
from app.views.reviews import open_reviews as reviews_shown
from app.views.routes import RoutePage, route_list, route_page
from tests.lessons import add_programme
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


def _school(world: World) -> School:
    made = make_school(world)
    made.assign(made.own)
    add_programme(made.one.desk, "koken")
    made.one.sync()
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_school)


def _programme(desk: SyncedDesk) -> bytes:
    return bytes(next(iter(desk.rows("programmes"))))


def _page(desk: SyncedDesk, route: bytes) -> RoutePage:
    return desk.desk.read(route_page, route)


def test_a_route_with_a_link_is_the_same_on_every_desk(school: School) -> None:
    one, two = school.one, school.two
    route = one.do(add_route, name="Koken", group_ids=[school.own], introduction="Rustig aan", steps=[
        {"programme_id": _programme(one), "starts_on": "2026-11-01", "due_on": "2026-12-01"},
        {"link": {"title": "Uitleg", "address": "https://bücher.example/x"}}]).outcome
    school.sync(one, two)
    assert _page(two, route).steps == _page(one, route).steps
    assert _page(two, route).steps[1].below == "https://xn--bcher-kva.example/x"
    first, last = _page(two, route).steps
    two.do(change_route, route_id=route, name="Koken", introduction="Rustig aan", steps=[
        {"id": last.id, "media_link_id": last.media_link_id, "due_on": "2026-12-24"},
        {"id": first.id, "programme_id": first.programme_id}])
    school.sync(two, one)
    assert [step.due_on for step in _page(one, route).steps] == ["2026-12-24", ""]
    school.world.agree(one, two)


def test_a_coach_makes_changes_copies_and_ends_routes_of_the_own_group(school: School) -> None:
    template = school.one.do(
        add_route, name="Arrangement", programme_ids=[_programme(school.one)], is_template=True).outcome
    school.one.sync()
    ben = school.ben()
    mine = ben.do(copy_route, route_id=template, name="Van ons", group_ids=[school.own]).outcome
    ben.sync()
    step = _page(ben, mine).steps[0]
    ben.do(change_route, route_id=mine, name="Van ons samen", introduction="", steps=[
        {"id": step.id, "programme_id": step.programme_id},
        {"link": {"title": "Uitleg", "address": "https://uitleg.example"}}])
    own = ben.do(copy_route, route_id=mine, name="Voor een", participant_ids=[school.amira]).outcome
    ben.sync()
    ben.do(withdraw_route, route_id=own)
    ben.do(undo_last)
    ben.do(end_assignments, assignment_ids=[_page(ben, own).holders[0].assignment_id])
    school.sync(ben, school.one)
    assert open_reviews(ben) == []
    page = _page(school.one, mine)
    assert (page.row.name, len(page.steps), [one.name for one in page.holders]) == ("Van ons samen", 2, ["Dinsdag"])
    assert _page(school.one, own).holders == ()


def test_the_server_knows_of_other_groups_that_have_the_route(school: School) -> None:
    """On the desk of the coach only the own group is seen to have it: the server decides (S11)."""
    route = school.one.do(
        add_route, name="Van allen", programme_ids=[_programme(school.one)], group_ids=[school.own]).outcome
    school.one.sync()
    ben = school.ben()
    school.one.do(assign_route, route_id=route, group_ids=[school.other])
    school.one.sync()
    ben.do(change_route, route_id=route, name="Van mij", introduction="", steps=[])
    ben.sync()
    assert len(open_reviews(ben)) == 1
    assert {one["name"] for one in school.world.server_rows("routes").values()} == {"Van allen"}


def test_a_lying_desk_reaches_no_route_of_others(school: School) -> None:
    programme = _programme(school.one)
    others = school.one.do(add_route, name="Ander", programme_ids=[programme], group_ids=[school.other]).outcome
    alone = school.one.do(add_route, name="Bram", participant_ids=[school.bram]).outcome
    template = school.one.do(add_route, name="Sjabloon", is_template=True).outcome
    link = school.one.do(add_link, title="Uitleg", address="https://uitleg.example").outcome
    school.one.sync()
    ben = school.ben()
    given = {"group_id": school.own, "participant_id": None, "from_on": "2026-11-21", "until_on": None}
    for route in (others, alone, template):
        own = Patch("route_assignments", secrets.token_bytes(16), None, 0, None, given | {"route_id": route})
        step = Patch("route_steps", secrets.token_bytes(16), None, 0, None, {
            "route_id": route, "programme_id": programme, "position": 9})
        assert send(ben, "route.change", [Patch("routes", route, "name", 99, "x", "Gehackt")]).status == "rejected"
        assert send(ben, "route.add", [own, step]).status == "rejected"
        assert send(ben, "route.withdraw", [Patch("routes", route, "until_on", 99, None, "2026-11-21")]).status == (
            "rejected")
    fresh = secrets.token_bytes(16)
    assert send(ben, "route.add", [
        Patch("routes", fresh, None, 0, None, {"name": "Sjabloon", "from_on": "2026-11-21", "is_template": 1}),
        Patch("route_assignments", secrets.token_bytes(16), None, 0, None, given | {"route_id": fresh}),
    ]).status == "rejected"
    assert send(ben, "media_link.withdraw", [Patch("media_links", link, "until_on", 99, None, "2026-11-21")],
                ).status == "rejected"  # fmt: skip
    assert "Gehackt" not in str(school.world.server_rows("routes"))
    assert len(school.world.server_rows("route_steps")) == 1


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("route_steps", {"position": 1, "due_on": "2026-11-20"}),
        ("route_steps", {"position": 1, "media_link_id": b"l" * 16, "starts_on": "2026-12-02",
                         "due_on": "2026-12-01"}),
        ("route_steps", {"position": 100_000, "media_link_id": b"l" * 16}),
        ("route_assignments", {"group_id": None, "participant_id": None, "from_on": "2026-11-21"}),
        ("media_links", {"title": "x", "address": "javascript:alert(1)", "from_on": "2026-11-21"}),
        ("media_links", {"title": "x", "address": "https://naam:geheim@x.example", "from_on": "2026-11-21"}),
        ("materials", {"title": "x", "media_type": "application/x-msdownload", "size": 9, "checksum": "0" * 64,
                       "from_on": "2026-11-21"}),
        ("materials", {"title": "x", "media_type": "application/pdf", "size": 1 << 40, "checksum": "0" * 64,
                       "from_on": "2026-11-21"}),
    ],
)  # fmt: skip
def test_no_row_is_taken_that_no_desk_makes(school: School, kind: str, row: dict[str, object]) -> None:
    route = school.one.do(add_route, name="Koken", group_ids=[school.own]).outcome
    school.one.sync()
    whole = row | ({"route_id": route} if kind.startswith("route") else {})
    made = Patch(kind, secrets.token_bytes(16), None, 0, None, whole)
    assert send(school.one, "route.add", [made]).status == "rejected"


def test_nobody_lays_a_step_or_an_assignment_of_one_route_in_another(school: School) -> None:
    one = school.one
    link = {"link": {"title": "Uitleg", "address": "https://uitleg.example"}}
    template = one.do(add_route, name="Sjabloon", is_template=True, steps=[link]).outcome
    one.sync()
    ben = school.ben()
    mine = ben.do(add_route, name="Van ons", group_ids=[school.own], steps=[link]).outcome
    school.sync(ben, one)
    for kind, action in (("route_steps", "route.change"), ("route_assignments", "route.assign")):
        (row,) = [row for row in ben.rows(kind).values() if row["route_id"] == mine]
        moved = Patch(kind, row["id"], "route_id", 2**40, mine, template)
        for desk in (ben, one):
            for name in (action, "route.add", "organisation.bring"):
                assert send(desk, name, [moved]).status == "rejected"
        assert school.world.server_rows(kind)[row["id"]]["route_id"] == mine


def test_a_route_that_somebody_else_gave_on_meanwhile_is_not_taken_back_with_its_making(school: School) -> None:
    one, two = school.one, school.two
    route = one.do(add_route, name="Koken", programme_ids=[_programme(one)]).outcome
    school.sync(one, two)
    two.do(assign_route, route_id=route, group_ids=[school.own])
    two.sync()
    one.do(undo_last)
    school.sync(one, two)
    assert [row.name for row in two.desk.read(route_list)] == ["Koken"]


def test_who_left_the_group_keeps_the_own_route_out_of_reach_of_its_coach(school: School) -> None:
    route = school.one.do(add_route, name="Amira", participant_ids=[school.amira]).outcome
    school.one.sync()
    ben = school.ben()
    assert [row.id for row in ben.desk.read(route_list)] == [route]
    school.one.do(
        move_participants, from_group_id=school.own, to_group_id=school.other, participant_ids=[school.amira])
    school.one.sync()
    ben.sync()
    with ben.desk.database.reading() as connection:
        assert open_assignments(connection, "2026-11-21") == []
    patch = Patch("routes", route, "name", 99, "Amira", "Gehackt")
    assert send(ben, "route.change", [patch]).status == "rejected"


def test_assignments_of_before_are_found_by_their_route_after_the_upgrade(school: School) -> None:
    route = school.one.do(add_route, name="Koken", group_ids=[school.own]).outcome
    school.one.sync()
    office = school.world.office
    with office.database.writing() as connection:
        connection.execute(records.update().where(records.c.kind == "route_assignments").values(parent=None))
        assert children(connection, office.id, "route_assignments", [route]) == []
        v0005_files._name_routes(connection)
        (found,) = children(connection, office.id, "route_assignments", [route])
    assert found.fields is not None and found.fields["group_id"] == school.own


def _both_change(first: SyncedDesk, then: SyncedDesk, route: bytes) -> None:
    """Each gives the same route another introduction without knowing of the other; `then` arrives later."""
    for desk, words in ((first, "Eerst de brief."), (then, "Eerst koken.")):
        step = _page(desk, route).steps[0]
        desk.do(change_route, route_id=route, name="Koken", introduction=words,
                steps=[{"id": step.id, "programme_id": step.programme_id}])
    first.sync()
    then.sync()


@pytest.mark.parametrize("coach_is_last", [True, False], ids=["coach last", "administrator last"])
def test_a_difference_about_a_route_of_the_own_group_is_the_coachs_to_settle(
    school: School, coach_is_last: bool,
) -> None:
    one = school.one
    route = one.do(add_route, name="Koken", group_ids=[school.own], programme_ids=[_programme(one)]).outcome
    one.sync()
    ben = school.ben()
    _both_change(*((one, ben) if coach_is_last else (ben, one)), route)
    school.sync(ben, one)
    (row,) = ben.desk.read(reviews_shown)
    assert row.choices == ("keep", "restore")
    ben.do(settle_review, review_id=row.id, choice="restore")
    school.sync(ben, one)
    assert _page(one, route).introduction == "Eerst de brief."
    assert open_reviews(ben) == open_reviews(one) == []


def test_a_difference_about_a_route_that_another_group_has_too_is_refused(school: School) -> None:
    one = school.one
    route = one.do(
        add_route, name="Koken", group_ids=[school.own, school.other], programme_ids=[_programme(one)]).outcome
    school.sync(one, school.two)
    ben = school.ben()
    _both_change(one, school.two, route)
    school.sync(one, ben)
    (row,) = open_reviews(one)
    # His desk lacks the rows of the other group, so it is the server that knows (S11).
    answer = send(ben, "review.settle", [Patch("reviews", row["id"], "choice", row["version"], "", "keep")])
    assert answer.status == "rejected"
