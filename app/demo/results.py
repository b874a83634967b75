"""A year of results as xAPI statements, one JSON object per line, by participant and in order of time."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, chain, pairwise
from uuid import NAMESPACE_URL

from app.demo.answering import Question, questions
from app.demo.learners import HISTORY, WINDOW, Learner, Pace, Stretch
from app.demo.organisation import DemoOrganisation
from app.demo.rhythm import Rhythm

AHEAD = 0.1  # each programme of a route runs so much of itself ahead of the next
ATTEMPTS = 1.3  # attempts an exercise takes, at least, for all but the fast
REPEAT = 0.14  # chance that an earlier exercise is made once more
BROKEN_OFF = 0.08  # chance that an attempt is not finished
FAILURES_WHEN_STUCK = (6, 10)
LOWEST_FAIL, PASS_MARK = 12, 55

PASSED, FAILED, ATTEMPTED, COMPLETED = range(4)
VERBS = tuple(
    f'"verb":{{"id":"http://adlnet.gov/expapi/verbs/{verb}"}},'
    for verb in ("passed", "failed", "attempted", "completed")
)
OUTCOMES = (
    '"success":true,"completion":true,',
    '"success":false,"completion":false,',
    '"completion":false,',
    '"completion":true,',
)
SCORES = tuple(f'"score":{{"scaled":{score / 100:g}}},' for score in range(101))
DURATIONS = tuple(f'"duration":"PT{second // 60}M{second % 60}S"' for second in range(400))


@dataclass(frozen=True, slots=True)
class _Exercise:
    """`object` is the statement's object as JSON, `place` where on the route; unscored is only completed."""

    object: str
    place: float
    scored: bool
    question: Question | None = None


class _Catalogue:
    """Exercises of every programme, in the order in which a route of several programmes takes them."""

    def __init__(self, organisation: DemoOrganisation, with_answers: bool) -> None:
        self._programmes = {programme.code: programme for programme in organisation.programmes}
        self._questions = questions(organisation.code) if with_answers else {}
        self._routes: dict[tuple[str, ...], tuple[_Exercise, ...]] = {}

    def exercises(self, codes: tuple[str, ...]) -> tuple[_Exercise, ...]:
        """All exercises of these programmes, the first a little ahead; KeyError for an unknown code."""
        if codes not in self._routes:
            found = [self._of(code, number) for number, code in enumerate(dict.fromkeys(codes))]
            self._routes[codes] = tuple(sorted(chain(*found), key=lambda exercise: exercise.place))
        return self._routes[codes]

    def _of(self, code: str, number: int) -> Iterator[_Exercise]:
        programme = self._programmes[code]
        for place in range(len(programme.exercises)):
            question = self._questions.get((code, place + 1))
            asked = f',"definition":{question.definition}' if question is not None else ""
            about = f'"object":{{"id":{json.dumps(programme.exercise_iri(place + 1))}{asked}}},'
            yield _Exercise(about, (place + 0.5) / len(programme.exercises) + AHEAD * number, place > 0, question)


def statements(
    learners: Sequence[Learner],
    organisation: DemoOrganisation,
    seed: int,
    today: date,
    count: int | None = None,
) -> Iterator[bytes]:
    """The year before `today`, as lines that end in a line feed.

    With `count` exactly so many lines, spread over the learners as they would be, and without answers; ValueError where
    there is nobody who can make them. Ids are UUIDs of version 5 and differ between any two sets of arguments. The
    actor is an account: the organisation's home page, and the participant's key in the source.
    """
    run = _Run(organisation, seed, today, with_answers=count is None)
    amounts = [run.amount(learner) for learner in learners]
    numbers = [round(amount) for amount in amounts] if count is None else _spread(amounts, count)
    for learner, number in zip(learners, numbers, strict=True):
        yield from run.lines(learner, number, count)


def _spread(amounts: Sequence[float], count: int) -> list[int]:
    """`count` over the amounts, in whole numbers that add up to it."""
    total = sum(amounts)
    if count and not total:
        raise ValueError("nobody practised in this year, so there are no results to make")
    upto = [round(amount * count / total) if total else 0 for amount in accumulate(amounts, initial=0.0)]
    return [after - before for before, after in pairwise(upto)]


