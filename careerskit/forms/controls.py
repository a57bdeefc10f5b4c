"""One control for one question: the question above the box, tied to it, and the answer on its way to the desk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipywidgets import Checkbox, Dropdown, Text, Textarea, Widget

from careerskit.forms.desk import Desk
from careerskit.forms.look import label
from careerskit.plan import Choice, Kind, Question, advice_on

__all__ = ["Control", "Several", "control_for"]

_CHANGED = "A colleague has just changed this answer. What stood here before is kept in the history."
_AT_ONCE = (
    "A colleague changed this answer at the same time. What you typed is newer, so it stands; what your colleague typed is "
    "kept in the history."
)


def control_for(desk: Desk, question: Question, path: str, value: Any, record: Any = None) -> Control | Several:
    """Make the control of a question, filled with its answer, and tell the desk of it.

    record: the answers of the record or group it belongs to, which may change the question.
    """
    several = question.kind is Kind.CHOICES
    made = Several(desk, question, path, value) if several else Control(desk, question, path, value, record)
    desk.controls[path] = made
    return made


class _Answered(ABC):
    """What all controls have in common: what is to be said about the answer, beside the question.

    That is what is wrong with it, or would make it clearer, and what a colleague did to it.
    """

    widget: Widget

    def __init__(self, desk: Desk, question: Question, path: str) -> None:
        self._desk, self._question, self._path = desk, question, path
        self._error = self._news = ""

    @property
    @abstractmethod
    def value(self) -> Any:
        """The answer that the page shows."""

    @property
    @abstractmethod
    def boxes(self) -> dict[str, str]:
        """The path of each box of the control by its model's id."""

    @abstractmethod
    def by_box(self, value: Any) -> dict[str, Any]:
        """Return what an answer says in each box, by path."""

    @abstractmethod
    def show(self, value: Any) -> None:
        """Show an answer that somebody else saved: the desk is not told that it was typed."""

    def changed(self, value: Any) -> None:
        """Show an answer that a colleague saved, and say so where it replaces words that the page has shown."""
        before = self.value
        self.show(value)
        if before and self.value != before:
            self._tell(_CHANGED)

    def changed_at_once(self) -> None:
        """Say that a colleague answered the same question at the same time, and what became of the two answers."""
        self._tell(_AT_ONCE)

    def not_kept(self, reason: str) -> None:
        """Say beside the control that the answer was not kept, and why."""
        self._say(f"Not saved yet. {reason}")

    def taken_up(self) -> None:
        """Take away what was said about a colleague: the delegate has come back to this answer."""
        self._tell("")

    def _say(self, error: str) -> None:
        self._error = error
        self._show_label()

    def _tell(self, news: str) -> None:
        if news != self._news:
            self._news = news
            self._show_label()

    @abstractmethod
    def _show_label(self) -> None: ...

    @abstractmethod
    def _typed(self, change: dict[str, Any]) -> None: ...

    @contextmanager
    def _untold(self, *widgets: Widget) -> Iterator[None]:
        """Change what widgets show without telling the desk that it was typed."""
        for widget in widgets:
            widget.unobserve(self._typed, "value")
        try:
            yield
        finally:
            for widget in widgets:
                widget.observe(self._typed, "value")


class Control(_Answered):
    """A text box, a list to choose from or a tick box. One widget: what is to be said about the answer is in its label."""

    def __init__(self, desk: Desk, question: Question, path: str, value: Any, record: Any) -> None:
        super().__init__(desk, question, path)
        self._asked = question.question_for(record)
        self._error = advice_on(question, value)
        self.widget = _widget(desk, question, value)
        self._show_label()
        self.widget.observe(self._typed, "value")

    @property
    def value(self) -> Any:
        """The answer that the page shows."""
        return self.widget.value

    @property
    def boxes(self) -> dict[str, str]:
        """The path of the answer, by the model's id."""
        return {self.widget.model_id: self._path}

    def by_box(self, value: Any) -> dict[str, Any]:
        """Return the answer by its path."""
        return {self._path: value}

    def show(self, value: Any) -> None:
        """Show an answer that somebody else saved: the desk is not told that it was typed."""
        with self._untold(self.widget):
            if isinstance(self.widget, Checkbox):
                self.widget.value = bool(value)
            else:
                value = "" if value is None else str(value)
                if isinstance(self.widget, Dropdown) and value not in [stored for _, stored in self.widget.options]:
                    self.widget.options = (*self.widget.options, (value, value))  # chosen from an earlier list
                self.widget.value = value
        self._say(self._advice())

    def ask_as(self, record: Any) -> None:
        """Put the question in the words for what else the record says now."""
        self._asked = self._question.question_for(record)
        self._show_label()

    def kept(self) -> None:
        """Take away what was said about the answer, unless it still holds."""
        self._say(self._error if self._error == self._advice() else "")

    def moved_on(self) -> None:
        """Say what would make the answer clearer; nobody is told off while still typing."""
        self._say(self._advice())

    def _advice(self) -> str:
        return advice_on(self._question, self.widget.value)

    def _typed(self, change: dict[str, Any]) -> None:
        self._desk.typed(self._path, change["new"], self)

    def _show_label(self) -> None:
        say, question = self._desk.say, self._question
        words = say(question.label), say(self._asked), say(question.help)
        self.widget.description = label(*words, self._error, self._news)


