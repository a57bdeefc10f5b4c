"""Importing a Word document: what was understood is printed, and kept where that is asked for."""

from __future__ import annotations

from pathlib import Path

from careerskit.store import Store

__all__ = ["import_document"]

_LONGEST = 200
"""How much of an answer is printed."""


def import_document(store: Store, file: Path, data: bytes, school: str, *, keep: bool) -> None:
    """Read a Word document, print what it brings, and save that in the school's plan where it is to be kept.

    school: the id of the school that it is of; "" to find that out from the document. Raises what reading and saving raise.
    """
    from rich.console import Console

    from careerskit.word import add_to_plan, changes_by, read_document, school_of

    document = read_document(data, file.name)
    whose = school_of(store, document, school)
    found = changes_by(store, whose, document.plan, document.found)
    console = Console(highlight=False, markup=False)
    for change in found.changes:
        console.print(f"{change.name}{f' ({change.source})' if change.source else ''}", style="bold")
        console.print(f"  {_short(change.text)}")
        if change.before:
            console.print(f"  in place of: {_short(change.before)}", style="dim")
    for text, source in found.notes:
        console.print(f"Note, from {source}", style="bold")
        console.print(f"  {_short(text)}")
    if keep:
        add_to_plan(store, whose, document.plan)
    numbers = _count(len(found.changes), "answer"), f"{found.same} there already", _count(len(found.notes), "note")
    done = "" if keep else " Nothing was kept: this was a preview."
    console.print(f"{file.name}: {', '.join(numbers)}, for the plan of {whose.name} ({whose.id}).{done}")
    for warning in document.warnings:
        Console(stderr=True, highlight=False, markup=False).print(f"  {warning}")


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
