"""Certificates: what is due and what was issued, for all groups or one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from app.domain.permissions import Permission, allowed, own_scope
from app.domain.text import Text
from ui.certificates.check_dialog import CheckDialog
from ui.certificates.designs_page import DesignsPage
from ui.certificates.dialogs import CorrectDialog, ReprintDialog, RevokeDialog
from ui.certificates.due_page import DuePage
from ui.certificates.flow import PrintFlow
from ui.certificates.habits import habits_of
from ui.certificates.issued_page import Doing, IssuedPage
from ui.certificates.print_dialog import PrintDialog, PrintOrder
from ui.certificates.seal_page import SealPage
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.chooser import Chooser
from ui.parts.headline import Headline
from ui.parts.in_front import InFront
from ui.parts.tabs import Tabs
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.certificates import DueCertificate, IssuedCertificate
    from app.views.groups import GroupRow


class CertificatesPanel(Panel):
    """Opens on what is due."""

    code = "certificates"
    kinds = frozenset({
        "certificate_designs", "certificates", "organisations", "programmes", "participants", "memberships", "groups",
        "standings", "results", "imports",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        actor = shell.sight.actor
        self._may_print = allowed(actor, Permission.PRINT_CERTIFICATES, own_scope(actor))
        self._wanted: bytes | None = None
        self._wanted_group: bytes | None = None
        self.groups = Chooser(tr("{Group}"))
        self.groups.currentIndexChanged.connect(self._group_chosen)
        self.due = DuePage(shell, self._picks_moved)
        self.issued = IssuedPage(shell, Doing(self.reprint, self.correct, self.revoke), self._may_print)
        self.designs = DesignsPage(shell) if allowed(actor, Permission.SET_UP_FOLLOWING) else None
        self.seal = SealPage(shell) if self.designs is not None else None
        self.tabs = Tabs(tr("Certificates"))
        self._arrange()

    def refresh(self) -> None:
        from app.views.groups import group_list

        self.shell.read(group_list, then=self._show_groups)
        if self.designs is not None:
            self.designs.refresh()
        if self.seal is not None:
            self.seal.refresh()

    def show_target(self, target: bytes) -> None:
        """A group is chosen; to a participant's row it goes, but ticking is left to the user."""
        self._wanted = target
        if self.groups.count():
            self._follow_wanted()

    def place(self) -> object:
        return self.tabs.currentIndex(), self.groups.chosen()

    def return_to(self, place: Any) -> None:
        tab, group = place
        self.tabs.setCurrentIndex(tab)
        self._wanted_group = group

    def export_rows(self) -> list[list[str]]:
        table: Any = getattr(self.tabs.currentWidget(), "table", None)
        rows: list[list[str]] = table.shown_text() if table is not None else []
        return rows

    def print_due(self) -> None:
        """Open the dialog for what is ticked."""
        picked = self.due.picked()
        if picked:
            PrintDialog(self, self.shell, picked, self._ordered).open()

    def check_one(self) -> None:
        """Of a certificate that somebody shows, whoever gave it out."""
        CheckDialog(self, self.shell).open()

    def reprint(self) -> None:
        ids = tuple(row.id for row in self.issued.valid())
        if ids:
            self._reprint_these(ids)

    def correct(self) -> None:
        row = self._one_valid()
        if row is not None:
            CorrectDialog(self, self.shell, row, self._correct_to).open()

    def revoke(self) -> None:
        row = self._one_valid()
        if row is not None:
            RevokeDialog(self, self.shell, row, self._revoke_for).open()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        headline = Headline(tr("Certificates"))
        headline.add_filter(self.groups)
        headline.add_button(tr("Chec&k one…"), self.check_one)
        if self._may_print:
            self.print_button = headline.add_button(tr("&Print…"), self.print_due, primary=True)
            self.print_button.setEnabled(False)
        column.addWidget(headline)
        card = Card()
        self.tabs.addTab(self.due, tr("D&ue"))
        self.tabs.addTab(self.issued, tr("&Issued"))
        if self.designs is not None:
            self.tabs.addTab(self.designs, tr("&Designs"))
        if self.seal is not None:
            self.tabs.addTab(self.seal, tr("Digital &signature"))
        self.tabs.currentChanged.connect(self._tab_chosen)
        self._in_front = InFront[bytes | None](self.tabs, {self.issued: self._read_issued})
        card.fill(self.tabs, 1)
        column.addWidget(card, 1)

    # Reading

    def _show_groups(self, groups: tuple[GroupRow, ...]) -> None:
        chosen = self._wanted_group or self.groups.chosen()
        self._wanted_group = None
        self.groups.offer(tr("All {groups}"), [(group.name, group.id) for group in groups], chosen)
        self._follow_wanted()
        self._read()

    def _follow_wanted(self) -> None:
        if self._wanted is None:
            return
        if self.groups.has(self._wanted):
            wanted, self._wanted = self._wanted, None
            self.groups.choose(wanted)
        elif self.due.show_participant(self._wanted):
            self._wanted = None
            self.tabs.setCurrentIndex(0)

    def _group_chosen(self, _index: int) -> None:
        self._read()

    def _read(self) -> None:
        from app.views import certificates as views

        group = self.groups.chosen()
        self.shell.read(views.due_certificates, group, then=self._show_due)
        self.shell.read(views.issued_count, group, then=self._name_issued)
        self._in_front.show(group)

    def _read_issued(self, group: bytes | None) -> None:
        from app.views.certificates import issued_certificates

        self.shell.read(issued_certificates, group, then=self.issued.show_issued)

    def _show_due(self, due: tuple[DueCertificate, ...]) -> None:
        self.due.show_due(due)
        self.tabs.setTabText(0, tr("D&ue ({n})", n=len(due)))
        self._follow_wanted()
        self._wanted = None

    def _name_issued(self, number: int) -> None:
        self.tabs.setTabText(1, tr("&Issued ({n})", n=number))

    # Doing

    def _tab_chosen(self, tab: int) -> None:
        """What is ticked under Due is printed from there; what was issued has its own buttons."""
        if self._may_print:
            self.print_button.setVisible(tab == 0)

    def _picks_moved(self) -> None:
        number = len(self.due.picked())
        if self._may_print:
            words = tr_count("&Print {n} certificate…", "&Print {n} certificates…", number) if number else tr("&Print…")
            self.print_button.setText(words)
            self.print_button.setAccessibleName(words.replace("&", ""))
            self.print_button.setEnabled(number > 0)

    def _ordered(self, order: PrintOrder) -> None:
        PrintFlow(self, self.shell, order.way).issue(order)

    def _one_valid(self) -> IssuedCertificate | None:
        valid = self.issued.valid()
        return valid[0] if len(valid) == 1 == len(self.issued.chosen()) else None

    def _reprint_these(self, ids: tuple[bytes, ...]) -> None:
        def reprint(way: str) -> None:
            habits_of(self.shell).way = way
            PrintFlow(self, self.shell, way).reprint(ids, self.shell.sight.today)

        ReprintDialog(self, self.shell, len(ids), reprint).open()

    def _correct_to(self, name: str) -> None:
        from app.actions.certificates import correct_certificate

        row = self._one_valid()
        if row is not None:
            self.shell.act(correct_certificate, certificate_id=row.id, name=name, then=self._corrected)

    def _corrected(self, changes: Any) -> None:
        self.shell.say(Text("Issued again with a new serial; the old one is revoked."))
        self._reprint_these((changes.outcome,))

    def _revoke_for(self, reason: str) -> None:
        from app.actions.certificates import revoke_certificate

        row = self._one_valid()
        if row is not None:
            self.shell.act(revoke_certificate, certificate_id=row.id, reason=reason, then=self._revoked)

    def _revoked(self, _changes: Any) -> None:
        self.shell.say(Text("The certificate is revoked."))
