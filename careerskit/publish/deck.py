"""The webinar's slides: a notebook with slide types, as one page of HTML that needs no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from careerskit.errors import InputFileError, did_you_mean
from careerskit.files import atomic_write
from careerskit.plan import SWOT_PROMPTS, Swot, fields_of
from careerskit.publish.saved_forms import check_no_saved_forms
from careerskit.resources import step_notebooks
from careerskit.views import get_template, link_lasts, markdown_to_html, qr_code, script_hash

__all__ = ["Slide", "read_slides", "render_deck", "slide_headings", "slide_numbers", "write_deck"]

_NEW_SLIDE, _FRAGMENT, _NOTES, _SKIP, _CONTINUATION = ("slide", "subslide"), "fragment", "notes", "skip", ("", "-")
_SLIDE_TYPES = (*_NEW_SLIDE, _FRAGMENT, _NOTES, _SKIP, *_CONTINUATION)

_NO_NOTES = Markup("")

_PICTURES = ("four-parts", "swot-grid", "golden-thread")
_PICTURE = "picture-"

_FEW_WORDS = 60
"""Up to this many words, a slide's text is set larger."""

_FEW_WORDS_TO_WRITE = 40
"""The same on a slide to write on, where the minutes left stand below the text."""

_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class _Cell:
    """A cell of a notebook."""

    id: str
    cell_type: str
    source: str
    metadata: Mapping[str, Any]

    @property
    def slide_type(self) -> str:
        """What it is in the slides, as JupyterLab calls it; "" where it goes on with the slide before it."""
        return self.metadata.get("slideshow", {}).get("slide_type") or ""


@dataclass(frozen=True)
class SlideFragment:
    """A piece of a slide as HTML. delayed: whether it appears only when the facilitator goes on."""

    html: Markup
    delayed: bool = False


@dataclass
class Slide:
    """One slide.

    name: its id, which is that of its first cell. heading: as text. notes: what to say, as HTML; for the facilitator alone.
    fragments: what everyone sees. countdown: how many minutes there are to write, and the name of each part of that time; empty on
    a slide without. home: the slide that one shown only when asked belongs to.
    tags: those of its first cell: "divider" for a pause with its heading alone, "asked" for a slide shown only when asked,
    "asked-list" where these are listed, "link" where the session's link is, "dates" where it says what comes after,
    and "picture-" with the name of a picture.
    """

    name: str
    heading: str
    tags: tuple[str, ...] = ()
    countdown: tuple[tuple[int, str], ...] = ()
    home: str = ""
    notes: Markup = _NO_NOTES
    fragments: list[SlideFragment] = field(default_factory=list)

    @property
    def divider(self) -> bool:
        """Whether it is a pause with its heading alone."""
        return "divider" in self.tags

    @property
    def asked(self) -> bool:
        """Whether Next passes it over: it is shown when somebody asks."""
        return "asked" in self.tags

    @property
    def lists_asked(self) -> bool:
        """Whether the slides that are shown only when asked are listed on it."""
        return "asked-list" in self.tags

    @property
    def has_link(self) -> bool:
        """Whether the session's link is on it."""
        return "link" in self.tags

    @property
    def picture(self) -> str:
        """The name of its picture, "" without one."""
        return next((tag.removeprefix(_PICTURE) for tag in self.tags if tag.startswith(_PICTURE)), "")

    @property
    def has_few_words(self) -> bool:
        """Whether its text is so short that it may be larger."""
        words = sum(len(fragment.html.striptags().split()) for fragment in self.fragments)
        return (
            words <= (_FEW_WORDS_TO_WRITE if self.countdown else _FEW_WORDS)
            and not self.picture
            and not any(tag in fragment.html for fragment in self.fragments for tag in ("<table", "<h3"))
        )


