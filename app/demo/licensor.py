"""The demo licensor: its catalogue, and a dozen organisations with agreements, invoices and notices.

What a server would have sent of each organisation is laid in as such; all else goes through the ordinary actions.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, select

from app.actions.agreements import record_delivery, record_notice
from app.actions.closed_days import say_closed_days
from app.actions.desk import Clock, Desk
from app.actions.founding import ZONE, found_organisation
from app.actions.invoices import book, enter_figure, record_invoice, remind
from app.actions.licences import conclude_agreement
from app.actions.maintenance import announce_maintenance
from app.actions.measures import record_measure
from app.actions.offering import add_package, offer_programme
from app.actions.publishing import publish_terms, record_price_round
from app.demo.files import demo_folder
from app.demo.helping import maintenance_given
from app.demo.organisation import DemoMaintenance
from app.demo.story import Story
from app.domain.contract.order_states import OrderState
from app.domain.contract.seats import month_days
from app.domain.counting import ACCOUNTS, SEATS, SEATS_ON, WITH_A_SEAT
from app.domain.ids import derived_id
from app.domain.kinds import reports_unit
from app.domain.permissions import Role, TenantKind
from app.domain.support import ASKED
from app.store.home import Home
from app.store.protection import DEMO
from app.store.streams import set_stream
from app.store.tables import agreements, counts, licences, links, order_parts, orders, organisations, support_requests
from app.views.invoices import invoice_page

LICENSOR = "licentiegever"
SERIES = "CBS, consumentenprijsindex, alle huishoudens (2015=100)"
_FOUNDED = date(2024, 11, 1)
_VAT = "21"
_INDEX_KNOWN = 40
"""Days after the first of its month on which the figure of an index is known."""
Told = Mapping[str, Any]


def build_licensor(home: Home, clock: Clock) -> None:
    """Make it; Refusal where its code is taken."""
    told = tomllib.loads((demo_folder() / LICENSOR / "licensor.toml").read_text(encoding="utf-8"))
    story = Story(clock)
    today = datetime.fromtimestamp(clock() / 1_000_000, UTC).date()
    story.at(_FOUNDED)
    desk, _ = found_organisation(
        home, LICENSOR, told["name"], told["provider"], DEMO, place=told["place"], administrator=told["person"],
        clock=story, kind=TenantKind.LICENSOR)
    try:
        packages = _offer(desk, story, told, today)
        for one in told["organisations"]:
            _follow(desk, story, told, one, packages, today)
        story.to_now()
    finally:
        desk.close()


def _offer(desk: Desk, story: Story, told: Told, today: date) -> dict[str, Told]:
    """The catalogue; gives the packages by title."""
    ids: dict[str, bytes] = {}
    for one in told["packages"]:
        ids[one["code"]] = desk.do(
            add_package, provider=told["provider"], code=one["code"], title=one["title"], title_en=one["title_en"],
            school_fee_cents=0, seat_fee_cents=one["seat_fee_cents"], months=12, from_on=one["from_on"].isoformat(),
            until_on=_iso(one.get("until_on"))).outcome
    for one in told["programmes"]:
        desk.do(
            offer_programme, iri=f"https://taalwerk.example/{one['code']}", code=one["code"], title=one["title"],
            title_en=one["title_en"], from_on="2025-01-01", package_id=ids.get(one.get("package", "")),
            has_certificate=one["certificate"], number=one["number"], until_on=_iso(one.get("withdrawn_on")))
    _publish(desk, story, told, today)
    for one in told["maintenances"]:
        if one["told_on"] <= today:
            story.at(one["told_on"])
            announced = {name: value for name, value in one.items() if name != "told_on"}
            desk.do(announce_maintenance, **maintenance_given(DemoMaintenance(**announced)))
    for one in told["closings"]:
        if one["told_on"] <= today:
            story.at(one["told_on"])
            desk.do(say_closed_days, first=one["first"], last=one["last"], what=one["what"])
    return {one["title"]: one for one in told["packages"]}


def _publish(desk: Desk, story: Story, told: Told, today: date) -> None:
    """Terms, the figures of the index, and the rounds of prices, each on its own day as far as that has come."""
    steps = [
        *((one["published_on"], partial(_publish_terms, desk, one)) for one in told["terms"]),
        *((one["month"] + timedelta(days=_INDEX_KNOWN), partial(_enter_index, desk, one)) for one in told["figures"]),
        *((one["begins"], partial(_enter_rate, desk, one)) for one in told["rates"]),
        *((one["announced_on"], partial(_announce, desk, one)) for one in told["rounds"]),
    ]
    for day, step in sorted(steps, key=lambda each: each[0]):
        if day <= today:
            story.at(day)
            step()


def _publish_terms(desk: Desk, one: Told) -> None:
    text = f"{one['title']} {one['edition']}".encode()
    desk.do(
        publish_terms, sort=one["sort"], title=one["title"], edition=one["edition"],
        checksum=hashlib.sha256(text).hexdigest(), published_on=one["published_on"].isoformat(),
        applies_from=one["applies_from"].isoformat(), body=one.get("body", ""))


def _enter_index(desk: Desk, one: Told) -> None:
    desk.do(
        enter_figure, kind="price_index", series=SERIES, begins_on=one["month"].isoformat(), value=one["value"],
        source="verzonnen voor de demo", read_on=one["month"].isoformat())


def _enter_rate(desk: Desk, one: Told) -> None:
    desk.do(
        enter_figure, kind="commercial", begins_on=one["begins"].isoformat(), value=one["percent"],
        source="verzonnen voor de demo", read_on=one["begins"].isoformat())


def _announce(desk: Desk, one: Told) -> None:
    desk.do(
        record_price_round, way=one["way"], announced_on=one["announced_on"].isoformat(),
        applies_from=one["applies_from"].isoformat(), percent=one.get("percent", ""), source=one["source"])


def _follow(desk: Desk, story: Story, told: Told, one: Told, packages: Mapping[str, Told], today: date) -> None:
    """One organisation from its agreement up to today."""
    organisation = derived_id(b"", LICENSOR, "organisation", one["code"])
    concluded = min(one["starts_on"] - timedelta(days=35), today)
    story.at(concluded)
    with desk.database.writing() as connection:
        _lay_in(connection, desk, told, one, organisation, concluded, story())
    if one["number"]:
        fee = packages[one["package"]]["seat_fee_cents"]
        agreement = desk.do(
            conclude_agreement, within=organisation, number=one["number"], provider=told["provider"],
            package=one["package"], concluded_on=concluded.isoformat(), starts_on=one["starts_on"].isoformat(),
            months=12, parts=[{"kind": "participant", "seats": one["seats"], "fee_cents": fee}]).outcome
        _deliver(desk, story, organisation, agreement, one, today)
        for number, invoice in enumerate(one["invoices"], 1):
            if invoice["day"] <= today:
                _bill(desk, story, organisation, agreement, one, fee, number, invoice, today)
        _end(desk, story, organisation, agreement, one, today)
    story.to_now()
    with desk.database.writing() as connection:
        for ordered in one.get("orders", ()):
            if ordered["on"] <= today:
                _order(connection, told, one, organisation, ordered)
        for asked in one.get("requests", ()):
            if asked["on"] <= today:
                _ask(connection, one, organisation, asked)
        _count(connection, organisation, one, story(), today)


def _lay_in(
    connection: Connection, desk: Desk, told: Told, one: Told, organisation: bytes, since: date, now_us: int,
) -> None:
    """What the server tells of an organisation: its card, that it is read here, and since when it is ours."""
    connection.execute(organisations.insert().values(
        id=organisation, code=one["code"], name=one["name"], place=one["place"], provider=told["provider"], zone=ZONE,
        import_secret=b"", created_us=now_us, kind=TenantKind.ORGANISATION, tenant=organisation))
    set_stream(connection, organisation, role=Role.LICENSOR, code=one["code"], name=one["name"])
    connection.execute(links.insert().values(
        id=derived_id(b"", LICENSOR, "link", one["code"]), licensor_id=desk.organisation.id, licensor_code=LICENSOR,
        licensor_name=told["name"], organisation_id=organisation, organisation_code=one["code"],
        organisation_name=one["name"], organisation_place=one["place"], from_on=since.isoformat()))


def _deliver(desk: Desk, story: Story, organisation: bytes, agreement: bytes, one: Told, today: date) -> None:
    day = one["starts_on"] - timedelta(days=7)
    if day <= today:
        story.at(day)
        desk.do(record_delivery, within=organisation, agreement_id=agreement, delivered_on=day.isoformat())


def _bill(
    desk: Desk, story: Story, organisation: bytes, agreement: bytes, one: Told, fee: int, number: int, invoice: Told,
    today: date,
) -> None:
    """An invoice, with what was paid or sent about it as far as that day has come."""
    story.at(invoice["day"])
    own = {"description": one["package"], "quantity": str(one["seats"]), "unit_cents": fee, "vat_percent": _VAT}
    other = {"description": invoice.get("extra", ""), "quantity": "1", "unit_cents": invoice.get("cents", 0),
             "vat_percent": _VAT}
    made = desk.do(
        record_invoice, within=organisation, agreement_id=agreement,
        head={"number": f"{one['number']}-{number}", "invoiced_on": invoice["day"].isoformat(),
              "customer_place": one["place"]},
        lines=[other if "extra" in invoice else own]).outcome
    reminded = invoice.get("reminded_on")
    if reminded is not None and reminded <= today:
        story.at(reminded)
        desk.do(remind, within=organisation, invoice_id=made, kind="reminder", form="email",
                sent_on=reminded.isoformat())
    paid = invoice["day"] + timedelta(days=invoice["paid_after"]) if "paid_after" in invoice else None
    if paid is not None and paid <= today:
        story.at(paid)
        desk.do(book, within=organisation, invoice_id=made, kind="payment", booked_on=paid.isoformat(),
                amount_cents=desk.read(invoice_page, made).row.total_cents, reference=f"{one['number']}-{number}")


def _end(desk: Desk, story: Story, organisation: bytes, agreement: bytes, one: Told, today: date) -> None:
    """Notice that the licensor gave itself: it cannot record one in the name of the organisation."""
    day = one.get("notice_on")
    if day is not None and day <= today:
        story.at(day)
        desk.do(record_notice, within=organisation, agreement_id=agreement, party="licensor",
                received_on=day.isoformat(), form="registered", proof="aangetekend, verzonnen nummer")
    paused = one.get("suspended_on")
    if paused is not None and paused <= today:
        story.at(paused)
        desk.do(record_measure, within=organisation, agreement_id=agreement, ground="suspected abuse",
                measure="suspend", told_on=paused.isoformat(), from_on=paused.isoformat(), form="email",
                reason="een account werd op twee plaatsen tegelijk gebruikt", proof="e-mail, verzonnen")


def _order(connection: Connection, told: Told, one: Told, organisation: bytes, ordered: Told) -> None:
    """An order that the organisation sent, and that waits for an answer."""
    made = derived_id(b"", LICENSOR, "order", ordered["number"])
    adds = connection.execute(select(agreements.c.id).where(agreements.c.tenant == organisation)).scalar()
    package = ordered.get("package", one["package"])
    fee = next(each["seat_fee_cents"] for each in told["packages"] if each["title"] == package)
    connection.execute(orders.insert().values(
        id=made, tenant=organisation, number=ordered["number"], provider=told["provider"], package=package,
        participants=ordered["seats"], fee_cents=fee, starts_on=ordered["starts_on"].isoformat(), months=12,
        supplements_id=adds if ordered.get("adds") else None, purchase_order="", cost_centre="",
        state=OrderState.SENT, prepared_on=ordered["on"].isoformat(), prepared_by=ordered["by"],
        ordered_on=ordered["on"].isoformat(), name=ordered["by"], role="representative", mandate_id=None,
        answered_on=None, answered_by="", answer_proof="", reason="", withdrawn_on=None, agreement_id=None))
    connection.execute(order_parts.insert().values(
        id=derived_id(b"", LICENSOR, "order part", ordered["number"]), tenant=organisation, order_id=made, position=1,
        location_id=None, group_id=None, participants=ordered["seats"]))


def _ask(connection: Connection, one: Told, organisation: bytes, asked: Told) -> None:
    """A question or a fault that the organisation sent, and that waits for an answer."""
    account = derived_id(b"", LICENSOR, "account", one["code"])
    connection.execute(support_requests.insert().values(
        id=derived_id(b"", LICENSOR, "request", asked["subject"]), tenant=organisation, unit=reports_unit(account),
        account_id=account, asked_by=asked["by"], asked_on=asked["on"].isoformat(), sort=asked["sort"],
        subject=asked["subject"], body=asked["body"], diagnosis="", state=ASKED, answer="", answered_by="",
        answered_on=None))


def _count(connection: Connection, organisation: bytes, one: Told, now_us: int, today: date) -> None:
    """What the server counts of people who are not here."""
    query = select(licences.c.id).where(licences.c.tenant == organisation, licences.c.kind == "participant")
    licence = connection.execute(query).scalar()
    rows = [(WITH_A_SEAT, None, one["used"]), (ACCOUNTS[Role.ADMINISTRATOR], None, 1),
            (ACCOUNTS[Role.COACH], None, one["coaches"])]
    if licence is not None:
        rows.append((SEATS, licence, one["used"]))
        rows += [(f"{SEATS_ON}{day}", licence, used) for day, used in _used_by_month(one, today)]
    connection.execute(counts.insert(), [
        {"tenant": organisation, "licence_id": licence_id, "what": what, "number": number, "as_of_us": now_us}
        for what, licence_id, number in rows])


def _used_by_month(one: Told, today: date) -> list[tuple[date, int]]:
    """Half of them from the first day on, the others came month by month; none before the agreement began."""
    days = month_days(one["starts_on"], today) if one["starts_on"] <= today else ()
    return [(day, one["used"] * (len(days) + at) // (2 * len(days))) for at, day in enumerate(days, 1)]


def _iso(day: Any) -> str | None:
    return None if day is None else cast("date", day).isoformat()
