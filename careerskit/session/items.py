"""What a room has typed, on its way to where it may be seen: each text with its id, and no more of it than can be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from careerskit.plan import Plan, Priority, SwotItem, Vision, question_named
from careerskit.session.anonymity import Gate, Names, Typed, item_id
from careerskit.session.privacy import enough
from careerskit.session.share import Share

__all__ = ["COLUMNS", "MOST_ITEMS", "PRIORITIES", "items_in", "statements_in", "what_cards_may_quote"]

COLUMNS = ("strengths", "weaknesses", "opportunities", "threats")
PRIORITIES = "key_priorities"

MOST_ITEMS = 60
"""How many items of one school in one column are looked at, the first: nobody's words may hold up the room."""


def items_in(plans: Mapping[str, Plan], session: str, column: str) -> Iterator[Typed]:
    """Give what schools have typed into a column of the SWOT analysis, or as key priorities; blank items say nothing.

    plans: by school. session: the session's secret.
    """
    for school, plan in plans.items():
        items: Sequence[SwotItem | Priority] = getattr(plan.swot, column)
        for item in islice((item for item in items if item.text.strip()), MOST_ITEMS):
            prompt = item.prompt if isinstance(item, SwotItem) else ""
            limit = question_named(type(item), "text").limit
            yield Typed(item_id(session, school, column, item.id), school, item.text, prompt, limit)


def statements_in(plans: Mapping[str, Plan], session: str) -> Iterator[Typed]:
    """Give the vision statements of schools. plans: by school. session: the session's secret."""
    limit = question_named(Vision, "statement").limit
    for school, plan in plans.items():
        yield Typed(item_id(session, school, "vision"), school, plan.vision.statement, longest=limit)


def what_cards_may_quote(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: Names,
    hidden: Collection[str] = (),
) -> dict[str, str]:
    """Return the key priorities that a card may quote as things stand now, by id; see :meth:`Breakout.showing`.

    That a school agreed, what it typed, and what is hidden may have changed since the card was made.

    plans: of all schools that are here, by id. shares: what each agreed to. session: the session's secret. names: to be covered.
    hidden: ids of what the facilitator has hidden.
    """
    sharing = {school: plan for school, plan in plans.items() if shares.get(school, Share()).board}
    if not enough(len(sharing)):
        return {}
    return {item.id: item.text for item in Gate(names, hidden).let_in(items_in(sharing, session, PRIORITIES))}
