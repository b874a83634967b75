"""Media links and materials as they are kept, and everything there is to learn with as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.kept_rows import day_of
from app.domain.media import shown_host
from app.domain.routes import TAKEN_OUT
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.contents import contents
from app.store.tables import (
    exercises,
    materials,
    media_links,
    programme_versions,
    programmes,
    route_steps,
)
from app.views.sheets import Cell, Sheet
from app.views.step_things import programme_notices


@dataclass(frozen=True, slots=True)
class LinkRow:
    """`host` is the name of the site as it is read, `written` how it is really written where that differs; `state` as
    in `LinkState`. `steps` is how many steps of routes are this link.
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


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """`is_here`: the content lies on this computer whole."""

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


def link_list(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[LinkRow, ...]:
    """By title."""
    titles, steps = _titles(connection), _steps(connection, "media_link_id")
    found = []
    for row in connection.execute(select(media_links).order_by(media_links.c.title, media_links.c.id)):
        if row.until_on is None or include_withdrawn:
            read, written = shown_host(row.address)
            found.append(LinkRow(
                row.id, row.title, row.address, read, written, row.programme_id,
                titles.get(row.programme_id, ""), row.check_state, row.checked_us, day_of(row.until_on),
                steps[row.id]))
    return tuple(found)


def material_list(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[MaterialRow, ...]:
    """By title."""
    titles, steps, here = _titles(connection), _steps(connection, "material_id"), contents(connection)
    return tuple(
        MaterialRow(
            row.id, row.title, row.file_name, row.media_type, row.size, row.checksum, row.programme_id,
            titles.get(row.programme_id, ""), day_of(row.until_on), steps[row.id],
            row.checksum in here and here[row.checksum].is_whole)
        for row in connection.execute(select(materials).order_by(materials.c.title, materials.c.id))
        if row.until_on is None or include_withdrawn)


def learning_material(connection: Connection, sight: Sight) -> tuple[Sheet, ...]:
    """Every programme with its parts, links and materials, and what stands beside none (O-annex 1)."""
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
    return (*sheets, *([_sheet("beside", Text("Beside the {programmes}"), apart)] if apart else []))


def _sheet(code: str, title: Text, rows: list[tuple[Cell, ...]], note: Text | None = None) -> Sheet:
    return Sheet(code, title, (Text("Kind"), Text("Title"), Text("Where")), tuple(rows), note)


def _beside(
    links: tuple[LinkRow, ...], files: tuple[MaterialRow, ...], programme_id: bytes | None,
) -> list[tuple[Cell, ...]]:
    return [
        *((Text("media link"), row.title, row.address) for row in links if row.programme_id == programme_id),
        *((Text("material"), row.title, row.file_name) for row in files if row.programme_id == programme_id)]


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
