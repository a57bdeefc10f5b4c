"""The command that makes documents, and how it says what it is doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

if TYPE_CHECKING:
    from careerskit.publish import Result

__all__ = ["plans", "progress_bar"]


def plans(
    schools: Annotated[
        list[str] | None, typer.Argument(metavar="[SCHOOL]...", help=f"{SCHOOL} Default: every school.")
    ] = None,
    store: StoreOption = "",
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the plans go.")] = Path("plans"),
    workers: Annotated[int, typer.Option(min=0, help="How many at once; 0 for one per core.")] = 0,
    notebook: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Another notebook than the plan, like notebooks/04_swot.ipynb.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Render unchanged plans too.")] = False,
    engine: Annotated[
        str, typer.Option(help="Papermill’s engine: careerskit, which is warm, or nbclient, a kernel for each plan.")
    ] = "careerskit",
    dask: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Render on a Dask cluster: its scheduler, like tcp://10.0.0.5:8786.")
    ] = "",
    samples: Annotated[
        bool, typer.Option("--samples", help="Render the sample schools, in a store of their own.")
    ] = False,
) -> None:
    """Render one plan per school: OUT/ID-NAME/plan.html, with OUT/index.html to open and OUT/report.json.

    Where there is no store yet, the sample schools are rendered, so that there is something to look at.

    Examples:
        careerskit plans

        careerskit plans 100049 137181 --out /tmp/plans
    """
    from rich.console import Console

    from careerskit.evidence import sample_store
    from careerskit.publish import render_plans
    from careerskit.shipped import plan_notebook
    from careerskit.store import is_there

    samples = samples or (not schools and not store and not is_there())
    with sample_store(out / "samples.db") if samples else store_at(store) as opened:
        wanted = [opened.school(school) for school in dict.fromkeys(schools)] if schools else opened.schools()
        if samples:
            Console(stderr=True).print("These are the sample schools. `careerskit workbook` starts a plan of your own.")
        with progress_bar(len(wanted)) as done:
            results = render_plans(
                opened,
                wanted,
                notebook or plan_notebook(),
                out,
                workers=workers,
                force=force,
                engine=engine,
                dask=dask,
                done=done,
            )
    _say_results(results, out)
    if any(result.status == "failed" for result in results):
        raise typer.Exit(1)


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[Result], None]]:
    """Show a bar on a terminal while plans come in, and what to do next where it is stopped; give the function for results."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} a second," if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def done(result: Result) -> None:
            bar.advance(task)
            if result.status == "failed":
                school = result.school
                said = f"{school.name} ({school.id}) failed: {result.reason}"
                bar.console.print(said, style="red", markup=False)

        try:
            yield done
        except KeyboardInterrupt:
            bar.console.print(
                f"Stopped with {bar.tasks[task].completed:,} of {total:,} done. What is there is whole, and the same command "
                "goes on where it was."
            )
            raise typer.Exit(130) from None


def _say_results(results: list[Result], out: Path) -> None:
    counts = {status: sum(r.status == status for r in results) for status in ("rendered", "unchanged", "failed")}
    said = ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "no schools"
    typer.echo(f"{said}. Open {out / 'index.html'}")
