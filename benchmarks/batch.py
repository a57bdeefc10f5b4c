"""What a plan costs: our batch beside the stock commands, beside stock papermill in a pool, and beside the bare work.

    python benchmarks/batch.py                 a table, which README.md beside this file then shows, and the chart batch.svg
    python benchmarks/batch.py --quick --json  a short run, with one JSON object as its last line

All in one run on one machine, one after the other, on the same schools: copies of the samples' full plans, each with three
charts. Each way is a process of its own. Its CPU is that of all processes below it, which this one adopts and waits for (Linux);
its memory is that of the largest process.
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

from readme import put_into_readme

from careerskit.evidence import destinations_of, load_samples
from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.review import gaps
from careerskit.store import load_plan, open_store

NOTEBOOK = notebooks() / "plan.ipynb"
FULL = ("900001", "900002", "900003", "900005")


def main() -> None:
    """Run the benchmark, or the part of it that a process of its own was started for."""
    options = _options()
    if options.part:
        print(json.dumps(PARTS[options.part](Path(options.folder), options.plans)))
        return
    counts = (10, 100) if options.quick else (10, 100, 1000)
    few = 2 if options.quick else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make_schools(folder, max(counts))
        stock, pool = _measure("stock", folder, few), _measure("pool", folder, 2 * few)
        warm = _measure("ours", folder, 0)
        bares, ours = [_measure("bare", folder, 50)], {}
        for count in counts:
            ours[count] = _measure("ours", folder, count)
            bares.append(_measure("bare", folder, 50))  # again and again, since a machine is not as fast at all times
        bare = {name: statistics.mean(measured[name] for measured in bares) for name in bares[0]}
    for count, measured in ours.items():  # the warm-up is the same however many plans follow, and is said by itself
        measured["cpu"] = (measured["cpu_in_all"] - warm["cpu_in_all"]) / count
    most = ours[max(counts)]
    figures = {
        "plans": max(counts),
        "cores": os.cpu_count(),
        "ours_s_per_plan": most["seconds"],
        "stock_s_per_plan": stock["seconds"],
        "pool_s_per_plan": pool["seconds"],
        "bare_cpu_s_per_plan": bare["cpu"],
        "ours_cpu_s_per_plan": most["cpu"],
        "stock_over_ours": stock["seconds"] / most["seconds"],
        "pool_over_ours": pool["seconds"] / most["seconds"],
        "ours_over_bare": most["cpu"] / bare["cpu"],
        "warm_up_s": warm["warm_up"],
        "unchanged_s_per_plan": most["unchanged"],
        "by_plans": {str(count): measured for count, measured in ours.items()},
    }
    rows = {
        "stock commands, one by one": stock,
        "stock papermill in a pool": pool,
        "bare work, one process": bare,
        **{f"ours, {count} plans": measured for count, measured in ours.items()},
    }
    table, summary = _table(rows), _summary(figures)
    print(f"{table}\n\n{summary}")
    if not options.quick:
        _draw(rows)
        put_into_readme("batch.py", f"{table}\n\n{summary}")
    if options.json:
        print(json.dumps(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer plans, and no chart")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    parser.add_argument("--plans", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _make_schools(folder: Path, count: int) -> None:
    """Fill a store with schools that are copies of the full samples, destinations included."""
    with open_store(str(folder / "store.db")) as store:
        load_samples(store)
        for number in range(count):
            sample = FULL[number % len(FULL)]
            known = store.schools.get(sample)
            store.schools.register(
                [School(f"s{number:04}", f"{known.name} {number}", known.setting, known.local_authority)]
            )
        answers = {sample: {r.path: r.value for r in store.answers.history(sample)} for sample in FULL}
        for number in range(count):
            store.answers.save(f"s{number:04}", answers[FULL[number % len(FULL)]])
        rows = store.published.get("destinations", [*FULL, "LA 999", "England"])
        copies = {f"s{n:04}": rows[FULL[n % len(FULL)]] for n in range(count) if FULL[n % len(FULL)] in rows}
        store.published.replace("destinations", rows | copies, store.published.source_of("destinations"))


def _measure(part: str, folder: Path, plans: int) -> dict[str, float]:
    """Run a part in a process of its own; its own figures, with CPU per plan and the largest process's memory in MB."""
    print(f"{part}, {plans} plans", file=sys.stderr, flush=True)
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what outlives the part is ours to wait for, and counts
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--part", part, "--folder", str(folder), "--plans", str(plans)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = json.loads(said.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu_in_all": cpu, "cpu": cpu / max(plans, 1)} | figures


