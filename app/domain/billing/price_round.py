"""A round of prices: the fees of a licensor's packages from a day on, indexed, by a percentage, or new (O-5.2, O-5.3).

What is computed is one computation per package, which can be opened line by line; the figures that it was made
with are kept beside the new fees, so that anybody can work it out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from app.domain.billing.computation import Computation, Line, Record, half_up, plain
from app.domain.billing.figures import IndexSeries
from app.domain.billing.indexation import IndexedPrice, PriceRound, check_round, indexed_price, price_for
from app.domain.billing.kept_rows import decimal_of
from app.domain.contract.order import LARGEST_FEE_CENTS
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated, PriceRules
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, wrong_day, wrong_future, wrong_order

RoundWay: TypeAlias = Literal["indexed", "percent", "new"]
WAYS: Mapping[str, Text] = {
    "indexed": Text("Indexed by the price index"), "percent": Text("By a percentage"), "new": Text("New fees"),
}
LEAST_PERCENT, MOST_PERCENT = Decimal(-50), Decimal(100)
"""Our own choice: what lies beyond is a slip of the keyboard."""
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


FeeKey: TypeAlias = tuple[bytes, str]
"""Which fee: of which package, for which part ('organisation' or 'participant', as licences have them)."""
PARTS = ("organisation", "participant")


@dataclass(frozen=True, slots=True)
class PackageFee:
    """A fee of a package, in cents without VAT, with the day from which the package can be ordered.

    It is for one seat ('participant') or for the licence of the organisation itself (A-1.8). `rounds` are the fees
    that earlier rounds gave it; `until` is the first day on which the package is no longer offered.
    """

    package_id: bytes
    part: str
    title: str
    fee_cents: int
    begins: date
    rounds: tuple[PriceRound, ...] = ()
    until: date | None = None
    title_en: str = ""

    @property
    def key(self) -> FeeKey:
        return self.package_id, self.part

    @property
    def field(self) -> str:
        """How a form calls the field of this fee."""
        return f"fees.{self.package_id.hex()}.{self.part}"

    def fee_on(self, day: date) -> int:
        """The fee that holds on this day; before its first day the first one."""
        return price_for(self.known, max(day, self.begins)).unit_cents

    @property
    def known(self) -> tuple[PriceRound, ...]:
        return PriceRound(self.begins, self.fee_cents, "agreed"), *self.rounds


def on_offer(packages: Iterable[PackageFee], day: date) -> tuple[PackageFee, ...]:
    """The fees of the packages that can be ordered on this day."""
    return tuple(one for one in packages if one.begins <= day and (one.until is None or day < one.until))


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round as it is filled in. `percent` counts for 'percent' only, `fees` (in cents) for 'new' only."""

    way: RoundWay
    announced_on: date
    applies_from: date
    percent: Decimal = Decimal(0)
    fees: Mapping[FeeKey, int] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class RoundFee:
    """What a round makes of one fee; `index` holds the figures where it was indexed."""

    package: PackageFee
    old_cents: int
    new: Computation
    index: IndexedPrice | None = None

    @property
    def new_cents(self) -> int:
        return self.new.cents


def round_fees(
    rules: PriceRules, series: Sequence[IndexSeries], draft: RoundDraft, packages: Iterable[PackageFee],
) -> tuple[RoundFee, ...]:
    """Every new fee. Refusal (remedy 'way' or 'indexes') where it cannot be computed."""
    return tuple(_fee(rules, series, draft, one) for one in packages if _is_in(draft, one))


def _is_in(draft: RoundDraft, package: PackageFee) -> bool:
    return draft.way != "new" or package.key in draft.fees


def _fee(rules: PriceRules, series: Sequence[IndexSeries], draft: RoundDraft, package: PackageFee) -> RoundFee:
    old = package.fee_on(draft.applies_from)
    if draft.way == "percent":
        return RoundFee(package, old, _by_percent(old, draft.percent, draft.source))
    if draft.way == "new":
        return RoundFee(package, old, _as_typed(old, draft.fees[package.key], draft.source))
    price = indexed_price(rules, series, old, draft.applies_from)
    if isinstance(price, NotRegulated):
        raise Refusal(Text("The terms do not provide for indexation. Nothing was recorded."), remedy="way")
    return RoundFee(package, old, price.unit, price)


