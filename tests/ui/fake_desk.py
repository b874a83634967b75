"""A desk and an opener for tests of the window: answers given beforehand, nothing on disk but the preferences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.permissions import Actor, Role
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.resources import load_profile
from app.views.sync import SyncStanding
from tests.ui.fake_server import FakeServer
from ui.first_run.opener import Joining, Made, NewOrganisation, TypedKey

TODAY = date(2026, 11, 23)
NOW_US = int(datetime(2026, 11, 23, 13, 32, tzinfo=UTC).timestamp()) * 1_000_000


@dataclass(frozen=True, slots=True)
class FakeOrganisation:
    code: str
    name: str
    provider: str = "oefenen"
    place: str = "Noordwijk"
    zone: str = "Europe/Amsterdam"
    id: bytes = b"o" * 16


ADMINISTRATOR = Actor(b"a" * 16, Role.ADMINISTRATOR, "M. de Boer")
COACH = Actor(b"c" * 16, Role.COACH, "J. Smit", frozenset({b"g" * 16}))


class FakeDesk:
    """`answers` maps the name of a view to its value or to a function; `outcomes` the name of an action."""

    def __init__(
        self, answers: Mapping[str, Any], organisation: FakeOrganisation | None = None, actor: Actor = ADMINISTRATOR,
        outcomes: Mapping[str, Any] | None = None,
    ) -> None:
        self.answers = {
            "sync_standing": SyncStanding(), "open_reviews": (), "use_notices": (), "maintenance_told": (),
            "closed_days": frozenset(), **answers}
        self.outcomes = dict(outcomes or {})
        self.organisation = organisation or FakeOrganisation("noord", "Bibliotheek Noord")
        self.sight = Sight(actor, load_profile(self.organisation.provider), TODAY)
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.database = object()
        self.is_closed = False

    def clock(self) -> int:
        return NOW_US

    def read(self, view: Callable[..., Any], *arguments: Any) -> Any:
        answer = self.answers[view.__name__]
        return answer(*arguments) if callable(answer) else answer

    def do(self, action: Any, **arguments: Any) -> ChangeSet:
        name = getattr(action, "function", action).__name__
        self.done.append((name, arguments))
        outcome = self.outcomes.get(name)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome if isinstance(outcome, ChangeSet) else ChangeSet(action=name, outcome=outcome)

    def close(self) -> None:
        self.is_closed = True


class FakeOpener:
    """`locked` maps a code to the passphrase that opens it."""

    def __init__(self, folder: Path, desks: Mapping[str, FakeDesk], locked: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.desks = dict(desks)
        self.locked = dict(locked or {})
        self.made: list[NewOrganisation] = []
        self.server = FakeServer()
        self.keyring = True

    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(self.desks))

    def providers(self) -> tuple[tuple[str, str], ...]:
        return (("oefenen", "Oefenen"), ("leerling-in-beeld", "Leerling in beeld"))

    def has_keyring(self) -> bool:
        return self.keyring

    def open(self, code: str, typed: TypedKey | None = None) -> FakeDesk:
        wanted = self.locked.get(code)
        if wanted is not None and typed is None:
            raise Refusal(Text("These data are locked."), remedy="passphrase")
        if wanted is not None and typed is not None and typed.text != wanted:
            raise Refusal(Text("That is not the passphrase. Nothing was changed."), remedy="passphrase")
        return self.desks[code]

    def make(self, organisation: NewOrganisation) -> Made:
        self.made.append(organisation)
        self.desks["new"] = FakeDesk({}, FakeOrganisation("new", organisation.name, organisation.provider))
        return Made("new", "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789")

    def join(self, joining: Joining) -> Made:
        self.server.join(joining)
        self.desks["joined"] = self.server.joined
        return Made("joined", "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789")

    def make_demo(self) -> tuple[str, ...]:
        return self.codes()

    def restore(self, backup: str, typed: TypedKey | None = None) -> str:
        return self.codes()[0]
