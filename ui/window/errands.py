"""What the window's commands do. The dialogs are imported when they are first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QDialog

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.permissions import Permission, allowed
from app.domain.text import Text
from app.domain.words import Words
from app.store.resources import load_words
from ui.preferences import Preferences
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.maintenance import Announced
    from app.views.rights import Infringements
    from ui.window.main_window import MainWindow
    from ui.window.settings import OwnCard
    from ui.window.shell import PanelShell

OWN_CARD = frozenset({"organisations", "accounts"})
OF_USE = frozenset({"agreements", "measures", "maintenances", "closed_days"})
MOST_PUT_AWAY = 50
IMPORT_DIALOG = "ui.importing.dialog:ImportDialog"
ZIP = "ZIP (*.zip)"


def last_words(preferences: Preferences) -> Words | None:
    """The words of the provider of the organisation that was open last; None where nobody can tell."""
    code = preferences.providers.get(preferences.organisation, "")
    try:
        return load_words(code) if code else None
    except Refusal:
        return None


def dropped_files(mime: QMimeData) -> list[str]:
    """The local files in what is dragged over the window."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


def may_import(window: MainWindow) -> bool:
    return window.session is not None and allowed(window.session.sight.actor, Permission.IMPORT)


def bring_in(window: MainWindow, paths: list[str]) -> None:
    """Open the import with these files, or with none yet."""
    if may_import(window):
        _open_with_shell(window, IMPORT_DIALOG, paths)


def give_out(window: MainWindow) -> None:
    """Ask where to, write everything of the organisation as JSON and CSV in one ZIP, and say so."""
    if window.session is None:
        return
    from app.exchange.export import export_organisation

    desk, shell = window.session.desk, window.make_shell()
    shell.owner = window
    target = shell.pick_target(Text("Where should the export be kept?"), f"{desk.organisation.code}.zip", ZIP)
    if target:
        done = partial(_given_out, window, target)
        shell.work(export_organisation, desk, Path(target), title=Text("Exporting"), then=done, steps=False)


def _given_out(window: MainWindow, target: str, _rows: Any) -> None:
    window.say(Text("Everything was exported to {file}. It is not encrypted: keep it safe.", file=Path(target).name))


def back_up(window: MainWindow) -> None:
    """Ask where to, write a verified backup in a thread, and say so."""
    if window.session is None:
        return
    from app.store.backup import default_backup_name, make_backup

    desk, shell = window.session.desk, window.make_shell()
    shell.owner = window
    proposal = default_backup_name(desk.organisation.code)
    target = shell.pick_target(
        Text("Where should the backup be kept?"), proposal, tr("Backups of Leerspoor (*.leerspoor)"))
    if target:
        done = partial(_backed_up, window, target)
        shell.work(make_backup, desk.database, Path(target), title=Text("Making a backup"), then=done, steps=False)


def _backed_up(window: MainWindow, target: str, _outcome: Any) -> None:
    window.say(Text("The backup {file} was made and checked.", file=Path(target).name))


def undo(window: MainWindow) -> None:
    """Take back the last action."""
    if window.session is not None:
        from app.actions.undo import undo_last

        window.session.act(undo_last, {}, partial(_undone, window))


def _undone(window: MainWindow, changes: ChangeSet) -> None:
    kept = getattr(changes.outcome, "kept", 0)
    if kept:
        window.say(Text("Undone; {n} row stayed, because something else rests on it.",
                        "Undone; {n} rows stayed, because something else rests on them.", n=kept))
    else:
        window.say(_what_was_undone(changes))


def _what_was_undone(changes: ChangeSet) -> Text:
    """In the words of the log, which hold no names."""
    from app.views.events import event_text

    action = getattr(changes.outcome, "action", "")
    return Text("Undone: “{what}”.", what=event_text(action, None)) if action else Text("Undone.")


def settings(window: MainWindow) -> None:
    from ui.window.settings import SettingsDialog

    SettingsDialog(
        window, window.preferences, window.use_preferences, _own_card(window), partial(_change_card, window),
        partial(_ask_passphrase, window)).open()


def _ask_passphrase(window: MainWindow) -> None:
    from ui.window.passphrase import PassphraseDialog

    if window.session is not None:
        folder = Path(window.session.desk.database.path).parent
        told = partial(window.say, Text("The passphrase was changed. The old one no longer opens these data."))
        dialog = PassphraseDialog(window, folder, window.background, told, window.trouble)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _own_card(window: MainWindow) -> OwnCard | None:
    """What may be changed here; nothing while presenting, for it holds a name."""
    from ui.window.settings import OwnCard

    session = window.session
    if session is None or window.veil.on or not allowed(session.sight.actor, Permission.EDIT_ORGANISATION):
        return None
    organisation = session.desk.organisation
    return OwnCard(organisation.name, organisation.place, session.sight.actor.name)


