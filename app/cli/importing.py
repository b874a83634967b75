"""`leerspoor import`: read, show, do; on a new home it founds the organisation first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.importing import apply_plan
from app.cli.arguments import Arguments
from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.plan import KINDS, OUTCOMES, ImportPlan, no_counts
from app.domain.text import Text
from app.exchange.importing import GivenFiles, plan_given, read_files
from app.store.home import Home
from app.store.protection import protection_without_asking
from app.store.resources import load_profile, profile_codes

NEW_CODE = "organisatie"


def run(given: Arguments, voice: Voice) -> int:
    try:
        read = read_files([path.absolute() for path in given.files], _choices(given.map))
    except Refusal as refusal:
        _answer_refused(voice, given.files, refusal)
        raise
    with _desk(given, voice, read) as desk:
        plans = []
        for plan in plan_given(desk, read):
            plans.append(plan)
            if not given.dry_run:
                apply_plan(desk, plan, gone=given.gone)
    voice.answer(_body(voice, plans))
    _say(voice, plans, given.dry_run)
    return 0 if any(_read_any(plan) for plan in plans) else 2


def _choices(pairs: Sequence[str]) -> dict[str, str]:
    """--map FIELD=HEADING, several times."""
    choices = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(choices) < len(pairs):
        raise Refusal(Text("Write --map as FIELD=HEADING, for instance family_name=Achternaam. Nothing was imported."))
    return choices


@contextmanager
def _desk(given: Arguments, voice: Voice, read: GivenFiles) -> Iterator[Desk]:
    home = Home(given.home)
    if home.codes() or given.dry_run and given.organisation:
        desk = open_desk(home, home.choose(given.organisation))
    else:
        desk = _found(home, given, voice, read)
    voice.speak_for(desk.sight.profile.code)
    try:
        yield desk
    finally:
        desk.close()


def _found(home: Home, given: Arguments, voice: Voice, read: GivenFiles) -> Desk:
    """The first import makes the organisation, so that a new home needs no other step."""
    provider = given.provider or _fitting_provider(read.format)
    desk, recovery_key = found_organisation(
        home,
        given.organisation or NEW_CODE,
        read.organisation_name or given.organisation or NEW_CODE,
        provider,
        protection_without_asking(),
    )
    voice.tell(
        Text(
            "A new organisation {code} was made here. Its recovery key, shown only now: {key}",
            code=desk.organisation.code,
            key=recovery_key,
        )
    )
    return desk


def _fitting_provider(form: str) -> str:
    """The profile whose customers bring files of this form first; the profiles say so themselves."""
    ranked = sorted(profile_codes(), key=lambda code: _rank(load_profile(code).own_formats, form))
    return ranked[0]


def _rank(own: Sequence[str], form: str) -> int:
    return own.index(form) if form in own else len(own)


def _read_any(plan: ImportPlan) -> bool:
    counts = plan.counts.values()
    return any(one[outcome] for one in counts for outcome in OUTCOMES if outcome != "refused") or not any(
        one["refused"] for one in counts
    )


def _body(voice: Voice, plans: Sequence[ImportPlan]) -> dict[str, Any]:
    body: dict[str, Any] = dict(no_counts())
    left: Counter[str] = Counter()
    for plan in plans:
        left.update(plan.not_taken_over)
        for kind in KINDS:
            for outcome in OUTCOMES:
                body[kind][outcome] += plan.counts[kind][outcome]
    lines = [
        {"file": line.file, "line": line.line, "severity": line.severity, "reason": voice.words(line.reason)}
        for plan in plans
        for line in plan.lines
        if line.severity not in ("new", "changed")
    ]
    return body | {"not_taken_over": dict(left), "lines": lines}


def _answer_refused(voice: Voice, files: Sequence[Path], refusal: Refusal) -> None:
    """The same shape as ever, so that a program that reads it need not guess."""
    name = files[0].name if len(files) == 1 else ""
    lines = [
        {"file": name, "line": 0, "severity": "refused", "reason": voice.words(reason)} for reason in refusal.reasons
    ]
    voice.answer(no_counts() | {"not_taken_over": {}, "lines": lines})
    voice.as_json = False


def _say(voice: Voice, plans: Sequence[ImportPlan], dry_run: bool) -> None:
    for plan in plans:
        for kind in KINDS:
            told = {outcome: number for outcome, number in plan.counts[kind].items() if number}
            if told:
                voice.say(
                    Text(
                        "{kind}: {counts}",
                        kind=kind,
                        counts=", ".join(f"{outcome} {number}" for outcome, number in told.items()),
                    )
                )
        for field, number in sorted(plan.not_taken_over.items()):
            voice.say(Text("Not taken over: {field} ({n})", field=field, n=number))
        for line in plan.lines:
            if line.severity not in ("new", "changed", "note"):
                voice.say(
                    Text("{file}, line {line}: {reason}", file=line.file, line=str(line.line), reason=line.reason)
                )
    voice.say(Text("Nothing was changed: this was a rehearsal.") if dry_run else Text("Done."))
