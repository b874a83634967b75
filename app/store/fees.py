"""What a part of a licence costs from day to day: as agreed, then by each change of prices that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.billing.indexation import PriceRound
from app.domain.contract.change_course import change_course, fee_rounds
from app.store.agreements import KeptAgreement
from app.store.course import KeptCourse, kept_course


def rounds_of(
    connection: Connection, kept: KeptAgreement, part: Mapping[str, Any], today: date,
    course: KeptCourse | None = None,
) -> tuple[PriceRound, ...]:
    """The fees of one licence part (a row of `licences`), in order of the day from which they count.

    `course` is what happened to the agreement, where it was read already.
    """
    course = kept_course(connection, kept.row["id"]) if course is None else course
    changed = [
        (change_course(kept.profile, kept.agreement, row, today), fee["fee_cents"])
        for row in course.changes for fee in course.fees.get(row["id"], ()) if fee["licence_id"] == part["id"]]
    return fee_rounds(kept.agreement, part["fee_cents"], changed)