def _change_card(window: MainWindow, card: OwnCard) -> None:
    from app.actions.organisation import change_organisation

    if window.session is not None:
        given = {"organisation_id": window.session.desk.organisation.id, **card._asdict()}
        window.session.act(change_organisation, given, partial(_card_changed, window))


def _card_changed(window: MainWindow, _changes: ChangeSet) -> None:
    window.say(Text("The name was changed everywhere."), undoable=True)


def show_new_card(window: MainWindow) -> None:
    """The organisation or somebody's account is called something else: say so in every corner of the window."""
    if window.session is not None:
        card = window.session.desk.organisation
        window.keep(window.preferences.opened(card.code, card.name, card.provider))
        window.rebuild()


def show_use(window: MainWindow) -> None:
    """Say over everything which licences are limited, suspended or ended."""
    if window.session is None:
        return
    from app.views.course import use_notices

    band = window.frame.use
    window.session.read(use_notices, (), band.show_lines, band)
    _show_maintenance(window)


def _show_maintenance(window: MainWindow) -> None:
    """Say over everything what the licensor announced, and hear on which days its help desk is closed."""
    from app.views.maintenance import maintenance_told
    from app.views.support import closed_days

    session = window.session
    if session is not None:
        session.read(maintenance_told, (), partial(_show_announced, window), window.frame.maintenance)
        session.read(closed_days, (), partial(setattr, session, "days_off"), window.frame.maintenance)


def _show_announced(window: MainWindow, every: tuple[Announced, ...]) -> None:
    from app.domain.maintenance import to_show

    if window.session is not None:
        now_us, away = window.session.desk.clock(), {bytes.fromhex(one) for one in window.preferences.put_away}
        window.frame.maintenance.show_announced(to_show(every, now_us, away), now_us, window.session.sight.today)


def dismiss(window: MainWindow, announced: Sequence[bytes]) -> None:
    """What is coming is put away until it begins; of what was put away long ago nothing needs to be known."""
    away = [*window.preferences.put_away, *(one.hex() for one in announced)]
    window.keep(replace(window.preferences, put_away=away[-MOST_PUT_AWAY:]))
    _show_maintenance(window)


def spread_use(window: MainWindow, changes: ChangeSet) -> None:
    if changes.touches(OF_USE):
        show_use(window)


def leaves(window: MainWindow) -> bool:
    """Remember where the window stood, and close what is open; False where something is to be sent or said first."""
    if not window.sync.leaving.may():
        return False
    geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    window.keep(replace(window.preferences, window=geometry))
    close_session(window, is_gone=False)
    return True


def close_session(window: MainWindow, is_gone: bool) -> None:
    """Leave what is open; panels keep what is being typed in them first, where there is still something to keep it in.
    """
    if window.session is not None:
        if is_gone:
            window.sync.leaving.settle()
        else:
            window.frame.hide()
        window.session.close(window.sync.close(), is_gone)
        window.session = None


def open_help(window: MainWindow) -> None:
    """The manuals and the help desk; the keys where nothing is open."""
    if _has_help(window):
        window.go("help")
    else:
        give_help(window)


def open_manual(window: MainWindow) -> None:
    """The page of the panel in front; the keys where nothing is open, or one participant is looked at together."""
    panel = window.deck.current()
    if panel is None or not _has_help(window) or window.session is None:
        give_help(window)
        return
    from app.domain.manuals import page_of

    page = panel.manual_page() or page_of(window.deck.code, window.session.sight.actor.role)
    window.go("help", page.encode())


def _has_help(window: MainWindow) -> bool:
    return window.session is not None and window.deck.has("help") and window.veil.looked_at is None


def give_help(window: MainWindow) -> None:
    from ui.window.help import HelpDialog

    HelpDialog(window, window.session).open()


def report_infringement(window: MainWindow) -> None:
    """Read what was reported before, and ask what was seen."""
    if window.session is None:
        return
    from app.views.rights import infringement_reports

    shell = window.make_shell()
    shell.owner = window
    shell.read(infringement_reports, then=partial(_ask_report, window, shell))


def _ask_report(window: MainWindow, shell: PanelShell, known: Infringements) -> None:
    from ui.licences.report_dialog import ReportDialog

    ReportDialog(window, shell, known).open()


def check(window: MainWindow) -> None:
    from ui.window.system_check import SystemCheckDialog

    SystemCheckDialog(window, window.opener.folder, window.background, window.trouble, window.organisations()).open()


def about(window: MainWindow) -> None:
    from ui.window.about import AboutDialog

    AboutDialog(window).open()


def _open_with_shell(window: MainWindow, where: str, *arguments: Any) -> None:
    module, name = where.split(":")
    if not _is_there(module):
        window.say(Text("This part is not in this version of Leerspoor."))
        return
    shell = window.make_shell()
    dialog: QDialog = getattr(import_module(module), name)(shell, *arguments)
    shell.owner = dialog
    if dialog.parent() is None:
        dialog.setParent(window, dialog.windowFlags())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
