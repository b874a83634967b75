"""Who is here twice and who left, as a user meets them: side by side, put together, told apart, brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QRadioButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.doubles import tell_apart
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.participants import add_participant, leave
from app.actions.undo import undo_last
from app.views.doubles import doubles
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of
from tests.lessons import add_programme, finish
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.groups.panel import GroupsPanel


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[GroupsPanel]:
    """Amira is there twice: from a file, with results, and typed in. Daan left; there are three seats."""
    bring_in(desk, roster(person("1", "Amira", "Bakker", groups=("a",)), person("2", "Daan", "Evers", groups=("a",)),
                          groups=("a",)))
    add_programme(desk, "koken")
    finish(desk, "1", "koken")
    desk.do(add_participant, fields={"given_name": "amira", "family_name": "Bakker", "email": "amira@example.org"})
    desk.do(conclude_agreement, number="1", provider="oefenen", package="Koken", concluded_on="2026-01-10",
            starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": 3, "fee_cents": 100}])
    people = ids(desk)
    desk.do(assign_seats, licence_id=rows_of(desk, "licences")[0]["id"], participant_ids=[people["Daan"]])
    desk.do(leave, participant_ids=[people["Daan"]])
    yield opened(qtbot, desk)


def opened(qtbot: QtBot, desk: Desk, presenting: bool = False) -> GroupsPanel:
    shell = DeskShell(desk)
    shell.veil = FakeVeil(presenting)
    made = GroupsPanel(shell)
    shell.panel = made
    return shown(qtbot, made)


class Behindhand(DeskShell):
    """What `late` reads is answered only when it catches up."""

    def __init__(self, desk: Desk, late: str) -> None:
        super().__init__(desk)
        self._late = late
        self._waiting: list[Callable[[], None]] = []

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        if view.__name__ == self._late:
            self._waiting.append(lambda: super(Behindhand, self).read(view, *arguments, then=then, within=within))
        else:
            super().read(view, *arguments, then=then, within=within)

    def catch_up(self) -> None:
        for answer in self._waiting:
            answer()


def ids(desk: Desk) -> dict[str, bytes]:
    return {row["given"]: row["id"] for row in rows_of(desk, "participants")}


def desk_of(panel: GroupsPanel) -> Desk:
    return panel.shell.desk  # type: ignore[no-any-return]


def go(panel: GroupsPanel, shelf: str) -> None:
    panel.list.choose(shelf)
    QApplication.processEvents()


def states(panel: GroupsPanel) -> dict[str, str]:
    return {row["given"]: row["state"] for row in rows_of(desk_of(panel), "participants")}


def test_the_list_says_how_many_ask_for_a_look(panel: GroupsPanel) -> None:
    groups = table(panel, "Groepen")
    assert column(groups, "Naam")[:4] == ["Alle deelnemers", "Zonder groep", "Dubbel?", "Vertrokken en geschorst"]
    assert column(groups, "Deelnemers")[:4] == ["", "", "1", "1"]


def test_the_list_is_whole_whichever_is_read_last(qtbot: QtBot, panel: GroupsPanel) -> None:
    """Two threads read: how many there are twice may come after the groups."""
    shell = Behindhand(desk_of(panel), "shelves")
    made = shown(qtbot, GroupsPanel(shell))
    assert column(table(made, "Groepen"), "Naam") == []
    shell.catch_up()
    assert column(table(made, "Groepen"), "Naam")[2:4] == ["Dubbel?", "Vertrokken en geschorst"]


def test_both_stand_side_by_side_and_the_one_with_a_history_is_proposed(panel: GroupsPanel) -> None:
    go(panel, "doubles")
    assert column(table(panel, "Mensen die op elkaar lijken"), "Wie") == ["Amira Bakker en amira Bakker"]
    seen = seen_text(panel.doubles.view)
    assert {"Wijst op één persoon: dezelfde naam.", "amira@example.org", "Hier ingevoerd"} <= set(seen)
    assert panel.doubles.view.kept() == ids(desk_of(panel))["Amira"]
    assert nameless(panel) == []


def test_put_together_and_undone(qtbot: QtBot, panel: GroupsPanel) -> None:
    go(panel, "doubles")
    named(panel, QRadioButton, "De rechter blijft").setChecked(True)
    press(qtbot, panel, "Zelfde persoon: samenvoegen")
    assert states(panel) == {"Amira": "merged", "Daan": "left", "amira": "active"}
    assert "Dubbel?" not in column(table(panel, "Groepen"), "Naam")
    desk_of(panel).do(undo_last)
    panel.refresh()
    assert states(panel)["Amira"] == "active" and "Dubbel?" in column(table(panel, "Groepen"), "Naam")


def test_told_apart_and_looked_up_again(qtbot: QtBot, panel: GroupsPanel) -> None:
    go(panel, "doubles")
    press(qtbot, panel, "Twee verschillende mensen")
    assert desk_of(panel).read(doubles) == ()
    assert panel.shell.said[-1].template.startswith("Noted: two different people")  # type: ignore[attr-defined]


def test_who_were_told_apart_can_still_be_put_together(qtbot: QtBot, panel: GroupsPanel) -> None:
    people = ids(desk_of(panel))
    desk_of(panel).do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"})
    desk_of(panel).do(tell_apart, one_id=people["Amira"], other_id=people["amira"])
    panel.refresh()
    go(panel, "doubles")
    named(panel, QCheckBox, "Wie twee mensen zijn").click()
    assert "Twee verschillende mensen" not in buttons(panel)
    assert any("is gezegd dat dit twee mensen zijn" in text or "heeft op" in text for text in
               seen_text(panel.doubles.view))
    press(qtbot, panel, "Zelfde persoon: samenvoegen")
    assert list(states(panel).values()).count("merged") == 1


def test_two_of_any_name_can_be_put_together_by_hand(qtbot: QtBot, panel: GroupsPanel) -> None:
    desk_of(panel).do(add_participant, fields={"given_name": "Mira", "family_name": "Vos"})
    panel.refresh()
    go(panel, "everybody")
    people = table(panel, "Deelnemers")
    people.clearSelection()
    mode = people.selectionModel().SelectionFlag
    for row in (0, len(people.rows()) - 1):
        people.selectionModel().select(people.model().index(row, 0), mode.Select | mode.Rows)
    panel.group.same_action.trigger()
    asked = dialog("Dezelfde persoon?")
    assert any("komt hier niets overeen" in text for text in seen_text(asked))
    press(qtbot, asked, "Samenvoegen")
    assert list(states(panel).values()).count("merged") == 1 and no_dialog()


def test_the_page_of_the_person_names_both_and_takes_them_apart(qtbot: QtBot, panel: GroupsPanel) -> None:
    go(panel, "doubles")
    press(qtbot, panel, "Zelfde persoon: samenvoegen")
    panel.open_person(ids(desk_of(panel))["Amira"])
    assert "Ook deze persoon" in seen_text(panel.person)
    press(qtbot, panel.person, "Uit elkaar halen")
    assert states(panel)["amira"] == "active"
    assert not panel.person.same.isVisibleTo(panel)


def test_imports_leave_somebody_alone_by_a_tick(qtbot: QtBot, panel: GroupsPanel) -> None:
    desk = desk_of(panel)
    panel.open_person(ids(desk)["Amira"])
    box = named(panel, QCheckBox, "Importen laten deze deelnemer met rust")
    box.click()
    assert [row["aside"] for row in rows_of(desk, "import_links") if row["row_id"] == ids(desk)["Amira"]] == [1]
    assert box.isChecked()
    box.click()
    assert not any(row["aside"] for row in rows_of(desk, "import_links"))


def test_who_left_comes_back_to_group_and_seat(qtbot: QtBot, panel: GroupsPanel) -> None:
    go(panel, "leavers")
    gone = table(panel, "Vertrokken en geschorst")
    assert column(gone, "Naam") == ["Evers, Daan"] and column(gone, "Opmerking") == ["Vertrokken"]
    assert column(gone, "Sinds") == ["21-11-2026"] and column(gone, "Groepen toen") == ["Groep a"]
    gone.selectAll()
    press(qtbot, panel.leavers, "Terughalen…")
    asked = dialog("Terughalen")
    assert named(asked, QCheckBox, "Weer in Groep a").isChecked()
    assert named(asked, QComboBox, "Plaats").currentText() == "Koken: 3 vrij"
    press(qtbot, asked, "1 deelnemer terughalen")
    desk = desk_of(panel)
    assert states(panel)["Daan"] == "active"
    for kind in ("memberships", "seats"):
        assert [row for row in rows_of(desk, kind)
                if row["participant_id"] == ids(desk)["Daan"] and not row["until_on"]], kind


def test_who_is_suspended_keeps_group_and_seat(qtbot: QtBot, panel: GroupsPanel) -> None:
    go(panel, "everybody")
    table(panel, "Deelnemers").selectRow(0)
    panel.group.suspend_action.trigger()
    assert sorted(states(panel).values()) == ["active", "left", "suspended"]
    go(panel, "leavers")
    assert column(table(panel, "Vertrokken en geschorst"), "Opmerking") == ["Geschorst", "Vertrokken"]


def test_nothing_is_left_to_be_looked_at(qtbot: QtBot, desk: Desk) -> None:
    panel = opened(qtbot, desk)
    assert column(table(panel, "Groepen"), "Naam") == ["Alle deelnemers", "Zonder groep"]
    assert button(panel, "Groep maken…").isEnabled()


@pytest.mark.parametrize("shelf", ["doubles", "leavers"])
def test_presenting_hides_whose_they_are(qtbot: QtBot, panel: GroupsPanel, shelf: str) -> None:
    hidden = opened(qtbot, desk_of(panel), presenting=True)
    go(hidden, shelf)
    seen = " ".join(seen_text(hidden.pages.currentWidget()))
    assert not any(word in seen for word in ("Amira", "amira", "Bakker", "Evers"))
