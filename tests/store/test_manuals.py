"""The manuals: whole in both languages, true to what stands on the screen, and found by any word of them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.documents.manual_paper import manual_pdf
from app.domain.manuals import LINK, ON_SCREEN, PAGES, Manual, page_of, pages_for, parts
from app.domain.permissions import Role, TenantKind
from app.store.manuals import manuals
from app.store.resources import load_profile, profile_codes, resource_path
from app.store.texts import Translator, dutch_lines
from tests.documents.sheets import standards_broken, text_of
from tests.house.code import modules
from tests.house.texts import uses_in
from ui.window.panels import AUDITOR_PANELS, PANELS, panels_for

LANGUAGES = ("nl", "en")
LONGEST = 2_300
"""Signs: a page fits one or two screens."""


def _pages(language: str, provider: str = "oefenen") -> dict[str, Manual]:
    return {one.code: one for one in manuals(PAGES, language, load_profile(provider).words)}


@pytest.fixture(scope="module")
def templates() -> set[str]:
    return {use.template for path in modules() for use in uses_in(path)[0]}


def _as_read(text: str) -> str:
    """Without mnemonics, dots and numbers behind it."""
    return re.sub(r" \(\{\w+\}\)$", "", text.replace("&", "").rstrip("…"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("provider", profile_codes())
def test_what_is_quoted_stands_on_the_screen(templates: set[str], language: str, provider: str) -> None:
    say = Translator(language, load_profile(provider).words)
    lines = dutch_lines()
    shown = {_as_read(say.filled(lines.get(one, one) if language == "nl" else one)) for one in templates}
    wrong = [
        f"{page.code}: {quoted}" for page in _pages(language, provider).values()
        for quoted in ON_SCREEN.findall(page.markdown) for part in quoted.split(" > ") if _as_read(part) not in shown]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_is_short_and_leads_somewhere(language: str) -> None:
    found = _pages(language)
    written = {path.stem for path in resource_path("manuals", language).glob("*.md")}
    assert written == set(found)
    for page in found.values():
        assert page.markdown.startswith("# ") and len(page.plain) <= LONGEST, page.code
        assert not re.search(r"\{\w+\}", page.markdown), page.code
        assert {code for _, code in LINK.findall(page.markdown)} <= set(found), page.code
        assert [kind for kind, _ in parts(page.markdown)].count("#") == 1, page.code
    titles = [page.title for page in found.values()]
    assert len(set(titles)) == len(titles)


def test_both_languages_have_the_same_steps_links_and_quotes() -> None:
    dutch, english = _pages("nl"), _pages("en")
    for code, page in dutch.items():
        other = english[code]
        assert [kind for kind, _ in parts(page.markdown)] == [kind for kind, _ in parts(other.markdown)], code
        assert [link for _, link in LINK.findall(page.markdown)] == [
            link for _, link in LINK.findall(other.markdown)], code
        assert len(ON_SCREEN.findall(page.markdown)) == len(ON_SCREEN.findall(other.markdown)), code


def test_every_panel_has_a_page_for_everybody_who_sees_it() -> None:
    for role, places in (
        *((role, PANELS) for role in (Role.ADMINISTRATOR, Role.COACH, Role.LICENSOR)), (Role.AUDITOR, AUDITOR_PANELS),
    ):
        at = TenantKind.LICENSOR if role in (Role.LICENSOR, Role.AUDITOR) else TenantKind.ORGANISATION
        for place in places:
            if at in place.at or role is Role.AUDITOR:
                code = page_of(place.code, role)
                if role is Role.COACH and place.permission is not None:
                    continue
                assert place.code in next(page.panels for page in PAGES if page.code == code), (role, place.code)
                assert code in {page.code for page in pages_for(role, at)}


def test_nobody_is_offered_a_page_about_what_the_provider_has_not() -> None:
    codes = {page.code for page in pages_for(
        Role.ADMINISTRATOR, TenantKind.ORGANISATION, frozenset({"messages", "certificates"}))}
    assert {"messages", "certificates"} & codes == set() and "routes" in codes
    assert {"organisations", "catalogue"} & {
        page.code for page in pages_for(Role.LICENSOR, TenantKind.ORGANISATION)} == set()
    assert panels_for(None)


@pytest.mark.parametrize(("typed", "found"), [
    ("herstelsl", "backup"), ("Toegéven", ""), ("inlogk code", "login-cards"), ("OPZEGGEN", "seats"),
    ("sámenvoegen", "groups"), ("laptop", "lost-laptop"), ("xyz", ""),
])  # fmt: skip
def test_every_word_of_a_page_is_found_without_accents_or_case(typed: str, found: str) -> None:
    codes = [page.code for page in _pages("nl").values() if page.answers(typed)]
    assert found in codes if found else codes == []
    if found:
        page = _pages("nl")[found]
        assert page.line_with(typed) in page.plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_it_says_the_same(language: str) -> None:
    pages = _pages(language)
    paper = manual_pdf([pages["backup"]], pages["backup"].title, language, date(2026, 11, 30))
    assert standards_broken(paper) == []
    read = " ".join(" ".join(text_of(paper, 0)).split())
    for kind, text in parts(pages["backup"].markdown):
        assert text[:60] in read, (kind, text)
    whole = manual_pdf(list(pages.values()), "Leerspoor", language, date(2026, 11, 30))
    assert standards_broken(whole) == []
