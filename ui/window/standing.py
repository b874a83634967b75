"""What the parts of the window say and offer, given what is open and who works there."""

from __future__ import annotations

from app.domain.permissions import Actor, Permission, Role, TenantKind, allowed, own_scope
from app.domain.text import Text
from ui.panel import Veil
from ui.preferences import Preferences
from ui.window.commands import CommandState
from ui.window.panels import PANELS, PanelPlace, panels_for
from ui.window.session import Session
from ui.words import show, tr

ROLE_WORDS = {
    Role.ADMINISTRATOR: Text("{administrator}"), Role.COACH: Text("{coach}"), Role.LICENSOR: Text("licensor"),
    Role.AUDITOR: Text("auditor"),
}


class Standing:
    """Made anew with every rebuilding of the window."""

    def __init__(self, session: Session | None, veil: Veil, preferences: Preferences) -> None:
        self._session, self._veil, self._preferences = session, veil, preferences
        self._sight = session.sight if session is not None else None
        self._actor: Actor | None = self._sight.actor if self._sight is not None else None
        self.places = self._places()

    @property
    def organisation(self) -> str:
        """The name in the top bar; before anything is open the one that was open last."""
        if self._session is not None:
            return str(self._session.desk.organisation.name)
        return self._preferences.organisations.get(self._preferences.organisation, "")

    def window_title(self) -> str:
        return f"{self.organisation} – Leerspoor" if self.organisation else "Leerspoor"

    def who(self) -> str:
        """Who is logged in, with the role; the name is a name, so it is hidden while presenting."""
        if self._actor is None:
            return ""
        role = show(ROLE_WORDS[self._actor.role])
        if self._veil.on or not self._actor.name:
            return tr("Logged in as {role}", role=role)
        return tr("Logged in as {name} ({role})", name=self._actor.name, role=role)

    def help_desk(self) -> str:
        """Whether the provider's help desk is open now; nothing where its hours are not regulated."""
        if self._session is None or self.is_a_licensor:
            return ""
        from ui.window.help_desk import help_desk_line

        return help_desk_line(self._session.sight, self._session.desk.clock(), self._session.days_off)

    @property
    def is_a_licensor(self) -> bool:
        """True where what is open is a licensor's own: no one who takes part is in it."""
        return self._actor is not None and self._actor.at is TenantKind.LICENSOR

    def search_words(self) -> str:
        """What can be found with the search of the top bar."""
        if self.is_a_licensor:
            return tr("Search organisation or command")
        return tr("Search {participant}, {group} or command")

    @property
    def is_connected(self) -> bool:
        """True once what is open was ever connected with a server."""
        return self._session is not None and self._session.sync is not None and self._session.sync.is_connected

    @property
    def is_locked(self) -> bool:
        return self._session is not None and self._session.sync is not None and self._session.sync.locked

    def command_state(self) -> CommandState:
        panels = tuple((place.code, show(place.title), place.picture) for place in self.places if not place.below)
        return CommandState(
            panels=panels, language=self._preferences.language, theme=self._preferences.theme,
            presenting=self._veil.on, together=self._veil.looked_at is not None,
            is_open=self._session is not None and not self.is_locked, is_connected=self.is_connected,
            may_connect=self._may(Permission.EDIT_ORGANISATION) and not self.is_connected,
            has_help_desk=any(place.where.startswith("ui.help.panel:") for place in self.places),
            may_report=self._may(Permission.REPORT_INFRINGEMENT),
            may_import=self._may(Permission.IMPORT), may_export=self._may(Permission.EXPORT),
            may_back_up=self._may(Permission.BACK_UP))

    def _may(self, permission: Permission) -> bool:
        may = self._actor is not None and allowed(self._actor, permission, own_scope(self._actor))
        return may and not self.is_locked

    def _places(self) -> tuple[PanelPlace, ...]:
        if self._sight is None:
            return panels_for(None)
        lacks = {place.code for place in PANELS if self._sight.profile.lacks_panel(place.code)}
        lacks |= set() if self.is_connected else {"reviews"}
        return panels_for(self._actor, frozenset(lacks))
