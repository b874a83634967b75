"""The keys and texts of one EDEXML object in our spelling, with a note where they are not in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from app.domain.names import PersonName
from app.domain.text import Text
from app.exchange import edexml_terms as terms
from app.exchange import values
from app.exchange.cleaning import MAX_NAME_LENGTH, checked_name, fits, key_too_long, tidy, tidy_key
from app.exchange.edexml_parse import Item
from app.exchange.notebook import Notebook


class ItemReader:
    """Reads one item after another; remembers keys and ECK iDs to find those that stand twice."""

    def __init__(self, notes: Notebook) -> None:
        self._notes = notes
        self._keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._eckids: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def key(self, item: Item, space: str) -> tuple[bool, str | None]:
        """Whether the line can be read, and its key within `space`: None when there is none that lasts."""
        key = tidy_key(item.key)
        if not key:
            reason = Text("{element} has no key, so it cannot be recognised with certainty.", element=item.kind)
            self._notes.doubtful(item.line, reason)
            return True, None
        if key_too_long(key, item.line, self._notes) or self._is_doubled(item, key, space):
            return False, key
        if key.startswith("#"):
            reason = Text(
                "The key {key} of {element} is only temporary, so it cannot be recognised with certainty.",
                key=key,
                element=item.kind,
            )
            self._notes.doubtful(item.line, reason)
            return True, None
        return True, key

    def _is_doubled(self, item: Item, key: str, space: str) -> bool:
        first = self._keys[space].setdefault(key, item.line)
        if first == item.line:
            return False
        reason = Text(
            "The key {key} stands on line {first} already. This line is left out. "
            "Give each its own key in the source and read the file again.",
            key=key,
            first=first,
        )
        self._notes.refused(item.line, reason)
        self._notes.doubtful(first, Text("The key {key} stands on line {other} too.", key=key, other=item.line))
        return True

    def eckid(self, item: Item) -> str:
        """The ECK iD when no earlier line has it."""
        eckid = tidy_key(item.eckid)
        if not eckid or not fits(eckid, "eckid", item.line, self._notes):
            return ""
        first = self._eckids[item.kind].setdefault(eckid, item.line)
        if first == item.line:
            return eckid
        reason = Text("The same {element} stands on line {first}. It is not taken over from this line.",
                      element="eckid", first=first)  # fmt: skip
        self._notes.doubtful(item.line, reason)
        reason = Text("The same {element} stands on line {other} too.", element="eckid", other=item.line)
        self._notes.doubtful(first, reason)
        return ""

    def person_name(self, item: Item) -> PersonName | None:
        """roepnaam, voorvoegsel and achternaam; None when the line is refused."""
        given, prefix, family = (self.tidied(item, part) for part in ("roepnaam", "voorvoegsel", "achternaam"))
        name = checked_name(given, prefix, family, item.line, self._notes)
        if name is not None and not given:
            reason = Text("{element} is not filled in, so only the family name is known.", element="roepnaam")
            self._notes.note(item.line, reason)
        return name

    def name_of_thing(self, item: Item) -> str:
        """The name of a group or location; empty when the line is refused."""
        name = self.tidied(item, "naam")
        if name:
            checked = checked_name("", "", name, item.line, self._notes)
            return checked.family if checked else ""
        reason = Text(
            "{element} has no name. This line is left out. Fill in the name in the source and read the file again.",
            element=item.kind,
        )
        self._notes.refused(item.line, reason)
        return ""

    def account(self, item: Item) -> dict[str, str]:
        """ECK iD, username and e-mail address."""
        return {
            "eckid": self.eckid(item),
            "username": self._plain(item, "gebruikersnaam"),
            "email": self._checked(item, "emailadres", values.mail_address),
        }

    def gender(self, item: Item) -> str:
        return self._checked(item, "geslacht", terms.GENDERS.get)

    def year_group(self, item: Item) -> str:
        return self._checked(item, "jaargroep", _known_year_group)

    def day(self, item: Item, element: str) -> str:
        """A date as YYYY-MM-DD."""
        return self._checked(item, element, _iso_day)

    def postcode(self, item: Item) -> str:
        if "postcodenl" in item.values:
            return self._checked(item, "postcodenl", values.dutch_postcode)
        return self._plain(item, "postnummerbe" if "postnummerbe" in item.values else "postcodeoverig")

    def roles(self, item: Item) -> tuple[str, ...]:
        """The role codes that EDEXML knows, each once."""
        found: dict[str, None] = {}
        for role in (raw.strip() for raw in item.roles):
            if role in terms.ROLES:
                found[role] = None
            else:
                reason = Text("The role {value} is not known. It is not taken over.", value=role[:50])
                self._notes.warning(item.line, reason)
        return tuple(found)

    def tidied(self, item: Item, element: str) -> str:
        """The text of an element, fit to keep."""
        raw = item.values.get(element, "")
        if not raw:
            return ""
        value = tidy(raw, element, item.line, self._notes)
        limit = terms.LENGTHS.get(element)
        if limit and limit < len(value) <= MAX_NAME_LENGTH:
            reason = Text("{element} is longer than the {limit} characters that EDEXML allows.", element=element,
                          limit=limit)  # fmt: skip
            self._notes.warning(item.line, reason)
        return value

    def _plain(self, item: Item, element: str) -> str:
        value = self.tidied(item, element)
        return value if fits(value, element, item.line, self._notes) else ""

    def _checked(self, item: Item, element: str, check: Callable[[str], str | None]) -> str:
        """The value in our spelling; empty, with a warning, when it is not what the element should hold."""
        value = item.values.get(element, "").strip()
        found = check(value) if value else ""
        if found is not None:
            return found
        reason = Text("{element} is not in order: {value}. It is not taken over.", element=element, value=value[:50])
        self._notes.warning(item.line, reason)
        return ""


def _known_year_group(raw: str) -> str | None:
    return raw if raw in terms.YEAR_GROUPS else None


def _iso_day(raw: str) -> str | None:
    day = values.xml_date(raw)
    return day.isoformat() if day else None
