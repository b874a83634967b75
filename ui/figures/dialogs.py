"""What is asked for figures: the course of a group, details of its people, days, a threshold, and whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from app.domain.figures.cbs import Numbering
from app.domain.figures.describing import (
    GENDER_TEXTS,
    KIND_TEXTS,
    TONGUE_TEXTS,
    TYPE_TEXTS,
    birth_year_of,
    gender_of,
)
from app.domain.small_cells import LEAST
from app.domain.text import Text
from ui.parts.card import bare
from ui.parts.form_dialog import FormDialog, day_of
from ui.parts.labels import label
from ui.privacy.field_words import field_label
from ui.words import list_name, show, tr

if TYPE_CHECKING:
    from app.views.describing import DescribedPerson, GroupCourse

_COURSE = {"course_kind": KIND_TEXTS, "course_type": TYPE_TEXTS}
_CHOICES = {"mother_tongue": TONGUE_TEXTS, "gender": GENDER_TEXTS}
_MOST = 100


def _options(texts: Any) -> list[tuple[object, str]]:
    return [("", tr("Not filled in")), *((str(code), show(words)) for code, words in texts.items())]


class CourseDialog(FormDialog):
    """Kind and type of the course of a group, as far as they are kept; `save` gets the fields."""

    def __init__(
        self, parent: QWidget, group: GroupCourse, kept: Sequence[str], save: Callable[[dict[str, str]], None],
    ) -> None:
        super().__init__(parent, tr("Course of {name}", name=group.name), tr("&Save"))
        self._save, now = save, {"course_kind": group.kind, "course_type": group.type}
        self.say(tr("In the tables without names {participants} are counted by these. Leave both open for {a_group} "
                    "that is no course."))
        self.boxes: dict[str, QComboBox] = {
            name: self.add_choice(field_label(name), _options(_COURSE[name]), now[name]) for name in kept}

    def accept(self) -> None:
        self._save({name: str(box.currentData()) for name, box in self.boxes.items()})
        super().accept()


class PeopleDialog(FormDialog):
    """Details of many people at once, a line for each; `save` gets who changed, with what."""

    def __init__(
        self, parent: QWidget, title: str, people: Sequence[DescribedPerson], this_year: int,
        save: Callable[[list[dict[str, Any]]], None],
    ) -> None:
        super().__init__(parent, title, tr("&Save"))
        self._people, self._year, self._save = people, this_year, save
        self._fields: dict[tuple[bytes, str], QLineEdit | QComboBox] = {}
        self.say(tr("For the tables without names. Leave open what you do not know."))
        self.fill(self._grid())
        self.problem = self.say_below("", "error")
        self.setMinimumWidth(640)
        self.check()

    def changed(self) -> list[dict[str, Any]]:
        """Who differs from what is kept, with the fields that do."""
        found = []
        for person in self._people:
            fields = {name: value for name, before in person.values
                      if (value := self._typed(person.id, name)) != _now(name, before)}
            if fields:
                found.append({"participant_id": person.id, **fields})
        return found

    def is_complete(self) -> bool:
        return not hasattr(self, "problem") or (bool(self.changed()) and not self._wrong())

    def check(self) -> None:
        super().check()
        if hasattr(self, "problem"):
            wrong = self._wrong()
            self.problem.setText(tr("A year of birth has four figures and does not lie ahead: {name}.",
                                    name=", ".join(wrong)) if wrong else "")
            self.problem.setVisible(bool(wrong))

    def accept(self) -> None:
        if self.is_complete():
            self._save(self.changed())
            super().accept()

    def _grid(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        bare(grid, 6)
        names = [name for name, _ in self._people[0].values] if self._people else []
        for at, words in enumerate((tr("Name"), *map(field_label, names))):
            grid.addWidget(label(words, "muted"), 0, at)
        for row, person in enumerate(self._people, 1):
            grid.addWidget(label(list_name(person.full, person.listed)), row, 0)
            for at, (name, value) in enumerate(person.values, 1):
                field = self._field(name, value)
                field.setAccessibleName(f"{field_label(name)}, {person.full}")
                self._fields[person.id, name] = field
                grid.addWidget(field, row, at)
        grid.setColumnStretch(0, 1)
        return page

    def _field(self, name: str, value: str) -> QLineEdit | QComboBox:
        if name == "birth_year":
            line = QLineEdit(value)
            line.setMaxLength(4)
            line.setFixedWidth(80)
            line.textChanged.connect(self.check)
            return line
        box = QComboBox()
        for code, words in _options(_CHOICES[name]):
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(_now(name, value))))
        box.currentIndexChanged.connect(self.check)
        return box

    def _typed(self, person: bytes, name: str) -> str:
        field = self._fields[person, name]
        return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())

    def _wrong(self) -> list[str]:
        return [person.full for person in self._people for name, _ in person.values
                if name == "birth_year" and (typed := self._typed(person.id, name))
                and birth_year_of(typed, self._year) is None]


def _now(name: str, value: str) -> str:
    """What a box shows of a value; a gender may stand there in whatever words."""
    return str(gender_of(value) or "") if name == "gender" else value


class DaysDialog(FormDialog):
    """From which day up to and including which; `chosen` gets both."""

    def __init__(self, parent: QWidget, begins: date, ends: date, chosen: Callable[[date, date], None]) -> None:
        super().__init__(parent, tr("Other days"), tr("&Choose"))
        self._chosen = chosen
        self.begins = self.add_date(tr("&From"), begins)
        self.ends = self.add_date(tr("Up to and &including"), ends)
        self.setMinimumWidth(320)
        self.check()

    def is_complete(self) -> bool:
        if not hasattr(self, "ends"):
            return True
        begins, ends = day_of(self.begins), day_of(self.ends)
        return begins <= ends and ends.year - begins.year <= 3

    def accept(self) -> None:
        if self.is_complete():
            self._chosen(day_of(self.begins), day_of(self.ends))
            super().accept()


class ThresholdDialog(FormDialog):
    """Under how many people a number is hidden; `save` gets it."""

    def __init__(self, parent: QWidget, now: int, save: Callable[[int], None]) -> None:
        super().__init__(parent, tr("Small numbers"), tr("&Save"))
        self._save = save
        self.say(tr("A number of fewer people is hidden in what leaves {the_organisation}, and with it what it could "
                    "be worked out from. Ten is usual; it is never below five."))
        self.number = QSpinBox()
        self.number.setRange(LEAST, _MOST)
        self.number.setValue(now)
        self.add_field(tr("&Hidden below"), self.number)

    def accept(self) -> None:
        self._save(self.number.value())
        super().accept()


class NumberingDialog(FormDialog):
    """Whether somebody keeps one number over the years; `save` gets it."""

    def __init__(self, parent: QWidget, now: Numbering, save: Callable[[str], None]) -> None:
        super().__init__(parent, tr("Own administration number"), tr("&Save"))
        self._save = save
        self.say(tr("The number is made by a key of {the_organisation}; nobody else can find out whose it is."))
        options: list[tuple[object, str]] = [
            (Numbering.PER_YEAR.value, tr("Another number each year: years cannot be joined")),
            (Numbering.OVER_YEARS.value, tr("The same number every year: CBS can follow somebody"))]
        self.choice = self.add_choice(tr("&Numbers"), options, now.value)

    def accept(self) -> None:
        self._save(str(self.choice.currentData()))
        super().accept()


class GoOnDialog(FormDialog):
    """What to think of before a table leaves; `go_on` is called where one does."""

    def __init__(self, parent: QWidget, title: str, warnings: Sequence[Text], go_on: Callable[[], None]) -> None:
        super().__init__(parent, title, tr("&Go on"), go_on)
        for words in warnings:
            self.say(show(words), "")
