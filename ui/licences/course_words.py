"""How changes, claims and measures read: the lines of each, its state in a word, and the tone of that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from app.domain.contract.deadline import Deadline
from app.domain.contract.ending import Ground
from app.domain.contract.kept_course import OWN
from app.domain.contract.objections import ObjectionState
from app.domain.provider import NotRegulated
from app.domain.text import Text
from ui.licences.sources import source_words
from ui.parts.facts import FactLine
from ui.words import show, show_money, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.billing.computation import Computation, Source
    from app.domain.contract.tasks import EndTask
    from app.views.course import ChangeItem, ClaimItem, MeasureItem


def form_words() -> dict[str, str]:
    return {
        "publication": tr("publication"), "letter": tr("letter"), "registered": tr("registered letter"),
        "email": tr("e-mail"), "spoken": tr("spoken"), "": "–",
    }


def change_state(item: ChangeItem) -> tuple[str, str]:
    """(words, tone)."""
    course = item.course
    if course.may_object and course.term is not None:
        return tr("Objection by {day} at the latest", day=show_short_date(course.term.deadline.last)), "warning"
    if course.awaits_choice:
        return tr("Waiting for the licensor"), "warning"
    if course.result is not None and course.result.state is ObjectionState.CONTINUES_UNCHANGED:
        return tr("Does not go on"), "good"
    if course.ends_on is not None:
        return tr("Ends on {day}", day=show_short_date(course.ends_on)), "danger"
    if course.holds_from is None:
        return tr("To know"), "neutral"
    if course.holds_from <= course.today:
        return tr("Holds since {day}", day=show_short_date(course.holds_from)), "info"
    return tr("Holds from {day}", day=show_short_date(course.holds_from)), "info"


def change_lines(item: ChangeItem) -> Iterator[FactLine]:
    row, course = item.row, item.course
    yield FactLine(tr("Announced"), _announced(item))
    if row["title"]:
        yield FactLine(tr("Document"), _document(item))
    for fee in item.fees:
        yield FactLine(show(fee.part), tr("{before} becomes {after}", before=show_money(fee.before_cents),
                                          after=show_money(fee.fee_cents)), _fee_source(item))
    yield from effect_lines(item)
    if course.filed is not None:
        said = tr("{day}, by {name}: {form}, {proof}", day=show_short_date(course.filed.received_on),
                  name=course.filed.by.name, form=form_words()[row["objection_form"]], proof=row["objection_proof"])
        yield FactLine(tr("Objected"), "\n".join(filter(None, (said, row["objection_reason"]))))
    if course.result is not None and course.filed is not None:
        yield FactLine(tr("What came of it"), show(course.result.what))


def effect_lines(item: ChangeItem) -> Iterator[FactLine]:
    """From when it holds, and who can object until when; or why nobody can."""
    course = item.course
    if isinstance(course.effect, NotRegulated):
        yield FactLine(tr("Holds from"), tr("The terms do not regulate this."), tr("not regulated"))
        return
    term = course.term
    if term is not None:
        said = [tr("{day} at the latest", day=show_short_date(term.deadline.last)),
                *map(show, term.deadline.explanation)]
        if term.with_reasons:
            said.append(tr("In writing, with reasons. Silence is consent."))
        elif term.written:
            said.append(tr("In writing. Silence is consent."))
        if term.start_source != term.source:
            said.append(tr("The terms name no beginning: counted from {day}.", day=show_short_date(term.counted_from)))
        yield FactLine(tr("Objecting"), "\n".join(said), source_words(term.source))
    elif course.no_right is not None:
        yield FactLine(tr("Objecting"), show(course.no_right), source_words(course.effect.source))
    effect = course.effect
    if effect.holds_from is not None and (course.holds_from is not None or course.result is None or course.may_object):
        said = [show_short_date(effect.holds_from), *map(show, effect.explanation)]
        yield FactLine(tr("Holds from"), "\n".join(said), source_words(effect.source))
    elif effect.explanation:
        yield FactLine(tr("Holds from"), "\n".join(map(show, effect.explanation)), source_words(effect.source))


def claim_state(item: ClaimItem) -> tuple[str, str]:
    row, course = item.row, item.course
    if row["settled_on"]:
        return tr("Settled"), "neutral"
    if row["sort"] == OWN:
        if isinstance(course.deadline, Deadline) and course.lapsed:
            return tr("Lapsed"), "danger"
        if row["received_on"]:
            return tr("Received by the licensor"), "good"
        if isinstance(course.deadline, Deadline):
            return tr("By {day} at the latest", day=show_short_date(course.deadline.last)), "warning"
        return tr("Not told yet"), "warning"
    if row["outcome"]:
        return show(OUTCOME_WORDS[row["outcome"]]), "danger" if row["outcome"] == "ended" else "good"
    if not isinstance(course.to_do, NotRegulated) and course.to_do:
        return tr("To be told at once"), "danger"
    return tr("With the licensor"), "info"


OUTCOME_WORDS = {
    "changed": Text("Changed"), "replaced": Text("Replaced"), "ended": Text("Agreement ended"),
}


def claim_lines(item: ClaimItem) -> Iterator[FactLine]:
    row, course = item.row, item.course
    if row["claimant"]:
        yield FactLine(tr("By whom"), row["claimant"])
    yield FactLine(tr("Known on"), show_short_date(_day(row["known_on"])))
    if row["sort"] == OWN:
        yield _deadline_line(course.deadline)
        if row["amount_cents"]:
            yield FactLine(tr("Amount"), show_money(row["amount_cents"]))
    if row["sent_on"]:
        received = show_short_date(_day(row["received_on"])) if row["received_on"] else tr("not known")
        yield FactLine(tr("Told"), tr(
            "{day}, {form}, received {received}: {proof}", day=show_short_date(_day(row["sent_on"])),
            form=form_words()[row["form"]], received=received, proof=row["proof"]))
    if isinstance(course.to_do, NotRegulated):
        yield FactLine(tr("To do"), show(course.to_do.text), tr("not regulated"))
    else:
        for one in course.to_do:
            yield FactLine(tr("To do"), show(one))
    if isinstance(course.ends, Deadline):
        yield FactLine(tr("Last day"), "\n".join([
            show_short_date(course.ends.last), *map(show, course.ends.explanation)]))
    if isinstance(course.refund, NotRegulated):
        yield FactLine(tr("To be paid back"), show(course.refund.text), tr("not regulated"))
    elif course.refund is not None:
        yield FactLine(tr("To be paid back"), show_money(course.refund.cents), _cited(course.refund.source))
    if row["settled_on"]:
        yield FactLine(tr("Settled"), tr("{day}: {how}", day=show_short_date(_day(row["settled_on"])),
                                         how=row["settlement"]))


def measure_state(item: MeasureItem) -> tuple[str, str]:
    if item.lifted_on is not None:
        return tr("Lifted on {day}", day=show_short_date(item.lifted_on)), "neutral"
    return tr("Since {day}", day=show_short_date(item.ending.stops_on)) if item.ending.immediate else tr(
        "Last day {day}", day=show_short_date(item.ending.last_day)), "danger"


def measure_lines(item: MeasureItem) -> Iterator[FactLine]:
    row = item.row
    yield FactLine(tr("Ground"), show(Ground(row["ground"]).label))
    yield FactLine(tr("Told"), tr("{day}, {form}", day=show_short_date(_day(row["told_on"])),
                                  form=form_words()[row["form"]]))
    if row["reason"]:
        yield FactLine(tr("Reason"), row["reason"])
    if row["proof"]:
        yield FactLine(tr("Proof"), row["proof"])
    if item.ending.administrator_until is not None:
        yield FactLine(tr("Account of the {administrator} until"), show_short_date(item.ending.administrator_until))
    if row["lifted_proof"]:
        yield FactLine(tr("Lifted"), row["lifted_proof"])


SHORT_TASKS = {"sub_processors": Text("sub-processors told"), "destruction": Text("data destroyed")}


def task_line(task: EndTask) -> FactLine:
    """What is done about it, and when it was done."""
    if task.done_on is not None:
        said = tr("done on {day}", day=show_short_date(task.done_on))
        if task.note:
            said = tr("{said}: {note}", said=said, note=task.note)
    elif task.day is not None:
        said = tr("still to do, by {day} at the latest", day=show_short_date(task.day))
    else:
        said = tr("still to do")
    source = task.source
    clause = tr("not regulated") if isinstance(source, NotRegulated) else source_words(source)
    return FactLine(show(task_name(task.task)), said, clause)


def task_name(task: str) -> Text:
    from app.views.open_points import TASKS

    return TASKS[task]


def computed_lines(found: Computation) -> list[FactLine]:
    """An amount line by line, each with where it comes from; the sum stands last."""
    lines = [FactLine(show_money(line.cents), show(line.label), _cited(line.source)) for line in found.lines]
    return [*lines, FactLine(show_money(found.cents), show(found.label), _cited(found.source))]


def _cited(source: Source) -> str:
    return source.cited or show(source.text)


def _deadline_line(deadline: Deadline | NotRegulated | None) -> FactLine:
    if isinstance(deadline, Deadline):
        said = [tr("received by {day} at the latest", day=show_short_date(deadline.last)),
                *map(show, deadline.explanation)]
        return FactLine(tr("Claiming"), "\n".join(said))
    return FactLine(tr("Claiming"), tr("The terms set no last day for a claim."), tr("not regulated"))


def _announced(item: ChangeItem) -> str:
    row = item.row
    said = tr("{day}, {form}", day=show_short_date(_day(row["announced_on"])), form=form_words()[row["form"]])
    if row["received_on"]:
        said = tr("{said}, received {day}", said=said, day=show_short_date(_day(row["received_on"])))
    return tr("{said}: {note}", said=said, note=row["proof"]) if row["proof"] else said


def _document(item: ChangeItem) -> str:
    row = item.row
    parts = [row["title"]]
    if row["edition"]:
        parts.append(tr("version {edition}", edition=row["edition"]))
    if row["checksum"]:
        parts.append(tr("checksum {checksum}…", checksum=row["checksum"][:12]))
    return ", ".join(parts)


def _fee_source(item: ChangeItem) -> str:
    effect = item.course.effect
    return "" if isinstance(effect, NotRegulated) else source_words(effect.source)


def _day(kept: str) -> date:
    return date.fromisoformat(kept)
