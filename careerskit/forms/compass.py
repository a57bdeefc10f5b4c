"""Beside the Compass scores: a box for scores copied from elsewhere, and a proposal for the priority benchmarks."""

from __future__ import annotations

from html import escape
from typing import Any

from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Box, Button
from careerskit.forms.paste_box import PasteBox
from careerskit.forms.record_list import RecordListForm
from careerskit.plan import (
    BENCHMARKS,
    CompassScores,
    PastedEvaluation,
    evaluations_in_order,
    read_pasted_scores,
)
from careerskit.review import PRIORITY_RULE, propose_priorities
from careerskit.words import join_words

__all__ = ["PastedCompassScores", "PriorityProposal"]

_PATH = "current_state.compass"


class PastedCompassScores(PasteBox):
    """Takes scores copied from elsewhere: the newest evaluation into the boxes, others into the list of earlier ones."""

    def __init__(self, controller: FormController, earlier: RecordListForm) -> None:
        self._earlier = earlier
        self._found: list[PastedEvaluation] = []
        hint = "From Compass, an email, your website or a spreadsheet, with the names or numbers of the benchmarks"
        super().__init__(controller, "Paste scores", "Compass scores", hint)

    def _understand(self, text: str) -> tuple[list[str], list[str]]:
        pasted = read_pasted_scores(text)
        self._found = list(pasted.evaluations)
        left_out = list(pasted.left_out)
        if text.strip() and not self._found:
            left_out.insert(0, "No scores were found. Each needs the number or the name of its benchmark.")
        return [_in_a_line(one) for one in self._found], left_out

    @property
    def _offer(self) -> str:
        return "Use these scores" if self._found else ""

    def _on_use(self) -> None:
        before: CompassScores = self._controller.plan.current_state.compass
        newest, *older = reversed(evaluations_in_order([_as_scores(one) for one in self._found]))
        records = [_values(one) for one in reversed(older)]
        if _values(before) not in ({}, _values(newest)) and before.evaluated != newest.evaluated:
            records.append(_values(before))  # what the boxes say now is then an earlier evaluation
        known = [_values(one) for one in self._controller.plan.current_state.earlier_compass]
        self._earlier.add_records([one for one in records if one not in known])
        for name, value in _values(newest, blank=True).items():
            self._controller.controls[f"{_PATH}.{name}"].widget.value = value  # type: ignore[attr-defined]  # as if typed
        if self._controller.autosave.flush():
            self._controller.status.show_saved("Your Compass scores are saved.")
            self._close()


class PriorityProposal:
    """The benchmarks with the lowest scores and the rule by which they are proposed, with a button that chooses them."""

    def __init__(self, controller: FormController, priorities: CheckboxGroup) -> None:
        self._controller, self._priorities = controller, priorities
        self._proposed: tuple[int, ...] = ()
        widgets = controller.widgets
        self._text = widgets.html("")
        self._use = widgets.button("Use these")
        self._use.on_click(self._on_use)
        self.widget: Box = widgets.column(css_classes="ck-evidence")
        controller.followers.add(self.update)
        priorities.on_change(lambda _: self.update())
        self.update()

    def update(self) -> None:
        """Propose what the scores say now; nothing where that is chosen already."""
        self._proposed = propose_priorities(self._controller.plan)
        if not self._proposed or tuple(self._priorities.value) == self._proposed:
            self.widget.children = ()
            return
        scores = self._controller.plan.current_state.compass.by_benchmark
        names = [f"{BENCHMARKS[number - 1]} ({scores[number]})" for number in self._proposed]
        rule = self._controller.localise(PRIORITY_RULE)
        html = f"<p>Lowest scores: {escape(join_words(names))}.</p><p class='ck-hint'>{escape(rule)}</p>"
        if self._text.value != html:
            self._text.value = html
            numbers = join_words([str(number) for number in self._proposed])
            self._use.description = f"Use these: benchmark{'s' if len(self._proposed) > 1 else ''} {numbers}"
        self.widget.children = (self._text, self._use)

    def _on_use(self, _: Button) -> None:
        self._priorities.choose(self._proposed)
        self._controller.autosave.flush()


def _as_scores(found: PastedEvaluation) -> CompassScores:
    return CompassScores.model_validate(
        {"evaluated": found.evaluated} | {f"b{n}": text for n, text in found.scores.items()}
    )


def _values(scores: CompassScores, *, blank: bool = False) -> dict[str, Any]:
    """Return the answers of an evaluation by the names of its fields. blank: with those that are empty."""
    names = ("evaluated", *(f"b{entry.number}" for entry in BENCHMARKS))
    return {name: value for name in names if (value := str(getattr(scores, name))) or blank}


def _in_a_line(found: PastedEvaluation) -> str:
    scores = ", ".join(f"benchmark {number}: {found.scores[number]}" for number in sorted(found.scores))
    return f"{found.evaluated or 'No date'}: {scores}"
