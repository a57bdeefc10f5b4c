"""Scripts of simulated delegates: invented schools, and what each of them types into its plan.

Short points are invented, each in several wordings (scripts.json); longer texts come from the sample plans.
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
from careerskit.resources import samples
from careerskit.session import MINIMUM, SIMULATED, SWOT_COLUMNS, Share

__all__ = ["QUESTIONS", "DelegateScript", "ScriptedInput", "words_for", "write_scripts"]

_DATA: Mapping[str, Any] = json.loads(files("careerskit.simulation").joinpath("scripts.json").read_text("utf-8"))

QUESTIONS: Sequence[str] = tuple(_DATA["questions"])
"""What delegates ask."""

_SETTINGS = {Setting.SCHOOL: 70, Setting.COLLEGE: 12, Setting.SPECIAL: 10, Setting.PROVIDER: 8}
"""How many of a hundred delegates come from each type of school or college."""


@dataclass(frozen=True)
class ScriptedInput:
    """Something that a delegate types.

    path: of the answer, or of the list for a new record. values: the record's answers, by name; for an answer, its value under "".
    objective: for an action, the index of its objective among those typed; None otherwise.
    """

    path: str
    values: Mapping[str, Any]
    objective: int | None = None

    @property
    def is_record(self) -> bool:
        """Whether it is a new record of a list."""
        return "" not in self.values


@dataclass(frozen=True)
class DelegateScript:
    """What a simulated delegate does: for which school, what it agrees to share, and what it types into each part, in order."""

    school: School
    share: Share
    inputs: Mapping[str, Sequence[ScriptedInput]]

    @property
    def who(self) -> str:
        """The delegate's id."""
        return f"{self.school.id}-delegate"

    @property
    def priorities(self) -> Sequence[str]:
        """The delegate's priority benchmarks, as polls name them."""
        chosen = (one.values[""] for one in self.inputs["current_state"] if one.path.endswith("priority_benchmarks"))
        return [str(BENCHMARKS[number - 1]) for numbers in chosen for number in numbers]


def words_for(question: str) -> Sequence[str]:
    """Return what delegates answer where a poll asks for words.

    To a question that nobody has written answers for, they are visibly examples: any real words would answer another question.
    """
    return tuple(_DATA["words"].get(question.strip(), _DATA["other_words"]))


