"""The HTML of labels and headings, and the style sheets that go with forms."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files

__all__ = ["CLASS", "heading", "label", "layout_style_sheet", "style_sheet"]

CLASS = "careerskit-form"


def heading(text: str, level: int, hint: str = "") -> str:
    """Return the HTML of a heading with a hint below it."""
    below = f'<p class="ck-hint">{escape(hint)}</p>' if hint else ""
    return f"<h{level}>{escape(text)}</h{level}>{below}"


def label(text: str, question: str = "", hint: str = "", error: str = "", notice: str = "", group: str = "") -> str:
    """Return the HTML of a control's label: all of it is tied to the control, so a screen reader reads all of it.

    notice: what a colleague did to the answer. group: what the control belongs to, read aloud but not shown.
    """
    parts = [f'<span class="ck-within">{escape(group)}: </span>'] if group else []
    parts.append(f'<span class="ck-label">{escape(text)}</span>')
    parts += [f'<span class="ck-question">{escape(question)}</span>'] if question else []
    parts += [f'<span class="ck-hint">{escape(hint)}</span>'] if hint else []
    parts += [f'<span class="ck-error">{escape(error)}</span>'] if error else []
    parts += [f'<span class="ck-news">{escape(notice)}</span>'] if notice else []
    return "".join(parts)


@cache
def style_sheet() -> str:
    """Return our style sheet as an HTML element."""
    return f"<style>{_read('form.css')}{layout_style_sheet()}</style>"


def layout_style_sheet() -> str:
    """Return the part of the style sheet that is the same in JupyterLab and on the delegates' pages: where things stand."""
    return _read("layout.css")


def _read(name: str) -> str:
    return files("careerskit.forms").joinpath(name).read_text("utf-8")
