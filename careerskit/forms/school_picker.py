"""Finding your school, or starting a plan for one that is not in the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from typing import Any

from careerskit.evidence import FoundSchool, describe_schools, nearly_named_schools, search_schools
from careerskit.forms.host import notebook_widgets
from careerskit.forms.interfaces import Box, Button, WidgetFactory
from careerskit.forms.labels import CLASS, label
from careerskit.plan import School, Setting
from careerskit.store import Store

__all__ = ["SchoolPicker"]

_MAX_LISTED = 50
"""How many schools the list shows; of the others, how many there are."""

_SUGGESTED = 5
"""How many schools are suggested that may be meant by a name."""


class SchoolPicker:
    """A form that asks for the school. on_choose: called with the school chosen; what it raises is shown."""

    def __init__(
        self,
        store: Store,
        on_choose: Callable[[School], None],
        current: School | None = None,
        *,
        widgets: WidgetFactory | None = None,
    ) -> None:
        self._store, self._on_choose = store, on_choose
        self._widgets = widgets = widgets or notebook_widgets()
        hint = "Part of its name, or its URN. You can add its town or local authority"
        self._search = widgets.text(description=label("Find your school", hint=hint))
        self._results = widgets.dropdown(description=label("Schools found"))
        self._open = widgets.button("Work on this school’s plan", css_classes="ck-main")
        name = label("Name of your school, college or provider", hint="If it isn’t listed")
        self._name = widgets.text(description=name)
        settings = [(setting.value, setting.value) for setting in Setting]
        self._setting = widgets.dropdown(settings, settings[0][1], description=label("Type of school or college"))
        self._start = widgets.button("Start a plan")
        self._message = widgets.html("")
        self._suggestions = widgets.column()
        self._search.observe(self._with_errors_shown(lambda change: self._list_schools(change["new"])), "value")
        self._open.on_click(self._with_errors_shown(self._on_open))
        self._start.on_click(self._with_errors_shown(self._on_start))
        self._show_message("")
        if current:
            self.show_current(current)
        find = (self._search, self._results, self._open)
        start = (self._name, self._setting, self._start, self._message, self._suggestions)
        styles = widgets.styles()
        self._all_children = (*styles, *find, *start)
        any_known = self._list_schools("")
        self.widget: Box = widgets.column(*(self._all_children if any_known else (*styles, *start)), css_classes=CLASS)

    def show_current(self, school: School) -> None:
        """Show whose plan it is now."""
        self._show_message(f"You are working on {school.name}’s plan.")

    def _with_errors_shown(self, handler: Callable[[Any], object]) -> Callable[[Any], None]:
        def handle(event: Any) -> None:
            try:
                handler(event)
            except Exception as error:  # ipywidgets swallows what a handler raises, so it is shown here
                self._show_message(f"This did not work. {error}")

        return handle

    def _list_schools(self, search: str) -> int:
        """List the schools that a search finds, and return how many there are. A single one is chosen; of several, none."""
        found, count, only_similar = search_schools(self._store, search, _MAX_LISTED)
        title = "Choose one of these similar names" if only_similar else "Choose one" if count else "None found"
        first = [] if count == 1 else [(title, "")]
        more = [(f"and {count - _MAX_LISTED:,} more: type more of the name", "")] if count > _MAX_LISTED else []
        self._results.options = first + self._described(found) + more
        self._results.index = 0
        return count

    def _on_open(self, _: Button) -> None:
        if not self._results.value:
            self._show_message("Choose a school from the list, or type its name below")
            return
        (chosen,) = describe_schools(self._store, [self._store.schools.get(self._results.value)])
        if chosen.successors:
            self._ask_about_closure(chosen)
        else:
            self._choose(chosen.school)

    def _on_start(self, _: Button) -> None:
        name = self._name.value.strip()
        if not name:
            self._show_message("Enter the name of your school, college or provider")
            return
        meant = nearly_named_schools(self._store, name, _SUGGESTED)
        added = None if meant else self._store.schools.add(name, Setting(self._setting.value), namesake=False)
        if added:
            self._choose(added)
        else:  # or somebody else has just added it
            self._ask_whether(meant or nearly_named_schools(self._store, name, _SUGGESTED), name)

    def _ask_whether(self, meant: Iterable[School], name: str) -> None:
        """Ask whether one of these schools is meant by a name, before there are two plans for one school."""
        schools = describe_schools(self._store, meant)
        self._suggest(schools, "No, mine is a different one: start a plan", partial(self._add_another, name))
        self._show_message(
            f"You typed “{name}”. Did you mean {'this school' if len(schools) == 1 else 'one of these'}? A school can have only "
            "one plan."
        )

    def _ask_about_closure(self, closed: FoundSchool) -> None:
        """Ask whether what a closed school is now is meant, before a plan is written for a school that is no more."""
        other = f"No, I mean {closed.school.name}"
        self._suggest(
            describe_schools(self._store, closed.successors), other, partial(self._choose_suggested, closed.school)
        )
        self._show_message(f"{closed.closure} Which plan do you want to work on?")

    def _suggest(self, schools: Iterable[FoundSchool], other: str, on_other: Callable[[Button], None]) -> None:
        """Show a button for each of some schools, and one more."""
        self.widget.children = self._all_children
        buttons = []
        for one in schools:
            buttons.append(self._widgets.button(_describe(one)))
            buttons[-1].on_click(self._with_errors_shown(partial(self._choose_suggested, one.school)))
        buttons.append(self._widgets.button(other))
        buttons[-1].on_click(self._with_errors_shown(on_other))
        self._suggestions.children = tuple(buttons)

    def _add_another(self, name: str, _: Button) -> None:
        if school := self._store.schools.add(name, Setting(self._setting.value)):
            self._choose(school)

    def _choose_suggested(self, school: School, _: Button) -> None:
        self._choose(school)

    def _choose(self, school: School) -> None:
        self._on_choose(school)
        self._suggestions.children = ()
        self.show_current(school)

    def _described(self, schools: Iterable[School]) -> list[tuple[str, str]]:
        """Return what the list shows of each school, and its id."""
        return [(_describe(one), one.school.id) for one in describe_schools(self._store, schools)]

    def _show_message(self, text: str) -> None:
        self._message.value = f'<p role="status"><b>{escape(text)}</b></p>'


def _describe(one: FoundSchool) -> str:
    return ", ".join(filter(None, (f"{one.school.name} ({one.school.id})", one.about)))
