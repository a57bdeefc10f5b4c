"""Measures the time, CPU time and memory of rendering a plan, and compares `careerskit plans` with three other methods.

    python benchmarks/batch.py                 print a table, and write it into README.md and the chart into batch.svg
    python benchmarks/batch.py --quick --json  a short run, with one JSON object as the last line

The methods run one after the other on one machine, with the same schools: copies of the samples' full plans, each with four
charts. Each method runs in its own process. Its CPU time includes all descendants, which this process adopts and waits for
(Linux); its memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from readme import update_readme

from careerskit.evidence import destinations_of, load_samples
from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.store import load_plan, open_store

NOTEBOOK = notebooks() / "plan.ipynb"
OURS = "careerskit plans"
SAMPLES = ("900001", "900002", "900003", "900005")
PARTS = (
    "cover",
    "summary",
    "vision",
    "current_state",
    "swot",
    "objectives",
    "programme",
    "programme_counts",
    "website",
    "next_steps",
    "action_plan",
)
CHARTS = ("benchmark_scores", "golden_thread", "actions_by_term")
"""With the destinations, the parts and charts of NOTEBOOK."""


def main() -> None:
    """Run the benchmark, or the one method that this process was started for."""
    options = _options()
    if options.method:
        print(json.dumps(METHODS[options.method](Path(options.folder), options.plans)))
        return
    counts = (10, 100) if options.quick else (10, 100, 1000)
    stock_plans = 2 if options.quick else 5  # they are slow
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_schools(folder, max(counts))
        stock, pool = _measure("stock", folder, stock_plans), _measure("pool", folder, 2 * stock_plans)
        warm_up = _measure("ours", folder, 0)
        baselines, ours = [_measure("baseline", folder, 50)], {}
        for count in counts:
            ours[count] = _measure("ours", folder, count)
            baselines.append(_measure("baseline", folder, 50))  # repeated, since the speed of a machine varies
        baseline = {name: statistics.mean(measured[name] for measured in baselines) for name in baselines[0]}
    for count, measured in ours.items():  # the warm-up is the same for any number of plans, and is reported separately
        measured["cpu"] = (measured["cpu_total"] - warm_up["cpu_total"]) / count
    largest = ours[max(counts)]
    figures = {
        "plans": max(counts),
        "cores": os.cpu_count(),
        "ours_s_per_plan": largest["seconds"],
        "stock_s_per_plan": stock["seconds"],
        "pool_s_per_plan": pool["seconds"],
        "baseline_cpu_s_per_plan": baseline["cpu"],
        "ours_cpu_s_per_plan": largest["cpu"],
        "stock_over_ours": stock["seconds"] / largest["seconds"],
        "pool_over_ours": pool["seconds"] / largest["seconds"],
        "ours_over_baseline": largest["cpu"] / baseline["cpu"],
        "warm_up_s": warm_up["warm_up"],
        "unchanged_s_per_plan": largest["unchanged"],
        "by_plans": {str(count): measured for count, measured in ours.items()},
    }
    rows = {
        "papermill and nbconvert commands, one plan at a time": stock,
        "papermill and nbconvert in a process pool": pool,
        "rendering without notebooks, one process": baseline,
        **{f"{OURS}, {count} plans": measured for count, measured in ours.items()},
    }
    table, summary = _table(rows), _summary(figures)
    print(f"{table}\n\n{summary}")
    if not options.quick:
        _draw(rows)
        update_readme("batch.py", f"{table}\n\n{summary}")
    if options.json:
        print(json.dumps(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="render fewer plans, and leave README.md and the chart as they are"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--method", choices=list(METHODS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    parser.add_argument("--plans", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_schools(folder: Path, count: int) -> None:
    """Fill a store with copies of the sample schools that have full plans, including their destinations."""
    with open_store(str(folder / "store.db")) as store:
        load_samples(store)
        for number in range(count):
            sample = SAMPLES[number % len(SAMPLES)]
            original = store.schools.get(sample)
            store.schools.register(
                [School(f"s{number:04}", f"{original.name} {number}", original.setting, original.local_authority)]
            )
        answers = {sample: {r.path: r.value for r in store.answers.history(sample)} for sample in SAMPLES}
        for number in range(count):
            store.answers.save(f"s{number:04}", answers[SAMPLES[number % len(SAMPLES)]])
        [release] = store.published.releases("destinations")
        rows = store.published.newest("destinations", SAMPLES)
        copies = {
            f"s{n:04}": rows[SAMPLES[n % len(SAMPLES)]] for n in range(count) if SAMPLES[n % len(SAMPLES)] in rows
        }
        store.published.save(release, copies)


def _measure(method: str, folder: Path, plans: int) -> dict[str, float]:
    """Run a method in its own process. Return what it measured, with the CPU time in total and for each plan, in seconds."""
    print(f"{method}: {plans} plans", file=sys.stderr, flush=True)
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: orphaned descendants are waited for here, and counted
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--method", method, "--folder", str(folder), "--plans", str(plans)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = json.loads(output.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu_total": cpu, "cpu": cpu / max(plans, 1)} | figures


def _stock(folder: Path, plans: int) -> dict[str, float]:
    """Run the papermill and nbconvert commands for one school after the other."""
    start = time.perf_counter()
    for number in range(plans):
        out = str(folder / f"stock{number}.ipynb")
        arguments = ["-p", "school", f"s{number:04}", "-p", "store", str(folder / "store.db")]
        quiet = {"check": True, "capture_output": True}
        subprocess.run([sys.executable, "-m", "papermill", str(NOTEBOOK), out, *arguments], **quiet)
        subprocess.run([sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input", out], **quiet)
    return {"seconds": (time.perf_counter() - start) / plans, "largest_mb": _largest_mb()}


def _pool(folder: Path, plans: int) -> dict[str, float]:
    """Run papermill and nbconvert in a pool of processes, each of which imports them once."""
    start = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_render_in_pool, [folder] * plans, range(plans)))
    return {"seconds": (time.perf_counter() - start) / plans, "largest_mb": _largest_mb()}


def _render_in_pool(folder: Path, number: int) -> None:
    import papermill
    from nbconvert import HTMLExporter

    parameters = {"school": f"s{number:04}", "store": str(folder / "store.db")}
    executed = papermill.execute_notebook(
        str(NOTEBOOK), str(folder / f"pool{number}.ipynb"), parameters=parameters, progress_bar=False
    )
    html, _ = HTMLExporter(exclude_input=True).from_notebook_node(executed)
    (folder / f"pool{number}.html").write_text(html, "utf-8")


def _baseline(folder: Path, plans: int) -> dict[str, float]:
    """Render the same charts, tables and page directly in one warm process: a lower bound, without running a notebook."""
    from careerskit import views
    from careerskit.publish.formats import page_html

    store = open_store(str(folder / "store.db"))
    page = page_html(_prose(), "Strategic Careers Plan")

    def render(number: int) -> None:
        school = store.schools.get(f"s{number:04}")
        plan = load_plan(store, school)
        parts = [views.render_part(name, plan) for name in PARTS]
        parts += [views.render_chart(name, plan) for name in CHARTS]
        parts.append(views.render_destinations(plan, destinations_of(store, school.id)))
        (folder / f"baseline{number}.html").write_text(page.replace("</main>", "".join(parts) + "</main>"), "utf-8")

    for number in range(4):  # warm up
        render(number)
    start, cpu = time.perf_counter(), time.process_time()
    for number in range(plans):
        render(number)
    return {"seconds": (time.perf_counter() - start) / plans, "cpu": (time.process_time() - cpu) / plans}


def _prose() -> object:
    import nbformat

    notebook = nbformat.read(NOTEBOOK, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return notebook


def _ours(folder: Path, plans: int) -> dict[str, float]:
    """Run `careerskit plans`. Its warm-up, which happens once, is measured separately."""
    from careerskit.publish import render_plans

    store = open_store(str(folder / "store.db"))
    schools = [store.schools.get(f"s{number:04}") for number in range(plans)]
    out = folder / f"ours{plans}"
    start = time.perf_counter()
    render_plans(store, [store.schools.get("900006")], NOTEBOOK, out)
    warm_up = time.perf_counter() - start
    start = time.perf_counter()
    results = render_plans(store, schools, NOTEBOOK, out)
    seconds = (time.perf_counter() - start) / max(plans, 1)
    if failed := [result.reason for result in results if result.status != "rendered"]:
        raise SystemExit(f"{len(failed)} plans failed: {failed[0]}")
    start = time.perf_counter()
    render_plans(store, schools, NOTEBOOK, out)
    return {
        "seconds": seconds,
        "warm_up": warm_up,
        "unchanged": (time.perf_counter() - start) / max(plans, 1),
        "largest_mb": _largest_mb(),
    }


def _largest_mb() -> float:
    """Return the peak memory in MB of the largest process, of this one and those it has waited for."""
    processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(which).ru_maxrss for which in processes) / 1024


def _table(rows: dict[str, dict[str, float]]) -> str:
    lines = []
    for name, row in rows.items():
        memory = f"{row['largest_mb']:.0f}" if "largest_mb" in row else ""
        lines.append(f"| {name} | {row['seconds']:.3f} | {row['cpu']:.3f} | {memory} |")
    head = ["| | seconds per plan | CPU seconds per plan | largest process, MB |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *lines])


def _summary(figures: dict[str, Any]) -> str:
    return (
        f"The papermill and nbconvert commands take {figures['stock_over_ours']:.0f} times as long as `{OURS}`, and a process pool "
        f"{figures['pool_over_ours']:.0f} times. `{OURS}` uses {figures['ours_over_baseline']:.2f} times the CPU time of rendering "
        f"without notebooks. Warm-up: {figures['warm_up_s']:.1f} s, once. An unchanged plan: "
        f"{figures['unchanged_s_per_plan'] * 1000:.1f} ms. {figures['cores']} cores, {date.today():%-d %B %Y}."
    )


def _draw(rows: dict[str, dict[str, float]]) -> None:
    """Draw the seconds per plan of each method as batch.svg beside this file."""
    from careerskit.views.drawing import ACCENT, MUTED, open_drawing

    row, left, length = 32, 295, 225  # points: of each row, of the labels, and of the longest bar
    most = max(measured["seconds"] for measured in rows.values())
    with open_drawing(576, row * len(rows)) as drawing:
        for line, (name, measured) in enumerate(rows.items()):
            middle, end = (line + 0.5) * row, length * measured["seconds"] / most
            drawing.text(left - 5, middle, name, "right")
            drawing.box(left, middle - 10, end, 20, ACCENT if name.startswith(OURS) else MUTED)
            drawing.text(left + end + 5, middle, f"{measured['seconds']:.2f} s")
    Path(__file__).with_suffix(".svg").write_text(drawing.svg, "utf-8")


METHODS = {"stock": _stock, "pool": _pool, "baseline": _baseline, "ours": _ours}

if __name__ == "__main__":
    main()
