"""Media links and materials as they are kept, and everything there is to learn with as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.kept_rows import day_of
from app.domain.errors import Refusal
from app.domain.media import shown_host
from app.domain.permissions import Permission, Scope, allowed
from app.domain.routes import TAKEN_OUT
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.contents import contents
from app.store.tables import (
    exercises,
    groups,
    materials,
    media_links,
    programme_versions,
    programmes,
    route_steps,
)
from app.views.people import natural
from app.views.sheets import Cell, Sheet
from app.views.step_things import programme_notices


@dataclass(frozen=True, slots=True)
class LinkRow:
    """`host` is the name of the site as it is read, `written` how it is really written where that differs; `state` as
    in `LinkState`. `steps` is how many steps of routes are this link; `group` the name of the group that it belongs to,
    '' for none.
    """

    id: bytes
    title: str
    address: str
    host: str
    written: str
    programme_id: bytes | None
    programme: str
    state: str
    checked_us: int | None
    until: date | None
    steps: int
    group_id: bytes | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """`is_here`: the content lies on this computer whole. `group` as with a link."""

    id: bytes
    title: str
    file_name: str
    media_type: str
    size: int
    checksum: str
    programme_id: bytes | None
    programme: str
    until: date | None
    steps: int
    is_here: bool
    group_id: bytes | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class GroupMedia:
    """What belongs to one group, by title."""

    group_id: bytes
    name: str
    links: tuple[LinkRow, ...]
    materials: tuple[MaterialRow, ...]
    may_change: bool


def link_list(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[LinkRow, ...]:
    """By title: those of the organisation, and of the groups that the reader sees."""
    titles, steps, within = _titles(connection), _steps(connection, "media_link_id"), _groups(connection, sight)
    found = []
    for row in connection.execute(select(media_links).order_by(media_links.c.title, media_links.c.id)):
        if row.group_id in within and (row.until_on is None or include_withdrawn):
            read, written = shown_host(row.address)
            found.append(LinkRow(
                row.id, row.title, row.address, read, written, row.programme_id,
                titles.get(row.programme_id, ""), row.check_state, row.checked_us, day_of(row.until_on),
                steps[row.id], row.group_id, within[row.group_id]))
    return tuple(found)


def material_list(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[MaterialRow, ...]:
    """By title: those of the organisation, and of the groups that the reader sees."""
    titles, steps, here = _titles(connection), _steps(connection, "material_id"), contents(connection)
    within = _groups(connection, sight)
    return tuple(
        MaterialRow(
            row.id, row.title, row.file_name, row.media_type, row.size, row.checksum, row.programme_id,
            titles.get(row.programme_id, ""), day_of(row.until_on), steps[row.id],
            row.checksum in here and here[row.checksum].is_whole, row.group_id, within[row.group_id])
        for row in connection.execute(select(materials).order_by(materials.c.title, materials.c.id))
        if row.group_id in within and (row.until_on is None or include_withdrawn))


def group_media(connection: Connection, sight: Sight, group_id: bytes) -> GroupMedia:
    """The links and materials of one group (O-annex 1). Raises Refusal for a group that is gone or not the reader's."""
    name = _groups(connection, sight).get(group_id)
    if name is None:
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    return GroupMedia(
        group_id, name, tuple(row for row in link_list(connection, sight) if row.group_id == group_id),
        tuple(row for row in material_list(connection, sight) if row.group_id == group_id),
        allowed(sight.actor, Permission.EDIT_ROUTES, Scope.of_groups(group_id)))


def learning_material(connection: Connection, sight: Sight) -> tuple[Sheet, ...]:
    """Every programme with its parts, links and materials, what stands beside none, and what is a group's (O-annex 1).
    """
    known = connection.execute(select(programmes).order_by(programmes.c.title)).all()
    notices = programme_notices(connection, sight, [row.id for row in known])
    parts = _parts(connection)
    links, files = link_list(connection, sight), material_list(connection, sight)
    sheets = []
    for row in known:
        lines = [(Text("exercise"), title, "") for title in parts.get(row.id, ())]
        sheets.append(_sheet(row.code, Text("{title}", title=row.title), [*lines, *_beside(links, files, row.id)],
                             notices.get(row.id)))
    apart = _beside(links, files, None)
    if apart:
        sheets.append(_sheet("beside", Text("Beside the {programmes}"), apart))
    return (*sheets, *_of_groups(links, files))


def _of_groups(links: tuple[LinkRow, ...], files: tuple[MaterialRow, ...]) -> list[Sheet]:
    """What belongs to a group, whatever programme it is about."""
    named = {row.group_id: row.group for row in links if row.group_id} | {
        row.group_id: row.group for row in files if row.group_id}
    return [
        _sheet(one.hex(), Text("Only for {name}", name=name), _lines(
            [row for row in links if row.group_id == one], [row for row in files if row.group_id == one]))
        for one, name in sorted(named.items(), key=lambda item: natural(item[1]))]


def _sheet(code: str, title: Text, rows: list[tuple[Cell, ...]], note: Text | None = None) -> Sheet:
    return Sheet(code, title, (Text("Kind"), Text("Title"), Text("Where")), tuple(rows), note)


def _beside(
    links: tuple[LinkRow, ...], files: tuple[MaterialRow, ...], programme_id: bytes | None,
) -> list[tuple[Cell, ...]]:
    return _lines(
        [row for row in links if row.programme_id == programme_id and not row.group_id],
        [row for row in files if row.programme_id == programme_id and not row.group_id])


def _lines(links: Sequence[LinkRow], files: Sequence[MaterialRow]) -> list[tuple[Cell, ...]]:
    return [
        *((Text("media link"), row.title, row.address) for row in links),
        *((Text("material"), row.title, row.file_name) for row in files)]


def _groups(connection: Connection, sight: Sight) -> Mapping[bytes | None, str]:
    """Names of the groups that the reader sees; None is the organisation itself."""
    query = select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None))
    return {None: ""} | {
        row.id: row.name for row in connection.execute(query) if sight.sees_all or row.id in sight.actor.groups}


def _parts(connection: Connection) -> Mapping[bytes, list[str]]:
    """Titles of the exercises of the newest version of each programme."""
    newest = {row.id: row.programme_id for row in _newest(connection)}
    found: dict[bytes, list[str]] = {}
    for row in connection.execute(select(exercises).order_by(exercises.c.position)):
        if row.programme_version_id in newest:
            found.setdefault(newest[row.programme_version_id], []).append(row.title)
    return found


def _newest(connection: Connection) -> list[Any]:
    query = select(programme_versions).order_by(programme_versions.c.number)
    return list({row.programme_id: row for row in connection.execute(query)}.values())


def _titles(connection: Connection) -> Mapping[bytes | None, str]:
    return dict(connection.execute(select(programmes.c.id, programmes.c.title)).all())


def _steps(connection: Connection, column: str) -> Counter[bytes]:
    query = select(route_steps.c[column]).where(
        route_steps.c[column].is_not(None), route_steps.c.position > TAKEN_OUT)
    return Counter(bytes(one) for one in connection.execute(query).scalars())
