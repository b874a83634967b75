"""What a licensor sees: the overview, its organisations with their tabs and dialogs, and the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.credentials import Credentials
from app.sync.refusals import unreachable
from app.views.audited import AuditedRow
from ui.audit.panel import AuditPanel
from ui.organisations.assign_dialog import AssignDialog
from ui.organisations.credentials_dialog import CredentialsDialog
from ui.organisations.detail import AUDITS, REPORTS
from ui.organisations.new_dialog import NewOrganisationDialog
from ui.organisations.password_dialog import for_administrator
from ui.tour.pretending import AuditorsShell
from ui.tour.stage import Stage

_LATE = "Bibliotheek Groenhaven"
_GIVEN = Credentials(
    "Bibliotheek Zuidhaven", "Zuidhaven", "https://leerspoor.voorbeeld.nl", "bibliotheek-zuidhaven", "Noor Visser",
    "n.visser", "kano-9-helder-boom")


def licensor(stage: Stage, code: str) -> None:
    """Everything of the licensor, beside what it shares with an organisation."""
    stage.open(code)
    stage.window.go("overview")
    stage.take("licentiegever-overzicht")
    _organisations(stage)
    _catalogue(stage)
    _auditor(stage)


def _organisations(stage: Stage) -> None:
    window = stage.window
    window.go("organisations")
    stage.take("organisaties")
    panel: Any = window.deck.current()
    late = next(row for row in panel.table.rows() if row.name == _LATE)
    panel.table.choose(late.id)
    for number, what in enumerate(("overeenkomst", "plaatsen", "facturen")):
        panel.detail.tabs.setCurrentIndex(number)
        stage.take(f"organisaties-{what}")
    _from_the_organisation(stage, panel)
    panel.table.choose(late.id)
    panel.detail.tabs.setCurrentIndex(0)
    panel.search.setText("have")
    stage.take("organisaties-zoeken")
    panel.search.clear()
    _organisation_dialogs(stage, panel)


def _from_the_organisation(stage: Stage, panel: Any) -> None:
    """An order that waits, with its answer; and who may look there."""
    ordered = next(row for row in panel.table.rows() if row.first_order is not None)
    panel.show_target(ordered.first_order)
    stage.take("organisaties-bestellingen")
    _over(stage, lambda: panel.detail.orders.answer(accepts=False), "organisatie-bestelling-afwijzen")
    panel.detail.tabs.setCurrentIndex(REPORTS)
    for page, what in ((panel.detail.support, "vragen"), (panel.detail.infringements, "inbreuk")):
        panel.detail.reports.bring_forward(page)
        stage.take(f"organisaties-{what}")
    _over(stage, panel.detail.support.answer, "organisatie-vraag-antwoord")
    panel.detail.tabs.setCurrentIndex(AUDITS)
    stage.take("organisaties-controle")
    _over(stage, panel.detail.audits.open_access, "organisatie-controle-toegang")


def _organisation_dialogs(stage: Stage, panel: Any) -> None:
    """What needs the server is shown as if there were one; nothing is made."""
    shell, page = panel.shell, panel.detail.page
    _over(stage, panel.new_organisation, "organisatie-nieuw-zonder-server")
    _over(stage, lambda: _new(stage, panel), "organisatie-nieuw")
    _over(stage, lambda: stage.window.trouble(unreachable()), "organisatie-nieuw-onbereikbaar")
    access = CredentialsDialog(panel, shell, _GIVEN)
    access.kept.setChecked(True)
    _over(stage, access.open, "organisatie-toegang")
    _over(stage, for_administrator(panel, page.row.name, _ignore).open, "organisatie-wachtwoord")
    _over(stage, panel.new_agreement, "organisatie-overeenkomst-nieuw")
    _over(stage, AssignDialog(panel, shell, page, _ignore).open, "organisatie-overdragen")
    _over(stage, panel.detail.agreement.give_notice, "organisatie-opzeggen")


def _new(stage: Stage, panel: Any) -> None:
    from app.views.catalogue import catalogue

    assert stage.window.session is not None
    found: Any = stage.window.session.desk.read(catalogue)
    dialog = NewOrganisationDialog(panel, panel.shell, found.offered_now, lambda _given, _licence: None)
    dialog.open()
    dialog.name.setText("Bibliotheek Zuidhaven")
    dialog.code.setText("Zuidhaven")
    dialog.touch("code")


def _catalogue(stage: Stage) -> None:
    window = stage.window
    window.go("catalogue")
    panel: Any = window.deck.current()
    for number, what in enumerate(("pakketten", "programmas", "voorwaarden", "prijsrondes", "onderhoud", "helpdesk")):
        panel.tabs.setCurrentIndex(number)
        stage.take(f"catalogus-{what}")
    _over(stage, panel.announce_terms, "catalogus-voorwaarden-aankondigen")
    _over(stage, panel.announce_round, "catalogus-prijsronde-aankondigen")
    _over(stage, panel.show_fee, "catalogus-berekening")
    _over(stage, panel.new_round, "catalogus-prijsronde-nieuw")
    _over(stage, panel.new_terms, "catalogus-voorwaarden-nieuw")
    _over(stage, panel.change_package, "catalogus-pakket")
    _over(stage, panel.new_programme, "catalogus-programma-nieuw")
    _over(stage, panel.announce_maintenance, "catalogus-onderhoud-aankondigen")
    _over(stage, panel.close_help_desk, "catalogus-helpdesk-gesloten")
    panel.tabs.setCurrentIndex(0)


def _auditor(stage: Stage) -> None:
    """What somebody sees whom the licensor lets look at one of these organisations: every table once."""
    window = stage.window
    window.go("organisations")
    stage.wait()
    panel: Any = window.deck.current()
    row = next(one for one in panel.table.rows() if one.name == _LATE)
    made: list[AuditPanel] = []

    def looking() -> AuditPanel:
        made.append(AuditPanel(AuditorsShell(window.make_shell(), AuditedRow(
            row.id, row.name, b"a" * 16, "jaarlijkse controle", date(2026, 12, 1)))))
        made[-1].refresh()
        return made[-1]

    window.show_page(looking)
    stage.wait()
    for number in range(made[-1].tabs.count()):
        made[-1].tabs.setCurrentIndex(number)
        stage.take(f"controleur-{number + 1}")
    window.show_panels()


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()


def _ignore(_given: Any) -> None:
    """On the tour nothing is made."""
