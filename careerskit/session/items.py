"""The texts that a room has typed, before names are masked, each with its id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from types import MappingProxyType

from careerskit.plan import Plan, Priority, SwotItem, Vision, field_named
from careerskit.session.privacy import meets_threshold
from careerskit.session.redaction import RawText, Redactor, SchoolNames, item_id
from careerskit.session.share import Share, shared_plans

__all__ = [
    "MAX_ITEMS",
    "NOTHING_UNFINISHED",
    "PRIORITIES",
    "SWOT_COLUMNS",
    "Unfinished",
    "approval_key",
    "approval_keys",
    "item_ids",
    "items_in",
    "quotable_priorities",
    "statements_in",
]

SWOT_COLUMNS = ("strengths", "weaknesses", "opportunities", "threats")
PRIORITIES = "key_priorities"

MAX_ITEMS = 60
"""How many items of one school in one column are used: nobody's long list may hold up the room."""


Unfinished = Mapping[tuple[str, str], str]
"""What is still being typed, and what it said before: by school and path, the text before. Only that is shown."""

NOTHING_UNFINISHED: Unfinished = MappingProxyType({})


def items_in(
    plans: Mapping[str, Plan], session: str, column: str, unfinished: Unfinished = NOTHING_UNFINISHED
) -> Iterator[RawText]:
    """Yield what schools have typed into a column of the SWOT analysis, or as key priorities, without blank items.

    plans: by school. session: the session's secret. unfinished: what is still being typed.
    """
    for school, plan in plans.items():
        items: Sequence[SwotItem | Priority] = getattr(plan.swot, column)
        for item in islice((item for item in items if item.text.strip()), MAX_ITEMS):
            text = unfinished.get((school, f"swot.{column}[{item.id}].text"), item.text)
            if not text.strip():
                continue
            prompt = item.prompt if isinstance(item, SwotItem) else ""
            limit = field_named(type(item), "text").limit
            yield RawText(item_id(session, school, column, item.id), school, text, prompt, limit)


def item_ids(plans: Mapping[str, Plan], session: str) -> Iterator[str]:
    """Yield the id in a session of every item that plans have, in an order that depends on the plans alone."""
    for school, plan in plans.items():
        for column in (*SWOT_COLUMNS, PRIORITIES):
            yield from (item_id(session, school, column, item.id) for item in getattr(plan.swot, column))
        yield item_id(session, school, "vision")


def statements_in(
    plans: Mapping[str, Plan], session: str, unfinished: Unfinished = NOTHING_UNFINISHED
) -> Iterator[RawText]:
    """Yield the vision statements of schools. The arguments are those of :func:`items_in`."""
    limit = field_named(Vision, "statement").limit
    for school, plan in plans.items():
        text = unfinished.get((school, "vision.statement"), plan.vision.statement)
        yield RawText(item_id(session, school, "vision"), school, text, longest=limit)


def approval_key(item: str, text: str) -> str:
    """Return the key by which a facilitator approves these very words of an item. Other words have another key."""
    return sha256(f"{item} {text}".encode()).hexdigest()[:16]


def approval_keys(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: SchoolNames,
    hidden: Collection[str] = (),
    unfinished: Unfinished = NOTHING_UNFINISHED,
) -> frozenset[str]:
    """Return the keys of all points and key priorities of those who share. The arguments are those of :func:`quotable_priorities`.

    What one set has and an earlier one has not was written or changed since then.
    """
    sharing = shared_plans(plans, shares)
    redactor = Redactor(names, hidden)
    return frozenset(
        approval_key(item.id, item.text)
        for column in (*SWOT_COLUMNS, PRIORITIES)
        for item in redactor.visible(items_in(sharing, session, column, unfinished))
    )


def quotable_priorities(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: SchoolNames,
    hidden: Collection[str] = (),
    unfinished: Unfinished = NOTHING_UNFINISHED,
    approved: Collection[str] | None = None,
) -> dict[str, str]:
    """Return the key priorities that a card may quote now, by id; see :meth:`Breakout.showing`.

    What a school shares, what it typed and what is hidden may have changed since the card was made.

    plans: of all schools that joined, by id. shares: what each agreed to share. session: the session's secret. names: to be masked.
    hidden: ids of what the facilitator has hidden. unfinished: what is still being typed.
    approved: the keys of what the room may see; None for all.
    """
    sharing = shared_plans(plans, shares)
    if not meets_threshold(len(sharing)):
        return {}
    visible = Redactor(names, hidden).visible(items_in(sharing, session, PRIORITIES, unfinished))
    return {item.id: item.text for item in visible if approved is None or approval_key(item.id, item.text) in approved}
