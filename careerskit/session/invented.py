"""Invented delegates, to rehearse a session with: schools that there are not, and what each of them types into its plan.

Short points are our own inventions, in the several ways in which people put one thing (invented.json); longer texts are those of
the sample plans.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import product
from random import Random
from typing import Any

from careerskit.plan import BENCHMARKS, Plan, School, Setting, read_plan
from careerskit.session.items import COLUMNS
from careerskit.session.privacy import MINIMUM
from careerskit.session.share import Share
from careerskit.shipped import samples

__all__ = ["QUESTIONS", "WORDS", "Delegate", "Typing", "invented_delegates"]

_DATA: Mapping[str, Any] = json.loads(files("careerskit.session").joinpath("invented.json").read_text("utf-8"))

QUESTIONS: Sequence[str] = tuple(_DATA["questions"])
"""What delegates ask."""

WORDS: Sequence[str] = tuple(_DATA["words"])
"""What delegates answer where a poll asks for words."""

_SETTINGS = {Setting.SCHOOL: 70, Setting.COLLEGE: 12, Setting.SPECIAL: 10, Setting.PROVIDER: 8}
"""How many of a hundred delegates come from which kind of place."""


@dataclass(frozen=True)
class Typing:
    """One thing that a delegate types.

    path: of the answer, or of the list where it is a new record. values: the record's answers, by name; of an answer, its value
    under "". objective: of an action, the place of the objective that it belongs to among those typed; None elsewhere.
    """

    path: str
    values: Mapping[str, Any]
    objective: int | None = None

    @property
    def is_record(self) -> bool:
        """Whether it is a new record of a list."""
        return "" not in self.values


@dataclass(frozen=True)
class Delegate:
    """One invented delegate: the school, what it agrees to, and what is typed into each part of its plan, in order."""

    school: School
    share: Share
    types: Mapping[str, Sequence[Typing]]

    @property
    def who(self) -> str:
        """What tells the delegate from others."""
        return f"{self.school.id}-delegate"


def invented_delegates(count: int, chance: Random, today: date) -> list[Delegate]:
    """Return so many delegates; the same for chance of the same seed. today: the day of the session."""
    words = [first + second for first, second in product(_DATA["first"], _DATA["second"])]
    chance.shuffle(words)
    plans = [read_plan(file.read_text("utf-8"), file.name) for file in sorted(samples().glob("*.json"))]
    full = [plan for plan in plans if plan.objectives and plan.reflections.visioning]
    found = []
    for number in range(count):
        word = ("", "Upper ", "Lower ", "Great ", "Little ")[number // len(words) % 5] + words[number % len(words)]
        setting = chance.choices(list(_SETTINGS), list(_SETTINGS.values()))[0]
        name = f"{word} {chance.choice(_DATA['places'][setting.value])}"
        school = School(f"rehearsal-{number + 1:03}", name, setting)
        few = number < MINIMUM  # they share whatever chance says, so that the smallest rehearsal has a board
        share = Share(board=chance.random() < 0.85 or few, named=chance.random() < 0.3, vision=chance.random() < 0.4)
        base = chance.choice([plan for plan in full if plan.setting is setting] or full)
        found.append(Delegate(school, share, _Writer(chance, base, word, setting, today).all_parts()))
    return found


class _Writer:
    """Makes up what one delegate types: by the sample plan that is closest, and by chance."""

    def __init__(self, chance: Random, base: Plan, word: str, setting: Setting, today: date) -> None:
        self._chance, self._base, self._word, self._setting, self._today = chance, base, word, setting, today
        self._scores = {entry.number: chance.randrange(20, 105, 5) for entry in BENCHMARKS}
        self._some = [one for one in base.objectives if chance.random() < 0.7] or list(base.objectives[:1])
        self._first = sorted(sorted(self._scores, key=lambda number: self._scores[number])[: chance.choice((2, 2, 3))])

    def all_parts(self) -> dict[str, list[Typing]]:
        return {
            "header": list(self._header()),
            "vision": list(self._vision()),
            "current_state": list(self._current_state()),
            "swot": list(self._swot()),
            "objectives": list(self._objectives()),
            "action_plan": list(self._actions()),
            "reflections": list(self._reflections()),
        }

    def _header(self) -> Iterator[Typing]:
        year = self._today.year - (self._today.month < 9)
        yield _answer(
            "header.careers_leader", f"{self._chance.choice(('Robin', 'Sasha', 'Ash', 'Kit', 'Morgan'))} Example"
        )
        yield _answer("header.academic_year", f"{year}/{(year + 1) % 100:02}")
        yield _answer("header.date_created", f"{self._today.day} {self._today:%B %Y}")
        yield _answer("header.review_date", f"June {year + 1}")

    def _vision(self) -> Iterator[Typing]:
        voices = ("slt", "link_governor", "enterprise_adviser", "parents", "students", "staff")
        for voice in self._chance.sample(voices, self._chance.randint(2, 5)):
            yield _answer(f"vision.{voice}", self._renamed(getattr(self._base.vision, voice)))
        yield _answer("vision.ideas", self._renamed(self._base.vision.ideas))
        yield _answer("vision.statement", self._statement())

    def _statement(self) -> str:
        if self._chance.random() < 0.2:
            return self._renamed(self._base.vision.statement)
        parts = (self._chance.choice(_DATA["visions"][part]) for part in ("who", "how", "and"))
        return self._setting.say(" ".join(parts)).replace("{name}", self._word) + "."

    def _current_state(self) -> Iterator[Typing]:
        state = "current_state"
        yield _answer(f"{state}.compass.evaluated", f"July {self._today.year - (self._today.month < 9)}")
        for number, score in self._scores.items():
            yield _answer(f"{state}.compass.b{number}", f"{score}%")
        yield _answer(f"{state}.priority_benchmarks", self._first)
        for name in ("destination_data", "labour_market", "vulnerable_cohorts"):
            if self._chance.random() < 0.6:
                yield _answer(f"{state}.{name}", self._renamed(getattr(self._base.current_state, name)))

    def _swot(self) -> Iterator[Typing]:
        points = []
        for column in COLUMNS:
            prompts = list(_DATA["points"][column])
            for prompt in self._chance.sample(prompts, self._chance.randint(2, 5)):
                text = self._filled(self._chance.choice(_DATA["points"][column][prompt]))
                points.append((column, text, prompt if self._chance.random() < 0.6 else ""))
            if self._chance.random() < 0.15:
                item = self._chance.choice(getattr(self._base.swot, column))
                points.append((column, self._renamed(item.text), item.prompt))
        self._chance.shuffle(points)
        for column, text, prompt in points:
            yield Typing(f"swot.{column}", {"text": text, "prompt": prompt})
        for number in (*self._first, self._chance.choice(list(self._scores)))[:3]:
            priority = self._filled(self._chance.choice(_DATA["priorities"][str(number)]))
            yield Typing("swot.key_priorities", {"text": priority})

    def _objectives(self) -> Iterator[Typing]:
        for objective in self._some:
            names = ("objective", "kind", "benchmarks", "issue", "solution", "success", "who_else")
            values = {name: getattr(objective, name) for name in names}
            texts = {name: self._renamed(value) for name, value in values.items() if isinstance(value, str)}
            yield Typing("objectives", values | texts | {"benchmarks": list(objective.benchmarks)})

    def _actions(self) -> Iterator[Typing]:
        names = ("action", "audience", "responsible", "time", "outcome", "evaluation")
        for place, objective in enumerate(self._some):
            for action in objective.actions[: self._chance.randint(1, 4)]:
                values = {name: self._renamed(str(getattr(action, name))) for name in names}
                yield Typing("actions", values | {"cpd": action.cpd}, place)

    def _reflections(self) -> Iterator[Typing]:
        for name in ("visioning", "swot", "objectives"):
            yield _answer(f"reflections.{name}", self._renamed(getattr(self._base.reflections, name)))
        question = self._chance.choice(self._base.reflections.surgery_questions)
        yield Typing("reflections.surgery_questions", {"text": self._renamed(question.text)})

    def _filled(self, text: str) -> str:
        return text.format(
            year=f"Year {self._chance.randint(7, 13)}",
            few=self._chance.randint(2, 6),
            share=f"{self._chance.randint(20, 80)}%",
        )

    def _renamed(self, text: str) -> str:
        """Return a text of the sample plan as of this school."""
        return text.replace(self._base.header.school_name.split()[0], self._word)


def _answer(path: str, value: Any) -> Typing:
    return Typing(path, {"": value})
