"""Finding your school, or starting a plan for one that no register knows."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import Button, Dropdown, Text, VBox

from careerskit.forms.look import CLASS, Look, label, style_sheet
from careerskit.plan import School, Setting
from careerskit.store import Store

__all__ = ["SchoolChoice"]

_SHOWN = 50


class SchoolChoice:
    """A form that asks for the school, and tells ``chosen`` which one it is."""

    def __init__(
        self,
        store: Store,
        chosen: Callable[[School], None],
        current: School | None = None,
        *,
        look: Look | None = None,
    ) -> None:
        self._store, self._chosen = store, chosen
        look = look or Look()
        self._search = Text(
            description=label("Find your school", hint="Part of its name, or its URN"),
            continuous_update=True,
            **look.of_text(),
        )
        self._found = Dropdown(description=label("Schools found"), **look.of_list())
        self._use = look.button("Work on this school’s plan", main=True)
        self._name = Text(
            description=label("Name of your school, college or provider", hint="If it is not in the list"),
            **look.of_text(),
        )
        self._setting = Dropdown(
            options=[setting.value for setting in Setting], description=label("Kind of place"), **look.of_list()
        )
        self._start = look.button("Start a plan for it")
        self._said = look.note("")
        self._search.observe(self._or_say(self._on_search), "value")
        self._use.on_click(self._or_say(self._on_use))
        self._start.on_click(self._or_say(self._on_start))
        self._say("")
        if current:
            self.working_on(current)
        self._asked_about = ""
        adding = (self._name, self._setting, self._start, self._said)
        self._whole = look.note(style_sheet()), self._search, self._found, self._use, *adding
        known = self._whole[1:4] if self._list("") else ()
        self.widget: VBox = look.box(self._whole[0], *known, *adding, styled=CLASS)

    def working_on(self, school: School) -> None:
        """Say whose plan it is now."""
        self._say(f"You are working on the plan of {school.name}.")

    def _or_say(self, do: Callable[[Any], None]) -> Callable[[Any], None]:
        def answer(event: Any) -> None:
            try:
                do(event)
            except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
                self._say(f"This was not done. {error}")

        return answer

    def _on_search(self, change: dict[str, Any]) -> None:
        self._list(change["new"])

    def _list(self, search: str) -> int:
        """List the schools that a search finds, and return how many there are. The only one is chosen; of several, none."""
        found, count = self._store.schools(search, limit=_SHOWN), self._store.count_schools(search)
        first = [] if count == 1 else [("Choose one" if count else "None found", "")]
        more = [(f"and {count - _SHOWN:,} more: type more of the name", "")] if count > _SHOWN else []
        self._found.options = first + [(_describe(school), school.id) for school in found] + more
        self._found.index = 0
        return count

    def _on_use(self, _: Button) -> None:
        if not self._found.value:
            self._say("Choose a school from the list, or type its name below")
            return
        self._take(self._store.school(self._found.value))

    def _on_start(self, _: Button) -> None:
        name = self._name.value.strip()
        if not name:
            self._say("Enter the name of your school, college or provider")
            return
        school = self._store.add_school(name, Setting(self._setting.value), namesake=name == self._asked_about)
        if school:
            self._take(school)
            return
        self._asked_about = self._search.value = name
        self.widget.children = self._whole
        self._say(
            f"“{name}” is in the list already. If it is yours, choose it there. If yours is another place of that name, press "
            "“Start a plan for it” once more."
        )

    def _take(self, school: School) -> None:
        self._chosen(school)
        self.working_on(school)

    def _say(self, text: str) -> None:
        self._said.value = f'<p role="status"><b>{escape(text)}</b></p>'


def _describe(school: School) -> str:
    return f"{school.name} ({school.id})" + (", closed" if school.closed else "")
