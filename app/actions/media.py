"""Media links and materials of the organisation: recorded, changed, looked at and withdrawn.

Those of the organisation are the administrator's; a coach brings one along as a step of a route of the own groups
(`route_steps`). What belongs to a group is its coach's too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table

from app.actions.action import ANY_FIELD, action
from app.actions.groups import must_be_open
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.media import LinkState, check_link, check_material, proper_link
from app.domain.permissions import ORGANISATION, Permission, Scope
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.contents import content
from app.store.tables import materials, media_links, programmes

_LINK = {"title", "address", "programme_id", "checked_us", "check_state"}


def _in_group(_work: Work, group_id: bytes | None = None, **_given: Any) -> Scope:
    return Scope.of_groups(group_id) if group_id is not None else ORGANISATION


def _of_link(work: Work, media_link_id: bytes, **_given: Any) -> Scope:
    return _where(work, media_links, media_link_id)


def _of_material(work: Work, material_id: bytes, **_given: Any) -> Scope:
    return _where(work, materials, material_id)


def _where(work: Work, table: Table, row_id: bytes) -> Scope:
    return _in_group(work, work.rows_by_id(table, [row_id])[row_id]["group_id"])


@action("media_link.add", Permission.EDIT_ROUTES, {"media_links": set(ANY_FIELD)}, version=2, scope=_in_group)
def add_link(
    work: Work, title: str, address: str, programme_id: bytes | None = None, group_id: bytes | None = None,
) -> bytes:
    """A page on the web, beside a programme, of a group, or neither; gives its id. Nothing is asked of the web for it.
    """
    if group_id is not None:
        must_be_open(work, group_id)
    return new_link(work, title, address, programme_id, group_id)


@action("media_link.change", Permission.EDIT_ROUTES, {"media_links": _LINK}, scope=_of_link)
def change_link(work: Work, media_link_id: bytes, title: str, address: str, programme_id: bytes | None = None) -> None:
    """At another address nobody has looked yet."""
    before = _standing_link(work, media_link_id)
    given = _proper(work, title, address, programme_id)
    fresh = {} if given["address"] == before["address"] else {"checked_us": None, "check_state": ""}
    work.change(media_links, media_link_id, **given, **fresh)


@action("media_link.checked", Permission.EDIT_ROUTES, {"media_links": {"checked_us", "check_state"}}, scope=_of_link)
def record_check(work: Work, media_link_id: bytes, address: str, state: str) -> None:
    """What came of looking, which somebody asked for by a click; `address` is where was looked."""
    row = _standing_link(work, media_link_id)
    if row["address"] != address or state not in set(LinkState):
        raise Refusal(Text("The address of this link changed in the meantime. Nothing was recorded. Check it again."))
    work.change(media_links, media_link_id, checked_us=work.now_us, check_state=state)


@action("media_link.withdraw", Permission.EDIT_ROUTES, {"media_links": {"until_on"}}, scope=_of_link)
def withdraw_link(work: Work, media_link_id: bytes) -> None:
    """It is offered no longer; routes that have it go on, and say so."""
    _standing_link(work, media_link_id)
    work.change(media_links, media_link_id, until_on=work.day)


@action("material.add", Permission.EDIT_ROUTES, {"materials": set(ANY_FIELD)}, version=2, scope=_in_group)
def add_material(
    work: Work, title: str, file_name: str, media_type: str, size: int, checksum: str,
    programme_id: bytes | None = None, group_id: bytes | None = None,
) -> bytes:
    """A file whose content was taken in before (`app.exchange.material_files`); gives its id."""
    if group_id is not None:
        must_be_open(work, group_id)
    return new_material(work, title, file_name, media_type, size, checksum, programme_id, group_id)


@action("material.change", Permission.EDIT_ROUTES, {"materials": {"title", "programme_id"}}, scope=_of_material)
def change_material(work: Work, material_id: bytes, title: str, programme_id: bytes | None = None) -> None:
    row = _standing_material(work, material_id)
    refuse(check_material(row | {"title": title}))
    _must_be_here(work, programme_id)
    work.change(materials, material_id, title=title.strip(), programme_id=programme_id)


@action("material.withdraw", Permission.EDIT_ROUTES, {"materials": {"until_on"}}, scope=_of_material)
def withdraw_material(work: Work, material_id: bytes) -> None:
    """Nobody can open it any more. Its content goes once this can no longer be undone, with the last that needs it."""
    _standing_material(work, material_id)
    work.change(materials, material_id, until_on=work.day)


def new_link(
    work: Work, title: str, address: str, programme_id: bytes | None = None, group_id: bytes | None = None,
) -> bytes:
    """Raises RefusedFields."""
    given = _proper(work, title, address, programme_id)
    return work.add(media_links, **given, checked_us=None, check_state="", from_on=work.day, until_on=None,
                    group_id=group_id)


def new_material(
    work: Work, title: str, file_name: str, media_type: str, size: int, checksum: str,
    programme_id: bytes | None = None, group_id: bytes | None = None,
) -> bytes:
    """Raises Refusal where the content is not here whole."""
    row = {"title": title.strip(), "file_name": file_name, "media_type": media_type, "size": size,
           "checksum": checksum, "programme_id": programme_id}
    refuse(check_material(row))
    _must_be_here(work, programme_id)
    there = content(work.connection, checksum)
    if there is None or not there.is_whole or there.size != size:
        raise Refusal(Text("The file was not taken in. Nothing was recorded. Choose it again."), remedy="file")
    return work.add(materials, **row, from_on=work.day, until_on=None, group_id=group_id)


def _proper(work: Work, title: str, address: str, programme_id: bytes | None) -> Row:
    refuse(check_link(title, address))
    _must_be_here(work, programme_id)
    return {"title": title.strip(), "address": proper_link(address), "programme_id": programme_id}


def _must_be_here(work: Work, programme_id: bytes | None) -> None:
    if programme_id is not None:
        work.rows_by_id(programmes, [programme_id])


def _standing_link(work: Work, row_id: bytes) -> Row:
    row = work.rows_by_id(media_links, [row_id])[row_id]
    if row["until_on"]:
        raise Refusal(Text("This was withdrawn already. Nothing was changed."))
    return row


def _standing_material(work: Work, row_id: bytes) -> Row:
    row = work.rows_by_id(materials, [row_id])[row_id]
    if row["until_on"]:
        raise Refusal(Text("This was withdrawn already. Nothing was changed."))
    return row
