"""What an agreement's dates and terms come to, in words: for the list, the timeline and "what happens if"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.calendar import NoticeDay
from app.domain.licence import AgreementDates, agreement_dates
from app.domain.provider import NotRegulated, ProviderProfile, Regulated, Rule
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class DateMark:
    """A point on the timeline; `source` is the clause it comes from; `tone` as in the overview."""

    day: date
    label: Text
    tone: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line 'what: how', with the clause it rests on ('' where it is only data)."""

    label: Text
    value: Text
    clause: str


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """An agreement seen on one day under its provider's profile; `ended` is the last day it was given notice for."""

    profile: ProviderProfile
    dates: AgreementDates
    concluded: date | None
    today: date
    ended: date | None

    @property
    def ends_for_good(self) -> date | None:
        """The last day, where the agreement does not go on by itself."""
        return self.dates.ends if self.ended or not isinstance(self.dates.renews_on, date) else None

    def next_date(self) -> Text:
        """The date that comes first for the administrator."""
        notice = self.dates.notice
        if self.dates.ends < self.today:
            return Text("Ended on {day}", day=self.dates.ends)
        if isinstance(notice, NoticeDay) and notice.last >= self.today:
            return Text("Give notice by {day} at the latest", day=notice.last)
        if isinstance(self.dates.renews_on, date):
            return Text("Renews on {day}", day=self.dates.renews_on)
        return Text("Ends on {day}", day=self.dates.ends)

    def marks(self) -> tuple[DateMark, ...]:
        """Every date that matters, in order, with the clause it comes from."""
        dates, found = self.dates, [DateMark(self.today, Text("Today"), "neutral", "")]
        found.append(DateMark(dates.begins, Text("First day"), "info", ""))
        if isinstance(dates.notice, NoticeDay):
            found.append(
                DateMark(dates.notice.last, Text("Last day for notice"), "danger", _cited(self.profile.duration.notice))
            )
        if isinstance(dates.renews_on, date):
            found.append(DateMark(dates.renews_on, Text("Renewal"), "warning", _cited(self.profile.duration.renewal)))
        else:
            found.append(DateMark(dates.ends, Text("End"), "warning", ""))
        return tuple(sorted(found, key=lambda mark: mark.day))

    def consequences(self, used: int) -> tuple[Fact, ...]:
        """What happens to whom when the agreement ends."""
        end = self.profile.end
        found = [Fact(Text("The licence"), Text("ends on {day}", day=self.dates.ends), "")]
        if isinstance(end.administrator_account, Regulated):
            found.append(
                Fact(
                    Text("Account of the {administrator}"),
                    Text("closes at once: export before that day"),
                    _cited(end.administrator_account),
                )
            )
        if isinstance(end.own_account, Regulated) and end.own_account.value.may_apply:
            found.append(
                Fact(
                    Text("{n} {participant}", "{n} {participants}", n=used),
                    Text("may ask for an account of their own, apart from the {coaches}"),
                    _cited(end.own_account),
                )
            )
        else:
            found.append(
                Fact(Text("{n} {participant}", "{n} {participants}", n=used), Text("lose access"), _cited(end.access))
            )
        found.append(self._data_at_end())
        return tuple(found)

    def facts(self, fee_cents: int) -> tuple[Fact, ...]:
        """The terms that a reader of the licence asks for first; what the terms are silent about is said."""
        duration, payment = self.profile.duration, self.profile.payment
        found = [Fact(Text("Licensor"), Text("{name}", name=self.profile.licensor), "")]
        if self.concluded:
            found.append(Fact(Text("Concluded on"), Text("{day}", day=self.concluded), ""))
        if fee_cents:
            found.append(
                Fact(
                    Text("Fee per seat, without VAT"),
                    Text("€ {amount}", amount=Decimal(fee_cents).scaleb(-2)),
                    _cited(self.profile.price.vat),
                )
            )
        found.append(Fact(Text("Renewal"), self._renewal(), _cited(duration.renewal)))
        found.append(Fact(Text("Notice"), self._notice(), _cited(duration.notice)))
        found.append(
            Fact(
                Text("Payment term"),
                _told(payment.term, lambda term: Text("{n} day", "{n} days", n=term.days)),
                _cited(payment.term),
            )
        )
        found.append(Fact(Text("Seats used again"), self._reuse(), _cited(self.profile.licence.seat_reuse)))
        return tuple(found)

    def _data_at_end(self) -> Fact:
        rule = self.profile.end.data
        said = _told(rule, lambda _data: Text("are destroyed, except for what the law makes you keep"))
        return Fact(Text("Results and certificates"), said, _cited(rule))

    def _renewal(self) -> Text:
        return _told(
            self.profile.duration.renewal,
            lambda renewal: Text("silently, for the same duration") if renewal.silent else Text("only by a new order"),
        )

    def _notice(self) -> Text:
        def told(notice: Any) -> Text:
            return Text(
                "in writing, at least {n} month before the end",
                "in writing, at least {n} months before the end",
                n=notice.months,
            )

        explained = self.dates.notice.explanation if isinstance(self.dates.notice, NoticeDay) else None
        said = _told(self.profile.duration.notice, told)
        return Text("{said}. {explained}", said=said, explained=explained) if explained else said

    def _reuse(self) -> Text:
        rule = self.profile.licence.seat_reuse
        said = Text("allowed") if rule.value.allowed else Text("not allowed")
        return Text("{said} (our assumption)", said=said) if rule.basis.assumption else said


def agreement_terms(profile: ProviderProfile, row: Any, today: date) -> AgreementTerms:
    """`row` has starts_on, months, ended_on and concluded_on as stored."""
    ended = date.fromisoformat(row.ended_on) if row.ended_on else None
    dates = agreement_dates(profile.duration, date.fromisoformat(row.starts_on), row.months, today, ended)
    return AgreementTerms(
        profile, dates, date.fromisoformat(row.concluded_on) if row.concluded_on else None, today, ended
    )


def _told(rule: Rule[Any], say: Any) -> Text:
    told: Text = rule.text if isinstance(rule, NotRegulated) else say(rule.value)
    return told


def _cited(rule: Rule[Any]) -> str:
    return rule.basis.cited if isinstance(rule, Regulated) else ""
