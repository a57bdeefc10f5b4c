"""What has changed in a plan between two versions of it: what was added, dropped, moved, put off, done and reworded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from careerskit.plan import (
    IN_USE_FROM,
    TIME,
    Action,
    FieldSpec,
    Group,
    Header,
    Kind,
    Objective,
    Plan,
    Record,
    Score,
    When,
    fields_of,
)
from careerskit.review.record_matching import PlacedRecord, match_records, out_of_order
from careerskit.review.word_changes import Words, compare_words, is_same_text, text_key

__all__ = ["Changes", "Effect", "FieldChange", "MovedRecord", "changes", "placed_records"]

NOT_IN_A_DOCUMENT = frozenset({"reflections", "set_aside", "notes", "header.setting"})
"""The paths of what no document of a plan shows. The first three are the delegate's own notes."""

_APPROVAL_AND_REVIEW = ("date_approved_slt", "date_approved_governors", "review_date")
_TARGETS = ("objective", "success")
"""The answers of an objective that say what is to be reached by when."""


class Effect(StrEnum):
    """What a change of one answer means."""

    EDITED = "edited"
    RETARGETED = "retargeted"
    """An objective says otherwise what is to be reached."""
    REDATED = "redated"
    """The plan was approved, or its approval or review moved."""
    DONE = "done"
    STOPPED = "stopped"
    STATUS = "status"
    """Neither completed nor stopped: started, or taken up again."""
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought forward"
    RETIMED = "retimed"
    """Neither certainly later nor certainly earlier."""
    REASSIGNED = "reassigned"
    """Somebody else is responsible, or nobody any more."""
    NOTED = "noted"
    """What was written about an action's progress."""
    SCORED = "scored"
    NOT_COMPARABLE = "not comparable"
    """Two scores, of which one is for the benchmarks as they were before September 2025: they count other things."""


@dataclass(frozen=True)
class FieldChange:
    """One answer that reads otherwise than before.

    path: of the answer in the plan as it is. before_path: in the plan as it was, which differs where its record was moved to
    another list. before, after: the answers, the field's empty one where it does not apply. effect: what it means. words: for
    texts alone.
    """

    path: str
    before_path: str
    field: FieldSpec
    before: Any
    after: Any
    effect: Effect = Effect.EDITED
    words: tuple[Words, ...] = ()

    @property
    def record(self) -> str:
        """The path of the record or group that it is in; "" for the plan itself."""
        return self.path.rpartition(".")[0]


@dataclass(frozen=True)
class MovedRecord:
    """A record that stands elsewhere: in another list, such as another objective's actions, or before or after its neighbours."""

    before: PlacedRecord
    after: PlacedRecord
    to_another_list: bool


@dataclass(frozen=True)
class Changes:
    """What has changed between two versions of a plan, each thing once, in the order of the plan.

    added, removed: objectives, actions, priorities and points of the SWOT analysis. A record of an added or removed one is listed
    too. moved: those that stand elsewhere. fields: the answers that read otherwise.
    """

    added: tuple[PlacedRecord, ...] = ()
    removed: tuple[PlacedRecord, ...] = ()
    moved: tuple[MovedRecord, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.added or self.removed or self.moved or self.fields)

    def having(self, *effects: Effect) -> tuple[FieldChange, ...]:
        """Return the changes of answers that have one of these effects."""
        return tuple(change for change in self.fields if change.effect in effects)


_Pair = tuple[PlacedRecord, PlacedRecord]
"""One record as it was and as it is."""


def changes(before: Plan, after: Plan) -> Changes:
    """Compare two versions of a school's plan.

    A record is the same where it has the same id, or else, where it was typed again, the same text; so it is where it is chosen. A
    record without any answer is none. What no document of a plan shows is left out: see :data:`NOT_IN_A_DOCUMENT`.
    """
    old, new = list(placed_records(before)), list(placed_records(after))
    matches = match_records(old, new)
    was = {matches[record.path]: record for record in old if record.path in matches}
    pairs = [(was[record.path], record) for record in new if record.path in was]
    return Changes(
        added=tuple(record for record in new if record.path not in was),
        removed=tuple(record for record in old if record.path not in matches),
        moved=tuple(_moved(pairs, matches)),
        fields=tuple(_fields(before, after, pairs)),
    )


def placed_records(group: Group, at: str = "") -> Iterator[PlacedRecord]:
    """Yield the records of a plan that have an answer and that documents show, each before those in it.

    group, at: a group or record of the plan, and its path, to look in that alone.
    """
    for field, path in _shown(type(group), at):
        value = getattr(group, field.name)
        if field.kind is Kind.GROUP:
            yield from placed_records(value, path)
        elif field.kind is Kind.ROWS:
            for number, record in enumerate(value, start=1):
                if not _is_blank(record):
                    here = PlacedRecord(f"{path}[{record.id}]", at, field.name, number, record)
                    yield here
                    yield from placed_records(record, here.path)


def _shown(model: type[Group], at: str) -> Iterator[tuple[FieldSpec, str]]:
    """Yield the fields of a group that documents show, with their paths."""
    paths = ((field, f"{at}.{field.name}" if at else field.name) for field in fields_of(model))
    return ((field, path) for field, path in paths if path not in NOT_IN_A_DOCUMENT)


