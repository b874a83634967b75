"""The audit log in words: what an event says without a single value or name."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.domain.text import Text

_WORDS: Mapping[str, Text] = {
    "import": Text("File imported"),
    "import.leave_alone": Text("How imports go about a {participant} changed"),
    "group.create": Text("{Group} made"),
    "group.rename": Text("{Group} renamed"),
    "group.close": Text("{Group} closed"),
    "group.add": Text("{Participants} added to a {group}"),
    "group.move": Text("{Participants} moved to another {group}"),
    "group.remove": Text("{Participants} taken out of a {group}"),
    "group.place": Text("{Location} of a {group} changed"),
    "group.introduce": Text("Introduction of a {group} changed"),
    "group.split": Text("{Group} split"),
    "group.merge": Text("{Groups} merged"),
    "location.add": Text("{Location} added"),
    "location.rename": Text("{Location} renamed"),
    "location.close": Text("{Location} closed"),
    "coach.add": Text("{Coach} added"),
    "coach.change": Text("Data of a {coach} changed"),
    "coach.close": Text("{Coach} closed"),
    "coach.assign": Text("{Coach} given a {group}"),
    "coach.unassign": Text("{Group} taken from a {coach}"),
    "roll_over.prepare": Text("New {groups} prepared"),
    "roll_over.set": Text("Days of the new {groups} changed"),
    "roll_over.add_group": Text("{Group} added to the new ones"),
    "roll_over.change_group": Text("New {group} changed"),
    "roll_over.settle_groups": Text("Chosen which {groups} go on"),
    "roll_over.take_in": Text("Chosen which {groups} go on"),
    "roll_over.choose": Text("Places in the new {groups} chosen"),
    "roll_over.coaches": Text("{Coaches} of the new {groups} chosen"),
    "roll_over.drop": Text("Preparation of the new {groups} dropped"),
    "roll_over.do": Text("New {groups} made"),
    "participant.add": Text("{Participant} added"),
    "participant.change": Text("Data of a {participant} changed"),
    "cards.give": Text("Log-in cards made"),
    "cards.withdraw": Text("Log-in cards cancelled"),
    "acceptance.record": Text("Signed user terms recorded"),
    "acceptance.tick": Text("User terms ticked by a {participant}"),
    "coach.accept": Text("User terms ticked by a {coach}"),
    "consent.record": Text("Consent recorded"),
    "consent.withdraw": Text("Consent withdrawn"),
    "join_code.make": Text("Code to join {a_group} made"),
    "join_code.end": Text("Code to join {a_group} ended"),
    "registration.approve": Text("Registrations approved"),
    "registration.decline": Text("Registrations declined"),
    "participant.leave": Text("{Participants} left"),
    "participant.revive": Text("{Participants} came back"),
    "participant.suspend": Text("{Participants} suspended"),
    "participant.merge": Text("Two {participants} put together"),
    "participant.take_apart": Text("Two {participants} taken apart"),
    "participant.tell_apart": Text("Two {participants} told apart"),
    "agreement.conclude": Text("Agreement recorded"),
    "agreement.deliver": Text("Day of delivery recorded"),
    "mandate.record": Text("Mandate recorded"),
    "notice.record": Text("Notice recorded"),
    "notice.withdraw": Text("Notice withdrawn"),
    "permission.ask": Text("Permission asked"),
    "permission.give": Text("Permission recorded as given"),
    "permission.refuse": Text("Permission recorded as refused"),
    "permission.withdraw": Text("Permission recorded as withdrawn"),
    "infringement.report": Text("Infringement reported"),
    "infringement.answer": Text("Answer to a report of infringement recorded"),
    "audit.open": Text("Access for a licence audit opened"),
    "audit.end": Text("Access for a licence audit ended"),
    "audit.look": Text("An auditor looked"),
    "audit.dossier": Text("Licence audit dossier made"),
    "change.announce": Text("Change of terms or prices recorded"),
    "change.object": Text("Objection recorded"),
    "change.choose": Text("Choice of the licensor recorded"),
    "claim.log": Text("Claim recorded"),
    "claim.tell": Text("Telling the licensor of a claim recorded"),
    "claim.outcome": Text("Outcome of a claim recorded"),
    "claim.settle": Text("Claim settled"),
    "measure.record": Text("Measure of the licensor recorded"),
    "measure.lift": Text("Suspension lifted"),
    "insolvency.record": Text("Bankruptcy or suspension of payment recorded"),
    "insolvency.tell": Text("Telling the licensor of insolvency recorded"),
    "end.task_done": Text("Step at the end done"),
    "contact.record": Text("Contact person recorded"),
    "organisation.confirm": Text("Data of {the_organisation} confirmed"),
    "order.prepare": Text("Order prepared"),
    "order.change": Text("Order changed"),
    "order.send": Text("Order recorded as sent"),
    "order.withdraw": Text("Order withdrawn"),
    "order.accept": Text("Order accepted"),
    "order.decline": Text("Order declined"),
    "agreement.extend": Text("Seats added to an agreement"),
    "seats.lower": Text("Lower number of seats recorded"),
    "invoice.record": Text("Invoice recorded"),
    "invoice.correct": Text("Invoice corrected"),
    "invoice.book": Text("Payment or credit note recorded"),
    "invoice.remind": Text("Reminder or letter recorded"),
    "invoice.letter_received": Text("Receipt of a letter recorded"),
    "invoice.withdraw": Text("Mistake on an invoice withdrawn"),
    "invoice.credit": Text("Invoice credited as a whole"),
    "figure.enter": Text("Figure with its source recorded"),
    "billing.choose": Text("Choice about interest and costs recorded"),
    "package.change": Text("Package changed"),
    "terms.publish": Text("Edition of the terms recorded"),
    "price_round.record": Text("Round of prices recorded"),
    "seats.assign": Text("Seats assigned"),
    "seats.free": Text("Seats freed"),
    "catalogue.add": Text("{Programmes} added"),
    "package.add": Text("Package offered"),
    "package.withdraw": Text("Package withdrawn"),
    "offer.add": Text("{Programme} offered"),
    "offer.withdraw": Text("{Programme} withdrawn"),
    "route.add": Text("Learning route made"),
    "route.change": Text("Learning route changed"),
    "route.copy": Text("Copy of a learning route made"),
    "route.assign": Text("Learning route given to {groups} or {participants}"),
    "route.end": Text("Learning route ended for {groups} or {participants}"),
    "route.withdraw": Text("Learning route withdrawn"),
    "media_link.add": Text("Media link recorded"),
    "media_link.change": Text("Media link changed"),
    "media_link.checked": Text("Media link checked"),
    "media_link.withdraw": Text("Media link withdrawn"),
    "material.add": Text("Material recorded"),
    "material.change": Text("Material changed"),
    "material.withdraw": Text("Material withdrawn"),
    "test.load": Text("Tests and norms loaded"),
    "test.change": Text("Test changed"),
    "test.withdraw": Text("Test withdrawn"),
    "norm.withdraw": Text("Norm withdrawn"),
    "levels.choose": Text("Chosen how levels are told"),
    "sitting.add": Text("Sitting of a test recorded"),
    "sitting.change": Text("Sitting of a test changed"),
    "result.record": Text("Score of a test recorded"),
    "results.norm": Text("Results of a test normed again"),
    "data.exported.results": Text("Results of tests exported"),
    "conversation.open": Text("Conversation begun"),
    "conversation.close": Text("Conversation closed"),
    "conversation.reopen": Text("Conversation opened again"),
    "conversation.look": Text("Conversation read"),
    "message.write": Text("Message written"),
    "message.hide": Text("Message hidden"),
    "message.show": Text("Hidden message shown again"),
    "message.report": Text("Message reported"),
    "message.report_done": Text("Report of a message dealt with"),
    "messages.clear": Text("Old conversations removed"),
    "draft.keep": Text("Draft kept"),
    "maintenance.announce": Text("Maintenance announced"),
    "maintenance.withdraw": Text("Announced maintenance withdrawn"),
    "support.ask": Text("Question or fault sent to the help desk"),
    "support.answer": Text("Answer of the help desk recorded"),
    "helpdesk.days_off": Text("Days off of the help desk recorded"),
    "certificates.issue": Text("Certificates issued"),
    "certificates.correct": Text("Certificate corrected"),
    "certificates.revoke": Text("Certificate revoked"),
    "field.switch": Text("Field of the register switched"),
    "organisation.change": Text("Name or place of {the_organisation} changed"),
    "organisation.connect": Text("Connected to a server"),
    "organisation.bring": Text("Rows brought back to the server"),
    "participant.erase": Text("{Participants} erased"),
    "review.settle": Text("Settled under To check"),
    "review.keep": Text("Put under To check: it could not be sent"),
    "undo": Text("Undone"),
    "participants.looked_at": Text("Looked at {participants}"),
    "data.exported.organisation": Text("Everything exported"),
    "data.exported.roster": Text("{Groups} and people exported"),
    "data.exported.participant": Text("Data of a {participant} exported"),
    "backup": Text("Backup made"),
}
_COUNTED = (
    "participants", "memberships", "seats", "certificates", "results", "programmes", "invoices", "agreements",
    "orders", "seat_numbers", "price_rounds", "acceptances", "registrations",
)


def event_text(action: str, payload: bytes | None) -> Text:
    """What happened, with the number of rows of the kind that matters; erased events keep only their action."""
    what = _WORDS.get(action, Text("{action}", action=action))
    number = 0 if action == "cards.give" else rows_of(payload)  # every older code that ends with it is a row, too
    return Text("{what} ({n})", what=what, n=number) if number > 1 else what


def rows_of(payload: bytes | None) -> int:
    """How many rows an event touched, of the kind people count in."""
    rows = _decoded(payload).rows
    return next((rows[kind] for kind in _COUNTED if kind in rows), sum(rows.values()))


class _Payload(msgspec.Struct):
    """The part of a payload that is shown: the number of rows of each kind."""

    rows: dict[str, int] = {}


def _decoded(payload: bytes | None) -> _Payload:
    """What was tampered with may be anything: the chain tells that it was, and the line stays readable."""
    try:
        return msgspec.msgpack.decode(payload, type=_Payload) if payload else _Payload()
    except msgspec.DecodeError:
        return _Payload()
