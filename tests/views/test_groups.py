"""Groups, who is in them, and the page of one person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actions.desk import Desk
from app.actions.participants import leave
from app.domain.errors import Refusal
from app.domain.roster import Origin, RosterGroup, RosterLocation
from app.views.groups import (
    all_participants,
    group_detail,
    group_list,
    participant_page,
    participants_without_group,
)
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of


@pytest.fixture
def school(school_desk: Desk) -> Desk:
    coaches = (
        replace(person("c1", "Joke", "Smit", groups=("a", "b")), proposed_roles=("LRK", "ICT")),
        person("c2", "Anne", "Aalders", groups=("a",)),
    )
    file = roster(
        person("1", "Amira", "Bakker", groups=("a", "k"), year_group="5"),
        person("2", "Bram", "Cools", groups=("b",), year_group="6"),
        person("3", "Chi", "Dang"),
        groups=("a", "b"), year=2026,
    )  # fmt: skip
    extra = RosterGroup(Origin("f", 1), "k", "Aparte klas", kind="combined", location_key="L")
    place = RosterLocation(Origin("f", 1), "L", "Lindenveen")
    bring_in(school_desk, replace(file, groups=(*file.groups, extra), locations=(place,), coaches=coaches))
    return school_desk


def test_groups_with_their_people_coaches_and_place(school: Desk) -> None:
    assert [(row.name, row.kind, row.participants, row.coaches, row.location) for row in school.read(group_list)] == [
        ("Groep a", "base", 1, "Anne Aalders, Joke Smit", ""),
        ("Groep b", "base", 1, "Joke Smit", ""),
        ("Aparte klas", "combined", 1, "", "Lindenveen"),
    ]


def test_a_group_opened(school: Desk) -> None:
    detail = school.read(group_detail, school.read(group_list)[0].id)
    assert [(row.full, row.year_group, row.groups) for row in detail.members] == [
        ("Amira Bakker", "5", "Groep a, Aparte klas")
    ]
    assert [(row.listed, row.groups, row.proposed_role) for row in detail.coaches] == [
        ("Aalders, Anne", "Groep a", ""),
        ("Smit, Joke", "Groep a, Groep b", "LRK, ICT"),
    ]


def test_a_proposed_role_is_shown_and_gives_no_right(school: Desk) -> None:
    """EDEXML's own warning: a role in a file is no account."""
    assert [row["role"] for row in rows_of(school, "accounts")] == ["administrator"]


def test_a_group_that_is_not_here(school: Desk) -> None:
    with pytest.raises(Refusal, match="does not exist any more"):
        school.read(group_detail, bytes(16))


def test_who_left_is_shown_when_asked(school: Desk) -> None:
    amira = school.read(all_participants)[0].id
    school.do(leave, participant_ids=[amira])
    assert [row.full for row in school.read(all_participants)] == ["Bram Cools", "Chi Dang"]
    assert [row.state for row in school.read(all_participants, True)] == ["left", "active", "active"]
    assert [row.full for row in school.read(participants_without_group)] == ["Chi Dang"]
    assert school.read(participant_page, amira).row.state == "left"


@pytest.mark.parametrize(
    ("provider", "shown"),
    [
        ("desk", ["given_name", "prefix", "family_name", "username", "email", "postcode"]),
        ("school_desk", ["given_name", "prefix", "family_name", "year_group", "username", "eckid"]),
    ],
)
def test_a_page_has_the_fields_that_the_profile_keeps(
    request: pytest.FixtureRequest, provider: str, shown: list[str]
) -> None:
    desk: Desk = request.getfixturevalue(provider)
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    page = desk.read(participant_page, desk.read(all_participants)[0].id)
    assert [field.name for field in page.fields] == shown
