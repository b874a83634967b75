"""Whom the licensor calls on a breach, and that somebody looked whether what is kept of us is still right (A-3.5)."""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.contract.kept_course import BREACH, ORGANISATION_DATA
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, refuse
from app.store.course import kept_contacts
from app.store.tables import confirmations, contacts


@action("contact.record", Permission.EDIT_ORGANISATION, {"contacts": set(ANY_FIELD)})
def record_contact(work: Work, name: str, role: str, email: str, phone: str) -> bytes:
    """The contact person for breaches (O-annex 3: 10.5, A-3.5), instead of the one before; gives its id."""
    wrong = [] if name.strip() else [missing("name")]
    if not (email.strip() or phone.strip()):
        wrong.append(WrongField("email", Text(
            "Fill in an e-mail address or a telephone number. Nothing was recorded.")))
    if email.strip() and not _is_address(email.strip()):
        wrong.append(WrongField("email", Text("This is no e-mail address. Nothing was recorded.")))
    refuse(wrong)
    before = [row["id"] for row in kept_contacts(work.connection, work.day) if row["purpose"] == BREACH]
    work.change_all(contacts, before, until_on=work.day)
    return work.add(
        contacts, purpose=BREACH, name=name.strip(), role=role.strip(), email=email.strip(), phone=phone.strip(),
        from_on=work.day, until_on=None)


@action("organisation.confirm", Permission.EDIT_ORGANISATION, {"confirmations": set(ANY_FIELD)})
def confirm_data(work: Work) -> bytes:
    """Somebody looked: the data and the contact persons are still right; the interval begins anew (A-3.5)."""
    return work.add(
        confirmations, what=ORGANISATION_DATA, confirmed_on=work.day, account_id=work.sight.actor.account_id)


def _is_address(typed: str) -> bool:
    before, _, host = typed.rpartition("@")
    return bool(before) and "." in host and " " not in typed
