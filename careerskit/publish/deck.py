"""The webinar's slides: a notebook with slide types, as one page of HTML that needs no network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import mistune
from markupsafe import Markup

from careerskit.errors import InputFileError, did_you_mean
from careerskit.files import write_whole
from careerskit.shipped import step_notebooks

__all__ = ["Slide", "read_slides", "write_deck"]

_BEGINS, _LATER, _NOTES, _SKIP, _GOES_ON = ("slide", "subslide"), "fragment", "notes", "skip", ("", "-")
_TYPES = (*_BEGINS, _LATER, _NOTES, _SKIP, *_GOES_ON)
_NOTHING, _FEW = Markup(""), 60
_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A piece of a slide as HTML. later: whether it is kept back until the facilitator goes on."""

    html: Markup
    later: bool = False


@dataclass
class Slide:
    """One slide.

    name: its id, which is that of its first cell. heading: as text. divider: whether it is a pause with its heading alone, by
    the tag of that name. notes: what to say, as HTML; for the facilitator alone. parts: what everyone sees.
    """

    name: str
    heading: str
    divider: bool = False
    notes: Markup = _NOTHING
    parts: list[Part] = field(default_factory=list)

    @property
    def few(self) -> bool:
        """Whether it has so few words that they may be larger."""
        words = sum(len(part.html.striptags().split()) for part in self.parts)
        return words <= _FEW and not any(tag in part.html for part in self.parts for tag in ("<table", "<h3"))


def read_slides(notebook: Path) -> list[Slide]:
    """Return the slides of a notebook, in order, by the ``slide_type`` of its cells.

    A subslide is a slide like any other. A cell that shows a part of the workbook becomes a sentence that says which step to
    open: the boxes are on the delegates' own pages.

    Raises:
        InputFileError: it is no notebook, or a cell of it has no place on a slide; the message names the cell.
    """
    slides: list[Slide] = []
    for cell in _cells_of(notebook):
        shown = cell.metadata.get("slideshow", {}).get("slide_type") or ""
        where = f"{notebook.name}, cell {cell.id}"
        if shown not in _TYPES:
            raise InputFileError(f"{where}: there is no slide type {shown!r}.{did_you_mean(shown, _TYPES)}")
        if shown == _SKIP:
            continue
        if shown in _BEGINS:
            heading = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
            if heading is None:
                raise InputFileError(f"{where}: a slide begins with its heading, “# …” or “## …”.")
            slides.append(Slide(cell.id, heading[1], "divider" in cell.metadata.get("tags", [])))
        elif not slides:
            raise InputFileError(f"{where}: it stands before the first slide. Give it the slide type slide, or skip.")
        if shown == _NOTES:
            slides[-1].notes += _html(cell.source)
        else:
            html = _html(cell.source) if cell.cell_type == "markdown" else _to_the_step(cell.source, where)
            slides[-1].parts.append(Part(html, later=shown == _LATER))
    if not slides:
        raise InputFileError(f"{notebook.name} has no slide: no cell of it has the slide type slide.")
    return slides


def write_deck(notebook: Path, out: Path, *, notes: bool = False) -> Path:
    """Write the deck as one page of HTML, with reveal.js in it and nothing from any other host, and return where it is.

    notes: whether the speaker's notes are in it, with a window of their own to read them in. Without, no word of them is.

    Raises:
        InputFileError: the notebook cannot be made into slides, see :func:`read_slides`.
        OSError: the page cannot be written.
    """
    slides = read_slides(notebook)
    scripts = [_ours("reveal/reveal.js"), _ours("deck.js"), *([_ours("deck_notes.js")] if notes else [])]
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(_ours("deck.html.j2")).render(
        title=slides[0].heading,
        slides=slides,
        notes=notes,
        css=_ours("deck.css"),
        speaker_css=_ours("deck_notes.css"),
        reveal_css=_ours("reveal/reveal.css"),
        licence=_ours("reveal/LICENSE"),
        scripts=scripts,
        hashes=" ".join(map(_hash, scripts)),  # no other script runs here
    )
    write_whole(out, page)
    return out


class _Prose(mistune.HTMLRenderer):
    """Markdown as HTML. The page has one heading of level 1, the deck's; every slide begins with one of level 2."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return super().heading(text, max(2, level), **attrs)


_prose = mistune.create_markdown(renderer=_Prose(escape=True), plugins=["table"])


def _html(source: str) -> Markup:
    return Markup(_prose(source))  # noqa: S704  HTML in the notebook's own prose was escaped


def _to_the_step(source: str, where: str) -> Markup:
    titles = _titles_of_steps()
    if (call := source.strip()) not in titles:
        raise InputFileError(
            f"{where}: no step of the workbook shows {call!r}. Give it the slide type skip, or take it out."
        )
    return Markup('<p class="form">Open your workbook at the step <strong>{}</strong>.</p>').format(titles[call])


@cache
def _titles_of_steps() -> dict[str, str]:
    """Return the heading of the step that shows a part of the workbook, by the call that shows it."""
    titles: dict[str, str] = {}
    for file in reversed(step_notebooks()):  # what two steps show belongs to the first
        first, *others = _cells_of(file)
        heading = _HEADING.match(first.source)
        titles |= {cell.source: heading[1] for cell in others if heading and cell.cell_type == "code"}
    return titles


def _cells_of(notebook: Path) -> Iterator[Any]:
    import nbformat

    try:
        text = notebook.read_text("utf-8")
    except OSError as error:
        beside = [file.name for file in notebook.parent.glob("*.ipynb")] if notebook.parent.is_dir() else []
        raise InputFileError(f"There is no notebook {notebook}.{did_you_mean(notebook.name, beside)}") from error
    try:
        read = nbformat.reads(text, as_version=4)
    except (ValueError, KeyError, AttributeError) as error:  # no JSON, or no notebook
        raise InputFileError(f"{notebook} is no notebook.") from error
    yield from read.cells


def _ours(name: str) -> str:
    return files("careerskit.publish").joinpath(name).read_text("utf-8")


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
