"""What a school's own Word template can say of a plan: plain values by the names of the model's fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from careerskit.plan import Action, FieldSpec, Group, Kind, Plan, Record, Setting, fields_of

__all__ = ["WORDS", "example_plan", "placeholders", "template_data", "template_fields"]

WORDS = ("school", "schools", "student", "students", "governors")
"""The words that differ between schools and colleges; each can start with a capital too."""

_NOT_IN_DOCUMENTS = {"reflections", "set_aside", "notes"}
"""What a careers leader writes for themselves."""

_OF_OBJECTIVE = {
    "objective": "The objective that the action is for",
    "objective_number": "The number of that objective",
    "starts_objective": "“Yes” for the first action of an objective, and empty for the others",
}
"""What an action has of its objective, by name."""


def template_fields(model: type[Group]) -> list[FieldSpec]:
    """Return the fields of a group that a template can name."""
    return [field for field in fields_of(model) if model is not Plan or field.name not in _NOT_IN_DOCUMENTS]


def template_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as a template sees it: dicts, lists and texts.

    Every field of the model is there, "" or empty where it is not answered or asked. A list of choices is a list of their labels.
    Each record of a list has its ``number`` from 1. ``actions`` has the actions of all objectives, each with its number such as
    2.1, and what :data:`_OF_OBJECTIVE` says. ``words`` has the words of the school's setting, such as ``words.students``.
    """
    data = _group_data(plan, plan)
    for objective in data["objectives"]:
        for action in objective["actions"]:
            first, number = action["number"] == "1", objective["number"]
            action |= {
                "objective": objective["objective"],
                "objective_number": number,
                "starts_objective": "Yes" if first else "",
            }
            action["number"] = f"{number}.{action['number']}"
    data["actions"] = [action for objective in data["objectives"] for action in objective["actions"]]
    words = {word: plan.setting.localise(f"{{{word}}}") for word in (*WORDS, *(word.capitalize() for word in WORDS))}
    return {"title": Plan.title, "words": words, **data}


def example_plan() -> Plan:
    """Return a plan in which every field has an answer, and every list one record: a template's placeholders can be tried on it."""
    return Plan.model_validate(_example_of(Plan))


def placeholders() -> Iterator[tuple[str, str]]:
    """Yield each placeholder as a template has it, and what it stands for. Lists come with their parts, named by one record."""
    yield "{{ title }}", Plan.title
    for word in WORDS:
        used = dict.fromkeys(setting.localise(f"{{{word}}}") for setting in Setting)
        yield f"{{{{ words.{word} }}}}", " or ".join([", ".join([*used][:-1]), [*used][-1]])
    yield from _placeholders(Plan, "")
    yield "actions", "Every action of every objective, as a list"
    yield from _placeholders(Action, "action")


def _placeholders(model: type[Group], path: str) -> Iterator[tuple[str, str]]:
    if issubclass(model, Record):
        yield f"{{{{ {path}.number }}}}", "Its number in the list"
    if model is Action:
        yield from ((f"{{{{ action.{name} }}}}", text) for name, text in _OF_OBJECTIVE.items())
    for field in template_fields(model):
        name, label = f"{path}.{field.name}".removeprefix("."), Setting.SCHOOL.localise(field.label)
        if field.kind is Kind.GROUP and field.model:
            yield from _placeholders(field.model, name)
        elif field.kind is Kind.ROWS and field.model:
            yield name, f"{label}, as a list"
            if field.model is not Action:
                yield from _placeholders(field.model, field.noun)
        else:
            yield f"{{{{ {name} }}}}", label


def _group_data(group: Group, plan: Plan) -> dict[str, Any]:
    return {field.name: _value(field, group, plan) for field in template_fields(type(group))}


def _value(field: FieldSpec, group: Group, plan: Plan) -> Any:
    value, localise = getattr(group, field.name), plan.setting.localise
    asked = field.is_asked_of(plan.setting) and field.applies_to(group)
    match field.kind:
        case Kind.GROUP:
            return _group_data(value, plan)
        case Kind.ROWS:
            return [{"number": str(at), **_group_data(record, plan)} for at, record in enumerate(value, start=1)]
        case Kind.CHOICES:
            labels = {choice.value: localise(choice.label) for choice in plan.choices_for(field)}
            return [labels[choice] for choice in value if choice in labels] if asked else []
        case Kind.TICK:
            return "Yes" if value and asked else ""
        case Kind.CHOICE:
            return localise(field.label_of(value)) if asked else ""
        case _:
            return str(value) if asked else ""


def _example_of(model: type[Group]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    needed = {field.applies_if for field in template_fields(model)}
    for field in template_fields(model):
        match field.kind:
            case Kind.GROUP | Kind.ROWS if field.model:
                inner = _example_of(field.model)
                values[field.name] = inner if field.kind is Kind.GROUP else [{"id": "example", **inner}]
            case Kind.CHOICES:
                values[field.name] = [field.choices[0].value if field.choices else "example"]
            case Kind.CHOICE:
                needed_here = [choice.value for choice in field.choices if (field.name, choice.value) in needed]
                values[field.name] = [*needed_here, field.choices[0].value][0]
            case Kind.TICK:
                values[field.name] = True
            case _:
                values[field.name] = field.label
    return values
