"""What the tables of due and issued certificates show; names behind the veil."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import list_name, list_name_key, search_matcher, show_short_date, tr

if TYPE_CHECKING:
    from app.views.certificates import DueCertificate, IssuedCertificate

_TONES = {"valid": "good", "expired": "neutral", "replaced": "neutral", "revoked": "danger"}


def due_columns(shell: Shell) -> tuple[Column, ...]:
    def name(row: DueCertificate) -> str:
        return shell.veil.name(list_name(row.full, row.listed), row.participant_id)

    return (
        Column(tr("Name"), name, width=26, stretch=True, sort_key=lambda row: list_name_key(row.full, row.listed)),
        Column(tr("{Groups}"), lambda row: row.groups, width=24, muted=True),
        Column(tr("{Programme}"), lambda row: row.programme, width=30),
        Column(tr("Completed"), lambda row: show_short_date(row.completed_on), width=12,
               sort_key=lambda row: row.completed_on),
    )


def issued_columns(shell: Shell) -> tuple[Column, ...]:
    def name(row: IssuedCertificate) -> str:
        return shell.veil.name(row.name_printed, row.participant_id)

    def serial(row: IssuedCertificate) -> str:
        return shell.veil.value(row.serial, row.participant_id)

    return (
        Column(tr("Name on the certificate"), name, width=26, stretch=True,
               sort_key=lambda row: list_name_key(row.listed, row.listed)),
        Column(tr("{Programme}"), lambda row: row.programme, width=26),
        Column(tr("Issued"), lambda row: show_short_date(row.issued_on), width=11,
               sort_key=lambda row: row.issued_on),
        Column(tr("Serial"), serial, width=24, muted=True),
        Column(tr("State"), state_label, width=14, tone=state_tone),
    )


def state_label(row: IssuedCertificate) -> str:
    if row.state == "valid":
        return tr("Name changed") if row.name_changed else tr("Valid")
    if row.state == "expired":
        return tr("Expired")
    return tr("Replaced") if row.state == "replaced" else tr("Revoked")


def state_tone(row: IssuedCertificate) -> str:
    return "warning" if row.state == "valid" and row.name_changed else _TONES[row.state]


def due_key(row: DueCertificate) -> tuple[bytes, bytes]:
    return row.participant_id, row.programme_version_id


def issued_key(row: IssuedCertificate) -> bytes:
    return row.id


def due_matcher(typed: str) -> Callable[[DueCertificate], bool] | None:
    if not typed.strip():
        return None
    fits = search_matcher(typed)
    return lambda row: fits(" ".join((row.full, row.groups, row.programme)))


def issued_matcher(typed: str) -> Callable[[IssuedCertificate], bool] | None:
    """By name, programme, or the beginning of the serial."""
    if not typed.strip():
        return None
    fits = search_matcher(typed)
    return lambda row: fits(" ".join((row.name_printed, row.listed, row.programme, row.serial)))
