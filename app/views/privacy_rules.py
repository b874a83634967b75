"""How a profile arranges privacy, as facts with their clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.provider import NotRegulated, ProviderProfile, Regulated, Rule
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class PrivacySetting:
    """A fact about how privacy is arranged (processing agreement, clocks, retention), with clause."""

    label: Text
    value: Text
    clause: str
    as_of: date | None = None


def arranged(profile: ProviderProfile) -> tuple[PrivacySetting, ...]:
    rules = profile.privacy
    return tuple(
        _setting(label, rule, say)
        for label, rule, say in (
            (Text("Processing agreement"), rules.agreement, lambda value: Text("{name}", name=value.model)),
            (Text("It ends"), rules.agreement_end, lambda value: Text("together with the agreement")),
            (Text("Controller"), rules.roles, _controller),
            (Text("Sub-processors"), rules.sub_processors, lambda value: Text("bound in writing, within the EEA")),
            (
                Text("Breach: the provider tells you"),
                rules.processor_breach,
                lambda value: Text("within {n} hours of its own knowledge", n=value.hours),
            ),
            (
                Text("Breach: you decide and report"),
                rules.controller_breach,
                lambda value: Text("within {n} hours of your own knowledge", n=value.hours),
            ),
            (Text("Requests of people"), rules.requests, lambda value: Text("passed on at once; you handle them")),
            (
                Text("Consent of parents, where consent is the ground"),
                rules.consent,
                lambda value: Text("under {n} years", n=value.under_age),
            ),
            (Text("Use for quality"), rules.quality_use, lambda value: Text("only anonymous and added up")),
            (Text("Fields outside the list"), rules.addition, lambda value: Text("only with a written addition")),
        )
    )


def _controller(value: Any) -> Text:
    return Text("your {organisation}") if value.controller == "organisation" else Text("the provider")


def _setting(label: Text, rule: Rule[Any], say: Callable[[Any], Text]) -> PrivacySetting:
    if isinstance(rule, NotRegulated):
        return PrivacySetting(label, rule.text, "")
    assert isinstance(rule, Regulated)
    return PrivacySetting(label, say(rule.value), rule.basis.cited)
