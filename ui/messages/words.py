"""Conversations in a list: with whom, about what, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import show_day_time, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.messages import Addressee, ConversationRow


def conversation_columns(shell: Shell) -> tuple[Column, ...]:
    """Title and newest message; when that was, and how many are new."""
    veil, today = shell.veil, shell.sight.today

    def below(row: ConversationRow) -> str:
        last = veil.value(row.last, row.person).replace("\n", " ")
        return " · ".join(part for part in (about(shell, row), last) if part)

    return (
        Column(tr("Conversation"), lambda row: veil.value(row.title, row.person) or tr("Conversation"), width=13,
               stretch=True, bold=True, under=below, sort_key=lambda row: row.title),
        Column(tr("New"), lambda row: _news(row), width=10, tone=_tone, sort_key=lambda row: -row.unread),
        Column(tr("Last"), lambda row: show_day_time(row.last_us, today), width=11, align="right", muted=True,
               sort_key=lambda row: row.last_us),
    )


def addressee_columns(shell: Shell) -> tuple[Column, ...]:
    """Groups first, then people with their groups."""
    veil = shell.veil
    return (Column(
        tr("Name"), lambda one: one.name if one.group_id else veil.name(one.name, one.person), width=26, stretch=True,
        under=lambda one: tr("Everybody in {this_group}") if one.group_id else one.under,
        picture=lambda one: "people" if one.group_id else ""),)


def about(shell: Shell, row: ConversationRow) -> str:
    """The group, or the one participant."""
    return row.about if row.group_id else shell.veil.name(row.about, row.person)


def key_of(row: ConversationRow) -> bytes:
    return row.id


def addressee_key(one: Addressee) -> tuple[bytes | None, bytes | None]:
    return one.group_id, one.person


def _news(row: ConversationRow) -> str:
    if row.reported:
        return tr("reported")
    if row.unread:
        return tr_count("{n} new", "{n} new", row.unread)
    if row.has_draft:
        return tr("draft")
    return tr("closed") if row.closed is not None else ""


def _tone(row: ConversationRow) -> str:
    if row.reported:
        return "warning"
    if row.unread:
        return "info"
    return "neutral" if row.has_draft or row.closed is not None else ""


def left_to_type(number: int) -> str:
    """How many signs still fit."""
    return tr_count("{signs} sign left", "{signs} signs left", number, signs=show_number(number))
