"""How somebody comes in, on the page of one person: the card, the user terms, and consent where it is the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.acceptance import WAYS, Standing
from app.domain.consents import STATES as CONSENT_STATES
from app.domain.consents import ConsentState
from app.domain.login_cards import STATES as CARD_STATES
from app.domain.login_cards import CardState
from app.domain.own_accounts import may_go_on, may_link, not_linked_here
from app.domain.permissions import Permission, allowed
from app.domain.provider_terms import Regulated
from app.domain.text import Text
from ui.groups.cards_flow import CardsFlow
from ui.groups.own_accounts import LettersFlow
from ui.groups.terms_dialogs import PaperTermsDialog, ReadTermsDialog, hand_over, terms_title
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.privacy import consent_steps
from ui.privacy.field_words import field_label
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.acceptances import AcceptanceRow, PersonTerms
    from app.views.cards import CardsToGive
    from app.views.consents import Consents
    from app.views.people import ParticipantRow


class EntrySection(QWidget):
    """Reads by itself about the person it is given, and shows only what this provider's terms know."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._row: ParticipantRow | None = None
        self._terms: PersonTerms | None = None
        self._consents: Consents | None = None
        self._account: bytes | None = None
        self._lines: dict[str, list[FactLine]] = {}
        profile, actor = shell.sight.profile, shell.sight.actor
        ways = profile.access.sign_on
        issued = isinstance(ways, Regulated) and "issued_credentials" in ways.value.ways
        self._with_cards = issued and allowed(actor, Permission.EDIT_PEOPLE)
        self._with_terms = profile.must_accept_user_terms("participant")
        self._with_consent = allowed(actor, Permission.SEE_PRIVACY)
        self._with_accounts = may_link(profile)
        self._may_letter = may_go_on(profile) and allowed(actor, Permission.EDIT_PEOPLE)
        self.facts = Facts()
        self.card_button = button_of(tr("Ne&w card…"), self._new_card)
        self.hand_button = button_of(tr("&Hand over the keyboard…"), self._hand_over)
        self.paper_button = button_of(tr("S&igned paper…"), self._ask_paper)
        self.read_button = button_of(tr("Read user te&rms…"), self._read_terms)
        self.consent_button = button_of(tr("C&onsent…"), self._ask_consent)
        self.unlink_button = button_of(tr("Unlin&k own account"), self._unlink)
        self.letter_button = button_of(tr("Letter for an own acco&unt…"), self._make_letter)
        self.withdraw_button = button_of(tr("Withdraw co&nsent…"), self._ask_withdraw)
        self._arrange()

    def show_person(self, row: ParticipantRow) -> None:
        """Read everything about this person anew."""
        if self._row is None or self._row.id != row.id:
            self._terms = self._consents = self._account = None
            self._lines = {}
        self._row = row
        self._show()
        if self._with_accounts:
            from app.views.own_accounts import own_account_of

            self._shell.read(own_account_of, row.id, then=self._show_account)
        elif allowed(self._shell.sight.actor, Permission.EDIT_PEOPLE):
            said, clause = not_linked_here(self._shell.sight.profile)
            self._lines["account"] = [FactLine(tr("Own account"), show(said), clause)]
            self._show()
        if self._with_cards:
            from app.views.cards import cards_of

            self._shell.read(cards_of, (row.id,), then=self._show_card)
        if self._with_terms:
            from app.views.acceptances import person_terms

            self._shell.read(person_terms, row.id, then=self._show_terms)
        if self._with_consent:
            from app.views.consents import all_consents

            self._shell.read(all_consents, row.id, then=self._show_consents)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 6)
        column.addWidget(label(tr("Getting in"), "heading"))
        column.addWidget(self.facts)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (
            self.card_button, self.hand_button, self.paper_button, self.read_button, self.consent_button,
            self.withdraw_button, self.unlink_button, self.letter_button,
        ):
            flow.addWidget(button)
        column.addWidget(buttons)

    def _show(self) -> None:
        parts = ("card", "account", "terms", "consent")
        self.facts.show_lines([line for part in parts for line in self._lines.get(part, ())])
        hidden, active = self._shell.veil.on, self._row is not None and self._row.state == "active"
        asked = self._terms is not None and self._terms.standing is Standing.NOT_ASKED
        rests = self._consents is not None and bool(self._consents.lines)
        for button, is_there in (
            (self.card_button, self._with_cards and active), (self.hand_button, asked and active),
            (self.paper_button, asked), (self.read_button, self._accepted() is not None),
            (self.consent_button, rests and self._may_consent()),
            (self.withdraw_button, bool(self._withdrawable()) and self._may_consent()),
            (self.unlink_button, self._account is not None),
            (self.letter_button, self._may_letter),
        ):
            button.setVisible(is_there)
            button.setEnabled(not hidden)
        self.setVisible(bool(self._lines) or self._with_cards or self._with_terms or rests)

    def _may_consent(self) -> bool:
        return allowed(self._shell.sight.actor, Permission.EDIT_PRIVACY)

    # The card

    def _show_card(self, given: CardsToGive) -> None:
        if given.rows and self._row is not None and given.rows[0].id == self._row.id:
            row = given.rows[0]
            state = show(CARD_STATES[row.state])
            if row.until and row.state is CardState.WAITING:
                state = tr("{state}, good until {day}", state=state, day=show_short_date(row.until))
            self._lines["card"] = [FactLine(tr("Card"), state)]
            self._show()

    def _new_card(self) -> None:
        if self._row is not None:
            CardsFlow(self, self._shell, "").begin([self._row.id])

    # The own account

    def _show_account(self, of: bytes | None) -> None:
        self._account = of
        self._lines["account"] = [FactLine(tr("Own account"), tr("linked") if of is not None else tr("not linked"))]
        self._show()

    def _unlink(self) -> None:
        from app.actions.own_accounts import unlink_own_account

        if self._account is not None:
            self._shell.act(unlink_own_account, participant_id=self._account, then=self._told(
                Text("Unlinked. The own account and this {participant} both stay.")))

    def _make_letter(self) -> None:
        if self._row is not None:
            LettersFlow(self, self._shell, [self._row.id]).begin()

    # The user terms

    def _show_terms(self, terms: PersonTerms) -> None:
        self._terms = terms
        self._lines["terms"] = [FactLine(tr("User terms"), _standing(terms), _clause(self._shell))]
        self._show()

    def _hand_over(self) -> None:
        if self._row is None or self._terms is None:
            return
        person = self._row
        hand_over(self, person.full, self._terms.terms, lambda: self._tick(person.id)).open()

    def _tick(self, person: bytes) -> None:
        from app.actions.acceptances import tick_terms

        self._shell.act(tick_terms, participant_id=person, ticked=True,
                        then=self._told(Text("The user terms are accepted. Take the keyboard back.")))

    def _ask_paper(self) -> None:
        if self._row is None or self._terms is None:
            return
        person = self._row.id
        PaperTermsDialog(
            self, self._terms.terms, 1, self._shell.sight.today, lambda day: self._record(person, day)).open()

    def _accepted(self) -> AcceptanceRow | None:
        """The last edition that this person accepted, where its text is kept."""
        rows = self._terms.rows if self._terms is not None else ()
        return next((row for row in rows if row.body), None)

    def _read_terms(self) -> None:
        row = self._accepted()
        if row is not None:
            ReadTermsDialog(
                self, tr("{title}, edition {edition}", title=row.title, edition=row.edition),
                tr("{way} on {day}", way=show(WAYS[row.way]), day=show_short_date(row.accepted_on)), row.body).open()

    def _record(self, person: bytes, day: str) -> None:
        from app.actions.acceptances import record_paper

        self._shell.act(record_paper, participant_ids=[person], accepted_on=day,
                        then=self._told(Text("The signed paper is recorded.")))

    # Consent

    def _show_consents(self, given: Consents) -> None:
        self._consents = given
        self._lines["consent"] = [
            FactLine(tr("Consent: {what}", what=field_label(line.purpose)), show(CONSENT_STATES[line.state]))
            for line in given.lines]
        self._show()

    def _withdrawable(self) -> list[Any]:
        lines = self._consents.lines if self._consents is not None else ()
        return [line for line in lines if line.state in (ConsentState.GIVEN, ConsentState.OWN_NEEDED)]

    def _ask_consent(self) -> None:
        if self._consents is not None and self._consents.lines:
            consent_steps.ask_record(self, self._shell, self._consents.lines)

    def _ask_withdraw(self) -> None:
        lines = self._withdrawable()
        if lines:
            consent_steps.ask_withdraw(self, self._shell, lines[0])

    def _told(self, said: Text) -> Any:
        return lambda _changes: self._shell.say(said, undoable=True)


def _standing(terms: PersonTerms) -> str:
    if not terms.rows:
        return tr("Not asked yet")
    last = terms.rows[0]
    way = show(WAYS[last.way]) if last.way in WAYS else last.way
    said = tr("{way} on {day}", way=way, day=show_short_date(last.accepted_on))
    if terms.standing is Standing.NOT_ASKED:
        return tr("Not asked yet: {title}", title=terms_title(terms.terms))
    return said


def _clause(shell: Shell) -> str:
    rule = shell.sight.profile.users.acceptance
    return rule.basis.cited if isinstance(rule, Regulated) else ""
