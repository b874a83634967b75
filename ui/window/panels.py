"""The panels of the rail: what they are called, who sees them, and where they are. Their modules are imported late."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from app.domain.permissions import Actor, Permission, Role, TenantKind, allowed
from app.domain.text import Text
from ui.panel import Panel


class PanelPlace(NamedTuple):
    """`permission` is what one must have over the whole organisation to see it; None for everybody. `at` are the
    sorts of tenants that have it. One `below` has no button among the others: Help at the bottom opens it.
    """

    code: str
    title: Text
    picture: str
    where: str
    permission: Permission | None = None
    at: frozenset[TenantKind] = frozenset({TenantKind.ORGANISATION})
    below: bool = False


_LICENSOR = frozenset({TenantKind.LICENSOR})
PANELS = (
    PanelPlace("overview", Text("Overview"), "home", "ui.overview.panel:OverviewPanel"),
    PanelPlace("licences", Text("Licences"), "licence", "ui.licences.panel:LicencesPanel", Permission.SEE_LICENCES),
    PanelPlace("groups", Text("{Groups}"), "people", "ui.groups.panel:GroupsPanel"),
    PanelPlace("progress", Text("Progress"), "chart", "ui.progress.panel:ProgressPanel"),
    PanelPlace("tests", Text("Tests"), "test", "ui.assessing.panel:TestsPanel"),
    PanelPlace("routes", Text("Learning routes"), "route", "ui.routes.panel:RoutesPanel"),
    PanelPlace("certificates", Text("Certificates"), "star", "ui.certificates.panel:CertificatesPanel"),
    PanelPlace("messages", Text("Messages"), "message", "ui.messages.panel:MessagesPanel"),
    PanelPlace("privacy", Text("Privacy"), "shield", "ui.privacy.panel:PrivacyPanel", Permission.SEE_PRIVACY),
    PanelPlace("help", Text("Help"), "help", "ui.help.panel:HelpPanel", below=True),
    PanelPlace("help", Text("Help"), "help", "ui.help.manual_panel:ManualPanel", at=_LICENSOR, below=True),
    PanelPlace("overview", Text("Overview"), "home", "ui.organisations.overview:LicensorOverviewPanel", at=_LICENSOR),
    PanelPlace("organisations", Text("Organisations"), "building", "ui.organisations.panel:OrganisationsPanel",
               Permission.SEE_LICENCES, _LICENSOR),
    PanelPlace("catalogue", Text("Catalogue"), "licence", "ui.catalogue.panel:CataloguePanel",
               Permission.SEE_LICENCES, _LICENSOR),
    PanelPlace("reviews", Text("To check"), "check", "ui.reviews.panel:ReviewsPanel", at=frozenset(TenantKind)),
)

VIEWS = tuple(f"app.views.{name}" for name in (
    "overview", "search", "groups", "progress", "licences", "licence_counts", "invoices", "orders", "seat_picture",
    "certificates", "privacy", "reviews", "sync",
    "organisations", "organisation_page", "licensor_overview", "catalogue", "routes", "media", "messages", "support",
    "maintenance", "tests", "sittings", "growth", "results_export", "instruments", "observing", "figures_tables",
    "figures_licences"))


AUDITOR_PANELS = (
    PanelPlace("overview", Text("Licence audit"), "licence", "ui.audit.panel:AuditPanel"),
    PanelPlace("help", Text("Help"), "help", "ui.help.manual_panel:ManualPanel", below=True))
"""An auditor looks, and does nothing else."""


def panels_for(actor: Actor | None, lacks: frozenset[str] = frozenset()) -> tuple[PanelPlace, ...]:
    """The panels this actor gets; all of an organisation while nobody is logged in yet. `lacks` are those the provider
    has not.
    """
    if actor is not None and actor.role is Role.AUDITOR:
        return AUDITOR_PANELS
    return tuple(place for place in PANELS if place.code not in lacks and _may_see(actor, place))


def panel_class(place: PanelPlace) -> type[Panel] | None:
    """The class of a panel, imported now; None where this program was built without it."""
    module, name = place.where.split(":")
    if not _is_there(module):
        return None
    made: type[Panel] = getattr(import_module(module), name)
    return made


def load_panels() -> None:
    """Import every panel and every view behind the first one, so that opening a panel never waits for its code.

    What is loaded then stays as long as the program: Python need not look through it for what is left over each time
    that thousands of rows are read, which took a third of the time. Once: what comes later may well be left over.
    """
    for place in (*PANELS, *AUDITOR_PANELS):
        panel_class(place)
    for view in VIEWS:
        import_module(view)
    import gc

    if not gc.get_freeze_count():
        gc.freeze()


def _may_see(actor: Actor | None, place: PanelPlace) -> bool:
    at = TenantKind.ORGANISATION if actor is None else actor.at
    return at in place.at and (actor is None or place.permission is None or allowed(actor, place.permission))


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
