"""The workbook: what the notebooks call. Each of its attributes is one part of a school's plan."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from careerskit.errors import CareerskitError
from careerskit.plan import (
    BENCHMARKS,
    OBJECTIVE_PROMPTS,
    SWOT_PROMPTS,
    Objective,
    Plan,
    School,
    Setting,
    question_named,
    questions_of,
    read_plan,
)
from careerskit.shipped import samples
from careerskit.store import Store, load_plan, open_store
from careerskit.workbook.part import Part, someone_is_at_the_keyboard

__all__ = ["Example", "Workbook", "open_workbook"]

_CHOSEN = "school chosen"
_EXAMPLES = {Setting.SCHOOL: "900001", Setting.SPECIAL: "900003", Setting.COLLEGE: "900005", Setting.PROVIDER: "900005"}


def open_workbook(school: str = "", store: str = "") -> Workbook:
    """Open the workbook of a school.

    Args:
        school: its id; "" for the one in CAREERSKIT_SCHOOL or, at a keyboard, the one chosen here before.
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.

    Where nobody is at the keyboard and neither is given, the workbook is a blank one.

    Raises:
        UnknownSchoolError: the store knows no such school.
        StoreError: the store cannot be opened.
        CareerskitError: a store is given, but no school, and nobody is there to be asked.
    """
    live = someone_is_at_the_keyboard()
    school = school or os.environ.get("CAREERSKIT_SCHOOL", "")
    if not live and not school:
        if store:
            raise CareerskitError("Which school's plan? Give the notebook its id as the parameter school.")
        return Workbook(None, None, live=False)
    opened = open_store(store, create=live)
    chosen = school or opened.recall(_CHOSEN)
    return Workbook(opened, opened.school(chosen) if chosen else None, live=live)


class _Parts:
    """The parts of a plan that are shown the same way for one's own plan and for an example."""

    _live: bool

    def _part(self, name: str) -> Part:
        raise NotImplementedError

    def _to_read(self, name: str, page: Callable[[], str], *, changes: bool = True) -> Part:
        """Return a part to read, not to fill in. At a keyboard it is a widget too, so that no answer stays in the notebook.

        changes: whether it changes with what is typed.
        """

        def form() -> Any:
            from careerskit.forms import shown

            return shown(page, changes=changes)

        return Part(name, page, form if self._live else None)

    @property
    def header(self) -> Part:
        """Whose plan it is, and who has approved it when."""
        return self._part("header")

    @property
    def vision(self) -> Part:
        """The six voices, the school's vision and the vision for careers provision."""
        return self._part("vision")

    @property
    def current_state(self) -> Part:
        """Compass scores and priorities, destinations, labour market, vulnerable cohorts."""
        return self._part("current_state")

    @property
    def swot(self) -> Part:
        """Strengths, weaknesses, opportunities, threats, and what comes first."""
        return self._part("swot")

    @property
    def objectives(self) -> Part:
        """The key strategic objectives."""
        return self._part("objectives")

    @property
    def action_plan(self) -> Part:
        """The actions under each objective."""
        return self._part("action_plan")

    @property
    def reflections(self) -> Part:
        """The reflective questions, and the questions for the surgery."""
        return self._part("reflections")


class Example(_Parts):
    """A worked example: the parts of an invented school's finished plan, folded away until it is wanted."""

    def __init__(self, school: str, *, live: bool) -> None:
        file = samples() / f"{school}.json"
        self._plan, self._live = read_plan(file.read_text("utf-8"), file.name), live

    def _part(self, name: str) -> Part:
        def page() -> str:
            from careerskit.views import example_page

            return example_page(name, self._plan)

        return self._to_read(f"example of {name}", page, changes=False)


class Workbook(_Parts):
    """One school's plan, part by part; each part shows itself when it is the last thing in a cell."""

    def __init__(self, store: Store | None, school: School | None, *, live: bool) -> None:
        self._store, self._school, self._live = store, school, live
        self._waiting: list[Callable[[], None]] = []
        self._read: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The plan itself: as it is now at a keyboard, as it was when first asked for on a page."""
        if self._live or self._read is None:
            self._read = load_plan(self._store, self._school) if self._store and self._school else Plan()
        return self._read

    @property
    def school_choice(self) -> Part:
        """Finding your school, or starting a plan for one that no register knows. Nothing on a page."""
        return Part("school choice", lambda: "", self._choice if self._live else None)

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
        return Example(_EXAMPLES[self.plan.setting], live=self._live)

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

            found = destinations_of(self._store, self._school.id) if self._store and self._school else None
            return destinations_page(self.plan, found)

        return self._to_read("destinations", page)

    def _part(self, name: str) -> Part:
        return Part(name, lambda: self._page(name), (lambda: self._form(name)) if self._live else None)

    def _page(self, name: str, **more: Any) -> str:
        from careerskit.views import page

        return page(name, self.plan, **more)

    def _chart(self, name: str) -> Part:
        def page() -> str:
            from careerskit.views import chart_page

            return chart_page(name, self.plan)

        return self._to_read(name, page)

    def _form(self, name: str) -> Any:
        from careerskit.forms import Desk, SchoolChoice, form_of, place_for

        if self._store and self._school:
            return form_of(Desk(self._store, self._school), name)
        choice = SchoolChoice(self._need_store(), self._choose)
        place, fill = place_for(choice.widget)
        self._waiting.append(lambda: fill(self._form(name)))
        return place

    def _choice(self) -> Any:
        from careerskit.forms import SchoolChoice

        return SchoolChoice(self._need_store(), self._choose, self._school).widget

    def _choose(self, school: School) -> None:
        self._school = school
        self._need_store().remember(_CHOSEN, school.id)
        waiting, self._waiting = self._waiting, []
        for show in waiting:
            show()

    def _need_store(self) -> Store:
        if self._store is None:
            raise CareerskitError("This workbook has no store.")
        return self._store
