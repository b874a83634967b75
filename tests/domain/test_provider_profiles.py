"""The profiles that ship: the same keys, the values of their clauses, and no code that names one."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.domain.provider_privacy import FIELDS, Subject
from app.domain.provider_terms import Basis
from app.store.resources import load_profile, profile_codes, resource_path
from app.store.texts import Translator

SOURCE = Path(__file__).parents[2]


@pytest.fixture
def monitoring() -> ProviderProfile:
    return load_profile("leerling-in-beeld")


@pytest.fixture
def practice() -> ProviderProfile:
    return load_profile("oefenen")


@pytest.fixture(params=profile_codes())
def profile(request: pytest.FixtureRequest) -> ProviderProfile:
    return load_profile(request.param)


def value(rule: Any) -> Any:
    assert isinstance(rule, Regulated)
    return rule.value


def named(profile: ProviderProfile, subject: Subject, clause: str) -> set[str]:
    return {datum.field for datum in profile.personal_data(subject)
            if datum.category == "named" and datum.basis.clause == clause}


def rules_of(code: str) -> set[str]:
    """The tables of a profile file, two deep; lists of data and facts are contents, not keys."""
    data = tomllib.loads(resource_path("providers", f"{code}.toml").read_text(encoding="utf-8"))
    tables = {name: rules for name, rules in data.items() if isinstance(rules, dict) and name != "purposes"}
    return set(data) | {
        f"{name}.{key}" for name, rules in tables.items()
        for key, rule in rules.items() if isinstance(rule, dict) and key != "note"
    }


def bases(part: object) -> Iterator[Basis]:
    """Every basis in a profile, wherever it stands."""
    if isinstance(part, Basis):
        yield part
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from bases(inner)
    elif isinstance(part, dict):
        yield from bases(list(part.values()))


def test_both_profiles_have_the_same_keys() -> None:
    first, *others = (rules_of(code) for code in profile_codes())
    assert all(keys == first for keys in others)


def test_every_kind_of_data_is_used_by_some_profile() -> None:
    for subject, known in FIELDS.items():
        profiles = [load_profile(code) for code in profile_codes()]
        listed = [datum.field for profile in profiles for datum in profile.personal_data(subject)]
        assert set(listed) == set(known)


def test_every_purpose_is_used(profile: ProviderProfile) -> None:
    used = {datum.purpose for subject in FIELDS for datum in profile.personal_data(subject)}
    assert used == set(profile.purposes.values())


def test_every_value_says_where_it_comes_from_in_both_languages(profile: ProviderProfile) -> None:
    found = list(bases(profile))
    assert len(found) > 60
    for language in ("nl", "en"):
        translator = Translator(language, profile.words)
        assert all("{" not in translator.render(basis.text) for basis in found)


def test_no_code_asks_which_provider_it_is() -> None:
    codes = set(profile_codes())
    for path in (path for room in ("app", "ui") for path in sorted((SOURCE / room).rglob("*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        literals = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert not codes & literals, path


# --- A: pupil monitoring ---


@pytest.mark.clause("A-1.13")
def test_a_school_works_by_school_year(monitoring: ProviderProfile) -> None:
    assert monitoring.period_kind == "school_year"
    assert monitoring.period.basis.cited == "A-1.13"


@pytest.mark.clause("A-1.8")
def test_a_school_licence_and_pupil_licences_make_a_licence(monitoring: ProviderProfile) -> None:
    assert monitoring.licence.parts.value.parts == ("organisation", "participant")


@pytest.mark.clause("A-1.2")
def test_what_an_order_holds(monitoring: ProviderProfile) -> None:
    parts = {"package", "participants", "groups", "fee", "duration", "locations"}
    assert set(value(monitoring.order.contents).parts) == parts


@pytest.mark.clause("A-2.3")
def test_changed_terms_are_announced_and_cannot_be_objected_to(monitoring: ProviderProfile) -> None:
    announcement = value(monitoring.terms_change.announcement)
    assert (announcement.days, announcement.ways) == (6 * 7, ("letter", "email"))
    assert isinstance(monitoring.terms_change.objection, NotRegulated)


@pytest.mark.clause("A-6.5")
def test_desk_hours_and_who_may_ask(monitoring: ProviderProfile) -> None:
    hours = value(monitoring.help_desk.hours)
    assert (hours.opens, hours.closes, hours.except_holidays, len(hours.days)) == (time(8), time(17), True, 5)
    assert "coach" in value(monitoring.help_desk.questions).roles
    assert "participant" not in value(monitoring.help_desk.faults).roles


@pytest.mark.clause("A-6.7")
def test_maintenance_avoids_school_hours(monitoring: ProviderProfile) -> None:
    window = value(monitoring.maintenance)
    assert (window.avoid_from, window.avoid_until, window.urgent_exception) == (time(8), time(16), True)


@pytest.mark.clause("A-7.6")
def test_a_third_party_claim_may_end_with_the_fee_of_a_school_year(monitoring: ProviderProfile) -> None:
    outcome = value(monitoring.claims.third_party_outcome)
    assert (outcome.outcomes, outcome.refund) == (("changed", "replaced", "ended"), "one_school_year")


@pytest.mark.clause("A-9.3")
def test_a_claim_lapses_after_a_month(monitoring: ProviderProfile) -> None:
    assert value(monitoring.claims.lapse).months == 1


@pytest.mark.clause("A-10.2", "A-10.3")
def test_ended_access_puts_everyone_out_without_refund(monitoring: ProviderProfile) -> None:
    assert value(monitoring.end.access) == (True, True)
    assert not value(monitoring.end.refund).refunded


def test_what_the_terms_do_not_say_is_not_invented(monitoring: ProviderProfile) -> None:
    assert all(isinstance(rule, NotRegulated) for rule in [*monitoring.payment, *monitoring.price])
    assert all(isinstance(rule, NotRegulated) for rule in [*monitoring.duration, monitoring.audit])


@pytest.mark.clause("A-1.3")
def test_pupils_are_no_users_and_accept_nothing(monitoring: ProviderProfile) -> None:
    assert monitoring.users.users.value.roles == ("representative", "administrator", "coach")
    assert not monitoring.must_accept_user_terms("participant")


@pytest.mark.clause("A-8.3")
def test_the_data_of_a_pupil_is_what_a_monitoring_system_needs(monitoring: ProviderProfile) -> None:
    kept = {datum.field for datum in monitoring.personal_data("participant") if datum.kept}
    assert kept == {
        "given_name", "prefix", "family_name", "year_group", "group", "location", "results", "visits",
        "username", "password", "activation_code", "source_key", "eckid", "certificates", "routes",
    }
    off = {datum.field for datum in monitoring.switchable("participant")}
    assert {"birth_date", "gender", "notes"} <= off
    outside = [datum for datum in monitoring.personal_data("participant") if datum.field == "given_name"]
    assert not any(datum.basis.from_terms for datum in outside)


def test_seats_of_pupils_are_never_freed(monitoring: ProviderProfile) -> None:
    assert not monitoring.licence.seat_reuse.value.allowed
    assert monitoring.licence.seat_reuse.basis.assumption


@pytest.mark.clause("A-1.3", "O-2.2")
def test_a_representative_binds_and_a_mandate_is_our_assumption(profile: ProviderProfile) -> None:
    assert value(profile.order.authority) == (("representative",), ("administrator",))
    assert isinstance(profile.order.authority, Regulated)
    assert profile.order.authority.basis.assumption


def test_no_terms_name_the_last_day_after_an_objection(profile: ProviderProfile) -> None:
    assert isinstance(profile.terms_change.end_after_objection, NotRegulated)
    assert isinstance(profile.price.end_after_objection, NotRegulated)


@pytest.mark.clause("A-10.2", "O-11.5")
def test_the_export_is_asked_for_before_and_legal_duties_stay(profile: ProviderProfile) -> None:
    assert value(profile.end.export) == (True, True)


# --- O: practice platform ---


@pytest.mark.clause("O-annex I")
def test_exactly_the_data_of_annex_i(practice: ProviderProfile) -> None:
    assert named(practice, "participant", "O-annex I") == {
        "username", "password", "email", "given_name", "prefix", "family_name", "postcode", "ip_address",
        "results", "visits",
    }
    assert named(practice, "customer", "O-annex I") == {
        "username", "password", "name", "organisation", "address", "email", "phone",
    }
    assert named(practice, "coach", "O-annex I") == {"username", "password", "name", "email"}
    for subject in FIELDS:
        named_data = [datum for datum in practice.personal_data(subject) if datum.category == "named"]
        assert {datum.basis.clause for datum in named_data} == {"O-annex I"}


@pytest.mark.clause("O-annex 3: 10.2")
def test_a_field_outside_the_list_is_off_until_it_is_agreed(practice: ProviderProfile) -> None:
    off = {datum.field: datum for datum in practice.switchable("participant")}
    assert {"notes", "messages", "younger_than_16", "gender", "birth_year", "mother_tongue"} <= off.keys()
    assert all(not practice.keeps("participant", field) for field in off)
    assert {datum.basis.clause for datum in off.values()} == {"O-annex 3: 10.2"}
    assert not practice.keeps("participant", "birth_date")
    assert "birth_date" not in off


@pytest.mark.clause("O-8.1", "O-8.2")
def test_payment(practice: ProviderProfile) -> None:
    assert value(practice.payment.term).days == 30
    interest = value(practice.payment.interest)
    assert (interest.kind, interest.started_month_counts_whole) == ("commercial", True)
    collection = value(practice.payment.collection)
    assert (collection.percent, collection.minimum, collection.reminders) == (Decimal(15), Decimal(500), 1)
    assert isinstance(practice.payment.collection_vat, Regulated)
    assert practice.payment.collection_vat.basis.assumption


@pytest.mark.clause("O-5.2", "O-8.2")
def test_where_a_clause_leaves_a_choice_the_profile_assumes_and_says_so(practice: ProviderProfile) -> None:
    payment, price = practice.payment, practice.price
    assert value(payment.interest_rate).rate_day == "period"
    assert not value(payment.interest_on_interest).added
    assert value(payment.collection_base).with_vat
    assert value(price.index_months) == (4, 12)
    for rule in (payment.interest_rate, payment.interest_on_interest, payment.collection_base, price.index_months):
        assert isinstance(rule, Regulated)
        assert rule.basis.assumption
        assert rule.basis.note is not None


def test_the_general_rate_of_vat_is_the_laws(practice: ProviderProfile) -> None:
    assert value(practice.price.vat_rate).percent == Decimal(21)
    assert isinstance(practice.price.vat_rate, Regulated)
    assert practice.price.vat_rate.basis.law


@pytest.mark.clause("O-5.3")
def test_new_prices_told_late_can_be_objected_to_from_receipt(practice: ProviderProfile) -> None:
    change = value(practice.price.change)
    assert (change.notice_months, change.objection_days) == (3, 30)
    start = practice.price.objection_start
    assert isinstance(start, Regulated)
    assert (start.value.starts, start.basis.assumption) == ("receipt", True)


@pytest.mark.clause("O-2.3")
def test_changed_terms_can_be_objected_to_for_fourteen_days(practice: ProviderProfile) -> None:
    objection = value(practice.terms_change.objection)
    assert (objection.days, objection.starts) == (14, "publication")
    assert objection.written
    assert objection.with_reasons


@pytest.mark.clause("O-6.2", "O-annex 2")
def test_users_accept_the_user_terms_themselves(practice: ProviderProfile) -> None:
    assert practice.must_accept_user_terms("participant")
    assert practice.must_accept_user_terms("coach")
    assert value(practice.users.terms_change).days == 30
    assert value(practice.users.continued_use).is_acceptance


@pytest.mark.clause("O-11.1", "O-11.2")
def test_silent_renewal_and_notice(practice: ProviderProfile) -> None:
    assert value(practice.duration.renewal) == (True, True)
    notice = value(practice.duration.notice)
    assert (notice.months, notice.by, notice.written) == (1, ("organisation", "licensor"), True)
    assert value(practice.duration.consumer_notice).months == 1


@pytest.mark.clause("O-7", "O-annex 2")
def test_the_administrator_asks_and_everybody_reports_faults(practice: ProviderProfile) -> None:
    assert value(practice.help_desk.questions).roles == ("administrator",)
    assert set(value(practice.help_desk.faults).roles) == {"administrator", "coach", "participant"}
    hours = value(practice.help_desk.hours)
    assert (hours.opens, hours.closes) == (time(9), time(17))


@pytest.mark.clause("O-10.1", "O-10.2")
def test_warranty_and_liability(practice: ProviderProfile) -> None:
    assert value(practice.warranty) == (12, True, False)
    cap = value(practice.liability.cap)
    assert (cap.months, cap.excluding_vat, cap.direct_damage_only) == (6, True, True)
    assert cap.not_for == ("intent", "gross_negligence")


@pytest.mark.clause("O-11.4", "O-11.5")
def test_the_end(practice: ProviderProfile) -> None:
    outcome = value(practice.claims.third_party_outcome)
    assert (outcome.notice_months, outcome.refund) == (1, "prepaid_remainder")
    assert value(practice.end.administrator_account) == (True, True)
    assert value(practice.end.own_account) == (True, True)
    assert value(practice.end.data).kept_for == ("legal_duty", "controller", "data_subject")


@pytest.mark.clause("O-annex 3: 6")
def test_the_two_clocks_of_a_breach(practice: ProviderProfile) -> None:
    breach = value(practice.privacy.processor_breach)
    assert (breach.hours, breach.threatened_too, breach.reports_only_with_permission) == (24, True, True)
    assert value(practice.privacy.controller_breach).hours == 72


def test_where_the_terms_name_no_hours_only_the_law_counts(monitoring: ProviderProfile) -> None:
    assert isinstance(monitoring.privacy.processor_breach, NotRegulated)
    assert value(monitoring.privacy.controller_breach).hours == 72


@pytest.mark.clause("O-annex 3: 1.2")
def test_consent_of_a_representative_is_asked_under_sixteen(profile: ProviderProfile) -> None:
    assert value(profile.privacy.consent).under_age == 16


@pytest.mark.clause("O-annex 3: 4")
def test_sub_processors_stay_inside_the_eea(practice: ProviderProfile) -> None:
    assert value(practice.privacy.sub_processors) == (True, True, True)


def test_panels(monitoring: ProviderProfile, practice: ProviderProfile) -> None:
    assert monitoring.lacks_panel("messages")
    assert not monitoring.lacks_panel("tests")
    assert practice.lacks_panel("tests")
    assert not practice.lacks_panel("messages")