def read_slides(notebook: Path) -> list[Slide]:
    """Return the slides of a notebook, in order, by the ``slide_type`` of its cells.

    A subslide is a slide like any other. A cell that shows a part of the workbook becomes a sentence that says which step to
    open: the boxes are on the delegates' own pages.

    Raises:
        InputFileError: it is not a notebook, it has saved forms in it, or a cell of it cannot be put on a slide; the message names
            the cell.
    """
    slides: list[Slide] = []
    for cell in _cells_of(notebook):
        slide_type = cell.slide_type
        where = f"{notebook.name}, cell {cell.id}"
        if slide_type not in _SLIDE_TYPES:
            raise InputFileError(
                f"{where}: there is no slide type {slide_type!r}.{did_you_mean(slide_type, _SLIDE_TYPES)}"
            )
        if slide_type == _SKIP:
            continue
        if slide_type in _NEW_SLIDE:
            heading = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
            if heading is None:
                raise InputFileError(f"{where}: a slide must begin with its heading, “# …” or “## …”.")
            slides.append(_new_slide(cell, heading[1], where, slides))
        elif not slides:
            raise InputFileError(f"{where}: it comes before the first slide. Give it the slide type slide, or skip.")
        if slide_type == _NOTES:
            slides[-1].notes += _html(cell.source)
        else:
            html = _html(cell.source) if cell.cell_type == "markdown" else _step_to_open(cell.source, where)
            slides[-1].fragments.append(SlideFragment(html, delayed=slide_type == _FRAGMENT))
    if not slides:
        raise InputFileError(f"{notebook.name} has no slide: no cell of it has the slide type slide.")
    return slides


def slide_headings(notebook: Path) -> dict[str, str]:
    """Return the heading of each slide of a notebook, by the slide's name.

    Raises:
        InputFileError: it is not a notebook.
    """
    starts = [cell for cell in _cells_of(notebook) if cell.slide_type in _NEW_SLIDE]
    return {cell.id: heading[1] for cell in starts if (heading := _HEADING.match(cell.source))}


def slide_numbers(slides: list[Slide]) -> dict[str, int]:
    """Return the number of each slide by its name, as the deck counts them: those shown only when asked have none."""
    return {slide.name: number for number, slide in enumerate((one for one in slides if not one.asked), start=1)}


def write_deck(
    notebook: Path, out: Path, *, notes: bool = False, link: str = "", keep_until: str = "", surgery: str = ""
) -> Path:
    """Write the deck as a page, see :func:`render_deck`, and return its path.

    Raises:
        InputFileError: the notebook cannot be made into slides, see :func:`read_slides`.
        OSError: the page cannot be written.
    """
    atomic_write(out, render_deck(notebook, notes=notes, link=link, keep_until=keep_until, surgery=surgery))
    return out


def render_deck(notebook: Path, *, notes: bool = False, link: str = "", keep_until: str = "", surgery: str = "") -> str:
    """Return the deck as one page of HTML, with reveal.js in it and nothing from any other host.

    notes: whether to include the speaker's notes, with a window of their own to read them in. Without, no word of them is in it.
    link: the session's, shown where delegates join, with its QR code. Without, the slide says where delegates find it.
    keep_until, surgery: until when private links work, and when the surgery is, in words; "" where it is not known.

    Raises:
        InputFileError: the notebook cannot be made into slides, see :func:`read_slides`.
    """
    slides = read_slides(notebook)
    names = (
        "reveal/reveal.js",
        "static/deck.js",
        "static/deck_countdown.js",
        *(("static/deck_notes.js",) if notes else ()),
    )
    scripts = [_read(name) for name in names]
    return get_template("publish/deck.html.j2").render(
        title=slides[0].heading,
        slides=slides,
        notes=notes,
        link=link,
        # Without a day, the sentence sends its reader to the organiser, who is the one that shows the slides.
        lasts=link_lasts(keep_until) if keep_until else "",
        surgery=surgery,
        breakable_link=Markup(re.sub("(//|[/.])", r"\1<wbr>", str(escape(link)))),  # noqa: S704 # it is escaped
        qr=qr_code(link, "QR code of the session’s link") if link else "",
        pictures={name: _read(f"static/pictures/{name}.svg") for name in _PICTURES},
        swot_prompts=SWOT_PROMPTS,
        swot_lists=[spec for spec in fields_of(Swot) if spec.name != "key_priorities"],
        css=_read("static/deck.css"),
        speaker_css=_read("static/deck_notes.css"),
        reveal_css=_read("reveal/reveal.css"),
        licence=_read("reveal/LICENSE"),
        scripts=scripts,
        hashes=Markup(" ").join(map(script_hash, scripts)),  # no other script runs on the page
    )


