"""Own accounts in the window: link one with the code that its owner gives, and letters for who goes on alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.text import Text
from ui.certificates.dialogs import open_folder
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog, NoticeDialog
from ui.parts.headline import button_of
from ui.words import language, show, tr, tr_count

if TYPE_CHECKING:
    from app.sync.own_accounts import Letters, Owner, TakenAccount
    from app.views.own_accounts import OwnerHere
    from app.views.people import ParticipantRow

_PDF = "PDF (*.pdf)"


class LinkFlow:
    """The server is asked whose code it is, then whoever works here says who that is, then it is linked."""

    def __init__(self, parent: QWidget, shell: Shell, group_id: bytes, group: str) -> None:
        self._parent, self._shell, self._group_id, self._group = parent, shell, group_id, group
        self._dialog: LinkDialog | None = None

    def begin(self) -> None:
        from app.views.own_accounts import is_connected

        self._shell.read(is_connected, then=self._open)

    def _open(self, connected: bool) -> None:
        if not connected:
            NoticeDialog(self._parent, tr("This needs the server"), (
                tr("Only the server knows whose code it is, and this computer works without one."),
                tr("Note the code: it stays good for a week. Connect with your server first, under File. Or add "
                   "somebody new under More, and link the account later."))).open()
            return
        self._dialog = LinkDialog(self._parent, self._shell, self._group, self._look_up, self._take)
        self._dialog.open()

    def _look_up(self, code: str) -> None:
        from app.sync.own_accounts import ask_owner

        self._shell.work(
            ask_owner, self._shell.desk, code, title=Text("Asking the server"), then=partial(self._found, code),
            steps=False)

    def _found(self, code: str, owner: Owner) -> None:
        from app.views.own_accounts import owner_here

        self._shell.read(
            owner_here, owner.name, owner.participant_id, then=lambda here: self._named(code, owner, here))

    def _named(self, code: str, owner: Owner, here: OwnerHere) -> None:
        if self._dialog is not None:
            self._dialog.show_owner(code, owner.name.full, here)

    def _take(self, code: str, person: bytes | None) -> None:
        from app.sync.own_accounts import take_account

        self._shell.work(
            take_account, self._shell.desk, code, person, title=Text("Linking the own account"), then=self._taken,
            steps=False)

    def _taken(self, taken: TakenAccount) -> None:
        from app.actions.own_accounts import link_own_account

        said = Text("The own account is linked. {person} takes part in {name}.", person=taken.name.full,
                    name=self._group)
        if self._shell.veil.on:
            said = Text("The own account is linked.")
        if self._dialog is not None:
            self._dialog.done_linking()
        self._shell.act(
            link_own_account, own_account_id=taken.own_account_id, participant_id=taken.participant_id,
            group_id=self._group_id, given=taken.name.given, prefix=taken.name.prefix, family=taken.name.family,
            then=lambda _changes: self._shell.say(said, undoable=True))


class LinkDialog(FaultForm):
    """`look_up` gets the code, `take` the code and who it is (None: somebody new). It closes only once that is done."""

    def __init__(
        self, parent: QWidget, shell: Shell, group: str, look_up: Callable[[str], None],
        take: Callable[[str, bytes | None], None],
    ) -> None:
        super().__init__(parent, tr("Link own account to {name}", name=group), tr("&Link"))
        self._shell, self._look_up, self._take = shell, look_up, take
        self._found_for = ""
        self._here: dict[bytes, ParticipantRow] = {}
        self.say(tr("Whoever has an own account makes a code to link with, and gives it to you. Look up whose it is; "
                    "nothing is changed by that."))
        self.code = self.watched_line("code", tr("&Code"), "ABCDE 12345")
        self.code.textChanged.connect(lambda _typed: self._forget())
        self.look_up_button = button_of(tr("Look &up"), self.ask)
        row = QWidget()
        FlowLayout(row).addWidget(self.look_up_button)
        self.form.addRow("", row)
        self.owner = self.say_below("", "heading")
        self.about = self.say_below("", "")
        self.person = QComboBox()
        self.person.setAccessibleName(tr("Who this is here"))
        self.person.setPlaceholderText(tr("Choose who this is"))
        self.person.currentIndexChanged.connect(lambda _index: self._weigh())
        self.fill(self.person, 0)
        self.setMinimumWidth(520)
        self._forget()

    def ask(self) -> None:
        if self.code.text().strip():
            self._look_up(self.code.text())

    def show_owner(self, code: str, name: str, here: OwnerHere) -> None:
        """Whose code it is, and who that may be here; for the code that still stands there."""
        if code != self.code.text():
            return
        self._found_for = code
        veil = self._shell.veil
        self.owner.setText(tr("This is the account of {person}", person=veil.name(name)))
        self._here = {row.id: row for row in (*here.alike, *((here.here,) if here.here is not None else ()))}
        self.person.clear()
        if here.here is not None:
            self.person.addItem(veil.name(here.here.listed, here.here.id), here.here.id)
        else:
            self.person.addItem(tr("Somebody new here"), None)
            for row in here.alike:
                self.person.addItem(tr("The same as {person}, {groups}", person=veil.name(row.listed, row.id),
                                       groups=row.groups or tr("in no {group}")), row.id)
        # Of who is called the same whoever knows the person says who it is: nothing is taken for granted.
        self.person.setCurrentIndex(-1 if here.alike else 0)
        self._show_found(True, bool(here.alike))
        self._weigh()

    def faults(self) -> Mapping[str, str]:
        if self._found_for and self._found_for == self.code.text():
            return {}
        return {"code": "" if self.code.text().strip() else tr("This must be filled in. Nothing was recorded.")}

    def is_complete(self) -> bool:
        found = bool(self._found_for) and self._found_for == self.code.text()
        return found and self.person.currentIndex() >= 0 and not self._is_away()

    def _is_away(self) -> bool:
        """Who left or is suspended comes back first: that is asked at another place."""
        row = self._here.get(self.person.currentData())
        return row is not None and row.state != "active"

    def _weigh(self) -> None:
        """What the choice comes to."""
        if self._is_away():
            words = tr("This person left or is suspended. Bring this person back first, under Left and suspended; the "
                       "code stays good meanwhile.")
        elif len(self._here) == self.person.count() == 1:
            words = tr("This person takes part here already, and joins this {group} as well.")
        elif self._here:
            words = tr("Somebody of this name takes part here already. Is it the same person? Then choose so.")
        else:
            words = tr("Nobody of this name takes part here yet.")
        self.about.setText(words)
        self.check()

    def accept(self) -> None:
        """Enter in the code asks first whose it is."""
        if self.is_complete():
            self._take(self._found_for, self.person.currentData())

    def done_linking(self) -> None:
        """The server has given it."""
        self.done(int(self.DialogCode.Accepted))

    def _forget(self) -> None:
        self._found_for = ""
        self._show_found(False, False)
        self.look_up_button.setEnabled(bool(self.code.text().strip()))
        self.look_up_button.setDefault(True)
        self.check()

    def _show_found(self, found: bool, choice: bool) -> None:
        self.owner.setVisible(found)
        self.about.setVisible(found)
        self.person.setVisible(choice)
        if found:
            self.verb.setDefault(True)


class LettersFlow:
    """Own accounts for these people: the place is asked first, for what the server tells is told once."""

    def __init__(self, parent: QWidget, shell: Shell, people: Sequence[bytes]) -> None:
        self._parent, self._shell, self._people, self._target = parent, shell, list(people), ""

    def begin(self) -> None:
        from app.views.own_accounts import is_connected

        self._shell.read(is_connected, then=self._open)

    def _open(self, connected: bool) -> None:
        if not connected:
            NoticeDialog(self._parent, tr("This needs the server"), (
                tr("The server makes the own accounts, and this computer works without one."),
                tr("Connect with your server first, under File. Whoever leaves meanwhile keeps everything: the letter "
                   "can be made afterwards too."))).open()
            return
        LettersDialog(self._parent, len(self._people), self._ask_place).open()

    def _ask_place(self) -> None:
        from app.sync.own_accounts import make_accounts

        name = f"{tr('letters')} {self._shell.sight.today.isoformat()}.pdf"
        self._target = self._shell.pick_target(Text("Where should the letters be kept?"), name, _PDF)
        if self._target:
            self._shell.work(make_accounts, self._shell.desk, self._people, title=Text("Making own accounts"),
                             then=self._made, steps=False)

    def _made(self, made: Letters) -> None:
        from app.actions.own_accounts import note_own_accounts

        if not made.letters:
            LettersMade(self._parent, self._shell, made, None).open()
            return
        self._shell.act(note_own_accounts, accounts=list(made.accounts), then=lambda _changes: self._print(made))

    def _print(self, made: Letters) -> None:
        from app.documents.own_account_letter import write_letters

        sight = self._shell.sight
        self._shell.work(
            write_letters, Path(self._target), made.letters, sight.profile.words, sight.today, language(),
            title=Text("Writing the file"), steps=False,
            then=lambda path: LettersMade(self._parent, self._shell, made, Path(path)).open())


class LettersDialog(FormDialog):
    """Says what an own account is before one is made."""

    def __init__(self, parent: QWidget, number: int, make: Callable[[], None]) -> None:
        super().__init__(parent, tr("Letters for own accounts"), tr("&Make…"), make)
        self.say(tr_count("One {participant} gets a letter with a code for an own account.",
                          "{n} {participants} each get a letter with a code for an own account.", number), "")
        self.say(tr("Make them for who asked for it: at the end of the agreement, or on leaving. With an own account "
                    "somebody goes on alone, apart from {the_organisation} and the {coaches}."))
        self.say(tr("The results stay with {the_organisation}. Whoever wants to take them along gets them as a file, "
                    "under Privacy."))
        self.say(tr("A code that was handed out cannot be undone. Lost letters can be made anew until the account is "
                    "in use."))
        self.setMinimumWidth(480)


class LettersMade(FormDialog):
    """Where the letters are, and who got none and why. `path` is None where there is none at all."""

    def __init__(self, parent: QWidget, shell: Shell, made: Letters, path: Path | None) -> None:
        super().__init__(parent, tr("Letters for own accounts"),
                         tr("&Open the folder") if path is not None else tr("Close"))
        self._folder = path.parent if path is not None else None
        if path is not None:
            self.say(tr_count("{n} letter is in {file}.", "{n} letters are in {file}.", len(made.letters),
                              file=path.name), "")
            self.say(tr("Print it, hand the letters out, and delete the file: the codes are shown nowhere else."))
            self.cancel.setText(tr("Close"))
            self.cancel.setAccessibleName(tr("Close"))
        else:
            self.close_only()
        for name, reason in made.left_out:
            self.say(tr("No letter for {person}: {reason}", person=shell.veil.name(name), reason=show(reason)), "error")
        self.setMinimumWidth(460)

    def accept(self) -> None:
        if self._folder is not None:
            open_folder(self._folder)
        super().accept()

