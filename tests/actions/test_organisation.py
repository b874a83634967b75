"""The organisation's name and place, and the administrator's own name: changed at once, taken back at once."""

from __future__ import annotations

import pytest

from app.actions.desk import Desk
from app.actions.organisation import change_organisation
from app.actions.undo import undo_last
from app.domain.errors import Refusal


def card(desk: Desk) -> tuple[str, str, str]:
    return desk.organisation.name, desk.organisation.place, desk.sight.actor.name


def test_an_open_desk_knows_the_new_names_at_once_and_the_old_after_undo(desk: Desk) -> None:
    before = card(desk)
    desk.do(
        change_organisation, organisation_id=desk.organisation.id, name=" De Nieuwe ", place="Berg",
        administrator="A. Bos")  # fmt: skip
    assert card(desk) == ("De Nieuwe", "Berg", "A. Bos")
    desk.do(undo_last)
    assert card(desk) == before


def test_a_name_may_not_be_empty(desk: Desk) -> None:
    before = card(desk)
    with pytest.raises(Refusal):
        desk.do(
            change_organisation, organisation_id=desk.organisation.id, name=" ", place="Berg", administrator="A. Bos"
        )
    assert card(desk) == before
