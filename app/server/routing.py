"""Through which groups a learning route is reached, so that a coach changes only what the own groups have.

The desk asks the same of its own rows (`app.actions.routes`), of which it may lack those of other groups; the server
has all of them, and decides (S11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.errors import Refusal
from app.domain.merging import Fields
from app.domain.operation import Patch
from app.domain.reviews import LIES_WITH_ITS_ROUTE
from app.domain.routes import RouteUse, route_groups
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch
from app.server.records import Key
from app.server.scope import Reach

ROUTES, STEPS, ASSIGNMENTS, REVIEWS = "routes", "route_steps", "route_assignments", "reviews"


def lies_with_its_route(batch: Batch, patch: Patch) -> bool:
    """A route or a step, or a difference about one: whoever changes the route settles it."""
    return _about(batch, patch)[0] in LIES_WITH_ITS_ROUTE


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Read the routes that are touched, and who has them."""
    batch.read(about for patch in patches if patch.kind == REVIEWS and (about := _about(batch, patch))[0] == STEPS)
    touched = {one for patch in patches if (one := route_of(batch, patch)) is not None}
    if touched:
        batch.read((ROUTES, one) for one in touched)
        batch.know(records.children(batch.connection, batch.organisation_id, ASSIGNMENTS, touched))


def route_of(batch: Batch, patch: Patch) -> bytes | None:
    """The route that a patch changes, or a step of it, or that a difference is about."""
    kind, row_id = _about(batch, patch)
    if kind == ROUTES:
        return row_id
    if kind != STEPS:
        return None
    stands = batch.fields((STEPS, row_id))
    row = stands if stands is not None else patch.new if isinstance(patch.new, dict) else patch.old
    return row.get("route_id") if isinstance(row, dict) else None


def _about(batch: Batch, patch: Patch) -> Key:
    """What a patch changes; of a difference that is settled the row that it is about."""
    review = batch.fields((REVIEWS, patch.id)) if patch.kind == REVIEWS else None
    if review is not None and review["row_id"] is not None:
        return review["kind"], review["row_id"]
    return patch.kind, patch.id


def must_stay_with_its_route(patch: Patch) -> None:
    """Raise Refusal for a step or an assignment that would go to another route, out of the one that it is judged by."""
    if patch.kind in (STEPS, ASSIGNMENTS) and patch.field == "route_id":
        raise Refusal(Text("This change touches more than its kind of change may. It was refused."))


def reached_through(
    batch: Batch, route_id: bytes | None, patches: Sequence[Patch], reach: Reach, day: str,
) -> frozenset[bytes] | None:
    """The groups that have this route now or by these patches; None where it is the organisation's: a template, or
    what nobody has.
    """
    if route_id is None or _is_template(batch, route_id, patches):
        return None
    given = [row for row in _assignments(batch, patches, day) if row.get("route_id") == route_id]
    use = RouteUse(
        frozenset(row["group_id"] for row in given if row.get("group_id")),
        frozenset(row["participant_id"] for row in given if row.get("participant_id")))
    return route_groups(use, {one: reach.groups_of(one) for one in use.people}) or None


def _is_template(batch: Batch, route_id: bytes, patches: Sequence[Patch]) -> bool:
    stands = batch.fields((ROUTES, route_id)) or {}
    made = [patch.new for patch in patches if patch.kind == ROUTES and patch.id == route_id]
    return bool(stands.get("is_template")) or any(isinstance(one, dict) and one.get("is_template") for one in made)


def _assignments(batch: Batch, patches: Sequence[Patch], day: str) -> Iterable[Fields]:
    """Those that stand open, and those that these patches make or close."""
    touched = {patch.id for patch in patches if patch.kind == ASSIGNMENTS}
    for patch in patches:
        if patch.kind == ASSIGNMENTS and isinstance(patch.new, dict) and batch.fields((ASSIGNMENTS, patch.id)) is None:
            yield patch.new
    for (kind, row_id), row in batch.stands.items():
        if kind != ASSIGNMENTS or not row.lives or row.fields is None:
            continue
        until = row.fields.get("until_on")
        if row_id in touched or not until or until > day:
            yield row.fields
