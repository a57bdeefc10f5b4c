"""One control for one question: the question above the box, tied to it, and the answer on its way to the desk."""

from __future__ import annotations

from typing import Any

from ipywidgets import Checkbox, Dropdown, Text, Textarea

from careerskit.forms.desk import Desk
from careerskit.forms.look import label
from careerskit.plan import Choice, Kind, Question, advice_on

__all__ = ["Control", "Several", "control_for"]


def control_for(desk: Desk, question: Question, path: str, value: Any, record: Any = None) -> Control | Several:
    """Make the control of a question, filled with its answer.

    record: the answers of the record or group it belongs to, which may change the question.
    """
    if question.kind is Kind.CHOICES:
        return Several(desk, question, path, value)
    return Control(desk, question, path, value, record)


class Control:
    """A text box, a list to choose from or a tick box. One widget: what is to be said about the answer is in its label."""

    def __init__(self, desk: Desk, question: Question, path: str, value: Any, record: Any) -> None:
        self._desk, self._question, self._path = desk, question, path
        self._asked = question.question_for(record)
        self._error = advice_on(question, value)
        self.widget = _widget(desk, question, value)
        self._show_label()
        self.widget.observe(self._typed, "value")

    def ask_as(self, record: Any) -> None:
        """Put the question in the words for what else the record says now."""
        self._asked = self._question.question_for(record)
        self._show_label()

    def kept(self) -> None:
        """Take away what was said about the answer, unless it still holds."""
        self._say(self._error if self._error == self._advice() else "")

    def not_kept(self, reason: str) -> None:
        """Say beside the control that the answer was not kept, and why."""
        self._say(f"Not saved yet. {reason}")

    def moved_on(self) -> None:
        """Say what would make the answer clearer; nobody is told off while still typing."""
        self._say(self._advice())

    def _advice(self) -> str:
        return advice_on(self._question, self.widget.value)

    def _typed(self, change: dict[str, Any]) -> None:
        self._desk.typed(self._path, change["new"], self)

    def _say(self, error: str) -> None:
        self._error = error
        self._show_label()

    def _show_label(self) -> None:
        say, question = self._desk.say, self._question
        self.widget.description = label(say(question.label), say(self._asked), say(question.help), self._error)


class Several:
    """Tick boxes for a question that takes several answers."""

    def __init__(self, desk: Desk, question: Question, path: str, value: Any) -> None:
        self._desk, self._question, self._path = desk, question, path
        listed = [choice.value for choice in question.choices]
        earlier = [Choice(entry, str(entry)) for entry in value if entry not in listed]  # kept, and shown as it was
        self._ticks = {
            choice.value: Checkbox(
                choice.value in value,
                description=label(desk.say(choice.label), within=desk.say(question.label)),
                **desk.look.of_tick(),
            )
            for choice in (*question.choices, *earlier)
        }
        self._said = desk.look.note("")
        self._say("")
        for tick in self._ticks.values():
            tick.observe(self._typed, "value")
        self.widget = desk.look.box(self._said, *self._ticks.values())

    def ask_as(self, record: Any) -> None:
        """Nothing in the question changes with the record."""

    def kept(self) -> None:
        """Take away what was said about the answer."""
        self._say("")

    def not_kept(self, reason: str) -> None:
        """Say above the boxes that the answer was not kept, and why."""
        self._say(f"Not saved yet. {reason}")

    def moved_on(self) -> None:
        """Ticks are never unclear."""

    def _typed(self, change: dict[str, Any]) -> None:  # noqa: ARG002
        self._desk.typed(self._path, [value for value, tick in self._ticks.items() if tick.value], self)

    def _say(self, error: str) -> None:
        say = self._desk.say
        said = label(say(self._question.label), say(self._question.question), say(self._question.help), error)
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
