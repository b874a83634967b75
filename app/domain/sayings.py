"""A `Text` as it is kept in a column: JSON of a template from the list of texts, and what goes into it."""

from __future__ import annotations

import msgspec

from app.domain.text import Text


class _Saying(msgspec.Struct, omit_defaults=True):
    template: str
    many: str | None = None
    arguments: dict[str, str | int] = {}


def kept(text: Text) -> str:
    """The text as it is kept; what is neither a text nor a number stands as it is shown."""
    arguments = {name: value if isinstance(value, int | str) else str(value) for name, value in text.arguments.items()}
    return msgspec.json.encode(_Saying(text.template, text.many, arguments)).decode()


def text_of(kept: str | bytes) -> Text | None:
    """The text; None where nothing is kept or it is not one."""
    try:
        said = msgspec.json.decode(kept, type=_Saying) if kept else None
    except msgspec.DecodeError:
        return None
    return None if said is None else Text(said.template, said.many, **said.arguments)
