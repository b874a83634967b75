"""The privacy panel: what is kept of whom and why, the log, and handing data over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.provider_privacy import FIELDS
from app.store.tables import metadata
from app.views.named_texts import NamedText
from app.views.privacy import AuditReport
from app.views.sync import SyncStanding
from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import AUDIT, key
from tests.ui.room_values import REGISTER as REGISTER_LINES
from tests.ui.rooms import (
    COACH,
    button,
    buttons,
    column,
    dialog,
    named,
    names_in,
    no_dialog,
    press,
    room_shell,
    shown,
    table,
)
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.privacy.field_words import FIELD_TEXTS, ROW_TEXTS
from ui.privacy.panel import FILE, LOG, SETTINGS, PrivacyPanel

BRAHIM = key(5)
REGISTER = "Register van verwerking"


def open_panel(qtbot: QtBot, shell: FakeShell | None = None, tab: int = 0) -> PrivacyPanel:
    panel = shown(qtbot, PrivacyPanel(shell or room_shell()))
    panel.tabs.setCurrentIndex(tab)
    QApplication.processEvents()
    return panel


def choose(panel: PrivacyPanel, field: str) -> None:
    assert table(panel, REGISTER).choose(("participant", field))
    QApplication.processEvents()


@pytest.mark.clause("O-annex I")
def test_the_register_shows_every_field_with_purpose_ground_term_and_clause(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    lines = table(panel, REGISTER)
    assert column(lines, "Gegeven")[:2] == ["Roepnaam", "Achternaam"]
    assert column(lines, "Stand")[-3:] == ["Uit", "Aangezet", "Nooit bewaard"]
    assert column(lines, "Ingevuld")[0] == "22"
    assert {"Grondslag: overeenkomst", "O-annex I", "staat in de voorwaarden"} <= painted_text(panel)


@pytest.mark.clause("A-8.1")
def test_a_list_that_is_not_from_the_terms_is_never_called_so(qtbot: QtBot) -> None:
    line = REGISTER_LINES[0]
    other = line.__class__(*[
        {"from_terms": False}.get(name, getattr(line, name)) for name in line.__dataclass_fields__])
    panel = open_panel(qtbot, room_shell(register=(other,)))
    texts = painted_text(panel)
    assert "niet uit de voorwaarden" in texts and "staat in de voorwaarden" not in texts


def test_the_register_is_kept_per_kind_of_person(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    about = named(panel, QComboBox, "Over wie")
    about.setCurrentIndex(about.findText("Begeleiders"))
    assert column(table(panel, REGISTER), "Gegeven") == ["Naam", "E-mailadres"]


@pytest.mark.clause("O-annex I")
@pytest.mark.clause("O-annex 3: 10.2")
def test_a_field_outside_the_terms_is_switched_on_with_all_that_is_asked(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    assert not button(panel, "Aanzetten…").isEnabled()
    choose(panel, "younger_than_16")
    press(qtbot, panel, "Aanzetten…")
    form = dialog("Aanzetten: Jonger dan 16 tot")
    assert named(form, QLineEdit, "Doel").text() == "Know when consent is asked"
    named(form, QLineEdit, "Doel").clear()
    assert not button(form, "Aanzetten").isEnabled()
    qtbot.keyClicks(named(form, QLineEdit, "Doel"), "Toestemming vragen")
    assert not button(form, "Aanzetten").isEnabled()
    addition = named(form, QLineEdit, "Schriftelijke aanvulling van")
    assert addition.text() == ""
    for typed, told in (("gisteren", "Schrijf de dag"), ("1-9-2036", "nog moet komen"), ("31-2-2026", "Schrijf")):
        addition.setText(typed)
        assert not button(form, "Aanzetten").isEnabled() and any(told in text for text in painted_text(form))
    addition.setText("1-9-2026")
    press(qtbot, form, "Aanzetten")
    assert shell.acts == [("switch_field", {
        "subject": "participant", "field": "younger_than_16", "is_on": True, "purpose": "Toestemming vragen",
        "ground": "a", "retention": "Until the day itself", "addition_on": date(2026, 9, 1).isoformat()})]
    assert shell.undoable == [True]


def test_enter_on_a_field_that_is_off_opens_the_switch(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    choose(panel, "younger_than_16")
    qtbot.keyClick(table(panel, REGISTER), Qt.Key.Key_Return)
    assert dialog("Aanzetten: Jonger dan 16 tot")


def test_switching_off_says_for_how_many_it_is_emptied_and_can_be_undone(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    choose(panel, "gender")
    press(qtbot, panel, "Uitzetten")
    assert no_dialog() and not shell.acts[0][1]["is_on"]
    assert shell.said[0].arguments["n"] == 4 and shell.undoable == [True]


def test_of_what_is_not_emptied_nobody_is_told_that_it_is(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    choose(panel, "notes")
    press(qtbot, panel, "Uitzetten")
    assert not shell.acts[0][1]["is_on"] and "What is there stays" in str(shell.said[0].template)


def test_what_the_terms_name_cannot_be_switched(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    for field, words in (("email", "Staat in de voorwaarden."), ("national_number", "Dit wordt nooit bewaard")):
        choose(panel, field)
        assert not button(panel, "Aanzetten…").isEnabled()
        assert any(words in text for text in painted_text(panel))


# One participant


def search(qtbot: QtBot, panel: PrivacyPanel, typed: str) -> None:
    line = named(panel, QLineEdit, "Zoek een deelnemer")
    line.clear()
    qtbot.keyClicks(line, typed)


@pytest.mark.clause("O-annex 3: 7")
def test_a_participant_is_found_by_typing_and_everything_kept_is_shown_with_why(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, tab=FILE)
    assert "Van wie?" in painted_text(panel)
    search(qtbot, panel, "brah")
    hits = table(panel, "Gevonden deelnemers")
    hits.selectRow(0)
    QApplication.processEvents()
    kept = table(panel, "Wat bewaard wordt")
    assert column(kept, "Wat bewaard wordt") == ["Brahim", "Amrani", "info@voorbeeld.nl", "Dinsdagochtend"]
    assert {"Brahim El Amrani", "Grondslag: overeenkomst", "O-annex I"} <= painted_text(panel)
    assert any("Resultaten: 214" in text for text in painted_text(panel))


def test_only_participants_are_found(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, tab=FILE)
    search(qtbot, panel, "dinsdag")
    assert table(panel, "Gevonden deelnemers").rows() == []
    search(qtbot, panel, "yildiz")
    assert column(table(panel, "Gevonden deelnemers"), "Naam") == ["Yıldız Demir"]


@pytest.mark.clause("O-annex 3: 7")
def test_the_file_is_handed_over(qtbot: QtBot) -> None:
    shell = room_shell()
    shell.desk, shell.target = object(), "/home/m/persoonsgegevens.zip"
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Exporteren…")
    assert shell.works == [("export_participant", (shell.desk, BRAHIM, Path("/home/m/persoonsgegevens.zip"), "nl"))]
    assert shell.said[0].arguments["file"] == "persoonsgegevens.zip"


def test_without_a_place_nothing_is_handed_over(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Exporteren…")
    assert shell.works == [] and shell.said == []


@pytest.mark.clause("O-annex 3: 7")
def test_erasing_says_what_goes_and_asks_to_be_sure(qtbot: QtBot) -> None:
    shell = room_shell(sync_standing=SyncStanding("https://server.example"))
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Wissen…")
    box = dialog("Brahim El Amrani wissen")
    texts = seen_text(box)
    assert {"Resultaten", "214"} <= texts
    assert any("kan niet ongedaan" in text for text in texts)
    assert any("elke computer die het heeft, bevestigt dat" in text for text in texts)
    assert nameless(box) == []
    assert not button(box, "Voorgoed wissen").isEnabled()
    press(qtbot, box, "Ik heb nagekeken dat er niets bewaard moet blijven")
    press(qtbot, box, "Voorgoed wissen")
    assert shell.acts == [("erase_participants", {"participant_ids": [BRAHIM]})]
    assert shell.undoable == [False]
    assert panel.chosen_person() is None
    assert "Brahim" not in "\n".join(seen_text(panel))
    assert no_dialog()


@pytest.mark.clause("O-annex 3: 7")
def test_texts_that_stay_are_shown_and_blacked_out_first(qtbot: QtBot) -> None:
    """Ticked is what surely names this person; who shares only the first name may be left."""
    texts = (
        NamedText("claims", b"c" * 16, "about", "uitval bij Brahim El Amrani", "uitval bij █████", True),
        NamedText("infringements", b"i" * 16, "what", "Brahim las voor", "█████ las voor", False))
    shell = room_shell(sync_standing=SyncStanding(), texts_naming=texts)
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Wissen…")
    box = dialog("Brahim El Amrani wissen")
    names = table(box, "Teksten met deze naam")
    assert column(names, "Waar") == ["Aanspraken", "Meldingen van inbreuk"] and nameless(box) == []
    assert [one.kind for one in names.picked()] == ["claims"]
    named(box, QCheckBox, "Ik heb nagekeken dat er niets bewaard moet blijven").setChecked(True)
    press(qtbot, box, "Voorgoed wissen")
    assert shell.acts == [
        ("black_out", {"texts": [{"kind": "claims", "id": b"c" * 16, "field": "about", "text": "uitval bij █████"}]}),
        ("erase_participants", {"participant_ids": [BRAHIM]})]
    assert no_dialog()


def test_who_thinks_better_of_it_erases_nothing(qtbot: QtBot) -> None:
    shell = room_shell(sync_standing=SyncStanding())
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Wissen…")
    box = dialog("Brahim El Amrani wissen")
    assert not any("server" in text for text in seen_text(box))
    press(qtbot, box, "Annuleren")
    assert shell.acts == []
    assert panel.chosen_person() == BRAHIM


def test_from_the_file_one_goes_to_the_page(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    panel.show_target(BRAHIM)
    press(qtbot, panel, "Pagina van de deelnemer")
    assert shell.went == [("groups", BRAHIM)]


# Log and arrangements


def test_the_log_shows_what_was_done_and_that_the_chain_is_intact(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell, LOG)
    assert column(table(panel, "Logboek"), "Wie") == ["M. de Boer", "M. de Boer", "J. Smit"]
    assert {"Keten heel", "412 gebeurtenissen, net nagekeken. Er is achteraf niets weggehaald of veranderd."} <= (
        seen_text(panel))
    press(qtbot, panel, "Meer tonen")
    assert [read for read in shell.reads if read[0] == "audit_report"] == [
        ("audit_report", (200,)), ("audit_report", (5000,))]


def test_a_broken_chain_is_told_plainly(qtbot: QtBot) -> None:
    broken = AuditReport(AUDIT.lines, False, 3)
    panel = open_panel(qtbot, room_shell(audit_report=broken), LOG)
    assert "Keten verbroken" in painted_text(panel)
    assert any("Uw gegevens zijn er nog." in text for text in seen_text(panel))
    assert "Meer tonen" not in buttons(panel)


@pytest.mark.clause("O-annex 3: 6")
@pytest.mark.clause("O-annex 3: 1.4")
def test_the_arrangements_stand_there_with_their_clauses(qtbot: QtBot) -> None:
    texts = painted_text(open_panel(qtbot, tab=SETTINGS))
    assert {"Data breach: tell the controller", "within 24 hours", "O-annex 3: 6"} <= texts
    assert any("(sinds 12 januari 2026)" in text for text in texts)


# Who sees what


def test_presenting_hides_the_file_names_and_who_did_what(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(presenting=True), LOG)
    assert not any("Boer" in text for text in seen_text(panel))
    panel.show_target(BRAHIM)
    QApplication.processEvents()
    assert not names_in(seen_text(panel)) and "Verborgen tijdens de presentatie" in painted_text(panel)


def test_who_may_not_change_privacy_cannot_switch(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(COACH))
    choose(panel, "younger_than_16")
    assert "Aanzetten…" not in buttons(panel)


def test_a_panel_built_anew_returns_to_the_same_file(qtbot: QtBot) -> None:
    before = open_panel(qtbot)
    before.show_target(BRAHIM)
    after = PrivacyPanel(room_shell())
    after.return_to(before.place())
    shown(qtbot, after)
    assert after.chosen_person() == BRAHIM


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    for tab in range(4):
        panel.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert nameless(panel) == []
    panel.show_target(BRAHIM)
    QApplication.processEvents()
    assert nameless(panel) == []
    assert panel.export_rows()[0][0] == "Gegeven"


def test_every_field_and_every_kind_of_row_has_words() -> None:
    assert {field for fields in FIELDS.values() for field in fields} <= FIELD_TEXTS.keys()
    personal = {
        name for name, kept in metadata.tables.items()
        if kept.info["personal"] is not None and kept.info["personal"].subject == "participant"
        and kept.info["personal"].by}
    assert personal <= ROW_TEXTS.keys()


def test_the_file_of_who_was_erased_by_a_colleague_closes(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(is_there=False))
    panel.show_target(BRAHIM)
    assert panel.chosen_person() == BRAHIM
    panel.refresh()
    assert panel.chosen_person() is None
    assert not names_in(painted_text(panel))
