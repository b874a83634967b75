"""What a licensor publishes: an edition of its terms, and a round of prices over its packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from app.actions.action import ANY_FIELD, action
from app.actions.offering import only_a_licensor
from app.actions.work import Work
from app.domain.billing.kept_rows import decimal_of
from app.domain.billing.price_round import (
    RoundDraft,
    RoundWay,
    check_price_round,
    kept_figures,
    on_offer,
    round_fees,
)
from app.domain.contract.published_terms import USERS, PublishedTerms, check_terms, plain_text, text_checksum
from app.domain.permissions import Permission
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.catalogue import package_fees, published_terms
from app.store.invoices import price_indexes
from app.store.tables import price_rounds, terms
from app.store.tables import round_fees as kept_fees


@action("terms.publish", Permission.EDIT_CATALOGUE, {"terms": set(ANY_FIELD)}, version=2,
        recorded=lambda given: {name: value for name, value in given.items() if name != "body"})
def publish_terms(
    work: Work, sort: str, title: str, edition: str, checksum: str, published_on: str, applies_from: str,
    body: str = "",
) -> bytes:
    """An edition of a document (A-2.3, O-2.3); `sort` is one of SORTS, `checksum` the SHA-256 of its file. Of user
    terms the text itself is kept (O-6.2), and the checksum is of exactly that text. Gives its id.
    """
    only_a_licensor(work)
    text = plain_text(body) if sort == USERS else ""
    checksum = text_checksum(text) if text else checksum
    given = PublishedTerms(
        sort, title.strip(), edition.strip(), checksum, day_or_refuse("published_on", published_on),
        day_or_refuse("applies_from", applies_from), text)
    refuse(check_terms(given, published_terms(work.connection), work.today))
    return work.add(
        terms, sort=given.sort, title=given.title, edition=given.edition, checksum=checksum,
        published_on=published_on, applies_from=applies_from, body=text)


@action(
    "price_round.record", Permission.EDIT_CATALOGUE, {"price_rounds": set(ANY_FIELD), "round_fees": set(ANY_FIELD)})
def record_price_round(
    work: Work, way: str, announced_on: str, applies_from: str, percent: str = "",
    fees: Sequence[Mapping[str, Any]] = (), source: str = "",
) -> bytes:
    """A round of prices (O-5.2, O-5.3) over the packages that can be ordered when it begins; gives its id.

    `percent` is decimal text; `fees` are {package_id, part, cents} for new fees. What is indexed is computed here.
    """
    only_a_licensor(work)
    draft = draft_of(way, announced_on, applies_from, percent, fees, source)
    packages = on_offer(package_fees(work.connection), draft.applies_from)
    series = price_indexes(work.connection)
    rules = work.sight.profile.price
    refuse(check_price_round(rules, series, draft, packages, work.today))
    made = round_fees(rules, series, draft, packages)
    round_id = work.add(
        price_rounds, way=way, announced_on=announced_on, applies_from=applies_from, source=draft.source,
        **kept_figures(draft, made))
    work.insert(kept_fees, [
        {"round_id": round_id, "package_id": one.package.package_id, "part": one.package.part,
         "old_cents": one.old_cents, "new_cents": one.new_cents}
        for one in made])
    return round_id


def draft_of(
    way: str, announced_on: str, applies_from: str, percent: str, fees: Sequence[Mapping[str, Any]], source: str,
) -> RoundDraft:
    """What was given, as the rules take it; raises RefusedFields for a day that is none."""
    return RoundDraft(
        cast("RoundWay", way), day_or_refuse("announced_on", announced_on),
        day_or_refuse("applies_from", applies_from), decimal_of(percent),
        {(one["package_id"], one["part"]): one["cents"] for one in fees}, source.strip())