class _Run:
    def __init__(self, organisation: DemoOrganisation, seed: int, today: date, with_answers: bool) -> None:
        self._organisation, self._seed, self._today = organisation, seed, today
        self._catalogue = _Catalogue(organisation, with_answers)
        self._rhythms: dict[int | None, Rhythm] = {}

    def amount(self, learner: Learner) -> float:
        """How many results this learner makes: by pace, and by the part of a year there was to practise."""
        dice = random.Random(f"{self._seed}:amount:{learner.key}")
        rhythm = self._rhythm(learner.weekday)
        year = self._days(rhythm, Stretch((), self._today - WINDOW, self._today))
        present = sum(self._weights(rhythm, learner)) / rhythm.weight(*year)
        return dice.uniform(*learner.pace.value.results) * learner.amount * present

    def lines(self, learner: Learner, number: int, count: int | None) -> Iterator[bytes]:
        """`number` statements of one learner, over the stretches by their weights."""
        dice = random.Random(f"{self._seed}:results:{learner.key}")
        identity = f"{self._organisation.home_page}/{self._seed}/{self._today}/{count}/{learner.key}/"
        ids = hashlib.sha1(NAMESPACE_URL.bytes + identity.encode(), usedforsecurity=False)
        account = {"homePage": self._organisation.home_page, "name": learner.key}
        actor = f'"actor":{{"account":{json.dumps(account, separators=(",", ":"))}}},'
        for place, (moment, took, (exercise, kind, score)) in enumerate(
            self._attempts(dice, learner, number)
        ):
            ids_here = ids.copy()
            ids_here.update(b"%d" % place)
            yield (
                f'{{"id":"{_version_5(ids_here.hexdigest())}",{actor}{VERBS[kind]}{exercise.object}'
                f'"result":{{{SCORES[score] if score >= 0 else ""}{OUTCOMES[kind]}{_response(exercise, kind, score)}'
                f"{DURATIONS[took]}}},"
                f'"timestamp":"{moment}"}}\n'
            ).encode()

    def _attempts(
        self, dice: random.Random, learner: Learner, number: int
    ) -> Iterator[tuple[str, int, tuple[_Exercise, int, int]]]:
        rhythm = self._rhythm(learner.weekday)
        made: set[str] = set()
        last = max((at for at, weight in enumerate(self._weights(rhythm, learner)) if weight), default=-1)
        shares = _spread(self._weights(rhythm, learner), number) if number else []
        for at, (stretch, share) in enumerate(zip(learner.stretches, shares, strict=False)):
            if not share:
                continue
            todo = [one for one in self._catalogue.exercises(stretch.programmes) if one.object not in made]
            todo = todo or list(self._catalogue.exercises(stretch.programmes))
            reached = _reached(dice, learner.pace, stretch, len(todo), share)
            made.update(one.object for one in todo[:reached])
            stuck = learner.pace is Pace.STUCK and at == last
            work = _work(dice, learner.pace, todo, reached, share, stuck)
            moments = rhythm.moments(dice, *self._days(rhythm, stretch), share)
            for (moment, took), attempt in zip(moments, work, strict=True):
                yield moment, took, attempt

    def _weights(self, rhythm: Rhythm, learner: Learner) -> list[float]:
        return [rhythm.weight(*self._days(rhythm, stretch)) for stretch in learner.stretches]

    def _days(self, rhythm: Rhythm, stretch: Stretch) -> tuple[int, int]:
        return rhythm.number_of(stretch.first), rhythm.number_of(stretch.last + timedelta(days=1))

    def _rhythm(self, weekday: int | None) -> Rhythm:
        if weekday not in self._rhythms:
            own = self._organisation
            first, last = self._today - HISTORY, self._today - timedelta(days=1)
            self._rhythms[weekday] = Rhythm(own.rhythm, first, last, own.holidays, weekday)
        return self._rhythms[weekday]


def _response(exercise: _Exercise, kind: int, score: int) -> str:
    """What was answered, where the exercise asks something and was ended."""
    if exercise.question is None or kind not in (PASSED, FAILED):
        return ""
    return f'"response":{json.dumps(exercise.question.answer(score, kind == PASSED), ensure_ascii=False)},'


def _reached(dice: random.Random, pace: Pace, stretch: Stretch, exercises: int, share: int) -> int:
    """How many exercises a stretch of `share` results gets through: at least one, at most all."""
    wanted = round(dice.uniform(*(pace.value.autumn if stretch.autumn else pace.value.year)) * exercises)
    possible = share if pace is Pace.FAST else int(share / ATTEMPTS)
    return max(1, min(wanted, possible, exercises))


def _work(
    dice: random.Random, pace: Pace, todo: Sequence[_Exercise], reached: int, share: int, stuck: bool
) -> Iterator[tuple[_Exercise, int, int]]:
    """`share` attempts: exercise, outcome and score (-1 for none), so that the first `reached` end well.

    Who is stuck fails the next one again and again at the end.
    """
    stuck = stuck and reached < len(todo)
    failures = min(dice.randint(*FAILURES_WHEN_STUCK), share - reached) if stuck else 0
    share -= failures
    habit = pace.value
    chance, span = dice.random, 101 - habit.lowest
    for number in range(share):
        place = number * reached // share
        exercise = todo[place]
        if (number + 1) * reached // share == place:
            fate = chance()
            if fate < REPEAT and place:
                exercise = todo[int(chance() * place)]
            elif exercise.scored and fate < REPEAT + habit.failing:
                yield exercise, FAILED, _failing_score(chance())
                continue
            elif fate > 1 - BROKEN_OFF:
                yield exercise, ATTEMPTED, -1
                continue
        if exercise.scored:
            yield exercise, PASSED, habit.lowest + int(chance() * span)
        else:
            yield exercise, COMPLETED, -1
    for _ in range(failures):
        yield todo[reached], FAILED, _failing_score(chance())


def _failing_score(chance: float) -> int:
    return LOWEST_FAIL + int(chance * (PASS_MARK - LOWEST_FAIL))


def _version_5(digest: str) -> str:
    """The UUID of version 5 (RFC 9562) of a SHA-1 in hexadecimals."""
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
