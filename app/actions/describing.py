"""What a funder asks of courses and people, in bulk; what is published without names, and how (O-annex I)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.doubles import refuse_merged
from app.actions.participants import checked_fields
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.fields import in_words
from app.domain.figures.cbs import NUMBERS, Numbering
from app.domain.figures.describing import GROUP_COLUMNS, PERSON_FIELDS, no_value, proper_value
from app.domain.figures.published import PUBLISHED, Publication
from app.domain.permissions import Permission
from app.domain.small_cells import LEAST, SETTING
from app.domain.text import Text
from app.domain.wrong_fields import RefusedFields, WrongField
from app.store.learning import chosen_us
from app.store.tables import groups, learning_settings, participants

MOST_THRESHOLD = 100


@action("group.describe", Permission.EDIT_GROUPS, {"groups": set(GROUP_COLUMNS)})
def describe_groups(work: Work, group_ids: Sequence[bytes], fields: Mapping[str, str]) -> int:
    """Kind and type of the course of these groups, also of closed ones; '' takes one away. Gives how many changed.

    Raises Refusal for a field that is not kept here and a value that is none.
    """
    row: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in GROUP_COLUMNS or not work.sight.keeps("participant", name):
            raise Refusal(Text(
                "The field {field} is not kept here. Nothing was changed. Switch it on under Privacy first.",
                field=in_words([name])[0]))
        kept = proper_value(name, value, work.today)
        if kept is None:
            raise RefusedFields([WrongField(name, no_value(name))])
        row[GROUP_COLUMNS[name]] = kept
    there = work.rows_by_id(groups, group_ids)
    differing = [one for one in there if any(there[one][name] != value for name, value in row.items())]
    if not differing:
        raise Refusal(Text("All of this is here already. Nothing was recorded."))
    return work.change_all(groups, differing, **row)


def _whom(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in stands in the rows, and nowhere else."""
    return {"participant_ids": [one["participant_id"] for one in given["people"]]}


@action("participant.describe", Permission.EDIT_PEOPLE, {"participants": set(PERSON_FIELDS)}, recorded=_whom)
def describe_people(work: Work, people: Sequence[Mapping[str, Any]]) -> int:
    """Year of birth, mother tongue and gender of many at once; each has a `participant_id` and what is to be set.

    Gives how many changed. Raises Refusal for another field, one that is not kept here, and a value that is none.
    """
    ids = [one["participant_id"] for one in people]
    refuse_merged(work, ids)
    there = work.rows_by_id(participants, ids)
    changes = {}
    for one in people:
        fields = {name: value for name, value in one.items() if name != "participant_id"}
        if fields.keys() - set(PERSON_FIELDS):
            raise Refusal(Text("This change has a shape that the server does not know. It was refused."))
        row = checked_fields(work, fields)
        differing = {name: value for name, value in row.items() if there[one["participant_id"]][name] != value}
        if differing:
            changes[one["participant_id"]] = differing
    if not changes:
        raise Refusal(Text("All of this is here already. Nothing was recorded."))
    work.change_each(participants, changes)
    return len(changes)


@action("figures.choose", Permission.SET_UP_FOLLOWING, {"learning_settings": set(ANY_FIELD)})
def choose_figures(work: Work, setting: str, value: str) -> None:
    """The threshold under which numbers are hidden, or how the own numbers of the CBS table are made."""
    if setting == SETTING:
        if not (value.isascii() and value.isdigit() and LEAST <= int(value) <= MOST_THRESHOLD):
            raise RefusedFields([WrongField("value", Text(
                "The threshold is a whole number from {least} to {most}. Nothing was changed.", least=LEAST,
                most=MOST_THRESHOLD))])
    elif setting != NUMBERS or value not in set(Numbering):
        raise RefusedFields([WrongField("setting", Text("This cannot be chosen here. Nothing was changed."))])
    _record(work, setting, value)


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"table": given["publication"].table}


@action("figures.publish", Permission.SET_UP_FOLLOWING, {"learning_settings": set(ANY_FIELD)}, recorded=_named,
        undoable=False)
def publish_figures(work: Work, publication: Publication) -> None:
    """Write down that a table without names left the program: which, of which period, with which numbers."""
    _record(work, PUBLISHED, json.dumps(publication.kept(), separators=(",", ":"), ensure_ascii=False))


def _record(work: Work, setting: str, value: str) -> None:
    work.add(learning_settings, setting=setting, value=value,
             decided_us=chosen_us(work.connection, setting, work.now_us), decided_by=work.sight.actor.account_id)
