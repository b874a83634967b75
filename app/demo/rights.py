"""Permissions and reports of a demo organisation: asked, answered and reported on their own days, once those came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, select

from app.actions.desk import Desk
from app.actions.rights import (
    answer_infringement,
    ask_permission,
    give_permission,
    refuse_permission,
    report_infringement,
)
from app.demo.organisation import DemoOrganisation, DemoPermission, DemoReport
from app.domain.sight import Sight
from app.store.tables import agreements

GoTo = Callable[[date], None]


def ask_and_report(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than `today` did not happen yet."""
    agreement = desk.read(_agreement)
    for permission in told.permissions:
        if permission.asked_on <= today:
            go_to(permission.asked_on)
            made = desk.do(
                ask_permission, agreement_id=agreement, kind=permission.kind, what=permission.what,
                third_party=permission.third_party, asked_on=permission.asked_on.isoformat(),
                asked_by=told.administrator.name.full).outcome
            _answer(desk, go_to, permission, made, today)
    for report in told.reports:
        if report.seen_on <= today:
            _report(desk, go_to, report, today)


def _answer(desk: Desk, go_to: GoTo, told: DemoPermission, permission: bytes, today: date) -> None:
    if told.given_on is not None and told.given_on <= today:
        go_to(told.given_on)
        desk.do(
            give_permission, permission_id=permission, given_on=told.given_on.isoformat(), proof=told.paper,
            checksum=hashlib.sha256(told.paper.encode()).hexdigest(), answered_by=told.answered_by,
            until_on=told.until_on.isoformat() if told.until_on else None, conditions="\n".join(told.conditions))
    if told.refused_on is not None and told.refused_on <= today:
        go_to(told.refused_on)
        desk.do(refuse_permission, permission_id=permission, refused_on=told.refused_on.isoformat(),
                refused_reason=told.refused_reason, answered_by=told.answered_by)


def _report(desk: Desk, go_to: GoTo, told: DemoReport, today: date) -> None:
    go_to(told.seen_on)
    made = desk.do(report_infringement, what=told.what, seen_at=told.seen_at,
                   seen_on=told.seen_on.isoformat()).outcome
    if told.answered_on is not None and told.answered_on <= today:
        go_to(told.answered_on)
        desk.do(answer_infringement, infringement_id=made, state="closed", answer=told.answer, answered_by="")


def _agreement(connection: Connection, sight: Sight) -> bytes:
    in_order = select(agreements.c.id).where(
        agreements.c.starts_on <= sight.today.isoformat()).order_by(agreements.c.starts_on.desc())
    return bytes(connection.execute(in_order.limit(1)).scalar_one())
