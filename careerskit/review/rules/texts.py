"""Rules on the texts of a plan: old wording, and what could point at a person. They take the parts of the plan to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from careerskit.plan import FieldSpec, Group, Kind, Objective, Plan, Record, Setting, field_named, fields_of
from careerskit.review.finding import Found, rule
from careerskit.review.phrases import TextMatch, old_wording, personal_data
from careerskit.review.sources import BENCHMARKS, GUIDANCE
from careerskit.words import join_words

__all__ = ["PERSONAL_DATA", "TEXT_PARTS", "names_nobody", "uses_todays_words"]

TEXT_PARTS = ("vision", "current_state", "swot", "objectives", "action_plan", "reflections", "website")
"""The parts whose texts are read. The header holds names that are meant to be there."""

PERSONAL_DATA = "Personal data"
"""The section of what could point at a person, which comes first."""

_MEANT = ("website.email", "website.telephone", "website.provider_access")
"""The paths of what is meant to be personal, or no text."""

_ACTIONS = field_named(Objective, "actions")

_OF_STAFF = ".responsible"
"""How the path of a box ends that asks for a member of staff, who may be named."""

_TEXTS = 20_000
"""How many texts' matches are kept, for a room of a hundred full plans: after a keystroke, one text of a plan is new."""


@rule(
    *TEXT_PARTS,
    why="Old wording makes a plan look out of date.",
    source=BENCHMARKS,
)
def uses_todays_words(plan: Plan, parts: Collection[str]) -> Iterator[Found]:
    """Check that no text uses the words of before September 2025."""
    for section, names, path, match in _places(plan, parts, lambda text: _old_wording(text, plan.setting)):
        mend = f"{match.why} Write instead: {match.mend}."
        about = f"{match.kind} {match.found}"
        yield Found(section, f"{names}: old wording", path, mend, quote=match.found, about=about, source=match.source)


@rule(
    *TEXT_PARTS,
    why="The plan is read by governors and may be published. It needs no pupil's name, birthday, number or health, and no group so "
    "small that one could tell who is meant.",
    source=GUIDANCE,
)
def names_nobody(plan: Plan, parts: Collection[str]) -> Iterator[Found]:
    """Check that no text looks as if it held personal data of a pupil, or a group of very few. It can be wrong both ways."""
    for _, names, path, match in _places(plan, parts, _personal_data):
        about = f"{match.kind} {match.found}"
        text = f"{names}: this looks like {'an' if match.kind.startswith('email') else 'a'} {match.kind}"
        yield Found(
            PERSONAL_DATA, text, path, match.mend, quote=match.found, about=about, why=match.why, source=match.source
        )


def _places(
    plan: Plan, parts: Collection[str], matches_in: Callable[[str], Iterable[TextMatch]]
) -> Iterator[tuple[str, str, str, TextMatch]]:
    """Yield each match once for each part, with its section, what its places are called, and the path of the first.

    A priority that comes from a point has the same text.
    """
    found: dict[tuple[str, str, str], list[tuple[str, str, str, TextMatch]]] = {}
    for section, name, path, text in _texts(plan, parts):
        for match in matches_in(text):
            if not (match.kind == "named pupil" and path.endswith(_OF_STAFF)):
                found.setdefault((section, match.kind, match.found), []).append((section, name, path, match))
    for places in found.values():
        section, _, path, match = places[0]
        yield section, join_words(list(dict.fromkeys(name for _, name, _, _ in places))), path, match


@lru_cache(_TEXTS)
def _old_wording(text: str, setting: Setting) -> tuple[TextMatch, ...]:
    return tuple(old_wording(text, setting))


@lru_cache(_TEXTS)
def _personal_data(text: str) -> tuple[TextMatch, ...]:
    return tuple(personal_data(text))


def _texts(plan: Plan, parts: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each text of some parts with its section, what a finding calls its place, and its path."""
    for part in parts:
        if part == "action_plan":
            yield from _of_actions(plan)
            continue
        field, value = field_named(Plan, part), getattr(plan, part)
        if field.kind is Kind.ROWS:
            yield from _in_records(field, value, part, field.label)
        else:
            yield from _in_group(value, part, field.label)


def _of_actions(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    noun = field_named(Plan, "objectives").noun.capitalize()
    for number, objective in enumerate(plan.objectives, start=1):
        path = f"objectives[{objective.id}].{_ACTIONS.name}"
        yield from _in_records(_ACTIONS, objective.actions, path, _ACTIONS.label, f"{noun} {number}")


def _in_group(group: Group, path: str, section: str, within: str = "") -> Iterator[tuple[str, str, str, str]]:
    for field in fields_of(type(group)):
        value, at = getattr(group, field.name), f"{path}.{field.name}"
        if field == _ACTIONS:
            continue  # which are a part of their own
        if field.kind is Kind.ROWS:
            yield from _in_records(field, value, at, section)
        elif field.kind in (Kind.LONG, Kind.SHORT) and value.strip() and at not in _MEANT:
            is_point = within and field == fields_of(type(group))[0]
            yield section, within if is_point else f"{within}, {field.label}" if within else field.label, at, value


def _in_records(
    field: FieldSpec, records: Collection[Record], path: str, section: str, within: str = ""
) -> Iterator[tuple[str, str, str, str]]:
    for number, record in enumerate(records, start=1):
        name = f"{within}, {field.noun} {number}" if within else f"{field.noun.capitalize()} {number}"
        yield from _in_group(record, f"{path}[{record.id}]", section, name)
