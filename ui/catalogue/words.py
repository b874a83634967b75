"""How the parts of a catalogue are called and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.billing.price_round import WAYS
from app.domain.contract.published_terms import SORTS
from ui.parts.columns import Column
from ui.words import language, show, show_money, show_number, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.domain.contract.offered import OfferedPackage, OfferedProgramme
    from app.views.catalogue import FeeRow, PackageRow, ProgrammeRow, RoundRow, TermsRow
    from app.views.round_reach import Reached

_TONES = {"coming": "info", "stands": "good", "ended": "neutral"}


def package_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Package"), _title, width=20, stretch=True, bold=True, under=_in_short),
        Column(tr("Per seat"), lambda row: fee_words(row.seat_fee_cents), align="right", width=17,
               sort_key=lambda row: row.seat_fee_cents, under=lambda row: _next(row, row.next_seat_cents)),
        Column(tr("For {the_organisation}"), lambda row: fee_words(row.school_fee_cents), align="right", width=17,
               sort_key=lambda row: row.school_fee_cents, under=lambda row: _next(row, row.next_school_cents)),
        Column(tr("From"), lambda row: show_short_date(row.offered.from_on), width=13,
               sort_key=lambda row: row.offered.from_on, under=lambda row: _until(row)),
        Column(tr("State"), lambda row: state_words(row.state), width=13, tone=lambda row: _TONES[row.state]),
    )


def programme_columns() -> tuple[Column, ...]:
    return (
        Column(tr("{Programme}"), _title, width=20, stretch=True, bold=True, under=lambda row: row.offered.iri),
        Column(tr("In package"), lambda row: package_title(row) or tr("all"), width=14),
        Column(tr("Version"), lambda row: show_number(row.offered.number), align="right", width=8,
               sort_key=lambda row: row.offered.number),
        Column(tr("Certificate"), lambda row: tr("yes") if row.has_certificate else tr("no"), width=9),
        Column(tr("From"), lambda row: show_short_date(row.offered.from_on), width=13,
               sort_key=lambda row: row.offered.from_on, under=lambda row: _until(row)),
        Column(tr("State"), _programme_state, width=13, tone=lambda row: _TONES[row.state]),
    )


def terms_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Document"), lambda row: row.terms.title, width=22, stretch=True, bold=True,
               under=lambda row: show(SORTS[row.terms.sort])),
        Column(tr("Edition"), lambda row: row.terms.edition, width=7),
        Column(tr("Published"), lambda row: show_short_date(row.terms.published_on), width=10,
               sort_key=lambda row: row.terms.published_on),
        Column(tr("Applies from"), lambda row: show_short_date(row.terms.applies_from), width=10,
               sort_key=lambda row: row.terms.applies_from),
        Column(tr("State"), terms_state, width=13, tone=lambda row: _TONES[row.state]),
    )


def round_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Applies from"), lambda row: show_short_date(row.applies_from), width=10,
               sort_key=lambda row: row.applies_from),
        Column(tr("Way"), lambda row: show(WAYS[row.way]), width=24, stretch=True, bold=True,
               under=lambda row: row.source),
        Column(tr("Announced"), lambda row: show_short_date(row.announced_on), width=10,
               sort_key=lambda row: row.announced_on),
        Column(tr("State"), _round_state, width=13, tone=lambda row: _TONES[row.state]),
    )


def fee_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Package"), package_title, width=16, stretch=True, bold=True,
               under=lambda row: part_words(row.part)),
        Column(tr("Until now"), lambda row: show_money(row.old_cents), align="right", width=10,
               sort_key=lambda row: row.old_cents),
        Column(tr("New"), lambda row: show_money(row.new_cents), align="right", width=10,
               sort_key=lambda row: row.new_cents),
        Column(tr("Change"), change_words, align="right", width=9, sort_key=_change),
    )


def part_words(part: str) -> str:
    return tr("per seat") if part == "participant" else tr("for {the_organisation}")


def fee_words(cents: int) -> str:
    return show_money(cents) if cents else "–"


def change_words(row: FeeRow) -> str:
    """By how many per cent the fee goes up or down."""
    return f"{'+' if _change(row) > 0 else ''}{show_number(_change(row), 1)} %"


def state_words(state: str) -> str:
    return {"coming": tr("Later"), "stands": tr("On offer"), "ended": tr("Ended")}[state]


def terms_state(row: TermsRow) -> str:
    return {"coming": tr("Announced"), "stands": tr("In force"), "ended": tr("Replaced")}[row.state]


def id_of(row: Any) -> bytes:
    """Of any row of the catalogue."""
    found: bytes = row.id
    return found


def package_title(row: ProgrammeRow | FeeRow) -> str:
    """Of the package that it is about, '' where it is about all."""
    return in_language(row.package, row.package_en)


def in_language(title: str, title_en: str) -> str:
    """A title in the language of the window where the licensor gave one, else the one there is."""
    return (title or title_en) if language() == "nl" else (title_en or title)


def title_of(offered: OfferedPackage | OfferedProgramme) -> str:
    return in_language(offered.title, offered.title_en)


def _title(row: PackageRow | ProgrammeRow) -> str:
    return title_of(row.offered)


def _in_short(row: PackageRow) -> str:
    """For how long it is agreed, how much is in it, and its code."""
    return " · ".join((
        tr_count("{n} month", "{n} months", row.offered.months),
        tr_count("{n} {programme}", "{n} {programmes}", row.programmes), row.offered.code))


def _next(row: PackageRow, cents: int | None) -> str:
    """The fee of the next round, where it is another one."""
    if row.next_on is None or not cents:
        return ""
    return tr("{money} from {day}", money=show_money(cents), day=show_short_date(row.next_on))


def _until(row: PackageRow | ProgrammeRow) -> str:
    until = row.offered.until_on
    return "" if until is None else tr("until {day}", day=show_short_date(until))


def _programme_state(row: ProgrammeRow) -> str:
    return tr("Withdrawn") if row.state == "ended" else state_words(row.state)


def _round_state(row: RoundRow) -> str:
    return tr("Announced") if row.state == "coming" else tr("In force")


def _change(row: FeeRow) -> float:
    return 100 * (row.new_cents - row.old_cents) / row.old_cents if row.old_cents else 0.0


def reached_words(one: Reached) -> str:
    """What the round makes of each fee of this organisation."""
    return ", ".join(
        tr("{before}, by the index", before=show_money(fee.before_cents)) if fee.after_cents is None else
        tr("{before} → {after}", before=show_money(fee.before_cents), after=show_money(fee.after_cents))
        for agreement in one.agreements for fee in agreement.fees)
