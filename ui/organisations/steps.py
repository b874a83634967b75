"""What a licensor does for its organisations. What needs the server says so where there is none."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.ids import timed_id
from app.domain.text import Text
from ui.organisations.assign_dialog import AssignDialog
from ui.organisations.credentials_dialog import CredentialsDialog
from ui.organisations.new_dialog import NewAgreementDialog, NewOrganisationDialog
from ui.organisations.password_dialog import for_administrator
from ui.panel import Shell
from ui.parts.form_dialog import NoticeDialog
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.contract.new_organisation import NewOrganisation
    from app.domain.credentials import Credentials
    from app.views.catalogue import Catalogue
    from app.views.orders import OrderBasis
    from app.views.organisation_page import OrganisationPage
    from app.views.sync import SyncStanding


def about_new(parent: QWidget, shell: Shell) -> None:
    """Make an organisation, once it is sure that there is a server to make it on."""
    from app.views.catalogue import catalogue

    def opened(found: Catalogue) -> None:
        dialog = NewOrganisationDialog(parent, shell, found.offered_now, lambda given, licence: make(given, licence))
        organisation_id = _new_id(shell)  # one for the whole dialog: who asks again makes no second organisation

        def make(given: NewOrganisation, licence: dict[str, Any]) -> None:
            from app.sync.handing_out import hand_out_organisation

            def made(credentials: Credentials) -> None:
                dialog.done_making()
                shell.say(Text("{name} was made.", name=given.name))
                _conclude(shell, organisation_id, licence)
                CredentialsDialog(parent, shell, credentials).open()

            shell.work(hand_out_organisation, shell.desk, organisation_id, given,
                       title=Text("Making {name}", name=given.name), then=made, steps=False)

        dialog.open()

    _with_server(parent, shell, lambda: shell.read(catalogue, then=opened))


def about_agreement(parent: QWidget, shell: Shell, page: OrganisationPage) -> None:
    """Record a further agreement; that works without a network too."""
    from app.views.catalogue import catalogue
    from app.views.orders import order_basis

    def opened(found: Catalogue, basis: OrderBasis) -> None:
        dialog = NewAgreementDialog(
            parent, shell, page.row.name, found.offered_now, basis,
            lambda given: _conclude(shell, page.row.id, given, lambda: dialog.done_recording()))
        dialog.open()

    shell.read(catalogue, then=lambda found: shell.read(
        order_basis, then=lambda basis: opened(found, basis), within=page.row.id))


def about_password(parent: QWidget, shell: Shell, page: OrganisationPage) -> None:
    """A new password for an administrator; it is shown once."""
    def opened() -> None:
        dialog = for_administrator(parent, page.row.name, lambda username: make(username))

        def make(username: str) -> None:
            from app.sync.handing_out import hand_out_password

            def made(credentials: Credentials) -> None:
                dialog.done_making()
                CredentialsDialog(parent, shell, credentials).open()

            shell.work(hand_out_password, shell.desk, page.row.id, username, title=Text("Making a new password"),
                       then=made, steps=False)

        dialog.open()

    _with_server(parent, shell, opened)


def about_assignment(parent: QWidget, shell: Shell, page: OrganisationPage) -> None:
    """Give the agreement to another licensor."""
    def opened() -> None:
        dialog = AssignDialog(parent, shell, page, lambda given: assign(given))

        def assign(given: dict[str, Any]) -> None:
            from app.sync.handing_out import hand_over_organisation

            def assigned(licensor: str) -> None:
                dialog.done_assigning()
                shell.say(Text("{name} was assigned to {licensor}.", name=page.row.name, licensor=licensor))

            shell.work(hand_over_organisation, shell.desk, page.row.id, given,
                       title=Text("Assigning {name}", name=page.row.name), then=assigned, steps=False)

        dialog.open()

    _with_server(parent, shell, opened)


def _conclude(
    shell: Shell, organisation_id: bytes, licence: dict[str, Any], then: Callable[[], None] = lambda: None,
) -> None:
    from app.actions.licences import conclude_agreement

    def recorded(_changes: object) -> None:
        then()
        shell.say(Text("Agreement {number} was recorded.", number=licence["number"]), undoable=True)

    shell.act(conclude_agreement, within=organisation_id, **licence, then=recorded)


def _new_id(shell: Shell) -> bytes:
    return timed_id(shell.desk.clock(), secrets.token_bytes)


def _with_server(parent: QWidget, shell: Shell, go_on: Callable[[], None]) -> None:
    from app.views.sync import sync_standing

    def looked(standing: SyncStanding) -> None:
        if standing.is_connected:
            go_on()
        else:
            NoticeDialog(parent, tr("This needs the server"), (
                tr("Organisations and their accounts are made on the server, and this computer has none."),
                tr("Connect with your server first, under File."))).open()

    shell.read(sync_standing, then=looked)
