"""The Jinja that a school's own Word template may use: values, conditions, loops and a few filters, and nothing that calls code.

A template cannot call a function, set a variable or multiply a text. So what it does in one place is as long as what is written
there, and loops alone could go on for ever or fill the memory: how often they run and how much they write is limited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from careerskit.errors import InputFileError, did_you_mean
from careerskit.word.styles import xml_text

__all__ = ["TemplateEnvironment", "UnknownNameError"]

_MAX_REPEATS = 100_000
_MAX_CHARACTERS = 30_000_000

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr),
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Filter, nodes.Test),
)
_WRITTEN: dict[type[nodes.Node], str] = {
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.With: "{% with %}",
    nodes.Macro: "{% macro %}",
}
_WRITTEN |= {nodes.Include: "{% include %}", nodes.Import: "{% import %}", nodes.Extends: "{% extends %}"}
_WRITTEN |= {nodes.Call: "calling a function with ( )", nodes.Mul: "*", nodes.Add: "+", nodes.Mod: "%"}


def _join(value: Any, separator: str = ", ") -> str:
    """Join the texts of a list: joining a text would put the separator between its letters."""
    if not isinstance(value, list):
        raise InputFileError("The filter join is for lists, such as objective.benchmarks.")
    return str(separator).join(map(str, value))


_FILTERS: Mapping[str, Any] = {
    "capitalize": lambda text: str(text).capitalize(),
    "default": lambda value, instead="": value or instead,
    "first": lambda value: value[0] if value else "",
    "join": _join,
    "last": lambda value: value[-1] if value else "",
    "length": len,
    "lower": lambda text: str(text).lower(),
    "trim": lambda text: str(text).strip(),
    "upper": lambda text: str(text).upper(),
}


class _Unknown(StrictUndefined):
    """A name that there is none of: an error at once, also where Jinja would let it pass."""

    def __init__(self, *_: Any, name: str | None = None, **__: Any) -> None:
        raise UnknownNameError(name or "")


class UnknownNameError(Exception):
    """A template names what there is not."""

    def sentence(self, known: Iterable[str]) -> str:
        """Return the error as a sentence. known: the names that there are."""
        name = str(self)
        return f"There is no placeholder “{name}”.{did_you_mean(name, known)}"


class TemplateEnvironment(SandboxedEnvironment):
    """Renders one template for one plan. Values are dicts, lists and texts; texts are escaped for the XML of Word."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Unknown, finalize=_as_word_xml)
        self._repeats = 0
        self.filters, self.tests = dict(_FILTERS), {name: self.tests[name] for name in ("even", "odd")}
        self.globals.clear()
        self.concat = self._join_limited  # type: ignore[method-assign] # Jinja joins a template's pieces with it

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        """Parse a template, and have its loops counted.

        Raises:
            TemplateSyntaxError: it cannot be read, or uses what is not allowed.
        """
        tree = super().parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED) and isinstance(node, nodes.Stmt | nodes.Expr):
                written = _WRITTEN.get(type(node), type(node).__name__)
                raise TemplateSyntaxError(f"{written} cannot be used in a template", node.lineno)
        for loop in tree.find_all(nodes.For):
            count = nodes.Call(nodes.EnvironmentAttribute("count_repeat"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(count, lineno=loop.lineno).set_lineno(loop.lineno))
        tree.set_environment(self)
        return tree

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Compile a template, after :meth:`parse`."""
        return super().compile(self.parse(source) if isinstance(source, str) else source, *arguments, **options)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call this: only what counts its loops, which no template can name."""
        return bool(obj == self.count_repeat)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the value of a name in a dict, or what Jinja knows of a loop; never a method.

        Raises:
            InputFileError: there is no such name.
        """
        if isinstance(obj, dict):
            if attribute not in obj:
                raise InputFileError(UnknownNameError(attribute).sentence(obj))
            return obj[attribute]
        if isinstance(obj, str | int | list | tuple):
            raise InputFileError(f"There is no “{attribute}” of a {'list' if isinstance(obj, list) else 'text'}.")
        return super().getattr(obj, attribute)

    def count_repeat(self) -> None:
        """Count one run of a loop.

        Raises:
            InputFileError: there were too many.
        """
        self._repeats += 1
        if self._repeats > _MAX_REPEATS:
            raise InputFileError(f"Its loops run more than {_MAX_REPEATS:,} times. Loop over each list once.")

    def _join_limited(self, pieces: Iterable[str]) -> str:
        kept, length = [], 0
        for piece in pieces:
            kept.append(piece)
            length += len(piece)
            if length > _MAX_CHARACTERS:
                raise InputFileError("The document would be too long. Loop over each list once.")
        return "".join(kept)


def _as_word_xml(value: Any) -> Any:
    """Return a value as text of Word's XML. Its braces are escaped too: docxtpl looks for them once more, after Jinja."""
    if isinstance(value, list) and not any(isinstance(entry, dict) for entry in value):
        value = "\n".join(map(str, value))
    if not isinstance(value, str | int):
        raise InputFileError(
            "A placeholder stands for a whole list or group. Name one of its parts, or repeat it in a loop."
        )
    text = str(escape(xml_text(str(value)).replace("\r", "\n")))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  escaped in the line above
