"""A set of changes on a desk that knows the whole set: what it does not name stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.exchange.oneroster import read_oneroster
from app.views.roster_export import desk_roster
from tests.desks import bring_in
from tests.exchange import oneroster_files as own
from tests.exchange.making import doubtful
from tests.exchange.oneroster_files import read, sources

DELTA = own.MANIFEST.replace(",bulk", ",delta")
NOW = datetime(2026, 11, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
HEAD = own.ENROLLMENTS.splitlines()[0]


def standing(desk: Desk) -> dict[str, tuple[tuple[str, ...], str | None]]:
    """Groups and location of everybody, by name."""
    roster = desk.read(desk_roster)
    group = {one.key: one.name for one in roster.groups}
    location = {one.key: one.name for one in roster.locations}
    return {
        one.name.full: (tuple(sorted(group[key] for key in one.group_keys)), location.get(one.location_key))
        for one in (*roster.participants, *roster.coaches)}


def changes(*, users: str, enrollments: str = "", **more: str | None) -> dict[str, str | None]:
    head = own.USERS.splitlines()[0]
    return {"manifest": DELTA, "users": f"{head}\n{users}", "enrollments": f"{HEAD}\n{enrollments}",
            "classes": None, "orgs": None, "courses": None, "academicSessions": None, **more}


def test_who_is_named_changes_groups_and_keeps_the_rest(desk: Desk) -> None:
    bring_in(desk, read())
    before = standing(desk)
    assert before["Emre de Vries"] == (("Groep 5", "Plusklas"), "Noord")
    users = f"1,active,{NOW},true,emre,,Emre,de Vries,,,,,,,5,,,,,,n,\n"
    enrollments = f"e1,tobedeleted,{NOW},plus,o,1,student,,,\ne9,active,{NOW},g67,z,1,student,,,\n"
    plan = bring_in(desk, read(**changes(users=users, enrollments=enrollments)))
    assert plan.counts["participants"]["changed"] == 1 and not plan.gone
    assert standing(desk) == before | {"Emre de Vries": (("Groep 5", "Groep 6/7"), "Noord")}


def test_who_is_to_be_deleted_leaves_and_nobody_else(desk: Desk) -> None:
    bring_in(desk, read())
    before = standing(desk)
    bring_in(desk, read(**changes(users=f"2,tobedeleted,{NOW},true,aisha,,Aïsha,Yıldız,,,,,,,6,,,Ies,,,z,\n")))
    assert standing(desk) == {name: where for name, where in before.items() if name != "Ies Yıldız"}


def test_who_is_deleted_together_with_the_role_leaves_and_without_any_role_it_is_said(desk: Desk) -> None:
    bring_in(desk, read())
    users = f"2,tobedeleted,{NOW},true,aisha,,Aïsha,Yıldız,,,,,,,6,,,Ies,,,z,\n"
    users += f"1,active,{NOW},true,e,,E,V,,,,,,,,,,,,,n,\n"
    roles = f"{own.ROLES.splitlines()[0]}\nr2,tobedeleted,{NOW},2,primary,student,,,z,\n"
    given = read(**changes(users=users, roles=roles))
    assert [line for line, reason in doubtful(given.notes) if "in which role" in reason] == [3]
    bring_in(desk, given)
    assert "Ies Yıldız" not in standing(desk) and "Emre de Vries" in standing(desk)


def test_the_whole_set_again_changes_nothing(desk: Desk) -> None:
    bring_in(desk, read())
    assert not bring_in(desk, read()).does_something


@pytest.mark.parametrize("name", ["users.csv", "roles.csv", "classes.csv", "enrollments.csv", "manifest.csv"])
@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_a_file_it_is_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    whole = own.FILES[name].encode()
    at = data.draw(st.integers(0, len(whole)))
    upto = data.draw(st.integers(at, min(len(whole), at + 40)))
    signs = st.sampled_from([b'"', b"\n", b";;;;", b"\x00", b"\xff", b",,,"])
    bad = data.draw(st.one_of(st.binary(max_size=12), signs))
    try:
        read_oneroster(sources({name: whole[:at] + bad + whole[upto:]}))
    except Refusal as refusal:
        assert len(refusal.reasons) >= 2
