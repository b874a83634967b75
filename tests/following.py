"""Notes, goals and talks for tests: switched on, and one of each about somebody."""

from __future__ import annotations

from typing import Any

from app.actions.following import add_goal, add_note, plan_talk
from app.actions.privacy import switch_field

ON = {
    "subject": "participant", "field": "notes", "is_on": True, "purpose": "begeleiding", "ground": "e",
    "addition_on": "2026-11-01",
}  # fmt: skip


def notes_on(desk: Any) -> None:
    desk.do(switch_field, **ON)


def noted(desk: Any, person: bytes, body: str = "Las zelf een boek uit.", apart: bool = False) -> bytes:
    made: bytes = desk.do(
        add_note, participant_id=person, category="learning", about_on="2026-11-02", body=body, apart=apart).outcome
    return made


def aimed(desk: Any, person: bytes, body: str = "Alle klanken kennen.", due_on: str = "2026-12-18") -> bytes:
    made: bytes = desk.do(
        add_goal, participant_id=person, body=body, set_on="2026-11-02", due_on=due_on).outcome
    return made


def planned(desk: Any, person: bytes, planned_on: str = "2026-12-01", subject: str = "Rapport") -> bytes:
    made: bytes = desk.do(
        plan_talk, participant_id=person, subject=subject, with_whom="moeder", planned_on=planned_on,
        begins_at="15:30").outcome
    return made
