"""The manuals inside the program (O-annex 1): which pages there are, for whom, and what a page is made of.

A page is Markdown of a small kind: headings, paragraphs, lists, links to other pages by their code, and in bold what
stands on the screen. Its words that differ per provider are placeholders, as in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.names import fold
from app.domain.permissions import Role, TenantKind


@dataclass(frozen=True, slots=True)
class Page:
    """`roles` are those in whose list it stands; `panels` the panels of the window whose page it is; `needs` is the
    panel without which a provider has no use for it.
    """

    code: str
    roles: frozenset[Role]
    panels: tuple[str, ...] = ()
    needs: str = ""


_ADMINISTRATOR, _COACH = frozenset({Role.ADMINISTRATOR}), frozenset({Role.COACH})
_LICENSOR, _AUDITOR = frozenset({Role.LICENSOR}), frozenset({Role.AUDITOR})
_STAFF = _ADMINISTRATOR | _COACH
_HOLDERS = _ADMINISTRATOR | _LICENSOR

PAGES: tuple[Page, ...] = (
    Page("administrator", _ADMINISTRATOR, ("overview",)),
    Page("coach", _COACH, ("overview",)),
    Page("licensor", _LICENSOR, ("overview",)),
    Page("auditor", _AUDITOR, ("overview",)),
    Page("first-start", _STAFF),
    Page("importing", _ADMINISTRATOR),
    Page("groups", _STAFF, ("groups",)),
    Page("roll-over", _ADMINISTRATOR),
    Page("login-cards", _ADMINISTRATOR),
    Page("seats", _ADMINISTRATOR, ("licences",)),
    Page("invoices", _ADMINISTRATOR),
    Page("routes", _STAFF, ("routes",), "routes"),
    Page("messages", _STAFF, ("messages",), "messages"),
    Page("progress", _STAFF, ("progress",)),
    Page("person", _STAFF),
    Page("whole", _STAFF),
    Page("reports", _STAFF),
    Page("tests", _STAFF, ("tests",), "tests"),
    Page("figures", _ADMINISTRATOR),
    Page("certificates", _STAFF, ("certificates",), "certificates"),
    Page("privacy", _ADMINISTRATOR, ("privacy",)),
    Page("organisations", _LICENSOR, ("organisations",)),
    Page("catalogue", _LICENSOR, ("catalogue",)),
    Page("sync", _STAFF | _LICENSOR),
    Page("reviews", _STAFF | _LICENSOR, ("reviews",)),
    Page("backup", _HOLDERS),
    Page("lost-laptop", _STAFF | _LICENSOR),
    Page("help", _STAFF | _LICENSOR | _AUDITOR, ("help",)),
)
FIRST = "help"
"""What is shown where no other page fits."""
LINK = re.compile(r"\[([^\]]+)\]\(([a-z-]+)\)")
ON_SCREEN = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"(?:-|\d+\.) ")


def pages_for(role: Role, at: TenantKind, lacks: frozenset[str] = frozenset()) -> tuple[Page, ...]:
    """The pages in the list of somebody in this role; `lacks` are the panels that the provider has not."""
    if role is Role.LICENSOR and at is TenantKind.ORGANISATION:
        at_home = frozenset({"organisations", "catalogue"})
        return tuple(page for page in PAGES if role in page.roles and not at_home & set(page.panels))
    return tuple(page for page in PAGES if role in page.roles and page.needs not in lacks)


def page_of(panel: str, role: Role) -> str:
    """The code of the page of this panel, for somebody in this role."""
    return next((page.code for page in PAGES if panel in page.panels and role in page.roles), FIRST)


@dataclass(frozen=True, slots=True)
class Manual:
    """One page in one language with the provider's words. `plain` is its text without marks, to be searched."""

    code: str
    title: str
    markdown: str

    @property
    def plain(self) -> str:
        return " ".join(text for _, text in parts(self.markdown))

    def answers(self, typed: str) -> bool:
        """True if every typed word begins a word of the page, without accents or case."""
        words = _words(self.plain)
        return all(any(word.startswith(part) for word in words) for part in _words(typed))

    def line_with(self, typed: str) -> str:
        """The first line in which a typed word begins a word; '' where the title says it."""
        wanted = _words(typed)
        for kind, text in parts(self.markdown):
            if wanted and any(word.startswith(part) for word in _words(text) for part in wanted):
                return "" if kind == "#" else text
        return ""


def parts(markdown: str) -> Iterator[tuple[str, str]]:
    """(kind, plain text) of each block: kind is '#', '##', '1.' (a numbered step, its number in it), '-' or ''."""
    number = 0
    for block in _blocks(markdown):
        mark, _, rest = block.partition(" ")
        if mark in ("#", "##", "-"):
            number = 0
            yield mark, _bare(rest)
        elif mark[:-1].isdigit() and mark.endswith("."):
            number += 1
            yield "1.", f"{number}. {_bare(rest)}"
        else:
            number = 0
            yield "", _bare(block)


def _blocks(markdown: str) -> Iterator[str]:
    """A line that begins no block of its own goes on with the one before."""
    block: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        begins = not line.strip() or line.startswith("#") or bool(_ITEM.match(line))
        if begins and block:
            yield " ".join(block)
            block = []
        if line.strip():
            block.append(line.strip())


def _bare(text: str) -> str:
    """What stands on the screen goes between quotation marks; of a link its words stay."""
    return ON_SCREEN.sub("“\\1”", LINK.sub("\\1", text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
