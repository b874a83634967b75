"""`leerspoor cards`: new codes for a group or a participant, and the cards to cut."""

from __future__ import annotations

from datetime import timedelta

from app.actions.cards import give_cards
from app.actions.desk import Desk
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.documents.login_cards import write_login_cards
from app.documents.printable import refuse_unprintable
from app.domain.errors import Refusal
from app.domain.login_cards import USUAL_DAYS
from app.domain.text import Text
from app.store.files import make_private_folder
from app.store.texts import Translator
from app.views.cards import card_piles, cards_of
from app.views.groups import all_participants, group_detail
from app.views.lookup import group_named, participant_named


def run(desk: Desk, given: Arguments, voice: Voice) -> int:
    """Exit 0; Refusal where nobody is there, or nobody said where they log in."""
    people, pile = _whom(desk, given)
    if not people:
        raise Refusal(Text("There is nobody to make a card for. Nothing was made."))
    address = given.address or desk.read(cards_of, []).address
    if not address:
        raise Refusal(Text("Say with --address where {participants} log in. Nothing was made."))
    rows = desk.read(cards_of, people).rows
    people = [row.id for row in rows]
    refuse_unprintable([row.first_name for row in rows])
    make_private_folder(given.out.absolute().parent)
    until = given.until or desk.sight.today + timedelta(days=USUAL_DAYS)
    codes = desk.do(give_cards, participant_ids=people, until_on=until, address=address).outcome
    piles = desk.read(card_piles, codes, pile)
    translator = Translator(given.language, desk.sight.profile.words)
    path = write_login_cards(given.out.absolute(), piles, translator, desk.sight.today, given.per_sheet)
    voice.answer({"file": str(path), "cards": len(people), "until": until.isoformat()})
    voice.say(Text("{n} card is in {file}, good until {day}. Every older card of theirs has ended.",
                   "{n} cards are in {file}, good until {day}. Every older card of theirs has ended.",
                   n=len(people), file=str(given.out), day=until))
    return 0


def _whom(desk: Desk, given: Arguments) -> tuple[list[bytes], str]:
    """(the people, what their pile is called; '' for a pile per group)."""
    if given.group is not None:
        detail = desk.read(group_detail, desk.read(group_named, given.group))
        return [row.id for row in detail.members if row.state == "active"], detail.row.name
    if given.participant is not None:
        return [desk.read(participant_named, given.participant)], ""
    return [row.id for row in desk.read(all_participants)], ""