class Several(_Answered):
    """Tick boxes for a question that takes several answers."""

    def __init__(self, desk: Desk, question: Question, path: str, value: Any) -> None:
        super().__init__(desk, question, path)
        self._ticks: dict[Any, Checkbox] = {}
        for choice in question.choices:
            self._offer(choice, ticked=choice.value in value)
        for entry in value:
            self._offer_earlier(entry)
        self._said = desk.look.note("")
        self._say("")
        self.widget = desk.look.box(self._said, *self._ticks.values())

    @property
    def value(self) -> list[Any]:
        """The answers that are ticked on the page."""
        return [value for value, tick in self._ticks.items() if tick.value]

    @property
    def boxes(self) -> dict[str, str]:
        """The path of each tick by its model's id: the question's, and its choice."""
        return {tick.model_id: f"{self._path}#{choice}" for choice, tick in self._ticks.items()}

    def by_box(self, value: Any) -> dict[str, Any]:
        """Return by path which choices are ticked in an answer."""
        return {f"{self._path}#{choice}": choice in value for choice in self._ticks}

    def show(self, value: Any) -> None:
        """Show answers that somebody else saved: the desk is not told that they were ticked."""
        ticked = list(value) if isinstance(value, list | tuple) else []
        with self._untold(*self._ticks.values()):
            for entry, tick in self._ticks.items():
                tick.value = entry in ticked
        for entry in ticked:
            self._offer_earlier(entry)
        self.widget.children = (self._said, *self._ticks.values())
        self._say("")

    def ask_as(self, record: Any) -> None:
        """Nothing in the question changes with the record."""

    def kept(self) -> None:
        """Take away what was said about the answer."""
        self._say("")

    def moved_on(self) -> None:
        """Ticks are never unclear."""

    def _offer(self, choice: Choice, *, ticked: bool) -> None:
        desk = self._desk
        said = label(desk.say(choice.label), within=desk.say(self._question.label))
        self._ticks[choice.value] = tick = Checkbox(ticked, description=said, **desk.look.of_tick())
        tick.observe(self._typed, "value")

    def _offer_earlier(self, entry: Any) -> None:
        """Offer an answer from an earlier list of choices: it is kept, and shown as it was."""
        if entry not in self._ticks:
            self._offer(Choice(entry, str(entry)), ticked=True)

    def _typed(self, change: dict[str, Any]) -> None:  # noqa: ARG002
        self._desk.typed(self._path, self.value, self)

    def _show_label(self) -> None:
        say, question = self._desk.say, self._question
        said = label(say(question.label), say(question.question), say(question.help), self._error, self._news)
        if self._said.value != said:
            self._said.value = said


def _widget(desk: Desk, question: Question, value: Any) -> Any:
    if question.kind is Kind.TICK:
        return Checkbox(bool(value), **desk.look.of_tick())
    if question.kind is Kind.CHOICE:
        options = [("Choose one", ""), *((desk.say(choice.label), choice.value) for choice in question.choices)]
        if value not in [stored for _, stored in options]:  # chosen from an earlier list: kept, and shown as it was
            options.append((str(value), value))
        return Dropdown(options=options, value=value, **desk.look.of_list())
    if question.kind is Kind.LONG:
        # The height of the box says how much is expected. Its value comes with every keystroke: by default ipywidgets tells
        # it when the box is left, and a closed page would lose it.
        rows = 2 if question.limit <= 400 else 3 if question.limit <= 1000 else 5
        return Textarea(str(value), rows=rows, continuous_update=True, **desk.look.of_text())
    made = Text(str(value), continuous_update=True, **desk.look.of_text())
    if question.kind in (Kind.SCORE, Kind.WHEN):  # the width says how much is expected
        made.add_class("ck-score" if question.kind is Kind.SCORE else "ck-when")
    return made
