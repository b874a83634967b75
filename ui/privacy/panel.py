"""Privacy: which personal data is kept, of whom, and why."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from app.domain.text import Text
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.parts.tabs import Tabs
from ui.privacy.consents_page import ConsentsPage
from ui.privacy.export import export_file
from ui.privacy.field_words import field_label, rows_label
from ui.privacy.file_page import FilePage
from ui.privacy.log_page import LogPage
from ui.privacy.register_page import RegisterPage
from ui.privacy.settings_page import SettingsPage
from ui.privacy.switch_dialog import Switch, SwitchDialog
from ui.words import show_number, tr

if TYPE_CHECKING:
    from app.views.consents import Consents
    from app.views.named_texts import NamedText
    from app.views.privacy import AuditReport, ParticipantFile, RegisterLine
    from app.views.privacy_rules import PrivacySetting
    from app.views.sync import SyncStanding

REGISTER, FILE, CONSENTS, LOG, SETTINGS = range(5)
_FIRST, _MORE = 200, 5000


class PrivacyPanel(Panel):
    """Opens on the register."""

    code = "privacy"
    kinds = frozenset({
        "participants", "coaches", "memberships", "placements", "seats", "results", "certificates", "field_switches",
        "agreements", "audit_events", "groups", "imports", "consents", "acceptances", "activation_codes",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._events = _FIRST
        self.register = RegisterPage(shell, self._switch_wanted)
        self.file = FilePage(shell, self._export, self._erase_wanted)
        self.consents = ConsentsPage(shell, lambda: self.tabs.setCurrentIndex(REGISTER))
        self.log = LogPage(shell, self._more_log)
        self.settings = SettingsPage()
        self.tabs = Tabs(tr("Privacy"))
        self._arrange()
        self.tabs.currentChanged.connect(self._tab_chosen)

    def refresh(self) -> None:
        self._tab_chosen(self.tabs.currentIndex())

    def show_target(self, target: bytes) -> None:
        """Everything about this participant."""
        self.tabs.setCurrentIndex(FILE)
        if not self.shell.veil.on:
            self.file.open_person(target)

    def place(self) -> object:
        return self.tabs.currentIndex(), self.chosen_person()

    def return_to(self, place: Any) -> None:
        tab, person = place
        self.tabs.setCurrentIndex(tab)
        if person is not None:
            self.show_target(person)

    def chosen_person(self) -> bytes | None:
        file = self.file.file if self.tabs.currentIndex() == FILE else None
        return file.participant_id if file is not None else None

    def export_rows(self) -> list[list[str]]:
        tables = {
            REGISTER: self.register.table, FILE: self.file.table, CONSENTS: self.consents.table, LOG: self.log.table}
        table = tables.get(self.tabs.currentIndex())
        return table.shown_text() if table is not None else []

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Privacy")))
        card = Card()
        for page, title in (
            (self.register, tr("&Register")), (self.file, tr("File &of {a_participant}")),
            (self.consents, tr("Conse&nts")), (self.log, tr("&Log")), (self.settings, tr("&Arrangements")),
        ):
            self.tabs.addTab(page, title)
        card.fill(self.tabs, 1)
        column.addWidget(card, 1)

    def _tab_chosen(self, tab: int) -> None:
        """Each page reads when it is shown."""
        from app.views import privacy as views

        if tab == REGISTER:
            self.shell.read(views.register, then=self._show_register)
        elif tab == CONSENTS:
            from app.views.consents import all_consents

            self.shell.read(all_consents, then=self._show_consents)
        elif tab == LOG:
            self.shell.read(views.audit_report, self._events, then=self._show_log)
        elif tab == SETTINGS:
            self.shell.read(views.privacy_settings, then=self._show_settings)
        elif not self.shell.veil.on:
            self._show_file_page()

    def _show_file_page(self) -> None:
        """Whose file is open is read again, unless erased meanwhile; with nobody's, a name can be typed at once."""
        from app.views.people import is_there

        if self.file.file is not None:
            self.shell.read(is_there, self.file.file.participant_id, then=self._read_file_again)
        else:
            self.file.search.setFocus()

    def _read_file_again(self, is_there: bool) -> None:
        if not is_there:
            self.file.forget()
        elif self.file.file is not None:
            self.file.open_person(self.file.file.participant_id)

    def _show_register(self, lines: tuple[RegisterLine, ...]) -> None:
        self.register.show_register(lines)

    def _show_consents(self, given: Consents) -> None:
        self.consents.show_consents(given)

    def _show_log(self, report: AuditReport) -> None:
        self.log.show_report(report)

    def _show_settings(self, settings: tuple[PrivacySetting, ...]) -> None:
        self.settings.show_settings(settings)

    def _more_log(self) -> None:
        self._events = _MORE
        self._tab_chosen(LOG)

    def _switch_wanted(self, line: RegisterLine) -> None:
        if line.state == "off":
            SwitchDialog(self, line, self.shell.sight.today, self._switch_on).open()
        else:
            self._switch_off(line)

    def _switch_on(self, switch: Switch) -> None:
        from app.actions.privacy import switch_field

        said = Text("{field} is switched on.", field=field_label(switch.field))
        self.shell.act(
            switch_field, subject=switch.subject, field=switch.field, is_on=True, purpose=switch.purpose,
            ground=switch.ground, retention=switch.retention, addition_on=switch.addition_on.isoformat(),
            then=self._told(said))

    def _switch_off(self, line: RegisterLine) -> None:
        from app.actions.privacy import switch_field

        said = Text(
            "{field} is switched off and emptied for {n} person.",
            "{field} is switched off and emptied for {n} people.",
            n=line.filled, field=field_label(line.field))
        if not line.is_emptied:
            said = Text("{field} is switched off. What is there stays; nothing is added to it.",
                        field=field_label(line.field))
        self.shell.act(
            switch_field, subject=line.subject, field=line.field, is_on=False, purpose="", ground="", retention="",
            addition_on="", then=self._told(said))

    def _told(self, said: Text) -> Any:
        def told(_changes: Any) -> None:
            self.shell.say(said, undoable=True)
        return told

    def _export(self, file: ParticipantFile) -> None:
        export_file(self.shell, file, self._exported)

    def _erase_wanted(self, file: ParticipantFile) -> None:
        from app.views.named_texts import texts_naming

        self.shell.read(texts_naming, file.participant_id, then=partial(self._erase_with, file))

    def _erase_with(self, file: ParticipantFile, texts: tuple[NamedText, ...]) -> None:
        from app.views.sync import sync_standing

        self.shell.read(sync_standing, then=partial(self._ask_erase, file, texts))

    def _ask_erase(self, file: ParticipantFile, texts: tuple[NamedText, ...], standing: SyncStanding) -> None:
        from ui.privacy.erase_dialog import EraseDialog

        name = self.shell.veil.name(file.full, file.participant_id)
        counts = [(rows_label(table), show_number(number)) for table, number in file.counts]
        EraseDialog(self, name, counts, standing.is_connected, partial(self._black_out, file), texts).open()

    def _black_out(self, file: ParticipantFile, texts: list[NamedText]) -> None:
        """First the name in texts that stay; where one of them was changed meanwhile nothing is erased yet."""
        from app.actions.blacking import black_out

        if texts:
            self.shell.act(
                black_out, texts=[{"kind": one.kind, "id": one.id, "field": one.field, "text": one.blacked}
                                  for one in texts], then=lambda _changes: self._erase(file))
        else:
            self._erase(file)

    def _erase(self, file: ParticipantFile) -> None:
        """The file is closed first: once the data are gone it cannot be read again."""
        from app.actions.erasing import erase_participants

        self.file.forget()
        self.shell.act(erase_participants, participant_ids=[file.participant_id], then=self._erased)

    def _erased(self, _changes: Any) -> None:
        self.shell.say(Text("Erased. Only that somebody was erased stays known."))

    def _exported(self, target: str) -> None:
        self.shell.say(Text("The data is in {file}.", file=Path(target).name))