def _stock(folder: Path, plans: int) -> dict[str, float]:
    """Run the commands as anyone would type them, one school after the other."""
    start = time.perf_counter()
    for number in range(plans):
        out = str(folder / f"stock{number}.ipynb")
        arguments = ["-p", "school", f"s{number:04}", "-p", "store", str(folder / "store.db")]
        quiet = {"check": True, "capture_output": True}
        subprocess.run([sys.executable, "-m", "papermill", str(NOTEBOOK), out, *arguments], **quiet)
        subprocess.run([sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input", out], **quiet)
    return {"seconds": (time.perf_counter() - start) / plans, "largest_mb": _largest_mb()}


def _pool(folder: Path, plans: int) -> dict[str, float]:
    """Run stock papermill and nbconvert in a pool of processes that keep their imports."""
    start = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_in_the_pool, [folder] * plans, range(plans)))
    return {"seconds": (time.perf_counter() - start) / plans, "largest_mb": _largest_mb()}


def _in_the_pool(folder: Path, number: int) -> None:
    import papermill
    from nbconvert import HTMLExporter

    parameters = {"school": f"s{number:04}", "store": str(folder / "store.db")}
    done = papermill.execute_notebook(
        str(NOTEBOOK), str(folder / f"pool{number}.ipynb"), parameters=parameters, progress_bar=False
    )
    html, _ = HTMLExporter(exclude_input=True).from_notebook_node(done)
    (folder / f"pool{number}.html").write_text(html, "utf-8")


def _bare(folder: Path, plans: int) -> dict[str, float]:
    """Make the same charts, tables and page by plain Python in a warm process: the floor, without any notebook."""
    from careerskit import views
    from careerskit.publish.formats import page_html

    store = open_store(str(folder / "store.db"))
    words = page_html(_prose(), "Strategic Careers Plan")

    def make(number: int) -> None:
        school = store.schools.get(f"s{number:04}")
        plan = load_plan(store, school)
        parts = [views.render_part(name, plan) for name in ("cover", "summary", "vision", "current_state")]
        parts += [
            views.render_chart("benchmark_scores", plan),
            views.render_destinations(plan, destinations_of(store, school.id)),
        ]
        parts += [views.render_part(name, plan) for name in ("swot", "objectives", "action_plan")]
        parts += [views.render_chart("actions_by_term", plan), views.render_part("gaps", plan, gaps=gaps(plan))]
        (folder / f"bare{number}.html").write_text(words.replace("</main>", "".join(parts) + "</main>"), "utf-8")

    for number in range(4):
        make(number)
    start, cpu = time.perf_counter(), time.process_time()
    for number in range(plans):
        make(number)
    return {"seconds": (time.perf_counter() - start) / plans, "cpu": (time.process_time() - cpu) / plans}


def _prose() -> object:
    import nbformat

    notebook = nbformat.read(NOTEBOOK, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return notebook


def _ours(folder: Path, plans: int) -> dict[str, float]:
    """Run the batch. Its warm-up is paid once, and stands beside the cost of a plan."""
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
    """Return the memory of the largest process that this one has waited for, or is, in MB."""
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in of) / 1024


def _table(rows: dict[str, dict[str, float]]) -> str:
    lines = []
    for name, row in rows.items():
        memory = f"{row['largest_mb']:.0f}" if "largest_mb" in row else ""
        lines.append(f"| {name} | {row['seconds']:.3f} | {row['cpu']:.3f} | {memory} |")
    head = ["| | seconds a plan | CPU seconds a plan | largest process, MB |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *lines])


def _summary(figures: dict[str, Any]) -> str:
    return (
        f"The stock commands take {figures['stock_over_ours']:.0f} times as long as ours, a pool {figures['pool_over_ours']:.0f} "
        f"times; in CPU ours costs {figures['ours_over_bare']:.2f} times the bare work. Warm-up: {figures['warm_up_s']:.1f} s, "
        f"once. An unchanged plan: {figures['unchanged_s_per_plan'] * 1000:.1f} ms. {figures['cores']} cores, "
        f"{date.today():%-d %B %Y}."
    )


def _draw(rows: dict[str, dict[str, float]]) -> None:
    """Draw the seconds of a plan, each way, as batch.svg beside this file."""
    from careerskit.views.drawing import ACCENT, MUTED, open_drawing

    with open_drawing(6.5, 0.45 * len(rows) + 0.3, left=2.4, right=0.8) as drawing:
        for line, (name, row) in enumerate(rows.items()):
            drawing.axes.barh(line, row["seconds"], 0.6, color=ACCENT if name.startswith("ours") else MUTED)
            drawing.axes.annotate(
                f"{row['seconds']:.2f} s", (row["seconds"], line), (5, 0), textcoords="offset points", va="center"
            )
        drawing.axes.set_yticks(range(len(rows)), list(rows))
        drawing.axes.set_xticks([])
        drawing.axes.invert_yaxis()
        drawing.axes.tick_params(length=0)
        drawing.axes.spines["bottom"].set_visible(False)
    Path(__file__).with_suffix(".svg").write_text(drawing.svg, "utf-8")


PARTS = {"stock": _stock, "pool": _pool, "bare": _bare, "ours": _ours}

if __name__ == "__main__":
    main()
