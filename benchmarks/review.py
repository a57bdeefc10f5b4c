"""Measures what the check of a plan costs: afresh, after a keystroke, and beside what showing a form costs anyway.

    python benchmarks/review.py          print a table, and write it into README.md
    python benchmarks/review.py --json   only print it, with one JSON object as the last line

After a keystroke, one text of the plan is new, and what was found in the others is known.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from readme import update_readme

from careerskit.forms import FormController, FormHost, build_form
from careerskit.plan import Plan
from careerskit.resources import samples
from careerskit.review import findings, measure
from careerskit.review.rules import texts
from careerskit.server.realtime import PageWidgets, WidgetManager
from careerskit.store import import_plan, load_plan, open_store

SAMPLE = "900001"
REPEATS = 50


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    measured = _measure()
    form = measured["showing the SWOT form on a delegates’ page"]
    rows = [f"| {name} | {milliseconds:.1f} | {milliseconds / form:.2f} |" for name, milliseconds in measured.items()]
    heading = "| a full plan | ms, median | times the form |\n| --- | --- | --- |"
    results = "\n".join([heading, *rows, "", f"Sample {SAMPLE}, {REPEATS} times each. {date.today():%-d %B %Y}."])
    print(results)
    if options.json:
        print(json.dumps(measured))
    else:
        update_readme("review.py", results)


def _measure() -> dict[str, float]:
    """Return the median of each in milliseconds, all measured in turns."""
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "plans.db")) as store:
        school = import_plan(store, (samples() / f"{SAMPLE}.json").read_text("utf-8"), SAMPLE)
        plan, typed = load_plan(store, school), itertools.count()

        def show_form() -> None:
            later = SimpleNamespace(cancel=lambda: None)  # on a page, the check comes some seconds after the form
            host = FormHost(lambda *_: later, widgets=PageWidgets(WidgetManager()), reports_blur=True)
            build_form(FormController(store, school, host=host), "swot")

        def review_afresh() -> None:
            for cached in (measure, texts._old_wording, texts._personal_data):
                cached.cache_clear()
            findings(plan)

        measures: dict[str, Callable[[], object]] = {
            "showing the SWOT form on a delegates’ page": show_form,
            "checking the whole plan, for the first time": review_afresh,
            "checking the whole plan after a keystroke in it": lambda: findings(_after_keystroke(plan, next(typed))),
            "checking the SWOT analysis after a keystroke in it": lambda: findings(
                _after_keystroke(plan, next(typed)), "swot"
            ),
        }
        seconds: dict[str, list[float]] = {name: [] for name in measures}
        for _ in range(REPEATS):
            for name, run in measures.items():
                start = time.perf_counter()
                run()
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) * 1000 for name, times in seconds.items()}


def _after_keystroke(plan: Plan, number: int) -> Plan:
    """Return a plan with one point that was never seen before."""
    first, *others = plan.swot.weaknesses
    changed = first.model_copy(update={"text": f"{first.text} {number}"})
    swot = plan.swot.model_copy(update={"weaknesses": (changed, *others)})
    return plan.model_copy(update={"swot": swot})


if __name__ == "__main__":
    main()
