"""Media links and materials of the organisation: recorded, changed, looked at and withdrawn.

They are the administrator's; a coach brings one along as a step of a route of the own groups (`route_steps`).
"""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.media import LinkState, check_link, check_material, proper_link
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.contents import content
from app.store.tables import materials, media_links, programmes

_LINK = {"title", "address", "programme_id", "checked_us", "check_state"}


@action("media_link.add", Permission.EDIT_ROUTES, {"media_links": set(ANY_FIELD)})
def add_link(work: Work, title: str, address: str, programme_id: bytes | None = None) -> bytes:
    """A page on the web, beside a programme or beside none; gives its id. Nothing is asked of the web for it."""
    return new_link(work, title, address, programme_id)


@action("media_link.change", Permission.EDIT_ROUTES, {"media_links": _LINK})
def change_link(work: Work, media_link_id: bytes, title: str, address: str, programme_id: bytes | None = None) -> None:
    """At another address nobody has looked yet."""
    before = _standing_link(work, media_link_id)
    given = _proper(work, title, address, programme_id)
    fresh = {} if given["address"] == before["address"] else {"checked_us": None, "check_state": ""}
    work.change(media_links, media_link_id, **given, **fresh)


@action("media_link.checked", Permission.EDIT_ROUTES, {"media_links": {"checked_us", "check_state"}})
def record_check(work: Work, media_link_id: bytes, address: str, state: str) -> None:
    """What came of looking, which somebody asked for by a click; `address` is where was looked."""
    row = _standing_link(work, media_link_id)
    if row["address"] != address or state not in set(LinkState):
        raise Refusal(Text("The address of this link changed in the meantime. Nothing was recorded. Check it again."))
    work.change(media_links, media_link_id, checked_us=work.now_us, check_state=state)


@action("media_link.withdraw", Permission.EDIT_ROUTES, {"media_links": {"until_on"}})
def withdraw_link(work: Work, media_link_id: bytes) -> None:
    """It is offered no longer; routes that have it go on, and say so."""
    _standing_link(work, media_link_id)
    work.change(media_links, media_link_id, until_on=work.day)


@action("material.add", Permission.EDIT_ROUTES, {"materials": set(ANY_FIELD)})
def add_material(
    work: Work, title: str, file_name: str, media_type: str, size: int, checksum: str,
    programme_id: bytes | None = None,
) -> bytes:
    """A file whose content was taken in before (`app.exchange.material_files`); gives its id."""
    return new_material(work, title, file_name, media_type, size, checksum, programme_id)


@action("material.change", Permission.EDIT_ROUTES, {"materials": {"title", "programme_id"}})
def change_material(work: Work, material_id: bytes, title: str, programme_id: bytes | None = None) -> None:
    row = _standing_material(work, material_id)
    refuse(check_material(row | {"title": title}))
    _must_be_here(work, programme_id)
    work.change(materials, material_id, title=title.strip(), programme_id=programme_id)


@action("material.withdraw", Permission.EDIT_ROUTES, {"materials": {"until_on"}})
def withdraw_material(work: Work, material_id: bytes) -> None:
    """Nobody can open it any more. Its content goes once this can no longer be undone, with the last that needs it."""
    _standing_material(work, material_id)
    work.change(materials, material_id, until_on=work.day)


def new_link(work: Work, title: str, address: str, programme_id: bytes | None = None) -> bytes:
    """Raises RefusedFields."""
    given = _proper(work, title, address, programme_id)
    return work.add(media_links, **given, checked_us=None, check_state="", from_on=work.day, until_on=None)


def new_material(
    work: Work, title: str, file_name: str, media_type: str, size: int, checksum: str,
    programme_id: bytes | None = None,
) -> bytes:
    """Raises Refusal where the content is not here whole."""
    row = {"title": title.strip(), "file_name": file_name, "media_type": media_type, "size": size,
           "checksum": checksum, "programme_id": programme_id}
    refuse(check_material(row))
    _must_be_here(work, programme_id)
    there = content(work.connection, checksum)
    if there is None or not there.is_whole or there.size != size:
        raise Refusal(Text("The file was not taken in. Nothing was recorded. Choose it again."), remedy="file")
    return work.add(materials, **row, from_on=work.day, until_on=None)


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