def _by_percent(old: int, percent: Decimal, source: str) -> Computation:
    change = percent_fee(old, percent) - old
    given = _given(source)
    return Computation(Text("New fee"), (
        _until_now(old), Line(Text("{percent} %", percent=plain(percent)), change, given)), given)


def _as_typed(old: int, new: int, source: str) -> Computation:
    given = _given(source)
    return Computation(Text("New fee"), (_until_now(old), Line(Text("Change"), new - old, given)), given)


def _until_now(old: int) -> Line:
    return Line(Text("Fee until now"), old, Record(Text("the catalogue")))


def _given(source: str) -> Record:
    return Record(Text("{source}", source=source.strip()) if source.strip() else Text("as the licensor gave it"))


def percent_fee(old: int, percent: Decimal) -> int:
    """A fee in cents with so many per cent more (below zero: less), rounded half up."""
    return half_up(old * (100 + Fraction(percent)) / 100)


def check_price_round(
    rules: PriceRules, series: Sequence[IndexSeries], draft: RoundDraft, packages: Sequence[PackageFee], today: date,
) -> tuple[WrongField, ...]:
    """Everything that is wrong with a round that is to be recorded, each at its field (a fee at `PackageFee.field`)."""
    return tuple(_wrong_in_round(rules, series, draft, packages, today))


def _wrong_in_round(
    rules: PriceRules, series: Sequence[IndexSeries], draft: RoundDraft, packages: Sequence[PackageFee], today: date,
) -> Iterator[WrongField]:
    wrong = (
        wrong_day("announced_on", draft.announced_on) or wrong_future("announced_on", draft.announced_on, today),
        wrong_day("applies_from", draft.applies_from)
        or wrong_order("applies_from", draft.announced_on, draft.applies_from),
        _wrong_percent(draft),
    )
    found = [one for one in wrong if one is not None]
    if not packages:
        found.append(WrongField("way", Text("There is no package yet. Nothing was recorded. Add a package first.")))
    if draft.way == "new" and not draft.fees:
        found.append(missing("fees"))
    yield from found or _wrong_fees(rules, series, draft, packages)


def _wrong_percent(draft: RoundDraft) -> WrongField | None:
    if draft.way != "percent":
        return None
    if draft.percent.is_finite() and LEAST_PERCENT <= draft.percent <= MOST_PERCENT and draft.percent != 0:
        return None
    return WrongField("percent", Text(
        "A percentage lies between {least} and {most} and is not 0. Nothing was recorded. Correct the percentage.",
        least=plain(LEAST_PERCENT), most=plain(MOST_PERCENT)))


def _wrong_fees(
    rules: PriceRules, series: Sequence[IndexSeries], draft: RoundDraft, packages: Sequence[PackageFee],
) -> Iterator[WrongField]:
    """What the rule of prices refuses, said at the day or at the fee."""
    try:
        made = round_fees(rules, series, draft, packages)
    except Refusal as refusal:
        yield WrongField("way", refusal.reasons[0])
        return
    for one in made:
        if not 0 <= one.new_cents <= LARGEST_FEE_CENTS:
            yield WrongField(one.package.field, Text(
                "This fee cannot be meant. Nothing was recorded. Correct the fee of {package}.",
                package=one.package.title))
            continue
        kind: Literal["indexed", "new"] = "indexed" if draft.way == "indexed" else "new"
        new = PriceRound(draft.applies_from, one.new_cents, kind)
        try:
            check_round(rules, one.package.rounds, new, {draft.applies_from})
        except Refusal as refusal:
            yield WrongField("applies_from", refusal.reasons[0])
            return


# --- rows as they are kept ---


