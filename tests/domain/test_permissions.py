"""A coach in groups to work in and groups to look at only: what is allowed, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.permissions import Actor, Permission, Role, Scope, allowed, own_scope

A, B, C = (bytes([n]) * 16 for n in (1, 2, 3))
WORK = [Permission.EDIT_ROUTES, Permission.PRINT_CERTIFICATES, Permission.SET_RIGHT]


def coach(groups: set[bytes], reads_only: set[bytes]) -> Actor:
    return Actor(b"x" * 16, Role.COACH, "Joke", frozenset(groups), reads_only=frozenset(reads_only))


@pytest.mark.parametrize("permission", WORK)
def test_a_group_to_look_at_is_seen_and_not_changed(permission: Permission) -> None:
    joke = coach({A, B}, {B})
    assert allowed(joke, Permission.SEE_GROUP, Scope.of_groups(A, B))
    assert allowed(joke, permission, Scope.of_groups(A))
    assert not allowed(joke, permission, Scope.of_groups(B))
    assert not allowed(joke, permission, Scope.of_groups(A, B))


def test_who_only_looks_has_nothing_to_act_in() -> None:
    joke = coach({B}, {B})
    assert own_scope(joke) == Scope(frozenset())
    assert not any(allowed(joke, permission, own_scope(joke)) for permission in WORK)


_GROUPS = st.frozensets(st.sampled_from((A, B, C)))


@given(_GROUPS, _GROUPS, _GROUPS, st.sampled_from(list(Permission)))
def test_looking_only_never_gives_more(
    groups: frozenset[bytes], looked_at: frozenset[bytes], scope: frozenset[bytes], permission: Permission
) -> None:
    with_all = allowed(coach(set(groups), set()), permission, Scope(scope))
    with_less = allowed(coach(set(groups), set(looked_at & groups)), permission, Scope(scope))
    assert with_all or not with_less
    if permission is Permission.SEE_GROUP:
        assert with_all == with_less
