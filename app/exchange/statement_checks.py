"""What a statement must be to be believed (xAPI 2.0, part 2: statement requirements); `Invalid` carries the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from app.domain.text import Text
from app.exchange.cleaning import MAX_KEY_LENGTH, tidy_key
from app.exchange.statement_parts import (
    MAX_IRI_LENGTH,
    Actor,
    Score,
    Target,
    Verb,
    duration_seconds,
    is_iri,
    is_language,
)
from app.exchange.values import mail_address

_SHA1 = re.compile(r"[0-9a-fA-F]{40}", re.ASCII)
_MAX_KINDS = 30


class Invalid(Exception):
    """This statement is left out."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _missing(element: str) -> Invalid:
    return Invalid(Text("{element} is missing. It is left out.", element=element))


def _wrong(element: str, value: object) -> Invalid:
    reason = Text("{element} is not in order: {value}. It is left out.", element=element, value=str(value)[:50])
    return Invalid(reason)


def actor_of(actor: Actor | None) -> tuple[str, str, str] | None:
    """Kind, key and home page of the one identifier; None for a group, which is nobody's result."""
    if actor is None:
        raise _missing("actor")
    if actor.kind == "Group":
        return None
    if actor.kind != "Agent":
        raise _wrong("actor.objectType", actor.kind)
    given = (actor.account is not None) + bool(actor.mbox) + bool(actor.mbox_sha1sum) + bool(actor.openid)
    if given != 1:
        reason = Text(
            "The {element} must have one identifier: an account, a mail address, its SHA-1 or an OpenID. "
            "It is left out.",
            element="actor",
        )
        raise Invalid(reason)
    return _identified(actor)


def _identified(actor: Actor) -> tuple[str, str, str]:
    if account := actor.account:
        name = tidy_key(account.name)
        if not name or not is_iri(account.home):
            raise _missing("actor.account.homePage" if name else "actor.account.name")
        return "account", _short(name, "actor.account.name"), intern(account.home)
    if actor.mbox:
        address = mail_address(actor.mbox) if actor.mbox.startswith("mailto:") else None
        if address is None:
            raise _wrong("actor.mbox", actor.mbox)
        return "mail", address, ""
    if actor.mbox_sha1sum:
        if not _SHA1.fullmatch(actor.mbox_sha1sum):
            raise _wrong("actor.mbox_sha1sum", actor.mbox_sha1sum)
        return "mail_sha1", actor.mbox_sha1sum.lower(), ""
    if not is_iri(actor.openid):
        raise _wrong("actor.openid", actor.openid)
    return "openid", _short(actor.openid, "actor.openid"), ""


def _short(key: str, element: str) -> str:
    if len(key) > MAX_KEY_LENGTH:
        raise _wrong(element, key)
    return key


def checked_verb(verb: Verb | None) -> str:
    """The id of the verb."""
    if verb is None:
        raise _missing("verb")
    if not verb.id:
        raise _missing("verb.id")
    if not is_iri(verb.id):
        raise _wrong("verb.id", verb.id)
    if verb.display:
        _check_languages(verb.display, "verb.display")
    return intern(verb.id)


def checked_target(target: Target | None) -> Target:
    """The object, with an id where its kind needs one."""
    if target is None:
        raise _missing("object")
    if len(target.kind) > _MAX_KINDS:
        raise _wrong("object.objectType", target.kind)
    if target.kind not in ("Activity", "StatementRef"):
        return target
    if not target.id:
        raise _missing("object.id")
    if target.kind == "Activity":
        if not is_iri(target.id) or len(target.id) > MAX_IRI_LENGTH:
            raise _wrong("object.id", target.id)
        target.id = intern(target.id)
    if definition := target.definition:
        _check_languages(definition.name or (), "object.definition.name")
        _check_languages(definition.description or (), "object.definition.description")
    return target


def _check_languages(tags: Iterable[str], element: str) -> None:
    for tag in tags:
        if not is_language(tag):
            reason = Text("{element} names a language that does not exist: {value}. It is left out.",
                          element=element, value=tag[:50])  # fmt: skip
            raise Invalid(reason)


def checked_score(score: Score) -> int | None:
    """Per mille: of `scaled`, where less than zero counts as zero, else of `raw` between `min` and `max`."""
    low, high, raw = score.min, score.max, score.raw
    if low is not None and high is not None and low >= high:
        raise _wrong("result.score.max", high)
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise _wrong("result.score.raw", raw)
    if score.scaled is not None:
        if not -1 <= score.scaled <= 1:
            raise _wrong("result.score.scaled", score.scaled)
        return max(0, int(score.scaled * 1000 + 0.5))
    if raw is None or low is None or high is None:
        return None
    share = (raw - low) / (high - low)
    return int(share * 1000 + 0.5) if 0 <= share <= 1 else None


def checked_duration(raw: str) -> int | None:
    """Whole seconds, or None for a duration in months or years, which have no length of their own."""
    seconds = duration_seconds(raw)
    if seconds is None:
        raise _wrong("result.duration", raw)
    return seconds if seconds >= 0 else None
