"""Desks of one organisation wait in line for each other, and nobody else waits with them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from app.server.tokens import Access, organisation_named, write_access
from app.server.turns import AT_ONCE, Turns

ONE, OTHER = b"1" * 16, b"2" * 16


def test_who_comes_when_all_places_are_taken_waits_until_one_is_free() -> None:
    async def story() -> list[str]:
        turns, heard = Turns(), list[str]()

        async def late() -> None:
            async with turns.taken(ONE):
                heard.append("late")

        async with AsyncExitStack() as held:
            for _ in range(AT_ONCE):
                await held.enter_async_context(turns.taken(ONE))
            waiting = asyncio.create_task(late())
            async with turns.taken(OTHER):
                heard.append("another organisation")
            heard.append("done")
        await waiting
        return heard

    assert asyncio.run(story()) == ["another organisation", "done", "late"]


def test_a_place_comes_free_when_its_request_fails_or_goes_away() -> None:
    async def story() -> int:
        turns = Turns()

        async def failing() -> None:
            async with turns.taken(ONE):
                raise ValueError

        await asyncio.gather(*(failing() for _ in range(5)), return_exceptions=True)
        waiting = [asyncio.create_task(_forever(turns)) for _ in range(5)]
        await asyncio.sleep(0)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        async with turns.taken(ONE):
            return len(waiting)

    assert asyncio.run(story()) == 5


def test_a_token_says_in_which_line_to_wait_also_when_it_is_not_a_true_one() -> None:
    token = write_access(b"k" * 32, Access(ONE, OTHER, OTHER, 5))
    assert organisation_named(token) == ONE
    assert organisation_named(token[:-1] + "A") == ONE
    assert organisation_named("é") == b""


async def _forever(turns: Turns) -> None:
    async with turns.taken(ONE):
        await asyncio.Event().wait()
