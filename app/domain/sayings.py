"""A `Text` as it is kept in a column: JSON of a template from the list of texts, and what goes into it."""

from __future__ import annotations

import msgspec

from app.domain.text import Text


class _Saying(msgspec.Struct, omit_defaults=True):
    template: str
    many: str | None = None
    arguments: dict[str, str | int] = {}


def text_of(kept: str | bytes) -> Text | None:
    """The text; None where nothing is kept or it is not one."""
    try:
        said = msgspec.json.decode(kept, type=_Saying) if kept else None
    except msgspec.DecodeError:
        return None
    return None if said is None else Text(said.template, said.many, **said.arguments)
