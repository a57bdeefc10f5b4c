"""The commands. Each is one call into a room of the house; rooms are imported when a command needs them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from careerskit.publish import Result
    from careerskit.store import Store

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Build Strategic Careers Plans (Gatsby Benchmark 1): a workbook to fill in, and a document for every school.\n\n"
    "Start with [bold]careerskit plans[/bold], which renders the plans of the sample schools, or with "
    "[bold]careerskit new FOLDER[/bold] and [bold]careerskit workbook[/bold] to write your own.",
    rich_markup_mode="rich",
)

StoreOption = Annotated[
    str,
    typer.Option("--store", metavar="URL", help="The store: a SQLite file or its URL. Default: careerskit.db here."),
]
SCHOOL = "The school's URN or id; `careerskit schools` searches them."


@app.command()
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
    with sample_store(out / "samples.db") if samples else _store(store) as opened:
        wanted = [opened.school(school) for school in dict.fromkeys(schools)] if schools else opened.schools()
        if samples:
            Console(stderr=True).print("These are the sample schools. `careerskit workbook` starts a plan of your own.")
        with _progress(len(wanted)) as done:
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


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Plan files (JSON), and files of the Department for Education (CSV)."),
    ],
    store: StoreOption = "",
) -> None:
    """Take files in: plans, the key stage 4 destinations file, the list of local authorities.

    Examples:
        careerskit import my-plan.json

        careerskit import england_ks4-pupdest.csv la_and_region_codes_meta.csv
    """
    from rich.console import Console

    from careerskit.errors import CareerskitError
    from careerskit.evidence import take_in

    failed = False
    with _store(store, create=True) as opened:
        for file in files:
            try:
                taken = take_in(opened, file)
            except CareerskitError as error:
                failed = True
                Console(stderr=True).print(str(error), style="red", markup=False)
                continue
            Console().print(f"{file.name}: {taken.what}.", markup=False, highlight=False)
            for note in taken.notes:
                Console(stderr=True).print(f"  {note}", markup=False, highlight=False)
    if failed:
        raise typer.Exit(1)


@app.command()
def export(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=SCHOOL)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write; without it, print.")
    ] = None,
    store: StoreOption = "",
) -> None:
    """Write a school's plan as a plan file (JSON), which `careerskit import` reads without loss.

    Example:
        careerskit export 100049 --out our-plan.json
    """
    from careerskit.errors import InputFileError
    from careerskit.files import write_whole
    from careerskit.store import export_plan

    with _store(store) as opened:
        text = export_plan(opened, school)
    if out is None:
        sys.stdout.write(text)
    elif out.is_dir():
        raise InputFileError(f"{out} is a folder. Name a file in it, like {out / (school + '.json')}.")
    elif not out.absolute().parent.is_dir():
        raise InputFileError(f"There is no folder {out.parent} to put {out.name} into. Make it first, or name another.")
    else:
        write_whole(out, text)


@app.command()
def schools(
    search: Annotated[str, typer.Argument(help="Words of the name, or the start of the URN.")] = "",
    store: StoreOption = "",
    limit: Annotated[int, typer.Option(min=1, help="How many to show at most.")] = 50,
) -> None:
    """Search the schools that the store knows.

    Example:
        careerskit schools mayfield
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    with _store(store) as opened:
        found, count = opened.schools(search, limit), opened.count_schools(search)
    table = Table("URN or id", "Name", "Kind of place", box=None)
    for school in found:
        name = Text(
            school.name + (" (closed)" if school.closed else "")
        )  # a Text, since [brackets] in a str are markup
        table.add_row(school.id, name, school.setting.value)
    console = Console()
    if found:
        console.print(table)
    more = count - len(found)
    if not found or more > 0:
        none = (
            f"No school is called {search!r}." if search else "The store knows no school yet: `careerskit import FILE`."
        )
        console.print(f"and {more:,} more" if found else none, markup=False)


@app.command()
def workbook(
    school: Annotated[str, typer.Argument(metavar="[SCHOOL]", help=f"{SCHOOL} Default: the one chosen last.")] = "",
    store: StoreOption = "",
    browser: Annotated[bool, typer.Option(help="Whether to open the browser.")] = True,
) -> None:
    """Open the workbook in JupyterLab, in the folder that `careerskit new` laid out (or a checkout).

    Examples:

        careerskit workbook

        careerskit workbook 100049
    """
    from careerskit.workbook import open_lab

    raise typer.Exit(open_lab(school, store, browser=browser))


@app.command()
def sample(store: StoreOption = "") -> None:
    """Fill a store with the sample schools, their plans and their destinations. Their plans become what they were.

    Example:

        careerskit sample --store samples.db
    """
    from careerskit.evidence import fill

    with _store(store, create=True) as opened:
        count = fill(opened)
        typer.echo(f"{count} sample schools are in {opened.engine.url.render_as_string(hide_password=True)}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a plan file.

    Example:

        careerskit schema > plan.schema.json
    """
    import json

    from careerskit.plan import plan_schema

    typer.echo(json.dumps(plan_schema(), indent=2, ensure_ascii=False))


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")]) -> None:
    """Lay a workbook out in a new folder: the notebooks and the samples.

    Example:
        careerskit new our-careers-plan
    """
    from careerskit.shipped import lay_out

    lay_out(folder)
    typer.echo(f"The workbook is in {folder}. Next: cd {folder}, then careerskit workbook")


def main() -> None:
    """Run the command. An error that a person can put right is printed without a traceback; its exit status is 1."""
    from careerskit.errors import CareerskitError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file or pipe on Windows would take no more than its code page
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except CareerskitError as error:
        _stop(str(error))
    except OSError as error:  # a folder that cannot be written, a file where a folder should be, a full disk
        where = error.filename or "a file"
        _stop(
            f"{where}: {(error.strerror or str(error)).lower()}. Name another place, or make room there, and try again."
        )


def _stop(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise SystemExit(1) from None


def _store(url: str, *, create: bool = False) -> Store:
    from careerskit.store import open_store

    return open_store(url, create=create)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Show a bar on a terminal while results come in; give the function that takes them."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Rendering", total=total)

        def done(result: Result) -> None:
            bar.advance(task)
            if result.status == "failed":
                school = result.job.school
                said = f"{school.name} ({school.id}) failed: {result.reason}"
                bar.console.print(said, style="red", markup=False)

        yield done


def _say_results(results: list[Result], out: Path) -> None:
    counts = {status: sum(r.status == status for r in results) for status in ("rendered", "unchanged", "failed")}
    said = ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "no schools"
    typer.echo(f"{said}. Open {out / 'index.html'}")
