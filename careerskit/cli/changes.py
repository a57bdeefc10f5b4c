"""The command that says what has changed in a school's plan between two dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from careerskit.cli.options import SCHOOL, StoreOption, check_out, store_at
from careerskit.cli.periods import Period, period_of

if TYPE_CHECKING:
    from careerskit.plan import School
    from careerskit.views import ChangeDetail, ChangeSection

__all__ = ["changes"]


def changes(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=SCHOOL)],
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="The first day, such as “1 September 2026” or “last term”. Default: the day after the plan was last "
            "approved, or else 30 days ago.",
        ),
    ] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day. Default: now.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it as a page (HTML) for governors.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a script.")] = False,
    store: StoreOption = "",
) -> None:
    """Show what has changed in a school's plan between two dates: what was added, dropped, put off, done and reworded.

    It does not say who typed what. Your reflective questions are left out, as they are from the plan.

    Examples:

        careerskit changes 100049 --since "1 September 2026"

        careerskit changes 100049 --since "last term" --out changes.html
    """
    from careerskit.files import atomic_write
    from careerskit.review import changes as changes_between
    from careerskit.store import load_plan
    from careerskit.views import describe_changes, format_moment, render_changes

    if out:
        check_out(out, "changes.html")
    now = datetime.now().astimezone()
    with store_at(store) as opened:
        found = opened.schools.get(school)
        plan = load_plan(opened, found)
        first = opened.answers.first_saved(found.id)
        period = period_of(plan, since, until, now, first)
        before, after = (load_plan(opened, found, at) for at in (period.since, period.until))
    sections = describe_changes(changes_between(before, after), before, after)
    if before.academic_year and after.academic_year and before.academic_year != after.academic_year:
        period.notes.append(
            f"The plan was for {before.header.academic_year} and is for {after.header.academic_year}: a time without a year, such "
            "as “Spring term”, is now one of that year."
        )
    words = f"From {format_moment(period.since)} to {format_moment(period.until)}"
    if out:
        atomic_write(out, render_changes(after, sections, period=words, notes=period.notes))
    if as_json:
        _print_json(found, period, sections)
    else:
        _print(found.name, words, period.notes, sections)
        if out:
            typer.echo(f"The page is in {out}.")


def _print(name: str, period: str, notes: Sequence[str], sections: Sequence[ChangeSection]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)

    def show(text: str | Text, indent: int = 0) -> None:
        console.print(
            Padding(Text(_printable(text)) if isinstance(text, str) else text, (0, 0, 0, indent), expand=False)
        )

    show(Text(_printable(name), style="bold"))
    for line in (period, *notes):
        show(line)
    if not sections:
        show("Nothing in the plan has changed.")
    for section in sections:
        show("")
        show(Text(f"{section.title}: {section.count}", style="bold"))
        if section.note:
            show(section.note, 2)
        for entry in section.entries:
            show(": ".join(filter(None, (entry.place, entry.text))), 2)
            for detail in entry.details:
                show(_detail_text(detail), 4)


def _detail_text(detail: ChangeDetail) -> Any:
    """Return an answer as a line for a terminal. What was removed and added is marked in words and not by its look alone."""
    from rich.text import Text

    text = Text(f"{detail.label}: ")
    if detail.words:
        marks = {"removed": ("[removed: {}]", "strike"), "added": ("[added: {}]", "underline"), "same": ("{}", "")}
        runs = ((marks[run.tag], _printable(run.text)) for run in detail.words)
        return text.append_text(Text(" ").join(Text(mark.format(words), style) for (mark, style), words in runs))
    if detail.before is None:
        return text.append(_printable(detail.after))
    return text.append(f"{_printable(detail.after) or 'none'} (before: {_printable(detail.before) or 'none'})")


def _printable(text: str) -> str:
    """Return a text on one line, without the characters that a terminal takes for commands."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _print_json(school: School, period: Period, sections: Sequence[ChangeSection]) -> None:
    import json
    from dataclasses import asdict

    every = [asdict(section) for section in sections]
    for section in every:
        for detail in (detail for entry in section["entries"] for detail in entry["details"]):
            detail["words"] = [{"tag": run.tag, "text": run.text} for run in detail["words"]]
    found = {
        "school": school.id,
        "name": school.name,
        "since": period.since.isoformat(timespec="seconds"),
        "until": period.until.isoformat(timespec="seconds"),
        "notes": period.notes,
        "sections": every,
    }
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
