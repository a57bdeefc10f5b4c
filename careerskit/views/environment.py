"""The one Jinja environment: whatever is HTML here, a part of a plan or a whole page, is rendered by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from careerskit.views.contacts import mail_address, web_address
from careerskit.views.frames import table_columns, table_rows
from careerskit.views.prose import prose
from careerskit.words import capital_first

__all__ = ["get_template"]


def get_template(name: str) -> Template:
    """Return a template by its room and name: "server/join.html.j2" is in ``careerskit/server/templates``.

    Everything put into a template is escaped, unless it is Markup; a name that it was not given is an error.

    Raises:
        jinja2.TemplateNotFound: there is no such template.
    """
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "table_columns": table_columns, "table_rows": table_rows}
    environment.filters |= {"mail_address": mail_address, "web_address": web_address, "capital_first": capital_first}
    return environment


def _load(name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
    """Return a template's source and file; None where there is none. It is read once: files of a package do not change."""
    room, _, file = name.partition("/")
    path = files("careerskit").joinpath(room, "templates", file)
    return (path.read_text("utf-8"), str(path), None) if path.is_file() else None
