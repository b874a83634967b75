"""Whom and what the tour shows: the fullest group, and who has done most."""

from __future__ import annotations

from ui.tour.stage import Stage
from ui.window.session import OpenDesk


def busiest_group(stage: Stage) -> bytes:
    """The base group with the most participants."""
    from app.views.groups import group_list

    groups = _desk(stage).read(group_list)
    return bytes(max(groups, key=lambda group: (group.kind == "base", group.participants)).id)


def first_in_group(stage: Stage, group: bytes) -> bytes:
    from app.views.groups import group_detail

    return bytes(_desk(stage).read(group_detail, group).members[0].id)


def with_most_results(stage: Stage) -> bytes:
    """Of the fullest group the participant who has done most."""
    from app.views.progress import group_matrix

    rows = _desk(stage).read(group_matrix, busiest_group(stage)).rows
    return bytes(max(rows, key=lambda row: (row.stuck, sum(row.done))).participant_id)


def some_people(stage: Stage, number: int) -> list[tuple[bytes, str]]:
    """(id, name) of so many of the fullest group."""
    from app.views.groups import group_detail

    members = _desk(stage).read(group_detail, busiest_group(stage)).members
    return [(bytes(one.id), one.full) for one in members[:number]]


def _desk(stage: Stage) -> OpenDesk:
    assert stage.window.session is not None
    return stage.window.session.desk


def with_planned_talk(stage: Stage) -> bytes:
    """The participant with whom somebody will talk first."""
    from app.views.following import planned_talks

    return bytes(_desk(stage).read(planned_talks)[0].participant_id)
