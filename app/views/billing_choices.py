"""What the organisation can choose about interest and costs: each choice with its clause and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from app.domain.billing.amount import Amount
from app.domain.billing.choices import BY_THE_TERMS, OPTIONS, Setting, settings_of
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, Rule
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoices import KeptInvoice, chosen_settings, interest_rates, kept_invoice
from app.store.resources import load_profile
from app.store.tables import agreements
from app.views.invoice_amounts import Reckoning, costs, interest, owed

_TITLES: Mapping[Setting, tuple[Text, Text]] = {
    "rate_day": (Text("Which rate of interest counts"), Text(
        "The rate changes each half-year. It is that of the first day too late all the time, or for each month that of "
        "its first day.")),
    "on_interest": (Text("Interest on interest"), Text(
        "Whether after each full year the interest of that year is added to what is open.")),
    "costs_base": (Text("Over which amount collection costs are computed"), Text(
        "The percentage is taken of the invoice with VAT or without.")),
    "costs_vat": (Text("VAT on collection costs"), Text("Whether VAT comes on top of the collection costs.")),
    "customer": (Text("Who the customer is"), Text(
        "A consumer owes the ordinary statutory interest and the statutory scale of costs, after a letter of fourteen "
        "days. A new invoice starts with this; of each invoice it can be set.")),
}
_WORDS: Mapping[tuple[Setting, str], Text] = {
    ("rate_day", "default"): Text("the rate of the first day too late"),
    ("rate_day", "period"): Text("the rate of the first day of each month"),
    ("on_interest", "added"): Text("added each year"),
    ("on_interest", "not_added"): Text("not added"),
    ("costs_base", "with_vat"): Text("the invoice with VAT"),
    ("costs_base", "without_vat"): Text("the invoice without VAT"),
    ("costs_vat", "added"): Text("VAT added"),
    ("costs_vat", "not_added"): Text("no VAT added"),
    ("customer", "business"): Text("an organisation or business"),
    ("customer", "consumer"): Text("a consumer"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """`amount` is what the invoice comes to with it; None where there is no invoice to try it on."""

    value: str
    label: Text
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting. The first option leaves it to the terms; `clause` cites them, `note` is what they say about it."""

    setting: Setting
    title: Text
    told: Text
    clause: str
    note: Text | None
    chosen: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class BillingChoices:
    """`number` is the invoice on which every option was tried; '' without one."""

    number: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    """What an option is tried with: the invoice, the rates, and what is chosen now."""

    profile: ProviderProfile
    agreement_consumer: bool
    kept: KeptInvoice | None
    by: Reckoning
    chosen: Mapping[str, str]


def billing_choices(
    connection: Connection, sight: Sight, agreement_id: bytes, invoice_id: bytes | None = None,
) -> BillingChoices:
    """The choices under the terms of this agreement, tried on this invoice. Refusal for an agreement not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    row = connection.execute(select(agreements).where(agreements.c.id == agreement_id)).first()
    if row is None:
        raise Refusal(Text("This agreement does not exist any more."))
    kept = kept_invoice(connection, invoice_id) if invoice_id is not None else None
    chosen = chosen_settings(connection, None)
    trial = _Trial(
        load_profile(row.provider), bool(row.consumer), kept if kept is not None and kept.stands else None,
        Reckoning(interest_rates(connection), settings_of(chosen), sight.today), chosen)
    return BillingChoices(
        trial.kept.invoice.number if trial.kept is not None else "", tuple(_choice(trial, one) for one in OPTIONS))


def _choice(trial: _Trial, setting: Setting) -> Choice:
    by_terms, rule = _by_terms(trial, setting)
    title, told = _TITLES[setting]
    label = Text("as in the terms: {what}", what=_WORDS[setting, by_terms])
    if setting == "customer":
        label = Text("as in the agreement: {what}", what=_WORDS[setting, by_terms])
    options = [Option(BY_THE_TERMS, label, _tried(trial, setting, by_terms))]
    options += [Option(one, _WORDS[setting, one], _tried(trial, setting, one)) for one in OPTIONS[setting]]
    if isinstance(rule, NotRegulated):
        clause, remark = "", rule.note
    else:
        clause, remark = rule.basis.cited, rule.basis.note
    note = remark.text if remark is not None else rule.text if isinstance(rule, NotRegulated) else None
    return Choice(setting, title, told, clause, note, trial.chosen.get(setting, ""), tuple(options))


def _by_terms(trial: _Trial, setting: Setting) -> tuple[str, Rule[Any]]:
    """The option that the terms come to, and the rule that says so."""
    payment = trial.profile.payment
    if setting == "rate_day":
        rate = payment.interest_rate
        return ("default" if isinstance(rate, NotRegulated) else rate.value.rate_day), rate
    if setting == "on_interest":
        added = payment.interest_on_interest
        return ("not_added" if isinstance(added, NotRegulated) or not added.value.added else "added"), added
    if setting == "costs_base":
        base = payment.collection_base
        return ("with_vat" if isinstance(base, NotRegulated) or base.value.with_vat else "without_vat"), base
    if setting == "costs_vat":
        vat = payment.collection_vat
        return ("not_added" if isinstance(vat, NotRegulated) or not vat.value.added else "added"), vat
    return ("consumer" if trial.agreement_consumer else "business"), payment.consumer


def _tried(trial: _Trial, setting: Setting, value: str) -> Amount | None:
    """What the invoice comes to with this option and everything else as it is chosen."""
    if trial.kept is None:
        return None
    by = replace(trial.by, settings=settings_of({**trial.chosen, setting: value}))
    if setting in ("rate_day", "on_interest"):
        return interest(trial.kept, by)[0]
    if setting in ("costs_base", "costs_vat"):
        return costs(trial.kept, by)
    kept = replace(trial.kept, dunning=replace(trial.kept.dunning, consumer=value == "consumer"))
    return owed(by.today, interest(kept, by)[0], costs(kept, by))
