"""Which records of two versions of a plan are the same, and which of them stand in another order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from careerskit.plan import Record, fields_of
from careerskit.review.word_changes import text_key

__all__ = ["PlacedRecord", "match_records", "out_of_order"]


@dataclass(frozen=True)
class PlacedRecord:
    """A record and its place in a plan.

    path: its own. parent: of the record or group that its list is in. list_name: of its list there. number: which of its list it
    is, from 1.
    """

    path: str
    parent: str
    list_name: str
    number: int
    record: Record

    @property
    def text(self) -> str:
        """Its first answer, which tells it from others."""
        return str(getattr(self.record, fields_of(type(self.record))[0].name)).strip()

    @property
    def depth(self) -> int:
        """How many records it is in."""
        return self.parent.count("[")


_Key = Callable[[PlacedRecord, Mapping[str, str]], Hashable]
"""Returns what a record is recognised by. The mapping has the paths, as they are, of records that were recognised already."""


def match_records(before: Sequence[PlacedRecord], after: Sequence[PlacedRecord]) -> dict[str, str]:
    """Return the path of each record that both versions have, from the one before to the one after.

    The surest sign comes first: the same id in the same list; the same id elsewhere, where no other record has it; the same text in
    the same list; the same text elsewhere.
    """
    matches: dict[str, str] = {}
    shared_ids = _repeated(before) | _repeated(after)
    signs: tuple[_Key, ...] = (
        lambda one, known: (_parent(one, known), one.list_name, one.record.id),
        lambda one, _: None if (key := _id_key(one)) in shared_ids else key,
        lambda one, known: (key := text_key(one.text)) and (_parent(one, known), one.list_name, key),
        lambda one, _: (key := text_key(one.text)) and (type(one.record), key),
    )
    for depth in sorted({one.depth for one in before}):
        for sign in signs:
            _match(
                [one for one in before if one.depth == depth],
                [one for one in after if one.depth == depth],
                sign,
                matches,
            )
    return matches


def out_of_order(numbers: Sequence[int]) -> list[int]:
    """Return the positions of the fewest numbers without which the others rise. No two numbers are the same."""
    ends: list[int] = []  # the positions at which the shortest rising rows end, by their length
    before: list[int] = []  # the position before each in its row
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number, key=lambda end: numbers[end])
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [position]
    rising = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        rising.add(at)
        at = before[at]
    return [position for position in range(len(numbers)) if position not in rising]


def _match(before: Sequence[PlacedRecord], after: Sequence[PlacedRecord], sign: _Key, matches: dict[str, str]) -> None:
    """Add the records that a sign recognises to the matches. Where several have the same sign, they match in their order."""
    taken = set(matches.values())
    waiting: dict[Hashable, list[str]] = {}
    for one in after:
        if one.path not in taken and (key := sign(one, {})):
            waiting.setdefault(key, []).append(one.path)
    for one in before:
        if one.path not in matches and (found := waiting.get(sign(one, matches))):
            matches[one.path] = found.pop(0)


def _parent(one: PlacedRecord, known: Mapping[str, str]) -> str:
    return known.get(one.parent, one.parent)


def _id_key(one: PlacedRecord) -> Hashable:
    return type(one.record), one.record.id


def _repeated(records: Sequence[PlacedRecord]) -> set[Hashable]:
    return {key for key, count in Counter(map(_id_key, records)).items() if count > 1}
