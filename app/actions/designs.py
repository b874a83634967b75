"""The designs of an organisation's certificates, and its logo; what was issued keeps what it was issued with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.certificate_designs import LARGEST_PICTURE, DesignGiven, check_design
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.tables import certificate_designs, organisations, programmes

_FIELDS = {"name", "design", "programme_id", "valid_months", "signer_name", "signer_role", "signature"}


def _without_picture(given: Mapping[str, Any]) -> dict[str, Any]:
    """The picture stands in the row, and nowhere else."""
    return {name: value for name, value in given.items() if name not in ("signature", "logo")}


@action("certificate_design.add", Permission.SET_UP_FOLLOWING, {"certificate_designs": set(ANY_FIELD)},
        recorded=_without_picture)
def add_design(work: Work, **given: Any) -> bytes:
    """`given` are the fields of `DesignGiven`; gives the id."""
    values = _values(work, DesignGiven(**given))
    return work.add(certificate_designs, **values, language="", from_on=work.day, until_on=None)


@action("certificate_design.change", Permission.SET_UP_FOLLOWING, {"certificate_designs": _FIELDS},
        recorded=_without_picture)
def change_design(work: Work, design_id: bytes, **given: Any) -> None:
    """From now on; what was issued stays as it is."""
    work.change(certificate_designs, design_id, **_values(work, DesignGiven(**given)))


@action("certificate_design.end", Permission.SET_UP_FOLLOWING, {"certificate_designs": {"until_on"}})
def end_design(work: Work, design_id: bytes) -> None:
    """It is offered no more."""
    work.change(certificate_designs, design_id, until_on=work.day)


@action("organisation.logo", Permission.EDIT_ORGANISATION, {"organisations": {"logo"}}, recorded=_without_picture)
def set_logo(work: Work, logo: bytes = b"") -> None:
    """A PNG or JPEG for what is printed from now on; none takes it away. That it can be read is for the documents."""
    if len(logo) > LARGEST_PICTURE:
        raise Refusal(Text(
            "This picture is too large: at most {n} kB. Nothing was recorded. Choose a smaller one.",
            n=LARGEST_PICTURE // 1_000))
    own = work.connection.execute(organisations.select().where(organisations.c.tenant.is_(None))).mappings().one()
    work.change(organisations, own["id"], logo=logo or None)


def _values(work: Work, given: DesignGiven) -> dict[str, Any]:
    refuse(check_design(given))
    if given.programme_id is not None:
        work.rows_by_id(programmes, [given.programme_id])
    return {
        "name": " ".join(given.name.split()), "design": given.design, "programme_id": given.programme_id,
        "valid_months": given.valid_months, "signer_name": " ".join(given.signer_name.split()),
        "signer_role": " ".join(given.signer_role.split()), "signature": given.signature or None,
    }
