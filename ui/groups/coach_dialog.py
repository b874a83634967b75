"""One coach: who it is, until when, and what may be kept and seen; and how one ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.coaches import KIND_WORDS, CoachGiven, CoachKind, check_coach
from app.domain.contract.new_organisation import proposed_username
from ui.groups.shelf import Shelf
from ui.groups.shelf_list import shelf_columns, shelf_key
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.form_dialog import day_of
from ui.parts.pick_table import PickTable
from ui.words import show, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.coaches import CoachLine

_KINDS = (CoachKind.EMPLOYEE, CoachKind.VOLUNTEER, CoachKind.SUBSTITUTE, CoachKind.TRAINEE)
_LINES = ("given", "prefix", "family", "username", "email")


class CoachDialog(FaultForm):
    """`save` gets what was filled in and the groups to begin with. It closes only once that was recorded."""

    def __init__(
        self, parent: QWidget, shell: Shell, coach: CoachLine | None, shelves: Sequence[Shelf],
        save: Callable[[dict[str, Any], list[bytes]], None],
    ) -> None:
        title = tr("New {coach}") if coach is None else tr("Change {name}", name=shell.veil.name(coach.full, coach.id))
        super().__init__(parent, title, tr("Add") if coach is None else tr("Save"))
        self._today, self._save, self._coach = shell.sight.today, save, coach
        self._own_username = coach is not None
        known = coach.given if coach is not None else CoachGiven()
        self._add_names(known)
        with self.beside():
            self._add_days(known)
        self._add_ticks(known)
        self.groups: PickTable | None = None
        if coach is None:
            self._add_groups(shell, shelves)
        self.setMinimumWidth(980)
        self.check()

    def given(self) -> CoachGiven:
        """As it stands in the form."""
        words = {name: line.text().strip() for name, line in self.lines.items()}
        return CoachGiven(
            **words, kind=self.kind.currentData(), from_on=self._from_on(), until_on=self.until.text(),
            confidential_on=self.signed.text(), keeps_offline=self.offline.isChecked(),
            shows_surnames=self.surnames.isChecked())

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "surnames"):
            return {}  # still being built
        return {one.field: show(one.reason) for one in reversed(check_coach(self.given(), self._today))}

    def accept(self) -> None:
        if self.is_complete():
            chosen = [shelf.group.id for shelf in self.groups.picked()] if self.groups is not None else []
            self._save(asdict(self.given()), chosen)

    def done_saving(self) -> None:
        self.done(int(self.DialogCode.Accepted))

    def _from_on(self) -> str:
        return self._coach.given.from_on if self._coach is not None else day_of(self.begins).isoformat()

    def _add_names(self, known: CoachGiven) -> None:
        kinds = _KINDS if known.kind else (CoachKind.UNKNOWN, *_KINDS)
        titles = (
            tr("&First name"), tr("&Prefix of the name"), tr("Last na&me"), tr("&User name"), tr("&E-mail address"))
        self.lines = {
            name: self.watched_line(name, title, value=getattr(known, name))
            for name, title in zip(_LINES, titles, strict=True)}
        for name in ("given", "prefix", "family"):
            self.lines[name].textEdited.connect(lambda _typed: self._propose())
        self.lines["username"].textEdited.connect(lambda _typed: self._typed_username())
        self._kinds = [(str(kind), show(KIND_WORDS[kind])) for kind in kinds]

    def _add_days(self, known: CoachGiven) -> None:
        self.kind = self.add_choice(tr("&Kind"), self._kinds, str(known.kind))
        self.watch("kind", self.kind)
        if self._coach is None:
            self.begins = self.add_date(tr("First &day"), self._today)
            self.watch("from_on", self.begins)
            self.begins.dateChanged.connect(lambda _day: self.check())
        self.until = self._optional(tr("E&nded from"), known.until_on, "until_on")
        self.signed = self._optional(tr("&Statement of confidentiality signed on"), known.confidential_on,
                                     "confidential_on")

    def _optional(self, title: str, kept: str, name: str) -> OptionalDay:
        day = OptionalDay(title.replace("&", ""), date.fromisoformat(kept) if kept else self._today, bool(kept))
        self.add_field(title, day)
        self.watch(name, day.edit)
        day.tick.toggled.connect(lambda _on: self.touch(name))
        return day

    def _add_ticks(self, known: CoachGiven) -> None:
        self.offline = self._tick(tr("May &work without a network; otherwise the data opens only with one"),
                                  known.keeps_offline)
        self.surnames = self._tick(tr("Sees the &last names of {participants}"), known.shows_surnames)
        self.say_below(tr(
            "Without the first tick this {coach} works only while connected, and closing the program removes the data "
            "from the computer. Without the second the server sends first names with one letter: no last names and no "
            "dates of birth."))

    def _tick(self, words: str, on: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setAccessibleName(words.replace("&", ""))
        box.setChecked(on)
        self.fill(box, 0)
        return box

    def _add_groups(self, shell: Shell, shelves: Sequence[Shelf]) -> None:
        self.groups = PickTable(shelf_columns(shell.veil), tr("{Groups}"), shelf_key)
        self.groups.set_rows([shelf for shelf in shelves if shelf.group is not None])
        self.groups.setMinimumHeight(150)
        card = Card(tr("{Groups} to begin with"))
        card.fill(self.groups, 1)
        self.fill(card)

    def _propose(self) -> None:
        """A user name made of the name, as long as nobody typed another one."""
        if not self._own_username:
            name = " ".join(self.lines[part].text() for part in ("given", "prefix", "family"))
            self.lines["username"].setText(proposed_username(name))

    def _typed_username(self) -> None:
        self._own_username = True


class CloseCoachDialog(FaultForm):
    """`close_on` gets the first day no longer. What follows from it is said before."""

    def __init__(
        self, parent: QWidget, shell: Shell, coach: CoachLine, is_connected: bool, close_on: Callable[[date], None],
    ) -> None:
        name = shell.veil.name(coach.full, coach.id)
        super().__init__(parent, tr("End the account of {name}", name=name), tr("&End"))
        self._coach, self._today, self._close_on = coach, shell.sight.today, close_on
        self._is_connected = is_connected
        self.say(_what_ends(coach, name), "")
        self.say(tr("What stays: the name, the user name, the e-mail address and everything {name} did, with the name. "
                    "Nothing is deleted.", name=name), "")
        self.say(tr("Whoever comes back: empty the day under Change, and give {groups} and a password anew."))
        self.day = self.add_date(tr("Works no longer &from"), shell.sight.today)
        self.watch("until_on", self.day)
        self.day.dateChanged.connect(lambda _day: self.check())
        self.follows = self.say_below("", "")
        self.setMinimumWidth(520)
        self.check()

    def faults(self) -> Mapping[str, str]:
        begun = date.fromisoformat(self._coach.given.from_on)
        if not hasattr(self, "follows") or day_of(self.day) >= begun:
            return {}
        return {"until_on": tr("This lies before the first day, {day}.", day=show_short_date(begun))}

    def check(self) -> None:
        if hasattr(self, "follows"):
            self.follows.setText("\n\n".join(self._consequences()))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._close_on(day_of(self.day))
            self.done(int(self.DialogCode.Accepted))

    def _consequences(self) -> list[str]:
        told = []
        alone = self._coach.only_coach_of
        if alone:
            told.append(tr_count(
                "{n} {group} then has no {coach}: {names}.", "{n} {groups} then have no {coach}: {names}.",
                len(alone), names=", ".join(alone)))
        now = day_of(self.day) <= self._today
        if self._coach.login == "works" and self._is_connected and now:
            told.append(tr(
                "The login stops. At their next contact the computers of this {coach} remove the data; what was not "
                "sent by then is lost. Until then they are locked."))
        elif self._coach.login == "works":
            told.append(tr("From that day the login is refused, and the computers of this {coach} are locked, also "
                           "without a network."))
        return told


def _what_ends(coach: CoachLine, name: str) -> str:
    groups, works = len(coach.groups), coach.login == "works"
    if groups and works:
        return tr_count(
            "What ends: the login of {name}, and that {name} has {n} {group}.",
            "What ends: the login of {name}, and that {name} has {n} {groups}.", groups, name=name)
    if groups:
        return tr_count("What ends: that {name} has {n} {group}. There is no login that works.",
                        "What ends: that {name} has {n} {groups}. There is no login that works.", groups, name=name)
    if works:
        return tr("What ends: the login of {name}, who has no {groups}.", name=name)
    return tr("What ends: nothing but that {name} is on the list of who works here.", name=name)
