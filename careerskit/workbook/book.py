"""The workbook: what the notebooks call. Each of its attributes is one part of a school's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any

from careerskit.errors import CareerskitError
from careerskit.plan import (
    BENCHMARKS,
    OBJECTIVE_PROMPTS,
    SWOT_PROMPTS,
    Objective,
    Plan,
    School,
    question_named,
    questions_of,
)
from careerskit.store import PlanNow, Store
from careerskit.workbook.example import Example, Parts
from careerskit.workbook.part import Part
from careerskit.workbook.seat import Seat, find_seat, remember_school

if TYPE_CHECKING:
    from careerskit.forms import Desk, Look, Place, SchoolChoice

__all__ = ["Workbook", "open_workbook"]


def open_workbook(school: str = "", store: str = "", *, to_read: bool = False) -> Workbook:
    """Open the workbook of a school.

    Args:
        school: its id; "" for the one that was last chosen or opened here.
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.
        to_read: whether the parts are shown as they will be read, to someone at the keyboard too: the plan itself.

    Where nobody is at the keyboard and neither is given, the workbook is a blank one. Within
    :func:`careerskit.workbook.seated`, both are those of the seat, whatever is given.

    Raises:
        UnknownSchoolError: the store knows no such school.
        StoreError: the store cannot be opened.
        CareerskitError: a store is given, but no school, and nobody is there to be asked.
    """
    return Workbook(find_seat(school, store), to_read=to_read)


class Workbook(Parts):
    """One school's plan, part by part; each part shows itself when it is the last thing in a cell."""

    def __init__(self, seat: Seat, *, to_read: bool = False) -> None:
        self._seat, self._school, self._only_to_read = seat, seat.school, to_read
        self._now = seat.now or self._read_anew()
        self._read = seat.plan
        self._places: list[Place] = []
        self._choices: list[SchoolChoice] = []
        self._desks: list[Desk] = []

    @property
    def plan(self) -> Plan:
        """The plan itself: as it is now at a keyboard, as it was when first asked for on a page."""
        if self._seat.live or self._read is None:
            self._read = self._now() if self._now else Plan()
        return self._read

    def _read_anew(self) -> PlanNow | None:
        store, school = self._seat.store, self._school
        return PlanNow(store, school) if store and school else None

    @property
    def boxes(self) -> dict[str, str]:
        """The path of the answer that each box is for, by its model's id, see :attr:`careerskit.forms.Control.boxes`."""
        controls = (control for desk in self._desks for control in desk.controls.values())
        return {model: path for control in controls for model, path in control.boxes.items()}

    def others_saved(self, changes: Mapping[str, Any]) -> None:
        """Show what a colleague saved of the same plan, by path, see :meth:`careerskit.forms.Desk.others_saved`."""
        for desk in self._desks:
            desk.others_saved(changes)

    def leave(self) -> None:
        """Keep what was typed and is not kept yet, without a word: nobody is there any more."""
        for desk in self._desks:
            desk.saver.keep()

    @property
    def school_choice(self) -> Part:
        """Finding your school, or starting a plan for one that no register knows. Nothing on a page.

        Where a seat was given with its school, as to a delegate by a private link, there is nothing to choose: whose plan it is.
        """
        seat = self._seat
        if seat.live and seat.school and not seat.remembers:
            said = f"<p>You are working on the plan of {escape(seat.school.name)}.</p>"
            return self._to_read("school", lambda: said, changes=False)
        return Part("school choice", lambda: "", self._choice if seat.live else None)

    @property
    def swot_prompts(self) -> Part:
        """What to consider for the SWOT analysis, in the template's words."""
        asked = {"prompts": SWOT_PROMPTS, "benchmarks": BENCHMARKS}
        return self._to_read("swot prompts", lambda: self._page("swot_prompts", **asked), changes=False)

    @property
    def objective_prompts(self) -> Part:
        """The guiding questions and prompts for each kind of objective, in the template's words."""
        kinds = question_named(Objective, "kind").choices
        asked = {"kinds": kinds, "questions": questions_of(Objective), "prompts": OBJECTIVE_PROMPTS}
        return self._to_read("objective prompts", lambda: self._page("objective_prompts", **asked), changes=False)

    @property
    def example(self) -> Example:
        """The same parts of an invented school's finished plan, of your own kind of place."""
        return Example(self)

    @property
    def cover(self) -> Part:
        """The plan's title, whose it is, and its dates."""
        return self._to_read("cover", lambda: self._page("cover"))

    @property
    def summary(self) -> Part:
        """The plan on a page, for a governor who has a minute."""
        return self._to_read("summary", lambda: self._page("summary"))

    @property
    def gaps(self) -> Part:
        """What the plan still lacks, as an invitation."""

        def page() -> str:
            from careerskit.review import gaps

            return self._page("gaps", gaps=gaps(self.plan))

        return self._to_read("gaps", page)

    @property
    def benchmark_scores(self) -> Part:
        """The Compass scores as a chart and a table."""
        return self._chart("benchmark_scores")

    @property
    def actions_by_term(self) -> Part:
        """How many actions fall into each term, as a chart and a table."""
        return self._chart("actions_by_term")

    @property
    def destinations(self) -> Part:
        """What students went on to, as published, beside the local authority and England."""

        def page() -> str:
            from careerskit.evidence import destinations_of
            from careerskit.views import destinations_page

            store, school = self._seat.store, self._school
            found = destinations_of(store, school.id) if store and school else self._seat.destinations
            return destinations_page(self.plan, found)

        return self._to_read("destinations", page, drawn=True)

    def _part(self, name: str) -> Part:
        if self._only_to_read:
            return self._to_read(name, lambda: self._page(name))
        return Part(name, lambda: self._page(name), self._placed(lambda: self._form(name)))

    def _page(self, name: str, **more: Any) -> str:
        from careerskit.views import page

        return page(name, self.plan, **more)

    def _chart(self, name: str) -> Part:
        def page() -> str:
            from careerskit.views import chart_page

            return chart_page(name, self.plan)

        return self._to_read(name, page, drawn=True)

    def _to_read(self, name: str, page: Callable[[], str], *, changes: bool = True, drawn: bool = False) -> Part:
        """Return a part to read, not to fill in. At a keyboard it is a widget too, so that no answer stays in the notebook.

        changes: whether it changes with what is typed. drawn: whether it has a chart, which a seat may have drawn elsewhere.
        """

        def form() -> Any:
            from careerskit.forms import shown

            draw = self._seat.elsewhere if drawn else None
            return shown(page, changes=changes, look=self._look, ask=partial(draw, name) if draw else None)

        return Part(name, page, self._placed(form))

    @cached_property
    def _look(self) -> Look:
        from careerskit.forms import Look

        return Look()

    def _placed(self, make: Callable[[], Any]) -> Callable[[], Any] | None:
        def at_a_place() -> Any:
            from careerskit.forms import Place

            place = Place(make, self._look)
            self._places.append(place)
            return place.widget

        return at_a_place if self._seat.live else None

    def _form(self, name: str) -> Any:
        from careerskit.forms import Desk, SchoolChoice, form_of, on_the_running_loop

        if self._school is None:
            return SchoolChoice(self._store, self._choose, look=self._look).widget
        seat, later = self._seat, self._seat.later or on_the_running_loop
        desk = Desk(self._store, self._school, seat.who, look=self._look, later=later, kept=seat.kept, now=self._now)
        self._desks.append(desk)
        return form_of(desk, name)

    def _choice(self) -> Any:
        from careerskit.forms import SchoolChoice

        choice = SchoolChoice(self._store, self._choose, self._school, look=self._look)
        self._choices.append(choice)
        return choice.widget

    def _choose(self, school: School) -> None:
        """Turn to the plan of a school: every part that is shown is shown anew, for none may stay with the old one."""
        if not all(desk.saver.flush() for desk in self._desks):
            raise CareerskitError("What you typed is not saved yet. Choose the school again when it is.")
        if self._seat.remembers:
            remember_school(self._store, school)
        self._school, self._desks = school, []
        self._now = self._read_anew()
        for place in self._places:
            place.show_anew()
        for choice in self._choices:
            choice.working_on(school)

    @property
    def _store(self) -> Store:
        if self._seat.store is None:
            raise CareerskitError("This workbook has no store.")
        return self._seat.store
