"""How people of a demo organisation come in: cards for one group, signed user terms of another, a code to join with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.actions.acceptances import record_paper
from app.actions.cards import give_cards
from app.actions.desk import Desk
from app.actions.joining import make_join_code
from app.actions.own_accounts import link_own_account
from app.domain.ids import derived_id
from app.domain.own_accounts import may_link
from app.views.groups import group_detail, group_list

GoTo = Callable[[date], None]
AGO, GOOD_FOR = timedelta(days=6), timedelta(days=15)
ADDRESS = "inloggen.example.org"


def let_in(desk: Desk, go_to: GoTo, today: date) -> None:
    """Last week: the smallest group got cards and the largest one signed, where the terms ask that."""
    groups = sorted(desk.read(group_list), key=lambda row: (row.participants, row.name))
    groups = [row for row in groups if row.participants]
    if not groups:
        return
    day = today - AGO
    go_to(day)
    desk.do(give_cards, participant_ids=_members(desk, groups[0].id), until_on=day + GOOD_FOR, address=ADDRESS)
    desk.do(make_join_code, group_id=groups[0].id, last_on=day + GOOD_FOR)
    if desk.sight.profile.must_accept_user_terms("participant"):
        desk.do(record_paper, participant_ids=_members(desk, groups[-1].id), accepted_on=day.isoformat())
    if may_link(desk.sight.profile):
        _link(desk, groups[-1].id)


def _link(desk: Desk, group_id: bytes) -> None:
    """One of them came with an account of her own, as the server would have told."""
    person = _members(desk, group_id)[0]
    desk.do(link_own_account, own_account_id=derived_id(b"", "demo", "own account", person.hex()),
            participant_id=person, group_id=group_id, given="", prefix="", family="")


def _members(desk: Desk, group_id: bytes) -> list[bytes]:
    return [row.id for row in desk.read(group_detail, group_id).members if row.state == "active"]
