"""Who opens the workbook: whose plan it is, in which store, and whether somebody is there to fill it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careerskit.errors import CareerskitError
from careerskit.plan import Plan, School
from careerskit.store import PlanNow, Store, open_store
from careerskit.workbook.part import someone_is_at_the_keyboard

if TYPE_CHECKING:  # forms bring ipywidgets along, which a page does not need
    from careerskit.evidence import Destinations
    from careerskit.forms import Later

__all__ = ["Seat", "find_seat", "remember_school", "seated"]

_CHOSEN = "school chosen"


@dataclass(frozen=True)
class Seat:
    """One person's, or one page's, place at a plan.

    store: None for a blank workbook. school: None where it is still to be chosen. live: whether somebody is there to fill
    forms in. who: who the answers are by. later: how forms wait for a pause in typing; None for the loop that runs.
    remembers: whether a school chosen here is opened again the next time. A store remembers one school for all who use it,
    which is right on one's own machine only. plan, destinations: what a page shows, where it was read beforehand.
    kept: told the answers by path after they were committed. elsewhere: asked by the name of a part with a chart to have its page
    made in another process, and to hand it over when it is there; None where it is made here.
    now: gives the plan, where several seats share one reading of it.
    """

    store: Store | None
    school: School | None
    live: bool
    who: str = "delegate"
    later: Later | None = None
    remembers: bool = False
    plan: Plan | None = None
    destinations: Destinations | None = None
    kept: Callable[[Mapping[str, Any]], None] | None = None
    elsewhere: Callable[[str, Callable[[str], None]], None] | None = None
    now: PlanNow | None = None


_taken: ContextVar[Seat | None] = ContextVar("seat", default=None)


@contextmanager
def seated(seat: Seat) -> Iterator[Seat]:
    """Give every workbook that is opened within this block its seat, whatever the notebook's own parameters say.

    The delegates' server and the warm batch worker use it: there neither IPython nor Jupyter's protocol is there to say who
    sits at the keyboard, and the store is open, or is not needed any more. It holds for this thread or task alone, and
    workbooks opened in it keep their seat when the block is left.
    """
    token = _taken.set(seat)
    try:
        yield seat
    finally:
        _taken.reset(token)


def find_seat(school: str = "", store: str = "") -> Seat:
    """Return the seat taken with :func:`seated`; where there is none, the one at this machine.

    school, store: for the seat at this machine, see :func:`careerskit.workbook.open_workbook`, also for what it raises.
    """
    if seat := _taken.get():
        return seat
    live = someone_is_at_the_keyboard()
    if not live and not school:
        if store:
            raise CareerskitError("Which school's plan? Give the notebook its id as the parameter school.")
        return Seat(None, None, live=False)
    opened = open_store(store, create=live)
    chosen = school or opened.recall(_CHOSEN)
    return Seat(opened, opened.school(chosen) if chosen else None, live=live, remembers=True)


def remember_school(store: Store, school: School) -> None:
    """Have this school's plan opened the next time that someone opens the workbook at this machine."""
    store.remember(_CHOSEN, school.id)
