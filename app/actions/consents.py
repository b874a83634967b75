"""Consent of a legal representative or of the participant, given and withdrawn (O-annex 3: 1.2)."""

from __future__ import annotations

from datetime import date

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.consents import LONGEST, Consent, check_consent, check_withdrawal, consent_of
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, missing, refuse
from app.store.consents import consent_purposes
from app.store.tables import consents, participants


@action("consent.record", Permission.EDIT_PRIVACY, {"consents": set(ANY_FIELD)})
def record_consent(
    work: Work, participant_id: bytes, purpose: str, given_by: str, relation: str, form: str, given_on: str, proof: str,
) -> bytes:
    """One consent, for one field of the register of which consent is the ground; gives its id.

    `proof` says where it can be seen: a place in a folder, the subject of an e-mail.
    """
    _must_be_kept(work)
    if purpose not in consent_purposes(work.connection, work.sight):
        raise Refusal(Text("For this no consent is asked: it is kept on another ground. Nothing was recorded."),
                      remedy="purpose")
    person = work.rows_by_id(participants, [participant_id])[participant_id]
    given = Consent(
        purpose, given_by.strip(), relation, form, day_or_refuse("given_on", given_on), proof.strip())
    refuse(check_consent(given, younger_until(person["younger_than_16_until"]), work.today))
    return work.add(
        consents, participant_id=participant_id, purpose=purpose, given_by=given.given_by, relation=relation,
        form=form, given_on=given_on, proof=given.proof, recorded_by=work.sight.actor.account_id,
        recorded_us=work.now_us, withdrawn_on=None, withdrawn_by="")


@action("consent.withdraw", Permission.EDIT_PRIVACY, {"consents": {"withdrawn_on", "withdrawn_by"}})
def withdraw_consent(work: Work, consent_id: bytes, withdrawn_on: str, withdrawn_by: str) -> None:
    """Whoever gave it, or another representative, takes it back; what was done before that day stays lawful."""
    row = work.rows_by_id(consents, [consent_id])[consent_id]
    if row["withdrawn_on"]:
        raise Refusal(Text("This consent was withdrawn already. Nothing was changed."))
    day = day_or_refuse("withdrawn_on", withdrawn_on)
    refuse([*check_withdrawal(consent_of(row), day, work.today),
            *([] if 0 < len(withdrawn_by.strip()) <= LONGEST else [missing("withdrawn_by")])])
    work.change(consents, consent_id, withdrawn_on=withdrawn_on, withdrawn_by=withdrawn_by.strip())


def younger_until(kept: str) -> date | None:
    """The day from which somebody is sixteen, None where that is not kept."""
    return date.fromisoformat(kept) if kept else None


def _must_be_kept(work: Work) -> None:
    if not work.sight.keeps("participant", "consents"):
        raise Refusal(Text("Consents are not kept here. Nothing was recorded. Switch them on under Privacy first."))
