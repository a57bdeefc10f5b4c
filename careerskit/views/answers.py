"""A part of a plan as its reader meets it: each question in the place's own words, with what was answered to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from careerskit.plan import Group, Kind, Question, Record, questions_of

__all__ = ["Answer", "Answers", "answers_of"]

Say = Callable[[str], str]


@dataclass(frozen=True)
class Answer:
    """One question and its answer.

    label, question, help: in the words of the setting; question is the guiding question for this very record.
    text: the answer to read; "" where there is none. choices: the labels chosen, where several can be.
    group: the answers within, where the question is a group. records: one for each record, where it is a list of them.
    blank: the questions that a record of the list is asked, unanswered.
    """

    name: str
    kind: Kind
    label: str
    question: str = ""
    help: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()
    group: Answers | None = None
    records: tuple[Answers, ...] = ()
    blank: Answers | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered yet; records without a word count as nothing."""
        inside = [*self.records, *([self.group] if self.group else [])]
        return not self.text and not self.choices and all(answers.is_empty for answers in inside)

    @property
    def invites(self) -> str:
        """What helps to answer it: the guiding question, or else the help as a sentence."""
        return self.question or (f"{self.help}." if self.help else "")

    @property
    def written(self) -> tuple[Answers, ...]:
        """The records that hold a word."""
        return tuple(record for record in self.records if not record.is_empty)


class Answers(Mapping[str, Answer]):
    """The answers of a group or record by name, in the order they are asked. Only what is asked of it is there."""

    def __init__(self, answers: list[Answer]) -> None:
        self._by_name = {answer.name: answer for answer in answers}

    def __getitem__(self, name: str) -> Answer:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    @property
    def is_empty(self) -> bool:
        """Whether none of them is answered."""
        return all(answer.is_empty for answer in self._by_name.values())

    def only(self, *names: str) -> list[Answer]:
        """Return the answers of these names, as far as they are asked."""
        return [self._by_name[name] for name in names if name in self._by_name]

    def besides(self, *names: str) -> list[Answer]:
        """Return all other answers: whatever a page gives no place of its own, and any field added to the model later."""
        return [answer for answer in self._by_name.values() if answer.name not in names]


def answers_of(group: Group, say: Say) -> Answers:
    """Return the questions of a group or record with its answers. ``say`` puts words of the setting into our own texts."""
    asked = [question for question in questions_of(type(group)) if question.is_asked(group)]
    return Answers([_answer(question, group, say) for question in asked])


def _answer(question: Question, group: Group, say: Say) -> Answer:
    value: Any = getattr(group, question.name)
    found: dict[str, Any] = {}
    match question.kind:
        case Kind.GROUP:
            found["group"] = answers_of(value, say)
        case Kind.ROWS:
            found["records"] = tuple(answers_of(record, say) for record in value)
            if question.model and issubclass(question.model, Record):
                found["blank"] = answers_of(question.model(id="blank"), say)
        case Kind.CHOICES:
            found["choices"] = tuple(say(question.label_of(choice)) for choice in value)
        case Kind.CHOICE:
            known = any(choice.value == value for choice in question.choices)
            found["text"] = say(question.label_of(value)) if known else str(value).strip()
        case Kind.TICK:
            found["text"] = "Yes" if value else ""
        case _:
            found["text"] = str(value).strip()
    asks = question.question_for(group)
    return Answer(question.name, question.kind, say(question.label), say(asks), say(question.help), **found)
