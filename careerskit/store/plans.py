"""Whole plans in and out of the store: read as a model, exported to a file, imported from one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from careerskit.errors import InputFileError, StoreError
from careerskit.plan import Plan, School, read_plan
from careerskit.store.paths import flatten
from careerskit.store.store import Store
from careerskit.store.values import says_nothing

__all__ = ["PlanNow", "export_plan", "import_plan", "load_plan", "load_plans", "plan_of"]

_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


def load_plan(store: Store, school: School, at: datetime | None = None) -> Plan:
    """Return a school's plan, at its newest or as it stood at a time.

    What the register knows (name and setting) is carried into the header where the school has not said it itself.

    Raises:
        StoreError: what the store has of the school is no plan; the message names school and field.
    """
    return plan_of(school, store.read_many([school.id], at)[school.id])


class PlanNow:
    """A school's plan as the store has it now, read again only where something newer was saved: a form asks several times."""

    def __init__(self, store: Store, school: School) -> None:
        self._store, self._school = store, school
        self._read: tuple[int, Plan] | None = None

    def __call__(self) -> Plan:
        """Return the plan; raises as :func:`load_plan`."""
        newest = self._store.last_change_of(self._school.id)
        if self._read is None or self._read[0] != newest:
            self._read = newest, load_plan(self._store, self._school)
        return self._read[1]


def load_plans(store: Store, schools: Iterable[School], at: datetime | None = None) -> dict[str, Plan | StoreError]:
    """Return the plans of many schools by id, in one query as :meth:`Store.read_many` has it.

    A plan that cannot be read stops none of the others: in its place is the StoreError that :func:`load_plan` would raise.
    """
    by_id = {school.id: school for school in schools}
    found: dict[str, Plan | StoreError] = {}
    for key, answers in store.read_many(by_id, at).items():
        try:
            found[key] = plan_of(by_id[key], answers)
        except StoreError as error:
            found[key] = error
    return found


def plan_of(school: School, answers: dict[str, Any] | StoreError) -> Plan:
    """Return the plan that a school's answers make, as :meth:`Store.read_many` gives them.

    Raises:
        StoreError: they could not be read, or are no plan; the message names school and field.
    """
    if isinstance(answers, StoreError):
        raise StoreError(f"{school.name} ({school.id}): {answers}")
    said = _said(answers)
    header = said.get("header", {})
    if isinstance(header, dict):
        header = {"school_name": school.name, "setting": school.setting.value, **header}
    try:
        return Plan.of(school.id, {**said, "header": header})
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise StoreError(
            f"The answers of {school.name} ({school.id}) are no plan: {place}: {problem['msg']}."
        ) from None


def _said(answers: Any) -> Any:
    """Return answers without the empty ones, which every field of a plan has as its default."""
    if isinstance(answers, dict):
        said = {name: _said(value) for name, value in answers.items()}
        return {name: value for name, value in said.items() if not says_nothing(value)}
    return [_said(entry) for entry in answers] if isinstance(answers, list) else answers


def export_plan(store: Store, school: str) -> str:
    """Return a school's plan as the text of a plan file.

    Raises:
        UnknownSchoolError: the store knows no such school.
    """
    return load_plan(store, store.school(school)).to_json()


def import_plan(store: Store, text: str, source: str, who: str = "") -> School:
    """Take a plan file in: the school becomes known, and its answers become those of the file.

    Answers that the file changes stay in the history.

    Raises:
        InputFileError: it is no plan file, or cannot be read; nothing of it was kept.
    """
    plan = read_plan(text, source)
    if not _ID.fullmatch(plan.school):
        raise InputFileError(
            f"{source}: a school's id is made of letters, figures and hyphens, and this is {plan.school!r}."
        )
    school = store.find(plan.school) or School(plan.school, plan.header.school_name or plan.school, plan.setting)
    store.register([school])
    answers = plan.model_dump(exclude={"schema_version", "school"})
    store.replace_all(school.id, dict(flatten(answers)), who)
    return school