def _is_blank(record: Record) -> bool:
    values = ((field, getattr(record, field.name)) for field in fields_of(type(record)))
    return all(all(map(_is_blank, value)) if field.kind is Kind.ROWS else not _plain(value) for field, value in values)


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _moved(pairs: Sequence[_Pair], matches: Mapping[str, str]) -> Iterator[MovedRecord]:
    elsewhere, stayed = set(), dict[tuple[str, str], list[_Pair]]()
    for old, new in pairs:
        if (matches.get(old.parent, old.parent), old.list_name) == (new.parent, new.list_name):
            stayed.setdefault((new.parent, new.list_name), []).append((old, new))
        else:
            elsewhere.add(new.path)
    reordered = {
        of_list[position][1].path
        for of_list in stayed.values()
        for position in out_of_order([old.number for old, _ in of_list])
    }
    for old, new in pairs:
        if new.path in elsewhere | reordered:
            yield MovedRecord(old, new, new.path in elsewhere)


def _fields(before: Plan, after: Plan, pairs: Iterable[_Pair]) -> Iterator[FieldChange]:
    plans, years = (before, after), (before.academic_year, after.academic_year)
    groups = [(was, old, at, new) for (was, old), (at, new) in zip(_groups(before), _groups(after), strict=True)]
    records = [(old.path, old.record, new.path, new.record) for old, new in pairs]
    for was, old, at, new in [*groups, *records]:
        for field, path in _shown(type(new), at):
            if field.kind in (Kind.GROUP, Kind.ROWS):
                continue
            values = _shown_value(field, old), _shown_value(field, new)
            same = (
                _is_same_choice(field, *values, plans)
                if field.kind is Kind.CHOICES
                else _is_same(field, *values, years)
            )
            if not same:
                change = FieldChange(path, f"{was}.{field.name}" if was else field.name, field, *values)
                yield replace(change, effect=_effect(change, old, new, years), words=_words(change))


def _groups(group: Group, at: str = "") -> Iterator[tuple[str, Group]]:
    """Yield a group and those in it with their paths; not the records."""
    yield at, group
    for field, path in _shown(type(group), at):
        if field.kind is Kind.GROUP:
            yield from _groups(getattr(group, field.name), path)


def _shown_value(field: FieldSpec, group: Group) -> Any:
    value = getattr(group, field.name)
    return value if field.applies_to(group) else type(value)()


_Years = tuple[int | None, int | None]
"""The academic years of the plan before and after."""


def _is_same(field: FieldSpec, before: Any, after: Any, years: _Years) -> bool:
    if not isinstance(before, str):
        return bool(before == after)
    if is_same_text(before, after):
        return True
    if field.kind is Kind.SCORE:
        score = Score(before).per_cent
        return score is not None and score == Score(after).per_cent
    if field.kind in (Kind.WHEN, Kind.DATE):
        days = [_day(text, year) for text, year in zip((before, after), years, strict=True)]
        return days[0] is not None and days[0] == days[1]
    return False


def _is_same_choice(field: FieldSpec, before: Sequence[Any], after: Sequence[Any], plans: tuple[Plan, Plan]) -> bool:
    """Whether the same is chosen: by its value, or by its label, where a record was typed again or is no more."""
    old, new = (_labels(field, chosen, plan) for chosen, plan in zip((before, after), plans, strict=True))
    unticked = Counter(label for value, label in old.items() if label and value not in after)
    ticked = Counter(label for value, label in new.items() if label and value not in before)
    return unticked == ticked or Counter(filter(None, old.values())) == Counter(filter(None, new.values()))


def _labels(field: FieldSpec, chosen: Sequence[Any], plan: Plan) -> dict[Any, str]:
    """Return what a reader sees of each value that is chosen; "" for a record that is no more, or has no text."""
    labels = {choice.value: text_key(choice.label) for choice in plan.choices_for(field)}
    return {value: labels.get(value, "" if field.choices_from else str(value)) for value in chosen}


def _day(text: str, year: int | None) -> Any:
    """Return the one day that a time names and nothing else: "14 September 2026" is "14/09/2026"."""
    span = When(text).span(year) if TIME.fullmatch(" ".join(text.split())) else None
    return span.first if span and span.first == span.last else None


def _effect(change: FieldChange, old: Group, new: Group, years: _Years) -> Effect:
    match new, change.field.name:
        case Action(), "status":
            return {"Completed": Effect.DONE, "Stopped": Effect.STOPPED}.get(change.after.strip(), Effect.STATUS)
        case Action(), "progress":
            return Effect.NOTED
        case Action(), "time":
            return _time_effect(When(change.before), When(change.after), years)
        case (Action(), "responsible") | (Objective(), "who_else"):
            return Effect.REASSIGNED
        case Objective(), name if name in _TARGETS and change.before.strip():
            return Effect.RETARGETED
        case Header(), name if name in _APPROVAL_AND_REVIEW:
            return Effect.REDATED
    if change.field.kind is Kind.SCORE:
        same_criteria = _is_of_old_criteria(old, years[0]) == _is_of_old_criteria(new, years[1])
        return Effect.SCORED if same_criteria or not (change.before and change.after) else Effect.NOT_COMPARABLE
    return Effect.EDITED


def _time_effect(before: When, after: When, years: _Years) -> Effect:
    """Return whether a time is certainly later or earlier. What recurs has no last time, so nothing is certain about it."""
    earlier, later = before.span(years[0]), after.span(years[1])
    if not earlier or not later or before.is_recurring or after.is_recurring:
        return Effect.RETIMED
    if later.first > earlier.last:
        return Effect.SLIPPED
    return Effect.BROUGHT_FORWARD if later.last < earlier.first else Effect.RETIMED


def _is_of_old_criteria(compass: Any, year: int | None) -> bool:
    span = compass.evaluated.span(year)
    return span is not None and span.last < IN_USE_FROM


def _words(change: FieldChange) -> tuple[Words, ...]:
    return compare_words(change.before, change.after) if change.field.kind in (Kind.SHORT, Kind.LONG) else ()
