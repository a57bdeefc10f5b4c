"""The answers of a plan as a reader sees them: each with its label and question, in the words of the school's setting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from careerskit.plan import FieldSpec, Group, Kind, Plan, Record, asked_fields
from careerskit.views.facts import format_time

__all__ = ["Answer", "Answers", "answers_of"]


@dataclass(frozen=True)
class Answer:
    """A field and its answer.

    label, question, help: in the words of the setting; question is the guiding question for this very record.
    text: the answer to read; "" where there is none. choices: the labels chosen, where several can be.
    group: the answers of its fields, where it is a group. records: those of each record, where it is a list of records.
    build_blank: what builds :attr:`blank`, of a list of records.
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
    build_blank: Callable[[], Answers] | None = None

    @property
    def blank(self) -> Answers | None:
        """The fields of a new record of the list, without answers. Few who read a list need them."""
        return self.build_blank() if self.build_blank else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered yet; records without any answer count as nothing."""
        inside = [*self.records, *([self.group] if self.group else [])]
        return not self.text and not self.choices and all(answers.is_empty for answers in inside)

    @property
    def hint(self) -> str:
        """What helps to answer it: the guiding question, or else the help as a sentence."""
        return self.question or (f"{self.help}." if self.help else "")

    @property
    def filled_records(self) -> tuple[Answers, ...]:
        """The records with at least one answer."""
        return tuple(record for record in self.records if not record.is_empty)


class Answers(Mapping[str, Answer]):
    """The answers of a group or record by the field's name, in the model's order. Fields that do not apply are left out.

    Each is put together when it is first asked for: a part of a plan shows few of the plan's answers.
    """

    def __init__(self, group: Group, plan: Plan) -> None:
        self._group, self._plan = group, plan
        self._fields = {field.name: field for field in asked_fields(group, plan.setting)}
        self._answers: dict[str, Answer] = {}

    def __getitem__(self, name: str) -> Answer:
        if name not in self._answers:
            self._answers[name] = _answer(self._fields[name], self._group, self._plan)
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    @property
    def is_empty(self) -> bool:
        """Whether no field is answered."""
        return all(answer.is_empty for answer in self.values())

    def only(self, *names: str) -> list[Answer]:
        """Return the answers of these fields, of those that apply."""
        return [self[name] for name in names if name in self]

    def besides(self, *names: str) -> list[Answer]:
        """Return all other answers: those that a template does not place itself, and any field added to the model later."""
        return [self[name] for name in self if name not in names]


def answers_of(group: Group, plan: Plan) -> Answers:
    """Return the answers of a group or record of a plan, in the words of its setting."""
    return Answers(group, plan)


def _answer(field: FieldSpec, group: Group, plan: Plan) -> Answer:
    value: Any = getattr(group, field.name)
    localise = plan.setting.localise
    content: dict[str, Any] = {}
    match field.kind:
        case Kind.GROUP:
            content["group"] = answers_of(value, plan)
        case Kind.ROWS:
            content["records"] = tuple(answers_of(record, plan) for record in value)
            if field.model and issubclass(field.model, Record):
                content["build_blank"] = partial(answers_of, field.model(id="blank"), plan)
        case Kind.CHOICES:
            labels = {choice.value: choice.label for choice in plan.choices_for(field)}
            chosen = [
                choice for choice in value if choice in labels or not field.choices_from
            ]  # it may have been removed
            content["choices"] = tuple(localise(labels.get(choice, str(choice))) for choice in chosen)
        case Kind.CHOICE:
            label = next((choice.label for choice in field.choices if choice.value == value), None)
            content["text"] = str(value).strip() if label is None else localise(label)
        case Kind.TICK:
            content["text"] = "Yes" if value else ""
        case Kind.WHEN | Kind.DATE:
            content["text"] = format_time(value, plan.academic_year, may_recur=field.kind is Kind.WHEN)
        case _:
            content["text"] = str(value).strip()
    question = localise(field.question_for(group))
    return Answer(field.name, field.kind, localise(field.label), question, localise(field.help), **content)