def kept_figures(draft: RoundDraft, fees: Sequence[RoundFee]) -> dict[str, str]:
    """The columns of `price_rounds` that say what the fees were computed with."""
    index = next((one.index for one in fees if one.index is not None), None)
    figures = dict.fromkeys(("series", "base_month", "base_value", "new_month", "new_value", "percent"), "")
    if index is not None:
        figures |= {
            "series": index.series, "base_month": index.base.month.isoformat(), "base_value": f"{index.base.value:f}",
            "new_month": index.new.month.isoformat(), "new_value": f"{index.new.value:f}"}
    if draft.way == "percent":
        figures["percent"] = f"{draft.percent:f}"
    return figures


def opened_again(round_row: Mapping[str, Any], fee_row: Mapping[str, Any]) -> Computation:
    """The computation of a kept fee, from what was kept of it."""
    old, new, source = fee_row["old_cents"], fee_row["new_cents"], round_row["source"]
    if round_row["way"] == "percent":
        return _by_percent(old, decimal_of(round_row["percent"]), source)
    if round_row["way"] == "new":
        return _as_typed(old, new, source)
    change = Text(
        "× {new} ({new_month}) ÷ {base} ({base_month}), {series}", new=decimal_of(round_row["new_value"]),
        new_month=_month(round_row["new_month"]), base=decimal_of(round_row["base_value"]),
        base_month=_month(round_row["base_month"]), series=round_row["series"])
    given = _given(source)
    return Computation(Text("New fee"), (_until_now(old), Line(change, new - old, given)), given)


def _month(day: str) -> str:
    return f"{date.fromisoformat(day):%m-%Y}"


def kept_rounds(round_rows: Iterable[Mapping[str, Any]], fee_rows: Iterable[Mapping[str, Any]]) -> dict[
    FeeKey, tuple[PriceRound, ...]
]:
    """The rounds of each fee, in order of their first day."""
    by_id = {row["id"]: row for row in round_rows}
    found: dict[FeeKey, list[PriceRound]] = {}
    for fee in fee_rows:
        of = by_id.get(fee["round_id"])
        if of is not None:
            kind: Literal["indexed", "new"] = "indexed" if of["way"] == "indexed" else "new"
            found.setdefault((fee["package_id"], fee["part"]), []).append(
                PriceRound(date.fromisoformat(of["applies_from"]), fee["new_cents"], kind))
    return {key: tuple(sorted(rounds, key=lambda one: one.begins)) for key, rounds in found.items()}


def broken_round(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a price round whoever wrote it (S1), None where nothing is."""
    if kind == "price_rounds":
        return None if _is_proper_round(row) else _SHAPE
    if kind == "round_fees":
        whole = all(0 <= row[name] <= LARGEST_FEE_CENTS for name in ("old_cents", "new_cents"))
        return None if whole and row["part"] in PARTS else _SHAPE
    return None


def _is_proper_round(row: Mapping[str, Any]) -> bool:
    days = row["announced_on"] and row["applies_from"] and row["applies_from"] >= row["announced_on"]
    if row["way"] == "indexed":
        figures = [decimal_of(row[name]) for name in ("base_value", "new_value")]
        return bool(days and row["series"].strip() and all(one.is_finite() and one > 0 for one in figures))
    if row["way"] == "percent":
        percent = decimal_of(row["percent"])
        return bool(days and percent.is_finite() and LEAST_PERCENT <= percent <= MOST_PERCENT)
    return bool(days and row["way"] == "new")


def fee_not_by_round(round_row: Mapping[str, Any], fee_row: Mapping[str, Any]) -> Text | None:
    """A fee follows from the figures of its round, whoever worked it out; None where it does."""
    old, new = fee_row["old_cents"], fee_row["new_cents"]
    if round_row["way"] == "percent":
        expected = percent_fee(old, decimal_of(round_row["percent"]))
    elif round_row["way"] == "indexed":
        ratio = Fraction(decimal_of(round_row["new_value"])) / Fraction(decimal_of(round_row["base_value"]))
        expected = half_up(old * ratio)
    else:
        return None
    if expected == new:
        return None
    return Text("This fee does not follow from the figures of its round. The change was not taken over.")
