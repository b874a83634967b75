"""Whether a licence may be used: asked by every action that uses one, so that suspension and end really stop it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.actions.work import Work
from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.use import UseState, certificates_stopped, stopped, tests_stopped, use_on
from app.domain.errors import Refusal
from app.domain.provider import ProviderProfile
from app.domain.text import Text
from app.store.course import kept_measures
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to


def must_be_usable(work: Work, agreement_id: bytes) -> None:
    """Raise Refusal while this agreement is suspended or has ended."""
    _refuse(next((stopped(state) for _, state in _states(work, agreement_id)), None))


def must_issue_certificates(work: Work) -> None:
    """Raise Refusal while no agreement that gives certificates can be used."""
    _refuse(certificates_stopped(_states(work)))


def must_give_tests(work: Work, taken_on: date) -> None:
    """Raise Refusal for a test that was taken while no agreement with tests could be used."""
    _refuse(tests_stopped(_states(work, day=taken_on)))


def _states(
    work: Work, agreement_id: bytes | None = None, day: date | None = None,
) -> list[tuple[ProviderProfile, UseState]]:
    query = select(agreements).where(belongs_to(agreements, None))
    if agreement_id is not None:
        query = query.where(agreements.c.id == agreement_id)
    found = []
    for row in [dict(row) for row in work.connection.execute(query).mappings()]:
        profile = load_profile(row["provider"])
        measures = kept_measures(work.connection, row["id"])
        found.append((profile, use_on(profile, agreement_of(row), measures, day or work.today)))
    return found


def _refuse(why: Text | None) -> None:
    if why is not None:
        raise Refusal(why)
