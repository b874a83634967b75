"""Who may do what: role x scope, decided in one function.

The desktop asks it to answer at once, the server asks it to decide. Roles are those of the clause table; in this
program a role is given by an administrator, never by an imported file (EDEXML's own warning).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.errors import Refusal
from app.domain.text import Text


class Role(StrEnum):
    """`LICENSEE` is no account's: it is what everybody of an organisation is in the stream of its licensor."""

    ADMINISTRATOR = "administrator"
    COACH = "coach"
    LICENSOR = "licensor"
    AUDITOR = "auditor"
    LICENSEE = "licensee"


class TenantKind(StrEnum):
    """What sort of tenant a stream belongs to (D10)."""

    ORGANISATION = "organisation"
    LICENSOR = "licensor"


ROLES_OF: Mapping[TenantKind, frozenset[Role]] = {
    TenantKind.ORGANISATION: frozenset({Role.ADMINISTRATOR, Role.COACH, Role.LICENSOR}),
    TenantKind.LICENSOR: frozenset({Role.LICENSOR, Role.AUDITOR}),
}
"""The roles that accounts in each sort of tenant can have."""


class Permission(StrEnum):
    SEE_ORGANISATION = "see organisation"
    SEE_GROUP = "see group"
    SEE_LICENCES = "see licences"
    SEE_PRIVACY = "see privacy"
    EDIT_ORGANISATION = "edit organisation"
    EDIT_GROUPS = "edit groups"
    EDIT_PEOPLE = "edit people"
    EDIT_LICENCES = "edit licences"
    EDIT_SEATS = "edit seats"
    ASK_RIGHTS = "ask rights"
    ANSWER_RIGHTS = "answer rights"
    DECIDE = "decide"
    OBJECT = "object"
    OPEN_AUDITS = "open audits"
    LOOK_IN_AUDIT = "look in audit"
    REPORT_INFRINGEMENT = "report infringement"
    ASK_HELP = "ask help"
    ANSWER_HELP = "answer help"
    ORDER = "order"
    ANSWER_ORDERS = "answer orders"
    EDIT_ROUTES = "edit routes"
    WRITE_MESSAGES = "write messages"
    EDIT_CATALOGUE = "edit catalogue"
    EDIT_PRIVACY = "edit privacy"
    IMPORT = "import"
    PRINT_CERTIFICATES = "print certificates"
    PRINT_REPORTS = "print reports"
    EXPORT = "export"
    BACK_UP = "back up"
    SET_RIGHT = "set right"
    LET_IN = "let in"
    ACCEPT_TERMS = "accept terms"
    FOLLOW = "follow"
    SET_UP_FOLLOWING = "set up following"
    KEEP_OWN = "keep own"
    TAKE_BACK = "take back"


_COACH_IN_OWN_GROUPS = frozenset({
    Permission.SEE_GROUP, Permission.EDIT_ROUTES, Permission.PRINT_CERTIFICATES,
    Permission.SET_RIGHT, Permission.WRITE_MESSAGES, Permission.LET_IN, Permission.FOLLOW, Permission.PRINT_REPORTS,
})
# On what these print stands a whole name.
_WITH_WHOLE_NAMES = frozenset({Permission.PRINT_CERTIFICATES, Permission.PRINT_REPORTS})
# All that is left of it in a group that is somebody's to look at only: who had it, or will have it.
_COACH_WHO_ONLY_READS = frozenset({Permission.SEE_GROUP})

# The licensor sees and records what was agreed with an organisation, answers what it orders, and sees nobody who takes
# part there.
_LICENSOR = frozenset({
    Permission.SEE_ORGANISATION, Permission.SEE_LICENCES, Permission.EDIT_LICENCES, Permission.SET_RIGHT,
    Permission.ANSWER_RIGHTS, Permission.ANSWER_ORDERS, Permission.ANSWER_HELP, Permission.DECIDE,
    Permission.TAKE_BACK,
})
_LICENSOR_AT_HOME = _LICENSOR | {
    Permission.EDIT_ORGANISATION, Permission.EDIT_CATALOGUE, Permission.SEE_PRIVACY, Permission.EDIT_PRIVACY,
    Permission.EXPORT, Permission.BACK_UP,
}
_ONLY_READS = frozenset({Permission.SEE_ORGANISATION, Permission.SEE_LICENCES})
# What one party alone may do: nobody does it in the name of another.
_ONLY: Mapping[Permission, Role] = {
    Permission.ASK_RIGHTS: Role.ADMINISTRATOR, Permission.OBJECT: Role.ADMINISTRATOR,
    Permission.OPEN_AUDITS: Role.LICENSOR, Permission.LOOK_IN_AUDIT: Role.AUDITOR,
}
# What the licensor says or decides. Where it does not work itself, the administrator records what came on paper.
_OF_THE_LICENSOR = frozenset({
    Permission.ANSWER_RIGHTS, Permission.ANSWER_ORDERS, Permission.ANSWER_HELP, Permission.DECIDE})
