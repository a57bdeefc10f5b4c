"""The command that renders plans, and its progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

if TYPE_CHECKING:
    from careerskit.publish import RenderResult

__all__ = ["plans", "progress_bar"]


def plans(
    schools: Annotated[
        list[str] | None, typer.Argument(metavar="SCHOOL", help=f"{SCHOOL} Default: every school.")
    ] = None,
    store: StoreOption = "",
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the plans.")] = Path("plans"),
    workers: Annotated[int, typer.Option(min=0, help="How many to render at once. 0 is one per core.")] = 0,
    notebook: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="A notebook to render instead of the plan, such as notebooks/04_swot.ipynb."),
    ] = None,
    editions: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="Editions for an audience to render beside the plan: governors, slt, staff, students, parents, employers, "
            "website, or all. Those from students on have public answers alone.",
        ),
    ] = "",
    formats: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="What to write besides the web page, such as docx,pdf: Word, PDF, a spreadsheet (xlsx) or a calendar (ics).",
        ),
    ] = "html",
    force: Annotated[bool, typer.Option("--force", help="Render unchanged plans again.")] = False,
    engine: Annotated[
        str, typer.Option(help="Papermill’s engine: careerskit (fast), or nbclient (starts a kernel for each plan).")
    ] = "careerskit",
    dask: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Render on a Dask cluster. Its scheduler, such as tcp://10.0.0.5:8786."),
    ] = "",
    samples: Annotated[
        bool, typer.Option("--samples", help="Render the sample schools, from a store of their own.")
    ] = False,
) -> None:
    """Render a plan for each school: OUT/ID-NAME/plan.html, with OUT/index.html to open and OUT/report.json.

    Where there is no store yet, it renders the sample schools, so that you have something to look at.

    Examples:
        careerskit plans

        careerskit plans 100049 137181 --out /tmp/plans

        careerskit plans --formats html,docx,pdf

        careerskit plans 100049 --formats xlsx,ics

        careerskit plans --editions governors,students
    """
    from rich.console import Console

    from careerskit.evidence import sample_store
    from careerskit.publish import choose_editions, choose_formats, render_plans
    from careerskit.resources import plan_notebook
    from careerskit.store import is_there

    chosen, chosen_editions = choose_formats(formats), choose_editions(editions)
    samples = samples or (not schools and not store and not is_there())
    with sample_store(out / "samples.db") if samples else store_at(store) as opened:
        selected = (
            [opened.schools.get(school) for school in dict.fromkeys(schools)] if schools else opened.schools.search()
        )
        if samples:
            Console(stderr=True).print("These are the sample schools. To start your own plan, run `careerskit open`.")
        with progress_bar(len(selected) * (1 + len(chosen_editions))) as on_result:
            results = render_plans(
                opened,
                selected,
                notebook or plan_notebook(),
                out,
                editions=chosen_editions,
                workers=workers,
                force=force,
                engine=engine,
                formats=chosen,
                dask=dask,
                on_result=on_result,
            )
    _print_results(results, out)
    if any(result.status == "failed" for result in results):
        raise typer.Exit(1)


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[RenderResult], None]]:
    """Show a progress bar on a terminal; yield the function to call with each result. Where it is stopped, say what to do next."""
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

        def on_result(result: RenderResult) -> None:
            bar.advance(task)
            if result.status == "failed":
                school = result.school
                text = f"{school.name} ({school.id}) failed: {result.reason}"
                bar.console.print(text, style="red", markup=False)

        try:
            yield on_result
        except KeyboardInterrupt:
            bar.console.print(
                f"Stopped: {bar.tasks[task].completed:,} of {total:,} done. These plans are complete. Run the same "
                "command to carry on."
            )
            raise typer.Exit(130) from None


def _print_results(results: list[RenderResult], out: Path) -> None:
    counts = {status: sum(r.status == status for r in results) for status in ("rendered", "unchanged", "failed")}
    text = ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "no schools"
    typer.echo(f"{text}. Open {out / 'index.html'}")
