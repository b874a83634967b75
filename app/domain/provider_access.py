"""What the terms of a provider can say about access and about what a licence is made of.

As in `provider_terms`, these classes are the schema of the profile files, read at run time.
"""

from typing import Literal, NamedTuple

from app.domain.provider_terms import Regulated, Rule, Who


class SignOn(NamedTuple):
    ways: tuple[Literal["identity_provider", "issued_credentials", "own_account"], ...]


class Credentials(NamedTuple):
    secret: bool
    licensor_may_reset: bool
    licensor_may_block: bool


class ThirdPartyUse(NamedTuple):
    with_written_permission: bool


class PermissionRegister(NamedTuple):
    """For what the licensor's written permission is needed and kept in the register."""

    kinds: tuple[Literal["reuse", "integration", "third_party", "credentials", "modification"], ...]


class RightOfUse(NamedTuple):
    transferable: bool
    exclusive: bool


class LocationBound(NamedTuple):
    bound: bool


class Infringement(NamedTuple):
    """Whether the licensor is told of it at once, in writing; `reporters` of the staff may report what they saw."""

    told_at_once: bool
    written: bool
    reporters: tuple[Who, ...]


class AccessRules(NamedTuple):
    sign_on: Rule[SignOn]
    credentials: Rule[Credentials]
    third_parties: Rule[ThirdPartyUse]
    permissions: Rule[PermissionRegister]
    right_of_use: Rule[RightOfUse]
    locations: Rule[LocationBound]
    infringement: Rule[Infringement]


class LicenceParts(NamedTuple):
    """What a licence is made of: participant licences are seats; an organisation licence opens them."""

    parts: tuple[Literal["organisation", "participant"], ...]


class SeatReuse(NamedTuple):
    """Whether a seat may be freed while its participant stays, and after how many months unseen."""

    allowed: bool
    unseen_months: int


class FreedSeat(NamedTuple):
    """Whether a seat that came free can be given to somebody else within the same period."""

    reusable_within_period: bool


class LicenceRules(NamedTuple):
    parts: Regulated[LicenceParts]
    seat_reuse: Regulated[SeatReuse]
    freed_seat: Regulated[FreedSeat]
