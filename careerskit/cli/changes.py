"""The command that says what has changed in a school's plan between two dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from careerskit.cli.options import SCHOOL, StoreOption, check_out, store_at
from careerskit.cli.periods import read_option

if TYPE_CHECKING:
    from careerskit.plan import School
    from careerskit.views import ChangeDetail
    from careerskit.workbook import PlanChanges

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
    from careerskit.errors import DateError
    from careerskit.files import atomic_write
    from careerskit.workbook import find_changes

    if out:
        check_out(out, "changes.html")
    now = datetime.now().astimezone()
    for text, option in ((since, "--since"), (until, "--until")):
        if text:
            read_option(text, option, now)
    with store_at(store) as opened:
        found = opened.schools.get(school)
        try:
            changed = find_changes(opened, found, since, until)
        except DateError as error:
            raise typer.BadParameter(str(error), param_hint="--since") from None
    if out:
        atomic_write(out, changed.page())
    if as_json:
        _print_json(found, changed)
    else:
        _print(found.name, changed)
        if out:
            typer.echo(f"The page is in {out}.")


def _print(name: str, changed: PlanChanges) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)

    def show(text: str | Text, indent: int = 0) -> None:
        console.print(
            Padding(Text(_printable(text)) if isinstance(text, str) else text, (0, 0, 0, indent), expand=False)
        )

    show(Text(_printable(name), style="bold"))
    for line in (str(changed.period), *changed.period.notes):
        show(line)
    if changed.sections == []:
        show("Nothing in the plan has changed.")
    for section in changed.sections or ():
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


def _print_json(school: School, changed: PlanChanges) -> None:
    import json
    from dataclasses import asdict

    every = [asdict(section) for section in changed.sections or ()]
    period = changed.period
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
