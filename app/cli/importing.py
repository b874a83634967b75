"""`leerspoor import`: read, show, do; on a new home it founds the organisation first."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.importing import apply_plan
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.domain.errors import Refusal
from app.domain.plan import KINDS, OUTCOMES, ImportPlan, PlanLine, no_counts
from app.domain.text import Text
from app.exchange.importing import GivenFiles, plan_given, read_files
from app.store.backup import BACKUPS
from app.store.files import cannot_write
from app.store.home import LOCK_FILE, Home
from app.store.protection import Protection, protection_without_asking
from app.store.resources import load_profile, profile_codes

NEW_CODE = "organisatie"
SHOWN = ("warning", "doubtful", "refused", "gone")


def run(given: Arguments, voice: Voice) -> int:
    """Exit 0 when anything could be read, also where some lines were refused; else 2."""
    plans: list[ImportPlan] = []
    try:
        _bring_in(given, voice, plans)
    except Refusal as refusal:
        voice.refuse(refusal, _body(voice, plans, _refused_lines(voice, given.files, refusal)))
        return 2
    voice.answer(_body(voice, plans, []))
    _say(voice, plans, given.dry_run)
    return 0 if any(_read_any(plan) for plan in plans) else 2


def _bring_in(given: Arguments, voice: Voice, plans: list[ImportPlan]) -> None:
    """Adds each plan to `plans` once it is applied, so that what was done is told even where the next is refused."""
    read = read_files([path.absolute() for path in given.files], _choices(given.map))
    with _place(given) as home, _desk(home, given, voice, read) as desk:
        for number, plan in enumerate(plan_given(desk, read), 1):
            if not given.dry_run or number < len(read.opened):
                apply_plan(desk, plan, gone=given.gone)
            plans.append(plan)


def _choices(pairs: Sequence[str]) -> dict[str, str]:
    """--map FIELD=HEADING, several times."""
    choices = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(choices) < len(pairs):
        raise Refusal(Text("Write --map as FIELD=HEADING, for instance family_name=Achternaam. Nothing was imported."))
    return choices


@contextmanager
def _place(given: Arguments) -> Iterator[Home]:
    """Where it happens: the home itself, or for a rehearsal a copy (as encrypted as the home) that is thrown away.

    In a copy the results of the second file meet the people of the first, so that a rehearsal tells what will happen.
    """
    home = Home(given.home)
    if not given.dry_run:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="leerspoor-") as folder:
        copy = Home(Path(folder))
        if home.codes():
            _copy(home, copy, home.choose(given.organisation))
        yield copy


def _copy(home: Home, copy: Home, code: str) -> None:
    home.be_alone(code)
    try:
        shutil.copytree(home.folder(code), copy.folder(code), ignore=shutil.ignore_patterns(BACKUPS, LOCK_FILE))
    except OSError as problem:
        raise cannot_write(copy.folder(code), problem) from problem


@contextmanager
def _desk(home: Home, given: Arguments, voice: Voice, read: GivenFiles) -> Iterator[Desk]:
    """The organisation that gets it: the one here, or a new one."""
    if home.codes():
        desk = open_desk(home, home.choose(given.organisation))
    elif given.dry_run:
        desk, _ = _found(home, given, read, Protection(secrets.token_hex(16)))
    else:
        desk, recovery_key = _found(home, given, read, protection_without_asking())
        _tell_new(voice, desk.organisation.code, recovery_key)
    voice.speak_for(desk.sight.profile.code)
    try:
        yield desk
    finally:
        desk.close()


def _found(home: Home, given: Arguments, read: GivenFiles, protection: Protection) -> tuple[Desk, str]:
    """The first import makes the organisation, so that a new home needs no other step."""
    code = given.organisation or NEW_CODE
    provider = given.provider or _fitting_provider(read.format)
    return found_organisation(home, code, read.organisation_name or code, provider, protection)


def _tell_new(voice: Voice, code: str, recovery_key: str) -> None:
    voice.tell(
        Text(
            "A new organisation {code} was made here. Its recovery key, shown only now: {key}",
            code=code,
            key=recovery_key,
        )
    )


def _fitting_provider(form: str) -> str:
    """The profile whose customers bring files of this form first; the profiles say so themselves."""
    ranked = sorted(profile_codes(), key=lambda code: _rank(load_profile(code).own_formats, form))
    return ranked[0]


def _rank(own: Sequence[str], form: str) -> int:
    return own.index(form) if form in own else len(own)


def _read_any(plan: ImportPlan) -> bool:
    """False where all that the file holds was refused."""
    read = sum(number for counts in plan.counts.values() for outcome, number in counts.items() if outcome != "refused")
    return read > 0 or not any(counts["refused"] for counts in plan.counts.values())


def _body(voice: Voice, plans: Sequence[ImportPlan], refused: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The same shape whatever happened, so that a program that reads it need not guess."""
    body: dict[str, Any] = dict(no_counts())
    left: Counter[str] = Counter()
    for plan in plans:
        left.update(plan.not_taken_over)
        for kind in KINDS:
            for outcome in OUTCOMES:
                body[kind][outcome] += plan.counts[kind][outcome]
    lines = [_line(voice, line) for plan in plans for line in plan.lines if line.severity not in ("new", "changed")]
    return body | {"not_taken_over": dict(left), "lines": [*lines, *refused]}


