"""Values as the views give them, for the panels of licences, groups, certificates and privacy."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.acceptance import Standing, UserTerms
from app.domain.certificates import CertificateSheet
from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Act, Mandate
from app.domain.contract.order import Running
from app.domain.contract.permission_register import standing_uses
from app.domain.contract.seats import SeatUse
from app.domain.contract.timeline import Timeline, timeline
from app.domain.names import PersonName
from app.domain.text import Text
from app.store.resources import load_profile
from app.views.acceptances import PersonTerms
from app.views.agreement_terms import AgreementTerms, AtEnd, DateMark, Fact, right_of_use
from app.views.agreements import AgreementBasis, MandateRow
from app.views.audits import Audits
from app.views.cards import CardsToGive
from app.views.catalogue import Catalogue
from app.views.certificates import DueCertificate, IssuedCertificate
from app.views.coaches import CoachList
from app.views.consents import Consents
from app.views.groups import (
    CoachRow,
    GroupDetail,
    GroupRow,
    ParticipantField,
    ParticipantPage,
    ParticipantRow,
)
from app.views.invoices import Invoicing
from app.views.leavers import Shelves
from app.views.licence_counts import LicenceCounts
from app.views.licences import LicenceDetail, LicenceRow, SeatHolder
from app.views.media import GroupMedia
from app.views.orders import AddsTo, OrderBasis, PlaceChoice
from app.views.person_routes import PersonRoutes
from app.views.privacy import (
    AuditLine,
    AuditReport,
    KeptDatum,
    ParticipantFile,
    RegisterLine,
)
from app.views.privacy_rules import PrivacySetting
from app.views.rights import Infringements, PermissionRegister
from app.views.search import Hit
from app.views.seat_picture import SeatPicture, SeatsAt
from app.views.unused_seats import SetOut, UnusedSeat, UnusedSeats
from tests.ui.course_values import CARD, course
from ui.words import search_matcher

TODAY = date(2026, 11, 23)

NAMES = tuple(PersonName(*parts) for parts in (
    ("Yıldız", "", "Demir"), ("Emre", "", "Aydın"), ("Łukasz", "", "Kowalski"), ("Wilma", "van 't", "Hoff"),
    ("Brahim", "El", "Amrani"), ("Fatima", "", "Bouzid"), ("Søren", "", "Øster"), ("Henk", "de", "Vries"),
    ("Soraya", "", "Şahin"), ("Youssef", "", "Haddad"), ("Eva", "", "Meijer"), ("Tülay", "", "Çelik"),
    ("Ria", "van den", "Berg"), ("Zoë", "de", "Jong"), ("Kees", "", "Peters"), ("Ilse", "", "Mulder"),
    ("Janusz", "", "Nowak"), ("Anouk", "", "Dekker"), ("Ruben", "", "Kaya"), ("Lotte", "", "Hendriks"),
    ("Maria-Magdalena", "van den", "Oudenhoven-Schimmelpenninck"), ("Ngọc", "", "Trần"),
))


def key(number: int) -> bytes:
    """A made-up row id."""
    return number.to_bytes(16, "big")


def instant(day: date, hour: int = 10) -> int:
    moment = datetime(day.year, day.month, day.day, hour, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
    return int(moment.timestamp()) * 10**6


def ago(days: int) -> int:
    return instant(TODAY - timedelta(days=days))


# Groups ------------------------------------------------------------------------------------------------------------

TUESDAY, KLIK, EVENING = key(0x501), key(0x502), key(0x503)
GROUPS = (
    GroupRow(TUESDAY, "Dinsdagochtend", "base", "", "Bibliotheek Noord", None, 14, "Jolanda Smit"),
    GroupRow(KLIK, "Klik & Tik", "base", "", "Bibliotheek Noord", None, 6, "Ahmet Kaya, Jolanda Smit"),
    GroupRow(EVENING, "Avondgroep Taal en werk", "combined", "", "Wijkcentrum De Brug", None, 0, ""),
)
_LAST_SEEN = (2, 3, None, 11, 11, 1, 40, 2, 5, 8, 410, 380, 2, 6, 9, None, 3, 4, 400, 2, 1, 3)


def participant(index: int) -> ParticipantRow:
    name, seen = NAMES[index], _LAST_SEEN[index]
    group = "Dinsdagochtend" if index < 14 else "Klik & Tik" if index < 20 else ""
    return ParticipantRow(
        key(index + 1), name.full, name.listed, "", group, "Bibliotheek Noord", "active", index % 7 != 6,
        None if seen is None else ago(seen),
    )


PARTICIPANTS = tuple(sorted((participant(index) for index in range(len(NAMES))), key=lambda row: row.listed))
WITHOUT_GROUP = tuple(row for row in PARTICIPANTS if not row.groups)
COACH = CoachRow(key(0x601), "Jolanda Smit", "Smit, Jolanda", "Dinsdagochtend, Klik & Tik", "")


def group_detail(group_id: bytes) -> GroupDetail:
    row = next(group for group in GROUPS if group.id == group_id)
    members = tuple(person for person in PARTICIPANTS if person.groups == row.name)
    return GroupDetail(row, members, (COACH,) if members else ())


def participant_page(participant_id: bytes) -> ParticipantPage:
    row = next(person for person in PARTICIPANTS if person.id == participant_id)
    name = NAMES[int.from_bytes(participant_id, "big") - 1]
    fields = (
        ParticipantField("given_name", name.given), ParticipantField("prefix", name.prefix),
        ParticipantField("family_name", name.family), ParticipantField("username", name.given.casefold()),
        ParticipantField("email", "info@voorbeeld.nl"), ParticipantField("postcode", "1025 AB"),
    )
    memberships = (
        (row.groups or "Dinsdagochtend", date(2026, 1, 20), None), ("Proefgroep", date(2025, 9, 2), date(2026, 1, 19)),
    )
    return ParticipantPage(row, fields, memberships)


# Licences ----------------------------------------------------------------------------------------------------------

COMPLETE, DIGITAL, NORTH, TRIAL = key(0x701), key(0x702), key(0x703), key(0x704)
LICENCES = (
    LicenceRow(COMPLETE, "Oefenen Compleet", "oefenen", "participant", "", date(2026, 8, 1), date(2027, 7, 31),
               101, 110, "active", Text("Give notice no later than {day}", day=date(2027, 6, 30))),
    LicenceRow(DIGITAL, "Oefenen Digitaal", "oefenen", "participant", "", date(2026, 9, 1), date(2027, 8, 31),
               52, 60, "active", Text("Give notice no later than {day}", day=date(2027, 7, 31))),
    LicenceRow(NORTH, "Oefenen Bibliotheek Noord", "oefenen", "participant", "Bibliotheek Noord", date(2026, 1, 15),
               date(2027, 1, 14), 18, 20, "nearly_full",
               Text("Give notice no later than {day}", day=date(2026, 12, 14))),
    LicenceRow(TRIAL, "Proeflicentie Rekenen", "oefenen", "participant", "", date(2025, 9, 1), date(2026, 8, 31),
               0, 25, "ended", Text("")),
)
MARKS = (
    DateMark(date(2026, 1, 15), Text("Begin"), "info", "O-11.1"),
    DateMark(date(2026, 3, 14), Text("Invoice paid"), "good", "O-8.1"),
    DateMark(date(2026, 12, 14), Text("Last day to give notice"), "danger", "O-11.2"),
    DateMark(date(2027, 1, 15), Text("Renewed for 12 months"), "warning", "O-11.1"),
)
NORTH_AGREEMENT = Agreement(date(2026, 1, 15), 12, concluded_on=date(2025, 12, 1))


MANDATES = (MandateRow(key(0x721), "M. de Boer", Mandate(
    "S. Vermeer", frozenset({Act.GIVE_NOTICE, Act.CONCLUDE}), date(2026, 1, 1))),)


def at_end(today: date = TODAY) -> AtEnd:
    """What the terms make of the agreement of NORTH."""
    return AgreementTerms(load_profile("oefenen"), NORTH_AGREEMENT, today).at_end(18)


FACTS = (
    Fact(Text("Fee"), Text("20 x € 32,47 = € 649,40, excluding VAT"), "O-5.1"),
    Fact(Text("Payment term"), Text("30 days"), "O-8.1"),
    Fact(Text("Renewal"), Text("by itself, 12 months each time"), "O-11.1"),
)


def agreement_basis(agreement_id: bytes, today: date = TODAY) -> AgreementBasis:
    """What notice to the agreement of NORTH is worked out from."""
    terms = AgreementTerms(load_profile("oefenen"), NORTH_AGREEMENT, today)
    return AgreementBasis(agreement_id, "2026-0114", terms, 18, MANDATES)


def seat_holder(index: int, since: date = date(2026, 1, 20)) -> SeatHolder:
    row = participant(index)
    return SeatHolder(row.id, row.full, row.listed, row.groups, since, row.last_seen_us)


def licence_detail(licence_id: bytes) -> LicenceDetail:
    row = next(licence for licence in LICENCES if licence.id == licence_id)
    if row.id == TRIAL:
        return LicenceDetail(row, "2025-0031", MARKS[:1], Timeline((), ()), at_end(), FACTS, 0)
    dates = timeline(load_profile("oefenen"), NORTH_AGREEMENT, TODAY)
    room = row.bought - row.used
    without = len(people_without_seat(licence_id))
    return LicenceDetail(row, "2026-0114", MARKS, dates, at_end(), FACTS, without, key(0x711), room,
                         provider="oefenen", may_free=True)


def unused_seats(licence_id: bytes) -> UnusedSeats:
    """Who was not seen since 23 November 2025; of one a route goes on."""
    unseen = [seat_holder(index, date(2025, 2, 3)) for index in (2, 15, 10, 11)]
    return UnusedSeats(
        licence_id, licence_detail(licence_id).row.package, True, date(2025, 11, 23), "",
        tuple(UnusedSeat(one, (COACH.full,), (SetOut("Route A2", date(2027, 2, 12)),) if index == 3 else ())
              for index, one in enumerate(unseen)))


def seat_holders(_licence_id: bytes) -> tuple[SeatHolder, ...]:
    return tuple(seat_holder(index, date(2025, 2, 3)) for index in range(18))


def people_without_seat(licence_id: bytes) -> tuple[SeatHolder, ...]:
    return () if licence_id == TRIAL else tuple(seat_holder(index) for index in range(18, len(NAMES)))


NORTH_PLACE, BRIDGE_PLACE = key(0x731), key(0x732)
BASIS = OrderBasis(
    (PlaceChoice(NORTH_PLACE, None, "Bibliotheek Noord", "", 18),
     PlaceChoice(NORTH_PLACE, TUESDAY, "Bibliotheek Noord", "Dinsdagochtend", 14),
     PlaceChoice(NORTH_PLACE, KLIK, "Bibliotheek Noord", "Klik & Tik", 6),
     PlaceChoice(BRIDGE_PLACE, None, "Wijkcentrum De Brug", "", 0)),
    (AddsTo(key(0x711), "2026-0114", "oefenen", "Oefenen Bibliotheek Noord", 12, NORTH_AGREEMENT.period(0), 3_247),),
    (Running("2026-0114", "oefenen", (NORTH_PLACE.hex(),), NORTH_AGREEMENT, True),),
    frozenset({"B2026-001"}), "B2026-002", MANDATES)


def picture(agreement_id: bytes) -> SeatPicture:
    """Twenty seats, of which eighteen are in use; fifteen from the renewal on."""
    series = (SeatUse(date(2026, 1, 15), 0, 20), SeatUse(date(2026, 2, 3), 18, 20), SeatUse(date(2027, 1, 15), 15, 15))
    total = SeatsAt("", 20, 18, series)
    return SeatPicture(
        "2026-0114", load_profile("oefenen"), date(2026, 1, 15), TODAY, date(2027, 2, 14), total,
        (SeatsAt("Bibliotheek Noord", 20, 18, series),), ((date(2026, 1, 15), Text("Begins")),))


# Certificates ------------------------------------------------------------------------------------------------------

PROGRAMME = key(0x801)
DUE = tuple(
    DueCertificate(key(index + 1), NAMES[index].full, NAMES[index].listed, participant(index).groups, PROGRAMME,
                   "Klik & Tik de basis", date(2026, 11, 9) + timedelta(days=index % 12))
    for index in (0, 2, 3, 6, 7, 14, 20)
)
ISSUED = (
    IssuedCertificate(key(0x901), "BN-26-7KQ4-0M", key(5), "Brahim El Amrani", "El Amrani, Brahim", "Dinsdagochtend",
                      "Klik & Tik de basis", date(2026, 10, 6), date(2026, 9, 29), "valid", "", False),
    IssuedCertificate(key(0x902), "BN-26-9TTA-2X", key(9), "Soraya Sahin", "Şahin, Soraya", "Dinsdagochtend",
                      "Taal A1", date(2026, 10, 6), date(2026, 10, 1), "valid", "", True),
    IssuedCertificate(key(0x903), "BN-26-1CHE-8P", key(12), "Tulay Celik", "Çelik, Tülay", "Dinsdagochtend",
                      "Taal A1", date(2026, 6, 16), date(2026, 6, 9), "replaced", "", False),
    IssuedCertificate(key(0x904), "BN-26-5VNW-4R", key(15), "Kees Peters", "Peters, Kees", "Klik & Tik",
                      "Rekenen 1", date(2026, 5, 12), date(2026, 5, 5), "revoked", "Verkeerd programma", False),
)


def sheet(name: str) -> CertificateSheet:
    return CertificateSheet(
        "BN-26-7KQ4-0M", name, "Klik & Tik de basis", "Bibliotheek Noord", "Noord", TODAY, date(2026, 11, 9), "nl",
        "LS1:",
    )


def lacking_signs(names: tuple[str, ...]) -> dict[str, str]:
    """As the fonts would: they have no Chinese."""
    return {name: "漢" for name in names if "漢" in name}


# Privacy -----------------------------------------------------------------------------------------------------------

_USE = Text("Give {the_participant} an account and keep progress")
_TERM = Text("As long as the agreement runs")
REGISTER = (
    RegisterLine("participant", "given_name", "named", _USE, "b", _TERM, "O-annex I", "kept", 22, True),
    RegisterLine("participant", "family_name", "named", _USE, "b", _TERM, "O-annex I", "kept", 22, True),
    RegisterLine("participant", "email", "named", _USE, "b", _TERM, "O-annex I", "kept", 17, True),
    RegisterLine("participant", "postcode", "named", _USE, "b", _TERM, "O-annex I", "kept", 9, True),
    RegisterLine("participant", "results", "named", _USE, "b", _TERM, "O-annex I", "kept", 20, True),
    RegisterLine("participant", "gender", "switchable", Text("Table for CBS"), "e", _TERM, "O-annex I", "on", 4, False),
    RegisterLine("participant", "younger_than_16", "switchable", Text("Know when consent is asked"),
                 "a", Text("Until the day itself"), "O-annex 3: 1.2", "off", 0, False),
    RegisterLine("participant", "notes", "switchable", Text("Guidance by {coaches}"), "e",
                 Text("Until one year after leaving"), "O-annex 3: 10.2", "on", 4, False),
    RegisterLine("participant", "national_number", "never", Text("Not needed"), "e", Text(""), "", "never", 0, False),
    RegisterLine("coach", "name", "named", Text("Access to own groups"), "b", _TERM, "O-annex I",
                 "kept", 3, True),
    RegisterLine("coach", "email", "named", Text("Access to own groups"), "b", _TERM, "O-annex I", "kept", 3, True),
    RegisterLine("customer", "name", "named", Text("Run the licence"), "b", _TERM, "O-annex I", "kept", 1, True),
)


def participant_file(participant_id: bytes) -> ParticipantFile:
    row = next(person for person in PARTICIPANTS if person.id == participant_id)
    name = NAMES[int.from_bytes(participant_id, "big") - 1]
    data = (
        KeptDatum("given_name", name.given, "named", _USE, "b", _TERM, "O-annex I", "participants"),
        KeptDatum("family_name", name.family, "named", _USE, "b", _TERM, "O-annex I", "participants"),
        KeptDatum("email", "info@voorbeeld.nl", "named", _USE, "b", _TERM, "O-annex I", "participants"),
        KeptDatum("group", "Dinsdagochtend", "named", _USE, "b", _TERM, "O-annex I", "memberships"),
    )
    return ParticipantFile(row.id, row.full, row.listed, data, (
        ("results", 214), ("memberships", 2), ("certificates", 1), ("seats", 1),
    ))


AUDIT = AuditReport((
    AuditLine(instant(TODAY, 14), "M. de Boer", Text("{Participants} moved to another group"), 3),
    AuditLine(instant(TODAY, 11), "M. de Boer", Text("Import taken over"), 16),
    AuditLine(instant(TODAY - timedelta(days=1), 9), "J. Smit", Text("Certificates issued"), 4),
), True, 412)
SETTINGS = (
    PrivacySetting(
        Text("Processing agreement"), Text("In force, ends with the agreement"), "O-annex 3: 1.4", date(2026, 1, 12)),
    PrivacySetting(Text("Data breach: tell the controller"), Text("within 24 hours"), "O-annex 3: 6"),
    PrivacySetting(Text("Request of a {participant}"), Text("one month, counted from receipt"), "O-annex 3: 7"),
)


def find(typed: str) -> tuple[Hit, ...]:
    fits = search_matcher(typed)
    return tuple(
        Hit("participant", row.id, row.full, row.groups) for row in PARTICIPANTS if fits(row.full)
    ) + tuple(Hit("group", group.id, group.name, "") for group in GROUPS if fits(group.name))


def permission_register(agreement: bytes) -> PermissionRegister:
    """One in which nothing was asked yet."""
    profile = load_profile("oefenen")
    return PermissionRegister(
        agreement, profile, right_of_use(profile), standing_uses(profile.access, (), TODAY), ())


def answers() -> dict[str, object]:
    """What every view of these rooms answers, by the name of the view."""
    return {
        "licence_list": LICENCES, "licence_detail": licence_detail,
        "seat_holders": seat_holders, "people_without_seat": people_without_seat,
        "unused_seats": unused_seats, "seat_offers": (),
        "licence_counts": lambda agreement: LicenceCounts(agreement, 0, 0, 0, 0, 0, ()),
        "agreement_basis": agreement_basis, "mandate_list": MANDATES,
        "agreement_course": course, "own_card": CARD, "use_notices": (),
        "maintenance_told": (), "closed_days": frozenset(), "own_account_of": None,
        "invoicing": lambda agreement, every=False: Invoicing(agreement, load_profile("oefenen"), (), {}, every),
        "permission_register": permission_register, "infringement_reports": Infringements((), True, Text(""), ""),
        "audits_here": Audits((), (), False, "O-12"),
        "order_list": (), "order_basis": BASIS, "seat_picture": picture,
        "shelves": Shelves(0, 0), "doubles": (), "told_apart": (), "leavers": (),
        "group_list": GROUPS, "group_detail": group_detail, "all_participants": PARTICIPANTS,
        "participants_without_group": WITHOUT_GROUP, "participant_page": participant_page,
        "due_certificates": DUE, "issued_certificates": ISSUED, "issued_count": len(ISSUED),
        "certificate_sheets": (sheet(NAMES[0].full),),
        "design_list": (), "seal_facts": None, "programme_choices": ((key(0xC1), "Klik & Tik"),), "drawn": None,
        "offered_designs": (("classic", "Klassiek", "Classic"),), "lacking_signs": lacking_signs,
        "register": REGISTER, "privacy_settings": SETTINGS, "participant_file": participant_file,
        "location_list": (), "coach_list": CoachList((), False),
        "group_media": lambda group_id: GroupMedia(group_id, "", (), (), False),
        "person_routes": lambda person: PersonRoutes(person, ()),
        "waiting_count": 0, "cards_of": CardsToGive((), ""), "all_consents": Consents(False, (), ()),
        "person_terms": PersonTerms(Standing.NOT_ASKED, UserTerms("Gebruikersvoorwaarden"), ()),
        "audit_report": AUDIT, "find": find, "is_there": True, "catalogue": Catalogue((), (), (), ()),
        "texts_naming": (),
    }
