"""Where in a plan an answer is, and what it says, in words: for pages that list answers from all over a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careerskit.plan import FieldSpec, Group, Kind, Plan, fields_of
from careerskit.store import parse_path

__all__ = ["PlanPlaces"]


class PlanPlaces:
    """Names the places of a plan, in the words of its setting."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._localise = plan, plan.setting.localise

    def name(self, path: str) -> str:
        """Return the place of an answer or a record, such as "Vision, SLT Comments" or "SWOT analysis, Strength 2, Topic".

        A record that is not in the plan has no number, and its first field needs no name.

        Raises:
            LookupError: a plan has no such place, or has it no more.
        """
        words: list[str] = []
        value: Any = self._plan
        first: FieldSpec | None = None  # of the record that the next step is in
        for field, record in self._steps(path):
            value = getattr(value, field.name, None)
            if record:
                ids = [entry.id for entry in value or ()]
                number = f" {ids.index(record) + 1}" if record in ids else ""
                words.append(f"{field.noun.capitalize()}{number}")
                value = value[ids.index(record)] if number else None
            elif field != first:
                words.append(self._localise(field.label))
            first = fields_of(field.model)[0] if record and field.model else None
        return ", ".join(words)

    def text(self, path: str, value: Any) -> str:
        """Return an answer as a reader sees it. Raises like :meth:`name`."""
        field, _ = self._steps(path)[-1]
        match field.kind:
            case Kind.CHOICES if isinstance(value, list):
                labels = {choice.value: choice.label for choice in self._plan.choices_for(field)}
                return ", ".join(self._localise(labels.get(choice, str(choice))) for choice in value)
            case Kind.CHOICE:
                return self._localise(field.label_of(value))
            case Kind.TICK:
                return "Yes" if value else "No"
            case _:
                return str(value).strip()

    def record_text(self, record: str, answers: Mapping[str, Any]) -> str:
        """Return what tells a record from others: its first answer, and how many records are in it. Raises like :meth:`name`.

        record: its path. answers: by their path in the record.
        """
        model = self._steps(record)[-1][0].model
        words = []
        for field in fields_of(model) if model else ():
            if field.kind is Kind.ROWS:
                inside = {parse_path(name)[0][1] for name in answers if name.startswith(f"{field.name}[")}
                if inside:
                    words.append(f"and {len(inside)} {field.noun}{'' if len(inside) == 1 else 's'}")
            elif field.name in answers and not words:
                text = self.text(f"{record}.{field.name}", answers[field.name])
                is_first = model is not None and field == fields_of(model)[0]
                words.append(text if is_first else f"{self._localise(field.label)}: {text}")
        return "\n".join(words)

    def _steps(self, path: str) -> list[tuple[FieldSpec, str]]:
        """Return the field of each step of a path, and the id of its record or ""."""
        model: type[Group] | None = Plan
        found = []
        for name, record in parse_path(path):
            field = next((field for field in fields_of(model) if field.name == name), None) if model else None
            if field is None:
                raise LookupError(path)
            found.append((field, record))
            model = field.model
        return found
