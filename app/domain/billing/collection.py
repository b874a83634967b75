"""Collection costs: by the contract after a written reminder (O-8.2), by the statutory scale for a consumer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.billing.computation import (
    Computation,
    Line,
    Setting,
    Source,
    adjusted_to,
    euros,
    percent_of,
    plain,
)
from app.domain.billing.figures import CollectionScale
from app.domain.billing.receivable import Receivable
from app.domain.billing.reminders import Dunning, check_late, costs_wait_until
from app.domain.calendar import DAY
from app.domain.errors import Refusal
from app.domain.provider_terms import Basis, NotRegulated, PaymentRules, Regulated, Rule, VatRate
from app.domain.text import Text

LABEL = Text("Collection costs")


@dataclass(frozen=True, slots=True)
class CollectionSettings:
    """What the organisation chose itself; None leaves it to the provider's profile.

    `base_with_vat`: the percentage is of the invoice with VAT. `vat_added`: VAT comes on top of the costs.
    """

    base_with_vat: bool | None = None
    vat_added: bool | None = None


def collection_costs(
    rules: PaymentRules, scale: Regulated[CollectionScale], vat: Rule[VatRate], receivable: Receivable,
    dunning: Dunning, day: date, settings: CollectionSettings = CollectionSettings(),
) -> Computation | NotRegulated:
    """What can be asked for collecting, on `day`; Refusal says what must come before.

    By the contract it is a percentage of the whole invoice, less what was credited, with a minimum; by the
    scale one of what was open when the fourteen days of the letter ended.
    """
    until = costs_wait_until(rules, dunning)
    if isinstance(until, NotRegulated):
        return until
    if until is None:
        raise _sent_too_little(dunning)
    _check_ready(receivable, dunning, until, day)
    if dunning.consumer:
        found: Computation | NotRegulated = _by_scale(scale, receivable.open_on(until))
    else:
        found = _by_contract(rules, *receivable.invoiced_on(until), settings)
    return found if isinstance(found, NotRegulated) else _with_vat(rules, vat, found, settings)


def costs_if_unpaid(
    rules: PaymentRules, scale: Regulated[CollectionScale], vat: Rule[VatRate], receivable: Receivable,
    dunning: Dunning, settings: CollectionSettings = CollectionSettings(),
) -> Computation | None:
    """What collecting will cost where nothing more is paid in the time that `dunning` gives; None where nothing."""
    until = costs_wait_until(rules, dunning)
    if not isinstance(until, date) or receivable.open_on(until) <= 0:
        return None
    found = collection_costs(rules, scale, vat, receivable, dunning, until + DAY, settings)
    return None if isinstance(found, NotRegulated) else found


def _sent_too_little(dunning: Dunning) -> Refusal:
    if dunning.consumer:
        return Refusal(Text(
            "A consumer owes collection costs only after a letter that names them and gives fourteen days. "
            "Nothing was computed. Send that letter first."), remedy="letter")
    return Refusal(Text(
        "Collection costs are owed only after a written reminder. Nothing was computed. Send a reminder first.",
    ), remedy="reminder")


def _check_ready(receivable: Receivable, dunning: Dunning, until: date, day: date) -> None:
    for sent in _sent(dunning):
        check_late(receivable, sent)
    if day <= until:
        raise Refusal(Text(
            "There is time to pay until {until}. Nothing was computed. Costs can be asked from {first}.",
            until=until, first=until + DAY), remedy="day")
    if receivable.open_on(until) <= 0:
        raise Refusal(Text("Everything was paid by {until}. No collection costs are owed.", until=until), remedy="day")


def _sent(dunning: Dunning) -> Iterator[date]:
    if dunning.consumer:
        if dunning.letter is not None:
            yield dunning.letter.received
    else:
        yield from (reminder.sent for reminder in dunning.reminders)


def _by_contract(
    rules: PaymentRules, net_cents: int, total_cents: int, settings: CollectionSettings,
) -> Computation | NotRegulated:
    rule = rules.collection
    if isinstance(rule, NotRegulated):
        return rule
    with_vat = _base_with_vat(rules, settings)
    base = total_cents if with_vat else net_cents
    label = (
        Text("{percent} % of the invoice with VAT, € {base}", percent=plain(rule.value.percent), base=euros(base))
        if with_vat
        else Text("{percent} % of the invoice without VAT, € {base}", percent=plain(rule.value.percent),
                  base=euros(base))
    )
    source: Source = rule.basis if settings.base_with_vat is None else Setting(rule.basis.cited)
    line = Line(label, percent_of(base, rule.value.percent), source)
    return Computation(LABEL, adjusted_to([line], _least(rule.value.minimum, rule.basis), None), rule.basis)


def _base_with_vat(rules: PaymentRules, settings: CollectionSettings) -> bool:
    if settings.base_with_vat is not None:
        return settings.base_with_vat
    return isinstance(rules.collection_base, NotRegulated) or rules.collection_base.value.with_vat


def _by_scale(scale: Regulated[CollectionScale], principal: int) -> Computation:
    least = _least(scale.value.minimum, scale.basis)
    most = Line(Text("Lowered to the maximum of € {amount}", amount=scale.value.maximum),
                _cents(scale.value.maximum), scale.basis)
    lines = adjusted_to(list(_bracket_lines(scale, principal)), least, most)
    return Computation(LABEL, lines, scale.basis)


def _bracket_lines(scale: Regulated[CollectionScale], principal: int) -> Iterator[Line]:
    """One line for each part of the principal, as far as it goes."""
    begins = 0
    for bracket in scale.value.brackets:
        part = min(principal, _cents(bracket.up_to)) - begins
        if part > 0:
            yield _part_line(part, bracket.percent, scale.basis)
        begins = _cents(bracket.up_to)
    if principal > begins:
        yield _part_line(principal - begins, scale.value.above_percent, scale.basis)


def _part_line(part: int, percent: Decimal, basis: Basis) -> Line:
    label = Text("{percent} % of € {part} of the principal", percent=plain(percent), part=euros(part))
    return Line(label, percent_of(part, percent), basis)


def _with_vat(
    rules: PaymentRules, vat: Rule[VatRate], costs: Computation, settings: CollectionSettings,
) -> Computation | NotRegulated:
    added, source = _vat_added(rules, costs, settings)
    if not added:
        return costs
    if isinstance(vat, NotRegulated):
        return vat
    label = Text("VAT {percent} % of € {net}", percent=plain(vat.value.percent), net=euros(costs.cents))
    line = Line(label, percent_of(costs.cents, vat.value.percent), source)
    return Computation(costs.label, (*costs.lines, line), costs.source)


def _vat_added(rules: PaymentRules, costs: Computation, settings: CollectionSettings) -> tuple[bool, Source]:
    if settings.vat_added is not None or isinstance(rules.collection_vat, NotRegulated):
        return bool(settings.vat_added), Setting(costs.source.cited)
    return rules.collection_vat.value.added, rules.collection_vat.basis


def _least(minimum: Decimal, basis: Basis) -> Line:
    return Line(Text("Raised to the minimum of € {amount}", amount=minimum), _cents(minimum), basis)


def _cents(amount: Decimal) -> int:
    return int(amount * 100)