def _line(voice: Voice, line: PlanLine) -> dict[str, Any]:
    reason = voice.words(_reason(line))
    return {"file": line.file, "line": line.line, "severity": line.severity, "reason": reason}


def _reason(line: PlanLine) -> Text:
    """Who is no longer in the file stands on no line of it, so there the name says who is meant."""
    return line.reason if line.line or not line.who else Text("{name}: {reason}", name=line.who, reason=line.reason)


def _refused_lines(voice: Voice, files: Sequence[Path], refusal: Refusal) -> list[dict[str, Any]]:
    """One line for the whole refusal, at the file and line that it names."""
    named: dict[str, object] = {"file": files[0].name if len(files) == 1 else "", "line": 0}
    for reason in reversed(refusal.reasons):
        named |= {name: value for name, value in reason.arguments.items() if name in named}
    whole = " ".join(voice.words(reason) for reason in refusal.reasons)
    return [{"file": named["file"], "line": named["line"], "severity": "refused", "reason": whole}]


def _say(voice: Voice, plans: Sequence[ImportPlan], dry_run: bool) -> None:
    for plan in plans:
        for kind in KINDS:
            _say_counts(voice, kind, plan.counts[kind])
        for field, number in sorted(plan.not_taken_over.items()):
            voice.say(Text("Not taken over: {field} ({n})", field=field, n=number))
        for line in plan.lines:
            if line.severity in SHOWN:
                _say_line(voice, line)
    voice.say(Text("Nothing was changed: this was a rehearsal.") if dry_run else Text("Done."))


def _say_counts(voice: Voice, kind: str, counts: Mapping[str, int]) -> None:
    told = [_count(outcome, number) for outcome, number in counts.items() if number]
    if told:
        voice.say(Text("{kind}: {counts}", kind=_kind(kind), counts=told))


def _say_line(voice: Voice, line: PlanLine) -> None:
    reason = _reason(line)
    if line.line:
        reason = Text("{file}, line {line}: {reason}", file=line.file, line=str(line.line), reason=reason)
    elif line.file:
        reason = Text("{file}: {reason}", file=line.file, reason=reason)
    voice.say(reason)


def _kind(kind: str) -> Text:
    """What the counts are about; a kind as the plan names it."""
    words = {
        "participants": Text("{Participants}"),
        "groups": Text("{Groups}"),
        "coaches": Text("{Coaches}"),
        "results": Text("Results"),
    }
    return words[kind]


def _count(outcome: str, number: int) -> Text:
    """How many; an outcome as the plan names it."""
    words = {
        "new": Text("{n} new", n=number),
        "changed": Text("{n} changed", n=number),
        "unchanged": Text("{n} unchanged", n=number),
        "gone": Text("{n} gone", n=number),
        "doubtful": Text("{n} doubtful", n=number),
        "refused": Text("{n} left out", n=number),
    }
    return words[outcome]
