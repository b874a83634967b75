"""People: added, corrected, gone and back again."""

from __future__ import annotations

import pytest

from app.actions.desk import Desk
from app.actions.groups import add_participants
from app.actions.licences import assign_seats
from app.actions.participants import CODE_ALPHABET, add_participant, change_participant, leave, revive
from app.domain.errors import Refusal
from app.views.groups import all_participants, participant_page
from tests.actions.conftest import Stage, make_group
from tests.desks import Clock
from tests.dumps import dump, patched, rows_of


def added(desk: Desk, **fields: str) -> bytes:
    return bytes(desk.do(add_participant, fields=fields).outcome)


def field(desk: Desk, person: bytes, name: str) -> str:
    return next(one.value for one in desk.read(participant_page, person).fields if one.name == name)


def test_somebody_new_is_active_and_has_a_one_time_code(desk: Desk) -> None:
    group = make_group(desk, "Dinsdag")
    desk.do(
        add_participant,
        fields={"given_name": " Emre ", "prefix": "de", "family_name": "Vries", "email": "emre@example.org"},
        group_id=group,
    )
    (row,) = desk.read(all_participants)
    assert (row.full, row.listed, row.groups, row.state) == ("Emre de Vries", "Vries, Emre de", "Dinsdag", "active")
    (code,) = rows_of(desk, "activation_codes")
    assert code["participant_id"] == row.id
    assert len(code["code"]) == 10 and set(code["code"]) <= set(CODE_ALPHABET)


def test_every_code_is_another(desk: Desk) -> None:
    for number in range(30):
        added(desk, given_name=f"Naam{number}")
    assert len({row["code"] for row in rows_of(desk, "activation_codes")}) == 30


@pytest.mark.parametrize("fields", [{}, {"given_name": "  "}, {"prefix": "van"}, {"email": "x@example.org"}])
def test_somebody_has_a_name(desk: Desk, fields: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="needs a first name or a last name"):
        desk.do(add_participant, fields=fields)
    assert desk.read(all_participants) == ()


def test_a_name_is_not_taken_away(desk: Desk) -> None:
    person = added(desk, given_name="Emre")
    with pytest.raises(Refusal, match="needs a first name or a last name"):
        desk.do(change_participant, participant_id=person, fields={"given_name": ""})


@pytest.mark.clause("O-annex I")
@pytest.mark.parametrize("name", ["birth_date", "gender", "year_group", "eckid", "younger_than_16", "notes", "local"])
def test_a_field_outside_the_list_is_refused(desk: Desk, name: str) -> None:
    person = added(desk, given_name="Emre")
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="is not kept here"):
        desk.do(add_participant, fields={"given_name": "Bo", name: "x"})
    with pytest.raises(Refusal, match="is not kept here"):
        desk.do(change_participant, participant_id=person, fields={name: "x"})
    assert dump(desk, frozenset()) == before


@pytest.mark.parametrize("name", ["email", "postcode"])
def test_the_other_provider_keeps_other_fields(school_desk: Desk, name: str) -> None:
    with pytest.raises(Refusal, match="is not kept here"):
        added(school_desk, given_name="Bo", **{name: "x"})
    person = added(school_desk, given_name="Bo", year_group="5", eckid="https://ketenid.example/1")
    assert field(school_desk, person, "year_group") == "5"


def test_a_value_has_a_length(desk: Desk) -> None:
    with pytest.raises(Refusal, match="too long"):
        added(desk, given_name="x" * 257)
    assert field(desk, added(desk, given_name="x" * 256), "given_name") == "x" * 256


def test_a_corrected_name_sorts_and_is_found_anew(desk: Desk) -> None:
    person = added(desk, given_name="Emre", family_name="Vries")
    added(desk, given_name="Bo", family_name="Smit")
    assert [row.full for row in desk.read(all_participants)] == ["Bo Smit", "Emre Vries"]
    desk.do(change_participant, participant_id=person, fields={"family_name": "Bakker"})
    assert [row.full for row in desk.read(all_participants)] == ["Emre Bakker", "Bo Smit"]
    assert {patch.field for patch in patched(desk)} == {"family", "sort_key", "search"}


def test_only_what_is_different_is_written(desk: Desk) -> None:
    person = added(desk, given_name="Emre", family_name="Vries", email="emre@example.org")
    desk.do(change_participant, participant_id=person, fields={"given_name": "Emre", "email": "e@example.org"})
    assert [(patch.field, patch.old, patch.new) for patch in patched(desk)] == [
        ("email", "emre@example.org", "e@example.org")
    ]


def test_somebody_who_went_in_the_meantime_cannot_be_changed(desk: Desk) -> None:
    with pytest.raises(Refusal, match="not here any more"):
        desk.do(change_participant, participant_id=bytes(16), fields={"given_name": "Bo"})


def test_leaving_closes_groups_and_seat_and_keeps_the_rest(stage: Stage) -> None:
    desk, amira = stage.desk, stage.people["Amira"]
    kept = ("results", "progress", "standings", "certificates", "activation_codes", "import_links")
    before = {name: rows_of(desk, name) for name in kept}
    assert desk.do(leave, participant_ids=[amira, stage.people["Bram"]]).outcome == 2
    assert {name: rows_of(desk, name) for name in kept} == before
    row = next(row for row in desk.read(all_participants, True) if row.id == amira)
    assert (row.state, row.groups, row.has_seat) == ("left", "", False)
    today = desk.sight.today.isoformat()
    assert {one["until_on"] for one in rows_of(desk, "seats")} == {today}


def test_leaving_twice_keeps_the_first_day(stage: Stage, clock: Clock) -> None:
    stage.desk.do(leave, participant_ids=[stage.people["Amira"]])
    before = dump(stage.desk, frozenset())
    clock.forward(3)
    assert stage.desk.do(leave, participant_ids=[stage.people["Amira"]]).outcome == 0
    assert dump(stage.desk, frozenset()) == before


def test_who_comes_back_has_the_history_and_gets_group_and_seat_anew(stage: Stage) -> None:
    desk, amira = stage.desk, stage.people["Amira"]
    desk.do(leave, participant_ids=[amira])
    assert desk.do(revive, participant_ids=[amira]).outcome == 1
    row = next(row for row in desk.read(all_participants) if row.id == amira)
    assert (row.state, row.groups, row.has_seat) == ("active", "", False)
    assert row.last_seen_us is not None
    desk.do(add_participants, group_id=stage.groups["Donderdag"], participant_ids=[amira])
    desk.do(assign_seats, licence_id=stage.licence, participant_ids=[amira])
    groups = [name for name, _, _ in desk.read(participant_page, amira).memberships]
    assert groups == ["Groep Dinsdag", "Groep Donderdag"]