def _new_slide(cell: _Cell, heading: str, where: str, before: list[Slide]) -> Slide:
    slide = Slide(cell.id, heading, tuple(cell.metadata.get("tags", ())), _countdown_of(cell, where))
    if slide.picture and slide.picture not in _PICTURES:
        raise InputFileError(f"{where}: there is no picture {slide.picture!r}.{did_you_mean(slide.picture, _PICTURES)}")
    if slide.asked:
        slide.home = next((one.name for one in reversed(before) if not one.asked), "")
        if not slide.home:
            raise InputFileError(f"{where}: the first slide cannot be one that is only shown when asked.")
    return slide


def _countdown_of(cell: _Cell, where: str) -> tuple[tuple[int, str], ...]:
    match cell.metadata.get("countdown", []):
        case [*parts] if all(
            isinstance(part, list) and list(map(type, part)) == [int, str] and part[0] > 0 for part in parts
        ):
            return tuple((minutes, name) for minutes, name in parts)
    raise InputFileError(f'{where}: its countdown must be whole minutes with a name, such as [[5, "alone"]].')


def _html(source: str) -> Markup:
    """Return Markdown as HTML. The page's only heading of level 1 is the deck's; every slide begins with one of level 2.

    A link to another site opens in a new tab, so that the slides stay where they are.
    """
    html = str(markdown_to_html(source, top_level=2))
    return Markup(html.replace('<a href="http', '<a target="_blank" rel="noopener" href="http'))  # noqa: S704 # it is escaped


def _step_to_open(source: str, where: str) -> Markup:
    titles = _step_titles()
    if (call := source.strip()) not in titles:
        raise InputFileError(
            f"{where}: no step of the workbook shows {call!r}. Give it the slide type skip, or remove it."
        )
    return Markup('<p class="form">Open your workbook at the step <strong>{}</strong>.</p>').format(titles[call])


@cache
def _step_titles() -> dict[str, str]:
    """Return the title of the step that shows a part of the workbook, by the call that shows it."""
    titles: dict[str, str] = {}
    for file in reversed(step_notebooks()):  # what two steps show belongs to the first
        first, *others = _cells_of(file)
        heading = _HEADING.match(first.source)
        titles |= {cell.source: heading[1] for cell in others if heading and cell.cell_type == "code"}
    return titles


def _cells_of(notebook: Path) -> Iterator[_Cell]:
    try:
        text = notebook.read_text("utf-8")
    except OSError as error:
        others = [file.name for file in notebook.parent.glob("*.ipynb")] if notebook.parent.is_dir() else []
        raise InputFileError(f"There is no notebook {notebook}.{did_you_mean(notebook.name, others)}") from error
    try:
        content = SimpleNamespace(**json.loads(text))  # importing nbformat takes seconds
        cells = [
            # Notebooks from before version 4.5 have no ids.
            _Cell(cell.get("id") or f"cell-{number}", cell["cell_type"], "".join(cell["source"]), cell["metadata"])
            for number, cell in enumerate(content.cells, start=1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # no JSON, or no notebook
        raise InputFileError(f"{notebook} is not a notebook.") from error
    check_no_saved_forms(content, notebook)
    yield from cells


def _read(name: str) -> str:
    return files("careerskit.publish").joinpath(name).read_text("utf-8")
