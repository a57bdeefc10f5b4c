"""Whole plans in and out of the store: read as a model, exported to a file, imported from one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from pydantic import ValidationError

from careerskit.errors import InputFileError, StoreError
from careerskit.plan import Plan, School, read_plan
from careerskit.store.paths import flatten
from careerskit.store.store import Store

__all__ = ["export_plan", "import_plan", "load_plan", "load_plans"]

_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


def load_plan(store: Store, school: School, at: datetime | None = None) -> Plan:
    """Return a school's plan, at its newest or as it stood at a time.

    What the register knows (name and setting) is carried into the header where the school has not said it itself.
    """
    return load_plans(store, [school], at)[school.id]


def load_plans(store: Store, schools: Iterable[School], at: datetime | None = None) -> dict[str, Plan]:
    """Return the plans of many schools by id, in one query.

    Raises:
        StoreError: what the store has of a school is no plan; the message names school and field.
    """
    by_id = {school.id: school for school in schools}
    plans = {}
    for key, answers in store.read_many(by_id, at).items():
        known = {"school_name": by_id[key].name, "setting": by_id[key].setting.value}
        said = {name: value for name, value in answers.get("header", {}).items() if value}
        try:
            plans[key] = Plan.of(key, {**answers, "header": known | said})
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(str(part) for part in problem["loc"])
            raise StoreError(
                f"The answers of {by_id[key].name} ({key}) are no plan: {place}: {problem['msg']}."
            ) from error
    return plans


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
    known = {entry.id: entry for entry in store.schools(plan.school)}
    school = known.get(plan.school) or School(plan.school, plan.header.school_name or plan.school, plan.setting)
    store.register([school])
    answers = plan.model_dump(exclude={"schema_version", "school"})
    store.replace_all(school.id, dict(flatten(answers)), who)
    return school