ONLY_THE_LICENSOR = Text(
    "Only the licensor itself can do this: it would be done in its name. Nothing was recorded.")
ONLY_THE_ORGANISATION = Text(
    "Only {the_organisation} itself can do this: it would be done in its name. Nothing was recorded.")
# What everybody who works at the organisation may do, in whatever groups or none. What is taken back asks for its own
# permission beside it.
_STAFF = frozenset({
    Permission.REPORT_INFRINGEMENT, Permission.ASK_HELP, Permission.ACCEPT_TERMS, Permission.KEEP_OWN,
    Permission.TAKE_BACK})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work, and in what sort of tenant. `groups` are the ids of the groups a coach follows today,
    `reads_only` those of them that are only looked at; unused for the other roles. Without `shows_surnames` a coach
    sees of participants no more than first name and initial. Of who `has_ended` nothing is allowed any more.
    `licensor_is_here`: the licensor of this organisation works in it itself; unused for other roles than administrator.
    """

    account_id: bytes
    role: Role
    name: str
    groups: frozenset[bytes] = field(default_factory=frozenset)
    at: TenantKind = TenantKind.ORGANISATION
    reads_only: frozenset[bytes] = field(default_factory=frozenset)
    shows_surnames: bool = True
    has_ended: bool = False
    licensor_is_here: bool = False

    @property
    def works_in(self) -> frozenset[bytes]:
        """The groups in which a coach may change something."""
        return self.groups - self.reads_only

    @property
    def sees_all(self) -> bool:
        """Whether everything in this tenant is theirs to see: an administrator's, or a licensor's at home."""
        return not self.has_ended and sees_all(self.role, self.at)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is touched: the whole organisation, or only certain groups."""

    groups: frozenset[bytes] | None = None

    @classmethod
    def of_groups(cls, *groups: bytes) -> Scope:
        return cls(frozenset(groups))


ORGANISATION = Scope()


def sees_all(role: Role | None, at: TenantKind) -> bool:
    return role is (Role.ADMINISTRATOR if at is TenantKind.ORGANISATION else Role.LICENSOR)


def allowed(actor: Actor, permission: Permission, scope: Scope = ORGANISATION) -> bool:
    """True if this actor may do this to everything in the scope."""
    if actor.has_ended or (permission in _WITH_WHOLE_NAMES and not actor.shows_surnames):
        return False
    if permission in _ONLY:
        return actor.role is _ONLY[permission]
    if actor.role is Role.ADMINISTRATOR:
        return not (actor.licensor_is_here and permission in _OF_THE_LICENSOR)
    if actor.role is Role.LICENSOR:
        return permission in (_LICENSOR_AT_HOME if actor.at is TenantKind.LICENSOR else _LICENSOR)
    if actor.role in (Role.AUDITOR, Role.LICENSEE):
        return permission in _ONLY_READS
    if permission in _STAFF:
        return actor.role is Role.COACH
    if permission not in _COACH_IN_OWN_GROUPS or scope.groups is None:
        return False
    within = actor.groups if permission in _COACH_WHO_ONLY_READS else actor.works_in
    return bool(scope.groups) and scope.groups <= within


def own_scope(actor: Actor) -> Scope:
    """The widest scope an actor can act in: the organisation, or the own groups of a coach that are not only read."""
    return Scope(actor.works_in) if actor.role is Role.COACH else ORGANISATION


def require(actor: Actor, permission: Permission, scope: Scope = ORGANISATION) -> None:
    """Raise Refusal where `allowed` says no."""
    if not allowed(actor, permission, scope):
        raise Refusal(_why_not(actor, permission))


def _why_not(actor: Actor, permission: Permission) -> Text:
    if permission in _OF_THE_LICENSOR and actor.role is Role.ADMINISTRATOR and not actor.has_ended:
        return ONLY_THE_LICENSOR
    if permission is Permission.OBJECT and actor.role is Role.LICENSOR:
        return ONLY_THE_ORGANISATION
    return Text("Your role does not allow this. Nothing was changed. Ask your {administrator}.")
