"""What the tour shows, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.errors import Fault, Refusal
from app.domain.text import Text
from ui.first_run.new_organisation import NewOrganisationDialog
from ui.first_run.opener import NewOrganisation, TypedKey
from ui.first_run.recovery_key import RecoveryKeyDialog
from ui.first_run.unlock import UnlockDialog
from ui.licences.claim_dialog import OutcomeDialog
from ui.overview.confirm_dialog import look_through
from ui.tour.entry_scenes import entry
from ui.tour.figures_scenes import figures_pages
from ui.tour.findings import busiest_group, first_in_group, with_most_results
from ui.tour.following_scenes import following_pages
from ui.tour.looking_scenes import looking_pages
from ui.tour.person_scenes import whole_page, whole_page_together
from ui.tour.pretending import pretended_audits
from ui.tour.report_scenes import report_dialogs
from ui.tour.route_scenes import routes_pages
from ui.tour.stage import Stage
from ui.tour.talking_scenes import help_desk, messages_pages
from ui.tour.testing_scenes import tests_pages
from ui.tour.wide_scenes import wide_pages
from ui.window import errands

WORDS = {
    "overview": "overzicht", "licences": "licenties", "groups": "groepen", "progress": "voortgang",
    "routes": "leerroutes", "tests": "toetsen",
    "certificates": "certificaten", "privacy": "privacy", "reviews": "te-controleren",
    "organisations": "organisaties", "catalogue": "catalogus", "messages": "berichten",
}
_INTEREST = 2
RECOVERY_KEY = "7K3M-Q9XD-0HTR-5WEA-NV2C-8JYB-4GZF-6SP1"


def panels(stage: Stage, code: str) -> None:
    """Every panel of one organisation, and the pages within it."""
    stage.open(code)
    for panel in list(stage.window.frame.rail.buttons()):
        stage.window.go(panel)
        stage.take(f"{WORDS[panel]}-{code}")
        _PAGES.get(panel, _no_pages)(stage, code)
    help_desk(stage, code)


def dialogs(stage: Stage) -> None:
    """The main dialogs, over the panel that opens them."""
    window = stage.window
    for panel, act, what in (
        ("licences", "assign_seats", "licenties-toewijzen"), ("groups", "new_group", "groep-nieuw"),
    ):
        window.go(panel)
        stage.wait()
        _over(stage, getattr(window.deck.current(), act), what)
    _over(stage, lambda: _print_all(stage), "certificaten-afdrukken")
    _over(stage, lambda: errands.settings(window), "instellingen")
    _over(stage, lambda: errands.give_help(window), "hulp")
    _over(stage, lambda: errands.check(window), "systeemcontrole")
    _over(stage, lambda: errands.about(window), "over")


def _print_all(stage: Stage) -> None:
    stage.window.go("certificates")
    stage.wait()
    panel: Any = stage.window.deck.current()
    panel.tabs.setCurrentIndex(0)
    panel.due.tick_all()
    panel.print_due()


def search(stage: Stage, typed: str) -> None:
    """The finder with something typed."""
    stage.window.go("overview")
    stage.window.finder.begin()
    stage.window.frame.top.search.setText(typed)
    stage.window.finder.open()
    stage.take("zoeken")
    stage.window.finder.leave()


def bring_in(stage: Stage, file: str) -> None:
    """The preview of an import."""
    _over(stage, lambda: errands.bring_in(stage.window, [file]), "importeren")


def presenting(stage: Stage) -> None:
    """Names and scores hidden, on three panels; then one participant looked at together."""
    window = stage.window
    person = with_most_results(stage)
    window.present()
    for panel in ("overview", "groups", "progress"):
        window.go(panel)
        stage.take(f"presentatie-{WORDS[panel]}")
    window.look_together(person)
    stage.take("samen-kijken")
    window.look_together(None)
    window.present()
    whole_page_together(stage, person)


def errors(stage: Stage) -> None:
    """A refusal, and a fault of our own."""
    window = stage.window
    refusal = Refusal(Text("Your role does not allow this. Nothing was changed. Ask your {administrator}."))
    _over(stage, lambda: window.trouble(refusal), "melding")
    _over(stage, lambda: window.trouble(Fault("tour")), "fout")


def first_run(stage: Stage) -> None:
    """The welcome, a new organisation, its recovery key, and locked data."""
    window, opening = stage.window, stage.running.opening
    assert opening is not None
    opening.choose()
    stage.take("welkom")
    new = NewOrganisationDialog(window, stage.window.opener.providers(), False, _ignore)
    _over(stage, new.open, "nieuwe-organisatie")
    name = window.organisations()["bibliotheek"]
    key = RecoveryKeyDialog(window, name, RECOVERY_KEY, _ignore, _saved_nowhere)
    key.kept.setChecked(True)
    _over(stage, key.open, "herstelsleutel")
    _over(stage, UnlockDialog(window, name, _ignore).open, "ontgrendelen")


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    """Open something over the window, take it, and close it again."""
    act()
    stage.take(what)
    stage.close_dialogs()


def _groups_pages(stage: Stage, code: str) -> None:
    group = busiest_group(stage)
    stage.window.go("groups", group)
    stage.take(f"groepen-leden-{code}")
    _over(stage, lambda: _everybody_into(stage), f"groepen-toevoegen-{code}")
    entry(stage, code)
    stage.window.go("groups", first_in_group(stage, group))
    stage.take(f"groepen-persoon-{code}")
    new_year(stage, code)


def _everybody_into(stage: Stage) -> None:
    """The dialog in which people are added to the group, with everybody who is not in it ticked."""
    panel: Any = stage.window.deck.current()
    panel.chosen.add()
    stage.wait()
    dialog = panel.chosen.seats.adding
    dialog.table.pick([row.id for row in dialog.table.all_values()])


def preparing(stage: Stage) -> None:
    """A school that prepares its new groups."""
    stage.wait()
    stage.take("overzicht-school-in-juni")
    stage.window.go("groups")
    new_year(stage, "school-in-juni")


def new_year(stage: Stage, code: str) -> None:
    """Every step of the page of the new year, or from when on it is there, and its days."""
    panel: Any = stage.window.deck.current()
    panel.open_new_year()
    stage.take(f"nieuwe-groepen-{code}")
    page = panel.new_year
    if page.prepared is not None:
        for number in range(1, page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            stage.take(f"nieuwe-groepen-{code}-stap-{number + 1}")
        _over(stage, page.days_button.click, f"nieuwe-groepen-{code}-dagen")
    panel.close_new_year()


def _licences_pages(stage: Stage, code: str) -> None:
    """The agreement, then the invoices, a computation, and the dialogs of one that is late."""
    panel: Any = stage.window.deck.current()
    detail = panel.detail
    if code == "bibliotheek":
        _over(stage, detail.agreement.give_notice, "opzeggen")
        _over(stage, lambda: _spoken_notice(stage, detail), "opzeggen-mondeling")
        _over(stage, detail.agreement.record_delivery, "oplevering")
        _over(stage, panel.order_more, "bestellen-meer")
        _over(stage, panel.fewer_seats, "plaatsen-minder")
        _over(stage, panel.free_unused, "plaatsen-niet-gebruikt")
    _over(stage, panel.record_agreement, f"overeenkomst-vastleggen-{code}")
    _over(stage, panel.order, f"bestellen-{code}")
    for tab, what in ((detail.orders, "bestellingen"), (detail.seats, "plaatsen-in-de-tijd")):
        detail.tabs.bring_forward(tab)
        stage.take(f"licenties-{what}-{code}")
    detail.tabs.bring_forward(detail.invoices)
    stage.wait()
    late = [row for row in detail.invoices.table.rows() if row.open_cents > 0]
    detail.invoices.table.choose(late[-1].id)
    stage.take(f"licenties-facturen-{code}")
    _over(stage, lambda: detail.invoices.show_computation(_INTEREST), f"factuur-rente-{code}")
    for what in ("record_invoice", "record_booking", "record_reminder", "enter_figure"):
        if code == "bibliotheek":
            _over(stage, getattr(detail.invoices, what), f"factuur-{what.replace('_', '-')}")
    _money_pages(stage, detail.invoices, code)
    _rights_pages(stage, detail, code)
    _course_pages(stage, detail, code)
    detail.tabs.setCurrentIndex(0)


def _money_pages(stage: Stage, invoices: Any, code: str) -> None:
    """What is in the menu, and the invoices of all agreements."""
    for what in ("show_choices", "show_next_fee", "show_refund", "withdraw_mistake", "credit_invoice"):
        _over(stage, getattr(invoices.more, what), f"geld-{what.replace('_', '-')}-{code}")
    invoices.finding.scope.setCurrentIndex(1)
    stage.wait()
    gone = [row for row in invoices.table.rows() if row.number.endswith("0118")]
    if gone:
        invoices.table.choose(gone[0].id)
    stage.take(f"geld-alle-facturen-{code}")
    invoices.finding.scope.setCurrentIndex(0)


def _rights_pages(stage: Stage, detail: Any, code: str) -> None:
    """The register of permissions and the reports, with their dialogs once."""
    detail.tabs.bring_forward(detail.permissions)
    stage.take(f"licenties-toestemmingen-{code}")
    if code != "bibliotheek":
        return
    _over(stage, detail.permissions.ask_permission, "toestemming-vragen")
    asked = [row for row in detail.permissions.table.rows() if row.state == "asked"]
    detail.permissions.table.choose(asked[0].id)
    _over(stage, detail.permissions.record_answer, "toestemming-antwoord")
    detail.tabs.bring_forward(detail.infringements)
    stage.take("licenties-inbreuk")
    _over(stage, detail.infringements.report, "inbreuk-melden")
    _over(stage, detail.infringements.answer, "inbreuk-antwoord")
    detail.tabs.bring_forward(detail.audits)
    stage.wait()
    detail.audits.show_known(pretended_audits(stage.window.session.desk.clock()))  # type: ignore[union-attr]
    stage.take("licenties-controle")
    detail.audits.read()


def _course_pages(stage: Stage, detail: Any, code: str) -> None:
    """Changes, claims and the end, with the dialogs that record them."""
    tab = detail.course
    detail.tabs.bring_forward(tab)
    stage.take(f"licenties-wijzigingen-{code}")
    for what in ("record_change", "record_claim", "record_measure", "record_insolvency", "show_damage"):
        _over(stage, getattr(tab, what), f"{what.replace('_', '-')}-{code}")
    if code == "bibliotheek":
        prices = next(item for item in tab.course.changes if item.course.may_object)
        _over(stage, lambda: tab.object_to(prices), "bezwaar")
        _over(stage, lambda: _ending_claim(stage, tab), "aanspraak-uitkomst")
        _over(stage, lambda: look_through(tab, stage.window.make_shell()), "klopt-nog")


def _ending_claim(stage: Stage, tab: Any) -> None:
    """The licensor ends the agreement over a claim: what it ends, and what comes back."""
    form = OutcomeDialog(tab, stage.window.make_shell(), tab.course, tab.course.claims[0])
    form.choice.setCurrentIndex(form.choice.findData("ended"))
    form.open()


def _spoken_notice(stage: Stage, detail: Any) -> None:
    """What does not count is said at its field."""
    detail.agreement.give_notice()
    stage.wait()
    form: Any = stage.dialogs()[-1]
    form.form_given.setCurrentIndex(form.form_given.count() - 1)
    form.signer.name.setText("Jolanda Smit")
    form.signer.role.setCurrentIndex(1)


def _progress_pages(stage: Stage, code: str) -> None:
    stage.window.go("progress", busiest_group(stage))
    stage.take(f"voortgang-groep-{code}")
    looking_pages(stage, code)
    stage.window.go("progress", busiest_group(stage))
    stage.window.go("progress", with_most_results(stage))
    stage.take(f"voortgang-persoon-{code}")
    following_pages(stage, code)
    whole_page(stage, code)
    report_dialogs(stage, code, busiest_group(stage))
    wide_pages(stage, code)
    figures_pages(stage, code)


def _certificates_pages(stage: Stage, code: str) -> None:
    _tabs(stage, f"certificaten-{code}")
    panel: Any = stage.window.deck.current()
    panel.designs.add()
    stage.take(f"certificaten-ontwerp-{code}")
    stage.close_dialogs()
    panel.check_one()
    stage.take(f"certificaten-controleren-{code}")
    stage.close_dialogs()
    _print_preview(stage, code)


def _print_preview(stage: Stage, code: str) -> None:
    """What was issued, as it goes to a printer."""
    from ui.certificates.flow import PrintFlow
    from ui.certificates.ways import PRINTER

    panel: Any = stage.window.deck.current()
    rows = [row for row in panel.issued.table.all_values() if row.state == "valid"][:3]
    if rows:
        PrintFlow(panel, panel.shell, PRINTER).reprint(tuple(row.id for row in rows), panel.shell.sight.today)
        stage.take(f"certificaten-afdrukvoorbeeld-{code}")
        stage.close_dialogs()


def _privacy_pages(stage: Stage, code: str) -> None:
    stage.window.go("privacy", with_most_results(stage))
    stage.take(f"privacy-dossier-{code}")
    _tabs(stage, f"privacy-{code}")


def _tabs(stage: Stage, what: str) -> None:
    """The other tabs of the panel in front."""
    tabs: Any = getattr(stage.window.deck.current(), "tabs", None)
    if tabs is None:
        return
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        if number:
            stage.take(f"{what}-tab-{number + 1}")
    tabs.setCurrentIndex(0)


def _no_pages(_stage: Stage, _code: str) -> None:
    """This panel is one page."""


_PAGES: dict[str, Callable[[Stage, str], None]] = {
    "groups": _groups_pages, "progress": _progress_pages, "certificates": _certificates_pages,
    "privacy": _privacy_pages, "licences": _licences_pages, "routes": routes_pages,
    "tests": tests_pages, "messages": messages_pages,
}


def _ignore(_given: TypedKey | NewOrganisation | str) -> None:
    """On the tour nothing is made or opened."""


def _saved_nowhere(_note: str) -> str:
    """On the tour nothing is written."""
    return ""
