"""What events do to the board: what schools share, and what the facilitator does with it."""

from __future__ import annotations

from dataclasses import replace

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import MAX_NAME_CHARACTERS, flag_in, handles, id_in, text_in
from careerskit.session.share import Share
from careerskit.session.state import State
from careerskit.store import Event

__all__: list[str] = []


@handles(EventKind.SHARE_CHANGED)
def _share_changed(state: State, event: Event) -> State:
    school = id_in(event, "school")
    share = Share(**{name: flag_in(event, name) for name in ("board", "named", "vision")})
    return replace(state, shares={**state.shares, school: share}).with_presence(school, event.at)


@handles(EventKind.ITEM_HIDDEN)
def _item_hidden(state: State, event: Event) -> State:
    return replace(state, hidden=state.hidden | {text_in(event, "item", MAX_NAME_CHARACTERS)})


@handles(EventKind.ITEM_UNHIDDEN)
def _item_unhidden(state: State, event: Event) -> State:
    return replace(state, hidden=state.hidden - {text_in(event, "item", MAX_NAME_CHARACTERS)})


@handles(EventKind.HIDDEN_CARRIED_OVER)
def _hidden_carried_over(state: State, event: Event) -> State:
    return replace(state, hidden=state.hidden | _items(event, optional=True), carried_hidden=True)


@handles(EventKind.BOARD_FROZEN)
def _board_frozen(state: State, event: Event) -> State:
    if not flag_in(event, "yes"):
        return replace(state, frozen=None, frozen_without=frozenset())
    without = event.body.get("without")
    if not isinstance(without, list) or not all(isinstance(one, list) and len(one) == 2 for one in without):
        raise SessionError("What was being typed cannot be read. Freeze the board again.")
    return replace(
        state, frozen=event.at, frozen_without=frozenset((str(school), str(path)) for school, path in without)
    )


@handles(EventKind.APPROVAL_SET)
def _approval_set(state: State, event: Event) -> State:
    seen = _items(event, optional=True)
    return replace(state, approves_first=flag_in(event, "yes"), approved=state.approved | seen)


@handles(EventKind.ITEMS_APPROVED)
def _items_approved(state: State, event: Event) -> State:
    return replace(state, approved=state.approved | _items(event))


@handles(EventKind.ITEMS_SPLIT)
def _items_split(state: State, event: Event) -> State:
    return replace(state, corrections=state.corrections.split(_items(event)))


@handles(EventKind.ITEMS_MERGED)
def _items_merged(state: State, event: Event) -> State:
    return replace(state, corrections=state.corrections.merged(_items(event)))


def _items(event: Event, *, optional: bool = False) -> frozenset[str]:
    items = event.body.get("items")
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items) or not (items or optional):
        raise SessionError("Choose the points first.")
    return frozenset(item[:MAX_NAME_CHARACTERS] for item in items)
