"""Whole plans: read from the store as a model, exported to a file, imported from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from careerskit.errors import InputFileError, StoreError
from careerskit.plan import Plan, School, read_plan
from careerskit.store.paths import flatten, is_list_structure
from careerskit.store.store import Store
from careerskit.store.values import is_blank

__all__ = ["answers_in", "count_answers", "export_plan", "import_plan", "load_plan", "load_plans", "plan_of"]

_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


def load_plan(store: Store, school: School, at: datetime | None = None) -> Plan:
    """Return a school's plan, the latest or that of a time.

    The header has the name and setting of the register where the school has not entered its own.

    Raises:
        StoreError: the school's answers do not make a plan; the message names school and field.
    """
    return plan_of(school, store.answers.read_many([school.id], at)[school.id])


def load_plans(store: Store, schools: Iterable[School], at: datetime | None = None) -> dict[str, Plan | StoreError]:
    """Return the plans of many schools by id, in one query for each 900 schools.

    A plan that cannot be read does not stop the others: in its place is the StoreError that :func:`load_plan` would raise.
    """
    by_id = {school.id: school for school in schools}
    found: dict[str, Plan | StoreError] = {}
    for key, answers in store.answers.read_many(by_id, at).items():
        try:
            found[key] = plan_of(by_id[key], answers)
        except StoreError as error:
            found[key] = error
    return found


def plan_of(school: School, answers: dict[str, Any] | StoreError) -> Plan:
    """Return the plan that a school's answers make. answers: as :meth:`AnswerLog.read_many` returns them.

    Raises:
        StoreError: they could not be read, or do not make a plan; the message names school and field.
    """
    if isinstance(answers, StoreError):
        raise StoreError(f"{school.name} ({school.id}): {answers}")
    filled = _without_blanks(answers)
    header = filled.get("header", {})
    if isinstance(header, dict):
        header = {"school_name": school.name, "setting": school.setting.value, **header}
    try:
        return Plan.of(school.id, {**filled, "header": header})
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise StoreError(
            f"The answers of {school.name} ({school.id}) do not make a plan: {place}: {problem['msg']}."
        ) from None


def _without_blanks(answers: Any) -> Any:
    """Return answers without the blank ones: blank is the default of every field of a plan."""
    if isinstance(answers, dict):
        filled = {name: _without_blanks(value) for name, value in answers.items()}
        return {name: value for name, value in filled.items() if not is_blank(value)}
    return [_without_blanks(entry) for entry in answers] if isinstance(answers, list) else answers


def export_plan(store: Store, school: str) -> str:
    """Return a school's plan as the text of a plan file.

    Raises:
        UnknownSchoolError: the store knows no such school.
    """
    return load_plan(store, store.schools.get(school)).to_json()


def import_plan(store: Store, text: str, source: str, who: str = "") -> School:
    """Import a plan file: the school is added to the register, and its answers become those of the file.

    The answers from before stay in the history.

    Raises:
        InputFileError: it is not a plan file, or cannot be read; nothing of it was saved.
    """
    plan = read_plan(text, source)
    if not _ID.fullmatch(plan.school):
        raise InputFileError(
            f"{source}: a school's id can only have letters, digits and hyphens, and this one is {plan.school!r}."
        )
    school = store.schools.find(plan.school) or School(
        plan.school, plan.header.school_name or plan.school, plan.setting
    )
    store.schools.register([school])
    store.answers.replace_all(school.id, answers_in(plan), who)
    return school


def answers_in(plan: Plan) -> dict[str, Any]:
    """Return all answers of a plan by their paths, as :meth:`AnswerLog.replace_all` takes them."""
    return dict(flatten(plan.model_dump(exclude={"schema_version", "school"})))


def count_answers(answers: Mapping[str, Any]) -> int:
    """Return how many answers are not blank. answers: by path."""
    return sum(not is_list_structure(path) and not is_blank(value) for path, value in answers.items())
