"""What has changed in a plan, in words: as a page for governors, and as what a terminal or a script shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.plan import Action, Kind, Objective, Plan, Priority, Record, Score, SwotItem, fields_of
from careerskit.review import Changes, Effect, FieldChange, MovedRecord, PlacedRecord, Words, placed_records
from careerskit.views.branding import branded_style, logo_of
from careerskit.views.environment import get_template
from careerskit.views.facts import count_in_words, format_score, number_in_words
from careerskit.views.parts import style_sheet
from careerskit.views.places import PlanPlaces
from careerskit.words import join_words

__all__ = ["ChangeDetail", "ChangeEntry", "ChangeSection", "describe_changes", "render_changes"]

_NOUNS: dict[type[Record], tuple[str, str]] = {
    Objective: ("objective", "objectives"),
    Action: ("action", "actions"),
    Priority: ("priority", "priorities"),
    SwotItem: ("SWOT point", "SWOT points"),
}
_NO_REASON = "No reason is noted in the plan."
_NOT_COMPARABLE = (
    "One of the two evaluations was made before September 2025, when the benchmarks changed. The two scores count different "
    "things, so neither is better or worse than the other."
)


@dataclass(frozen=True)
class ChangeDetail:
    """One answer. before: "" where there was none, and None where only what it says now matters. words: for texts that changed."""

    label: str
    after: str
    before: str | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ChangeEntry:
    """One record or group in which something changed.

    path, place: where it is, as a path and in words. text: what it says. number: an action's in the action plan, like "2.1".
    """

    path: str
    place: str
    text: str = ""
    details: tuple[ChangeDetail, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class ChangeSection:
    """Changes of one kind. name: for links and scripts. title, count: such as "Done" and "two actions". note: in a sentence."""

    name: str
    title: str
    count: str
    entries: tuple[ChangeEntry, ...]
    note: str = ""


def describe_changes(found: Changes, before: Plan, after: Plan) -> list[ChangeSection]:
    """Return what has changed in words, what matters most first. found: as :func:`careerskit.review.changes` finds it."""
    return [section for section in _Description(found, before, after).sections() if section.entries]


def render_changes(
    plan: Plan,
    sections: Sequence[ChangeSection] | None,
    *,
    period: str,
    notes: Sequence[str] = (),
    branding: Branding = NO_BRANDING,
) -> str:
    """Return a page for governors that needs nothing else, and says nothing of who typed what.

    plan: as it is now. sections: None where there is nothing to compare it with, which notes then say. period: which two versions
    are compared, as a sentence. notes: what else to know about them, in sentences. branding: whose logo and colours it has.
    """
    return get_template("views/changes.html.j2").render(
        plan=plan,
        localise=plan.setting.localise,
        sections=sections,
        period=period,
        notes=notes,
        css=style_sheet() + branded_style(branding),
        **logo_of(branding, plan),
    )


class _Description:
    """Puts the changes between two versions of a plan into words."""

    def __init__(self, found: Changes, before: Plan, after: Plan) -> None:
        self._found = found
        self._places, self._places_before = PlanPlaces(after), PlanPlaces(before)
        self._localise = after.setting.localise
        self._numbers = _numbers(before) | _numbers(after)  # what was removed had the number that it has here
        self._records = {one.path: one.record for one in placed_records(after)}
        self._progress = {change.record: change for change in found.having(Effect.NOTED)}
        self._ended = {change.record for change in found.having(Effect.DONE, Effect.STOPPED)}

    def sections(self) -> Iterator[ChangeSection]:
        """Yield every section, also the empty ones."""
        found = self._found
        yield self._section(
            "targets", "Objectives reworded", self._grouped(found.having(Effect.RETARGETED)), "objective"
        )
        dates = found.having(Effect.REDATED)
        yield self._section("dates", "Approval and review", self._grouped(dates), "date", len(dates))
        done = found.having(Effect.DONE)
        yield self._section("done", "Done", (self._ended_entry(one) for one in done))
        yield self._section("slipped", "Now due later", map(self._answer_entry, found.having(Effect.SLIPPED)))
        dropped = [self._ended_entry(one, "Reason", _NO_REASON) for one in found.having(Effect.STOPPED)]
        yield self._section("stopped", "Dropped", dropped)
        yield self._record_section("removed", "Removed", found.removed, self._places_before)
        yield self._record_section("added", "Added", found.added, self._places, in_full=True)
        yield self._section("forward", "Now due earlier", map(self._answer_entry, found.having(Effect.BROUGHT_FORWARD)))
        yield self._section("retimed", "Other changes of dates", map(self._answer_entry, found.having(Effect.RETIMED)))
        reassigned = found.having(Effect.REASSIGNED)
        yield self._section("responsible", "Who is responsible", self._grouped(reassigned), "change", len(reassigned))
        yield self._section("progress", "Progress", self._progress_entries())
        scores = found.having(Effect.SCORED)
        yield self._section("scores", "Compass scores", self._grouped(scores), "score", len(scores))
        others = found.having(Effect.NOT_COMPARABLE)
        title = "Compass scores that can’t be compared"
        yield self._section("not_comparable", title, self._grouped(others), "score", len(others), _NOT_COMPARABLE)
        edited = found.having(Effect.EDITED)
        yield self._section("edited", "Filled in or reworded", self._grouped(edited), "answer", len(edited))
        moved = Counter(type(one.after.record) for one in found.moved)
        yield ChangeSection("moved", "Moved", _count(moved), tuple(map(self._moved_entry, found.moved)))

    def _section(
        self,
        name: str,
        title: str,
        entries: Iterable[ChangeEntry],
        noun: str = "action",
        count: int = -1,
        note: str = "",
    ) -> ChangeSection:
        every = tuple(entries)
        number = len(every) if count < 0 else count
        return ChangeSection(name, title, count_in_words(number, noun), every, note)

    def _record_section(
        self, name: str, title: str, records: Sequence[PlacedRecord], places: PlanPlaces, *, in_full: bool = False
    ) -> ChangeSection:
        entries = []
        for one in records:
            details, number = tuple(self._answers(one, places, in_full=in_full)), self._numbers.get(one.path, "")
            entries.append(ChangeEntry(one.path, places.name(one.path), one.text, details, number))
        return ChangeSection(name, title, _count(Counter(type(one.record) for one in records)), tuple(entries))

    def _answers(self, one: PlacedRecord, places: PlanPlaces, *, in_full: bool) -> Iterator[ChangeDetail]:
        """Yield the answers of a record but its first, which is its text. in_full: not only what tells it from others."""
        record = one.record
        for field in fields_of(type(record))[1:]:
            if not (in_full or field.name in record.summary) or not field.applies_to(record) or field.kind is Kind.ROWS:
                continue
            value = getattr(record, field.name)
            if text := self._text(places, f"{one.path}.{field.name}", value) if value else "":
                yield ChangeDetail(self._localise(field.label), text)

    def _entry(self, path: str, details: Iterable[ChangeDetail], *, with_text: bool = True) -> ChangeEntry:
        """Return the entry of a record or group. with_text: whether it says what is in the record."""
        record = self._records.get(path)
        text = PlacedRecord(path, "", "", 0, record).text if record and with_text else ""
        return ChangeEntry(path, self._places.name(path), text, tuple(details), self._numbers.get(path, ""))

    def _answer_entry(self, change: FieldChange) -> ChangeEntry:
        return self._entry(change.record, [self._detail(change)])

    def _ended_entry(self, change: FieldChange, label: str = "", without: str = "") -> ChangeEntry:
        """Return the entry of an action that was done or dropped, with what is noted about it."""
        action = self._records[change.record]
        noted = str(getattr(action, "progress", "")).strip() or without
        label = label or self._localise("Progress")
        return self._entry(change.record, [ChangeDetail(label, noted)] if noted else [])

    def _progress_entries(self) -> Iterator[ChangeEntry]:
        """Yield the actions that go on, with what was noted about each, and their status where that changed too."""
        statuses = {change.record: change for change in self._found.having(Effect.STATUS)}
        for path in dict.fromkeys(change.record for change in self._found.having(Effect.STATUS, Effect.NOTED)):
            both = statuses.get(path), self._progress.get(path)
            if path not in self._ended:
                yield self._entry(path, [self._detail(change) for change in both if change])

    def _grouped(self, found: Sequence[FieldChange]) -> Iterator[ChangeEntry]:
        """Yield an entry for each record or group, with the answers that changed in it."""
        for path, of_record in groupby(found, key=lambda change: change.record):
            every = list(of_record)
            record = self._records.get(path)
            is_reworded = record is not None and every[0].field == fields_of(type(record))[0]
            yield self._entry(path, map(self._detail, every), with_text=not is_reworded)

    def _moved_entry(self, moved: MovedRecord) -> ChangeEntry:
        where = self._places_before.name(moved.before.path)
        return self._entry(moved.after.path, [ChangeDetail("Before it was", where)])

    def _detail(self, change: FieldChange) -> ChangeDetail:
        before = self._text(self._places_before, change.before_path, change.before)
        after = self._text(self._places, change.path, change.after)
        if change.field.kind is Kind.SCORE:
            before, after = format_score(before), format_score(after)
            if change.effect is Effect.SCORED:
                after += _difference(change)
        return ChangeDetail(self._localise(change.field.label), after, before, change.words)

    def _text(self, places: PlanPlaces, path: str, value: Any) -> str:
        if not isinstance(value, tuple):
            return places.text(path, value) if value != "" else ""
        labels = [(one, places.text(path, [one])) for one in value]
        return join_words([label for one, label in labels if label != one])  # a record's id alone: it was removed


def _numbers(plan: Plan) -> dict[str, str]:
    """Return the number of each action, like "2.1", by its path."""
    return {f"objectives[{one.id}].actions[{action.id}]": number for number, one, action in plan.numbered_actions}


def _difference(change: FieldChange) -> str:
    before, after = Score(change.before).per_cent, Score(change.after).per_cent
    if before is None or after is None:
        return ""
    return f", {'up' if after > before else 'down'} {abs(after - before):g} percentage points"


def _count(records: Counter[type[Record]]) -> str:
    """Return "one objective, two actions"."""
    counts = [(records[kind], names) for kind, names in _NOUNS.items() if records[kind]]
    return join_words([f"{number_in_words(count)} {names[count != 1]}" for count, names in counts])
