"""Programmes with their exercises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.ids import derived_id
from app.domain.permissions import Permission
from app.store import tables


@action(
    "catalogue.add",
    Permission.EDIT_CATALOGUE,
    {"programmes": set(ANY_FIELD), "programme_versions": set(ANY_FIELD), "exercises": set(ANY_FIELD)},
    recorded=lambda given: {"provider": given["provider"], "number": len(given["programmes"])},
)
def add_programmes(work: Work, provider: str, programmes: Sequence[Mapping[str, Any]]) -> int:
    """Add programmes ({code, iri, title, title_en, certificate, exercises: [(iri, title)]}) that are not here yet.

    Programmes belong to the licensor and are the same rows on every desk, so their ids come from their IRIs.
    """
    there = {row.iri for row in work.connection.execute(select(tables.programmes.c.iri))}
    fresh = [one for one in programmes if one["iri"] not in there]
    for programme in fresh:
        _add(work, provider, programme)
    return len(fresh)


def _add(work: Work, provider: str, programme: Mapping[str, Any]) -> None:
    iri = programme["iri"]
    programme_id, version_id = (
        derived_id(b"", provider, "programme", iri),
        derived_id(b"", provider, "version", f"{iri}#1"),
    )
    work.insert(
        tables.programmes,
        [
            {
                "id": programme_id,
                "code": programme["code"],
                "iri": iri,
                "title": programme["title"],
                "title_en": programme.get("title_en", ""),
                "has_certificate": int(programme["certificate"]),
                "provider": provider,
            }
        ],
    )
    work.insert(
        tables.programme_versions,
        [{"id": version_id, "programme_id": programme_id, "number": 1, "from_on": work.day, "until_on": None}],
    )
    work.insert(
        tables.exercises,
        [
            {
                "id": derived_id(b"", provider, "exercise", exercise),
                "programme_version_id": version_id,
                "iri": exercise,
                "title": title,
                "position": position,
            }
            for position, (exercise, title) in enumerate(programme["exercises"], 1)
        ],
    )