def write_scripts(count: int, rng: Random, today: date) -> list[DelegateScript]:
    """Return the scripts of delegates; the same ones for a generator with the same seed. today: the day of the session."""
    words = [first + second for first, second in product(_DATA["first"], _DATA["second"])]
    rng.shuffle(words)
    plans = [read_plan(file.read_text("utf-8"), file.name) for file in sorted(samples().glob("*.json"))]
    full = [plan for plan in plans if plan.objectives and plan.reflections.visioning]
    scripts = []
    for number in range(count):
        name_word = ("", "Upper ", "Lower ", "Great ", "Little ")[number // len(words) % 5] + words[number % len(words)]
        setting = rng.choices(list(_SETTINGS), list(_SETTINGS.values()))[0]
        name = f"{name_word} {rng.choice(_DATA['name_endings'][setting.value])}"
        school = School(f"{SIMULATED}{number + 1:03}", name, setting)
        always_shares = number < MINIMUM  # these always share, so that even the smallest rehearsal has a board
        share = Share(board=rng.random() < 0.85 or always_shares, named=rng.random() < 0.3, vision=rng.random() < 0.4)
        base = rng.choice([plan for plan in full if plan.setting is setting] or full)
        scripts.append(DelegateScript(school, share, _Writer(rng, base, name_word, setting, today).all_parts()))
    return scripts


class _Writer:
    """Writes what one delegate types, from the closest sample plan and at random."""

    def __init__(self, rng: Random, base: Plan, name_word: str, setting: Setting, today: date) -> None:
        self._rng, self._base, self._name_word, self._setting, self._today = rng, base, name_word, setting, today
        self._scores = {entry.number: rng.randrange(20, 105, 5) for entry in BENCHMARKS}
        self._chosen = [one for one in base.objectives if rng.random() < 0.7] or list(base.objectives[:1])
        self._priorities = sorted(
            sorted(self._scores, key=lambda number: self._scores[number])[: rng.choice((2, 2, 3))]
        )

    def all_parts(self) -> dict[str, list[ScriptedInput]]:
        return {
            "header": list(self._header()),
            "vision": list(self._vision()),
            "current_state": list(self._current_state()),
            "swot": list(self._swot()),
            "objectives": list(self._objectives()),
            "action_plan": list(self._actions()),
            "reflections": list(self._reflections()),
            "programme": list(self._programme()),
            "website": list(self._website()),
        }

    def _header(self) -> Iterator[ScriptedInput]:
        year = self._today.year - (self._today.month < 9)
        yield _answer(
            "header.careers_leader", f"{self._rng.choice(('Robin', 'Sasha', 'Ash', 'Kit', 'Morgan'))} Example"
        )
        yield _answer("header.academic_year", f"{year}/{(year + 1) % 100:02}")
        yield _answer("header.date_created", f"{self._today.day} {self._today:%B %Y}")
        yield _answer("header.review_date", f"June {year + 1}")

    def _vision(self) -> Iterator[ScriptedInput]:
        voices = ("slt", "link_governor", "enterprise_adviser", "parents", "students", "staff")
        for voice in self._rng.sample(voices, self._rng.randint(2, 5)):
            yield _answer(f"vision.{voice}", self._renamed(getattr(self._base.vision, voice)))
        yield _answer("vision.ideas", self._renamed(self._base.vision.ideas))
        yield _answer("vision.statement", self._statement())

    def _statement(self) -> str:
        if self._rng.random() < 0.2:
            return self._renamed(self._base.vision.statement)
        parts = (self._rng.choice(_DATA["visions"][part]) for part in ("who", "how", "and"))
        return self._setting.localise(" ".join(parts)).replace("{name}", self._name_word) + "."

    def _current_state(self) -> Iterator[ScriptedInput]:
        state = "current_state"
        yield _answer(f"{state}.compass.evaluated", f"July {self._today.year - (self._today.month < 9)}")
        for number, score in self._scores.items():
            yield _answer(f"{state}.compass.b{number}", f"{score}%")
        yield _answer(f"{state}.priority_benchmarks", self._priorities)
        for name in ("destination_data", "labour_market", "vulnerable_cohorts"):
            if self._rng.random() < 0.6:
                yield _answer(f"{state}.{name}", self._renamed(getattr(self._base.current_state, name)))

    def _swot(self) -> Iterator[ScriptedInput]:
        points = []
        for column in SWOT_COLUMNS:
            prompts = list(_DATA["points"][column])
            for prompt in self._rng.sample(prompts, self._rng.randint(2, 5)):
                text = self._filled(self._rng.choice(_DATA["points"][column][prompt]))
                points.append((column, text, prompt if self._rng.random() < 0.6 else ""))
            if self._rng.random() < 0.15:
                item = self._rng.choice(getattr(self._base.swot, column))
                points.append((column, self._renamed(item.text), item.prompt))
        self._rng.shuffle(points)
        for column, text, prompt in points:
            yield ScriptedInput(f"swot.{column}", {"text": text, "prompt": prompt})
        for number in (*self._priorities, self._rng.choice(list(self._scores)))[:3]:
            priority = self._filled(self._rng.choice(_DATA["priorities"][str(number)]))
            yield ScriptedInput("swot.key_priorities", {"text": priority})

    def _objectives(self) -> Iterator[ScriptedInput]:
        for objective in self._chosen:
            names = ("objective", "kind", "benchmarks", "issue", "solution", "success", "who_else")
            values = {name: getattr(objective, name) for name in names}
            texts = {name: self._renamed(value) for name, value in values.items() if isinstance(value, str)}
            yield ScriptedInput("objectives", values | texts | {"benchmarks": list(objective.benchmarks)})

    def _actions(self) -> Iterator[ScriptedInput]:
        names = ("action", "audience", "responsible", "time", "outcome", "evaluation")
        for index, objective in enumerate(self._chosen):
            for action in objective.actions[: self._rng.randint(1, 4)]:
                values = {name: self._renamed(str(getattr(action, name))) for name in names}
                yield ScriptedInput("actions", values | {"cpd": action.cpd}, index)

    def _reflections(self) -> Iterator[ScriptedInput]:
        for name in ("visioning", "swot", "objectives"):
            yield _answer(f"reflections.{name}", self._renamed(getattr(self._base.reflections, name)))
        question = self._rng.choice(self._base.reflections.surgery_questions)
        yield ScriptedInput("reflections.surgery_questions", {"text": self._renamed(question.text)})

    def _programme(self) -> Iterator[ScriptedInput]:
        for activity in self._base.programme.activities[: self._rng.randint(2, 5)]:
            values = activity.model_dump(exclude={"id"})
            texts = {name: self._renamed(value) for name, value in values.items() if isinstance(value, str)}
            lists = {"years": list(activity.years), "benchmarks": list(activity.benchmarks)}
            yield ScriptedInput("programme.activities", values | texts | lists)

    def _website(self) -> Iterator[ScriptedInput]:
        for name in ("email", "telephone", "programme", "impact"):
            yield _answer(f"website.{name}", self._renamed(getattr(self._base.website, name)))

    def _filled(self, text: str) -> str:
        return text.format(
            year=f"Year {self._rng.randint(7, 13)}",
            few=self._rng.randint(2, 6),
            share=f"{self._rng.randint(20, 80)}%",
        )

    def _renamed(self, text: str) -> str:
        """Return a text of the sample plan with this school's name."""
        return text.replace(self._base.header.school_name.split()[0], self._name_word)


def _answer(path: str, value: Any) -> ScriptedInput:
    return ScriptedInput(path, {"": value})
